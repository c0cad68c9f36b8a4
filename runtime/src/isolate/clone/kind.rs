//! What kind of object a value is, as structured clone tells them apart. The numbers of the engine's classes are
//! learnt from a sample of each class, so they hold for whatever version of the engine is linked.

use super::raw::class_id;
use rquickjs::{Array, JsLifetime, Object, Result, Value};
use std::sync::Arc;

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

/// Class number → kind.
#[derive(Clone)]
pub(super) struct Kinds(Arc<[Kind]>);

// Decision 0003: holds no JavaScript value.
#[expect(unsafe_code, reason = "the type has no lifetime")]
unsafe impl<'js> JsLifetime<'js> for Kinds {
    type Changed<'to> = Kinds;
}

impl Kinds {
    /// Learns the numbers from `samples` of the helpers: pairs of a code and an object.
    pub(super) fn from_samples<'js>(helpers: &Object<'js>) -> Result<Self> {
        let mut kinds = Vec::new();
        for pair in helpers.get::<_, Array>("samples")?.iter::<Array>() {
            let pair = pair?;
            let sample: Value = pair.get(1)?;
            let number = class_id(&sample) as usize;
            if kinds.len() <= number {
                kinds.resize(number + 1, Kind::Other);
            }
            kinds[number] = Kind::from_code(&pair.get::<String>(0)?);
        }
        Ok(Self(kinds.into()))
    }

    /// The kind of `object`.
    pub(super) fn of(&self, object: &Object<'_>) -> Kind {
        let number = class_id(object.as_value()) as usize;
        self.0.get(number).copied().unwrap_or(Kind::Other)
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
