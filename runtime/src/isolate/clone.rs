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

use crate::web::bytes::{self, ByteArray};
use format::Writer;
use kind::Kind;
pub(crate) use kind::Kinds;
use rquickjs::function::IntoArgs;
use rquickjs::{Ctx, Exception, FromJs, Function, JsLifetime, Object, Result, TypedArray, Value};

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
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, kinds: &Kinds) -> Result<()> {
    let source = ToolsSource {
        functions: functions.clone(),
        kinds: kinds.clone(),
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
        Function::new(ctx.clone(), |ctx: Ctx<'js>, array: ByteArray<'js>| {
            deserialize(&ctx, &bytes::copy(&ctx, &array)?)
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

/// What telling classes apart needs, and where the functions of `clone_classes.js` come from.
#[derive(Clone, JsLifetime)]
struct Tools<'js> {
    functions: Object<'js>,
    object_prototype: Option<Object<'js>>,
    uncloneable: Value<'js>,
    #[qjs(skip_trace)]
    kinds: Kinds,
}

/// The host functions, through which the tools are loaded when they are first needed.
#[derive(JsLifetime)]
struct ToolsSource<'js> {
    functions: Object<'js>,
    #[qjs(skip_trace)]
    kinds: Kinds,
}

/// A host class whose prototype has the symbol of this name set to true cannot be cloned.
const UNCLONEABLE: &str = "partyrs.uncloneable";

/// The functions of `clone_classes.js`, loaded when the first value comes that is more than plain objects, arrays and
/// primitives: many rooms store nothing else.
fn helpers<'js>(functions: &Object<'js>) -> Result<Object<'js>> {
    functions.get::<_, Function>("load")?.call(("clone_classes",))
}

impl<'js> Tools<'js> {
    /// The tools of this isolate, made on first use.
    fn of(ctx: &Ctx<'js>) -> Result<Self> {
        if let Some(tools) = ctx.userdata::<Self>() {
            return Ok(tools.clone());
        }
        let source = ctx.userdata::<ToolsSource>();
        let source = source.map(|it| (it.functions.clone(), it.kinds.clone()));
        let Some((functions, kinds)) = source else {
            return Err(Exception::throw_internal(
                ctx,
                "structured clone is not installed",
            ));
        };
        kinds.learn(|| helpers(&functions))?;
        let symbol: Object = ctx.globals().get("Symbol")?;
        let tools = Self {
            // Of a fresh object: user code cannot change which one that is.
            object_prototype: Object::new(ctx.clone())?.get_prototype(),
            uncloneable: symbol.get::<_, Function>("for")?.call((UNCLONEABLE,))?,
            kinds,
            functions,
        };
        // Taken: the store was empty a moment ago and loading does not clone.
        let _ = ctx.store_userdata(tools.clone());
        Ok(tools)
    }

    /// Calls the helper `name`.
    fn call<A: IntoArgs<'js>, R: FromJs<'js>>(&self, name: &str, args: A) -> Result<R> {
        helpers(&self.functions)?.get::<_, Function>(name)?.call(args)
    }

    /// What `object` is; a host class that forbids cloning is [`Kind::Other`].
    fn kind(&self, object: &Object<'js>) -> Result<Kind> {
        let kind = self.kinds.of(object);
        if kind != Kind::Object {
            return Ok(kind);
        }
        match object.get_prototype() {
            Some(prototype) if Some(&prototype) != self.object_prototype.as_ref() => {
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
