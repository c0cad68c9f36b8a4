//! A WebSocket client. What comes is told in words: `close 1012 …`, `binary 1 2`, the text itself.

use super::log::{DEADLINE, Log};
use std::net::TcpStream;
use tokio_tungstenite::tungstenite::{Error, HandshakeError, Message, WebSocket, client};

/// See the file's comment.
pub(crate) struct Socket {
    socket: WebSocket<TcpStream>,
    log: Log,
}

impl Socket {
    pub(super) fn open(port: u16, path: &str, log: Log) -> Self {
        match handshake(port, path) {
            Ok(socket) => Self { socket, log },
            Err(error) => panic!("no WebSocket at {path}: {error}\n{log}"),
        }
    }

    pub(super) fn refused(port: u16, path: &str, log: &Log) -> (u16, String) {
        match handshake(port, path) {
            Err(Error::Http(reply)) => {
                let body = reply.body().clone().unwrap_or_default();
                (
                    reply.status().as_u16(),
                    String::from_utf8_lossy(&body).into_owned(),
                )
            }
            Err(error) => panic!("{path}: {error}\n{log}"),
            Ok(_) => panic!("the WebSocket at {path} opened\n{log}"),
        }
    }

    pub(crate) fn send(&mut self, text: &str) {
        self.socket.send(Message::text(text)).unwrap();
    }

    /// Sends; whether the connection still takes it.
    pub(crate) fn try_send(&mut self, text: &str) -> bool {
        self.socket.send(Message::text(text)).is_ok()
    }

    pub(crate) fn send_binary(&mut self, bytes: &[u8]) {
        self.socket.send(Message::binary(bytes.to_vec())).unwrap();
    }

    /// Sends, and waits for what comes next.
    pub(crate) fn ask(&mut self, text: &str) -> String {
        self.send(text);
        self.next()
    }

    /// What comes next; `lost` when the connection broke.
    pub(crate) fn next(&mut self) -> String {
        loop {
            match self.socket.read() {
                Ok(Message::Text(text)) => return text.to_string(),
                Ok(Message::Binary(bytes)) => {
                    let bytes: Vec<String> = bytes.iter().map(u8::to_string).collect();
                    return format!("binary {}", bytes.join(" "));
                }
                Ok(Message::Close(Some(frame))) => {
                    // The answer to the close frame; the other end may be gone.
                    let _gone = self.socket.flush();
                    return format!("close {} {}", frame.code, frame.reason)
                        .trim_end()
                        .to_owned();
                }
                Ok(Message::Close(None)) => return "close".to_owned(),
                Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => {}
                Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    panic!("no message within {DEADLINE:?}\n{}", self.log)
                }
                Err(_) => return "lost".to_owned(),
            }
        }
    }

    /// Closes, and waits for the other side to do so.
    pub(crate) fn close(mut self) {
        self.socket.close(None).unwrap();
        while !["lost", "close"].iter().any(|end| self.next().starts_with(end)) {}
    }
}

fn handshake(port: u16, path: &str) -> Result<WebSocket<TcpStream>, Error> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(DEADLINE))?;
    match client(format!("ws://127.0.0.1:{port}{path}"), stream) {
        Ok((socket, _)) => Ok(socket),
        Err(HandshakeError::Failure(error)) => Err(error),
        Err(HandshakeError::Interrupted(_)) => panic!("no answer to the handshake within {DEADLINE:?}"),
    }
}
