//! Errors as V8 writes them, and as workerd does: a host object.

use super::super::format::{ERROR_LETTERS, HOST_DOM_EXCEPTION, HOST_ERROR, HOST_ERROR_NAMED, Input, tag};
use super::{ValueReader, malformed};
use rquickjs::object::Property;
use rquickjs::{Exception, Result, Value};

/// The names of workerd's error kinds, by number; 0 is an error that carries its name.
const HOST_ERROR_NAMES: [&str; 14] = [
    "Error",
    "Error",
    "TypeError",
    "RangeError",
    "ReferenceError",
    "SyntaxError",
    "CompileError",
    "LinkError",
    "RuntimeError",
    "SuspendError",
    "EvalError",
    "URIError",
    "AggregateError",
    "SuppressedError",
];

impl<'js> ValueReader<'js, '_> {
    pub(super) fn error(&mut self) -> Result<Value<'js>> {
        let first = self.checked(Input::byte)?;
        let letter = ERROR_LETTERS.iter().find(|(letter, _)| *letter == first);
        let error = self.made("newError", (letter.map_or("Error", |(_, name)| name),))?;
        let object = error.as_object().ok_or_else(|| malformed(&self.ctx))?;
        let mut part = match letter {
            Some(_) => self.checked(Input::byte)?,
            None => first,
        };
        loop {
            let name = match part {
                tag::ERROR_END => return Ok(error),
                tag::ERROR_MESSAGE => "message",
                tag::ERROR_STACK => "stack",
                tag::ERROR_CAUSE => "cause",
                _ => return Err(malformed(&self.ctx)),
            };
            let value = self.read()?;
            object.prop(name, Property::from(value).writable().configurable())?;
            part = self.checked(Input::byte)?;
        }
    }

    /// workerd's own objects: a `DOMException`, or an error in workerd's form.
    pub(super) fn host_object(&mut self) -> Result<Value<'js>> {
        match self.checked(Input::varint)? {
            HOST_DOM_EXCEPTION => self.dom_exception(),
            HOST_ERROR => self.host_error(),
            _ => {
                let message = "the stored value holds an object that only workerd can read";
                Err(Exception::throw_message(&self.ctx, message))
            }
        }
    }

    fn dom_exception(&mut self) -> Result<Value<'js>> {
        let mut part = || -> Result<String> {
            let bytes = self.checked(Input::counted)?;
            Ok(String::from_utf8_lossy(bytes).into_owned())
        };
        let (name, message, stack): (String, String, String) = (part()?, part()?, part()?);
        self.made("newDomException", (name, message, stack))
    }

    /// workerd's form: the kind, its name where it is none of the known, the message, all own properties.
    fn host_error(&mut self) -> Result<Value<'js>> {
        let kind = self.checked(Input::varint)?;
        let name = HOST_ERROR_NAMES.get(kind as usize);
        let name = *name.ok_or_else(|| malformed(&self.ctx))?;
        let error = self.made("newError", (name,))?;
        let own_name = match kind {
            HOST_ERROR_NAMED => Some(self.read()?),
            _ => None,
        };
        let message = self.read()?;
        let own = self.read()?;
        self.tools
            .call::<_, ()>("fillError", (error.clone(), own_name, message, own))?;
        Ok(error)
    }
}
