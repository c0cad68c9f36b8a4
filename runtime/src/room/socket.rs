//! The sockets of an actor: who they are, what waits to leave them, who reads it. They outlive the actor's
//! isolate: a hibernating room keeps all of this and nothing else.

use super::far_end::FarEnd;
use super::mailbox::Closed;
use super::outbound::{CloseFrame, Message, Outbound, Outgoing};
use crate::isolate::actor::Actor;
use bytes::Bytes;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A socket's number, unique within its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SocketId(pub(crate) u32);

/// How an accepted socket brings its events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepted {
    /// To listeners on the object: it keeps the isolate alive.
    InMemory,
    /// To the class's methods: the isolate may sleep.
    Hibernating,
}

impl Closed {
    /// The connection went away without a closing handshake.
    pub(crate) fn lost() -> Self {
        Self {
            code: 1006,
            reason: "WebSocket disconnected without sending Close frame.".to_owned(),
            clean: false,
        }
    }
}

/// One accepted socket.
struct Socket {
    accepted: Accepted,
    tags: Vec<String>,
    attachment: Option<Bytes>,
    outbound: Arc<Outbound>,
    /// Until a response or the actor itself takes it.
    far: Option<FarEnd>,
    /// Sent in this turn, not yet handed on.
    unsent: Vec<Outgoing>,
    /// Whether a broadcast reaches it.
    member: bool,
    /// Whether this side has sent its close.
    closing: bool,
    /// Whether the other side is gone: only an answer to its close still leaves.
    ended: bool,
}

/// All accepted sockets of an actor, oldest first.
#[derive(Default)]
pub(crate) struct Sockets {
    /// Boxed, since the map makes space for eleven at once and most rooms have few.
    held: BTreeMap<SocketId, Box<Socket>>,
    last: u32,
    /// Those with something unsent.
    dirty: BTreeSet<SocketId>,
}

impl Sockets {
    /// Accepts a new socket; its far end waits to be taken.
    pub(crate) fn open(&mut self, actor: &Arc<Actor>, accepted: Accepted, tags: Vec<String>) -> SocketId {
        self.last += 1;
        let id = SocketId(self.last);
        let outbound = Arc::new(Outbound::default());
        let far = FarEnd::of(actor.clone(), id, outbound.clone());
        self.held.insert(
            id,
            Box::new(Socket {
                accepted,
                tags,
                attachment: None,
                outbound,
                far: Some(far),
                unsent: Vec::new(),
                member: false,
                closing: false,
                ended: false,
            }),
        );
        id
    }

    /// Takes the far end of `id`, once.
    pub(crate) fn take_far(&mut self, id: SocketId) -> Option<FarEnd> {
        self.held.get_mut(&id)?.far.take()
    }

    /// Drops far ends that no response took: no request is left that could.
    pub(crate) fn drop_untaken(&mut self) -> Vec<FarEnd> {
        self.held
            .values_mut()
            .filter_map(|socket| socket.far.take())
            .collect()
    }

    /// Sends to one socket; nothing follows a close.
    pub(crate) fn send(&mut self, id: SocketId, item: Outgoing) {
        let Some(socket) = self.held.get_mut(&id) else {
            return;
        };
        if !socket.closing {
            socket.closing = !matches!(item, Outgoing::Message(_));
            socket.unsent.push(item);
            self.dirty.insert(id);
        }
    }

    /// Sends one shared message to every member but `except`.
    pub(crate) fn broadcast(&mut self, message: &Message, except: &[u32]) {
        for (id, socket) in &mut self.held {
            if socket.member && !socket.closing && !socket.ended && !except.contains(&id.0) {
                if socket.unsent.is_empty() {
                    self.dirty.insert(*id);
                }
                socket.unsent.push(Outgoing::Message(message.clone()));
            }
        }
    }

    /// Hands everything unsent to its reader, one wake-up a socket.
    pub(crate) fn flush(&mut self) {
        while let Some(id) = self.dirty.pop_first() {
            if let Some(socket) = self.held.get_mut(&id) {
                socket.outbound.send(socket.unsent.drain(..));
            }
        }
    }

    /// Makes `id` a member of the room, or no longer.
    pub(crate) fn set_member(&mut self, id: SocketId, member: bool) {
        if let Some(socket) = self.held.get_mut(&id) {
            socket.member = member;
        }
    }

    /// The numbers of hibernating sockets, all or those with `tag`.
    pub(crate) fn list(&self, tag: Option<&str>) -> Vec<u32> {
        let wanted = |socket: &Socket| {
            socket.accepted == Accepted::Hibernating
                && !socket.ended
                && tag.is_none_or(|tag| socket.tags.iter().any(|own| own == tag))
        };
        self.held
            .iter()
            .filter(|(_, socket)| wanted(socket))
            .map(|(id, _)| id.0)
            .collect()
    }

    /// The tags of `id`.
    pub(crate) fn tags(&self, id: SocketId) -> Vec<String> {
        self.held
            .get(&id)
            .map(|socket| socket.tags.clone())
            .unwrap_or_default()
    }

    /// Attaches serialized data to `id`.
    pub(crate) fn attach(&mut self, id: SocketId, data: Bytes) {
        if let Some(socket) = self.held.get_mut(&id) {
            socket.attachment = Some(data);
        }
    }

    /// What is attached to `id`.
    pub(crate) fn attachment(&self, id: SocketId) -> Option<Bytes> {
        self.held.get(&id)?.attachment.clone()
    }

    /// Whether `id` is still one of them.
    pub(crate) fn contains(&self, id: SocketId) -> bool {
        self.held.contains_key(&id)
    }

    /// The other side of `id` is gone: it is no longer listed. Whether it was one of them.
    pub(crate) fn end(&mut self, id: SocketId) -> bool {
        self.held.get_mut(&id).map(|socket| socket.ended = true).is_some()
    }

    /// A socket ended: whatever is still unsent (its answer to the close) is handed on, the rest forgotten.
    pub(crate) fn remove(&mut self, id: SocketId) {
        self.dirty.remove(&id);
        if let Some(mut socket) = self.held.remove(&id) {
            socket.outbound.send(socket.unsent.drain(..));
        }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Whether every socket lets the isolate sleep.
    pub(crate) fn all_hibernate(&self) -> bool {
        self.held
            .values()
            .all(|socket| socket.accepted == Accepted::Hibernating)
    }

    /// Closes or aborts every socket and forgets them.
    pub(crate) fn end_all(&mut self, goodbye: &Outgoing) {
        self.dirty.clear();
        for socket in std::mem::take(&mut self.held).values() {
            socket.outbound.send([goodbye.clone()]);
        }
    }
}

/// The close that tells clients to come back: the server swapped in a new version.
pub(crate) fn come_back() -> Outgoing {
    Outgoing::Close(come_back_frame())
}

/// Its frame.
pub(crate) fn come_back_frame() -> CloseFrame {
    CloseFrame::Status(1012, "Service Restart".to_owned())
}

/// The close that the server begins.
pub(crate) fn goodbye(code: u16, reason: &str) -> Outgoing {
    Outgoing::Close(CloseFrame::Status(code, reason.to_owned()))
}
