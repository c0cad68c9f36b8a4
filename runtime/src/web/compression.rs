//! The host half of `CompressionStream` and `DecompressionStream`, by the crate `flate2`. A coder is a resource of the
//! isolate that takes bytes and gives what is ready.

use super::bytes::{self, ByteArray};
use crate::isolate::ops::Host;
use flate2::Compression;
use flate2::write::{DeflateDecoder, DeflateEncoder, GzDecoder, GzEncoder, ZlibDecoder, ZlibEncoder};
use rquickjs::{Ctx, Exception, Function, Object, Result, TypedArray};
use std::io::{self, Write};
use std::sync::Arc;

/// One direction of one format. All write into memory.
enum Coder {
    Gzip(GzEncoder<Vec<u8>>),
    Gunzip(GzDecoder<Vec<u8>>),
    Deflate(ZlibEncoder<Vec<u8>>),
    Inflate(ZlibDecoder<Vec<u8>>),
    DeflateRaw(DeflateEncoder<Vec<u8>>),
    InflateRaw(DeflateDecoder<Vec<u8>>),
}

/// Runs `$body` on the coder inside, whichever it is.
macro_rules! with_coder {
    ($self:expr, $coder:ident => $body:expr) => {
        match $self {
            Coder::Gzip($coder) => $body,
            Coder::Gunzip($coder) => $body,
            Coder::Deflate($coder) => $body,
            Coder::Inflate($coder) => $body,
            Coder::DeflateRaw($coder) => $body,
            Coder::InflateRaw($coder) => $body,
        }
    };
}

impl Coder {
    fn new(format: &str, decompress: bool) -> Self {
        let level = Compression::default();
        match (format, decompress) {
            ("gzip", false) => Self::Gzip(GzEncoder::new(Vec::new(), level)),
            ("gzip", true) => Self::Gunzip(GzDecoder::new(Vec::new())),
            ("deflate", false) => Self::Deflate(ZlibEncoder::new(Vec::new(), level)),
            ("deflate", true) => Self::Inflate(ZlibDecoder::new(Vec::new())),
            (_, false) => Self::DeflateRaw(DeflateEncoder::new(Vec::new(), level)),
            (_, true) => Self::InflateRaw(DeflateDecoder::new(Vec::new())),
        }
    }

    /// What is ready after `bytes`.
    fn write(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        with_coder!(self, coder => coder.write_all(bytes))?;
        // Decoders keep what they have decoded until the next write; encoders lose compression by a flush.
        match self {
            Self::Gunzip(coder) => coder.flush()?,
            Self::Inflate(coder) => coder.flush()?,
            Self::InflateRaw(coder) => coder.flush()?,
            Self::Gzip(_) | Self::Deflate(_) | Self::DeflateRaw(_) => {}
        }
        with_coder!(self, coder => Ok(std::mem::take(coder.get_mut())))
    }

    /// The rest.
    fn finish(self) -> io::Result<Vec<u8>> {
        with_coder!(self, coder => coder.finish())
    }
}

/// Adds the functions of `compression.js`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, host: &Arc<Host>) -> Result<()> {
    let owner = host.clone();
    let create = move |format: String, decompress: bool| {
        owner.resources(|resources| resources.add_lasting(Coder::new(&format, decompress)))
    };
    functions.set("coderCreate", Function::new(ctx.clone(), create)?)?;
    let owner = host.clone();
    let write = move |ctx: Ctx<'js>, id: u32, array: ByteArray<'js>| {
        let coded = bytes::read(&ctx, &array, |bytes| {
            owner.resources(|resources| Some(resources.get::<Coder>(id)?.write(bytes)))
        })?;
        give(&ctx, coded, "Decompression failed.")
    };
    functions.set("coderWrite", Function::new(ctx.clone(), write)?)?;
    let owner = host.clone();
    let finish = move |ctx: Ctx<'js>, id: u32| {
        let coder = owner.resources(|resources| resources.take::<Coder>(id));
        give(
            &ctx,
            coder.map(Coder::finish),
            "Called close() on a decompression stream with incomplete data",
        )
    };
    functions.set("coderFinish", Function::new(ctx.clone(), finish)?)?;
    let owner = host.clone();
    let forget = move |id: u32| owner.resources(|resources| drop(resources.take::<Coder>(id)));
    functions.set("coderDrop", Function::new(ctx.clone(), forget)?)
}

/// The bytes for JavaScript, or a `TypeError` saying `failure`.
fn give<'js>(ctx: &Ctx<'js>, coded: Option<io::Result<Vec<u8>>>, failure: &str) -> Result<ByteArray<'js>> {
    match coded {
        Some(Ok(bytes)) => TypedArray::new(ctx.clone(), bytes),
        Some(Err(_)) | None => Err(Exception::throw_type(ctx, failure)),
    }
}
