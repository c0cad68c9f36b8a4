//! Which file belongs to which room: workerd's object ids. An id is the first half a keyed hash of the name, the
//! second half a check of the first, both under a key made of the class's unique name.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// The name that keys a class's objects and names its folder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct UniqueKey(String);

impl UniqueKey {
    /// The key of `class` in `project`, as miniflare and workerd's wrangler reader make it.
    pub(crate) fn new(project: &str, class: &str) -> Self {
        Self(format!("{project}-{class}"))
    }

    /// The key as text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The object id of `name`: 64 lower-case hex digits.
    pub(crate) fn object_id(&self, name: &str) -> String {
        let key = Sha256::digest(self.0.as_bytes());
        let base = keyed_half(&key, name.as_bytes());
        let check = keyed_half(&key, &base);
        base.iter()
            .chain(&check)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

fn keyed_half(key: &[u8], data: &[u8]) -> [u8; 16] {
    // The key has the block's length or less, so the hash is made without the fallible constructor.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as hmac::digest::KeyInit>::new(&block.into());
    mac.update(data);
    let full = mac.finalize().into_bytes();
    let mut half = [0; 16];
    half.copy_from_slice(&full[..16]);
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_workerd() {
        // Observed on workerd.
        let lobby = UniqueKey::new("tiny-chat", "Party_lobby");
        assert_eq!(
            lobby.object_id("hall"),
            "4d1da389a50ce4cd5f212ef7a080fe21f27bfeddea2fdb0a4a176aedfebc2336"
        );
        let main = UniqueKey::new("tiny-chat", "Party_main");
        assert_eq!(
            main.object_id("r900"),
            "682471c2ce86424b7e2765eb4f91b0c5b7eb65da88fedd4b3e85513113e34d6c"
        );
    }
}
