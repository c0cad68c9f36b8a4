//! What the command line says about the project. Stronger than the config; relative to the working directory.

use crate::config::CompatibilityDate;
use partyrs_runtime::ReloadRule;
use std::net::IpAddr;
use std::path::PathBuf;

/// The flags that change what a project is. All paths as typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct ConfigFlags {
    /// `[script]`: instead of `main`.
    pub(crate) script: Option<PathBuf>,
    /// `--config`: instead of looking for one.
    pub(crate) config: Option<PathBuf>,
    /// `--port`.
    pub(crate) port: Option<u16>,
    /// `--host`.
    pub(crate) host: Option<IpAddr>,
    /// `--env-file`, in order: stronger than `.env.local`.
    pub(crate) env_files: Vec<PathBuf>,
    /// `--serve`: instead of the whole of `serve`.
    pub(crate) serve: Option<PathBuf>,
    /// `--persist`.
    pub(crate) persist: Option<Persist>,
    /// `--var`, in order.
    pub(crate) vars: Vec<(String, String)>,
    /// `--define`, in order.
    pub(crate) define: Vec<(String, String)>,
    /// `--with-env`: every `.env` variable is a define.
    pub(crate) with_env: bool,
    /// `--minify`.
    pub(crate) minify: bool,
    /// `--no-crons`: crons run by hand only.
    pub(crate) no_crons: bool,
    /// `--reload`.
    pub(crate) reload: ReloadRule,
    /// `--compatibility-date`: with it, the config needs none.
    pub(crate) compatibility_date: Option<CompatibilityDate>,
}

/// Where rooms keep their data, as written in the config or after `--persist`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Persist {
    /// In `.partykit/state`.
    Default,
    /// In memory.
    Off,
    /// In this folder.
    Folder(PathBuf),
}

impl From<&str> for Persist {
    /// What follows `--persist`, or a string as the config's `persist`.
    fn from(text: &str) -> Self {
        match text {
            "" | "true" => Self::Default,
            "false" => Self::Off,
            folder => Self::Folder(folder.into()),
        }
    }
}
