//! Keys that are pressed while a session runs, on a terminal. Invariant: the terminal is as it was before when the
//! [`Keyboard`] is dropped. Ctrl-C stays a signal; a process in the background reads nothing.

use super::event::SessionEvent;
use crate::terminal::SingleKeys;
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
            // Other servers have `o`.
            b'b' | b'o' => Some(Self::Open),
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
    _keys: SingleKeys,
}

impl Keyboard {
    /// Starts to read keys, if there is somebody to press them.
    pub(crate) fn listen(events: mpsc::Sender<SessionEvent>) -> Option<Self> {
        let keys = SingleKeys::start()?;
        // The thread ends with the process: reading from a terminal cannot be called off.
        std::thread::spawn(move || read(&events));
        Some(Self { _keys: keys })
    }
}

fn read(events: &mpsc::Sender<SessionEvent>) {
    while let Some(typed) = SingleKeys::read() {
        for key in Key::all_of(&typed) {
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
