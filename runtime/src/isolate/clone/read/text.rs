//! Strings, in each of the format's three encodings, and numbers that come as text.

use super::super::format::{Input, tag};
use super::{ValueReader, malformed};
use rquickjs::{ArrayBuffer, BigInt, IntoJs, Result, Value};

impl<'js> ValueReader<'js, '_> {
    pub(super) fn bigint(&mut self) -> Result<Value<'js>> {
        let hex = self.checked(Input::bigint)?;
        match i64::from_str_radix(&hex, 16) {
            Ok(small) => Ok(BigInt::from_i64(self.ctx.clone(), small)?.into_value()),
            Err(_) => self.tools.call("bigintFromHex", (hex,)),
        }
    }

    /// A string with its tag.
    pub(super) fn text(&mut self) -> Result<Value<'js>> {
        let tag = self.checked(Input::tag)?;
        self.string(tag)
    }

    pub(super) fn string(&mut self, tag: u8) -> Result<Value<'js>> {
        let bytes = match tag {
            tag::LATIN1 | tag::UTF16 | tag::UTF8 => self.checked(Input::counted)?,
            _ => return Err(malformed(&self.ctx)),
        };
        match (tag, std::str::from_utf8(bytes)) {
            (tag::UTF8, Ok(text)) => text.into_js(&self.ctx),
            (tag::LATIN1, Ok(text)) if text.is_ascii() => text.into_js(&self.ctx),
            (tag::LATIN1, _) => {
                let text: String = bytes.iter().copied().map(char::from).collect();
                text.into_js(&self.ctx)
            }
            (tag::UTF16, _) => self.utf16(bytes),
            _ => Err(malformed(&self.ctx)),
        }
    }

    pub(super) fn utf16(&self, bytes: &[u8]) -> Result<Value<'js>> {
        let (pairs, rest) = bytes.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(malformed(&self.ctx));
        }
        let units = pairs.iter().copied().map(u16::from_le_bytes);
        match char::decode_utf16(units).collect::<std::result::Result<String, _>>() {
            Ok(text) => text.into_js(&self.ctx),
            Err(_) => {
                let buffer = ArrayBuffer::new_copy(self.ctx.clone(), bytes)?;
                self.tools.call("fromCodeUnits", (buffer,))
            }
        }
    }
}
