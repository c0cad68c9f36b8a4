//! The terminal, lent to the command's process group: it reads what is typed, Ctrl-C is for it and all it has started,
//! Ctrl-Z stops it and us. As a shell does for its jobs. Invariant: when a [`Foreground`] is dropped the terminal is
//! ours again.

use nix::sys::signal::{SigSet, Signal as Blocked};
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, getpgrp, kill_current_process_group, kill_process_group, waitid,
};
use rustix::termios::{tcgetpgrp, tcsetpgrp};
use std::io::{self, IsTerminal};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::task::AbortOnDropHandle;

/// A loan of the terminal.
pub(super) struct Foreground {
    /// Lends it anew when the shell has continued us.
    _continued: AbortOnDropHandle<()>,
}

impl Foreground {
    /// Lends the terminal to `group`, if stdin is one and we are its foreground.
    pub(super) fn lend(group: Pid) -> Option<Self> {
        if !io::stdin().is_terminal() || !give(group) {
            return None;
        }
        // Ends with the process: waiting for a child cannot be called off.
        std::thread::spawn(move || follow_stops(group));
        let mut continued = signal(SignalKind::from_raw(Signal::CONT.as_raw())).ok()?;
        let task = tokio::spawn(async move {
            while continued.recv().await.is_some() {
                give(group);
            }
        });
        Some(Self {
            _continued: AbortOnDropHandle::new(task),
        })
    }
}

impl Drop for Foreground {
    fn drop(&mut self) {
        take_back();
    }
}

/// Makes `group` the foreground if we are it, and wakes it: it may have been stopped for reading from the background.
fn give(group: Pid) -> bool {
    let stdin = io::stdin();
    let is_ours = tcgetpgrp(&stdin).is_ok_and(|foreground| foreground == getpgrp());
    let given = is_ours && tcsetpgrp(&stdin, group).is_ok();
    let _gone = kill_process_group(group, Signal::CONT);
    given
}

/// Makes us the foreground again. The system would stop us for doing so from the background, unless that is blocked.
fn take_back() {
    let mut signals = SigSet::empty();
    signals.add(Blocked::SIGTTOU);
    if signals.thread_block().is_ok() {
        // A terminal that is gone belongs to nobody.
        let _gone = tcsetpgrp(io::stdin(), getpgrp());
        let _same = signals.thread_unblock();
    }
}

/// Whenever the command is stopped, by Ctrl-Z for one, we stop, too, so that the shell takes over.
fn follow_stops(leader: Pid) {
    while let Ok(Some(status)) = waitid(WaitId::Pid(leader), WaitIdOptions::STOPPED) {
        // Reading or writing from the background is no wish of anybody: `give` wakes it.
        let by_hand = [Signal::TSTP, Signal::STOP].map(|signal| Some(signal.as_raw()));
        if status.stopped() && by_hand.contains(&status.stopping_signal()) {
            take_back();
            let _stopped = kill_current_process_group(Signal::TSTP);
        }
    }
}
