//! Values to V8's format. Each object is written once; where it comes again stands its number. Runs user code only
//! through getters, as the standard says. Refuses nothing itself: the helper `refuse` throws the `DataCloneError`.

mod arrays;
mod buffers;
mod errors;

use super::format::{REGEXP_FLAGS, Writer, tag};
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
