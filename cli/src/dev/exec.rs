//! A session beside a command: the command starts when the project is ready, and everything ends when it does.
//! Invariant: whatever happens, nothing of the command's tree outlives this.

use super::DevFlags;
use crate::child::Group;
use crate::config::Project;
use crate::error::{Error, ErrorKind};
use crate::terminal::{Site, Terminal};
use std::ffi::OsString;
use std::io;
use std::process::ExitStatus;
use std::time::Duration;
use tokio::process::Command;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

/// The exit code of a command that took too long, as `timeout` has it.
const TIMED_OUT: u8 = 124;

/// What a shell reports for a process that Ctrl-C ended.
const INTERRUPTED: u8 = 130;

/// How long a command may take to end when it is told to.
const GRACE: Duration = Duration::from_secs(2);

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
        let mut child = Child::start(&beside.command, site)?;
        let end = tokio::select! {
            biased;
            status = child.process.wait() => End::Exited(status.map_err(|source| lost(&beside, source))?),
            ended = &mut serving => {
                child.end().await;
                return ended.map(|()| INTERRUPTED);
            }
            () = stop.cancelled() => End::Stopped,
            limit = limit(beside.timeout) => End::TimedOut(limit),
        };
        child.end().await;
        stop.cancel();
        serving.await?;
        match end {
            End::Exited(status) => Ok(code(status)),
            End::Stopped => Ok(INTERRUPTED),
            End::TimedOut(limit) => Err(timed_out(&beside, limit)),
        }
    })
}

/// The command with everything it has started.
struct Child {
    process: tokio::process::Child,
    group: Option<Group>,
}

impl Child {
    fn start(command: &[OsString], site: Site) -> Result<Self, Error> {
        let Some((program, arguments)) = command.split_first() else {
            return Err(Error::new(ErrorKind::Other, "there is no command to run"));
        };
        let url = site.near();
        let host = url.split_once("://").map_or(url.as_str(), |(_, host)| host);
        let mut starting = Command::new(program);
        starting
            .args(arguments)
            .env("PARTYKIT_HOST", host)
            .env("PARTYKIT_URL", &url)
            .env("PARTYKIT_PORT", site.address.port().to_string())
            .kill_on_drop(true);
        // A group that is not in the terminal's foreground could not read from it.
        let own_group = !Terminal::is_interactive();
        if own_group {
            Group::lead(&mut starting);
        }
        let process = starting.spawn().map_err(|source| not_started(program, source))?;
        let group = own_group.then(|| Group::of(&process));
        Ok(Self { process, group })
    }

    /// Ends it and what it left running: asked first, then killed.
    async fn end(mut self) {
        let has_ended = matches!(self.process.try_wait(), Ok(Some(_)));
        if !has_ended {
            if let Some(group) = &self.group {
                group.ask_to_end();
                // In time or not: dropping the group ends the rest.
                let _ = tokio::time::timeout(GRACE, self.process.wait()).await;
            } else {
                let _ = self.process.kill().await;
            }
        }
        drop(self.group);
    }
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

fn not_started(program: &OsString, source: io::Error) -> Error {
    let (message, code) = match source.kind() {
        io::ErrorKind::NotFound => ("there is no command", 127),
        _ => ("cannot run the command", 126),
    };
    let message = format!("{message} `{}`", program.display());
    let error = Error::new(ErrorKind::Command(code), message)
        .hint("everything after `--` is the command: `partyrs exec -- npm test`");
    // "Not found" needs no second time.
    if code == 127 {
        error
    } else {
        error.caused_by(source)
    }
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
