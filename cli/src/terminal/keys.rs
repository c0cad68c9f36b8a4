//! Single keys from the terminal, and a choice among a few answers. Invariant: the terminal is as it was before when
//! [`SingleKeys`] is dropped. Ctrl-C stays a signal.

use super::style::{BOLD, DIM, LINK};
use super::{Stream, Terminal};

/// Keys come one by one and unseen as long as it lives.
pub(crate) struct SingleKeys {
    #[cfg(unix)]
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl SingleKeys {
    /// None where nobody presses keys, and in the background, where changing the terminal would stop the process.
    pub(crate) fn start() -> Option<Self> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcgetpgrp, tcsetattr};
        let stdin = std::io::stdin();
        if !Terminal::is_interactive() || tcgetpgrp(&stdin).ok()? != rustix::process::getpgrp() {
            return None;
        }
        let before = tcgetattr(&stdin).ok()?;
        let mut modes = before.clone();
        modes.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO);
        tcsetattr(&stdin, OptionalActions::Now, &modes).ok()?;
        Some(Self { before })
    }

    /// What was typed at once; none when input has ended.
    pub(crate) fn read() -> Option<Vec<u8>> {
        let mut bytes = [0; 64];
        match std::io::Read::read(&mut std::io::stdin(), &mut bytes) {
            Ok(count @ 1..) => Some(bytes[..count].to_vec()),
            Ok(0) | Err(_) => None,
        }
    }
}

#[cfg(not(unix))]
impl SingleKeys {
    /// Not supported here.
    pub(crate) fn start() -> Option<Self> {
        None
    }

    /// Not supported here.
    pub(crate) fn read() -> Option<Vec<u8>> {
        None
    }
}

#[cfg(unix)]
impl Drop for SingleKeys {
    fn drop(&mut self) {
        use rustix::termios::{OptionalActions, tcsetattr};
        // A terminal that is gone needs no restoring.
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &self.before);
    }
}

impl Terminal {
    /// Asks `question`; arrows choose one of `answers`, Enter takes it. None when nobody answers.
    pub(crate) fn choose(&self, question: &str, answers: &[&str]) -> Option<usize> {
        let _keys = SingleKeys::start()?;
        self.put(
            Stream::Out,
            &format!("{BOLD}{question}{BOLD:#} {DIM}(arrows and Enter){DIM:#}\n"),
        );
        let mut chosen = 0;
        self.put(Stream::Out, &list(answers, chosen));
        loop {
            let typed = SingleKeys::read()?;
            chosen = match typed.as_slice() {
                b"\r" | b"\n" => return Some(chosen),
                b"\x1b[A" | b"\x1bOA" | b"k" => chosen.saturating_sub(1),
                b"\x1b[B" | b"\x1bOB" | b"j" => (chosen + 1).min(answers.len() - 1),
                _ => chosen,
            };
            let up = format!("\x1b[{}A", answers.len());
            super::output::show(std::io::stdout().lock(), &up);
            self.put(Stream::Out, &list(answers, chosen));
        }
    }
}

/// One line each, the chosen one marked.
fn list(answers: &[&str], chosen: usize) -> String {
    let line = |(index, answer): (usize, &&str)| {
        if index == chosen {
            format!("{LINK}❯ {answer}{LINK:#}\n")
        } else {
            format!("  {answer}\n")
        }
    };
    answers.iter().enumerate().map(line).collect()
}
