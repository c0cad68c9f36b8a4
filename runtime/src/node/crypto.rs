//! Key derivation for `node/crypto.js`: PBKDF2 and scrypt, at once or as operations.

use crate::isolate::ops::{OpError, OpValue};
use crate::web::bytes::{self, ByteArray};
use crate::web::{Hash, Labour, Weight, failure, pbkdf2};
use ::bytes::Bytes;
use rquickjs::{Ctx, Function, Object, Result};

/// The cost of scrypt: Node's `N` (as its logarithm), `r` and `p`.
type ScryptCost = (u8, u32, u32);

/// Adds `pbkdf2Now(hash, [password, salt], iterations, length)`, `scryptNow([password, salt], [log2 N, r, p],
/// length)` and `scrypt` with the same arguments, which is an operation. PBKDF2 as an operation is the Web's.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, labour: &Labour) -> Result<()> {
    let owner = labour.clone();
    let derive =
        move |ctx: Ctx<'js>, hash: String, input: Vec<ByteArray<'js>>, iterations: u32, length: usize| {
            let [password, salt] = bytes::copy_all(&ctx, &input)?;
            owner.perform(&ctx, Weight::Light, move || {
                let derived = pbkdf2(Hash::named(&hash)?, &password, &salt, iterations, length);
                Ok(OpValue::Bytes(derived.into()))
            })
        };
    functions.set("pbkdf2Now", Function::new(ctx.clone(), derive)?)?;
    for (name, weight) in [("scryptNow", Weight::Light), ("scrypt", Weight::Heavy)] {
        let owner = labour.clone();
        let derive = move |ctx: Ctx<'js>, input: Vec<ByteArray<'js>>, cost: Vec<u32>, length: usize| {
            let input: [Bytes; 2] = bytes::copy_all(&ctx, &input)?;
            owner.perform(&ctx, weight, move || {
                Ok(OpValue::Bytes(scrypt(&input, &cost, length)?.into()))
            })
        };
        functions.set(name, Function::new(ctx.clone(), derive)?)?;
    }
    Ok(())
}

fn scrypt(
    [password, salt]: &[Bytes; 2],
    cost: &[u32],
    length: usize,
) -> std::result::Result<Vec<u8>, OpError> {
    let invalid = || failure("OperationError", "Invalid scrypt params");
    let [log_n, r, p] = cost[..] else {
        return Err(invalid());
    };
    let cost: ScryptCost = (u8::try_from(log_n).map_err(|_| invalid())?, r, p);
    let params = scrypt::Params::new(cost.0, cost.1, cost.2).map_err(|_| invalid())?;
    let mut key = vec![0; length];
    if !key.is_empty() {
        scrypt::scrypt(password, salt, &params, &mut key).map_err(|_| invalid())?;
    }
    Ok(key)
}
