//! Bytes on their way between JavaScript and Rust: the one place that looks into an engine buffer. What comes out
//! of here is Rust's own; no reference into the engine's memory is ever handed on.

use ::bytes::Bytes;
use rquickjs::function::This;
use rquickjs::{
    Ctx, Error, Exception, FromJs, Function, Object, Result, String as JsString, TypedArray, Value,
};

/// A `Uint8Array`.
pub(crate) type ByteArray<'js> = TypedArray<'js, u8>;

/// What `f` makes of the bytes. `f` cannot reach JavaScript: it has no context.
pub(crate) fn read<R>(ctx: &Ctx<'_>, array: &ByteArray<'_>, f: impl FnOnce(&[u8]) -> R) -> Result<R>
where
    R: 'static,
{
    // `f` gets no context, so no JavaScript runs while the slice is alive.
    #[expect(
        unsafe_code,
        reason = "the engine's buffer stays put while no JavaScript runs"
    )]
    let bytes = unsafe { array.as_bytes() };
    match bytes {
        Some(bytes) => Ok(f(bytes)),
        None => Err(Exception::throw_type(ctx, "The ArrayBuffer is detached.")),
    }
}

/// A copy of the bytes.
pub(crate) fn copy(ctx: &Ctx<'_>, array: &ByteArray<'_>) -> Result<Bytes> {
    read(ctx, array, Bytes::copy_from_slice)
}

/// A string that users make up, in UTF-8: lone surrogates become U+FFFD, for which a `String` would be refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Text(pub(crate) String);

impl<'js> FromJs<'js> for Text {
    fn from_js(_: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        well_formed(&JsString::from_value(value)?).map(Self)
    }
}

impl Text {
    /// The strings of a list.
    pub(crate) fn all(list: Vec<Self>) -> Vec<String> {
        list.into_iter().map(|Self(text)| text).collect()
    }
}

/// The text in UTF-8; lone surrogates become U+FFFD.
pub(crate) fn utf8(text: &JsString<'_>) -> Result<Bytes> {
    well_formed(text).map(Bytes::from)
}

fn well_formed(text: &JsString<'_>) -> Result<String> {
    match text.to_string() {
        Ok(text) => Ok(text),
        Err(Error::Utf8(_)) => {
            let prototype: Object = text
                .ctx()
                .globals()
                .get::<_, Object>("String")?
                .get("prototype")?;
            let well_formed: Function = prototype.get("toWellFormed")?;
            well_formed.call((This(text.clone()),))
        }
        Err(error) => Err(error),
    }
}

/// Copies of exactly `N` arrays; those that are not given are empty.
pub(crate) fn copy_all<const N: usize>(ctx: &Ctx<'_>, arrays: &[ByteArray<'_>]) -> Result<[Bytes; N]> {
    let mut copies = std::array::from_fn(|_| Bytes::new());
    for (copied, array) in copies.iter_mut().zip(arrays) {
        *copied = copy(ctx, array)?;
    }
    Ok(copies)
}
