//! The host half of `WebAssembly`: the interpreter wasmi behind numbers. Modules, functions, memories, tables and
//! globals live in one store for each isolate, made when they are first wanted, and go with it. Rust never calls into
//! JavaScript here: an imported function suspends the call, `wasm.js` runs it and resumes, so that it may call back
//! into WebAssembly. A long run comes back to JavaScript every [`FUEL`] steps, where the watchdog sees it.

mod described;
mod machine;
mod objects;
mod quota;
#[cfg(test)]
mod tests;
mod values;

use super::bytes::{self, ByteArray};
use machine::{Machine, Step};
use rquickjs::{Array, Ctx, Exception, Function, IntoJs, Object, Result, TypedArray, Value};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How far a call runs before JavaScript has its turn.
const FUEL: u64 = 1_000_000;

type Shared = Arc<Mutex<Machine>>;

/// Adds `wasm()`: the functions behind `wasm.js`, with a store of their own.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>) -> Result<()> {
    functions.set("wasm", Function::new(ctx.clone(), |ctx| make(&ctx))?)
}

fn make<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let machine: Shared = Arc::new(Mutex::new(Machine::new()));
    let object = Object::new(ctx.clone())?;
    modules(ctx, &object, &machine)?;
    calls(ctx, &object, &machine)?;
    memories(ctx, &object, &machine)?;
    tables_and_globals(ctx, &object, &machine)?;
    Ok(object)
}

fn lock(machine: &Shared) -> MutexGuard<'_, Machine> {
    machine.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A failure as an exception; `wasm.js` knows which of WebAssembly's errors it is.
fn or_throw<T>(ctx: &Ctx<'_>, result: std::result::Result<T, String>) -> Result<T> {
    result.map_err(|message| Exception::throw_message(ctx, &message))
}

fn modules<'js>(ctx: &Ctx<'js>, object: &Object<'js>, machine: &Shared) -> Result<()> {
    let shared = machine.clone();
    let compile = move |ctx: Ctx<'js>, code: ByteArray<'js>| {
        let code = bytes::copy(&ctx, &code)?;
        or_throw(&ctx, lock(&shared).compile(&code))
    };
    object.set("compile", Function::new(ctx.clone(), compile)?)?;
    let shared = machine.clone();
    let describe = move |ctx: Ctx<'js>, module: usize| or_throw(&ctx, lock(&shared).describe(module));
    object.set("describe", Function::new(ctx.clone(), describe)?)?;
    let shared = machine.clone();
    let sections = move |ctx: Ctx<'js>, module: usize, name: String| {
        let found = or_throw(&ctx, lock(&shared).custom_sections(module, &name))?;
        let list = Array::new(ctx.clone())?;
        for (index, section) in found.into_iter().enumerate() {
            list.set(index, TypedArray::<u8>::new(ctx.clone(), section)?)?;
        }
        Ok::<_, rquickjs::Error>(list)
    };
    object.set("customSections", Function::new(ctx.clone(), sections)?)?;
    let shared = machine.clone();
    let host_function = move |ctx: Ctx<'js>, module: usize, import: usize, callback: u32| {
        or_throw(&ctx, lock(&shared).host_function(module, import, callback))
    };
    object.set("hostFunction", Function::new(ctx.clone(), host_function)?)?;
    let shared = machine.clone();
    let instantiate = move |ctx: Ctx<'js>, module: usize, imports: Vec<usize>| {
        or_throw(&ctx, lock(&shared).instantiate(module, &imports))
    };
    object.set("instantiate", Function::new(ctx.clone(), instantiate)?)
}

fn calls<'js>(ctx: &Ctx<'js>, object: &Object<'js>, machine: &Shared) -> Result<()> {
    let shared = machine.clone();
    let call = move |ctx: Ctx<'js>, function: usize, arguments: Vec<Value<'js>>| {
        let mut machine = lock(&shared);
        let inputs = machine.arguments(&ctx, function, &arguments)?;
        let step = machine.call(function, &inputs, FUEL);
        reply(&ctx, &mut machine, step)
    };
    object.set("call", Function::new(ctx.clone(), call)?)?;
    let shared = machine.clone();
    let resume = move |ctx: Ctx<'js>, results: Vec<Value<'js>>| {
        let mut machine = lock(&shared);
        let inputs = machine.host_results(&ctx, &results)?;
        let step = machine.resume(&inputs, FUEL);
        reply(&ctx, &mut machine, step)
    };
    object.set("resume", Function::new(ctx.clone(), resume)?)?;
    let shared = machine.clone();
    let types = move |ctx: Ctx<'js>, function: usize| or_throw(&ctx, lock(&shared).types(function));
    object.set("types", Function::new(ctx.clone(), types)?)?;
    let shared = machine.clone();
    object.set(
        "abandon",
        Function::new(ctx.clone(), move || lock(&shared).abandon())?,
    )
}

/// `[0, …results]`, `[1, callback, results wanted, …arguments]` or `[2]`: run on.
fn reply<'js>(
    ctx: &Ctx<'js>,
    machine: &mut Machine,
    step: std::result::Result<Step, String>,
) -> Result<Array<'js>> {
    let list = Array::new(ctx.clone())?;
    let (start, values) = match or_throw(ctx, step)? {
        Step::Done(values) => (vec![0], values),
        Step::Host {
            callback,
            results,
            arguments,
        } => {
            list.set(2, results)?;
            (vec![1, callback], arguments)
        }
        Step::Again => (vec![2], Vec::new()),
    };
    for (index, number) in start.iter().enumerate() {
        list.set(index, *number)?;
    }
    let first = list.len();
    for (index, value) in values.iter().enumerate() {
        list.set(first + index, machine.value_to_js(ctx, value)?)?;
    }
    Ok(list)
}

fn memories<'js>(ctx: &Ctx<'js>, object: &Object<'js>, machine: &Shared) -> Result<()> {
    let shared = machine.clone();
    let new = move |ctx: Ctx<'js>, minimum: u32, maximum: Option<u32>| {
        or_throw(&ctx, lock(&shared).new_memory(minimum, maximum))
    };
    object.set("newMemory", Function::new(ctx.clone(), new)?)?;
    let shared = machine.clone();
    let size = move |ctx: Ctx<'js>, id: usize| or_throw(&ctx, lock(&shared).memory_bytes(id));
    object.set("memoryBytes", Function::new(ctx.clone(), size)?)?;
    let shared = machine.clone();
    let grow =
        move |ctx: Ctx<'js>, id: usize, pages: u32| or_throw(&ctx, lock(&shared).grow_memory(id, pages));
    object.set("growMemory", Function::new(ctx.clone(), grow)?)?;
    let shared = machine.clone();
    let read = move |ctx: Ctx<'js>, id: usize| {
        let copy = or_throw(&ctx, lock(&shared).read_memory(id))?;
        TypedArray::<u8>::new(ctx, copy)
    };
    object.set("readMemory", Function::new(ctx.clone(), read)?)?;
    let shared = machine.clone();
    let write = move |ctx: Ctx<'js>, id: usize, data: ByteArray<'js>| {
        let shared = shared.clone();
        let written = bytes::read(&ctx, &data, move |data| lock(&shared).write_memory(id, data))?;
        or_throw(&ctx, written)
    };
    object.set("writeMemory", Function::new(ctx.clone(), write)?)
}

fn tables_and_globals<'js>(ctx: &Ctx<'js>, object: &Object<'js>, machine: &Shared) -> Result<()> {
    let shared = machine.clone();
    let new_table = move |ctx: Ctx<'js>, kind: String, minimum: u32, maximum: Option<u32>| {
        or_throw(&ctx, lock(&shared).new_table(&kind, minimum, maximum))
    };
    object.set("newTable", Function::new(ctx.clone(), new_table)?)?;
    let shared = machine.clone();
    let size = move |ctx: Ctx<'js>, id: usize| or_throw(&ctx, lock(&shared).table_size(id));
    object.set("tableSize", Function::new(ctx.clone(), size)?)?;
    let shared = machine.clone();
    let get = move |ctx: Ctx<'js>, id: usize, index: u32| {
        let mut machine = lock(&shared);
        let value = or_throw(&ctx, machine.table_get(id, index))?;
        machine.value_to_js(&ctx, &value)
    };
    object.set("tableGet", Function::new(ctx.clone(), get)?)?;
    let shared = machine.clone();
    let set = move |ctx: Ctx<'js>, id: usize, index: u32, value: Value<'js>| {
        let mut machine = lock(&shared);
        let value = machine.table_value(&ctx, id, &value)?;
        or_throw(&ctx, machine.table_set(id, index, value))
    };
    object.set("tableSet", Function::new(ctx.clone(), set)?)?;
    let shared = machine.clone();
    let grow = move |ctx: Ctx<'js>, id: usize, count: u32, value: Value<'js>| {
        let mut machine = lock(&shared);
        let value = machine.table_value(&ctx, id, &value)?;
        or_throw(&ctx, machine.table_grow(id, count, value))
    };
    object.set("tableGrow", Function::new(ctx.clone(), grow)?)?;
    let shared = machine.clone();
    let new_global = move |ctx: Ctx<'js>, kind: String, mutable: bool, value: Value<'js>| {
        let mut machine = lock(&shared);
        let value = machine.value_of_kind(&ctx, &kind, &value)?;
        Ok::<_, rquickjs::Error>(machine.new_global(value, mutable))
    };
    object.set("newGlobal", Function::new(ctx.clone(), new_global)?)?;
    let shared = machine.clone();
    let get = move |ctx: Ctx<'js>, id: usize| {
        let mut machine = lock(&shared);
        let value = or_throw(&ctx, machine.global_get(id))?;
        machine.value_to_js(&ctx, &value)
    };
    object.set("globalGet", Function::new(ctx.clone(), get)?)?;
    let shared = machine.clone();
    let set = move |ctx: Ctx<'js>, id: usize, value: Value<'js>| {
        let mut machine = lock(&shared);
        let kind = or_throw(&ctx, machine.global_kind(id))?;
        let value = machine.value_of_kind(&ctx, kind, &value)?;
        or_throw(&ctx, machine.global_set(id, value))
    };
    object.set("globalSet", Function::new(ctx.clone(), set)?)
}

/// What `wasm.js` is told of an import or export: module, name, kind, types.
impl<'js> IntoJs<'js> for described::Described {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        vec![self.module, self.name, self.kind.to_owned(), self.types].into_js(ctx)
    }
}
