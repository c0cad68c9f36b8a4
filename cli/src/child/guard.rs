//! The guard: a second process of this program that ends our children when we were killed and could not. It reads from
//! a pipe which groups there are; the end of the pipe is our end. It is in a group of its own, under a name of its own,
//! so that what ends us by group or name does not end it, too. No `unsafe`, no help of the system but pipes, so it works
//! wherever process groups do.
//!
//! A child that was started microseconds before we are killed is not known to it yet.

use std::ffi::OsStr;

/// The argument that makes this program the guard.
const ARGUMENT: &str = "__guard";

/// Whether this process is the guard.
pub(crate) fn is_guard() -> bool {
    let mut arguments = std::env::args_os().skip(1);
    arguments.next().as_deref() == Some(OsStr::new(ARGUMENT)) && arguments.next().is_none()
}

#[cfg(not(unix))]
pub(super) fn start() {}

/// Does nothing here.
#[cfg(not(unix))]
pub(crate) fn watch() {}

#[cfg(unix)]
pub(crate) use pipe::watch;
#[cfg(unix)]
pub(super) use pipe::{add, forget, start};

#[cfg(unix)]
mod pipe {
    use super::ARGUMENT;
    use rustix::process::{Pid, Signal, kill_process_group};
    use std::collections::BTreeSet;
    use std::io::{self, Write};
    use std::os::unix::process::CommandExt;
    use std::process::{ChildStdin, Command, Stdio};
    use std::sync::{LazyLock, Mutex, PoisonError};

    /// What the guard calls itself.
    const NAME: &str = "party-guard";

    /// Our end of the pipe. Of the process as the children are; none when it could not be started: that leaves
    /// children behind when we are killed, and nothing else.
    static GUARD: LazyLock<Option<Mutex<ChildStdin>>> = LazyLock::new(|| {
        let mut command = Command::new(std::env::current_exe().ok()?);
        command
            .arg0(NAME)
            .arg(ARGUMENT)
            // Keeps no folder busy.
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        command.spawn().ok()?.stdin.map(Mutex::new)
    });

    /// Starts the guard, once.
    pub(in crate::child) fn start() {
        LazyLock::force(&GUARD);
    }

    /// The group `leader` is to end with us.
    pub(in crate::child) fn add(leader: Pid) {
        tell('+', leader);
    }

    /// The group `leader` has ended.
    pub(in crate::child) fn forget(leader: Pid) {
        tell('-', leader);
    }

    fn tell(what: char, leader: Pid) {
        if let Some(pipe) = &*GUARD {
            let line = format!("{what}{}\n", leader.as_raw_nonzero());
            let mut pipe = pipe.lock().unwrap_or_else(PoisonError::into_inner);
            // A guard that is gone guards nothing any more.
            let _gone = pipe.write_all(line.as_bytes());
        }
    }

    /// Is the guard: returns when the pipe has ended and so have the children.
    pub(crate) fn watch() {
        #[cfg(target_os = "linux")]
        if let Ok(name) = std::ffi::CString::new(NAME) {
            // For those who end processes by name.
            let _ = rustix::thread::set_name(&name);
        }
        let mut groups = BTreeSet::new();
        for line in io::stdin().lines() {
            let Ok(line) = line else { break };
            match line.strip_prefix('+') {
                Some(id) => groups.insert(id.to_owned()),
                None => groups.remove(line.trim_start_matches('-')),
            };
        }
        let leaders = groups.iter().filter_map(|id| Pid::from_raw(id.parse().ok()?));
        for leader in leaders {
            let _ended = kill_process_group(leader, Signal::KILL);
        }
    }
}
