//! The search and the fetch over real files and real sockets: layouts in temporary folders, a registry on 127.0.0.1.

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::sync::Mutex;

use super::*;

mod fetch;
mod find;
mod server;
mod unavailable;

/// A place of its own for a test: a project, a home and a cache, none of which exist yet.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, path: &str) -> PathBuf {
        std::fs::canonicalize(self.0.path()).unwrap().join(path)
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    fn executable(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.write(path, content);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    /// A package folder as npm leaves it, with a binary of this machine in `bin`.
    fn package(&self, path: &str, name: &str, version: &str) -> PathBuf {
        self.manifest(path, name, version);
        self.executable(&format!("{path}/bin/esbuild"), binary::tests::native_head())
    }

    /// The package `esbuild` as it is before its install script ran: a script for Node.
    fn shim(&self, path: &str, version: &str) -> PathBuf {
        self.manifest(path, "esbuild", version);
        self.executable(&format!("{path}/bin/esbuild"), "#!/usr/bin/env node\n")
    }

    fn manifest(&self, path: &str, name: &str, version: &str) {
        let json = format!(r#"{{"name":"{name}","version":"{version}"}}"#);
        self.write(&format!("{path}/package.json"), json);
    }

    fn link(&self, path: &str, target: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(self.path(target), path).unwrap();
    }

    fn options(&self, env: &[(&str, &str)]) -> LocateOptions {
        let base = [
            ("HOME", self.path("home").display().to_string()),
            ("PARTYRS_CACHE", self.path("cache").display().to_string()),
            ("PREFIX", self.path("prefix").display().to_string()),
        ];
        let more = env.iter().map(|(name, value)| (*name, (*value).to_owned()));
        std::fs::create_dir_all(self.path("project")).unwrap();
        LocateOptions {
            explicit: None,
            root: self.path("project"),
            env: base.into_iter().chain(more).collect(),
        }
    }

    /// Searches with nothing to fetch from: `Err` is the message.
    async fn locate(&self, env: &[(&str, &str)]) -> Result<PathBuf, String> {
        const NOTHING: Pin = Pin {
            version: "9.9.9",
            packages: &[],
        };
        locate_or_fetch(&self.options(env), NOTHING, &|_| ())
            .await
            .map(|found| found.path)
            .map_err(|error| error.message)
    }
}

fn platform() -> &'static str {
    pinned::platform().unwrap()
}

/// What was told on the way.
#[derive(Default)]
struct Told(Mutex<Vec<Progress>>);

impl Told {
    fn listen(&self) -> impl Fn(Progress) + Sync + '_ {
        |progress| self.0.lock().unwrap().push(progress)
    }

    fn all(self) -> Vec<Progress> {
        self.0.into_inner().unwrap()
    }
}
