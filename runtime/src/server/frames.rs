//! WebSocket frames (RFC 6455) as PartyKit's server reads them: masked or not, text that is not UTF-8 repaired
//! instead of refused, a message over the limit reported with its size. Headers are tungstenite's; messages are put
//! together here.

#[cfg(test)]
mod tests;

use crate::limits::MESSAGE_BYTES_MAX;
use crate::room::mailbox::Closed;
use crate::room::outbound::{CloseFrame, Message};
use bytes::{Buf, BufMut, Bytes, BytesMut};
use std::future::poll_fn;
use std::io::{self, Cursor};
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::ready;
use tokio::io::{AsyncRead, ReadBuf};
use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Control, Data, OpCode};

/// What is read at once.
const READ_BYTES: usize = 16 * 1024;

/// The longest payload of a control frame.
const CONTROL_BYTES_MAX: u64 = 125;

/// One thing a client sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Incoming {
    /// A whole message.
    Message(Message),
    /// A ping to answer with its payload.
    Ping(Bytes),
    /// The closing handshake.
    Close(Closed),
    /// What ends the connection, as the Close frame that says so.
    Refused(CloseFrame),
}

/// Reads messages from one socket.
pub(crate) struct Frames {
    buffer: BytesMut,
    partial: Option<(Data, BytesMut)>,
}

impl Frames {
    /// Starts with what was read already.
    pub(crate) fn new(already: &[u8]) -> Self {
        Self {
            buffer: BytesMut::from(already),
            partial: None,
        }
    }

    /// The next thing the client sends; `None` when it is gone. Nothing follows what was refused: a message that is
    /// too large, a frame that breaks the protocol.
    pub(crate) async fn next(
        &mut self,
        socket: &mut (impl AsyncRead + Unpin),
    ) -> io::Result<Option<Incoming>> {
        loop {
            if let Some(incoming) = self.parse()? {
                return Ok(Some(incoming));
            }
            if self.fill(socket).await? == 0 {
                return Ok(None);
            }
        }
    }

    /// Reads what has come, by way of the stack: most sockets are silent, and one that waits holds no buffer.
    async fn fill(&mut self, socket: &mut (impl AsyncRead + Unpin)) -> io::Result<usize> {
        if self.buffer.is_empty() {
            self.buffer = BytesMut::new();
        }
        let buffer = &mut self.buffer;
        poll_fn(|context| {
            let mut space = [MaybeUninit::uninit(); READ_BYTES];
            let mut read = ReadBuf::uninit(&mut space);
            ready!(Pin::new(&mut *socket).poll_read(context, &mut read))?;
            buffer.extend_from_slice(read.filled());
            Ok(read.filled().len()).into()
        })
        .await
    }

    /// Takes frames from the buffer until one completes something.
    fn parse(&mut self) -> io::Result<Option<Incoming>> {
        loop {
            let mut cursor = Cursor::new(&self.buffer[..]);
            let Ok(parsed) = FrameHeader::parse(&mut cursor) else {
                // An opcode that stands for nothing is all that a header can have wrong.
                let opcode = self.buffer.first().map_or(0, |first| first & 0x0f);
                return Ok(Some(broken(&format!("Unknown opcode {opcode}"))));
            };
            let Some((header, length)) = parsed else {
                return Ok(None);
            };
            let head = usize::try_from(cursor.position()).map_err(io::Error::other)?;
            if let Some(refused) = self.refused(&header, length) {
                return Ok(Some(refused));
            }
            let length = usize::try_from(length).map_err(io::Error::other)?;
            if self.buffer.len() < head + length {
                self.buffer.reserve(head + length - self.buffer.len());
                return Ok(None);
            }
            self.buffer.advance(head);
            let mut payload = self.buffer.split_to(length);
            if let Some(mask) = header.mask {
                apply(mask, &mut payload);
            }
            if let Some(incoming) = self.take(&header, payload) {
                return Ok(Some(incoming));
            }
        }
    }

    /// What is wrong with a frame, before its payload is waited for.
    fn refused(&self, header: &FrameHeader, length: u64) -> Option<Incoming> {
        if header.rsv1 {
            return Some(broken(
                "Received a compressed frame, but compression was not negotiated",
            ));
        }
        if header.rsv2 || header.rsv3 {
            return Some(broken("Received frame had RSV bits 2 or 3 set"));
        }
        let before = match (header.opcode, &self.partial) {
            (OpCode::Control(_), _) if !header.is_final => {
                return Some(broken("Received fragmented control frame"));
            }
            (OpCode::Control(_), _) if length > CONTROL_BYTES_MAX => {
                return Some(broken("Received a control frame that is too long"));
            }
            (OpCode::Control(_), _) => return None,
            (OpCode::Data(Data::Continue), None) => return Some(broken("Unexpected continuation frame")),
            (OpCode::Data(Data::Continue), Some((_, partial))) => partial.len() as u64,
            (OpCode::Data(_), Some(_)) => return Some(broken("Missing continuation frame")),
            (OpCode::Data(_), None) => 0,
        };
        let total = before.saturating_add(length);
        (total > MESSAGE_BYTES_MAX as u64).then(|| too_large(total))
    }

    /// What a frame completes, if anything.
    fn take(&mut self, header: &FrameHeader, payload: BytesMut) -> Option<Incoming> {
        match header.opcode {
            OpCode::Control(Control::Ping) => Some(Incoming::Ping(payload.freeze())),
            OpCode::Control(Control::Close) => Some(Incoming::Close(closed(&payload))),
            OpCode::Control(_) => None,
            OpCode::Data(kind) => match self.partial.take() {
                Some((kind, mut message)) => {
                    message.extend_from_slice(&payload);
                    self.add(header.is_final, kind, message)
                }
                None => self.add(header.is_final, kind, payload),
            },
        }
    }

    fn add(&mut self, is_final: bool, kind: Data, message: BytesMut) -> Option<Incoming> {
        if !is_final {
            self.partial = Some((kind, message));
            return None;
        }
        Some(Incoming::Message(match kind {
            Data::Binary => Message::Binary(message.freeze()),
            _ => Message::Text(repaired(message.freeze())),
        }))
    }
}

/// Text as JavaScript will see it: what is not UTF-8 becomes U+FFFD.
fn repaired(text: Bytes) -> Bytes {
    match std::str::from_utf8(&text) {
        Ok(_) => text,
        Err(_) => String::from_utf8_lossy(&text).into_owned().into(),
    }
}

fn closed(payload: &[u8]) -> Closed {
    match payload {
        [high, low, reason @ ..] => Closed {
            code: u16::from_be_bytes([*high, *low]),
            reason: String::from_utf8_lossy(reason).into_owned(),
            clean: true,
        },
        _ => CloseFrame::Empty.into(),
    }
}

/// A frame that RFC 6455 does not allow, in workerd's words where it has some.
fn broken(what: &str) -> Incoming {
    Incoming::Refused(CloseFrame::Status(1002, what.to_owned()))
}

fn too_large(bytes: u64) -> Incoming {
    let reason = format!("Message is too large: {bytes} > {MESSAGE_BYTES_MAX}");
    Incoming::Refused(CloseFrame::Status(1009, reason))
}

/// Which side of the connection writes: a client masks what it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// A browser's or another client's socket.
    Server,
    /// A socket that a room opened.
    Client,
}

impl Side {
    /// Appends a message's frame.
    pub(crate) fn write_message(self, message: &Message, out: &mut BytesMut) {
        let (kind, payload) = match message {
            Message::Text(payload) => (Data::Text, payload),
            Message::Binary(payload) => (Data::Binary, payload),
        };
        self.write_frame(OpCode::Data(kind), payload, out);
    }

    /// Appends a pong.
    pub(crate) fn write_pong(self, payload: &[u8], out: &mut BytesMut) {
        self.write_frame(OpCode::Control(Control::Pong), payload, out);
    }

    /// Appends a close frame.
    pub(crate) fn write_close(self, frame: &CloseFrame, out: &mut BytesMut) {
        let mut payload = BytesMut::new();
        if let CloseFrame::Status(code, reason) = frame {
            payload.put_u16(*code);
            payload.extend_from_slice(reason.as_bytes());
        }
        self.write_frame(OpCode::Control(Control::Close), &payload, out);
    }

    fn write_frame(self, opcode: OpCode, payload: &[u8], out: &mut BytesMut) {
        let header = FrameHeader {
            opcode,
            mask: self.mask(),
            ..FrameHeader::default()
        };
        let length = payload.len() as u64;
        out.reserve(header.len(length) + payload.len());
        // Writing to memory does not fail.
        let _ = header.format(length, &mut out.writer());
        let start = out.len();
        out.extend_from_slice(payload);
        if let Some(mask) = header.mask {
            apply(mask, &mut out[start..]);
        }
    }

    fn mask(self) -> Option<[u8; 4]> {
        match self {
            Self::Server => None,
            // A system without randomness has lost more than a mask, which protects proxies only.
            Self::Client => Some(getrandom::u32().unwrap_or_default().to_ne_bytes()),
        }
    }
}

/// Masks or unmasks `payload`.
fn apply(mask: [u8; 4], payload: &mut [u8]) {
    for (byte, key) in payload.iter_mut().zip(mask.iter().cycle()) {
        *byte ^= key;
    }
}
