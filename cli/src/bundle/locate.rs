//! Finding esbuild: the one the user names, the project's, the PATH's, our cache's; else fetching a pinned one.
//!
//! Invariant: a fetched program runs only after its package matched the pinned sha512. Nothing is fetched when the
//! machine has a usable esbuild, and nothing but that one package is ever fetched. Does not start the build.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

mod binary;
mod cache;
mod candidates;
mod download;
mod environment;
mod failure;
mod npm_config;
mod pinned;
mod registry;
mod tls;
mod version;

pub(crate) use cache::folder as cache_folder;
pub(crate) use environment::Environment;

use crate::error::{Error, ErrorKind};
use binary::Kind;
use failure::Failure;
use pinned::{PINNED, Pin};
use registry::Registry;
use version::{OLDEST, Version};

/// What decides where esbuild is looked for.
#[derive(Clone, Debug)]
pub(crate) struct LocateOptions {
    /// The value of `--esbuild`. `PARTYRS_ESBUILD` in `env` counts when this is `None`.
    pub(crate) explicit: Option<PathBuf>,
    /// The project's folder.
    pub(crate) root: PathBuf,
    /// The environment variables.
    pub(crate) env: Environment,
}

/// An esbuild that can be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Esbuild {
    /// The program.
    pub(crate) path: PathBuf,
}

/// What the user may want to know while esbuild is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// A program was found and is not used; `reason` is a fragment such as "version 0.17.3 is older than 0.19.0".
    Skipped { path: PathBuf, reason: String },
    /// The machine has none: the pinned version is being fetched.
    Downloading { version: &'static str },
    /// It was fetched, verified and cached.
    Downloaded { took: Duration },
}

/// Finds esbuild, or fetches and caches it. Fetching takes seconds and, without a network, ends in an error that
/// names every place that was looked at.
pub(crate) async fn locate(
    options: &LocateOptions,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Esbuild, Error> {
    locate_or_fetch(options, PINNED, progress).await
}

async fn locate_or_fetch(
    options: &LocateOptions,
    pin: Pin,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Esbuild, Error> {
    if let Some(path) = &options.explicit {
        return named(path, "--esbuild");
    }
    if let Some(path) = options.env.path("PARTYRS_ESBUILD") {
        return named(&path, "PARTYRS_ESBUILD");
    }
    let mut search = Search {
        options,
        progress,
        seen: HashSet::new(),
        looked: Vec::new(),
    };
    if let Some(path) = search.in_project().await {
        return Ok(Esbuild { path });
    }
    if let Some(path) = search.on_path().await {
        return Ok(Esbuild { path });
    }
    search.in_cache_or_fetched(pin).await
}

/// Checks the program the user named with `setting`. Any version will do: they asked for it.
fn named(path: &Path, setting: &str) -> Result<Esbuild, Error> {
    let what = match Kind::of(path) {
        Kind::Native | Kind::Script => {
            let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            return Ok(Esbuild { path });
        }
        Kind::Foreign => "is a program for another system or processor",
        Kind::Unusable => "is not a program that can be run",
        Kind::Missing => "does not exist",
    };
    let message = format!("`{}`, named by `{setting}`, {what}", path.display());
    let hint = format!("let `{setting}` name the esbuild program itself, or leave it out to have one found");
    Err(Error::new(ErrorKind::Config, message).hint(hint))
}

/// A search under way, with what to tell if it ends without a program.
struct Search<'a> {
    options: &'a LocateOptions,
    progress: &'a (dyn Fn(Progress) + Sync),
    /// Programs already judged: several layouts lead to the same one.
    seen: HashSet<PathBuf>,
    /// Each place, with what was found there: a line each in the error.
    looked: Vec<String>,
}

impl Search<'_> {
    async fn in_project(&mut self) -> Option<PathBuf> {
        let root = std::fs::canonicalize(&self.options.root).unwrap_or_else(|_| self.options.root.clone());
        self.looked.push(format!(
            "`{}` and the folders above it: no usable one",
            root.join("node_modules").display()
        ));
        let platform = pinned::platform()?;
        for package in candidates::packages(&root, platform) {
            if let Some(path) = self.of_package(&package).await {
                return Some(path);
            }
        }
        None
    }

    async fn on_path(&mut self) -> Option<PathBuf> {
        self.looked
            .push("the folders on the `PATH`: no usable one".to_owned());
        let path = self.options.env.os("PATH")?;
        // A relative folder would mean another program in each project.
        for folder in std::env::split_paths(path).filter(|folder| folder.is_absolute()) {
            let program = folder.join("esbuild");
            let found = match Kind::of(&program) {
                Kind::Native | Kind::Foreign => self.judge(&program, None).await,
                Kind::Script => self.behind_script(&program).await,
                Kind::Unusable | Kind::Missing => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// npm's script only starts the binary of a package near by: found, it is used without Node.
    async fn behind_script(&mut self, script: &Path) -> Option<PathBuf> {
        if let (Some(platform), Some(package)) = (pinned::platform(), package_of(script)) {
            for package in candidates::of_esbuild(&package, platform) {
                if let Some(path) = self.of_package(&package).await {
                    return Some(path);
                }
            }
        }
        self.judge(script, None).await
    }

    async fn of_package(&mut self, package: &Path) -> Option<PathBuf> {
        let program = package.join("bin/esbuild");
        match Kind::of(&program) {
            Kind::Native | Kind::Foreign => self.judge(&program, Version::of_package(package)).await,
            Kind::Script | Kind::Unusable | Kind::Missing => None,
        }
    }

    /// Decides about a program that is there; it is asked for its version only when no package tells it.
    async fn judge(&mut self, program: &Path, version: Option<Version>) -> Option<PathBuf> {
        let real = std::fs::canonicalize(program).unwrap_or_else(|_| program.to_owned());
        if !self.seen.insert(real) {
            return None;
        }
        if Kind::of(program) == Kind::Foreign {
            return self.skip(program, "it is for another system or processor".to_owned());
        }
        let told = version.or_else(|| Version::of_package(&package_of(program)?));
        let version = match told {
            Some(version) => Some(version),
            None => binary::version(program).await,
        };
        match version {
            Some(version) if version >= OLDEST => Some(program.to_owned()),
            Some(version) => self.skip(program, format!("version {version} is older than {OLDEST}")),
            None => self.skip(program, "it does not answer to `--version`".to_owned()),
        }
    }

    fn skip(&mut self, program: &Path, reason: String) -> Option<PathBuf> {
        self.looked.push(format!("`{}`: {reason}", program.display()));
        (self.progress)(Progress::Skipped {
            path: program.to_owned(),
            reason,
        });
        None
    }

    async fn in_cache_or_fetched(mut self, pin: Pin) -> Result<Esbuild, Error> {
        let Some(folder) = cache::folder(&self.options.env) else {
            return Err(self.failed(Failure::NoCache));
        };
        let program = cache::program(&folder, pin.version);
        if Kind::of(&program) == Kind::Native {
            return Ok(Esbuild { path: program });
        }
        self.looked.push(format!("`{}`: not there", program.display()));
        match self.fetch(pin, &program).await {
            Ok(()) => Ok(Esbuild { path: program }),
            Err(failure) => Err(self.failed(failure)),
        }
    }

    async fn fetch(&mut self, pin: Pin, program: &Path) -> Result<(), Failure> {
        let pinned = pinned::platform().and_then(|platform| Some((platform, pin.integrity(platform)?)));
        let Some((platform, integrity)) = pinned else {
            return Err(Failure::NoPin);
        };
        let started = Instant::now();
        let registry = Registry::configured(&self.options.env, &self.options.root)?;
        let url = registry.tarball(platform, pin.version)?;
        self.looked.push(registry.asked(&url));
        (self.progress)(Progress::Downloading { version: pin.version });
        let package = download::verified(&registry, url, integrity).await?;
        let program = program.to_owned();
        tokio::task::spawn_blocking(move || cache::install(&package, &program))
            .await
            .map_err(|error| Failure::Network(error.to_string()))??;
        let took = started.elapsed();
        (self.progress)(Progress::Downloaded { took });
        Ok(())
    }

    fn failed(self, failure: Failure) -> Error {
        let mut message = format!(
            "esbuild was not found, and fetching it failed: {}\nlooked for it in",
            failure.words()
        );
        for place in &self.looked {
            message.push_str("\n  ");
            message.push_str(place);
        }
        Error::new(ErrorKind::Build, message).hint(failure.hint())
    }
}

/// The package folder of a program at `<package>/bin/esbuild`, through links.
fn package_of(program: &Path) -> Option<PathBuf> {
    let real = std::fs::canonicalize(program).ok()?;
    Some(real.parent()?.parent()?.to_owned())
}

#[cfg(test)]
mod tests;
