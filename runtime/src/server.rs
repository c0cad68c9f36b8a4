//! The server: connections, PartyKit's URL scheme, WebSockets, static files. Only this folder knows hyper,
//! tungstenite and tower-http; what goes further in is plain data.

pub(crate) mod accept;
pub(crate) mod assets;
pub(crate) mod dial;
pub(crate) mod dispatch;
mod encoding;
mod frames;
mod handshake;
mod incoming;
pub(crate) mod live_reload;
mod outgoing;
mod redial;
mod route;
pub(crate) mod standby;
mod websocket;
