//! Hash functions by the names JavaScript has for them: digests, HMAC, and the one place where a name becomes a type.

use super::labour::failure;
use crate::isolate::ops::OpError;
use hmac::{KeyInit, Mac, SimpleHmac};
use md5::Md5;
use sha1::Sha1;
use sha2::digest::block_api::BlockSizeUser;
use sha2::digest::{Digest, DynDigest};
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};

/// A hash function. SHA-224 and the short forms of SHA-512 are Node's only; `crypto.subtle` refuses their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512Of224,
    Sha512Of256,
}

/// Runs `$body` with `$Digest` as the type of `$hash`.
macro_rules! with_hash {
    ($hash:expr, $Digest:ident => $body:expr) => {
        match $hash {
            $crate::web::crypto::hash::Hash::Md5 => {
                type $Digest = md5::Md5;
                $body
            }
            $crate::web::crypto::hash::Hash::Sha1 => {
                type $Digest = sha1::Sha1;
                $body
            }
            $crate::web::crypto::hash::Hash::Sha224 => {
                type $Digest = sha2::Sha224;
                $body
            }
            $crate::web::crypto::hash::Hash::Sha256 => {
                type $Digest = sha2::Sha256;
                $body
            }
            $crate::web::crypto::hash::Hash::Sha384 => {
                type $Digest = sha2::Sha384;
                $body
            }
            $crate::web::crypto::hash::Hash::Sha512 => {
                type $Digest = sha2::Sha512;
                $body
            }
            $crate::web::crypto::hash::Hash::Sha512Of224 => {
                type $Digest = sha2::Sha512_224;
                $body
            }
            $crate::web::crypto::hash::Hash::Sha512Of256 => {
                type $Digest = sha2::Sha512_256;
                $body
            }
        }
    };
}
pub(crate) use with_hash;

impl Hash {
    /// The hash that JavaScript calls `name`.
    pub(crate) fn named(name: &str) -> Result<Self, OpError> {
        match name {
            "MD5" => Ok(Self::Md5),
            "SHA-1" => Ok(Self::Sha1),
            "SHA-224" => Ok(Self::Sha224),
            "SHA-256" => Ok(Self::Sha256),
            "SHA-384" => Ok(Self::Sha384),
            "SHA-512" => Ok(Self::Sha512),
            "SHA-512/224" => Ok(Self::Sha512Of224),
            "SHA-512/256" => Ok(Self::Sha512Of256),
            _ => Err(failure("NotSupportedError", format!("there is no hash `{name}`"))),
        }
    }

    /// The hash of `data`.
    pub(crate) fn digest(self, data: &[u8]) -> Vec<u8> {
        with_hash!(self, D => D::digest(data).to_vec())
    }

    /// One that takes its data bit by bit.
    pub(super) fn stream(self) -> Box<dyn DynDigest + Send> {
        match self {
            Self::Md5 => Box::new(Md5::default()),
            Self::Sha1 => Box::new(Sha1::default()),
            Self::Sha224 => Box::new(Sha224::default()),
            Self::Sha256 => Box::new(Sha256::default()),
            Self::Sha384 => Box::new(Sha384::default()),
            Self::Sha512 => Box::new(Sha512::default()),
            Self::Sha512Of224 => Box::new(Sha512_224::default()),
            Self::Sha512Of256 => Box::new(Sha512_256::default()),
        }
    }

    /// The HMAC of `data` under `key`.
    pub(crate) fn hmac(self, key: &[u8], data: &[u8]) -> Vec<u8> {
        with_hash!(self, D => hmac::<D>(key, data))
    }
}

fn hmac<D: Digest + BlockSizeUser>(key: &[u8], data: &[u8]) -> Vec<u8> {
    // HMAC takes keys of every length; an error here would be one of the crate's.
    let Ok(mac) = SimpleHmac::<D>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.chain_update(data).finalize().into_bytes().to_vec()
}

/// Looks at every byte, whatever the first ones are.
pub(super) fn timing_safe_equal(a: &[u8], b: &[u8]) -> bool {
    let differences = a
        .iter()
        .zip(b)
        .fold(0, |all, (a, b)| std::hint::black_box(all | (a ^ b)));
    a.len() == b.len() && differences == 0
}
