//! Before a session serves and the moment it does: who is told what.

use super::super::hotkeys::Keyboard;
use super::super::report;
use super::{Session, Stage};
use crate::bundle::BuildError;
use crate::error::{Error, ErrorKind};

/// What requests are told before the first good build; what is wrong follows.
const NOT_YET: &str = "The project does not run yet. This page tries again by itself.";

impl Session {
    /// Says once that everything that is served is there.
    pub(super) fn say_ready(&mut self) -> Result<(), Error> {
        if self.stage == Stage::Ready || !self.host.is_running() || !self.client.is_known() {
            return Ok(());
        }
        self.stage = Stage::Ready;
        self.terminal.ready(self.site());
        if self.manners.qr {
            self.terminal.qr(self.site());
        }
        if let Some(file) = &self.manners.ready_file {
            report::ready_file(file, &self.site().near())?;
        }
        if let Some(ready) = self.ready.take() {
            // Fails only when whoever waited is gone, and stops us.
            let _ = ready.send(self.site());
        }
        if self.manners.hotkeys {
            self.keyboard = Keyboard::listen(self.sender.clone());
        }
        if self.keyboard.is_some() {
            self.terminal.hotkeys();
        }
        if self.manners.open {
            self.open();
        }
        Ok(())
    }

    /// `error`, unless it ends the session: at the start, a config that is wrong does.
    pub(super) fn survivable(&self, error: BuildError) -> Result<BuildError, Error> {
        if self.stage == Stage::Ready {
            return Ok(error);
        }
        match error.into_config() {
            Ok(wrong) => Err(wrong),
            Err(error) => Ok(error),
        }
    }

    /// Nothing runs yet, because of what `text` says.
    pub(super) fn not_yet(&mut self, text: &str) -> Result<(), Error> {
        if self.manners.must_start && !self.host.is_running() {
            return Err(not_started());
        }
        self.host.wait(format!("{NOT_YET}\n\n{}\n", text.trim_end()))
    }
}

/// What is wrong was said before.
pub(super) fn not_started() -> Error {
    Error::new(ErrorKind::Build, "the project did not start").hint("what is wrong with it stands above")
}
