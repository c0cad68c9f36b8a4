//! The server side of a session: builds the bundle, hands it to the runtime, one after the other. Invariant: at most
//! one build and one load go on; of what came meanwhile the latest counts.

use super::event::{Round, SessionEvent};
use super::host::Target;
use super::interest::Interest;
use super::tools::Tools;
use crate::bundle::server::{self, Joining, ServerBuild};
use crate::config::Project;
use partyrs_runtime::{
    AssetOptions, BuiltFiles, Clock, PartyName, ProjectOptions, Runtime, RuntimeOptions, StorageLocation,
};
use std::sync::Arc;
use std::time::{Instant, SystemTime};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

/// The server's builds and loads.
pub(super) struct ServerSide {
    pub(super) interest: Interest,
    events: mpsc::Sender<SessionEvent>,
    round: Round,
    /// Dropping it ends esbuild.
    build: Option<AbortOnDropHandle<()>>,
    /// When the build began, to find what changed before it was watched.
    pub(super) began: SystemTime,
    /// When the change was that the build is for.
    cause: Instant,
    load: Option<LoadUnderWay>,
    /// A bundle that waits for the load to end.
    waiting: Option<Job>,
}

/// A bundle on its way into the runtime.
struct LoadUnderWay {
    task: AbortOnDropHandle<()>,
    cause: Instant,
}

/// What is to be loaded.
struct Job {
    build: ServerBuild,
    project: Arc<Project>,
    cause: Instant,
}

impl ServerSide {
    pub(super) fn new(interest: Interest, events: mpsc::Sender<SessionEvent>) -> Self {
        Self {
            interest,
            events,
            round: Round::default(),
            build: None,
            began: SystemTime::now(),
            cause: Instant::now(),
            load: None,
            waiting: None,
        }
    }

    /// Builds, and ends a build that goes on. `cause` is when the change was.
    pub(super) fn build(&mut self, tools: &Arc<Tools>, project: &Arc<Project>, cause: Instant) {
        // A build that was ended has not been answered: its change is still the first one.
        self.cause = if self.build.is_some() {
            self.cause.min(cause)
        } else {
            cause
        };
        self.round = self.round.next();
        self.began = SystemTime::now();
        let (round, events) = (self.round, self.events.clone());
        let (tools, project) = (Arc::clone(tools), Arc::clone(project));
        self.build = Some(AbortOnDropHandle::new(tokio::spawn(async move {
            // What is written for people to read is complete.
            let joining = match tools.outdir {
                Some(_) => Joining::Within,
                None => Joining::Beside,
            };
            let result = server::build(&tools.esbuild, &tools.layer, &project, &tools.host, joining).await;
            // Fails only when the session has ended.
            let _ = events.send(SessionEvent::ServerBuilt(round, result)).await;
        })));
    }

    /// Whether what `round` built is still wanted.
    pub(super) fn is_current(&mut self, round: Round) -> bool {
        let current = round == self.round;
        if current {
            self.build = None;
        }
        current
    }

    /// Loads the build into `target`, or after the load that goes on.
    pub(super) fn load(&mut self, build: ServerBuild, project: &Arc<Project>, target: Target) {
        let job = Job {
            build,
            project: Arc::clone(project),
            cause: self.cause,
        };
        if self.load.is_some() {
            self.waiting = Some(job);
        } else {
            self.start_load(job, target);
        }
    }

    /// Ends the load: since when people waited for it.
    pub(super) fn loaded(&mut self) -> Instant {
        self.load.take().map_or_else(Instant::now, |load| load.cause)
    }

    /// Goes on with what was built during the load that has ended.
    pub(super) fn load_waiting(&mut self, target: Target) {
        if let Some(job) = self.waiting.take() {
            self.start_load(job, target);
        }
    }

    /// Ends everything; afterwards nothing of it uses the runtime.
    pub(super) async fn stop(&mut self) {
        if let Some(build) = self.build.take() {
            build.abort();
            // Until then esbuild is not told to end.
            let _ = build.await;
        }
        self.waiting = None;
        if let Some(LoadUnderWay { task, .. }) = self.load.take() {
            task.abort();
            // Cancelled: that is what was asked for.
            let _ = task.await;
        }
    }

    fn start_load(&mut self, job: Job, target: Target) {
        let Job {
            build,
            project,
            cause,
        } = job;
        let (options, bundle, events) = (options(&project), build.bundle, self.events.clone());
        let task = tokio::spawn(async move {
            let event = match target {
                Target::New {
                    listener,
                    tls,
                    report,
                } => {
                    let fixed = RuntimeOptions {
                        listener,
                        tls,
                        storage: storage(&project),
                        reload: project.reload,
                        clock: Clock::wall(),
                    };
                    SessionEvent::Started(Runtime::start(fixed, options, bundle, report).await)
                }
                Target::Running(runtime) => SessionEvent::Reloaded(runtime.reload(options, bundle).await),
            };
            // Fails only when the session has ended.
            let _ = events.send(event).await;
        });
        self.load = Some(LoadUnderWay {
            task: AbortOnDropHandle::new(task),
            cause,
        });
    }
}

fn storage(project: &Project) -> StorageLocation {
    match &project.persist {
        Some(folder) => StorageLocation::Folder(folder.clone()),
        None => StorageLocation::Memory,
    }
}

pub(super) fn options(project: &Project) -> ProjectOptions {
    let others = project.parties.iter().map(|(name, _module)| name.clone());
    let crons = project.crons.iter().filter(|_| project.runs_crons);
    ProjectOptions {
        name: project.name.clone(),
        parties: others.chain(PartyName::new(PartyName::MAIN)).collect(),
        vars: project.vars.clone(),
        process_env: project.process_env(),
        crons: crons
            .map(|(name, schedule)| (name.clone(), schedule.clone()))
            .collect(),
        kv: project.bindings.kv.keys().cloned().collect(),
        r2: project.bindings.r2.keys().cloned().collect(),
        assets: project.serve.as_ref().map(|serve| AssetOptions {
            folder: serve.path.clone(),
            single_page_app: serve.single_page_app,
            built: serve.build.as_ref().and_then(|build| {
                Some(BuiltFiles {
                    url: build.url(serve)?,
                    folder: build.written_to.clone(),
                })
            }),
            live_reload: serve.build.as_ref().is_some_and(|build| build.live),
        }),
    }
}
