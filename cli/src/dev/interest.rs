//! Which files matter to a build. Plain data and plain questions; watching them is `watch`'s.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Folders of a project that no source comes from.
const NEVER: [&str; 3] = ["node_modules", ".git", ".partykit"];

/// What one build depends on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interest {
    /// The project's folder, symbolic links resolved.
    root: PathBuf,
    /// What the last good build read.
    files: BTreeSet<PathBuf>,
    /// Folders whose settings (`tsconfig.json`, `package.json`) take part in the build.
    settings: BTreeSet<PathBuf>,
    /// Folders that nothing is expected from: what builds write.
    ignored: Vec<PathBuf>,
    /// Whether any file of the project may be what a failed build waits for.
    anything: Anything,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Anything {
    #[default]
    No,
    /// Whatever a build may read: it failed for want of something.
    Sources,
    /// Every file there is.
    Everything,
}

impl Interest {
    /// In nothing yet. `ignored` are folders that builds and rooms write to.
    pub(crate) fn new(root: PathBuf, ignored: Vec<PathBuf>) -> Self {
        Self {
            root,
            ignored,
            ..Self::default()
        }
    }

    /// In every file at or below `path`.
    pub(crate) fn everything_in(path: &Path, ignored: Vec<PathBuf>) -> Self {
        let mut interest = Self::new(path.to_owned(), ignored);
        interest.anything = Anything::Everything;
        interest.files = [path.to_owned()].into();
        interest
    }

    /// From now on builds and rooms write to `folders`.
    pub(crate) fn ignore(&mut self, folders: Vec<PathBuf>) {
        self.ignored = folders;
    }

    /// After a good build that read `files`.
    pub(crate) fn good(&mut self, files: BTreeSet<PathBuf>) {
        self.settings = files
            .iter()
            .filter_map(|file| file.parent())
            .filter(|folder| !folder.iter().any(|part| part == "node_modules"))
            .flat_map(|folder| {
                folder
                    .ancestors()
                    .take_while(|above| above.starts_with(&self.root))
            })
            .chain([self.root.as_path()])
            .map(Path::to_path_buf)
            .collect();
        self.files = files;
        self.anything = Anything::No;
    }

    /// After a failed build: what it lacks may come from anywhere in the project.
    pub(crate) fn failed(&mut self) {
        self.anything = Anything::Sources;
    }

    /// Whether a change of `path`, a file or a folder that came or went, may change the build.
    pub(crate) fn concerns(&self, path: &Path) -> bool {
        // Paths below a folder follow it in order.
        let next = self.files.range(path.to_path_buf()..).next();
        next.is_some_and(|file| file.starts_with(path))
            || self.is_settings(path)
            || (self.anything != Anything::No && self.may_help(path))
    }

    /// What the last good build read.
    pub(crate) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.iter()
    }

    /// The folders to watch.
    pub(crate) fn folders(&self) -> BTreeSet<PathBuf> {
        let parents = self
            .files
            .iter()
            .filter_map(|file| file.parent())
            .map(Path::to_path_buf);
        let mut folders: BTreeSet<_> = parents.chain(self.settings.iter().cloned()).collect();
        if self.anything != Anything::No {
            self.walk(&mut |folder| {
                folders.insert(folder.to_path_buf());
            });
            // A package that is installed shows here.
            folders.extend([self.root.join("node_modules")]);
        }
        folders.retain(|folder| folder.is_dir());
        folders
    }

    /// Whether something was written after `start`, when no watcher was there to tell. A time in the future is a
    /// clock that differs, and says nothing.
    pub(crate) fn changed_since(&self, start: SystemTime) -> bool {
        let now = SystemTime::now();
        let later = |metadata: Metadata| metadata.modified().is_ok_and(|time| time > start && time <= now);
        let written = |path: &Path| std::fs::metadata(path).is_ok_and(later);
        if self.files.iter().any(|file| written(file)) {
            return true;
        }
        let mut found = false;
        if self.anything != Anything::No {
            self.walk(&mut |folder| {
                let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
                found |= entries
                    .map(|entry| entry.path())
                    .any(|path| path.is_file() && written(&path));
            });
        }
        found
    }

    fn is_settings(&self, path: &Path) -> bool {
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let is_settings = name == "package.json"
            || ((name.starts_with("tsconfig") || name.starts_with("jsconfig")) && name.ends_with(".json"));
        is_settings && path.parent().is_some_and(|folder| self.settings.contains(folder))
    }

    fn may_help(&self, path: &Path) -> bool {
        let Ok(inside) = path.strip_prefix(&self.root) else {
            return false;
        };
        let installed = inside.starts_with("node_modules") && inside.components().count() == 2;
        let readable = match self.anything {
            Anything::No => false,
            Anything::Sources => is_source(path),
            Anything::Everything => !path.file_name().is_some_and(is_editors),
        };
        installed || (readable && !inside.iter().any(is_never) && !self.is_ignored(path))
    }

    fn is_ignored(&self, path: &Path) -> bool {
        self.ignored.iter().any(|folder| path.starts_with(folder))
    }

    /// Visits the folders of the project that sources may be in.
    fn walk(&self, visit: &mut dyn FnMut(&Path)) {
        let mut open = vec![self.root.clone()];
        while let Some(folder) = open.pop() {
            visit(&folder);
            let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
            let folders = folders.filter(|entry| !is_never(&entry.file_name()));
            open.extend(
                folders
                    .map(|entry| entry.path())
                    .filter(|path| !self.is_ignored(path)),
            );
        }
    }
}

fn is_never(name: &OsStr) -> bool {
    NEVER.iter().any(|never| name == *never)
}

/// Whether an editor keeps such a file beside the one it edits.
fn is_editors(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') || name.ends_with('~') || name.ends_with(".tmp") || name == "4913"
}

/// Whether a build may read such a file or look into such a folder. A log is neither: one that is written because
/// of a failed build must not cause the next.
fn is_source(path: &Path) -> bool {
    const EXTENSIONS: [&str; 21] = [
        "ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "json", "css", "txt", "wasm", "bin", "html",
        "svg", "png", "jpg", "gif", "webp", "woff", "woff2",
    ];
    let extension = path.extension().and_then(OsStr::to_str);
    let fits = extension.map_or_else(|| path.is_dir(), |extension| EXTENSIONS.contains(&extension));
    fits && !path.file_name().is_some_and(is_editors)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interest() -> Interest {
        Interest::new(PathBuf::from("/p"), vec![PathBuf::from("/p/public/dist")])
    }

    fn good() -> Interest {
        let mut interest = interest();
        let files = ["/p/src/a.ts", "/p/node_modules/x/i.js", "/q/b.ts"];
        interest.good(files.map(PathBuf::from).into());
        interest
    }

    #[test]
    fn a_good_build_waits_for_its_files_and_their_settings() {
        let interest = good();
        for path in [
            "/p/src/a.ts",
            "/p/src",
            "/p/node_modules/x/i.js",
            "/q/b.ts",
            "/p/tsconfig.base.json",
            "/p/package.json",
        ] {
            assert!(interest.concerns(Path::new(path)), "{path}");
        }
        for path in [
            "/p/src/new.ts",
            "/p/node_modules/x/package.json",
            "/q/package.json",
            "/p/lib/tsconfig.json",
        ] {
            assert!(!interest.concerns(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn a_failed_build_waits_for_anything_but_outputs() {
        let mut interest = good();
        interest.failed();
        for path in [
            "/p/src/new.ts",
            "/p/deep/er/x.css",
            "/p/node_modules/lodash",
            "/p/node_modules/x/i.js",
        ] {
            assert!(interest.concerns(Path::new(path)), "{path}");
        }
        for path in ["/p/dev.log", "/p/out", "/p/src/.a.ts.swp"] {
            assert!(!interest.concerns(Path::new(path)), "{path}");
        }
        for path in [
            "/p/public/dist/c.js",
            "/p/.git/index",
            "/p/src/.new.ts.swp",
            "/p/node_modules/y/i.js",
            "/q/c.ts",
        ] {
            assert!(!interest.concerns(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn folders_of_a_failed_build_leave_out_what_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_path_buf();
        for inside in ["src/deep", "node_modules/x/lib", "public/dist/a", ".git/refs"] {
            std::fs::create_dir_all(root.join(inside)).unwrap();
        }
        let mut interest = Interest::new(root.clone(), vec![root.join("public/dist")]);
        let before = SystemTime::now() - std::time::Duration::from_secs(5);
        interest.failed();
        assert!(!interest.changed_since(before));
        std::fs::write(root.join("src/deep/a.ts"), "").unwrap();
        assert!(interest.changed_since(before));
        let expected = ["", "node_modules", "public", "src", "src/deep"].map(|inside| match inside {
            "" => root.clone(),
            inside => root.join(inside),
        });
        assert_eq!(interest.folders().into_iter().collect::<Vec<_>>(), expected);
    }
}
