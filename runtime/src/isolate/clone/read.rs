//! V8's format to values. Believes nothing: every length is checked against what is left, and bytes that do not
//! fit the format throw. Reads both forms of errors, V8's and workerd's.

mod errors;
mod text;

use super::Tools;
use super::format::{Input, Malformed, REGEXP_FLAGS, VIEW_TRACKS_LENGTH, tag};
use crate::limits;
use rquickjs::object::Property;
use rquickjs::{Array, ArrayBuffer, Ctx, Error, Exception, IntoJs, Object, Result, Value};

/// Reads one value and all it refers to.
pub(super) struct ValueReader<'js, 'b> {
    ctx: Ctx<'js>,
    tools: Tools<'js>,
    input: Input<'b>,
    /// The objects so far, by number.
    objects: Vec<Value<'js>>,
    depth: usize,
}

impl<'js, 'b> ValueReader<'js, 'b> {
    pub(super) fn new(ctx: &Ctx<'js>, tools: Tools<'js>, bytes: &'b [u8]) -> Result<Self> {
        Ok(Self {
            ctx: ctx.clone(),
            tools,
            input: Input::behind_header(bytes).map_err(|Malformed| malformed(ctx))?,
            objects: Vec::new(),
            depth: 0,
        })
    }

    pub(super) fn read(&mut self) -> Result<Value<'js>> {
        let tag = self.checked(Input::tag)?;
        self.read_tagged(tag)
    }

    fn read_tagged(&mut self, tag: u8) -> Result<Value<'js>> {
        // What stands in the deepest object is a level of its own here.
        if self.depth > limits::CLONE_DEPTH_MAX {
            return Err(malformed(&self.ctx));
        }
        self.depth += 1;
        let value = self.value(tag);
        self.depth -= 1;
        value
    }

    /// What can hold other values stands here and the rest in [`Self::leaf`]: this is on the stack once a level.
    fn value(&mut self, tag: u8) -> Result<Value<'js>> {
        match tag {
            tag::OBJECT => self.plain_object(),
            tag::DENSE => self.dense_array(),
            tag::SPARSE => self.sparse_array(),
            tag::MAP => self.collection("newMap", "fillMap", tag::MAP_END),
            tag::SET => self.collection("newSet", "fillSet", tag::SET_END),
            tag::ERROR => self.error(),
            tag::HOST_OBJECT => self.host_object(),
            _ => self.leaf(tag),
        }
    }

    fn leaf(&mut self, tag: u8) -> Result<Value<'js>> {
        let ctx = self.ctx.clone();
        match tag {
            tag::UNDEFINED => Ok(Value::new_undefined(ctx)),
            tag::NULL => Ok(Value::new_null(ctx)),
            tag::TRUE => Ok(Value::new_bool(ctx, true)),
            tag::FALSE => Ok(Value::new_bool(ctx, false)),
            tag::INT32 => Ok(Value::new_int(ctx, self.checked(Input::int)?)),
            tag::UINT32 => self.checked(Input::varint)?.into_js(&ctx),
            tag::DOUBLE => Ok(Value::new_float(ctx, self.checked(Input::double)?)),
            tag::BIGINT => self.bigint(),
            tag::LATIN1 | tag::UTF16 | tag::UTF8 => self.string(tag),
            tag::REFERENCE => {
                let number = self.checked(Input::length)?;
                let value = self.objects.get(number).cloned();
                let value = value.ok_or_else(|| malformed(&self.ctx))?;
                self.view_behind(value)
            }
            tag::BUFFER => {
                let bytes = self.checked(Input::counted)?;
                let buffer = ArrayBuffer::new_copy(self.ctx.clone(), bytes)?.into_value();
                self.objects.push(buffer.clone());
                self.view_behind(buffer)
            }
            tag::RESIZABLE_BUFFER => self.resizable_buffer(),
            tag::REGEXP => self.regexp(),
            tag::DATE => {
                let time = self.checked(Input::double)?;
                self.made("newDate", (time,))
            }
            _ => self.boxed(tag),
        }
    }

    fn boxed(&mut self, tag: u8) -> Result<Value<'js>> {
        let ctx = self.ctx.clone();
        let value = match tag {
            tag::TRUE_OBJECT => Value::new_bool(ctx, true),
            tag::FALSE_OBJECT => Value::new_bool(ctx, false),
            tag::NUMBER_OBJECT => Value::new_float(ctx, self.checked(Input::double)?),
            tag::BIGINT_OBJECT => self.bigint()?,
            tag::STRING_OBJECT => self.text()?,
            _ => return Err(malformed(&ctx)),
        };
        self.made("box", (value,))
    }

    /// Calls the helper `name` for an object and gives it the next number.
    fn made<A: rquickjs::function::IntoArgs<'js>>(&mut self, name: &str, args: A) -> Result<Value<'js>> {
        let value: Value = self.tools.call(name, args)?;
        self.objects.push(value.clone());
        Ok(value)
    }

    fn plain_object(&mut self) -> Result<Value<'js>> {
        let object = Object::new(self.ctx.clone())?;
        self.objects.push(object.as_value().clone());
        self.properties(&object, tag::OBJECT_END)?;
        Ok(object.into_value())
    }

    /// Properties up to `end` and their number.
    fn properties(&mut self, object: &Object<'js>, end: u8) -> Result<()> {
        let mut count = 0;
        loop {
            let tag = self.checked(Input::tag)?;
            if tag == end {
                return self.expect(count);
            }
            let key = self.read_tagged(tag)?;
            let value = self.read()?;
            count += 1;
            self.define(object, key, value)?;
        }
    }

    /// Sets a property without ever reaching a setter or the prototype.
    fn define(&self, object: &Object<'js>, key: Value<'js>, value: Value<'js>) -> Result<()> {
        if !(key.is_string() || key.is_number()) {
            return Err(malformed(&self.ctx));
        }
        object.prop(key, Property::from(value).writable().enumerable().configurable())
    }

    fn dense_array(&mut self) -> Result<Value<'js>> {
        let length = self.checked(Input::length)?;
        if length > self.input.left() {
            return Err(malformed(&self.ctx));
        }
        let array = Array::new(self.ctx.clone())?;
        self.objects.push(array.as_value().clone());
        for index in 0..length {
            let tag = self.checked(Input::tag)?;
            if tag != tag::HOLE {
                let value = self.read_tagged(tag)?;
                array.set(index, value)?;
            }
        }
        array.as_object().set("length", length)?;
        self.properties(array.as_object(), tag::DENSE_END)?;
        self.expect(length)?;
        Ok(array.into_value())
    }

    fn sparse_array(&mut self) -> Result<Value<'js>> {
        let length = self.checked(Input::varint)?;
        let array = Array::new(self.ctx.clone())?;
        self.objects.push(array.as_value().clone());
        array.as_object().set("length", length)?;
        self.properties(array.as_object(), tag::SPARSE_END)?;
        self.expect(length as usize)?;
        Ok(array.into_value())
    }

    fn collection(&mut self, make: &str, fill: &str, end: u8) -> Result<Value<'js>> {
        let collection = self.made(make, ())?;
        let entries = Array::new(self.ctx.clone())?;
        loop {
            let tag = self.checked(Input::tag)?;
            if tag == end {
                break;
            }
            let entry = self.read_tagged(tag)?;
            entries.set(entries.len(), entry)?;
        }
        self.expect(entries.len())?;
        self.tools.call::<_, ()>(fill, (collection.clone(), entries))?;
        Ok(collection)
    }

    fn regexp(&mut self) -> Result<Value<'js>> {
        let source = self.text()?;
        let bits = self.checked(Input::varint)?;
        let letters = REGEXP_FLAGS.iter().enumerate();
        let flags: String = letters
            .filter(|(bit, letter)| bits >> bit & 1 == 1 && **letter != ' ')
            .map(|(_, letter)| *letter)
            .collect();
        self.made("newRegExp", (source, flags))
    }

    fn resizable_buffer(&mut self) -> Result<Value<'js>> {
        let length = self.checked(Input::length)?;
        let capacity = self.checked(Input::length)?;
        let bytes = self.checked(|input| input.take(length))?;
        if capacity < length || capacity > limits::ISOLATE_HEAP_BYTES_MAX {
            return Err(malformed(&self.ctx));
        }
        let contents = ArrayBuffer::new_copy(self.ctx.clone(), bytes)?;
        let buffer = self.made("newResizable", (contents, capacity))?;
        self.view_behind(buffer)
    }

    /// A view stands behind its buffer; `buffer` itself where there is none.
    fn view_behind(&mut self, buffer: Value<'js>) -> Result<Value<'js>> {
        // In this order: asking anything else whether it is a buffer leaves an exception behind in the engine.
        let is_view = self.input.peek() == Some(tag::VIEW);
        if !is_view || !buffer.as_object().is_some_and(Object::is_array_buffer) {
            return Ok(buffer);
        }
        self.checked(Input::tag)?;
        let subtag = self.checked(Input::byte)?;
        let offset = self.checked(Input::varint)?;
        let length = self.checked(Input::varint)?;
        let flags = self.checked(Input::varint)?;
        let tracks = flags & VIEW_TRACKS_LENGTH != 0;
        let subtag = char::from(subtag).to_string();
        self.made("newView", (subtag, buffer, offset, length, tracks))
    }

    /// The next number must be `count`.
    fn expect(&mut self, count: usize) -> Result<()> {
        if self.checked(Input::length)? == count {
            Ok(())
        } else {
            Err(malformed(&self.ctx))
        }
    }

    fn checked<T>(
        &mut self,
        read: impl FnOnce(&mut Input<'b>) -> std::result::Result<T, Malformed>,
    ) -> Result<T> {
        read(&mut self.input).map_err(|Malformed| malformed(&self.ctx))
    }
}

/// Throws what V8 throws.
fn malformed(ctx: &Ctx<'_>) -> Error {
    Exception::throw_message(ctx, "Unable to deserialize cloned data.")
}
