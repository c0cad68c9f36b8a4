//! The project of a session: read, and read again when its config changes. Invariant: a config that is wrong is
//! reported and changes nothing.

use super::{Load, report};
use crate::config::Project;
use crate::terminal::Terminal;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the config says.
pub(super) struct Settings {
    load: Load,
    /// The one at the start.
    first: Arc<Project>,
    /// The last one that was right.
    pub(super) project: Arc<Project>,
    state: State,
}

/// How the config was when it was read last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It is in use.
    Right,
    /// The one before is in use.
    Wrong,
}

impl Settings {
    pub(super) fn new(load: Load, project: Project) -> Self {
        let project = Arc::new(project);
        Self {
            load,
            first: Arc::clone(&project),
            project,
            state: State::Right,
        }
    }

    /// Reads the config again; whether there is something to build for.
    pub(super) fn reload(&mut self, terminal: &Terminal) -> bool {
        let project = match (self.load)() {
            Ok(project) => project,
            Err(error) => {
                terminal.error(&error);
                self.state = State::Wrong;
                return false;
            }
        };
        let was_wrong = std::mem::replace(&mut self.state, State::Right) == State::Wrong;
        // Everything a project says shows in its debug text; the order of its maps counts.
        if !was_wrong && format!("{project:?}") == format!("{:?}", self.project) {
            return false;
        }
        report::project(&project, Some(&self.project), terminal);
        self.warn_of_fixed(&project, terminal);
        self.project = Arc::new(project);
        true
    }

    /// Says what stays as it was at the start, whatever the config says `now`; once for each edit.
    fn warn_of_fixed(&self, now: &Project, terminal: &Terminal) {
        let is_news = |of: fn(&Project) -> String| of(now) != of(&self.first) && of(now) != of(&self.project);
        let port = |project: &Project| format!("{:?}", (project.host, project.port));
        let persist = |project: &Project| format!("{:?}", project.persist);
        let name = |project: &Project| project.name.clone();
        let fixed = [
            ("`port`", is_news(port)),
            ("`persist`", is_news(persist)),
            ("`name`", is_news(name)),
        ];
        for (field, _) in fixed.iter().filter(|(_, is_news)| *is_news) {
            terminal.warning(&format!(
                "{field} has changed: restart partyrs to use the new one"
            ));
        }
    }

    /// The files a new project would be read from, as the watcher names them.
    pub(super) fn files(&self) -> BTreeSet<PathBuf> {
        self.project
            .watched_files()
            .iter()
            .map(|file| resolved(file))
            .collect()
    }

    /// The folders that builds and rooms write to.
    pub(super) fn written_folders(&self) -> Vec<PathBuf> {
        let serve = self.project.serve.as_ref();
        let build = serve.and_then(|serve| serve.build.as_ref());
        // Also where another session may write.
        let client = build
            .into_iter()
            .flat_map(|build| [&build.outdir, &build.written_to]);
        let folders = client.chain(&self.project.persist);
        folders.map(|folder| resolved(folder)).collect()
    }
}

/// `path` with symbolic links resolved in the part of it that exists.
fn resolved(path: &Path) -> PathBuf {
    let existing = path
        .ancestors()
        .find_map(|above| Some((above, above.canonicalize().ok()?)));
    match existing {
        Some((above, real)) => path
            .strip_prefix(above)
            .map_or_else(|_| real.clone(), |rest| real.join(rest)),
        None => path.to_owned(),
    }
}
