//! New projects from the embedded templates: what is written, and that nothing is overwritten.
//!
//! A file `_x` becomes `.x`, so that the templates' own `.gitignore` and `.env.example` mean nothing in this
//! repository. Knows nothing of package managers' work or git, which come after (`package_manager`, `git`).

mod existing;
mod git;
mod package_manager;
mod template;

pub(crate) use existing::{Addition, Language, is_checked};
pub(crate) use git::{Committed, commit, is_in_repository};
pub(crate) use package_manager::PackageManager;
pub(crate) use template::Template;

use crate::error::{Error, ErrorKind};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file of a new project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewFile {
    /// Relative to the project.
    pub(crate) path: PathBuf,
    /// Its bytes.
    pub(crate) content: Vec<u8>,
}

/// The files of `files` that are already in `folder`.
pub(crate) fn conflicts<'a>(files: &'a [NewFile], folder: &Path) -> Vec<&'a Path> {
    let exists = |file: &&NewFile| folder.join(&file.path).symlink_metadata().is_ok();
    files
        .iter()
        .filter(exists)
        .map(|file| file.path.as_path())
        .collect()
}

/// Writes `files` into `folder`; whatever exists already is an error, never overwritten.
pub(crate) fn write(files: &[NewFile], folder: &Path) -> Result<(), Error> {
    for file in files {
        let path = folder.join(&file.path);
        write_new(&path, &file.content).map_err(|source| {
            Error::new(ErrorKind::Other, format!("cannot write `{}`", path.display())).caused_by(source)
        })?;
    }
    Ok(())
}

fn write_new(path: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)?
        .write_all(content)
}
