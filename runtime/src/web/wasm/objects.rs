//! Memories, tables and globals of the store.

use super::machine::{Machine, Outcome, text};
use rquickjs::{Ctx, Result as JsResult, Value};
use wasmi::{
    Extern, Global, Memory, MemoryType, Mutability, Nullable, Ref, RefType, Table, TableType, Val, ValType,
};

impl Machine {
    fn memory(&self, id: usize) -> Outcome<Memory> {
        let found = self.externs.get(id).copied().and_then(Extern::into_memory);
        found.ok_or_else(|| format!("no memory {id}"))
    }

    pub(super) fn new_memory(&mut self, minimum: u32, maximum: Option<u32>) -> Outcome<usize> {
        let mut kind = MemoryType::builder();
        kind.min(u64::from(minimum)).max(maximum.map(u64::from));
        let kind = kind.build().map_err(text)?;
        let memory = Memory::new(&mut self.store, kind).map_err(text)?;
        Ok(self.add(Extern::Memory(memory)))
    }

    pub(super) fn memory_bytes(&self, id: usize) -> Outcome<usize> {
        Ok(self.memory(id)?.data_size(&self.store))
    }

    pub(super) fn grow_memory(&mut self, id: usize, pages: u32) -> Outcome<u64> {
        let memory = self.memory(id)?;
        memory.grow(&mut self.store, u64::from(pages)).map_err(text)
    }

    pub(super) fn read_memory(&self, id: usize) -> Outcome<Vec<u8>> {
        Ok(self.memory(id)?.data(&self.store).to_vec())
    }

    pub(super) fn write_memory(&mut self, id: usize, data: &[u8]) -> Outcome<()> {
        let memory = self.memory(id)?;
        memory.write(&mut self.store, 0, data).map_err(text)
    }

    fn table(&self, id: usize) -> Outcome<Table> {
        let found = self.externs.get(id).copied().and_then(Extern::into_table);
        found.ok_or_else(|| format!("no table {id}"))
    }

    pub(super) fn new_table(&mut self, kind: &str, minimum: u32, maximum: Option<u32>) -> Outcome<usize> {
        let (kind, empty) = match kind {
            "c" => (RefType::Func, Ref::Func(Nullable::Null)),
            _ => (RefType::Extern, Ref::Extern(Nullable::Null)),
        };
        if let Some(maximum) = maximum.filter(|maximum| *maximum < minimum) {
            return Err(format!(
                "a table that begins with {minimum} elements cannot have {maximum} at most"
            ));
        }
        let kind = TableType::new(kind, minimum, maximum);
        let table = Table::new(&mut self.store, kind, empty).map_err(text)?;
        Ok(self.add(Extern::Table(table)))
    }

    pub(super) fn table_size(&self, id: usize) -> Outcome<u64> {
        Ok(self.table(id)?.size(&self.store))
    }

    pub(super) fn table_get(&self, id: usize, index: u32) -> Outcome<Val> {
        let found = self.table(id)?.get(&self.store, u64::from(index));
        match found.ok_or("table index is out of bounds")? {
            Ref::Func(function) => Ok(Val::FuncRef(function)),
            Ref::Extern(reference) => Ok(Val::ExternRef(reference)),
        }
    }

    /// `value` as an element of the table `id`.
    pub(super) fn table_value<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        id: usize,
        value: &Value<'js>,
    ) -> JsResult<Ref> {
        let table = super::or_throw(ctx, self.table(id))?;
        let kind = ValType::from(table.ty(&self.store).element());
        Ok(match self.value_from_js(ctx, kind, value)? {
            Val::ExternRef(reference) => Ref::Extern(reference),
            Val::FuncRef(function) => Ref::Func(function),
            _ => Ref::Func(Nullable::Null),
        })
    }

    pub(super) fn table_set(&mut self, id: usize, index: u32, value: Ref) -> Outcome<()> {
        let table = self.table(id)?;
        table.set(&mut self.store, u64::from(index), value).map_err(text)
    }

    pub(super) fn table_grow(&mut self, id: usize, count: u32, value: Ref) -> Outcome<u64> {
        let table = self.table(id)?;
        table.grow(&mut self.store, u64::from(count), value).map_err(text)
    }

    fn global(&self, id: usize) -> Outcome<Global> {
        let found = self.externs.get(id).copied().and_then(Extern::into_global);
        found.ok_or_else(|| format!("no global {id}"))
    }

    pub(super) fn new_global(&mut self, value: Val, mutable: bool) -> usize {
        let mutability = match mutable {
            true => Mutability::Var,
            false => Mutability::Const,
        };
        let global = Global::new(&mut self.store, value, mutability);
        self.add(Extern::Global(global))
    }

    pub(super) fn global_get(&self, id: usize) -> Outcome<Val> {
        Ok(self.global(id)?.get(&self.store))
    }

    pub(super) fn global_kind(&self, id: usize) -> Outcome<&'static str> {
        Ok(super::values::letter(self.global(id)?.ty(&self.store).content()))
    }

    pub(super) fn global_set(&mut self, id: usize, value: Val) -> Outcome<()> {
        let global = self.global(id)?;
        global.set(&mut self.store, value).map_err(text)
    }
}
