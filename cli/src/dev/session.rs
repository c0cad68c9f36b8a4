//! One dev session: its state, and what each event does to it. Invariants: nothing here waits for a build or a load,
//! so that events are never kept waiting; what fails is reported, and what ran goes on running.

mod keys;
mod ready;
mod stop;
mod terms;

use super::client::ClientSide;
use super::command::CommandSide;
use super::event::{Changed, Round, SessionEvent};
use super::host::Host;
use super::hotkeys::Keyboard;
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
use crate::terminal::{Reload, Site, Terminal};
use partyrs_runtime::{ClientBuild, LoadError, Reloaded, Runtime, RuntimeEvent, StartError};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use ready::not_started;
pub(crate) use terms::Manners;
pub(in crate::dev) use terms::Terms;

/// How many events may wait. Beyond that what the runtime reports is not shown; everything else waits for its turn.
const EVENTS_MAX: usize = 1024;

/// How long the end of a session may take.
const SHUTDOWN: Duration = Duration::from_millis(950);

pub(super) struct Session {
    settings: Settings,
    tools: Arc<Tools>,
    terminal: Terminal,
    host: Host,
    command: CommandSide,
    server: ServerSide,
    client: ClientSide,
    /// None where the system has none left.
    watcher: Option<Watcher>,
    sender: mpsc::Sender<SessionEvent>,
    events: mpsc::Receiver<SessionEvent>,
    /// Listens from the ready line on, if anybody may press keys.
    keyboard: Option<Keyboard>,
    manners: Manners,
    /// Who is told once that the project is ready.
    ready: Option<oneshot::Sender<Site>>,
    stop: CancellationToken,
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
        terms: Terms,
        terminal: Terminal,
    ) -> Self {
        let (sender, events) = mpsc::channel(EVENTS_MAX);
        // A project that only runs, as beside `exec`, needs none.
        let watcher = Watcher::start(sender.clone())
            .inspect_err(|error| terminal.error(error))
            .ok();
        let interest = Interest::new(tools.esbuild.root.clone(), settings.written_folders());
        Self {
            settings,
            tools,
            terminal: terminal.clone(),
            host: Host::new(bound, sender.clone()),
            command: CommandSide::new(sender.clone(), terminal),
            server: ServerSide::new(interest.clone(), sender.clone()),
            client: ClientSide::new(interest, sender.clone()),
            watcher,
            sender,
            events,
            keyboard: None,
            manners: terms.manners,
            ready: terms.ready,
            stop: terms.stop,
            stage: Stage::Building,
        }
    }

    /// Serves until it is told to stop. Fails only where no saved file can help.
    pub(super) async fn run(&mut self) -> Result<(), Error> {
        self.build_all(Instant::now());
        self.watch();
        let outcome = loop {
            let event = tokio::select! {
                biased;
                () = self.stop.cancelled() => break Ok(()),
                event = self.events.recv() => event,
            };
            // The session holds senders, so there is always a next event.
            let Some(event) = event else { break Ok(()) };
            if let Err(error) = self.on(event) {
                break Err(error);
            }
        };
        self.end().await;
        outcome
    }

    fn on(&mut self, event: SessionEvent) -> Result<(), Error> {
        match event {
            SessionEvent::FilesChanged(changed) => self.on_files_changed(&changed),
            SessionEvent::CommandEnded(round, result) => self.on_command_ended(round, result)?,
            SessionEvent::ServerBuilt(round, result) => self.on_server_built(round, result)?,
            SessionEvent::ClientBuilt(round, result) => self.on_client_built(round, result)?,
            SessionEvent::Started(result) => self.on_started(result)?,
            SessionEvent::Reloaded(result) => self.on_reloaded(result)?,
            SessionEvent::Key(key) => self.on_key(key),
            SessionEvent::Runtime(event) => self.on_runtime_event(&event),
        }
        Ok(())
    }

    fn on_files_changed(&mut self, changed: &Changed) {
        if let Some(watcher) = &mut self.watcher {
            watcher.forget(&changed.paths);
        }
        let config = self.settings.files();
        let any = |matters: &dyn Fn(&PathBuf) -> bool| changed.paths.iter().any(matters);
        if any(&|path| config.contains(path)) && self.settings.reload(&self.terminal) {
            self.server.interest.ignore(self.settings.written_folders());
            self.client.interest.ignore(self.settings.written_folders());
            self.build_all(changed.at);
        } else {
            self.command.on_files_changed(&self.settings.project, changed);
            if any(&|path| self.server.interest.concerns(path)) {
                self.build_server(changed.at);
            }
            if any(&|path| self.client.interest.concerns(path)) {
                self.build_client(changed.at);
            }
        }
        self.watch();
    }

    fn on_command_ended(&mut self, round: Round, result: Result<(), Error>) -> Result<(), Error> {
        let builds_follow = self.command.ended(round, &result);
        if let Err(error) = result {
            self.terminal.error(&error);
            self.not_yet(&error.to_string())?;
        }
        if builds_follow {
            let now = Instant::now();
            self.build_server(now);
            self.build_client(now);
        }
        Ok(())
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
                let error = self.survivable(error)?;
                report::build_error(&error, &self.terminal);
                self.not_yet(&error.plain())
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

    fn on_client_built(
        &mut self,
        round: Round,
        result: Result<BrowserBuild, BuildError>,
    ) -> Result<(), Error> {
        if !self.client.is_current(round) {
            return Ok(());
        }
        match &result {
            Ok(build) => self.client.interest.good(build.inputs.clone()),
            Err(_) => self.client.interest.failed(),
        }
        self.watch();
        if self.client.interest.changed_since(self.client.began) {
            self.build_client(Instant::now());
            return Ok(());
        }
        match result {
            Ok(build) => {
                report::messages(&build.warnings, &self.terminal);
                let told = self.client.good(build.outputs);
                self.tell_client(told);
            }
            Err(error) => {
                let error = self.survivable(error)?;
                // First, so that whoever reads of it finds it so in the browser.
                let told = self.client.broken(&error);
                self.host.client_built(told);
                report::build_error(&error, &self.terminal);
                if self.manners.must_start && self.stage != Stage::Ready {
                    return Err(not_started());
                }
            }
        }
        self.say_ready()
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
                self.say_ready()?;
            }
            Err(error) => {
                let text = error.to_string();
                report::start_error(error, &self.terminal)?;
                self.not_yet(&text)?;
            }
        }
        self.server.load_waiting(self.host.target()?);
        Ok(())
    }

    fn on_reloaded(&mut self, result: Result<Reloaded, LoadError>) -> Result<(), Error> {
        let since = self.server.loaded();
        match result {
            Ok(Reloaded { warnings, .. }) => {
                report::warnings(&warnings, &self.terminal);
                let reload = Reload::Server(self.site());
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

    /// Builds everything, after `build.command` if there is one.
    fn build_all(&mut self, cause: Instant) {
        let written = self.settings.written_folders();
        if !self.command.begin(&self.settings.project, written) {
            self.build_server(cause);
            self.build_client(cause);
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
        let Some(watcher) = &mut self.watcher else { return };
        let mut builds = vec![self.server.interest.clone(), self.client.interest.clone()];
        builds.extend(self.command.interests.iter().cloned());
        if let Err(error) = watcher.watch(WatchList::new(self.settings.files(), builds)) {
            self.terminal.error(&error);
        }
    }

    fn site(&self) -> Site {
        self.host.site(self.settings.project.host)
    }
}
