//! Hosts PartyKit rooms: one QuickJS isolate per room behind HTTP and WebSocket, with durable storage.
//!
//! The runtime prints nothing, reads no config file and installs no signal handler; it reports
//! [`RuntimeEvent`]s to whoever started it.

mod body;
mod bundle;
mod client_build;
mod clock;
mod cron;
mod error;
mod event;
mod ids;
mod isolate;
mod limits;
mod lock;
mod memory;
mod node;
mod options;
mod room;
mod runtime;
mod server;
mod storage;
mod web;

pub use bundle::{Bundle, BundleModule, PartyLayer};
pub use client_build::{BrokenBuild, BuildProblem, Changes, ClientBuild};
pub use clock::Clock;
pub use cron::{BadCron, CronSchedule};
pub use error::{LoadError, StartError};
pub use event::{ConsoleLevel, Exception, Origin, RuntimeEvent, SourcePosition, StackFrame};
pub use ids::{BadPartyName, PartyName, RoomId, RoomKey};
pub use node::node_modules;
pub use options::{AssetOptions, BuiltFiles, ProjectOptions, ReloadRule, RuntimeOptions, StorageLocation};
pub use runtime::{Reloaded, Reporter, Runtime};
pub use server::live_reload::LIVE_SCRIPT;
pub use server::standby::Standby;
