//! The runtime of a session: there from the first bundle that loads. Keeps the port bound before that, so that a
//! browser that is early waits for the fix instead of being refused.

use super::event::SessionEvent;
use super::listen::Bound;
use crate::error::{Error, ErrorKind};
use partyrs_runtime::{ClientBuild, Reporter, Runtime};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::mpsc;

/// The runtime, or what it will be made of.
pub(super) struct Host {
    bound: Bound,
    runtime: Option<Arc<Runtime>>,
    events: mpsc::Sender<SessionEvent>,
    /// Reports that found the queue full.
    lost: Arc<AtomicU64>,
}

/// Where a bundle goes.
pub(super) enum Target {
    /// Nothing runs yet.
    New {
        /// What the runtime is to accept from.
        listener: TcpListener,
        /// Brings what it says to the session.
        report: Reporter,
    },
    /// What runs.
    Running(Arc<Runtime>),
}

impl Host {
    pub(super) fn new(bound: Bound, events: mpsc::Sender<SessionEvent>) -> Self {
        Self {
            bound,
            runtime: None,
            events,
            lost: Arc::default(),
        }
    }

    pub(super) fn port(&self) -> u16 {
        self.bound.port
    }

    pub(super) fn is_running(&self) -> bool {
        self.runtime.is_some()
    }

    /// Where the next bundle goes.
    pub(super) fn target(&self) -> Result<Target, Error> {
        if let Some(runtime) = &self.runtime {
            return Ok(Target::Running(Arc::clone(runtime)));
        }
        // A copy: a bundle that does not load takes its listener with it.
        let listener = self.bound.listener.try_clone().map_err(|source| {
            let message = format!("cannot listen on port {}", self.bound.port);
            Error::new(ErrorKind::Port, message).caused_by(source)
        })?;
        let (events, lost) = (self.events.clone(), Arc::clone(&self.lost));
        let report: Reporter = Arc::new(move |event| {
            // Full: printing must not slow the server, so what cannot be shown is counted.
            if events.try_send(SessionEvent::Runtime(event)).is_err() {
                lost.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(Target::New { listener, report })
    }

    /// The runtime runs.
    pub(super) fn started(&mut self, runtime: Runtime) {
        self.runtime = Some(Arc::new(runtime));
    }

    /// Says how a client build ended, if there is anybody to tell.
    pub(super) fn client_built(&self, build: ClientBuild) {
        if let Some(runtime) = &self.runtime {
            runtime.client_built(build);
        }
    }

    /// How many reports were lost since the last call.
    pub(super) fn lost(&self) -> u64 {
        self.lost.swap(0, Ordering::Relaxed)
    }

    /// The runtime, to end it. Nothing may be loading.
    pub(super) fn take(&mut self) -> Option<Runtime> {
        self.runtime.take().and_then(Arc::into_inner)
    }
}
