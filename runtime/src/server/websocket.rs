//! One WebSocket on the wire, a client's or one that a room opened: reads messages into the room and writes what the
//! room sends, everything that is due in one write. Ends with the closing handshake, from whichever side; a peer that does not finish it is not
//! waited for.

use super::frames::{Frames, Incoming, Side};
use super::redial::Redial;
use crate::lock::lock;
use crate::room::far_end::FarEnd;
use crate::room::mailbox::Closed;
use crate::room::outbound::{CloseFrame, Outbound, Outgoing};
use crate::room::socket::come_back_frame;
use bytes::{Bytes, BytesMut};
use std::collections::VecDeque;
use std::io;
use std::sync::Mutex;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::Notify;

/// How long the other side may take to answer a close, and the room to answer the client's.
const CLOSE_WAIT: Duration = Duration::from_secs(5);

/// Frames are gathered up to this size before they are written.
const WRITE_BYTES: usize = 256 * 1024;

/// Pings that wait for their pong; more are not answered: the last one counts.
const PONGS_MAX: usize = 8;

/// How the reading side ended.
enum ReadEnd {
    /// The peer sent its close.
    Close(Closed),
    /// The peer sent what is not allowed; the Close frame says what.
    Refused(CloseFrame),
    /// The peer is gone.
    Lost,
}

/// How the writing side ended.
enum WriteEnd {
    /// The room's close was written.
    Close,
    /// The room wants the connection gone.
    Abort,
    /// The room has begun anew.
    Again,
    /// The peer is gone.
    Lost,
}

/// How it went with one socket of the room.
enum Passed {
    /// The connection is over.
    Ended,
    /// The room has begun anew and knows nothing of the connection.
    Again,
}

/// Runs the connection to its end. `already` is what the peer sent behind its handshake; `redial` gives the next socket
/// when the room begins anew.
pub(crate) async fn run<S>(socket: S, already: Bytes, mut far: FarEnd, side: Side, redial: Option<Redial>)
where
    S: AsyncRead + AsyncWrite,
{
    let (mut from_peer, mut to_peer) = tokio::io::split(socket);
    let mut frames = Frames::new(&already);
    // Even an empty rest keeps the whole buffer that the handshake was read into.
    drop(already);
    while let Passed::Again = pass(&mut frames, &mut from_peer, &mut to_peer, far, side).await {
        let next = match &redial {
            Some(redial) => redial.socket().await,
            None => None,
        };
        match next {
            Some(next) => far = next,
            None => {
                let mut out = BytesMut::new();
                side.write_close(&come_back_frame(), &mut out);
                if to_peer.write_all(&out).await.is_ok() {
                    let _ = tokio::time::timeout(CLOSE_WAIT, answer(&mut frames, &mut from_peer)).await;
                }
                break;
            }
        }
    }
    let _ = to_peer.shutdown().await;
}

/// Carries messages between the peer and one socket of the room, until either has enough.
async fn pass(
    frames: &mut Frames,
    from_peer: &mut (impl AsyncRead + Unpin),
    to_peer: &mut (impl AsyncWrite + Unpin),
    far: FarEnd,
    side: Side,
) -> Passed {
    let outbound = far.outbound().clone();
    let pings = Pings::default();
    let mut writer = Writer {
        side,
        outbound: &outbound,
        pings: &pings,
        out: BytesMut::new(),
    };
    tokio::select! {
        end = read(frames, from_peer, &far, &pings) => match end {
            ReadEnd::Close(closed) => {
                far.closed(closed);
                // The room answers with its close; the connection ends with it.
                let _ = tokio::time::timeout(CLOSE_WAIT, writer.run(to_peer)).await;
            }
            ReadEnd::Refused(why) => {
                far.failed("internal error".to_owned());
                let _ = writer.close(to_peer, &why).await;
                // Closing with unread data would reset the connection and take the close frame along.
                let mut nowhere = tokio::io::sink();
                let rest = tokio::io::copy(from_peer, &mut nowhere);
                let _ = tokio::time::timeout(CLOSE_WAIT, rest).await;
            }
            ReadEnd::Lost => far.closed(Closed::lost()),
        },
        end = writer.run(to_peer) => match end {
            WriteEnd::Close => {
                let answer = tokio::time::timeout(CLOSE_WAIT, answer(frames, from_peer)).await;
                far.closed(answer.ok().flatten().unwrap_or_else(Closed::lost));
            }
            WriteEnd::Again => return Passed::Again,
            WriteEnd::Abort | WriteEnd::Lost => far.closed(Closed::lost()),
        },
    }
    Passed::Ended
}

async fn read(
    frames: &mut Frames,
    socket: &mut (impl AsyncRead + Unpin),
    far: &FarEnd,
    pings: &Pings,
) -> ReadEnd {
    loop {
        match frames.next(socket).await {
            Ok(Some(Incoming::Message(message))) => far.message(message).await,
            Ok(Some(Incoming::Ping(payload))) => pings.add(payload),
            Ok(Some(Incoming::Close(closed))) => return ReadEnd::Close(closed),
            Ok(Some(Incoming::Refused(why))) => return ReadEnd::Refused(why),
            Ok(None) | Err(_) => return ReadEnd::Lost,
        }
    }
}

/// The client's close, once the room's is sent; messages before it come too late.
async fn answer(frames: &mut Frames, socket: &mut (impl AsyncRead + Unpin)) -> Option<Closed> {
    loop {
        match frames.next(socket).await {
            Ok(Some(Incoming::Close(closed))) => return Some(closed),
            Ok(Some(Incoming::Message(_) | Incoming::Ping(_))) => {}
            Ok(Some(Incoming::Refused(_)) | None) | Err(_) => return None,
        }
    }
}

/// Pings to answer. A channel would hold a block of places for each socket, and most are never pinged.
#[derive(Default)]
struct Pings {
    waiting: Mutex<VecDeque<Bytes>>,
    added: Notify,
}

impl Pings {
    /// Adds one. Beyond [`PONGS_MAX`] it is left out: earlier pongs are on their way and will do.
    fn add(&self, payload: Bytes) {
        let mut waiting = lock(&self.waiting);
        if waiting.len() < PONGS_MAX {
            waiting.push_back(payload);
            self.added.notify_one();
        }
    }

    /// The next one; waits while there is none.
    async fn next(&self) -> Bytes {
        loop {
            if let Some(payload) = lock(&self.waiting).pop_front() {
                return payload;
            }
            self.added.notified().await;
        }
    }
}

struct Writer<'a> {
    side: Side,
    outbound: &'a Outbound,
    pings: &'a Pings,
    out: BytesMut,
}

impl Writer<'_> {
    async fn run(&mut self, socket: &mut (impl AsyncWrite + Unpin)) -> WriteEnd {
        let mut batch = VecDeque::new();
        loop {
            tokio::select! {
                () = self.outbound.drain(&mut batch) => {}
                payload = self.pings.next() => self.side.write_pong(&payload, &mut self.out),
            }
            match self.write(socket, &mut batch).await {
                Ok(None) => {}
                Ok(Some(end)) => return end,
                Err(_) => return WriteEnd::Lost,
            }
        }
    }

    async fn write(
        &mut self,
        socket: &mut (impl AsyncWrite + Unpin),
        batch: &mut VecDeque<Outgoing>,
    ) -> io::Result<Option<WriteEnd>> {
        for item in batch.drain(..) {
            match item {
                Outgoing::Message(message) => self.side.write_message(&message, &mut self.out),
                Outgoing::Close(frame) => {
                    self.close(socket, &frame).await?;
                    return Ok(Some(WriteEnd::Close));
                }
                Outgoing::Again => {
                    self.flush(socket).await?;
                    return Ok(Some(WriteEnd::Again));
                }
                Outgoing::Abort | Outgoing::Fail(_) => return Ok(Some(WriteEnd::Abort)),
            }
            if self.out.len() >= WRITE_BYTES {
                self.flush(socket).await?;
            }
        }
        self.flush(socket).await?;
        Ok(None)
    }

    async fn close(&mut self, socket: &mut (impl AsyncWrite + Unpin), frame: &CloseFrame) -> io::Result<()> {
        self.side.write_close(frame, &mut self.out);
        self.flush(socket).await
    }

    async fn flush(&mut self, socket: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
        socket.write_all(&self.out).await?;
        socket.flush().await?;
        self.out.clear();
        if self.out.capacity() > WRITE_BYTES {
            self.out = BytesMut::new();
        }
        Ok(())
    }
}
