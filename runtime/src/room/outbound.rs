//! The way out of a room to one socket: a queue bounded in bytes that its reader drains whole. A text sent to
//! many sockets is shared, never copied. A reader too far behind loses its socket, never slows the room.

use crate::limits::SEND_QUEUE_BYTES_MAX;
use bytes::Bytes;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// What travels over a WebSocket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Message {
    /// A text message, UTF-8.
    Text(Bytes),
    /// A binary message.
    Binary(Bytes),
}

impl Message {
    /// The payload.
    pub(crate) fn payload(&self) -> &Bytes {
        match self {
            Self::Text(bytes) | Self::Binary(bytes) => bytes,
        }
    }
}

/// What leaves a room for one socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outgoing {
    /// A message.
    Message(Message),
    /// The closing handshake, begun or answered. Nothing follows it.
    Close(CloseFrame),
    /// The room has begun anew: whoever reads asks it for another socket, or closes with 1012.
    Again,
    /// The connection ends at once, without a closing handshake.
    Abort,
    /// The same, because of an error that the reader shall see.
    Fail(String),
}

/// The body of a close frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CloseFrame {
    /// No status: the peer sees 1005.
    Empty,
    /// A status code and a reason of at most 123 bytes.
    Status(u16, String),
}

impl CloseFrame {
    /// The frame with `code`; one that means "no status" makes an empty frame.
    pub(crate) fn new(code: u16, reason: String) -> Self {
        match code {
            0 | 1005 | 1006 | 1015 => Self::Empty,
            code => Self::Status(code, reason),
        }
    }
}

/// One socket's queue.
#[derive(Default)]
pub(crate) struct Outbound {
    state: Mutex<State>,
    filled: Notify,
    drained: Notify,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Outgoing>,
    bytes: usize,
    ended: bool,
}

impl Outbound {
    /// Queues `messages` with one wake-up. Past [`SEND_QUEUE_BYTES_MAX`] unsent bytes the queue is dropped and the
    /// socket closed with 1013; behind a close everything is dropped.
    pub(crate) fn send(&self, messages: impl IntoIterator<Item = Outgoing>) {
        let mut state = self.lock();
        for message in messages {
            state.push(message);
        }
        drop(state);
        self.filled.notify_one();
    }

    /// Queues `message` as soon as what is queued is below [`SEND_QUEUE_BYTES_MAX`]: for a sender that can wait. It
    /// waits for ever when nobody reads any more.
    pub(crate) async fn send_when_free(&self, message: Message) {
        loop {
            {
                let mut state = self.lock();
                let room = SEND_QUEUE_BYTES_MAX.saturating_sub(state.bytes);
                if state.queue.is_empty() || message.payload().len() <= room {
                    state.push(Outgoing::Message(message));
                    break;
                }
            }
            self.drained.notified().await;
        }
        self.filled.notify_one();
    }

    /// Everything that is queued; waits while that is nothing. `batch` is emptied first.
    pub(crate) async fn drain(&self, batch: &mut VecDeque<Outgoing>) {
        batch.clear();
        loop {
            {
                let mut state = self.lock();
                if !state.queue.is_empty() {
                    std::mem::swap(&mut state.queue, batch);
                    state.bytes = 0;
                    self.drained.notify_one();
                    return;
                }
            }
            self.filled.notified().await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn push(&mut self, item: Outgoing) {
        if self.ended {
            return;
        }
        if let Outgoing::Message(message) = &item {
            self.bytes += message.payload().len();
            if self.bytes > SEND_QUEUE_BYTES_MAX && !self.queue.is_empty() {
                self.queue.clear();
                self.end(Outgoing::Close(CloseFrame::Status(
                    1013,
                    "The client reads too slowly.".into(),
                )));
                return;
            }
            self.queue.push_back(item);
        } else {
            self.end(item);
        }
    }

    fn end(&mut self, item: Outgoing) {
        self.ended = true;
        self.queue.push_back(item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(payload: Vec<u8>) -> Outgoing {
        Outgoing::Message(Message::Text(payload.into()))
    }

    #[tokio::test]
    async fn a_drain_takes_everything_at_once() {
        let outbound = Outbound::default();
        outbound.send([text(b"a".to_vec()), text(b"b".to_vec())]);
        outbound.send([Outgoing::Close(CloseFrame::Empty), text(b"after".to_vec())]);
        let mut batch = VecDeque::new();
        outbound.drain(&mut batch).await;
        assert_eq!(
            batch,
            [
                text(b"a".to_vec()),
                text(b"b".to_vec()),
                Outgoing::Close(CloseFrame::Empty)
            ]
        );
    }

    #[tokio::test]
    async fn a_reader_too_far_behind_is_closed_with_1013() {
        let outbound = Outbound::default();
        let half = vec![b'x'; SEND_QUEUE_BYTES_MAX / 2 + 1];
        outbound.send([text(half.clone()), text(half)]);
        let mut batch = VecDeque::new();
        outbound.drain(&mut batch).await;
        assert!(
            matches!(batch.front(), Some(Outgoing::Close(CloseFrame::Status(1013, _)))),
            "{batch:?}"
        );
    }
}
