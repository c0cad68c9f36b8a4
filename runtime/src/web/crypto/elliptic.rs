//! ECDSA and ECDH over NIST's curves, by the crates `p256`, `p384` and `p521`. Private keys are PKCS #8, public ones
//! SPKI, both written here.
//!
//! Standards: FIPS 186-5, RFC 5915, RFC 5480, SEC 1.

use super::hash::Hash;
use super::labour::{Labour, Weight, data_error, operation_error};
use crate::isolate::ops::{OpError, OpResult, OpValue};
use crate::web::bytes::{self, ByteArray};
use getrandom::SysRng;
use p256::ecdsa::signature::hazmat::{PrehashVerifier, RandomizedPrehashSigner};
use p256::elliptic_curve::Generate;
use p256::elliptic_curve::sec1::ToSec1Point;
use pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use rquickjs::{Ctx, Function, Object, Result};

type Outcome = std::result::Result<Vec<u8>, OpError>;

/// One of NIST's curves.
trait Curve: Sync {
    /// A new private key.
    fn generate(&self) -> Outcome;
    /// The public key of a private one.
    fn public(&self, private: &[u8]) -> Outcome;
    /// The private key in PKCS #8 data, written anew.
    fn private_from_pkcs8(&self, der: &[u8]) -> Outcome;
    /// The private key that is this number.
    fn private_from_scalar(&self, scalar: &[u8]) -> Outcome;
    /// The public key in SPKI data, written anew.
    fn public_from_spki(&self, der: &[u8]) -> Outcome;
    /// The public key at a point in SEC 1 format.
    fn public_from_point(&self, point: &[u8]) -> Outcome;
    /// The number that a private key is.
    fn scalar(&self, private: &[u8]) -> Outcome;
    /// A public key as an uncompressed point.
    fn point(&self, public: &[u8]) -> Outcome;
    /// The signature of what hashes to `hashed`: r and s.
    fn sign(&self, private: &[u8], hashed: &[u8]) -> Outcome;
    /// Whether it is right.
    fn verify(&self, public: &[u8], hashed: &[u8], signature: &[u8]) -> std::result::Result<bool, OpError>;
    /// The secret that two keys share.
    fn agree(&self, private: &[u8], public: &[u8]) -> Outcome;
}

macro_rules! curve {
    ($Curve:ident is $krate:ident with $bytes:literal bytes) => {
        struct $Curve;

        impl Curve for $Curve {
            fn generate(&self) -> Outcome {
                let key = $krate::SecretKey::try_generate_from_rng(&mut SysRng);
                pkcs8(&key.map_err(|error| operation_error(format!("no random numbers: {error}")))?)
            }
            fn public(&self, private: &[u8]) -> Outcome {
                spki(
                    &$krate::SecretKey::from_pkcs8_der(private)
                        .map_err(no_pkcs8)?
                        .public_key(),
                )
            }
            fn private_from_pkcs8(&self, der: &[u8]) -> Outcome {
                pkcs8(&$krate::SecretKey::from_pkcs8_der(der).map_err(no_pkcs8)?)
            }
            fn private_from_scalar(&self, scalar: &[u8]) -> Outcome {
                if scalar.len() != $bytes {
                    return Err(operation_error(format!(
                        "`d` has {} bytes instead of {}",
                        scalar.len(),
                        $bytes
                    )));
                }
                pkcs8(
                    &$krate::SecretKey::from_slice(scalar)
                        .map_err(|_| operation_error("`d` is out of range"))?,
                )
            }
            fn public_from_spki(&self, der: &[u8]) -> Outcome {
                let key = $krate::PublicKey::from_public_key_der(der);
                spki(&key.map_err(|_| data_error("this is not a key of that curve in SPKI format"))?)
            }
            fn public_from_point(&self, point: &[u8]) -> Outcome {
                let key = $krate::PublicKey::from_sec1_bytes(point);
                spki(&key.map_err(|_| data_error("this is not a point of that curve"))?)
            }
            fn scalar(&self, private: &[u8]) -> Outcome {
                let key = $krate::SecretKey::from_pkcs8_der(private).map_err(no_pkcs8)?;
                Ok(key.to_bytes().to_vec())
            }
            fn point(&self, public: &[u8]) -> Outcome {
                let key = $krate::PublicKey::from_public_key_der(public).map_err(no_spki)?;
                Ok(key.to_sec1_point(false).as_bytes().to_vec())
            }
            fn sign(&self, private: &[u8], hashed: &[u8]) -> Outcome {
                let key = $krate::SecretKey::from_pkcs8_der(private).map_err(no_pkcs8)?;
                let key = $krate::ecdsa::SigningKey::from(key);
                let signature: std::result::Result<$krate::ecdsa::Signature, _> =
                    key.sign_prehash_with_rng(&mut SysRng, hashed);
                Ok(signature
                    .map_err(|_| operation_error("signing failed"))?
                    .to_vec())
            }
            fn verify(
                &self,
                public: &[u8],
                hashed: &[u8],
                signature: &[u8],
            ) -> std::result::Result<bool, OpError> {
                let key = $krate::PublicKey::from_public_key_der(public).map_err(no_spki)?;
                let key = $krate::ecdsa::VerifyingKey::from(key);
                let signature = $krate::ecdsa::Signature::from_slice(signature);
                Ok(signature.is_ok_and(|signature| key.verify_prehash(hashed, &signature).is_ok()))
            }
            fn agree(&self, private: &[u8], public: &[u8]) -> Outcome {
                let private = $krate::SecretKey::from_pkcs8_der(private).map_err(no_pkcs8)?;
                let public = $krate::PublicKey::from_public_key_der(public).map_err(no_spki)?;
                Ok(private.diffie_hellman(&public).raw_secret_bytes().to_vec())
            }
        }
    };
}

curve!(P256 is p256 with 32 bytes);
curve!(P384 is p384 with 48 bytes);
curve!(P521 is p521 with 66 bytes);

/// Adds `ec(curve, action, hash, [bytes, …])`; the actions are those of `perform`.
pub(super) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, labour: &Labour) -> Result<()> {
    let labour = labour.clone();
    let ec = move |ctx: Ctx<'js>, curve: String, action: String, hash: String, input: Vec<ByteArray<'js>>| {
        let [a, b, c] = bytes::copy_all(&ctx, &input)?;
        let weight = Weight::of_bytes(b.len());
        labour.perform(&ctx, weight, move || {
            perform(named(&curve)?, &action, &hash, [&a, &b, &c])
        })
    };
    functions.set("ec", Function::new(ctx.clone(), ec)?)
}

fn named(name: &str) -> std::result::Result<&'static dyn Curve, OpError> {
    match name {
        "P-256" => Ok(&P256),
        "P-384" => Ok(&P384),
        "P-521" => Ok(&P521),
        _ => Err(super::labour::failure(
            "NotSupportedError",
            format!("there is no curve `{name}`"),
        )),
    }
}

fn perform(curve: &dyn Curve, action: &str, hash: &str, [a, b, c]: [&[u8]; 3]) -> OpResult {
    let hashed = || Ok::<_, OpError>(Hash::named(hash)?.digest(b));
    let done = match action {
        "generate" => curve.generate(),
        // [private key] → public key
        "public" => curve.public(a),
        // [a key in some format] → the key
        "from-pkcs8" => curve.private_from_pkcs8(a),
        "from-scalar" => curve.private_from_scalar(a),
        "from-spki" => curve.public_from_spki(a),
        "from-point" => curve.public_from_point(a),
        // [x, y] → public key
        "from-coordinates" => from_coordinates(curve, a, b),
        // [key] → its number or point
        "scalar" => curve.scalar(a),
        "point" => curve.point(a),
        // [private key, data] → signature
        "sign" => curve.sign(a, &hashed()?),
        // [public key, data, signature] → whether it is right
        "verify" => return Ok(OpValue::Bool(curve.verify(a, &hashed()?, c)?)),
        // [private key, public key] → the shared secret
        "agree" => curve.agree(a, b),
        other => Err(operation_error(format!("elliptic curves cannot `{other}`"))),
    };
    done.map(|bytes| OpValue::Bytes(bytes.into()))
}

fn from_coordinates(curve: &dyn Curve, x: &[u8], y: &[u8]) -> Outcome {
    // 4 stands for a point with both coordinates.
    let point = [&[4], x, y].concat();
    let off = || operation_error("`x` and `y` of the JSON Web Key are no point of that curve");
    match x.len() == y.len() {
        true => curve.public_from_point(&point).map_err(|_| off()),
        false => Err(off()),
    }
}

fn pkcs8(key: &impl EncodePrivateKey) -> Outcome {
    let der = key.to_pkcs8_der();
    Ok(der
        .map_err(|error| operation_error(format!("the key cannot be written: {error}")))?
        .as_bytes()
        .to_vec())
}

fn spki(key: &impl EncodePublicKey) -> Outcome {
    let der = key.to_public_key_der();
    Ok(der
        .map_err(|error| operation_error(format!("the key cannot be written: {error}")))?
        .into_vec())
}

fn no_pkcs8(_: pkcs8::Error) -> OpError {
    data_error("this is not a key of that curve in PKCS #8 format")
}

fn no_spki(_: pkcs8::spki::Error) -> OpError {
    data_error("this is not a key of that curve in SPKI format")
}
