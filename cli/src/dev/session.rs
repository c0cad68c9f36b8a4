//! One dev session: its state, and what each event does to it. Invariants: nothing here waits for a build or a load,
//! so that events are never kept waiting; what fails is reported, and what ran goes on running.

use super::client::ClientSide;
use super::event::{Changed, Round, SessionEvent};
use super::interest::Interest;
use super::listen::Bound;
use super::server::{ServerSide, Target};
use super::watch::{WatchList, Watcher};
use super::{Load, report};
use crate::bundle::BuildError;
use crate::bundle::browser::BrowserBuild;
use crate::bundle::esbuild::Esbuild;
use crate::bundle::party_layer::PartyLayer;
use crate::bundle::server::{ServerBuild, write_to};
use crate::config::Project;
use crate::error::{Error, ErrorKind};
use crate::terminal::{Reload, Terminal};
use partyrs_runtime::{ClientBuild, LoadError, Reloaded, Reporter, Runtime, RuntimeEvent, StartError};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// How many events may wait. What the runtime reports beyond that is counted and not shown: printing must not slow
/// the server. Everything else waits for its turn.
const EVENTS_MAX: usize = 1024;

/// How long the end of a session may take.
const SHUTDOWN: Duration = Duration::from_millis(950);

/// What every build of the session uses.
pub(super) struct Tools {
    pub(super) esbuild: Esbuild,
    pub(super) layer: PartyLayer,
    /// What `PARTYKIT_HOST` says.
    pub(super) host: String,
    /// Where to put a copy of the server bundle.
    pub(super) outdir: Option<PathBuf>,
}

pub(super) struct Session {
    load_project: Load,
    project: Arc<Project>,
    tools: Arc<Tools>,
    terminal: Terminal,
    /// Kept bound for as long as the session lives: the first bundles may fail to load.
    bound: Bound,
    runtime: Option<Arc<Runtime>>,
    server: ServerSide,
    client: ClientSide,
    watcher: Watcher,
    sender: mpsc::Sender<SessionEvent>,
    events: mpsc::Receiver<SessionEvent>,
    /// Runtime events that found the queue full.
    lost: Arc<AtomicU64>,
    stage: Stage,
}

/// What people were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Nothing was built yet.
    Building,
    /// The server starts.
    Starting,
    /// The server is ready.
    Ready,
}

impl Session {
    pub(super) fn new(
        load_project: Load,
        project: Project,
        tools: Arc<Tools>,
        bound: Bound,
        terminal: Terminal,
    ) -> Result<Self, Error> {
        let (sender, events) = mpsc::channel(EVENTS_MAX);
        let interest = Interest::new(tools.esbuild.root.clone(), written_folders(&project));
        Ok(Self {
            load_project,
            project: Arc::new(project),
            tools,
            terminal,
            bound,
            runtime: None,
            server: ServerSide::new(interest.clone(), sender.clone()),
            client: ClientSide::new(interest, sender.clone()),
            watcher: Watcher::start(sender.clone())?,
            sender,
            events,
            lost: Arc::default(),
            stage: Stage::Building,
        })
    }

    /// Serves until `stop`. Fails only where no saved file can help.
    pub(super) async fn run(&mut self, stop: &CancellationToken) -> Result<(), Error> {
        let now = Instant::now();
        self.server.build(&self.tools, &self.project, now);
        self.client.build(&self.tools, &self.project, now);
        self.watch();
        let outcome = loop {
            let event = tokio::select! {
                biased;
                () = stop.cancelled() => break Ok(()),
                event = self.events.recv() => event,
            };
            // The session holds a sender, so there is always a next event.
            let Some(event) = event else { break Ok(()) };
            if let Err(error) = self.on(event) {
                break Err(error);
            }
        };
        self.stop().await;
        outcome
    }

    fn on(&mut self, event: SessionEvent) -> Result<(), Error> {
        match event {
            SessionEvent::FilesChanged(changed) => self.on_files_changed(&changed),
            SessionEvent::ServerBuilt(round, result) => self.on_server_built(round, result)?,
            SessionEvent::ClientBuilt(round, result) => self.on_client_built(round, result),
            SessionEvent::Started(result) => self.on_started(result)?,
            SessionEvent::Reloaded(result) => self.on_reloaded(result)?,
            SessionEvent::Runtime(event) => self.on_runtime_event(&event),
        }
        Ok(())
    }

    fn on_files_changed(&mut self, changed: &Changed) {
        self.watcher.forget(&changed.paths);
        let config = config_files(&self.project);
        if changed.paths.iter().any(|path| config.contains(path)) && self.reload_project() {
            self.server.build(&self.tools, &self.project, changed.at);
            self.client.build(&self.tools, &self.project, changed.at);
            return self.watch();
        }
        if changed.paths.iter().any(|path| self.server.interest.concerns(path)) {
            self.server.build(&self.tools, &self.project, changed.at);
        }
        if changed.paths.iter().any(|path| self.client.interest.concerns(path)) {
            self.client.build(&self.tools, &self.project, changed.at);
        }
        self.watch();
    }

    fn on_server_built(&mut self, round: Round, result: Result<ServerBuild, BuildError>) -> Result<(), Error> {
        if !self.server.is_current(round) {
            return Ok(());
        }
        let result = self.server_outcome(result);
        self.watch();
        if self.server.interest.changed_since(self.server.began) {
            // Not shown: a better answer is on its way.
            self.server.build(&self.tools, &self.project, Instant::now());
            return Ok(());
        }
        let build = match result {
            Ok(build) => build,
            Err(error) => {
                report::build_error(&error, &self.tools.esbuild.root, &self.terminal);
                return Ok(());
            }
        };
        report::messages(&build.warnings, &self.tools.esbuild.root, &self.terminal);
        if let Some(outdir) = &self.tools.outdir {
            write_to(outdir, &self.project.main, &build.bundle)?;
        }
        if self.stage == Stage::Building {
            self.stage = Stage::Starting;
            self.terminal.build_succeeded();
        }
        let target = target(self.runtime.as_ref(), &self.bound, &self.sender, &self.lost)?;
        self.server.load(build, &self.project, target);
        Ok(())
    }

    /// Remembers what the build depends on.
    fn server_outcome(&mut self, result: Result<ServerBuild, BuildError>) -> Result<ServerBuild, BuildError> {
        match &result {
            Ok(build) => self.server.interest.good(build.inputs.clone()),
            Err(_) => self.server.interest.failed(),
        }
        result
    }

    fn on_client_built(&mut self, round: Round, result: Result<BrowserBuild, BuildError>) {
        if !self.client.is_current(round) {
            return;
        }
        match &result {
            Ok(build) => self.client.interest.good(build.inputs.clone()),
            Err(_) => self.client.interest.failed(),
        }
        self.watch();
        if self.client.interest.changed_since(self.client.began) {
            return self.client.build(&self.tools, &self.project, Instant::now());
        }
        let root = &self.tools.esbuild.root;
        let told = match result {
            Ok(build) => {
                report::messages(&build.warnings, root, &self.terminal);
                self.client.good(build)
            }
            Err(error) => {
                report::build_error(&error, root, &self.terminal);
                Some(self.client.broken(&error))
            }
        };
        if let (Some(runtime), Some(told)) = (&self.runtime, told) {
            let good = matches!(told, ClientBuild::Good(_));
            runtime.client_built(told);
            if good && self.stage == Stage::Ready {
                self.terminal.reloaded(&Reload::Client, None, self.client.cause.elapsed());
            }
        }
        self.say_ready();
    }

    fn on_started(&mut self, result: Result<Runtime, StartError>) -> Result<(), Error> {
        self.server.loaded();
        match result {
            Ok(runtime) => {
                for warning in runtime.warnings() {
                    self.terminal.warning(warning);
                }
                if let Some(state) = self.client.state() {
                    runtime.client_built(state);
                }
                self.runtime = Some(Arc::new(runtime));
                self.say_ready();
            }
            Err(StartError::Load(error)) => report::load_error(error, &self.terminal),
            Err(error @ StartError::Storage { .. }) => {
                let hint = "name another folder with --persist, or keep nothing with `--persist false`";
                return Err(Error::new(ErrorKind::Other, error.to_string()).hint(hint).caused_by(error));
            }
        }
        self.load_waiting()
    }

    fn on_reloaded(&mut self, result: Result<Reloaded, LoadError>) -> Result<(), Error> {
        let since = self.server.loaded();
        match result {
            Ok(Reloaded { warnings, .. }) => {
                for warning in &warnings {
                    self.terminal.warning(warning);
                }
                let reload = Reload::Server(self.address());
                self.terminal.reloaded(&reload, None, since.elapsed());
            }
            Err(error) => report::load_error(error, &self.terminal),
        }
        self.load_waiting()
    }

    fn on_runtime_event(&self, event: &RuntimeEvent) {
        self.terminal.event(event);
        let lost = self.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            self.terminal.warning(&format!("{lost} lines are left out here: they came faster than they can be shown"));
        }
    }

    fn load_waiting(&mut self) -> Result<(), Error> {
        let target = target(self.runtime.as_ref(), &self.bound, &self.sender, &self.lost)?;
        self.server.load_waiting(target);
        Ok(())
    }

    /// Reads the config again; whether it says something new.
    fn reload_project(&mut self) -> bool {
        let project = match (self.load_project)() {
            Ok(project) => project,
            Err(error) => {
                self.terminal.error(&error);
                return false;
            }
        };
        // Everything a project says shows in its debug text; the order of its maps counts.
        if format!("{project:?}") == format!("{:?}", self.project) {
            return false;
        }
        report::project(&project, &self.terminal);
        let before = &self.project;
        let fixed = [
            ("the address", (before.host, before.port) != (project.host, project.port)),
            ("`persist`", before.persist != project.persist),
            ("the name", before.name != project.name),
        ];
        for (what, _) in fixed.iter().filter(|(_, changed)| *changed) {
            self.terminal.warning(&format!("{what} has changed in the config: restart partyrs to use it"));
        }
        self.server.interest.ignore(written_folders(&project));
        self.client.interest.ignore(written_folders(&project));
        self.project = Arc::new(project);
        true
    }

    /// Watches what the builds depend on now.
    fn watch(&mut self) {
        let list = WatchList::new(
            config_files(&self.project),
            vec![self.server.interest.clone(), self.client.interest.clone()],
        );
        if let Err(error) = self.watcher.watch(list) {
            self.terminal.error(&error);
        }
    }

    /// Says once that everything that is served is there.
    fn say_ready(&mut self) {
        if self.stage != Stage::Ready && self.runtime.is_some() && self.client.is_known() {
            self.stage = Stage::Ready;
            self.terminal.ready(self.address());
        }
    }

    fn address(&self) -> SocketAddr {
        SocketAddr::new(self.project.host, self.bound.port)
    }

    /// Ends builds and rooms; what rooms say on their way out is shown.
    async fn stop(&mut self) {
        self.client.stop();
        self.server.stop().await;
        self.show_last_events();
        if let Some(runtime) = self.runtime.take().and_then(Arc::into_inner) {
            let mut shutdown = std::pin::pin!(tokio::time::timeout(SHUTDOWN, runtime.shutdown()));
            loop {
                tokio::select! {
                    _ = &mut shutdown => break,
                    Some(event) = self.events.recv() => self.on_last_event(event),
                }
            }
        }
        self.show_last_events();
        if self.stage == Stage::Ready {
            self.terminal.shut_down();
        }
    }

    fn show_last_events(&mut self) {
        while let Ok(event) = self.events.try_recv() {
            self.on_last_event(event);
        }
    }

    /// Nothing is built or loaded any more, but what was started is to be ended.
    fn on_last_event(&mut self, event: SessionEvent) {
        match event {
            SessionEvent::Runtime(event) => self.on_runtime_event(&event),
            SessionEvent::Started(Ok(runtime)) => self.runtime = Some(Arc::new(runtime)),
            SessionEvent::FilesChanged(_)
            | SessionEvent::ServerBuilt(..)
            | SessionEvent::ClientBuilt(..)
            | SessionEvent::Started(Err(_))
            | SessionEvent::Reloaded(_) => {}
        }
    }
}

/// Where a bundle goes: into what runs, or into a runtime to be.
fn target(
    runtime: Option<&Arc<Runtime>>,
    bound: &Bound,
    events: &mpsc::Sender<SessionEvent>,
    lost: &Arc<AtomicU64>,
) -> Result<Target, Error> {
    if let Some(runtime) = runtime {
        return Ok(Target::Running(Arc::clone(runtime)));
    }
    let listener = bound.listener.try_clone().map_err(|source| {
        Error::new(ErrorKind::Port, format!("cannot listen on port {}", bound.port)).caused_by(source)
    })?;
    let (events, lost) = (events.clone(), Arc::clone(lost));
    let report: Reporter = Arc::new(move |event| {
        if events.try_send(SessionEvent::Runtime(event)).is_err() {
            lost.fetch_add(1, Ordering::Relaxed);
        }
    });
    Ok(Target::New { listener, report })
}

/// The files a new [`Project`] would be read from, as the watcher names them.
fn config_files(project: &Project) -> BTreeSet<PathBuf> {
    project.watched_files().iter().map(|file| resolved(file)).collect()
}

/// The folders that builds and rooms write to.
fn written_folders(project: &Project) -> Vec<PathBuf> {
    let build = project.serve.as_ref().and_then(|serve| serve.build.as_ref());
    let folders = build.map(|build| &build.outdir).into_iter().chain(&project.persist);
    folders.map(|folder| resolved(folder)).collect()
}

/// `path` with symbolic links resolved in the part of it that exists.
fn resolved(path: &Path) -> PathBuf {
    let existing = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    match existing {
        Some((above, real)) => real.join(path.strip_prefix(above).unwrap_or(Path::new(""))),
        None => path.to_owned(),
    }
}
