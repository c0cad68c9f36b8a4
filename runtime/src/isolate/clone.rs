//! Structured clone: values to bytes in V8's wire format (version 15) and back, so that what a room stores can be
//! moved to workerd and what workerd stored can be read here. A value is classified by the engine's own class
//! number, which user code cannot fake. Does not transfer: `structuredClone` detaches, over this.
//!
//! Standard: HTML §2.7 (StructuredSerialize), V8's `value-serializer.cc`.

mod format;
mod kind;
mod raw;
mod read;
#[cfg(test)]
mod tests;
mod write;

use crate::isolate::ops::Host;
use format::Writer;
use kind::{Kind, Kinds};
use rquickjs::function::IntoArgs;
use rquickjs::{Ctx, Exception, FromJs, Function, JsLifetime, Object, Result, TypedArray, Value};
use std::sync::Arc;

/// `value` in V8's format. Throws a `DataCloneError` for what cannot be cloned.
pub(crate) fn serialize<'js>(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Vec<u8>> {
    let mut bytes = Writer::with_header();
    if !write::write_primitive(&mut bytes, &value) {
        write::ValueWriter::new(ctx, Tools::of(ctx)?, &mut bytes).write(&value)?;
    }
    Ok(bytes.finish())
}

/// The value that `bytes` hold. Throws when they are not V8's format.
pub(crate) fn deserialize<'js>(ctx: &Ctx<'js>, bytes: &[u8]) -> Result<Value<'js>> {
    read::ValueReader::new(ctx, Tools::of(ctx)?, bytes)?.read()
}

/// Adds the host functions: `serialize(value)`, `deserialize(bytes)` and `clone(value)`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, _host: &Arc<Host>) -> Result<()> {
    let source = ToolsSource {
        functions: functions.clone(),
    };
    // The store is empty and nobody reads it yet, so it takes the value.
    let _ = ctx.store_userdata(source);
    functions.set(
        "serialize",
        Function::new(ctx.clone(), |ctx: Ctx<'js>, value: Value<'js>| {
            TypedArray::<u8>::new(ctx.clone(), serialize(&ctx, value)?)
        })?,
    )?;
    functions.set(
        "deserialize",
        Function::new(ctx.clone(), |ctx: Ctx<'js>, bytes: TypedArray<'js, u8>| {
            deserialize(&ctx, &raw::view_bytes(&bytes))
        })?,
    )?;
    functions.set(
        "clone",
        Function::new(ctx.clone(), |ctx: Ctx<'js>, value: Value<'js>| {
            if value.is_object() || value.is_symbol() {
                return deserialize(&ctx, &serialize(&ctx, value)?);
            }
            Ok(value)
        })?,
    )
}

/// What exotic classes need: the functions of `clone-classes.js` and the class numbers of this engine.
#[derive(Clone, JsLifetime)]
struct Tools<'js> {
    helpers: Object<'js>,
    object_prototype: Object<'js>,
    uncloneable: Value<'js>,
    #[qjs(skip_trace)]
    kinds: Kinds,
}

/// The host functions, through which the tools are loaded when they are first needed.
#[derive(JsLifetime)]
struct ToolsSource<'js> {
    functions: Object<'js>,
}

impl<'js> Tools<'js> {
    /// The tools of this isolate, made on first use.
    fn of(ctx: &Ctx<'js>) -> Result<Self> {
        if let Some(tools) = ctx.userdata::<Self>() {
            return Ok(tools.clone());
        }
        let source = ctx.userdata::<ToolsSource>().map(|it| it.functions.clone());
        let Some(functions) = source else {
            return Err(Exception::throw_internal(
                ctx,
                "structured clone is not installed",
            ));
        };
        let helpers: Object = functions.get::<_, Function>("load")?.call(("clone-classes",))?;
        let tools = Self {
            object_prototype: helpers.get("objectPrototype")?,
            uncloneable: helpers.get("uncloneable")?,
            kinds: Kinds::from_samples(&helpers)?,
            helpers,
        };
        // Taken: the store was empty a moment ago and loading does not clone.
        let _ = ctx.store_userdata(tools.clone());
        Ok(tools)
    }

    /// Calls the helper `name`.
    fn call<A: IntoArgs<'js>, R: FromJs<'js>>(&self, name: &str, args: A) -> Result<R> {
        self.helpers.get::<_, Function>(name)?.call(args)
    }

    /// What `object` is; a host class that forbids cloning is [`Kind::Other`].
    fn kind(&self, object: &Object<'js>) -> Result<Kind> {
        let kind = self.kinds.of(object);
        if kind != Kind::Object {
            return Ok(kind);
        }
        match object.get_prototype() {
            Some(prototype) if prototype != self.object_prototype => {
                let forbidden: Option<bool> = prototype.get(self.uncloneable.clone())?;
                Ok(if forbidden == Some(true) {
                    Kind::Other
                } else {
                    kind
                })
            }
            _ => Ok(kind),
        }
    }
}
