//! The runtime through its public edge: real bundles, real sockets, port 0.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod content_encoding;
mod crons;
mod outbound_sockets;
mod support;
