//! The names that identify things: a party, a room, a connection. Checked once, at the edge; text inside is
//! what PartyKit shows to user code. Does not know URLs (see `server::route`).

use std::fmt;
use std::sync::Arc;

/// A party's name: `main` or a key of `parties`, matching `[a-z0-9_-]+`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartyName(Arc<str>);

/// A room's id: the URL's path segment exactly as sent, never percent-decoded.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoomId(Arc<str>);

/// One room: a party's name and a room id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoomKey {
    /// The party it belongs to.
    pub party: PartyName,
    /// Its id within the party.
    pub id: RoomId,
}

/// Why a text is no party name.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a party name: use lower-case letters, digits, `-` and `_`")]
pub struct BadPartyName(pub String);

impl PartyName {
    /// The party that `/party/:room` means.
    pub const MAIN: &'static str = "main";

    /// Checks `name` against PartyKit's pattern.
    pub fn new(name: &str) -> Result<Self, BadPartyName> {
        let valid = !name.is_empty()
            && name
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'));
        if valid {
            Ok(Self(name.into()))
        } else {
            Err(BadPartyName(name.to_owned()))
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The Durable Object class of this party, `Party_<name>` with each `-` as `__`: it keys the storage.
    pub fn class_name(&self) -> String {
        format!("Party_{}", self.0.replace('-', "__"))
    }
}

impl RoomId {
    /// Takes the raw segment.
    pub fn new(raw: &str) -> Self {
        Self(raw.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl RoomKey {
    /// The room `id` of `party`.
    pub fn new(party: PartyName, id: RoomId) -> Self {
        Self { party, id }
    }
}

impl fmt::Display for PartyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for RoomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for RoomKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.party, self.id)
    }
}
