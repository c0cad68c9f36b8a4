//! The command that runs beside a session, with everything it has started. It has a process group of its own, to which
//! the terminal is lent if we have one.

#[cfg(unix)]
use super::foreground::Foreground;
use crate::child::Group;
use crate::error::{Error, ErrorKind};
use crate::terminal::Site;
use std::ffi::OsString;
use std::io;
use std::process::ExitStatus;
use std::time::Duration;
use tokio::process::{Child, Command};

/// A command that was started. Dropping it kills the group.
pub(super) struct Running {
    // The terminal comes back first: nobody may wait for a reader that is gone.
    #[cfg(unix)]
    _foreground: Option<Foreground>,
    process: Child,
    group: Group,
}

impl Running {
    /// Starts the program and its arguments, with the address of the project in its environment.
    pub(super) fn start(command: &[OsString], site: Site) -> Result<Self, Error> {
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
            .env("PARTYKIT_PORT", site.address.port().to_string());
        Group::lead(&mut starting);
        let process = starting.spawn().map_err(|source| not_started(program, source))?;
        let group = Group::of(&process);
        Ok(Self {
            #[cfg(unix)]
            _foreground: group.id().and_then(Foreground::lend),
            process,
            group,
        })
    }

    /// Resolves when the program has ended.
    pub(super) async fn ended(&mut self) -> io::Result<ExitStatus> {
        self.process.wait().await
    }

    /// Ends it and what it left running: asked first, killed after `grace`.
    pub(super) async fn end(mut self, grace: Duration) {
        let has_ended = matches!(self.process.try_wait(), Ok(Some(_)));
        if !has_ended {
            self.group.ask_to_end();
            // In time or not: dropping the group ends the rest.
            let _ = tokio::time::timeout(grace, self.process.wait()).await;
        }
    }
}

fn not_started(program: &OsString, source: io::Error) -> Error {
    let (message, code) = match source.kind() {
        io::ErrorKind::NotFound => ("there is no command", 127),
        _ => ("cannot run the command", 126),
    };
    let message = format!("{message} `{}`", program.display());
    let error = Error::new(ErrorKind::Command(code), message).hint(match code {
        127 => "everything after `--` is the command: `partyrs exec -- npm test`",
        _ => "it must be a program: name what runs it, as in `partyrs exec -- node test.js`",
    });
    // "Not found" needs no second time.
    if code == 127 {
        error
    } else {
        error.caused_by(source)
    }
}
