//! Errors, as every version of V8 reads them, and `DOMException` as workerd writes it.

use super::super::format::{ERROR_LETTERS, HOST_DOM_EXCEPTION, tag};
use super::ValueWriter;
use rquickjs::{Array, Coerced, Ctx, FromJs, Object, Result, Value};

impl<'js> ValueWriter<'js, '_> {
    /// Name, message, stack and cause, in the order that every version of V8 reads.
    pub(super) fn error(&mut self, object: &Object<'js>) -> Result<()> {
        let (name, message, stack, cause): (String, Value, Value, Array) =
            self.tools.call::<_, Fields>("errorParts", (object.clone(),))?.0;
        self.out.byte(tag::ERROR);
        if let Some((letter, _)) = ERROR_LETTERS.iter().find(|(_, known)| *known == name) {
            self.out.byte(*letter);
        }
        if message.is_string() {
            self.out.byte(tag::ERROR_MESSAGE);
            self.write(&message)?;
        }
        if stack.is_string() {
            self.out.byte(tag::ERROR_STACK);
            self.write(&stack)?;
        }
        if !cause.is_empty() {
            self.out.byte(tag::ERROR_CAUSE);
            self.write(&cause.get(0)?)?;
        }
        self.out.byte(tag::ERROR_END);
        Ok(())
    }

    /// As every version of workerd writes it: name, message and stack.
    pub(super) fn dom_exception(&mut self, object: &Object<'js>) -> Result<()> {
        let (name, message, stack): (Coerced<String>, Coerced<String>, Coerced<String>) = self
            .tools
            .call::<_, Parts>("domExceptionParts", (object.clone(),))?
            .0;
        self.out.byte(tag::HOST_OBJECT);
        self.out.varint(HOST_DOM_EXCEPTION);
        for part in [name, message, stack] {
            self.out.counted_text(&part.0);
        }
        Ok(())
    }
}

/// What the helper `domExceptionParts` returns, taken apart.
struct Parts((Coerced<String>, Coerced<String>, Coerced<String>));

impl<'js> FromJs<'js> for Parts {
    fn from_js(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        let parts = Array::from_js(ctx, value)?;
        Ok(Self((parts.get(0)?, parts.get(1)?, parts.get(2)?)))
    }
}

/// What the helper `errorParts` returns, taken apart.
struct Fields<'js>((String, Value<'js>, Value<'js>, Array<'js>));

impl<'js> FromJs<'js> for Fields<'js> {
    fn from_js(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        let parts = Array::from_js(ctx, value)?;
        Ok(Self((parts.get(0)?, parts.get(1)?, parts.get(2)?, parts.get(3)?)))
    }
}
