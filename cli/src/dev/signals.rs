//! The signals that end a session. The first asks for an orderly end, the second ends the process at once. A hang-up
//! is left to the system, which knows of `nohup`.

use super::wrapper;
use crate::error::{Error, ErrorKind};
use std::io;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

/// What a shell reports for a process that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// For so long a further signal is the first one's echo: Ctrl-C reaches every process of the terminal, and `npm run`
/// and npm's wrapper hand on what they get.
const ECHO: Duration = Duration::from_millis(200);

/// Watches for signals until it is dropped.
pub(crate) struct Signals {
    _task: AbortOnDropHandle<()>,
}

impl Signals {
    /// From here on signals no longer end the process by themselves: the first one cancels `first`, as does the end of
    /// npm's wrapper.
    pub(crate) fn watch(first: CancellationToken) -> Result<Self, Error> {
        let mut source = Source::new()
            .map_err(|source| Error::new(ErrorKind::Other, "cannot watch for signals").caused_by(source))?;
        let task = tokio::spawn(async move {
            tokio::select! {
                () = source.next() => {}
                () = wrapper::gone() => {}
            }
            first.cancel();
            let echo = Instant::now() + ECHO;
            while timeout_at(echo, source.next()).await.is_ok() {}
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
