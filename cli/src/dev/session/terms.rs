//! What a session is started with.

use crate::terminal::Site;
use std::path::PathBuf;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

/// What a session is started with beside what it serves.
pub(in crate::dev) struct Terms {
    pub(in crate::dev) manners: Manners,
    /// Is told once that the project is ready.
    pub(in crate::dev) ready: Option<oneshot::Sender<Site>>,
    /// Ends it.
    pub(in crate::dev) stop: CancellationToken,
}

/// What a session does beside serving.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manners {
    /// Single keys are commands, on a terminal.
    pub(crate) hotkeys: bool,
    /// The browser is opened when the project is ready.
    pub(crate) open: bool,
    /// The address is shown as a QR code when the project is ready.
    pub(crate) qr: bool,
    /// A file that is written when the project is ready.
    pub(crate) ready_file: Option<PathBuf>,
    /// A project that does not build or load at once is an error: nobody is there to fix it.
    pub(crate) must_start: bool,
}
