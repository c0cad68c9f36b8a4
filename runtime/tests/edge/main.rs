//! The runtime through its public edge: real bundles, real sockets, port 0.

mod content_encoding;
mod outbound_sockets;
mod support;
