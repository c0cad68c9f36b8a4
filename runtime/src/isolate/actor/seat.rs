//! What a turn works with: the isolate of an actor and how far it is. Locked for a whole turn.

use crate::event::Exception;
use crate::isolate::engine::Isolate;
use crate::isolate::project::Project;
use std::sync::Arc;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

/// What a turn works with.
#[derive(Default)]
pub(super) struct Seat {
    pub(super) running: Option<Running>,
    /// Counts isolates, so that completions of an older one are known.
    pub(super) isolates: u64,
    pub(super) reload: Reload,
    /// Who waits for the outcome of the start.
    pub(super) boot_waiters: Vec<oneshot::Sender<Result<(), Exception>>>,
}

/// An isolate with the bundle in it.
pub(super) struct Running {
    pub(super) isolate: Isolate,
    pub(super) project: Arc<Project>,
    pub(super) phase: Phase,
    pub(super) gone: CancellationToken,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// The bundle's top level awaits something.
    Booting,
    /// Events may come.
    Ready,
    /// Events may come; the first makes a new instance.
    Evicted,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Reload {
    #[default]
    None,
    /// As soon as the requests under way are answered.
    Due,
}
