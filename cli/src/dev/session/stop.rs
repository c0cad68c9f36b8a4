//! The end of a session.

use super::super::event::SessionEvent;
use super::{SHUTDOWN, Session, Stage};

impl Session {
    /// Ends builds and rooms; what rooms say on their way out is shown.
    pub(super) async fn end(&mut self) {
        // First, so that the terminal is as it was even when nobody waits for the rest.
        self.keyboard = None;
        self.command.stop().await;
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
            | SessionEvent::CommandEnded(..)
            | SessionEvent::Key(_)
            | SessionEvent::ServerBuilt(..)
            | SessionEvent::ClientBuilt(..)
            | SessionEvent::Started(Err(_))
            | SessionEvent::Reloaded(_) => {}
        }
    }
}
