//! The host half of `TextEncoder` and `TextDecoder`: the Encoding standard, by the crate `encoding_rs`. The state of
//! an unfinished stream is a resource of the isolate.

use super::bytes::{self, ByteArray};
use crate::isolate::ops::Host;
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
use rquickjs::{Ctx, Function, Object, Result, TypedArray};
use std::sync::Arc;

/// The byte order mark of UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Adds the functions of `encoding.js`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, host: &Arc<Host>) -> Result<()> {
    functions.set("utf8Encode", Function::new(ctx.clone(), utf8_encode)?)?;
    functions.set("utf8Decode", Function::new(ctx.clone(), utf8_decode)?)?;
    functions.set("encodingOf", Function::new(ctx.clone(), encoding_of)?)?;
    functions.set("decode", Function::new(ctx.clone(), decode)?)?;
    let owner = host.clone();
    let create = move |label: String, keep_bom: bool| {
        owner.resources(|resources| resources.add_lasting(decoder(named(&label), keep_bom)))
    };
    functions.set("decoderCreate", Function::new(ctx.clone(), create)?)?;
    let owner = host.clone();
    let decode_part = move |ctx: Ctx<'js>, id: u32, array: ByteArray<'js>, fatal: bool, last: bool| {
        bytes::read(&ctx, &array, |bytes| {
            owner.resources(|resources| {
                let decoder = resources.get::<Decoder>(id)?;
                run(decoder, bytes, fatal, last)
            })
        })
    };
    functions.set("decoderDecode", Function::new(ctx.clone(), decode_part)?)?;
    let owner = host.clone();
    let drop_decoder = move |id: u32| {
        let _ = owner.resources(|resources| resources.take::<Decoder>(id));
    };
    functions.set("decoderDrop", Function::new(ctx.clone(), drop_decoder)?)
}

fn utf8_encode(ctx: Ctx<'_>, text: String) -> Result<ByteArray<'_>> {
    TypedArray::new(ctx, text.into_bytes())
}

fn utf8_decode<'js>(ctx: Ctx<'js>, array: ByteArray<'js>, keep_bom: bool) -> Result<String> {
    bytes::read(&ctx, &array, |bytes| {
        let text = match bytes.strip_prefix(BOM) {
            Some(rest) if !keep_bom => rest,
            _ => bytes,
        };
        String::from_utf8_lossy(text).into_owned()
    })
}

/// The standard's name of the encoding called `label`, in lower case.
fn encoding_of(label: String) -> Option<String> {
    let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
    Some(encoding.name().to_ascii_lowercase())
}

/// `undefined` when `fatal` and something is malformed.
fn decode<'js>(
    ctx: Ctx<'js>,
    label: String,
    array: ByteArray<'js>,
    fatal: bool,
    keep_bom: bool,
) -> Result<Option<String>> {
    bytes::read(&ctx, &array, |bytes| {
        run(&mut decoder(named(&label), keep_bom), bytes, fatal, true)
    })
}

/// The encoding that [`encoding_of`] has named.
fn named(label: &str) -> &'static Encoding {
    Encoding::for_label(label.as_bytes()).unwrap_or(UTF_8)
}

fn decoder(encoding: &'static Encoding, keep_bom: bool) -> Decoder {
    if keep_bom {
        encoding.new_decoder_without_bom_handling()
    } else {
        encoding.new_decoder_with_bom_removal()
    }
}

fn run(decoder: &mut Decoder, bytes: &[u8], fatal: bool, last: bool) -> Option<String> {
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len())?);
    if fatal {
        let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, last);
        return (result == DecoderResult::InputEmpty).then_some(text);
    }
    // The capacity is enough for everything, so one call reads it all.
    let _ = decoder.decode_to_string(bytes, &mut text, last);
    Some(text)
}
