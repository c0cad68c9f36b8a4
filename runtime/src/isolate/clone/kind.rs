//! What kind of object a value is, as structured clone tells them apart. The numbers of the engine's classes are
//! learnt from a sample of each class, so they hold for whatever version of the engine is linked.

use super::raw::class_id;
use rquickjs::{Array, JsLifetime, Object, Result, Value};
use std::sync::{Arc, OnceLock};

/// A class of objects that can be cloned, or the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A plain object or an instance of a user's class.
    Object,
    Array,
    Error,
    DomException,
    Date,
    RegExp,
    Map,
    Set,
    ArrayBuffer,
    /// A typed array or a `DataView`, with V8's tag for it.
    View(u8),
    /// A boxed primitive: its value tells which.
    Boxed,
    /// Functions, promises, proxies, iterators and whatever the engine adds.
    Other,
}

/// Class number → kind, learnt by the first isolate of the process that clones an object and shared by all.
#[derive(Clone, Default)]
pub(crate) struct Kinds(Arc<OnceLock<Vec<Kind>>>);

// Decision 0003: holds no JavaScript value.
#[expect(unsafe_code, reason = "the type has no lifetime")]
unsafe impl<'js> JsLifetime<'js> for Kinds {
    type Changed<'to> = Kinds;
}

impl Kinds {
    /// Learns the numbers, unless they are known, from `samples` of the helpers: pairs of a code and an object.
    pub(super) fn learn<'js>(&self, helpers: impl FnOnce() -> Result<Object<'js>>) -> Result<()> {
        if self.0.get().is_some() {
            return Ok(());
        }
        let mut kinds = Vec::new();
        for pair in helpers()?.get::<_, Array>("samples")?.iter::<Array>() {
            let pair = pair?;
            let sample: Value = pair.get(1)?;
            let number = class_id(&sample) as usize;
            if kinds.len() <= number {
                kinds.resize(number + 1, Kind::Other);
            }
            kinds[number] = Kind::from_code(&pair.get::<String>(0)?);
        }
        // Another isolate may have been faster, with the same outcome.
        let _ = self.0.set(kinds);
        Ok(())
    }

    /// The kind of `object`.
    pub(super) fn of(&self, object: &Object<'_>) -> Kind {
        let number = class_id(object.as_value()) as usize;
        let kinds = self.0.get().map_or(&[][..], Vec::as_slice);
        kinds.get(number).copied().unwrap_or(Kind::Other)
    }
}

impl Kind {
    fn from_code(code: &str) -> Self {
        match code.as_bytes() {
            b"object" => Self::Object,
            b"array" => Self::Array,
            b"error" => Self::Error,
            b"domException" => Self::DomException,
            b"date" => Self::Date,
            b"regExp" => Self::RegExp,
            b"map" => Self::Map,
            b"set" => Self::Set,
            b"arrayBuffer" => Self::ArrayBuffer,
            b"boxed" => Self::Boxed,
            [tag] => Self::View(*tag),
            _ => Self::Other,
        }
    }
}
