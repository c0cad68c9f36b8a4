//! The runtime as its user sees it: start, reload, shut down. Owns the server and the rooms; a bundle that does
//! not load changes nothing.

use crate::bundle::Bundle;
use crate::error::{LoadError, StartError};
use crate::event::RuntimeEvent;
use crate::options::{ProjectOptions, RuntimeOptions};
use std::net::SocketAddr;
use std::sync::Arc;

/// Where browsers listen for client builds: a stream of server-sent `change` events.
pub const LIVE_RELOAD_PATH: &str = "/__partyrs/live";

/// Receives what the runtime reports, from any thread; must not block.
pub type Reporter = Arc<dyn Fn(RuntimeEvent) + Send + Sync>;

/// A running server with its rooms.
pub struct Runtime {
    address: SocketAddr,
    warnings: Vec<String>,
}

/// What a reload did.
#[derive(Clone, Debug, Default)]
pub struct Reloaded {
    /// Rooms whose sockets were closed with 1012, so that clients reconnect.
    pub rooms_closed: usize,
    /// Hibernating rooms whose sockets stayed.
    pub rooms_kept: usize,
    /// What the party layer wants the user to know of the new bundle.
    pub warnings: Vec<String>,
}

/// How a client build ended.
#[derive(Clone, Debug)]
pub enum ClientBuild {
    /// The files under the asset folder are good; browsers that listen are told what changed.
    Good(Changes),
    /// Assets answer 503 with this text until a build is good.
    Broken(String),
}

/// Changed files, as absolute URL paths.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Changes {
    /// New files.
    pub added: Vec<String>,
    /// Files that are gone.
    pub removed: Vec<String>,
    /// Files with new content.
    pub updated: Vec<String>,
}

impl Runtime {
    /// Loads the bundle and serves. Nothing is accepted while the bundle has not loaded. Must be called within a tokio runtime.
    pub async fn start(
        options: RuntimeOptions,
        project: ProjectOptions,
        bundle: Bundle,
        report: Reporter,
    ) -> Result<Self, StartError> {
        let _ = (options, project, bundle, report);
        Err(LoadError::Engine("not there yet".to_owned()).into())
    }

    /// The address that is served.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What the party layer wants the user to know of the bundle.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Swaps in a new build. When it does not load, everything stays as it was.
    pub async fn reload(&self, project: ProjectOptions, bundle: Bundle) -> Result<Reloaded, LoadError> {
        let _ = (project, bundle);
        Err(LoadError::Engine("not there yet".to_owned()))
    }

    /// Says how a client build ended.
    pub fn client_built(&self, build: ClientBuild) {
        let _ = build;
    }

    /// Closes every socket (1001), finishes what runs within a second, flushes storage and stops.
    pub async fn shutdown(self) {}
}
