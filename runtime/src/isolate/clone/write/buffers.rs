//! Buffers and the views of them.

use super::super::format::{VIEW_OF_RESIZABLE, tag};
use super::super::raw;
use super::ValueWriter;
use rquickjs::{ArrayBuffer, Error, Object, Result, Value};

impl<'js> ValueWriter<'js, '_> {
    pub(super) fn buffer(&mut self, object: &Object<'js>) -> Result<()> {
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

    pub(super) fn view(&mut self, object: &Object<'js>, subtag: u8) -> Result<()> {
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
}
