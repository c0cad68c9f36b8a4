//! The signals that end a session. The first asks for an orderly end, the second ends the process at once. A hang-up
//! is left to the system, which knows of `nohup`.

use crate::error::{Error, ErrorKind};
use std::io;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

/// What a shell reports for a process that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// Watches for signals until it is dropped.
pub(crate) struct Signals {
    _task: AbortOnDropHandle<()>,
}

impl Signals {
    /// From here on signals no longer end the process by themselves: the first one cancels `first`.
    pub(crate) fn watch(first: CancellationToken) -> Result<Self, Error> {
        let mut source = Source::new()
            .map_err(|source| Error::new(ErrorKind::Other, "cannot watch for signals").caused_by(source))?;
        let task = tokio::spawn(async move {
            source.next().await;
            first.cancel();
            source.next().await;
            std::process::exit(INTERRUPTED);
        });
        Ok(Self {
            _task: AbortOnDropHandle::new(task),
        })
    }
}

#[cfg(unix)]
struct Source {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Source {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Source {
    interrupt: tokio::signal::windows::CtrlC,
    close: tokio::signal::windows::CtrlClose,
}

#[cfg(windows)]
impl Source {
    fn new() -> io::Result<Self> {
        use tokio::signal::windows::{ctrl_c, ctrl_close};
        Ok(Self {
            interrupt: ctrl_c()?,
            close: ctrl_close()?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.close.recv() => {}
        }
    }
}
