//! Keys that are pressed while a session runs, on a terminal. Invariant: the terminal is as it was before when the
//! [`Keyboard`] is dropped. Ctrl-C stays a signal; a process in the background reads nothing.

use super::event::SessionEvent;
use tokio::sync::mpsc;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// `b`: open the project in the browser.
    Open,
    /// `c`: clear the terminal.
    Clear,
    /// `r`: read everything again and restart the rooms.
    Restart,
    /// `h` or `?`: show the keys.
    Help,
    /// `x` or `q`: end.
    Quit,
    /// Enter: an empty line, to see what comes after it.
    Line,
}

impl Key {
    /// What the typed byte means.
    fn of(byte: u8) -> Option<Self> {
        match byte.to_ascii_lowercase() {
            b'b' => Some(Self::Open),
            b'c' => Some(Self::Clear),
            b'r' => Some(Self::Restart),
            b'h' | b'?' => Some(Self::Help),
            b'x' | b'q' => Some(Self::Quit),
            b'\r' | b'\n' => Some(Self::Line),
            _ => None,
        }
    }

    /// The keys among the bytes that came at once: arrows and their like are sequences that mean nothing here.
    fn all_of(bytes: &[u8]) -> Vec<Self> {
        if bytes.first() == Some(&0x1b) {
            return Vec::new();
        }
        bytes.iter().filter_map(|byte| Self::of(*byte)).collect()
    }
}

/// Keys are read as long as it lives.
pub(crate) struct Keyboard {
    #[cfg(unix)]
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl Keyboard {
    /// Starts to read keys, if there is somebody to press them.
    pub(crate) fn listen(events: mpsc::Sender<SessionEvent>) -> Option<Self> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcgetpgrp, tcsetattr};
        if !crate::terminal::Terminal::is_interactive() {
            return None;
        }
        let stdin = std::io::stdin();
        // Changing the terminal's modes from the background would stop the process.
        if tcgetpgrp(&stdin).ok()? != rustix::process::getpgrp() {
            return None;
        }
        let before = tcgetattr(&stdin).ok()?;
        let mut modes = before.clone();
        modes.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO);
        tcsetattr(&stdin, OptionalActions::Now, &modes).ok()?;
        // The thread ends with the process: reading from a terminal cannot be called off.
        std::thread::spawn(move || read(&events));
        Some(Self { before })
    }
}

#[cfg(not(unix))]
impl Keyboard {
    /// Reading single keys is not supported here.
    pub(crate) fn listen(_events: mpsc::Sender<SessionEvent>) -> Option<Self> {
        None
    }
}

#[cfg(unix)]
impl Drop for Keyboard {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        // A terminal that is gone needs no restoring.
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &self.before);
    }
}

#[cfg(unix)]
fn read(events: &mpsc::Sender<SessionEvent>) {
    use std::io::Read;
    let mut bytes = [0; 64];
    while let Ok(count @ 1..) = std::io::stdin().read(&mut bytes) {
        for key in Key::all_of(&bytes[..count]) {
            // Fails only when the session has ended.
            if events.blocking_send(SessionEvent::Key(key)).is_err() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_something_in_both_cases_and_sequences_mean_nothing() {
        assert_eq!(Key::all_of(b"bX?"), [Key::Open, Key::Quit, Key::Help]);
        assert_eq!(Key::all_of(b"z5\r"), [Key::Line]);
        assert_eq!(Key::all_of(b"\x1b[C"), []);
    }
}
