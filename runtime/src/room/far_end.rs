//! The other end of a socket: what is sent to it is read there, and what is brought there is received. Whoever holds
//! an end speaks for that side; an end dropped without a word is a connection lost. Carries messages and the end of
//! the connection, never frames.

use super::mailbox::{Closed, Event};
use super::outbound::{CloseFrame, Message, Outbound, Outgoing};
use super::socket::{SocketId, come_back_frame};
use crate::isolate::actor::Actor;
use std::collections::VecDeque;
use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

/// How long the answer to a close may take.
const ANSWER_WAIT: Duration = Duration::from_secs(10);

/// See the file's comment.
pub(crate) struct FarEnd {
    near: Near,
    outbound: Arc<Outbound>,
    ended: bool,
}

/// Who receives what is brought.
enum Near {
    /// The actor, as events of its socket.
    Actor(SocketId, Arc<Actor>),
    /// Whoever reads the other end of a pair.
    Other(Arc<Outbound>),
}

impl FarEnd {
    /// The far end of the actor's socket `id`, whose messages leave by `outbound`.
    pub(crate) fn of(actor: Arc<Actor>, id: SocketId, outbound: Arc<Outbound>) -> Self {
        Self::new(Near::Actor(id, actor), outbound)
    }

    /// Two ends of one socket that belongs to no actor yet: the network's, and the one to hand on.
    pub(crate) fn pair() -> (Self, Self) {
        let (there, back) = (Arc::<Outbound>::default(), Arc::<Outbound>::default());
        let one = Self::new(Near::Other(there.clone()), back.clone());
        (one, Self::new(Near::Other(back), there))
    }

    fn new(near: Near, outbound: Arc<Outbound>) -> Self {
        Self {
            near,
            outbound,
            ended: false,
        }
    }

    /// What the near side sends.
    pub(crate) fn outbound(&self) -> &Arc<Outbound> {
        &self.outbound
    }

    /// Brings a message; waits while the near side is behind.
    pub(crate) async fn message(&self, message: Message) {
        match &self.near {
            Near::Actor(id, actor) => actor.deliver(Event::Message(*id, message)).await,
            Near::Other(other) => other.send_when_free(message).await,
        }
    }

    /// The socket ended.
    pub(crate) fn closed(mut self, closed: Closed) {
        self.end(Ending::Closed(closed));
    }

    /// The socket broke; the near side sees an error instead of a close.
    pub(crate) fn failed(mut self, message: String) {
        self.end(Ending::Failed(message));
    }

    fn end(&mut self, ending: Ending) {
        self.ended = true;
        match (&self.near, ending) {
            (Near::Actor(id, actor), Ending::Closed(closed)) => {
                actor.deliver_now(Event::Closed(*id, closed));
            }
            (Near::Actor(id, actor), Ending::Failed(message)) => {
                actor.deliver_now(Event::Failed(*id, message));
            }
            (Near::Other(other), Ending::Closed(closed)) if closed.clean => {
                let frame = CloseFrame::new(closed.code, closed.reason);
                other.send([Outgoing::Close(frame)]);
            }
            (Near::Other(other), Ending::Closed(_)) => other.send([Outgoing::Abort]),
            (Near::Other(other), Ending::Failed(message)) => other.send([Outgoing::Fail(message)]),
        }
    }
}

enum Ending {
    Closed(Closed),
    Failed(String),
}

impl Drop for FarEnd {
    fn drop(&mut self) {
        if !self.ended {
            self.end(Ending::Closed(Closed::lost()));
        }
    }
}

impl fmt::Debug for FarEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.near {
            Near::Actor(id, _) => f.debug_tuple("FarEnd").field(id).finish(),
            Near::Other(_) => f.write_str("FarEnd"),
        }
    }
}

/// Joins two sockets back to back until both have ended: what one side sends, the other receives. A side that does
/// not answer the other's end within [`ANSWER_WAIT`] is not waited for.
pub(crate) async fn join(one: FarEnd, other: FarEnd) {
    let (from_one, from_other) = (one.outbound.clone(), other.outbound.clone());
    let (mut there, mut back) = (pin!(forward(from_one, other)), pin!(forward(from_other, one)));
    let late = tokio::select! {
        () = &mut there => tokio::time::timeout(ANSWER_WAIT, back).await,
        () = &mut back => tokio::time::timeout(ANSWER_WAIT, there).await,
    };
    // Whichever end is dropped by this is lost to its side.
    drop(late);
}

async fn forward(from: Arc<Outbound>, to: FarEnd) {
    let mut batch = VecDeque::new();
    loop {
        from.drain(&mut batch).await;
        for item in batch.drain(..) {
            match item {
                Outgoing::Message(message) => to.message(message).await,
                Outgoing::Close(frame) => return to.closed(frame.into()),
                Outgoing::Again => return to.closed(come_back_frame().into()),
                Outgoing::Fail(message) => return to.failed(message),
                Outgoing::Abort => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::SEND_QUEUE_BYTES_MAX;
    use futures_util::FutureExt;

    async fn sent_to(end: &FarEnd) -> VecDeque<Outgoing> {
        let mut batch = VecDeque::new();
        end.outbound().drain(&mut batch).await;
        batch
    }

    #[tokio::test]
    async fn what_one_end_brings_the_other_reads() {
        let (one, other) = FarEnd::pair();
        let message = Message::Text("hi".into());
        one.message(message.clone()).await;
        one.closed(CloseFrame::Status(4000, "bye".into()).into());
        let close = Outgoing::Close(CloseFrame::Status(4000, "bye".into()));
        assert_eq!(sent_to(&other).await, [Outgoing::Message(message), close]);
    }

    #[tokio::test]
    async fn an_end_that_is_dropped_or_fails_says_so() {
        let (one, other) = FarEnd::pair();
        drop(one);
        assert_eq!(sent_to(&other).await, [Outgoing::Abort]);
        let (one, other) = FarEnd::pair();
        one.failed("broken".into());
        assert_eq!(sent_to(&other).await, [Outgoing::Fail("broken".into())]);
    }

    #[tokio::test]
    async fn a_sender_waits_while_the_other_end_is_behind() {
        let (one, other) = FarEnd::pair();
        let large = Message::Binary(vec![0; SEND_QUEUE_BYTES_MAX].into());
        one.message(large.clone()).await;
        let second = one.message(large.clone());
        tokio::pin!(second);
        assert!(
            second.as_mut().now_or_never().is_none(),
            "a second message did not wait"
        );
        assert_eq!(sent_to(&other).await.len(), 1);
        second.await;
        assert_eq!(sent_to(&other).await, [Outgoing::Message(large)]);
    }

    #[tokio::test]
    async fn joined_pairs_carry_both_ways_until_both_sides_closed() {
        let ((a, near_a), (b, near_b)) = (FarEnd::pair(), FarEnd::pair());
        let joined = tokio::spawn(join(near_a, near_b));
        a.message(Message::Text("to b".into())).await;
        b.message(Message::Text("to a".into())).await;
        assert_eq!(
            sent_to(&b).await,
            [Outgoing::Message(Message::Text("to b".into()))]
        );
        assert_eq!(
            sent_to(&a).await,
            [Outgoing::Message(Message::Text("to a".into()))]
        );
        a.closed(CloseFrame::Empty.into());
        assert_eq!(sent_to(&b).await, [Outgoing::Close(CloseFrame::Empty)]);
        assert!(!joined.is_finished());
        b.closed(CloseFrame::Empty.into());
        joined.await.unwrap();
    }
}
