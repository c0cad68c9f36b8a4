//! What the paths of a config and of the command line are relative to.
//!
//! The config's folder is the root. Only under `--config`, PartyKit resolves everything but `main` and `parties` from
//! the working directory (conformance G16): there the working directory wins if the path exists below it.

use std::path::{Component, Path, PathBuf};

/// The folders that paths start from.
#[derive(Clone, Debug)]
pub(crate) struct Paths {
    /// The project root.
    pub(crate) root: PathBuf,
    /// The working directory.
    pub(crate) cwd: PathBuf,
    /// Whether `--config` named the config.
    pub(crate) named: bool,
}

impl Paths {
    /// A path from the command line.
    pub(crate) fn typed(&self, path: impl AsRef<Path>) -> PathBuf {
        clean(&self.cwd.join(path))
    }

    /// A module: `main` or one of `parties`.
    pub(crate) fn module(&self, path: &str) -> PathBuf {
        clean(&self.root.join(path))
    }

    /// Any other path of the config.
    pub(crate) fn other(&self, path: &str) -> PathBuf {
        let from_cwd = self.cwd.join(path);
        clean(&if self.named && from_cwd.exists() {
            from_cwd
        } else {
            self.root.join(path)
        })
    }

    /// A client entry: absolute when it is a file that only the working directory has, else as written.
    pub(crate) fn entry(&self, entry: String) -> String {
        let path = self.other(&entry);
        if path.starts_with(&self.root) || !path.exists() {
            entry
        } else {
            path.display().to_string()
        }
    }

    /// `path` as people want to read it: from the root, or from the working directory, else absolute.
    pub(crate) fn shown(&self, path: &Path) -> String {
        [&self.root, &self.cwd]
            .iter()
            .find_map(|folder| path.strip_prefix(folder).ok())
            .unwrap_or(path)
            .display()
            .to_string()
    }
}

/// `path` without `.` and `..`, as written: links are not followed.
pub(crate) fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => clean.push(component),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_resolved_as_written() {
        assert_eq!(clean(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert_eq!(clean(Path::new("/a/../../c")), Path::new("/c"));
    }
}
