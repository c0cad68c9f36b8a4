//! Arrays: dense ones without holes, and sparse ones.

use super::super::format::tag;
use super::{ValueWriter, array_index};
use rquickjs::object::Filter;
use rquickjs::{Atom, Object, Result, Value};

impl<'js> ValueWriter<'js, '_> {
    pub(super) fn array(&mut self, object: &Object<'js>) -> Result<()> {
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
}
