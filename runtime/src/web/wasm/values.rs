//! WebAssembly's values from and to JavaScript's. Numbers and BigInts come already converted to the range of their
//! type; a function is the number of its extern, any other object the number `wasm.js` has given it.

use super::machine::Machine;
use rquickjs::{BigInt, Ctx, Exception, IntoJs, Result, Value};
use wasmi::{Extern, ExternRef, F32, F64, Nullable, Val, ValType};

/// The letter that stands for a type in what `wasm.js` is told.
pub(super) fn letter(kind: ValType) -> &'static str {
    match kind {
        ValType::I32 => "i",
        ValType::I64 => "l",
        ValType::F32 => "f",
        ValType::F64 => "d",
        ValType::V128 => "v",
        ValType::FuncRef => "c",
        ValType::ExternRef => "r",
    }
}

fn kind_of(letter: &str) -> Option<ValType> {
    use ValType::{ExternRef, F32, F64, FuncRef, I32, I64, V128};
    [I32, I64, F32, F64, V128, FuncRef, ExternRef]
        .into_iter()
        .find(|kind| self::letter(*kind) == letter)
}

impl Machine {
    /// `value` as a WebAssembly value of the type with this letter.
    pub(super) fn value_of_kind<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        letter: &str,
        value: &Value<'js>,
    ) -> Result<Val> {
        match kind_of(letter) {
            Some(kind) => self.value_from_js(ctx, kind, value),
            None => Err(Exception::throw_type(ctx, "no such WebAssembly type")),
        }
    }

    /// `value` as a WebAssembly value of `kind`.
    pub(super) fn value_from_js<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        kind: ValType,
        value: &Value<'js>,
    ) -> Result<Val> {
        let number = || value.as_number().unwrap_or_default();
        Ok(match kind {
            // In range: `wasm.js` has converted it.
            #[expect(clippy::cast_possible_truncation, reason = "in range")]
            ValType::I32 => Val::I32(number() as i32),
            ValType::I64 => match value.clone().into_big_int() {
                Some(big) => Val::I64(big.to_i64()?),
                None => Val::I64(0),
            },
            #[expect(clippy::cast_possible_truncation, reason = "rounding is what f32 asks for")]
            ValType::F32 => Val::F32(F32::from(number() as f32)),
            ValType::F64 => Val::F64(F64::from(number())),
            ValType::FuncRef => match value.as_number() {
                Some(id) => Val::FuncRef(Nullable::Val(self.function_at(id).ok_or_else(|| {
                    Exception::throw_type(ctx, "a WebAssembly function reference needs an exported function")
                })?)),
                None => Val::FuncRef(Nullable::Null),
            },
            ValType::ExternRef => match value.as_number() {
                Some(id) => Val::ExternRef(Nullable::Val(ExternRef::new(&mut self.store, id))),
                None => Val::ExternRef(Nullable::Null),
            },
            ValType::V128 => return Err(Exception::throw_type(ctx, "JavaScript has no v128 values")),
        })
    }

    /// `value` as JavaScript sees it.
    pub(super) fn value_to_js<'js>(&mut self, ctx: &Ctx<'js>, value: &Val) -> Result<Value<'js>> {
        match value {
            Val::I32(number) => number.into_js(ctx),
            Val::I64(number) => BigInt::from_i64(ctx.clone(), *number).map(BigInt::into_value),
            Val::F32(number) => f64::from(f32::from(*number)).into_js(ctx),
            Val::F64(number) => f64::from(*number).into_js(ctx),
            Val::FuncRef(Nullable::Val(function)) => self.add(Extern::Func(*function)).into_js(ctx),
            Val::ExternRef(Nullable::Val(reference)) => reference
                .data(&self.store)
                .downcast_ref::<f64>()
                .copied()
                .into_js(ctx),
            Val::FuncRef(Nullable::Null) | Val::ExternRef(Nullable::Null) => Ok(Value::new_null(ctx.clone())),
            Val::V128(_) => Err(Exception::throw_type(ctx, "JavaScript has no v128 values")),
        }
    }
}
