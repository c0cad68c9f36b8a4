//! Cryptography for `crypto.js` and what it loads: random numbers here, everything else in a file per family, by the
//! RustCrypto crates. Keys live in JavaScript, as bytes; nothing is kept here but the state of a `DigestStream`.

mod aes;
mod curve25519;
mod derive;
mod elliptic;
mod hash;
mod labour;
mod rsa;

pub(crate) use derive::pbkdf2;
pub(crate) use hash::Hash;
pub(crate) use labour::{Labour, Seats, Weight, failure};

use super::bytes::{self, ByteArray};
use crate::isolate::ops::OpValue;
use hash::timing_safe_equal;
use rquickjs::{Ctx, Exception, Function, Object, Result, TypedArray};
use sha2::digest::DynDigest;

/// What a `DigestStream` has hashed so far.
struct Hashing(Box<dyn DynDigest + Send>);

/// Adds `randomBytes(count)` and `randomUuid()`, which many rooms use that use nothing else here.
pub(crate) fn install_random<'js>(ctx: &Ctx<'js>, functions: &Object<'js>) -> Result<()> {
    functions.set("randomBytes", Function::new(ctx.clone(), random_bytes)?)?;
    let uuid = || uuid::Uuid::new_v4().to_string();
    functions.set("randomUuid", Function::new(ctx.clone(), uuid)?)
}

/// Adds `digest(hash, bytes)`, `digestNow`, which is never an operation,
/// `hmac(hash, key, bytes)`, `timingSafeEqual(a, b)`, the functions of digest streams and those of each family.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, labour: &Labour) -> Result<()> {
    for (name, weigh) in [
        ("digest", Weight::of_bytes as fn(usize) -> Weight),
        ("digestNow", |_| Weight::Light),
    ] {
        let labour = labour.clone();
        let digest = move |ctx: Ctx<'js>, hash: String, data: ByteArray<'js>| {
            let data = bytes::copy(&ctx, &data)?;
            labour.perform(&ctx, weigh(data.len()), move || {
                Ok(OpValue::Bytes(Hash::named(&hash)?.digest(&data).into()))
            })
        };
        functions.set(name, Function::new(ctx.clone(), digest)?)?;
    }
    let hmac = |ctx: Ctx<'js>, hash: String, key: ByteArray<'js>, data: ByteArray<'js>| {
        let (key, data) = (bytes::copy(&ctx, &key)?, bytes::copy(&ctx, &data)?);
        labour::settle(
            &ctx,
            Hash::named(&hash).map(|hash| OpValue::Bytes(hash.hmac(&key, &data).into())),
        )
    };
    functions.set("hmac", Function::new(ctx.clone(), hmac)?)?;
    let equal = |ctx: Ctx<'js>, a: ByteArray<'js>, b: ByteArray<'js>| {
        let [a, b] = bytes::copy_all(&ctx, &[a, b])?;
        Ok::<_, rquickjs::Error>(timing_safe_equal(&a, &b))
    };
    functions.set("timingSafeEqual", Function::new(ctx.clone(), equal)?)?;
    install_streams(ctx, functions, labour)?;
    aes::install(ctx, functions, labour)?;
    curve25519::install(ctx, functions, labour)?;
    derive::install(ctx, functions, labour)?;
    elliptic::install(ctx, functions, labour)?;
    rsa::install(ctx, functions, labour)
}

/// Adds `digestStart(hash)`, which gives a number, `digestUpdate(number, bytes)`, `digestFinish(number)` and
/// `digestDrop(number)`.
fn install_streams<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, labour: &Labour) -> Result<()> {
    let host = labour.host().clone();
    let start = move |ctx: Ctx<'js>, hash: String| {
        let started = Hash::named(&hash).map(|hash| {
            host.resources(|resources| OpValue::Number(resources.add_lasting(Hashing(hash.stream())).into()))
        });
        labour::settle(&ctx, started)
    };
    functions.set("digestStart", Function::new(ctx.clone(), start)?)?;
    let host = labour.host().clone();
    let update = move |ctx: Ctx<'js>, id: u32, data: ByteArray<'js>| {
        let data = bytes::copy(&ctx, &data)?;
        host.resources(|resources| {
            if let Some(Hashing(hash)) = resources.get::<Hashing>(id) {
                hash.update(&data);
            }
        });
        Ok::<_, rquickjs::Error>(())
    };
    functions.set("digestUpdate", Function::new(ctx.clone(), update)?)?;
    let host = labour.host().clone();
    let finish = move |ctx: Ctx<'js>, id: u32| match host.resources(|resources| resources.take::<Hashing>(id))
    {
        Some(Hashing(hash)) => TypedArray::new_copy(ctx, hash.finalize()),
        None => Err(Exception::throw_type(&ctx, "the digest was given out before")),
    };
    functions.set("digestFinish", Function::new(ctx.clone(), finish)?)?;
    let host = labour.host().clone();
    let forget = move |id: u32| host.resources(|resources| drop(resources.take::<Hashing>(id)));
    functions.set("digestDrop", Function::new(ctx.clone(), forget)?)
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

#[cfg(test)]
mod tests;
