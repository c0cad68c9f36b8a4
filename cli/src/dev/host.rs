//! The runtime of a session: there from the first bundle that loads. Keeps the port bound before that: a request that
//! is early waits for the first build, and is told what is wrong when that fails.

use super::event::SessionEvent;
use super::listen::Bound;
use crate::error::{Error, ErrorKind};
use crate::terminal::Site;
use partyrs_runtime::{ClientBuild, Reporter, Runtime, Standby};
use rustls::ServerConfig;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::mpsc;

/// The runtime, or what it will be made of.
pub(super) struct Host {
    bound: Bound,
    runtime: Option<Arc<Runtime>>,
    /// Answers while there is no runtime and the first build or load has failed.
    standby: Option<Standby>,
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
        /// What connections are secured with.
        tls: Option<Arc<ServerConfig>>,
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
            standby: None,
            events,
            lost: Arc::default(),
        }
    }

    /// Where the project is served, bound to `host`.
    pub(super) fn site(&self, host: IpAddr) -> Site {
        Site {
            scheme: if self.bound.tls.is_some() { "https" } else { "http" },
            address: SocketAddr::new(host, self.bound.port),
        }
    }

    /// Answers requests with why there is nothing yet, until the runtime runs.
    pub(super) fn wait(&mut self, text: String) -> Result<(), Error> {
        if self.runtime.is_some() {
            return Ok(());
        }
        match &self.standby {
            Some(standby) => standby.say(text),
            None => {
                let opened = Standby::open(self.listener()?, self.bound.tls.clone(), text);
                self.standby = Some(opened.map_err(|source| self.not_listening(source))?);
            }
        }
        Ok(())
    }

    /// A copy: a bundle that does not load takes its listener with it.
    fn listener(&self) -> Result<TcpListener, Error> {
        let copy = self.bound.listener.try_clone();
        copy.map_err(|source| self.not_listening(source))
    }

    fn not_listening(&self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        let message = format!("cannot listen on port {}", self.bound.port);
        Error::new(ErrorKind::Port, message).caused_by(source)
    }

    pub(super) fn is_running(&self) -> bool {
        self.runtime.is_some()
    }

    /// Where the next bundle goes.
    pub(super) fn target(&self) -> Result<Target, Error> {
        if let Some(runtime) = &self.runtime {
            return Ok(Target::Running(Arc::clone(runtime)));
        }
        let listener = self.listener()?;
        let (events, lost) = (self.events.clone(), Arc::clone(&self.lost));
        let report: Reporter = Arc::new(move |event| {
            // Full: printing must not slow the server, so what cannot be shown is counted.
            if events.try_send(SessionEvent::Runtime(event)).is_err() {
                lost.fetch_add(1, Ordering::Relaxed);
            }
        });
        Ok(Target::New {
            listener,
            tls: self.bound.tls.clone(),
            report,
        })
    }

    /// The runtime runs.
    pub(super) fn started(&mut self, runtime: Runtime) {
        self.standby = None;
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
