//! Child processes that end with everything they have started. Invariant: when a [`Group`] is dropped before its
//! leader has ended, the whole process group is killed.

use tokio::process::{Child, Command};

/// The process group of a child.
pub(crate) struct Group {
    #[cfg(unix)]
    leader: Option<rustix::process::Pid>,
}

impl Group {
    /// Makes `command` the leader of a group of its own, and ends it when nobody waits for it any more.
    pub(crate) fn lead(command: &mut Command) {
        command.kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
    }

    /// The group that `child` leads.
    #[cfg(unix)]
    pub(crate) fn of(child: &Child) -> Self {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        Self {
            leader: id.and_then(rustix::process::Pid::from_raw),
        }
    }

    #[cfg(not(unix))]
    pub(crate) fn of(_child: &Child) -> Self {
        Self {}
    }

    /// Asks all of it to end.
    pub(crate) fn ask_to_end(&self) {
        #[cfg(unix)]
        if let Some(leader) = self.leader {
            let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::TERM);
        }
    }

    /// The leader has ended by itself: what it left running was meant to stay.
    pub(crate) fn has_ended(self) {
        std::mem::forget(self);
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(leader) = self.leader {
            let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::KILL);
        }
    }
}
