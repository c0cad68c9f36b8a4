//! One dev session: its state, and what each event does to it. Invariants: nothing here waits for a build or a load,
//! so that events are never kept waiting; what fails is reported, and what ran goes on running.

use super::client::ClientSide;
use super::event::{Changed, Round, SessionEvent};
use super::host::Host;
use super::interest::Interest;
use super::listen::Bound;
use super::report;
use super::server::ServerSide;
use super::settings::Settings;
use super::tools::Tools;
use super::watch::{WatchList, Watcher};
use crate::bundle::BuildError;
use crate::bundle::browser::BrowserBuild;
use crate::bundle::server::{ServerBuild, write_to};
use crate::error::Error;
use crate::terminal::{Reload, Terminal};
use partyrs_runtime::{ClientBuild, LoadError, Reloaded, Runtime, RuntimeEvent, StartError};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// How many events may wait. Beyond that what the runtime reports is not shown; everything else waits for its turn.
const EVENTS_MAX: usize = 1024;

/// How long the end of a session may take.
const SHUTDOWN: Duration = Duration::from_millis(950);

pub(super) struct Session {
    settings: Settings,
    tools: Arc<Tools>,
    terminal: Terminal,
    host: Host,
    server: ServerSide,
    client: ClientSide,
    watcher: Watcher,
    events: mpsc::Receiver<SessionEvent>,
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
        settings: Settings,
        tools: Arc<Tools>,
        bound: Bound,
        terminal: Terminal,
    ) -> Result<Self, Error> {
        let (sender, events) = mpsc::channel(EVENTS_MAX);
        let interest = Interest::new(tools.esbuild.root.clone(), settings.written_folders());
        Ok(Self {
            settings,
            tools,
            terminal,
            host: Host::new(bound, sender.clone()),
            server: ServerSide::new(interest.clone(), sender.clone()),
            client: ClientSide::new(interest, sender.clone()),
            watcher: Watcher::start(sender)?,
            events,
            stage: Stage::Building,
        })
    }

    /// Serves until `stop`. Fails only where no saved file can help.
    pub(super) async fn run(&mut self, stop: &CancellationToken) -> Result<(), Error> {
        let now = Instant::now();
        self.build_server(now);
        self.build_client(now);
        self.watch();
        let outcome = loop {
            let event = tokio::select! {
                biased;
                () = stop.cancelled() => break Ok(()),
                event = self.events.recv() => event,
            };
            // The session holds senders, so there is always a next event.
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
        let config = self.settings.files();
        let any = |matters: &dyn Fn(&PathBuf) -> bool| changed.paths.iter().any(matters);
        if any(&|path| config.contains(path)) && self.settings.reload(&self.terminal) {
            self.server.interest.ignore(self.settings.written_folders());
            self.client.interest.ignore(self.settings.written_folders());
            self.build_server(changed.at);
            self.build_client(changed.at);
        } else {
            if any(&|path| self.server.interest.concerns(path)) {
                self.build_server(changed.at);
            }
            if any(&|path| self.client.interest.concerns(path)) {
                self.build_client(changed.at);
            }
        }
        self.watch();
    }

    fn on_server_built(
        &mut self,
        round: Round,
        result: Result<ServerBuild, BuildError>,
    ) -> Result<(), Error> {
        if !self.server.is_current(round) {
            return Ok(());
        }
        match &result {
            Ok(build) => self.server.interest.good(build.inputs.clone()),
            Err(_) => self.server.interest.failed(),
        }
        self.watch();
        if self.server.interest.changed_since(self.server.began) {
            // Not shown: a better answer is on its way.
            self.build_server(Instant::now());
            return Ok(());
        }
        match result {
            Ok(build) => self.load(build),
            Err(error) => {
                report::build_error(&error, &self.terminal);
                Ok(())
            }
        }
    }

    fn load(&mut self, build: ServerBuild) -> Result<(), Error> {
        report::messages(&build.warnings, &self.terminal);
        if let Some(outdir) = &self.tools.outdir {
            write_to(outdir, &self.settings.project.main, &build.bundle)?;
        }
        if self.stage == Stage::Building {
            self.stage = Stage::Starting;
            self.terminal.build_succeeded();
        }
        self.server
            .load(build, &self.settings.project, self.host.target()?);
        Ok(())
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
            return self.build_client(Instant::now());
        }
        match result {
            Ok(build) => {
                report::messages(&build.warnings, &self.terminal);
                let told = self.client.good(build.outputs);
                self.tell_client(told);
            }
            Err(error) => {
                report::build_error(&error, &self.terminal);
                let told = self.client.broken(&error);
                self.host.client_built(told);
            }
        }
        self.say_ready();
    }

    fn on_started(&mut self, result: Result<Runtime, StartError>) -> Result<(), Error> {
        self.server.loaded();
        match result {
            Ok(runtime) => {
                report::warnings(runtime.warnings(), &self.terminal);
                if let Some(state) = self.client.state() {
                    runtime.client_built(state);
                }
                self.host.started(runtime);
                self.say_ready();
            }
            Err(error) => report::start_error(error, &self.terminal)?,
        }
        self.server.load_waiting(self.host.target()?);
        Ok(())
    }

    fn on_reloaded(&mut self, result: Result<Reloaded, LoadError>) -> Result<(), Error> {
        let since = self.server.loaded();
        match result {
            Ok(Reloaded { warnings, .. }) => {
                report::warnings(&warnings, &self.terminal);
                let reload = Reload::Server(self.address());
                self.terminal.reloaded(&reload, None, since.elapsed());
            }
            Err(error) => report::load_error(error, &self.terminal),
        }
        self.server.load_waiting(self.host.target()?);
        Ok(())
    }

    fn on_runtime_event(&self, event: &RuntimeEvent) {
        self.terminal.event(event);
        let lost = self.host.lost();
        if lost > 0 {
            let text = format!("{lost} lines are left out here: they came faster than they can be shown");
            self.terminal.warning(&text);
        }
    }

    fn build_server(&mut self, cause: Instant) {
        self.server.build(&self.tools, &self.settings.project, cause);
    }

    fn build_client(&mut self, cause: Instant) {
        let told = self.client.build(&self.tools, &self.settings.project, cause);
        self.tell_client(told);
    }

    /// Passes on what is new in the client.
    fn tell_client(&self, told: Option<ClientBuild>) {
        if let Some(told) = told {
            self.host.client_built(told);
            if self.stage == Stage::Ready {
                self.terminal
                    .reloaded(&Reload::Client, None, self.client.cause.elapsed());
            }
        }
    }

    /// Watches what the builds depend on now.
    fn watch(&mut self) {
        let builds = vec![self.server.interest.clone(), self.client.interest.clone()];
        if let Err(error) = self.watcher.watch(WatchList::new(self.settings.files(), builds)) {
            self.terminal.error(&error);
        }
    }

    /// Says once that everything that is served is there.
    fn say_ready(&mut self) {
        if self.stage != Stage::Ready && self.host.is_running() && self.client.is_known() {
            self.stage = Stage::Ready;
            self.terminal.ready(self.address());
        }
    }

    fn address(&self) -> SocketAddr {
        SocketAddr::new(self.settings.project.host, self.host.port())
    }

    /// Ends builds and rooms; what rooms say on their way out is shown.
    async fn stop(&mut self) {
        self.client.stop().await;
        self.server.stop().await;
        self.show_last_events();
        if let Some(runtime) = self.host.take() {
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
            SessionEvent::Started(Ok(runtime)) => self.host.started(runtime),
            SessionEvent::FilesChanged(_)
            | SessionEvent::ServerBuilt(..)
            | SessionEvent::ClientBuilt(..)
            | SessionEvent::Started(Err(_))
            | SessionEvent::Reloaded(_) => {}
        }
    }
}
