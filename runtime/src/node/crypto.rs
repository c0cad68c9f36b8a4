//! Key derivation for `node/crypto.js`: PBKDF2 and scrypt, by the RustCrypto crates.

use crate::web::bytes::{self, ByteArray};
use md5::Md5;
use rquickjs::{Ctx, Exception, Function, Object, Result, TypedArray};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

/// The cost of scrypt: Node's `N` (as its logarithm), `r` and `p`.
type ScryptCost = (u8, u32, u32);

/// Adds `pbkdf2(hash, password, salt, iterations, length)` and `scrypt(password, salt, [log2 N, r, p], length)`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>) -> Result<()> {
    functions.set("pbkdf2", Function::new(ctx.clone(), pbkdf2)?)?;
    functions.set("scrypt", Function::new(ctx.clone(), scrypt)?)
}

#[expect(clippy::too_many_arguments, reason = "the engine hands them over one by one")]
fn pbkdf2<'js>(
    ctx: Ctx<'js>,
    hash: String,
    password: ByteArray<'js>,
    salt: ByteArray<'js>,
    iterations: u32,
    length: usize,
) -> Result<TypedArray<'js, u8>> {
    let (password, salt) = (bytes::copy(&ctx, &password)?, bytes::copy(&ctx, &salt)?);
    let mut key = vec![0; length];
    match hash.as_str() {
        "MD5" => pbkdf2::pbkdf2_hmac::<Md5>(&password, &salt, iterations, &mut key),
        "SHA-1" => pbkdf2::pbkdf2_hmac::<Sha1>(&password, &salt, iterations, &mut key),
        "SHA-256" => pbkdf2::pbkdf2_hmac::<Sha256>(&password, &salt, iterations, &mut key),
        "SHA-384" => pbkdf2::pbkdf2_hmac::<Sha384>(&password, &salt, iterations, &mut key),
        "SHA-512" => pbkdf2::pbkdf2_hmac::<Sha512>(&password, &salt, iterations, &mut key),
        _ => return Err(Exception::throw_internal(&ctx, &format!("no hash `{hash}`"))),
    }
    TypedArray::new(ctx, key)
}

fn scrypt<'js>(
    ctx: Ctx<'js>,
    password: ByteArray<'js>,
    salt: ByteArray<'js>,
    cost: Vec<u32>,
    length: usize,
) -> Result<TypedArray<'js, u8>> {
    let (password, salt) = (bytes::copy(&ctx, &password)?, bytes::copy(&ctx, &salt)?);
    let invalid = || Exception::throw_range(&ctx, "Invalid scrypt params");
    let [log_n, r, p] = cost[..] else {
        return Err(invalid());
    };
    let cost: ScryptCost = (u8::try_from(log_n).map_err(|_| invalid())?, r, p);
    // The length is that of the buffer below; the one given here only has to be one that the crate takes.
    let params = scrypt::Params::new(cost.0, cost.1, cost.2, 64).map_err(|_| invalid())?;
    let mut key = vec![0; length];
    if !key.is_empty() {
        scrypt::scrypt(&password, &salt, &params, &mut key).map_err(|_| invalid())?;
    }
    TypedArray::new(ctx, key)
}
