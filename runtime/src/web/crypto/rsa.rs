//! RSA: keys, PKCS #1 v1.5 and PSS signatures, OAEP encryption, by the crate `rsa`. Private keys are PKCS #8, public
//! ones SPKI, both written here. Every use of a private key is blinded with random numbers: how long it takes says
//! nothing about the key (RUSTSEC-2023-0071 is of versions before 0.10, and decryption with PKCS #1 v1.5, which it
//! makes exploitable, does not exist in Web Cryptography).
//!
//! Standards: RFC 8017, RFC 7518 §6.3.

use super::hash::Hash;
use super::labour::{Labour, Weight, data_error, operation_error};
use crate::isolate::ops::{OpError, OpResult, OpValue};
use crate::web::bytes::{self, ByteArray};
use ::bytes::Bytes;
use getrandom::SysRng;
use pkcs8::der::Decode;
use pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, PrivateKeyInfoRef};
use rquickjs::{Ctx, Exception, Function, Object, Result};
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, Oaep, Pkcs1v15Sign, PrivateKey, PublicKey, pkcs1, pss::Pss};

type Outcome = std::result::Result<Vec<u8>, OpError>;

/// Bytes of a key in PKCS #8 above which its use takes longer than a turn should. One of 2048 bits has about 1220,
/// one of 3072 bits about 1790; public ones are much shorter.
const HEAVY_KEY_BYTES: usize = 1300;

/// Runs `$body` with `$Digest` as the type of `$hash`, which must be one that RSA is used with.
macro_rules! with_sha {
    ($hash:expr, $Digest:ident => $body:expr) => {
        match $hash {
            Hash::Md5 | Hash::Sha224 | Hash::Sha512Of224 | Hash::Sha512Of256 => Err(super::labour::failure(
                "NotSupportedError",
                "RSA is not used with this hash",
            )),
            Hash::Sha1 => {
                type $Digest = sha1::Sha1;
                $body
            }
            Hash::Sha256 => {
                type $Digest = sha2::Sha256;
                $body
            }
            Hash::Sha384 => {
                type $Digest = sha2::Sha384;
                $body
            }
            Hash::Sha512 => {
                type $Digest = sha2::Sha512;
                $body
            }
        }
    };
}

/// Adds `rsaGenerate(bits, exponent)`, `rsaKey(action, [bytes, …])` and `rsa(action, hash, [key, data, more],
/// saltLength)`.
pub(super) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, labour: &Labour) -> Result<()> {
    let owner = labour.clone();
    let generate = move |ctx: Ctx<'js>, bits: usize, exponent: u32| {
        owner.perform(&ctx, Weight::Heavy, move || generate(bits, exponent))
    };
    functions.set("rsaGenerate", Function::new(ctx.clone(), generate)?)?;
    let owner = labour.clone();
    let key = move |ctx: Ctx<'js>, action: String, input: Vec<ByteArray<'js>>| {
        let copies: Result<Vec<Bytes>> = input.iter().map(|array| bytes::copy(&ctx, array)).collect();
        let copies = copies?;
        if copies.is_empty() {
            return Err(Exception::throw_internal(&ctx, "no key"));
        }
        owner.perform(&ctx, Weight::Light, move || key(&action, &copies))
    };
    functions.set("rsaKey", Function::new(ctx.clone(), key)?)?;
    let owner = labour.clone();
    let use_key =
        move |ctx: Ctx<'js>, action: String, hash: String, input: Vec<ByteArray<'js>>, salt: usize| {
            let [key, data, more] = bytes::copy_all(&ctx, &input)?;
            let weight = match key.len() {
                ..HEAVY_KEY_BYTES => Weight::of_bytes(data.len()),
                _ => Weight::Heavy,
            };
            owner.perform(&ctx, weight, move || {
                perform(&action, Hash::named(&hash)?, [&key, &data, &more], salt)
            })
        };
    functions.set("rsa", Function::new(ctx.clone(), use_key)?)
}

/// A new pair: its private key and its public one.
fn generate(bits: usize, exponent: u32) -> OpResult {
    let exponent = BoxedUint::from(u64::from(exponent));
    let key = PrivateKey::new_with_exp(&mut SysRng, bits, exponent)
        .map_err(|error| operation_error(format!("no RSA key was made: {error}")))?;
    Ok(list([private_der(&key)?, public_der(key.as_public_key())?]))
}

/// A key in some format becomes [the key, its modulus, its exponent]; `…-parts` gives the numbers it consists of.
fn key(action: &str, input: &[Bytes]) -> OpResult {
    match action {
        "from-pkcs8" => from_private(&PrivateKey::from_pkcs8_der(&input[0]).map_err(no_pkcs8)?),
        "from-spki" => from_public(&PublicKey::from_public_key_der(&input[0]).map_err(no_spki)?),
        // [n, e] of a public key, [n, e, d] or [n, e, d, p, q] of a private one.
        "from-parts" => from_parts(input),
        "private-parts" => private_parts(&input[0]),
        other => Err(operation_error(format!("RSA keys cannot `{other}`"))),
    }
}

fn from_private(key: &PrivateKey) -> OpResult {
    Ok(list([
        private_der(key)?,
        key.n_bytes().into(),
        key.e_bytes().into(),
    ]))
}

fn from_public(key: &PublicKey) -> OpResult {
    Ok(list([
        public_der(key)?,
        key.n_bytes().into(),
        key.e_bytes().into(),
    ]))
}

fn from_parts(parts: &[Bytes]) -> OpResult {
    let unusable = |_| data_error("the numbers in the JSON Web Key make no RSA key");
    let numbers: Vec<BoxedUint> = parts.iter().map(|part| number(part)).collect();
    let mut numbers = numbers.into_iter();
    let (n, e) = (
        numbers.next().unwrap_or_default(),
        numbers.next().unwrap_or_default(),
    );
    match numbers.next() {
        None => from_public(&PublicKey::new(n, e).map_err(unusable)?),
        Some(d) => from_private(&PrivateKey::from_components(n, e, d, numbers.collect()).map_err(unusable)?),
    }
}

/// The number written in `bytes`, in as many bits.
fn number(bytes: &[u8]) -> BoxedUint {
    let bits = u32::try_from(bytes.len() * 8).unwrap_or(0).max(64);
    BoxedUint::from_be_slice(bytes, bits).unwrap_or_default()
}

/// n, e, d, p, q, dp, dq, qi of a private key.
fn private_parts(der: &[u8]) -> OpResult {
    let info = PrivateKeyInfoRef::try_from(der).map_err(no_pkcs8)?;
    let key = pkcs1::RsaPrivateKeyRef::from_der(info.private_key.as_bytes())
        .map_err(|_| data_error("this is not an RSA key in PKCS #8 format"))?;
    let parts = [
        key.modulus,
        key.public_exponent,
        key.private_exponent,
        key.prime1,
        key.prime2,
        key.exponent1,
        key.exponent2,
        key.coefficient,
    ];
    Ok(list(parts.map(|part| part.as_bytes().to_vec())))
}

/// One use of a key.
fn perform(action: &str, hash: Hash, [key, data, more]: [&[u8]; 3], salt: usize) -> OpResult {
    let done = match action {
        "pkcs1-sign" => sign(key, hash, data, None),
        "pss-sign" => sign(key, hash, data, Some(salt)),
        "pkcs1-verify" => return verify(key, hash, [data, more], None),
        "pss-verify" => return verify(key, hash, [data, more], Some(salt)),
        "oaep-encrypt" => encrypt(key, hash, data, more),
        "oaep-decrypt" => decrypt(key, hash, data, more),
        other => Err(operation_error(format!("RSA cannot `{other}`"))),
    };
    done.map(|bytes| OpValue::Bytes(bytes.into()))
}

/// With a salt by PSS, else by PKCS #1 v1.5.
fn sign(key: &[u8], hash: Hash, data: &[u8], salt: Option<usize>) -> Outcome {
    let key = PrivateKey::from_pkcs8_der(key).map_err(no_pkcs8)?;
    let hashed = hash.digest(data);
    let signature = with_sha!(hash, D => match salt {
        Some(salt) => Ok(key.sign_with_rng(&mut SysRng, Pss::<D>::new_blinded_with_salt(salt), &hashed)),
        None => Ok(key.sign_with_rng(&mut SysRng, Pkcs1v15Sign::new::<D>(), &hashed)),
    })?;
    signature.map_err(|error| operation_error(format!("signing failed: {error}")))
}

fn verify(key: &[u8], hash: Hash, [data, signature]: [&[u8]; 2], salt: Option<usize>) -> OpResult {
    let key = PublicKey::from_public_key_der(key).map_err(no_spki)?;
    let hashed = hash.digest(data);
    let verified = with_sha!(hash, D => match salt {
        Some(salt) => Ok(key.verify(Pss::<D>::new_with_salt(salt), &hashed, signature)),
        None => Ok(key.verify(Pkcs1v15Sign::new::<D>(), &hashed, signature)),
    })?;
    Ok(OpValue::Bool(verified.is_ok()))
}

fn encrypt(key: &[u8], hash: Hash, data: &[u8], label: &[u8]) -> Outcome {
    let key = PublicKey::from_public_key_der(key).map_err(no_spki)?;
    let encrypted =
        with_sha!(hash, D => Ok(key.encrypt(&mut SysRng, Oaep::<D>::new_with_label(label), data)))?;
    encrypted.map_err(|error| operation_error(format!("encryption failed: {error}")))
}

fn decrypt(key: &[u8], hash: Hash, data: &[u8], label: &[u8]) -> Outcome {
    let key = PrivateKey::from_pkcs8_der(key).map_err(no_pkcs8)?;
    let message =
        with_sha!(hash, D => Ok(key.decrypt_blinded(&mut SysRng, Oaep::<D>::new_with_label(label), data)))?;
    // One text for every way of failing: which one it was helps an attacker only.
    message
        .map_err(|_| operation_error("decryption failed: another key, hash or label, or a changed message"))
}

fn private_der(key: &PrivateKey) -> Outcome {
    let der = key.to_pkcs8_der();
    Ok(der
        .map_err(|error| operation_error(format!("the key cannot be written: {error}")))?
        .as_bytes()
        .to_vec())
}

fn public_der(key: &PublicKey) -> Outcome {
    let der = key.to_public_key_der();
    Ok(der
        .map_err(|error| operation_error(format!("the key cannot be written: {error}")))?
        .into_vec())
}

fn list<const N: usize>(parts: [Vec<u8>; N]) -> OpValue {
    OpValue::List(
        parts
            .into_iter()
            .map(|part| OpValue::Bytes(part.into()))
            .collect(),
    )
}

fn no_pkcs8(_: impl std::fmt::Debug) -> OpError {
    data_error("this is not an RSA key of 1024 to 8192 bits in PKCS #8 format")
}

fn no_spki(_: impl std::fmt::Debug) -> OpError {
    data_error("this is not an RSA key of 1024 to 8192 bits in SPKI format")
}
