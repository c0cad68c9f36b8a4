//! Everything that can happen to a dev session: a closed list, dispatched in one place.

use super::hotkeys::Key;
use crate::bundle::BuildError;
use crate::bundle::browser::BrowserBuild;
use crate::bundle::server::ServerBuild;
use crate::error::Error;
use partyrs_runtime::{LoadError, Reloaded, Runtime, RuntimeEvent, StartError};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

/// One thing that happened.
pub(crate) enum SessionEvent {
    /// Files that somebody cares about were written, created or removed.
    FilesChanged(Changed),
    /// This run of `build.command` ended.
    CommandEnded(Round, Result<(), Error>),
    /// The server build of this round ended.
    ServerBuilt(Round, Result<ServerBuild, BuildError>),
    /// The client build of this round ended.
    ClientBuilt(Round, Result<BrowserBuild, BuildError>),
    /// The first bundle was loaded, or was not.
    Started(Result<Runtime, StartError>),
    /// A later bundle was loaded, or was not.
    Reloaded(Result<Reloaded, LoadError>),
    /// A key was pressed.
    Key(Key),
    /// The runtime has something to say.
    Runtime(RuntimeEvent),
}

/// What was changed at once.
#[derive(Clone, Debug)]
pub(crate) struct Changed {
    /// The files, and folders that came or went; absolute.
    pub(crate) paths: BTreeSet<PathBuf>,
    /// When the first of them was.
    pub(crate) at: Instant,
}

/// Counts the builds of one side: what an older round reports is stale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Round(u64);

impl Round {
    /// The next round.
    pub(crate) fn next(self) -> Self {
        Self(self.0 + 1)
    }
}
