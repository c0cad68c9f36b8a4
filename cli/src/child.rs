//! Child processes that end with everything they have started. Invariants: when a [`Group`] is dropped before its
//! leader has ended, the whole process group is killed; when this process is killed itself, `guard` does that.

mod guard;

pub(crate) use guard::{is_guard, watch};
use tokio::process::{Child, Command};

/// The process group of a child.
pub(crate) struct Group {
    #[cfg(unix)]
    leader: Option<rustix::process::Pid>,
}

impl Group {
    /// Makes `command` the leader of a group of its own, and ends it when nobody waits for it any more.
    pub(crate) fn lead(command: &mut Command) {
        guard::start();
        command.kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
    }

    /// The group that `child` leads.
    #[cfg(unix)]
    pub(crate) fn of(child: &Child) -> Self {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        let leader = id.and_then(rustix::process::Pid::from_raw);
        if let Some(leader) = leader {
            guard::add(leader);
        }
        Self { leader }
    }

    #[cfg(not(unix))]
    pub(crate) fn of(_child: &Child) -> Self {
        Self {}
    }

    /// Its leader's id, which is the group's.
    #[cfg(unix)]
    pub(crate) fn id(&self) -> Option<rustix::process::Pid> {
        self.leader
    }

    /// Asks all of it to end.
    pub(crate) fn ask_to_end(&self) {
        #[cfg(unix)]
        if let Some(leader) = self.leader {
            let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::TERM);
            // What is stopped hears nothing.
            let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::CONT);
        }
    }

    /// The leader has ended by itself: what it left running was meant to stay.
    pub(crate) fn has_ended(self) {
        self.forget();
        std::mem::forget(self);
    }

    fn forget(&self) {
        #[cfg(unix)]
        if let Some(leader) = self.leader {
            guard::forget(leader);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(leader) = self.leader {
            let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::KILL);
        }
        self.forget();
    }
}
