//! The project as the rest of the program uses it: paths absolute, maps merged, names checked.

use super::{ConfigFlags, discover, load};
use crate::error::Error;
use indexmap::IndexMap;
use partyrs_runtime::{CronSchedule, PartyName, ReloadRule};
use serde_json::Value;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// A project, ready to build and run.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    /// The project root: the config's folder, or the working directory without one. Paths in messages are shown
    /// relative to it.
    pub root: PathBuf,
    /// The file the config was read from: `partykit.json`, `.json5`, `.jsonc` or `package.json`.
    pub config_file: Option<PathBuf>,
    /// The `.env` files that were read, weakest first.
    pub env_files: Vec<PathBuf>,
    /// The project's name; the root's folder name when the config has none.
    pub name: String,
    /// The main party's module, absolute.
    pub main: PathBuf,
    /// The other parties in config order, with their modules, absolute.
    pub parties: Vec<(PartyName, PathBuf)>,
    /// The address to listen on.
    pub host: IpAddr,
    /// The port that was asked for; none means 1999 or the next free one.
    pub port: Option<u16>,
    /// Static files and the client build.
    pub serve: Option<Serve>,
    /// Where rooms keep their data; none means in memory.
    pub persist: Option<PathBuf>,
    /// `room.env`: config `vars` < `.env` < `.env.local` < `--env-file` < `--var`.
    pub vars: serde_json::Map<String, Value>,
    /// Where each of `vars` comes from.
    pub var_origins: IndexMap<String, VarOrigin>,
    /// esbuild defines of server and client: config < `--define`.
    pub define: IndexMap<String, String>,
    /// The server bundle's `build.alias`.
    pub alias: IndexMap<String, String>,
    /// `build.command`, if there is one.
    pub command: Option<BuildCommand>,
    /// Whether the server bundle is minified.
    pub minify: bool,
    /// Cron name to expression.
    pub crons: IndexMap<String, CronSchedule>,
    /// Whether crons run on schedule, not only by hand.
    pub runs_crons: bool,
    /// What becomes of sockets at a reload.
    pub reload: ReloadRule,
    /// Names of the KV namespaces and R2 buckets that rooms see.
    pub bindings: Bindings,
    /// `ai` in full: what rooms see as `context.ai`.
    pub ai: Option<serde_json::Value>,
    /// The names of vector indexes.
    pub vectorize: Vec<String>,
    /// What the user should know: ignored or unsupported fields. Several lines each are possible.
    pub warnings: Vec<String>,
}

impl Project {
    /// Reads the project around `cwd`: config, `.env` files, flags. Can be called again when a file changed.
    pub(crate) fn load(flags: &ConfigFlags, cwd: &Path) -> Result<Self, Error> {
        load::load(flags, cwd)
    }

    /// The files whose change means a new [`Project::load`], also those that do not exist yet.
    pub(crate) fn watched_files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = self.config_file.iter().chain(&self.env_files).cloned().collect();
        let possible = discover::CONFIG_NAMES.iter().chain(&load::ENV_NAMES);
        files.extend(possible.map(|name| self.root.join(name)));
        files.sort();
        files.dedup();
        files
    }

    /// `process.env`: all of `vars` as text, since that is what it holds; what is no string as JSON.
    pub(crate) fn process_env(&self) -> Vec<(String, String)> {
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let vars = self.vars.iter();
        vars.map(|(name, value)| (name.clone(), text(value))).collect()
    }

    /// `path` as people want to read it: relative to the root if it lies below.
    pub(crate) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root)
            .unwrap_or(path)
            .display()
            .to_string()
    }
}

/// Where a variable comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum VarOrigin {
    /// `vars` in the config.
    Config,
    /// This file.
    File(PathBuf),
    /// `--var`.
    Flag,
}

/// `build.command`: runs before anything is built.
#[derive(Clone, Debug)]
pub(crate) struct BuildCommand {
    /// For the shell.
    pub command: String,
    /// The folder it runs in, absolute.
    pub cwd: PathBuf,
    /// The folders and files that make it run again, absolute.
    pub watch: Vec<PathBuf>,
}

/// `serve`: static files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Serve {
    /// The asset root, absolute.
    pub path: PathBuf,
    /// The client build, if there is one.
    pub build: Option<ClientBuild>,
    /// Whether navigations that match nothing get `index.html`.
    pub single_page_app: bool,
}

/// `serve.build`: the client bundle.
#[derive(Clone, Debug)]
pub(crate) struct ClientBuild {
    /// Entry points: paths relative to the root, or package specifiers.
    pub entry: Vec<String>,
    /// The output folder, absolute; below the asset root: what browsers call it by.
    pub outdir: PathBuf,
    /// Where files are written: there, or elsewhere so that nobody else's are overwritten.
    pub written_to: PathBuf,
    /// esbuild's `bundle`.
    pub bundle: bool,
    /// esbuild's `splitting`.
    pub splitting: bool,
    /// esbuild's `external`.
    pub external: Vec<String>,
    /// esbuild's `minify`.
    pub minify: bool,
    /// esbuild's `format`: `esm`, `cjs` or `iife`.
    pub format: String,
    /// External source maps.
    pub sourcemap: bool,
    /// esbuild's `alias`.
    pub alias: IndexMap<String, String>,
    /// Defines on top of the project's.
    pub define: IndexMap<String, String>,
    /// Extension (with dot) to loader.
    pub loader: IndexMap<String, String>,
    /// Whether the page reloads itself after a build (`--live`).
    pub live: bool,
}

impl ClientBuild {
    /// Below which URL path the files are, like `/dist/`; `None` if browsers cannot reach them.
    pub(crate) fn url(&self, serve: &Serve) -> Option<String> {
        let inside = self.outdir.strip_prefix(&serve.path).ok()?;
        let inside = inside.to_string_lossy().replace('\\', "/");
        Some(format!("/{inside}/").replace("//", "/"))
    }
}

/// `bindings`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bindings {
    /// KV: name to namespace.
    pub kv: IndexMap<String, String>,
    /// R2: name to bucket.
    pub r2: IndexMap<String, String>,
}
