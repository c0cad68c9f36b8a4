//! The modules of the parties: named, and there.

use super::super::did_you_mean;
use super::{Loader, Missing};
use crate::error::{Error, ErrorKind};
use indexmap::IndexMap;
use partyrs_runtime::PartyName;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// What the files of modules end in.
const MODULES: [&str; 8] = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"];

impl Loader<'_> {
    pub(super) fn main(&self, configured: Option<&str>) -> Result<PathBuf, Error> {
        if let Some(script) = &self.flags.script {
            let path = self.paths.typed(script);
            return if path.is_file() {
                Ok(path)
            } else {
                Err(missing_file("main", script, &path))
            };
        }
        let Some(main) = configured else {
            return Err(self.missing_main());
        };
        let path = self.paths.module(main);
        if path.is_file() || self.missing == Missing::Later {
            return Ok(path);
        }
        Err(self.at(missing_file("main", Path::new(main), &path), &["main"]))
    }

    fn missing_main(&self) -> Error {
        let run = "run a file: `partyrs dev src/server.ts`";
        match self.found {
            Some(found) => {
                let message = format!("Missing entry point: `{}` has no `main`", found.file_name());
                Error::new(ErrorKind::Config, message)
                    .hint(format!("add `\"main\": \"src/server.ts\"` to it, or {run}"))
            }
            None => Error::new(
                ErrorKind::Config,
                "Missing entry point: there is no `partykit.json` here or above",
            )
            .hint(format!("make a new project: `partyrs init`; or {run}")),
        }
    }

    pub(super) fn parties(
        &self,
        configured: &IndexMap<String, String>,
    ) -> Result<Vec<(PartyName, PathBuf)>, Error> {
        let checked = configured.iter().map(|(name, module)| {
            let Ok(party) = PartyName::new(name) else {
                let headline =
                    format!("Validation error: must satisfy /^[a-z0-9_-]+$/ at \"parties.{name}\"");
                return Err(self.at_key(
                    Error::new(ErrorKind::Config, headline),
                    name,
                    party_name_hint(name),
                ));
            };
            if name == PartyName::MAIN {
                let error = Error::new(ErrorKind::Config, "a party in `parties` cannot be called `main`");
                return Err(self.at_key(
                    error,
                    name,
                    "the field `main` names the module of that party".to_owned(),
                ));
            }
            let path = self.paths.module(module);
            if path.is_file() || self.missing == Missing::Later {
                return Ok((party, path));
            }
            Err(self.at(
                missing_file("party", Path::new(module), &path),
                &["parties", name],
            ))
        });
        checked.collect()
    }
}

/// `Could not find main: src/server.ts`, with the file that was probably meant.
fn missing_file(what: &str, written: &Path, path: &Path) -> Error {
    let error = Error::new(
        ErrorKind::Config,
        format!("Could not find {what}: {}", written.display()),
    );
    if path.is_dir() {
        return error.hint("it is a folder: name the module in it");
    }
    match file_meant(path) {
        Some(meant) => error.hint(format!(
            "did you mean `{}`?",
            written.with_file_name(meant).display()
        )),
        None => error.hint(format!("there is no file `{}`", path.display())),
    }
}

/// The module beside `path` that was probably meant: one that only has an extension more, else one that is called
/// nearly so.
fn file_meant(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy();
    let entries = std::fs::read_dir(path.parent()?).ok()?.flatten();
    let modules = entries.map(|entry| entry.path()).filter(|path| {
        let extension = path.extension().and_then(OsStr::to_str);
        extension.is_some_and(|extension| MODULES.contains(&extension)) && path.is_file()
    });
    let mut names: Vec<String> = modules
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    let without_extension = |other: &&str| Path::new(other).file_stem() == path.file_name();
    let others = || names.iter().map(String::as_str);
    let meant = others()
        .find(without_extension)
        .or_else(|| did_you_mean(&name, others()));
    meant.map(str::to_owned)
}

fn party_name_hint(name: &str) -> String {
    let lower = name.to_lowercase();
    if PartyName::new(&lower).is_ok() {
        format!("party names are lower case: `{lower}`")
    } else {
        "use lower-case letters, digits, `-` and `_`".to_owned()
    }
}
