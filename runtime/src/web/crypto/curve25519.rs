//! Ed25519 and X25519, by the dalek crates. A private key is its 32 bytes of seed, a public one its 32 bytes; DER is
//! read and written here.
//!
//! Standards: RFC 8032, RFC 7748, RFC 8410.

use super::labour::{Labour, Weight, data_error, operation_error};
use crate::isolate::ops::{OpError, OpValue};
use crate::web::bytes::{self, ByteArray};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::{Decode, Encode};
use pkcs8::spki::SubjectPublicKeyInfoRef;
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef};
use rquickjs::{Ctx, Function, Object, Result};

/// A key, or a part of a signature.
type Key = [u8; 32];

/// What one of the two functions of `install` makes of two byte strings.
type Outcome = std::result::Result<OpValue, OpError>;

/// The two algorithms over this curve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Ed25519,
    X25519,
}

/// Adds `okp(algorithm, action, [bytes, …])`; the actions are those of `perform`.
pub(super) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, labour: &Labour) -> Result<()> {
    let labour = labour.clone();
    let okp = move |ctx: Ctx<'js>, name: String, action: String, input: Vec<ByteArray<'js>>| {
        let kind = match name.as_str() {
            "X25519" => Kind::X25519,
            _ => Kind::Ed25519,
        };
        let [a, b, c] = bytes::copy_all(&ctx, &input)?;
        let weight = Weight::of_bytes(b.len());
        labour.perform(&ctx, weight, move || kind.perform(&action, [&a, &b, &c]))
    };
    functions.set("okp", Function::new(ctx.clone(), okp)?)
}

impl Kind {
    fn oid(self) -> ObjectIdentifier {
        match self {
            Self::X25519 => ObjectIdentifier::new_unwrap("1.3.101.110"),
            Self::Ed25519 => ObjectIdentifier::new_unwrap("1.3.101.112"),
        }
    }

    fn perform(self, action: &str, [a, b, c]: [&[u8]; 3]) -> Outcome {
        let bytes = |bytes: &[u8]| Ok(OpValue::Bytes(bytes.to_vec().into()));
        match action {
            // [seed] → the public key
            "public" => bytes(&self.public(&key(a)?)),
            // [DER] → the key in it
            "from-pkcs8" => bytes(&self.read_private(a)?),
            "from-spki" => bytes(&self.read_public(a)?),
            // [key] → DER
            "to-pkcs8" => Ok(OpValue::Bytes(self.private_der(&key(a)?)?.into())),
            "to-spki" => Ok(OpValue::Bytes(self.public_der(&key(a)?)?.into())),
            // [seed, data] → signature
            "sign" => bytes(&SigningKey::from_bytes(&key(a)?).sign(b).to_bytes()),
            // [public key, data, signature] → whether it is right
            "verify" => Ok(OpValue::Bool(verify(&key(a)?, b, c)?)),
            // [secret, public key] → the shared secret
            "agree" => bytes(&agree(key(a)?, key(b)?)?),
            other => Err(operation_error(format!("Curve25519 cannot `{other}`"))),
        }
    }

    fn public(self, seed: &Key) -> Key {
        match self {
            Self::Ed25519 => SigningKey::from_bytes(seed).verifying_key().to_bytes(),
            Self::X25519 => {
                x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from(*seed)).to_bytes()
            }
        }
    }

    fn read_private(self, der: &[u8]) -> std::result::Result<Key, OpError> {
        let info = PrivateKeyInfoRef::try_from(der).map_err(|_| no_key("PKCS #8"))?;
        if info.algorithm.oid != self.oid() {
            return Err(data_error(format!("the PKCS #8 data holds no {self:?} key")));
        }
        let inner =
            <&OctetStringRef>::from_der(info.private_key.as_bytes()).map_err(|_| no_key("PKCS #8"))?;
        key(inner.as_bytes())
    }

    fn read_public(self, der: &[u8]) -> std::result::Result<Key, OpError> {
        let info = SubjectPublicKeyInfoRef::try_from(der).map_err(|_| no_key("SPKI"))?;
        if info.algorithm.oid != self.oid() {
            return Err(data_error(format!("the SPKI data holds no {self:?} key")));
        }
        key(info.subject_public_key.raw_bytes())
    }

    fn private_der(self, seed: &Key) -> std::result::Result<Vec<u8>, OpError> {
        let write = || {
            let inner = OctetStringRef::new(seed)?.to_der()?;
            PrivateKeyInfoRef::new(self.identifier(), OctetStringRef::new(&inner)?).to_der()
        };
        write().map_err(|error| operation_error(format!("the key cannot be written: {error}")))
    }

    fn public_der(self, public: &Key) -> std::result::Result<Vec<u8>, OpError> {
        let write = || {
            SubjectPublicKeyInfoRef {
                algorithm: self.identifier(),
                subject_public_key: pkcs8::der::asn1::BitStringRef::from_bytes(public)?,
            }
            .to_der()
        };
        write().map_err(|error| operation_error(format!("the key cannot be written: {error}")))
    }

    fn identifier<'a>(self) -> pkcs8::AlgorithmIdentifierRef<'a> {
        pkcs8::AlgorithmIdentifierRef {
            oid: self.oid(),
            parameters: None,
        }
    }
}

fn verify(public: &Key, data: &[u8], signature: &[u8]) -> std::result::Result<bool, OpError> {
    let signature = Signature::from_slice(signature).map_err(|_| {
        operation_error(format!(
            "an Ed25519 signature has 64 bytes, not {}",
            signature.len()
        ))
    })?;
    // A key that is no point of the curve has signed nothing.
    let Ok(public) = VerifyingKey::from_bytes(public) else {
        return Ok(false);
    };
    Ok(public.verify(data, &signature).is_ok())
}

fn agree(secret: Key, public: Key) -> std::result::Result<Key, OpError> {
    let shared = x25519_dalek::StaticSecret::from(secret).diffie_hellman(&public.into());
    if !shared.was_contributory() {
        return Err(operation_error(
            "the other key gives no secret: it is a point of small order",
        ));
    }
    Ok(shared.to_bytes())
}

fn key(bytes: &[u8]) -> std::result::Result<Key, OpError> {
    Key::try_from(bytes).map_err(|_| data_error(format!("the key has {} bytes instead of 32", bytes.len())))
}

fn no_key(format: &str) -> OpError {
    data_error(format!("this is not a key in {format} format"))
}
