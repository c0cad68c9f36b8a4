//! WebSocket frames (RFC 6455) as PartyKit's server reads them: masked or not, text that is not UTF-8 repaired
//! instead of refused, a message over the limit reported with its size. Headers are tungstenite's; messages are put
//! together here.

use crate::limits::MESSAGE_BYTES_MAX;
use crate::room::mailbox::Closed;
use crate::room::outbound::{CloseFrame, Message};
use bytes::{Buf, BufMut, Bytes, BytesMut};
use std::io::{self, Cursor};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Control, Data, OpCode};

/// What is read at once.
const READ_BYTES: usize = 4 * 1024;

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
    /// A message of so many bytes or more, which is too many.
    TooLarge(u64),
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

    /// The next thing the client sends; `None` when it is gone. Nothing follows a message that is too large. Frames
    /// that break the protocol are an error.
    pub(crate) async fn next(
        &mut self,
        socket: &mut (impl AsyncRead + Unpin),
    ) -> io::Result<Option<Incoming>> {
        loop {
            if let Some(incoming) = self.parse()? {
                return Ok(Some(incoming));
            }
            self.buffer.reserve(READ_BYTES);
            if socket.read_buf(&mut self.buffer).await? == 0 {
                return Ok(None);
            }
        }
    }

    /// Takes frames from the buffer until one completes something.
    fn parse(&mut self) -> io::Result<Option<Incoming>> {
        loop {
            let mut cursor = Cursor::new(&self.buffer[..]);
            let parsed = FrameHeader::parse(&mut cursor).map_err(broken)?;
            let Some((header, length)) = parsed else {
                return Ok(None);
            };
            let head = usize::try_from(cursor.position()).map_err(broken)?;
            if let Some(too_large) = self.check_size(&header, length)? {
                return Ok(Some(too_large));
            }
            let length = usize::try_from(length).map_err(broken)?;
            if self.buffer.len() < head + length {
                self.buffer.reserve(head + length - self.buffer.len());
                return Ok(None);
            }
            self.buffer.advance(head);
            let mut payload = self.buffer.split_to(length);
            if let Some(mask) = header.mask {
                apply(mask, &mut payload);
            }
            if let Some(incoming) = self.take(&header, payload)? {
                return Ok(Some(incoming));
            }
        }
    }

    fn check_size(&self, header: &FrameHeader, length: u64) -> io::Result<Option<Incoming>> {
        if let OpCode::Control(_) = header.opcode {
            let whole = header.is_final && length <= CONTROL_BYTES_MAX;
            return if whole {
                Ok(None)
            } else {
                Err(broken("a control frame is too long or in pieces"))
            };
        }
        let before = self
            .partial
            .as_ref()
            .map_or(0, |(_, partial)| partial.len() as u64);
        let total = before.saturating_add(length);
        Ok((total > MESSAGE_BYTES_MAX as u64).then_some(Incoming::TooLarge(total)))
    }

    /// What a frame completes, if anything.
    fn take(&mut self, header: &FrameHeader, payload: BytesMut) -> io::Result<Option<Incoming>> {
        match header.opcode {
            OpCode::Control(Control::Ping) => Ok(Some(Incoming::Ping(payload.freeze()))),
            OpCode::Control(Control::Close) => Ok(Some(Incoming::Close(closed(&payload)))),
            OpCode::Control(_) => Ok(None),
            OpCode::Data(Data::Continue) => {
                let Some((kind, mut message)) = self.partial.take() else {
                    return Err(broken("a continuation continues nothing"));
                };
                message.extend_from_slice(&payload);
                Ok(self.add(header.is_final, kind, message))
            }
            OpCode::Data(_) if self.partial.is_some() => Err(broken("a message begins within another")),
            OpCode::Data(kind) => Ok(self.add(header.is_final, kind, payload)),
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

fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
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

#[cfg(test)]
mod tests {
    use super::*;

    async fn read_all(bytes: &[u8]) -> Vec<Incoming> {
        // One byte at a time: every cut is tried.
        let mut frames = Frames::new(&[]);
        let mut socket = byte_by_byte(bytes);
        let mut all = Vec::new();
        while let Some(incoming) = frames.next(&mut socket).await.unwrap() {
            let is_last = matches!(incoming, Incoming::TooLarge(_));
            all.push(incoming);
            if is_last {
                break;
            }
        }
        all
    }

    fn byte_by_byte(bytes: &[u8]) -> impl AsyncRead + Unpin {
        let (mut there, here) = tokio::io::duplex(1);
        let bytes = bytes.to_vec();
        tokio::spawn(async move { tokio::io::AsyncWriteExt::write_all(&mut there, &bytes).await });
        here
    }

    #[tokio::test]
    async fn fragments_and_pings_between_them_are_put_together() {
        let bytes = [&[0x01, 1, b'a'][..], &[0x89, 1, b'p'], &[0x80, 2, b'b', b'c']].concat();
        let text = Message::Text(Bytes::from_static(b"abc"));
        assert_eq!(
            read_all(&bytes).await,
            [Incoming::Ping(Bytes::from_static(b"p")), Incoming::Message(text)]
        );
    }

    #[tokio::test]
    async fn masked_text_that_is_not_utf_8_is_repaired() {
        let bytes = [0x81, 0x82, 1, 2, 3, 4, b'a' ^ 1, 0xff ^ 2];
        let text = Message::Text(Bytes::from("a\u{fffd}"));
        assert_eq!(read_all(&bytes).await, [Incoming::Message(text)]);
    }

    #[tokio::test]
    async fn a_client_masks_what_it_writes() {
        let message = Message::Binary(Bytes::from_static(&[7; 300]));
        let mut frame = BytesMut::new();
        Side::Client.write_message(&message, &mut frame);
        // Two bytes, two of length, the key, and the payload unlike itself.
        assert_eq!((frame[1], frame.len()), (0x80 | 126, 308));
        assert_eq!(read_all(&frame).await, [Incoming::Message(message)]);
    }

    #[tokio::test]
    async fn a_message_over_the_limit_is_reported_with_its_size() {
        let mut bytes = vec![0x82, 127];
        bytes.extend_from_slice(&1_048_577_u64.to_be_bytes());
        assert_eq!(read_all(&bytes).await, [Incoming::TooLarge(1_048_577)]);
    }

    #[tokio::test]
    async fn a_close_without_a_status_is_1005() {
        let closed = Closed {
            code: 1005,
            reason: String::new(),
            clean: true,
        };
        assert_eq!(read_all(&[0x88, 0]).await, [Incoming::Close(closed)]);
    }
}
