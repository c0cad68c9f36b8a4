//! Which package manager a project uses, and its install.

use crate::error::{Error, ErrorKind};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// A package manager.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PackageManager {
    /// npm.
    #[default]
    Npm,
    /// pnpm.
    Pnpm,
    /// Yarn, any version.
    Yarn,
    /// Bun.
    Bun,
}

/// The lock files, by whom.
const LOCK_FILES: [(&str, PackageManager); 6] = [
    ("package-lock.json", PackageManager::Npm),
    ("npm-shrinkwrap.json", PackageManager::Npm),
    ("pnpm-lock.yaml", PackageManager::Pnpm),
    ("yarn.lock", PackageManager::Yarn),
    ("bun.lock", PackageManager::Bun),
    ("bun.lockb", PackageManager::Bun),
];

impl PackageManager {
    /// The one that started us (`npm_config_user_agent`), else the one that the nearest folder from `folder` upward
    /// uses, else npm.
    pub(crate) fn detect(user_agent: Option<&OsStr>, folder: &Path) -> Self {
        let started_by = user_agent.and_then(OsStr::to_str).and_then(Self::of_version);
        started_by
            .or_else(|| folder.ancestors().find_map(Self::used_in))
            .unwrap_or_default()
    }

    /// Its command.
    pub(crate) fn command(self) -> &'static str {
        match self {
            Self::Npm => "npm",
            Self::Pnpm => "pnpm",
            Self::Yarn => "yarn",
            Self::Bun => "bun",
        }
    }

    /// The install, as one would type it.
    pub(crate) fn install_line(self) -> String {
        format!("{} install", self.command())
    }

    /// How a script of package.json is run, as one would type it.
    pub(crate) fn run_line(self, script: &str) -> String {
        match self {
            Self::Npm | Self::Bun => format!("{} run {script}", self.command()),
            Self::Pnpm | Self::Yarn => format!("{} {script}", self.command()),
        }
    }

    /// Installs what `folder` needs; what the package manager says goes to the terminal as it comes.
    pub(crate) fn install(self, folder: &Path) -> Result<(), Error> {
        let line = self.install_line();
        let failed = |message: String| Error::new(ErrorKind::Other, message);
        if self == Self::Yarn {
            own_yarn_lock(folder)
                .map_err(|source| failed("cannot write `yarn.lock`".to_owned()).caused_by(source))?;
        }
        let mut command = Command::new(if cfg!(windows) {
            format!("{}.cmd", self.command())
        } else {
            self.command().into()
        });
        command.arg("install").current_dir(folder).stdin(Stdio::null());
        if self == Self::Npm {
            command.args(["--no-fund", "--no-audit"]);
        }
        let status = command.status().map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => failed(format!("`{}` is not installed", self.command())),
            _ => failed(format!("cannot run `{line}`")).caused_by(source),
        })?;
        if status.success() {
            Ok(())
        } else {
            Err(failed(format!("`{line}` failed")))
        }
    }

    fn used_in(folder: &Path) -> Option<Self> {
        let declared = fs::read_to_string(folder.join("package.json"))
            .ok()
            .and_then(|text| {
                let package: serde_json::Value = serde_json::from_str(&text).ok()?;
                Self::of_version(package.get("packageManager")?.as_str()?)
            });
        let locked = || {
            LOCK_FILES
                .iter()
                .find(|(file, _)| folder.join(file).is_file())
                .map(|(_, manager)| *manager)
        };
        declared.or_else(locked)
    }

    /// From `pnpm/9.0.0 npm/? node/…` or `pnpm@9.0.0`.
    fn of_version(text: &str) -> Option<Self> {
        match text.split(['/', '@']).next()? {
            "npm" => Some(Self::Npm),
            "pnpm" => Some(Self::Pnpm),
            "yarn" => Some(Self::Yarn),
            "bun" => Some(Self::Bun),
            _ => None,
        }
    }
}

/// Below another project, Yarn takes a folder for a part of that one unless it has a lock file of its own.
fn own_yarn_lock(folder: &Path) -> io::Result<()> {
    let lock = folder.join("yarn.lock");
    let is_below = folder
        .ancestors()
        .skip(1)
        .any(|above| above.join("package.json").is_file());
    if is_below && !lock.exists() {
        fs::write(lock, "")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_started_us_wins_over_lock_files_and_the_nearest_folder_over_those_above() {
        let root = tempfile::tempdir().unwrap();
        let inner = root.path().join("apps/inner");
        fs::create_dir_all(&inner).unwrap();
        let detect = |agent: Option<&str>| PackageManager::detect(agent.map(OsStr::new), &inner);
        assert_eq!(detect(None), PackageManager::Npm);
        fs::write(root.path().join("pnpm-lock.yaml"), "").unwrap();
        assert_eq!(detect(None), PackageManager::Pnpm);
        fs::write(
            root.path().join("apps/package.json"),
            r#"{ "packageManager": "yarn@4.1.0" }"#,
        )
        .unwrap();
        assert_eq!(detect(None), PackageManager::Yarn);
        fs::write(inner.join("bun.lock"), "").unwrap();
        assert_eq!(detect(None), PackageManager::Bun);
        assert_eq!(
            detect(Some("pnpm/9.0.0 npm/? node/v20.0.0 linux x64")),
            PackageManager::Pnpm
        );
        assert_eq!(detect(Some("cargo/1.0")), PackageManager::Bun);
    }
}
