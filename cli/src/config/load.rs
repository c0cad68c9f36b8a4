//! From config file, `.env` files and flags to a [`Project`]: precedence, paths, and what must be there.
//!
//! Weakest first: the config, `.env`, `.env.local`, flags. The environment of the process is never mixed in.

mod bindings;
mod crons;
mod modules;
mod serve;
mod variables;

use super::decode::decode;
use super::discover::{self, Found, Part};
use super::document::{Kind, Node};
use super::file::{ConfigFile, CustomBuild, OneOrMany};
use super::flags::{ConfigFlags, Persist};
use super::paths::Paths;
use super::project::{BuildCommand, Project, VarOrigin};
use super::{ProjectName, today, unsupported};
use crate::error::{Error, ErrorKind};
use indexmap::IndexMap;
use serde_json::Value;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use variables::EnvFiles;

/// The files of variables, weakest first.
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
            let repeated = found.repeated();
            (decoded.value, repeated.chain(decoded.warnings).collect())
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

    /// What of the file does not count; all of package.json but its key is others' business.
    fn repeated(&self) -> impl Iterator<Item = String> {
        let is_ours = self.part == Part::Whole;
        self.document.warnings().filter(move |_| is_ours)
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
        let bindings = self.bindings(config.bindings)?;
        let crons = self.crons(&config.crons)?;
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
            crons,
            ai: config.ai.filter(Value::is_object),
            vectorize: names(config.vectorize.as_ref()),
            runs_crons: !self.flags.no_crons,
            reload: self.flags.reload,
            bindings,
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

/// The keys of an object.
fn names(object: Option<&Value>) -> Vec<String> {
    let object = object.and_then(Value::as_object);
    object
        .map(|members| members.keys().cloned().collect())
        .unwrap_or_default()
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
