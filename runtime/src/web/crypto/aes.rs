//! AES in the modes CBC, CTR, GCM and key wrap, by the RustCrypto crates. GCM is put together here from AES, CTR and
//! GHASH: the crate for it fixes the length of nonces when it is compiled, JavaScript does not.
//!
//! Standards: FIPS 197, NIST SP 800-38A and 800-38D, RFC 3394.

use super::hash::timing_safe_equal;
use super::labour::{Labour, Weight, operation_error};
use crate::isolate::ops::{OpError, OpResult, OpValue};
use crate::web::bytes::{self, ByteArray};
use ::bytes::Bytes;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::consts::U16;
use aes::cipher::{
    Array, BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, BlockSizeUser,
    InnerIvInit, KeyInit, StreamCipher, StreamCipherCoreWrapper,
};
use aes::{Aes128, Aes192, Aes256};
use aes_kw::AesKw;
use ghash::GHash;
use ghash::universal_hash::UniversalHash;
use rquickjs::{Ctx, Function, Object, Result};

type Block = Array<u8, U16>;
type Outcome = std::result::Result<Vec<u8>, OpError>;

/// The bytes of a block.
const BLOCK: usize = 16;

/// One use of AES: `data` under `key`.
struct Job {
    mode: String,
    key: Bytes,
    data: Bytes,
    /// The initialization vector, or the first counter block.
    iv: Bytes,
    /// GCM's additional data.
    additional: Bytes,
    /// GCM: the tag's length in bytes. CTR: the counter's in bits.
    length: usize,
}

/// What every cipher here can do.
trait Cipher: KeyInit + BlockSizeUser<BlockSize = U16> + BlockCipherEncrypt + BlockCipherDecrypt {}
impl<C: KeyInit + BlockSizeUser<BlockSize = U16> + BlockCipherEncrypt + BlockCipherDecrypt> Cipher for C {}

/// Adds `aes(mode, [key, data, iv, additional], length)`; the mode is one of `Job::run_with`.
pub(super) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, labour: &Labour) -> Result<()> {
    let labour = labour.clone();
    let aes = move |ctx: Ctx<'js>, mode: String, data: Vec<ByteArray<'js>>, length: usize| {
        let [key, data, iv, additional] = bytes::copy_all(&ctx, &data)?;
        let weight = Weight::of_bytes(data.len() + additional.len());
        let job = Job {
            mode,
            key,
            data,
            iv,
            additional,
            length,
        };
        labour.perform(&ctx, weight, move || job.run())
    };
    functions.set("aes", Function::new(ctx.clone(), aes)?)
}

impl Job {
    fn run(self) -> OpResult {
        let done = match self.key.len() {
            16 => self.run_with::<Aes128>(),
            24 => self.run_with::<Aes192>(),
            32 => self.run_with::<Aes256>(),
            other => Err(operation_error(format!("AES has no keys of {other} bytes"))),
        };
        done.map(|bytes| OpValue::Bytes(bytes.into()))
    }

    fn run_with<C: Cipher>(&self) -> Outcome {
        let cipher = || C::new_from_slice(&self.key).map_err(|_| operation_error("the AES key is unusable"));
        match self.mode.as_str() {
            "cbc-encrypt" => {
                let encryptor = cbc::Encryptor::inner_iv_init(cipher()?, &block(&self.iv)?);
                Ok(encryptor.encrypt_padded_vec::<Pkcs7>(&self.data))
            }
            "cbc-decrypt" => {
                let decryptor = cbc::Decryptor::inner_iv_init(cipher()?, &block(&self.iv)?);
                decryptor
                    .decrypt_padded_vec::<Pkcs7>(&self.data)
                    .map_err(|_| undecipherable())
            }
            "ctr" => ctr(&cipher, &block(&self.iv)?, self.length, &self.data),
            "gcm-encrypt" => self.gcm_encrypt(cipher()?),
            "gcm-decrypt" => self.gcm_decrypt(cipher()?),
            "kw-wrap" => self.wrap(&AesKw::<C>::new_from_slice(&self.key).map_err(|_| undecipherable())?),
            "kw-unwrap" => self.unwrap(&AesKw::<C>::new_from_slice(&self.key).map_err(|_| undecipherable())?),
            other => Err(operation_error(format!("AES has no mode `{other}`"))),
        }
    }

    fn gcm_encrypt<C: Cipher>(&self, cipher: C) -> Outcome {
        let mut message = self.data.to_vec();
        let gcm = Gcm::new(&cipher, &self.iv);
        let mask = gcm.mask(&cipher);
        gcm.apply(cipher, &mut message);
        let tag = gcm.tag(mask, &self.additional, &message);
        message.extend_from_slice(&tag[..self.length.min(BLOCK)]);
        Ok(message)
    }

    fn gcm_decrypt<C: Cipher>(&self, cipher: C) -> Outcome {
        let Some(end) = self.data.len().checked_sub(self.length) else {
            return Err(operation_error("the message is shorter than its tag"));
        };
        let (message, given) = self.data.split_at(end);
        let gcm = Gcm::new(&cipher, &self.iv);
        let tag = gcm.tag(gcm.mask(&cipher), &self.additional, message);
        if !timing_safe_equal(&tag[..self.length.min(BLOCK)], given) {
            return Err(undecipherable());
        }
        let mut message = message.to_vec();
        gcm.apply(cipher, &mut message);
        Ok(message)
    }

    fn wrap<C: Cipher>(&self, key: &AesKw<C>) -> Outcome {
        let mut wrapped = vec![0; self.data.len() + 8];
        let done = key.wrap_key(&self.data, &mut wrapped).is_ok() && self.data.len() >= BLOCK;
        done.then_some(wrapped).ok_or_else(|| {
            operation_error(format!(
                "AES-KW wraps a multiple of 8 bytes, 16 at least; these are {}",
                self.data.len()
            ))
        })
    }

    fn unwrap<C: Cipher>(&self, key: &AesKw<C>) -> Outcome {
        if self.data.len() < BLOCK + 8 {
            return Err(undecipherable());
        }
        let mut key_data = vec![0; self.data.len() - 8];
        let done = key.unwrap_key(&self.data, &mut key_data).is_ok();
        done.then_some(key_data).ok_or_else(undecipherable)
    }
}

/// A message of GCM before its tag: the counter block it starts with, and the hash.
struct Gcm {
    start: Block,
    ghash: GHash,
}

impl Gcm {
    fn new<C: Cipher>(cipher: &C, iv: &[u8]) -> Self {
        let mut key = Block::default();
        cipher.encrypt_block(&mut key);
        let ghash = GHash::new(&key);
        let mut start = Block::default();
        if iv.len() == 12 {
            start[..12].copy_from_slice(iv);
            start[15] = 1;
        } else {
            let mut hash = ghash.clone();
            hash.update_padded(iv);
            hash.update(&[lengths(0, iv.len())]);
            start = hash.finalize();
        }
        Self { start, ghash }
    }

    /// What the tag is masked with.
    fn mask<C: Cipher>(&self, cipher: &C) -> Block {
        let mut mask = self.start;
        cipher.encrypt_block(&mut mask);
        mask
    }

    /// Encrypts or decrypts: it is the same.
    fn apply<C: Cipher>(&self, cipher: C, data: &mut [u8]) {
        let core = ctr::CtrCore::<C, ctr::flavors::Ctr32BE>::inner_iv_init(cipher, &self.start);
        let mut stream = StreamCipherCoreWrapper::from_core(core);
        stream.apply_keystream(&mut [0; BLOCK]);
        stream.apply_keystream(data);
    }

    fn tag(&self, mask: Block, additional: &[u8], encrypted: &[u8]) -> Block {
        let mut hash = self.ghash.clone();
        hash.update_padded(additional);
        hash.update_padded(encrypted);
        hash.update(&[lengths(additional.len(), encrypted.len())]);
        let mut tag = hash.finalize();
        tag.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
        tag
    }
}

/// GCM's last block: both lengths in bits.
fn lengths(additional: usize, encrypted: usize) -> Block {
    let mut block = Block::default();
    block[..8].copy_from_slice(&(additional as u64 * 8).to_be_bytes());
    block[8..].copy_from_slice(&(encrypted as u64 * 8).to_be_bytes());
    block
}

/// CTR whose counter is the last `bits` bits of the block: it starts again at 0 in there, and must not come back to
/// where it began.
fn ctr<C: Cipher>(
    cipher: &dyn Fn() -> std::result::Result<C, OpError>,
    start: &Block,
    bits: usize,
    data: &[u8],
) -> Outcome {
    let first = u128::from_be_bytes((*start).into());
    let mask = u128::MAX.checked_shr(128_u32.saturating_sub(u32::try_from(bits).unwrap_or(128)));
    let mask = mask.unwrap_or(0);
    let blocks = data.len().div_ceil(BLOCK) as u128;
    if blocks > mask.saturating_add(1) {
        return Err(operation_error(format!(
            "a counter of {bits} bits is too short for this message"
        )));
    }
    let mut output = data.to_vec();
    let before_wrap = (mask - (first & mask)).saturating_add(1).min(blocks);
    let split = usize::try_from(before_wrap).map_or(output.len(), |blocks| output.len().min(blocks * BLOCK));
    let (head, tail) = output.split_at_mut(split);
    for (counter, part) in [(first, head), (first & !mask, tail)] {
        let core = ctr::CtrCore::<C, ctr::flavors::Ctr128BE>::inner_iv_init(
            cipher()?,
            &counter.to_be_bytes().into(),
        );
        StreamCipherCoreWrapper::from_core(core).apply_keystream(part);
    }
    Ok(output)
}

fn block(iv: &[u8]) -> std::result::Result<Block, OpError> {
    Block::try_from(iv)
        .map_err(|_| operation_error(format!("AES needs 16 bytes to start with, not {}", iv.len())))
}

fn undecipherable() -> OpError {
    operation_error("the key or the parameters are not those it was encrypted with, or it was changed since")
}
