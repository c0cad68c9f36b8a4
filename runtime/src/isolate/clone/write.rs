//! Values to V8's format. Each object is written once; where it comes again stands its number. Runs user code only
//! through getters, as the standard says. Refuses nothing itself: the helper `refuse` throws the `DataCloneError`.

use super::format::{
    ERROR_LETTERS, HOST_ERROR, HOST_ERROR_NAMED, REGEXP_FLAGS, VIEW_OF_RESIZABLE, Writer, tag,
};
use super::{Kind, Tools, raw};
use crate::limits;
use rquickjs::object::Filter;
use rquickjs::{Array, ArrayBuffer, Atom, Ctx, Error, Exception, Object, Result, String as JsString, Value};
use std::collections::HashMap;

/// Writes one value and all it refers to.
pub(super) struct ValueWriter<'js, 'w> {
    ctx: Ctx<'js>,
    tools: Tools<'js>,
    out: &'w mut Writer,
    /// Keeps what it holds alive: a freed object's address could come again as another object.
    seen: HashMap<Value<'js>, u32>,
    depth: usize,
}

/// Writes `value` if it is one of the primitives that need nothing else; says whether it was.
pub(super) fn write_primitive(out: &mut Writer, value: &Value<'_>) -> bool {
    if let Some(int) = value.as_int() {
        out.int(int);
    } else if let Some(float) = value.as_float() {
        write_number(out, float);
    } else if let Some(text) = value.as_string().and_then(|text| text.to_string().ok()) {
        out.text(&text);
    } else if let Some(truth) = value.as_bool() {
        out.byte(if truth { tag::TRUE } else { tag::FALSE });
    } else if value.is_undefined() {
        out.byte(tag::UNDEFINED);
    } else if value.is_null() {
        out.byte(tag::NULL);
    } else {
        return false;
    }
    true
}

/// Whole numbers are written as such whatever the engine keeps them in, but for -0.
fn write_number(out: &mut Writer, value: f64) {
    let int = value as i32;
    if f64::from(int).to_bits() == value.to_bits() {
        out.int(int);
    } else {
        out.byte(tag::DOUBLE);
        out.double(value);
    }
}

/// The array index that `key` is, if it is one.
fn array_index(key: &str) -> Option<u32> {
    let canonical = key == "0"
        || key
            .as_bytes()
            .first()
            .is_some_and(|first| (b'1'..=b'9').contains(first));
    let index: u32 = canonical.then(|| key.parse().ok())??;
    (index != u32::MAX).then_some(index)
}

impl<'js, 'w> ValueWriter<'js, 'w> {
    pub(super) fn new(ctx: &Ctx<'js>, tools: Tools<'js>, out: &'w mut Writer) -> Self {
        Self {
            ctx: ctx.clone(),
            tools,
            out,
            seen: HashMap::new(),
            depth: 0,
        }
    }

    pub(super) fn write(&mut self, value: &Value<'js>) -> Result<()> {
        if write_primitive(self.out, value) {
            return Ok(());
        }
        if let Some(object) = value.as_object() {
            return self.nested(object);
        }
        if let Some(string) = value.as_string() {
            return self.lone_surrogates(string);
        }
        if value.is_big_int() {
            self.out.byte(tag::BIGINT);
            return self.bigint(value);
        }
        self.refuse(value)
    }

    fn nested(&mut self, object: &Object<'js>) -> Result<()> {
        if self.depth == limits::CLONE_DEPTH_MAX {
            let message = format!(
                "a value nested deeper than {} levels could not be cloned",
                self.depth
            );
            return Err(Exception::throw_range(&self.ctx, &message));
        }
        self.depth += 1;
        let result = self.object(object);
        self.depth -= 1;
        result
    }

    fn object(&mut self, object: &Object<'js>) -> Result<()> {
        if let Some(&number) = self.seen.get(object.as_value()) {
            self.out.byte(tag::REFERENCE);
            self.out.varint(number);
            return Ok(());
        }
        match self.tools.kind(object)? {
            Kind::Other => self.refuse(object.as_value()),
            // The buffer stands before its view and has the smaller number.
            Kind::View(subtag) => self.view(object, subtag),
            kind => {
                self.number(object);
                self.contents(object, kind)
            }
        }
    }

    /// Gives `object` the next number.
    fn number(&mut self, object: &Object<'js>) {
        let number = self.seen.len() as u32;
        self.seen.insert(object.as_value().clone(), number);
    }

    fn contents(&mut self, object: &Object<'js>, kind: Kind) -> Result<()> {
        match kind {
            Kind::Object => {
                self.out.byte(tag::OBJECT);
                let count = self.properties(object, object.own_keys(Filter::default()))?;
                self.out.byte(tag::OBJECT_END);
                self.out.length(count);
                Ok(())
            }
            Kind::Array => self.array(object),
            Kind::Error => self.error(object),
            Kind::DomException => self.dom_exception(object),
            Kind::Date => {
                let time = self.tools.call("time", (object.clone(),))?;
                self.out.byte(tag::DATE);
                self.out.double(time);
                Ok(())
            }
            Kind::RegExp => self.regexp(object),
            Kind::Map => self.entries(object, "mapEntries", tag::MAP, tag::MAP_END),
            Kind::Set => self.entries(object, "setEntries", tag::SET, tag::SET_END),
            Kind::ArrayBuffer => self.buffer(object),
            Kind::Boxed => self.boxed(object),
            Kind::View(_) | Kind::Other => self.refuse(object.as_value()),
        }
    }

    /// Writes the properties `keys` of `object`; how many there were.
    fn properties(
        &mut self,
        object: &Object<'js>,
        keys: impl Iterator<Item = Result<Atom<'js>>>,
    ) -> Result<usize> {
        let mut count = 0;
        for key in keys {
            let key = key?;
            // An atom's own `to_string` takes for granted that the text is well-formed.
            let name = key.to_js_string()?;
            match name.to_string() {
                Ok(text) => self.key(&text),
                Err(_) => self.lone_surrogates(&name)?,
            }
            let value: Value = object.get(key)?;
            self.write(&value)?;
            count += 1;
        }
        Ok(count)
    }

    fn key(&mut self, text: &str) {
        match array_index(text) {
            Some(index) => write_number(self.out, f64::from(index)),
            None => self.out.text(text),
        }
    }

    fn array(&mut self, object: &Object<'js>) -> Result<()> {
        let length: u32 = object.get("length")?;
        let mut keys = object.own_keys::<Atom>(Filter::default());
        // Indices come first and ascend: the array has no hole when the last one is in its own place.
        let dense = match length.checked_sub(1) {
            None => true,
            Some(last) => match keys.nth(last as usize) {
                Some(key) => {
                    key?.to_js_string()?
                        .to_string()
                        .ok()
                        .and_then(|key| array_index(&key))
                        == Some(last)
                }
                None => false,
            },
        };
        if dense {
            self.dense(object, length, keys)
        } else {
            self.sparse(object, length)
        }
    }

    /// `others`: the keys behind the indices.
    fn dense(
        &mut self,
        object: &Object<'js>,
        length: u32,
        others: impl Iterator<Item = Result<Atom<'js>>>,
    ) -> Result<()> {
        self.out.byte(tag::DENSE);
        self.out.varint(length);
        for index in 0..length {
            let value: Value = object.get(index)?;
            self.write(&value)?;
        }
        let count = self.properties(object, others)?;
        self.out.byte(tag::DENSE_END);
        self.out.length(count);
        self.out.varint(length);
        Ok(())
    }

    fn sparse(&mut self, object: &Object<'js>, length: u32) -> Result<()> {
        self.out.byte(tag::SPARSE);
        self.out.varint(length);
        let count = self.properties(object, object.own_keys(Filter::default()))?;
        self.out.byte(tag::SPARSE_END);
        self.out.length(count);
        self.out.varint(length);
        Ok(())
    }

    /// Name, message, stack and cause, in the order that every version of V8 reads.
    fn error(&mut self, object: &Object<'js>) -> Result<()> {
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

    /// As workerd writes an error that has a name of its own.
    fn dom_exception(&mut self, object: &Object<'js>) -> Result<()> {
        let own = Object::new(self.ctx.clone())?;
        own.set("stack", object.get::<_, Value>("stack")?)?;
        self.out.byte(tag::HOST_OBJECT);
        self.out.varint(HOST_ERROR);
        self.out.varint(HOST_ERROR_NAMED);
        self.write(&object.get("name")?)?;
        self.write(&object.get("message")?)?;
        self.write(own.as_value())
    }

    fn regexp(&mut self, object: &Object<'js>) -> Result<()> {
        let parts: Vec<Value> = self.tools.call("regExpParts", (object.clone(),))?;
        let [source, flags] = parts.as_slice() else {
            return Err(Error::Unknown);
        };
        self.out.byte(tag::REGEXP);
        self.write(source)?;
        let flags: String = flags.get()?;
        let bits = REGEXP_FLAGS.iter().enumerate();
        let set = bits.filter(|(_, letter)| flags.contains(**letter));
        self.out.varint(set.map(|(bit, _)| 1 << bit).sum());
        Ok(())
    }

    fn entries(&mut self, object: &Object<'js>, helper: &str, start: u8, end: u8) -> Result<()> {
        let entries: Array = self.tools.call(helper, (object.clone(),))?;
        self.out.byte(start);
        for entry in entries.iter::<Value>() {
            self.write(&entry?)?;
        }
        self.out.byte(end);
        self.out.length(entries.len());
        Ok(())
    }

    fn buffer(&mut self, object: &Object<'js>) -> Result<()> {
        let capacity: Option<u32> = self.tools.call("capacityIfResizable", (object.clone(),))?;
        let bytes = ArrayBuffer::from_object(object.clone()).and_then(|buffer| raw::buffer_bytes(&buffer));
        let Some(bytes) = bytes else {
            return self.tools.call("refuseDetached", ());
        };
        self.out.byte(if capacity.is_some() {
            tag::RESIZABLE_BUFFER
        } else {
            tag::BUFFER
        });
        self.out.length(bytes.len());
        if let Some(capacity) = capacity {
            self.out.varint(capacity);
        }
        self.out.bytes(&bytes);
        Ok(())
    }

    fn view(&mut self, object: &Object<'js>, subtag: u8) -> Result<()> {
        let parts: Vec<Value> = self.tools.call("viewParts", (object.clone(),))?;
        let [buffer, offset, length, resizable] = parts.as_slice() else {
            return Err(Error::Unknown);
        };
        self.write(buffer)?;
        self.number(object);
        self.out.byte(tag::VIEW);
        self.out.byte(subtag);
        self.out.varint(offset.get()?);
        self.out.varint(length.get()?);
        self.out
            .varint(if resizable.get()? { VIEW_OF_RESIZABLE } else { 0 });
        Ok(())
    }

    fn boxed(&mut self, object: &Object<'js>) -> Result<()> {
        let value: Value = self.tools.call("unbox", (object.clone(),))?;
        if let Some(truth) = value.as_bool() {
            self.out.byte(if truth {
                tag::TRUE_OBJECT
            } else {
                tag::FALSE_OBJECT
            });
        } else if let Some(number) = value.as_number() {
            self.out.byte(tag::NUMBER_OBJECT);
            self.out.double(number);
        } else if value.is_big_int() {
            self.out.byte(tag::BIGINT_OBJECT);
            self.bigint(&value)?;
        } else {
            self.out.byte(tag::STRING_OBJECT);
            self.write(&value)?;
        }
        Ok(())
    }

    fn bigint(&mut self, value: &Value<'js>) -> Result<()> {
        let hex: String = self.tools.call("bigintToHex", (value.clone(),))?;
        self.out.bigint(&hex);
        Ok(())
    }

    /// Text that is not well-formed goes over code unit by code unit.
    fn lone_surrogates(&mut self, string: &JsString<'js>) -> Result<()> {
        let units: ArrayBuffer = self.tools.call("codeUnits", (string.clone(),))?;
        self.out.utf16(&raw::buffer_bytes(&units).unwrap_or_default());
        Ok(())
    }

    fn refuse(&self, value: &Value<'js>) -> Result<()> {
        self.tools.call("refuse", (value.clone(),))
    }
}

/// What the helper `errorParts` returns, taken apart.
struct Fields<'js>((String, Value<'js>, Value<'js>, Array<'js>));

impl<'js> rquickjs::FromJs<'js> for Fields<'js> {
    fn from_js(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        let parts = Array::from_js(ctx, value)?;
        Ok(Self((parts.get(0)?, parts.get(1)?, parts.get(2)?, parts.get(3)?)))
    }
}
