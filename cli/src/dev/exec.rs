//! A session beside a command: the command starts when the project is ready, and everything ends when it does.
//! Invariant: whatever happens, nothing of the command's tree outlives this.

mod command;
#[cfg(unix)]
mod foreground;

use super::DevFlags;
use crate::config::Project;
use crate::error::{Error, ErrorKind};
use crate::terminal::Terminal;
use command::Running;
use std::ffi::OsString;
use std::io;
use std::process::ExitStatus;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

/// The exit code of a command that took too long, as `timeout` has it.
const TIMED_OUT: u8 = 124;

/// What a shell reports for a process that Ctrl-C ended.
pub(crate) const INTERRUPTED: u8 = 130;

/// How long a command may take to end when its time is over.
const GRACE: Duration = Duration::from_secs(2);

/// The same when somebody stops us: everything has ended within a second.
const GRACE_WHEN_STOPPED: Duration = Duration::from_millis(600);

/// How long the server may take to end then.
const REST_WHEN_STOPPED: Duration = Duration::from_millis(300);

/// What is run beside the session.
#[derive(Clone, Debug)]
pub(crate) struct Beside {
    /// The program and its arguments; at least the program.
    pub(crate) command: Vec<OsString>,
    /// How long it may take, from its start.
    pub(crate) timeout: Option<Duration>,
}

/// How the command ended.
enum End {
    /// By itself.
    Exited(ExitStatus),
    /// Somebody stopped us, or the server cannot go on.
    Stopped,
    /// It took too long.
    TimedOut(Duration),
}

/// Serves, runs the command, gives its exit code.
pub(crate) fn exec(
    load: impl Fn() -> Result<Project, Error> + 'static,
    flags: DevFlags,
    beside: Beside,
    terminal: Terminal,
) -> Result<u8, Error> {
    super::block_on(async {
        let (ready, site) = oneshot::channel();
        let stop = CancellationToken::new();
        let serving = super::serve(Box::new(load), flags, terminal, stop.clone(), Some(ready));
        let mut serving = std::pin::pin!(serving);
        let site = tokio::select! {
            biased;
            Ok(site) = site => site,
            ended = &mut serving => return ended.map(|()| INTERRUPTED),
        };
        let mut command = Running::start(&beside.command, site)?;
        let end = tokio::select! {
            biased;
            status = command.ended() => End::Exited(status.map_err(|source| lost(&beside, source))?),
            ended = &mut serving => {
                command.end(GRACE_WHEN_STOPPED).await;
                return ended.map(|()| INTERRUPTED);
            }
            () = stop.cancelled() => End::Stopped,
            limit = limit(beside.timeout) => End::TimedOut(limit),
        };
        if matches!(end, End::Stopped) {
            command.end(GRACE_WHEN_STOPPED).await;
            // What takes longer ends with this process.
            return match tokio::time::timeout(REST_WHEN_STOPPED, serving).await {
                Ok(Err(error)) => Err(error),
                Ok(Ok(())) | Err(_) => Ok(INTERRUPTED),
            };
        }
        command.end(GRACE).await;
        stop.cancel();
        serving.await?;
        match end {
            End::Exited(status) => Ok(code(status)),
            End::Stopped => Ok(INTERRUPTED),
            End::TimedOut(limit) => Err(timed_out(&beside, limit)),
        }
    })
}

/// Resolves with the limit when it is reached; never without one.
async fn limit(timeout: Option<Duration>) -> Duration {
    match timeout {
        Some(limit) => {
            tokio::time::sleep(limit).await;
            limit
        }
        None => std::future::pending().await,
    }
}

/// The code a shell would report.
fn code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(128 + signal).unwrap_or(u8::MAX);
    }
    status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1)
}

fn timed_out(beside: &Beside, limit: Duration) -> Error {
    let program = beside.command.first().cloned().unwrap_or_default();
    let message = format!(
        "`{}` was ended after {} s",
        program.display(),
        limit.as_secs_f64()
    );
    Error::new(ErrorKind::Command(TIMED_OUT), message).hint("give it more time with `--timeout`")
}

fn lost(beside: &Beside, source: io::Error) -> Error {
    let program = beside.command.first().cloned().unwrap_or_default();
    Error::new(
        ErrorKind::Other,
        format!("cannot wait for `{}`", program.display()),
    )
    .caused_by(source)
}
