//! The runtime as its user sees it: start, reload, shut down. Owns the server and the rooms; a bundle that does
//! not load changes nothing.

use crate::bundle::Bundle;
use crate::client_build::ClientBuild;
use crate::error::{LoadError, StartError};
use crate::event::RuntimeEvent;
use crate::isolate::modules::Platform;
use crate::isolate::pool::Pool;
use crate::isolate::project::Project;
use crate::limits::TOP_LEVEL_MAX;
use crate::options::{ProjectOptions, RuntimeOptions};
use crate::room::crons::Crons;
use crate::room::registry::{Registry, RegistryOptions};
use crate::server::accept;
use crate::server::assets::Assets;
use crate::server::dial::Dialer;
use crate::server::dispatch::Service;
use crate::server::live_reload::LiveReload;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a shutdown waits for what runs.
const SHUTDOWN_WAIT: Duration = Duration::from_millis(800);

/// Receives what the runtime reports, from any thread; must not block.
pub type Reporter = Arc<dyn Fn(RuntimeEvent) + Send + Sync>;

/// A running server with its rooms.
pub struct Runtime {
    address: SocketAddr,
    warnings: Vec<String>,
    platform: Arc<Platform>,
    service: Arc<Service>,
    /// No more connections; those that are there end.
    closing: CancellationToken,
    /// Everything ends.
    stop: CancellationToken,
    accepting: JoinHandle<()>,
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

impl Runtime {
    /// Loads the bundle and serves. Nothing is accepted while the bundle has not loaded. Must be called within a
    /// tokio runtime.
    pub async fn start(
        options: RuntimeOptions,
        project: ProjectOptions,
        bundle: Bundle,
        report: Reporter,
    ) -> Result<Self, StartError> {
        let RuntimeOptions {
            listener,
            tls,
            storage,
            reload,
            clock,
        } = options;
        let address = listener.local_addr().map_err(StartError::Listen)?;
        let listener = TcpListener::from_std(listener).map_err(StartError::Listen)?;
        let platform = Platform::new();
        let (stop, closing) = (CancellationToken::new(), CancellationToken::new());
        let assets = Arc::new(Assets::default());
        assets.set_options(project.assets.clone());
        let project = compile(&platform, bundle, project)?;
        let lookup = assets.clone();
        let dialer = Dialer {
            client: Arc::default(),
            tasks: TaskTracker::new(),
        };
        let (fetch, tasks) = (dialer.client.clone(), dialer.tasks.clone());
        let registry = Registry::new(
            RegistryOptions {
                storage,
                pool: Arc::new(Pool::new(
                    std::thread::available_parallelism().map_or(1, usize::from),
                )),
                report: report.clone(),
                assets: Arc::new(move |request| {
                    let assets = lookup.clone();
                    Box::pin(async move { assets.fetch(request).await })
                }),
                connect: Arc::new(move |request| {
                    let dialer = dialer.clone();
                    Box::pin(async move { dialer.connect(request).await })
                }),
                fetch,
                reload,
                stop: stop.clone(),
            },
            project.clone(),
        );
        start_worker(&registry, &project).await?;
        registry
            .resume_alarms()
            .map_err(|error| StartError::Storage(error.to_string()))?;
        tokio::spawn(Crons::new(&registry, clock).run(stop.clone()));
        let service = Arc::new(Service {
            registry,
            assets,
            live_reload: LiveReload::new(),
            report,
            scheme: if tls.is_some() { "https" } else { "http" },
            tasks,
        });
        let door = accept::Door { listener, tls };
        let accepting = tokio::spawn(accept::run(door, service.clone(), closing.clone()));
        let warnings = project
            .shape()
            .map(|shape| shape.warnings.clone())
            .unwrap_or_default();
        Ok(Self {
            address,
            warnings,
            platform,
            service,
            closing,
            stop,
            accepting,
        })
    }

    /// The address that is served.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What the party layer wants the user to know of the first bundle.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Swaps in a new build. When it does not load, everything stays as it was.
    pub async fn reload(&self, project: ProjectOptions, bundle: Bundle) -> Result<Reloaded, LoadError> {
        let assets = project.assets.clone();
        let project = compile(&self.platform, bundle, project)?;
        start_worker(&self.service.registry, &project).await?;
        self.service.assets.set_options(assets);
        let warnings = project
            .shape()
            .map(|shape| shape.warnings.clone())
            .unwrap_or_default();
        Ok(Reloaded {
            warnings,
            ..self.service.registry.reload_rooms()
        })
    }

    /// Says how a client build ended.
    pub fn client_built(&self, build: ClientBuild) {
        self.service.assets.client_built(&build);
        self.service.live_reload.announce(build);
    }

    /// Closes every socket (1001), finishes what runs within [`SHUTDOWN_WAIT`], flushes storage and stops.
    pub async fn shutdown(self) {
        let Self {
            service,
            closing,
            stop,
            accepting,
            ..
        } = self;
        let deadline = tokio::time::Instant::now() + SHUTDOWN_WAIT;
        closing.cancel();
        // What does not end in time, a spinning room or a client that does not listen, ends with the process.
        let _ = tokio::time::timeout_at(deadline, service.registry.shut_down()).await;
        service.tasks.close();
        let _ = tokio::time::timeout_at(deadline, service.tasks.wait()).await;
        stop.cancel();
        accepting.abort();
    }
}

/// Runs the module's top level in a new worker, which takes over when that has ended.
async fn start_worker(registry: &Registry, project: &Arc<Project>) -> Result<(), LoadError> {
    let loading = registry.start_worker(project.clone());
    match tokio::time::timeout(TOP_LEVEL_MAX, loading).await {
        Ok(loaded) => loaded.map_err(LoadError::Exception),
        Err(_elapsed) => Err(LoadError::Unfinished(TOP_LEVEL_MAX)),
    }
}

fn compile(
    platform: &Arc<Platform>,
    bundle: Bundle,
    options: ProjectOptions,
) -> Result<Arc<Project>, LoadError> {
    Project::compile(platform.clone(), bundle, options).map_err(LoadError::Engine)
}
