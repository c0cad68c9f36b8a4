//! The client side of a session: builds for the browser and knows how the last build ended. Invariant: at most one
//! build goes on.

use super::event::{Round, SessionEvent};
use super::interest::Interest;
use super::tools::Tools;
use crate::bundle::BuildError;
use crate::bundle::browser::{self, Outputs};
use crate::config::Project;
use partyrs_runtime::{BrokenBuild, ClientBuild};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Instant, SystemTime};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

/// The client's builds.
pub(super) struct ClientSide {
    pub(super) interest: Interest,
    events: mpsc::Sender<SessionEvent>,
    round: Round,
    /// Dropping it ends esbuild.
    build: Option<AbortOnDropHandle<()>>,
    /// When the build began, to find what changed before it was watched.
    pub(super) began: SystemTime,
    /// When the change was that the build is for.
    pub(super) cause: Instant,
    /// How the last build ended.
    state: State,
    /// What the last good build wrote.
    outputs: Outputs,
}

enum State {
    /// The first build goes on.
    Unknown,
    /// The files are good, or there is no client to build.
    Good,
    /// The files are not to be served; it says why.
    Broken(BrokenBuild),
}

impl ClientSide {
    pub(super) fn new(interest: Interest, events: mpsc::Sender<SessionEvent>) -> Self {
        Self {
            interest,
            events,
            round: Round::default(),
            build: None,
            began: SystemTime::now(),
            cause: Instant::now(),
            state: State::Unknown,
            outputs: Outputs::default(),
        }
    }

    /// Builds, if the project has a client, and ends a build that goes on. `cause` is when the change was. Without a
    /// client there is nothing to wait for, and maybe something to tell the runtime.
    pub(super) fn build(
        &mut self,
        tools: &Arc<Tools>,
        project: &Arc<Project>,
        cause: Instant,
    ) -> Option<ClientBuild> {
        self.cause = if self.build.is_some() {
            self.cause.min(cause)
        } else {
            cause
        };
        self.round = self.round.next();
        self.build = None;
        self.began = SystemTime::now();
        let build = project
            .serve
            .as_ref()
            .and_then(|serve| Some((serve.clone(), serve.build.clone()?)));
        let Some((serve, client)) = build else {
            self.interest.good(BTreeSet::new());
            return self.good(Outputs::default());
        };
        let (round, events) = (self.round, self.events.clone());
        let (tools, project) = (Arc::clone(tools), Arc::clone(project));
        self.build = Some(AbortOnDropHandle::new(tokio::spawn(async move {
            let result = browser::build(&tools.esbuild, &project, &serve, &client, &tools.host).await;
            // Fails only when the session has ended.
            let _ = events.send(SessionEvent::ClientBuilt(round, result)).await;
        })));
        None
    }

    /// Whether what `round` built is still wanted.
    pub(super) fn is_current(&mut self, round: Round) -> bool {
        let current = round == self.round;
        if current {
            self.build = None;
        }
        current
    }

    /// Takes what a good build wrote; what to tell the runtime, unless nothing is new. The first build is not: pages
    /// that listen already are from before a restart, and what was typed there would be lost for nothing.
    pub(super) fn good(&mut self, outputs: Outputs) -> Option<ClientBuild> {
        let is_first = matches!(self.state, State::Unknown);
        let changes = outputs.changes_since(&self.outputs);
        let was_broken = matches!(self.state, State::Broken(_));
        self.state = State::Good;
        self.outputs = outputs;
        (was_broken || !(changes.are_none() || is_first)).then_some(ClientBuild::Good(changes))
    }

    /// Takes a failed build; what to tell the runtime.
    pub(super) fn broken(&mut self, error: &BuildError) -> ClientBuild {
        let broken = error.broken();
        self.state = State::Broken(broken.clone());
        ClientBuild::Broken(broken)
    }

    /// Whether the first build has ended, one way or the other.
    pub(super) fn is_known(&self) -> bool {
        !matches!(self.state, State::Unknown)
    }

    /// What a runtime that was not there yet has to be told.
    pub(super) fn state(&self) -> Option<ClientBuild> {
        match &self.state {
            State::Unknown | State::Good => None,
            State::Broken(broken) => Some(ClientBuild::Broken(broken.clone())),
        }
    }

    /// Ends the build that goes on.
    pub(super) async fn stop(&mut self) {
        if let Some(build) = self.build.take() {
            build.abort();
            // Until then esbuild is not told to end.
            let _ = build.await;
        }
    }
}
