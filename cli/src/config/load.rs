//! From config file, `.env` files and flags to a [`Project`]: precedence, paths, and what must be there.
//!
//! Weakest first: the config, `.env`, `.env.local`, flags. The environment of the process is never mixed in.

mod serve;

use super::decode::decode;
use super::discover::{self, Found, Part};
use super::document::{Kind, Node};
use super::file::{ConfigFile, CustomBuild, OneOrMany};
use super::flags::{ConfigFlags, Persist};
use super::paths::Paths;
use super::project::{Bindings, BuildCommand, Project, VarOrigin};
use super::{ProjectName, did_you_mean, dotenv, today, unsupported};
use crate::error::{Error, ErrorKind};

use indexmap::IndexMap;
use partyrs_runtime::PartyName;
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

/// The files that fill `process.env`, weakest first.
pub(crate) const ENV_NAMES: [&str; 2] = [".env", ".env.local"];

/// Reads the project around `cwd`.
pub(crate) fn load(flags: &ConfigFlags, cwd: &Path) -> Result<Project, Error> {
    let found = match &flags.config {
        Some(path) => Some(discover::named(&cwd.join(path))?),
        None => discover::upward(cwd)?,
    };
    let root = found
        .as_ref()
        .and_then(|found| found.document.file.parent())
        .unwrap_or(cwd);
    let paths = Paths {
        root: super::paths::clean(root),
        cwd: cwd.to_owned(),
        named: flags.config.is_some(),
    };
    let (config, mut warnings) = match &found {
        Some(found) => {
            let decoded = decode::<ConfigFile>(&found.document, found.node())?;
            (decoded.value, decoded.warnings)
        }
        None => (ConfigFile::default(), Vec::new()),
    };
    warnings.extend(unsupported::warnings(&config));
    warnings.extend(missing_date(flags, &config));
    let missing = match config.build.command {
        Some(_) => Missing::Later,
        None => Missing::Wrong,
    };
    Loader {
        flags,
        missing,
        paths,
        found: found.as_ref(),
    }
    .project(config, warnings)
}

impl Found {
    fn node(&self) -> &Node {
        match self.part {
            Part::Whole => &self.document.root,
            Part::PackageKey => self.document.root.get("partykit").unwrap_or(&self.document.root),
        }
    }

    fn file_name(&self) -> String {
        self.document
            .file
            .file_name()
            .unwrap_or_default()
            .display()
            .to_string()
    }
}

struct Loader<'a> {
    flags: &'a ConfigFlags,
    paths: Paths,
    found: Option<&'a Found>,
    missing: Missing,
}

/// What `.env` files say.
struct EnvFiles {
    /// The files, weakest first.
    files: Vec<PathBuf>,
    variables: IndexMap<String, String>,
    origins: IndexMap<String, VarOrigin>,
}

/// What a file that the config names and that is not there means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Missing {
    /// A mistake.
    Wrong,
    /// `build.command` may make it; a build that does not find it says so.
    Later,
}

impl Loader<'_> {
    fn project(&self, mut config: ConfigFile, warnings: Vec<String>) -> Result<Project, Error> {
        let EnvFiles {
            files: env_files,
            variables: env,
            mut origins,
        } = self.env()?;
        let name = self.name(&config)?;
        let main = self.main(config.main.as_deref())?;
        let parties = self.parties(&config.parties)?;
        let serve = self.serve(config.serve)?;
        let command = self.command(&mut config.build);
        let flag_vars = self.flags.vars.iter().cloned();
        let bindings = config.bindings.unwrap_or_default();
        let config_vars = config.vars.keys().map(|name| (name.clone(), VarOrigin::Config));
        let mut var_origins: IndexMap<_, _> = config_vars.collect();
        var_origins.append(&mut origins);
        var_origins.extend(
            self.flags
                .vars
                .iter()
                .map(|(name, _)| (name.clone(), VarOrigin::Flag)),
        );
        Ok(Project {
            var_origins,
            name,
            main,
            parties,
            host: self.flags.host.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
            port: self.flags.port.or(config.port.map(|port| port.0)),
            serve,
            persist: self.persist(config.persist.map(Persist::from)),
            // Not the config's variables: PartyKit's `process.env` has none of them either (row E03).
            process_env: env.clone().into_iter().chain(flag_vars.clone()).collect(),
            define: self.define(config.define, &env),
            vars: config
                .vars
                .into_iter()
                .chain(
                    env.into_iter()
                        .chain(flag_vars)
                        .map(|(name, value)| (name, Value::String(value))),
                )
                .collect(),
            command,
            alias: config.build.alias,
            minify: self.flags.minify || config.minify.unwrap_or(false),
            crons: config.crons,
            bindings: Bindings {
                kv: bindings.kv,
                r2: bindings.r2,
            },
            warnings,
            env_files,
            config_file: self.found.map(|found| found.document.file.clone()),
            root: self.paths.root.clone(),
        })
    }

    fn command(&self, build: &mut CustomBuild) -> Option<BuildCommand> {
        let command = build
            .command
            .take()
            .filter(|command| !command.trim().is_empty())?;
        let watch = build.watch.take().map(OneOrMany::into_vec);
        Some(BuildCommand {
            command,
            cwd: build
                .cwd
                .as_deref()
                .map_or_else(|| self.paths.root.clone(), |cwd| self.paths.other(cwd)),
            watch: watch
                .unwrap_or_else(|| vec!["src".to_owned()])
                .iter()
                .map(|path| self.paths.other(path))
                .collect(),
        })
    }

    /// The `.env` files and their variables: each found by itself, upward from the root.
    fn env(&self) -> Result<EnvFiles, Error> {
        let from = if self.paths.named {
            &self.paths.cwd
        } else {
            &self.paths.root
        };
        let named = self.flags.env_files.iter().map(|file| self.paths.typed(file));
        let files: Vec<PathBuf> = ENV_NAMES
            .iter()
            .filter_map(|name| discover::nearest(from, name))
            .chain(named)
            .collect();
        let (mut variables, mut origins) = (IndexMap::new(), IndexMap::new());
        for file in &files {
            let bytes = std::fs::read(file).map_err(|source| {
                Error::new(
                    ErrorKind::Config,
                    format!("cannot read `{}`", self.paths.shown(file)),
                )
                .caused_by(source)
            })?;
            for (name, value) in dotenv::parse(&String::from_utf8_lossy(&bytes)) {
                origins.insert(name.clone(), VarOrigin::File(file.clone()));
                variables.insert(name, value);
            }
        }
        Ok(EnvFiles {
            files,
            variables,
            origins,
        })
    }

    fn name(&self, config: &ConfigFile) -> Result<String, Error> {
        let Some(name) = &config.name else {
            return Ok(self.folder_name());
        };
        // In a config file of its own, a name is also part of a URL (conformance G08b).
        let is_strict = self.found.is_some_and(|found| found.part == Part::Whole);
        if is_strict && name.0.contains('_') {
            let error = Error::new(ErrorKind::Config, "Project name must be a valid url path");
            let hint = format!("use letters, digits and dashes: `{}`", name.0.replace('_', "-"));
            return Err(self.at(error, &["name"]).hint(hint));
        }
        Ok(name.0.clone())
    }

    fn folder_name(&self) -> String {
        let folder = self.paths.root.file_name().unwrap_or_default().to_string_lossy();
        ProjectName::suggested(&folder).map_or_else(|| "party".to_owned(), |name| name.to_string())
    }

    fn main(&self, configured: Option<&str>) -> Result<PathBuf, Error> {
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

    fn parties(&self, configured: &IndexMap<String, String>) -> Result<Vec<(PartyName, PathBuf)>, Error> {
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

    fn persist(&self, configured: Option<Persist>) -> Option<PathBuf> {
        match (&self.flags.persist, configured) {
            (Some(Persist::Folder(folder)), _) => Some(self.paths.typed(folder)),
            (Some(Persist::Off), _) | (None, Some(Persist::Off)) => None,
            (None, Some(Persist::Folder(folder))) => Some(self.paths.other(&folder.to_string_lossy())),
            (Some(Persist::Default), _) | (None, Some(Persist::Default) | None) => {
                Some(self.paths.root.join(".partykit").join("state"))
            }
        }
    }

    /// `--with-env` < config < `--define` (conformance B05d).
    fn define(
        &self,
        configured: IndexMap<String, String>,
        env: &IndexMap<String, String>,
    ) -> IndexMap<String, String> {
        let env = if self.flags.with_env {
            env.clone()
        } else {
            IndexMap::new()
        };
        env.into_iter()
            .map(|(name, value)| (name, Value::String(value).to_string()))
            .chain(configured)
            .chain(self.flags.define.iter().cloned())
            .collect()
    }

    /// Adds the place of the value that `path` leads to.
    fn at(&self, error: Error, path: &[&str]) -> Error {
        self.at_either(error, path, path)
    }

    fn at_either(&self, error: Error, path: &[&str], or: &[&str]) -> Error {
        let Some(found) = self.found else { return error };
        match found.node().at(path).or_else(|| found.node().at(or)) {
            Some(node) => error.at(found.document.place(node.span.clone())),
            None => error,
        }
    }

    /// Adds the place of the key `name` of `parties`.
    fn at_key(&self, error: Error, name: &str, hint: String) -> Error {
        let error = error.hint(hint);
        let Some(found) = self.found else { return error };
        let Some(Node {
            kind: Kind::Object(members),
            ..
        }) = found.node().get("parties")
        else {
            return error;
        };
        match members.iter().find(|member| member.key == name) {
            Some(member) => error.at(found.document.place(member.key_span.clone())),
            None => error,
        }
    }
}

/// `Could not find main: src/server.ts`, with the file that was probably meant.
fn missing_file(what: &str, written: &Path, path: &Path) -> Error {
    let error = Error::new(
        ErrorKind::Config,
        format!("Could not find {what}: {}", written.display()),
    );
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let siblings: Vec<String> = path
        .parent()
        .and_then(|folder| std::fs::read_dir(folder).ok())
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            entry
                .ok()
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
        })
        .collect();
    match did_you_mean(&name, siblings.iter().map(String::as_str)) {
        Some(meant) => error.hint(format!(
            "did you mean `{}`?",
            written.with_file_name(meant).display()
        )),
        None => error,
    }
}

fn party_name_hint(name: &str) -> String {
    let lower = name.to_lowercase();
    if PartyName::new(&lower).is_ok() {
        format!("party names are lower case: `{lower}`")
    } else {
        "use lower-case letters, digits, `-` and `_`".to_owned()
    }
}

/// PartyKit's warning about a date that is not there (conformance D18a): the platform needs one.
fn missing_date(flags: &ConfigFlags, config: &ConfigFile) -> Option<String> {
    if flags.compatibility_date.is_some() || config.compatibility_date.is_some() {
        return None;
    }
    let date = today();
    Some(format!(
        "No compatibilityDate specified in configuration, defaulting to {date}\n\
         add `\"compatibilityDate\": \"{date}\"` to your partykit.json,\n\
         or run with `--compatibility-date {date}`"
    ))
}

#[cfg(test)]
mod tests;
