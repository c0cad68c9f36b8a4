//! Rooms: which exist, what waits for them, their sockets and alarms. Plain Rust that knows no engine.

pub(crate) mod crons;
pub(crate) mod far_end;
pub(crate) mod mailbox;
pub(crate) mod outbound;
pub(crate) mod registry;
pub(crate) mod socket;
