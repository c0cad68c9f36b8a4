//! Where a session writes the client. Invariant: two sessions never write into one folder, since each bakes its own
//! address into what it builds. A folder is taken by the system's lock on it, which ends with the process.

use super::Load;
use crate::bundle::esbuild::scratch_folder;
use crate::config::Project;
use crate::error::Error;
use crate::terminal::Terminal;
use std::fs::File;
use std::path::Path;
use tempfile::TempDir;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ClientRule {
    /// Into the project, where PartyKit has it, unless another session does.
    #[default]
    InProject,
    /// Anywhere but in the project.
    Aside,
}

/// Where the client is written.
#[derive(Debug)]
pub(super) enum ClientOutput {
    /// Where the config says; the folder is locked, if there is one and the system has locks.
    InProject { _lock: Option<File> },
    /// In a folder that goes with the session.
    Aside(TempDir),
}

impl ClientOutput {
    /// Decides for `project`.
    pub(super) fn choose(project: &Project, rule: ClientRule, terminal: &Terminal) -> Result<Self, Error> {
        let build = project.serve.as_ref().and_then(|serve| serve.build.as_ref());
        let Some(build) = build else {
            return Ok(Self::InProject { _lock: None });
        };
        if rule == ClientRule::Aside {
            return Ok(Self::Aside(scratch_folder()?));
        }
        match lock(&build.outdir) {
            Taken::Ours(lock) => Ok(Self::InProject { _lock: lock }),
            Taken::Theirs => {
                terminal.note(&format!(
                    "Another partyrs builds into {}: this one keeps its client elsewhere",
                    project.shown(&build.outdir)
                ));
                Ok(Self::Aside(scratch_folder()?))
            }
        }
    }

    /// Has `project` write there.
    pub(super) fn redirect(&self, project: &mut Project) {
        let build = project.serve.as_mut().and_then(|serve| serve.build.as_mut());
        if let (Self::Aside(folder), Some(build)) = (self, build) {
            let folder = folder.path();
            // esbuild resolves links, so relative paths fit only between resolved ones.
            build.written_to = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        }
    }

    /// The same for every project that `load` reads, as long as it is kept.
    pub(super) fn redirecting(self, load: Load) -> Load {
        Box::new(move || {
            let mut project = load()?;
            self.redirect(&mut project);
            Ok(project)
        })
    }
}

enum Taken {
    Ours(Option<File>),
    Theirs,
}

/// Takes `folder`. Where folders cannot be locked, everybody has it.
fn lock(folder: &Path) -> Taken {
    let opened = std::fs::create_dir_all(folder).and_then(|()| File::open(folder));
    let Ok(file) = opened else {
        // The build will say so.
        return Taken::Ours(None);
    };
    match file.try_lock() {
        Ok(()) => Taken::Ours(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => Taken::Theirs,
        Err(std::fs::TryLockError::Error(_)) => Taken::Ours(None),
    }
}
