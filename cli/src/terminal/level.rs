//! `PARTYKIT_LOG`: how much of our own talk is shown. What the user's code prints and the lines of the server are shown
//! at any level, as in PartyKit.

use std::fmt;
use std::str::FromStr;

/// The levels, from nothing to everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Only why a command failed.
    None,
    /// And what went wrong on the way.
    Error,
    /// And warnings.
    Warn,
    /// And information.
    Info,
    /// And what happens.
    #[default]
    Log,
    /// And everything else.
    Debug,
}

/// A word that is no level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnknownLevel(String);

impl fmt::Display for UnknownLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "unknown log level `{}` in PARTYKIT_LOG, using `log`", self.0)?;
        f.write_str("the levels are none, error, warn, info, log and debug")
    }
}

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        match text.to_lowercase().as_str() {
            "none" => Ok(Self::None),
            "error" => Ok(Self::Error),
            "warn" => Ok(Self::Warn),
            "info" => Ok(Self::Info),
            "log" => Ok(Self::Log),
            "debug" => Ok(Self::Debug),
            _ => Err(UnknownLevel(text.to_owned())),
        }
    }
}
