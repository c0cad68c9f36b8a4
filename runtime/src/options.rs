//! What the runtime is told at start. Plain data, no defaults that depend on the machine; reading
//! `partykit.json` and flags is the CLI's.

use crate::clock::Clock;
use crate::cron::CronSchedule;
use crate::ids::PartyName;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

/// What is fixed for the life of a [`Runtime`](crate::Runtime).
#[derive(Debug)]
pub struct RuntimeOptions {
    /// Where connections come in: bound and non-blocking. Its port is known before the bundle is built, and what
    /// happens when a port is taken is the business of whoever binds it.
    pub listener: TcpListener,
    /// What connections are secured with; plain HTTP without it.
    pub tls: Option<Arc<rustls::ServerConfig>>,
    /// Where rooms keep their data.
    pub storage: StorageLocation,
    /// What becomes of sockets when a new build is swapped in.
    pub reload: ReloadRule,
    /// What crons go by.
    pub clock: Clock,
}

/// What becomes of a room's sockets when a new build is swapped in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReloadRule {
    /// Hibernating rooms keep theirs; those of others are closed with 1012.
    #[default]
    Auto,
    /// They stay open. To a room that does not hibernate its clients seem to connect again, with the same requests.
    Keep,
    /// They are closed with 1012.
    Restart,
}

/// What belongs to one build of the project and may change with a reload.
#[derive(Clone, Debug)]
pub struct ProjectOptions {
    /// The project's name: part of every room's storage identity.
    pub name: String,
    /// All parties, in config order, then `main`.
    pub parties: Vec<PartyName>,
    /// The variables of `room.env`, JSON types kept.
    pub vars: serde_json::Map<String, serde_json::Value>,
    /// The variables of `process.env`.
    pub process_env: Vec<(String, String)>,
    /// The names of KV namespaces, bound as `PARTYRS_KV_<name>`. Each is also a file name.
    pub kv: Vec<String>,
    /// The names of R2 buckets, bound as `PARTYRS_R2_<name>`. Each is also a file name.
    pub r2: Vec<String>,
    /// What is to run on schedule: names and when.
    pub crons: Vec<(String, CronSchedule)>,
    /// Static files, if the project serves any.
    pub assets: Option<AssetOptions>,
}

/// Where rooms keep their data.
#[derive(Clone, Debug)]
pub enum StorageLocation {
    /// In this folder, created on demand: `<folder>/<project>-Party_<party>/<object id>.sqlite`.
    Folder(PathBuf),
    /// In memory: kept over reloads, gone with the process.
    Memory,
}

/// Static files.
#[derive(Clone, Debug)]
pub struct AssetOptions {
    /// The folder that is served.
    pub folder: PathBuf,
    /// Whether navigations that match nothing get `index.html` with status 200.
    pub single_page_app: bool,
    /// Whether browsers are told of client builds (`--live`): pages that run [`LIVE_SCRIPT`](crate::LIVE_SCRIPT).
    pub live_reload: bool,
    /// The files of the client build, if there is one.
    pub built: Option<BuiltFiles>,
}

/// What a client build writes.
#[derive(Clone, Debug)]
pub struct BuiltFiles {
    /// Below which URL path the files are, like `/dist/`.
    pub url: String,
    /// Where they are: in the served folder, or elsewhere. What is not there may still be in the served folder.
    pub folder: PathBuf,
}
