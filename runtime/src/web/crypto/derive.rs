//! Key derivation: HKDF and PBKDF2, over any hash.
//!
//! Standards: RFC 5869, RFC 8018.

use super::hash::{Hash, with_hash};
use super::labour::{Labour, Weight, operation_error};
use crate::isolate::ops::OpValue;
use crate::web::bytes::{self, ByteArray};
use rquickjs::{Ctx, Function, Object, Result};

/// Rounds of a hash in PBKDF2 from which on it takes long.
const HEAVY_ROUNDS: usize = 4000;

/// Adds `hkdf(hash, [key, salt, info], length)` and `pbkdf2(hash, [password, salt], iterations, length)`.
pub(super) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, labour: &Labour) -> Result<()> {
    let owner = labour.clone();
    let hkdf = move |ctx: Ctx<'js>, hash: String, input: Vec<ByteArray<'js>>, length: usize| {
        let [key, salt, info] = bytes::copy_all(&ctx, &input)?;
        owner.perform(&ctx, Weight::Light, move || {
            let derived = hkdf(Hash::named(&hash)?, [&key, &salt, &info], length);
            let derived = derived.ok_or_else(|| {
                operation_error(format!(
                    "HKDF gives at most 255 hashes' worth, not {length} bytes"
                ))
            })?;
            Ok(OpValue::Bytes(derived.into()))
        })
    };
    functions.set("hkdf", Function::new(ctx.clone(), hkdf)?)?;
    let owner = labour.clone();
    let derive =
        move |ctx: Ctx<'js>, hash: String, input: Vec<ByteArray<'js>>, iterations: u32, length: usize| {
            let [password, salt] = bytes::copy_all(&ctx, &input)?;
            // A block of the output costs all rounds; it is 16 bytes at least.
            let rounds = (iterations as usize).saturating_mul(length.div_ceil(32));
            let weight = if rounds > HEAVY_ROUNDS {
                Weight::Heavy
            } else {
                Weight::Light
            };
            owner.perform(&ctx, weight, move || {
                let derived = pbkdf2(Hash::named(&hash)?, &password, &salt, iterations, length);
                Ok(OpValue::Bytes(derived.into()))
            })
        };
    functions.set("pbkdf2", Function::new(ctx.clone(), derive)?)
}

/// `length` bytes from `[key, salt, info]`, unless that is more than HKDF gives.
fn hkdf(hash: Hash, [key, salt, info]: [&[u8]; 3], length: usize) -> Option<Vec<u8>> {
    let mut derived = vec![0; length];
    let done =
        with_hash!(hash, D => hkdf::SimpleHkdf::<D>::new(Some(salt), key).expand(info, &mut derived).is_ok());
    done.then_some(derived)
}

/// `length` bytes from `password` and `salt`.
pub(crate) fn pbkdf2(hash: Hash, password: &[u8], salt: &[u8], iterations: u32, length: usize) -> Vec<u8> {
    let mut derived = vec![0; length];
    with_hash!(hash, D => pbkdf2::pbkdf2_hmac::<D>(password, salt, iterations, &mut derived));
    derived
}
