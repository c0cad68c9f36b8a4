//! The side of a session that runs `build.command`: at the start before anything is built, later when a file it
//! watches is saved. Invariants: at most one run goes on; what a run writes itself does not start another one.

use super::event::{Changed, Round, SessionEvent};
use super::interest::Interest;
use crate::bundle::custom_build;
use crate::config::Project;
use crate::config::project::BuildCommand;
use crate::error::Error;
use crate::terminal::Terminal;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

/// How far the times of files may lag behind the clock.
const CLOCK_LAG: Duration = Duration::from_millis(10);

/// The runs of the command.
pub(super) struct CommandSide {
    events: mpsc::Sender<SessionEvent>,
    terminal: Terminal,
    /// What the command depends on; empty without a command.
    pub(super) interests: Vec<Interest>,
    round: Round,
    /// Dropping it ends the command.
    run: Option<AbortOnDropHandle<()>>,
    began: SystemTime,
    ended: SystemTime,
    follows: Follows,
}

/// What waits for the command to end well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follows {
    /// Both builds.
    Builds,
    /// Nothing: what it writes is noticed as any other change.
    Nothing,
}

impl CommandSide {
    pub(super) fn new(events: mpsc::Sender<SessionEvent>, terminal: Terminal) -> Self {
        Self {
            events,
            terminal,
            interests: Vec::new(),
            round: Round::default(),
            run: None,
            began: SystemTime::UNIX_EPOCH,
            ended: SystemTime::UNIX_EPOCH,
            follows: Follows::Nothing,
        }
    }

    /// Takes what the project says. Whether builds have to wait, since the command runs before them.
    pub(super) fn begin(&mut self, project: &Project, written: Vec<PathBuf>) -> bool {
        self.run = None;
        let Some(command) = &project.command else {
            self.interests.clear();
            return false;
        };
        let watched = command.watch.iter();
        self.interests = watched
            .map(|path| Interest::everything_in(path, written.clone()))
            .collect();
        self.follows = Follows::Builds;
        self.start(command);
        true
    }

    /// Runs the command again if `changed` is its business.
    pub(super) fn on_files_changed(&mut self, project: &Project, changed: &Changed) {
        let Some(command) = &project.command else { return };
        let matters = |path: &PathBuf| {
            self.interests.iter().any(|interest| interest.concerns(path)) && !self.has_written(path)
        };
        if changed.paths.iter().any(matters) {
            self.start(command);
        }
    }

    /// Takes the end of the run `round`: whether the builds are to begin.
    pub(super) fn ended(&mut self, round: Round, result: &Result<(), Error>) -> bool {
        if round != self.round {
            return false;
        }
        self.run = None;
        self.ended = SystemTime::now();
        result.is_ok() && std::mem::replace(&mut self.follows, Follows::Nothing) == Follows::Builds
    }

    /// Ends the command.
    pub(super) async fn stop(&mut self) {
        if let Some(run) = self.run.take() {
            run.abort();
            // Until then the command is not told to end.
            let _ = run.await;
        }
    }

    fn start(&mut self, command: &BuildCommand) {
        self.round = self.round.next();
        self.began = SystemTime::now();
        let (round, events, command) = (self.round, self.events.clone(), command.clone());
        let stdout = self.terminal.stdout_of_children();
        // The run before ends first: two would write the same files.
        self.run = None;
        self.run = Some(AbortOnDropHandle::new(tokio::spawn(async move {
            let result = custom_build::run(&command, stdout).await;
            // Fails only when the session has ended.
            let _ = events.send(SessionEvent::CommandEnded(round, result)).await;
        })));
    }

    /// Whether the last run wrote `path`, as far as its time tells; while it goes on, every change may be its own.
    fn has_written(&self, path: &Path) -> bool {
        let Ok(time) = std::fs::metadata(path).and_then(|metadata| metadata.modified()) else {
            return self.run.is_some();
        };
        let until = if self.run.is_some() {
            SystemTime::now()
        } else {
            self.ended
        };
        (self.began - CLOCK_LAG..=until).contains(&time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_a_run_writes_starts_no_other_one() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, mut events) = mpsc::channel(4);
        let mut side = CommandSide::new(sender, Terminal::new());
        side.start(&BuildCommand {
            command: "echo made > made.ts".to_owned(),
            cwd: folder.path().to_owned(),
            watch: Vec::new(),
        });
        let Some(SessionEvent::CommandEnded(round, result)) = events.recv().await else {
            panic!("not an end")
        };
        assert!(result.is_ok());
        side.ended(round, &result);
        assert!(side.has_written(&folder.path().join("made.ts")));
        tokio::time::sleep(CLOCK_LAG).await;
        std::fs::write(folder.path().join("made.ts"), "by hand").unwrap();
        assert!(!side.has_written(&folder.path().join("made.ts")));
        assert!(!side.has_written(&folder.path().join("gone.ts")));
    }
}
