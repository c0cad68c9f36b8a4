//! What keys do to a session.

use super::super::browser;
use super::super::hotkeys::Key;
use super::Session;
use std::time::Instant;

impl Session {
    pub(super) fn on_key(&mut self, key: Key) {
        match key {
            Key::Open => self.open(),
            Key::Clear => {
                self.terminal.clear();
                self.terminal.hotkeys();
            }
            Key::Restart => {
                self.terminal.note("Restarting");
                self.settings.reload(&self.terminal);
                self.build_all(Instant::now());
                self.watch();
            }
            Key::Help => self.terminal.hotkeys(),
            Key::Quit => self.stop.cancel(),
            Key::Line => self.terminal.note(""),
        }
    }

    /// Opens the project in the browser. The task ends with the opener, which ends when the browser has the address.
    pub(super) fn open(&self) {
        let (terminal, url) = (self.terminal.clone(), self.site().local());
        tokio::spawn(async move {
            if !browser::open(&url).await {
                terminal.warning(&format!("Failed to open browser\nopen {url} yourself"));
            }
        });
    }
}
