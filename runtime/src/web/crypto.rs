//! Random numbers, digests and HMAC for `crypto.js`, by the RustCrypto crates and the system's random source.
//! Keys live in JavaScript; nothing is kept here.

use super::bytes::{self, ByteArray};
use hmac::digest::Digest;
use hmac::digest::core_api::BlockSizeUser;
use hmac::{Mac, SimpleHmac};
use md5::Md5;
use rquickjs::{Ctx, Exception, Function, Object, Result, TypedArray};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

/// Adds `randomBytes(count)`, `randomUuid()`, `digest(hash, bytes)`, `hmac(hash, key, bytes)` and
/// `timingSafeEqual(a, b)`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>) -> Result<()> {
    functions.set("randomBytes", Function::new(ctx.clone(), random_bytes)?)?;
    let uuid = || uuid::Uuid::new_v4().to_string();
    functions.set("randomUuid", Function::new(ctx.clone(), uuid)?)?;
    let digest = |ctx: Ctx<'js>, hash: String, data: ByteArray<'js>| {
        let digest = Hash::named(&ctx, &hash)?.digest(&bytes::copy(&ctx, &data)?);
        TypedArray::<u8>::new(ctx, digest)
    };
    functions.set("digest", Function::new(ctx.clone(), digest)?)?;
    let hmac = |ctx: Ctx<'js>, hash: String, key: ByteArray<'js>, data: ByteArray<'js>| {
        let (key, data) = (bytes::copy(&ctx, &key)?, bytes::copy(&ctx, &data)?);
        TypedArray::<u8>::new(ctx.clone(), Hash::named(&ctx, &hash)?.hmac(&key, &data))
    };
    functions.set("hmac", Function::new(ctx.clone(), hmac)?)?;
    let equal = |ctx: Ctx<'js>, a: ByteArray<'js>, b: ByteArray<'js>| {
        Ok::<_, rquickjs::Error>(timing_safe_equal(
            &bytes::copy(&ctx, &a)?,
            &bytes::copy(&ctx, &b)?,
        ))
    };
    functions.set("timingSafeEqual", Function::new(ctx.clone(), equal)?)
}

fn random_bytes(ctx: Ctx<'_>, count: usize) -> Result<TypedArray<'_, u8>> {
    let mut bytes = vec![0; count];
    match getrandom::fill(&mut bytes) {
        Ok(()) => TypedArray::new(ctx, bytes),
        Err(error) => Err(Exception::throw_message(
            &ctx,
            &format!("no random numbers: {error}"),
        )),
    }
}

/// Looks at every byte, whatever the first ones are.
fn timing_safe_equal(a: &[u8], b: &[u8]) -> bool {
    let differences = a
        .iter()
        .zip(b)
        .fold(0, |all, (a, b)| std::hint::black_box(all | (a ^ b)));
    a.len() == b.len() && differences == 0
}

/// A hash function.
enum Hash {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn named(ctx: &Ctx<'_>, name: &str) -> Result<Self> {
        match name {
            "MD5" => Ok(Self::Md5),
            "SHA-1" => Ok(Self::Sha1),
            "SHA-256" => Ok(Self::Sha256),
            "SHA-384" => Ok(Self::Sha384),
            "SHA-512" => Ok(Self::Sha512),
            _ => Err(Exception::throw_internal(ctx, &format!("no hash `{name}`"))),
        }
    }

    fn digest(&self, data: &[u8]) -> Vec<u8> {
        match self {
            Self::Md5 => Md5::digest(data).to_vec(),
            Self::Sha1 => Sha1::digest(data).to_vec(),
            Self::Sha256 => Sha256::digest(data).to_vec(),
            Self::Sha384 => Sha384::digest(data).to_vec(),
            Self::Sha512 => Sha512::digest(data).to_vec(),
        }
    }

    fn hmac(&self, key: &[u8], data: &[u8]) -> Vec<u8> {
        match self {
            Self::Md5 => hmac::<Md5>(key, data),
            Self::Sha1 => hmac::<Sha1>(key, data),
            Self::Sha256 => hmac::<Sha256>(key, data),
            Self::Sha384 => hmac::<Sha384>(key, data),
            Self::Sha512 => hmac::<Sha512>(key, data),
        }
    }
}

fn hmac<D: Digest + BlockSizeUser>(key: &[u8], data: &[u8]) -> Vec<u8> {
    // HMAC takes keys of every length; an error here would be one of the crate's.
    let Ok(mac) = SimpleHmac::<D>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.chain_update(data).finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests;
