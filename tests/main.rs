//! Everything through the public edge: a project folder, the real binary, real sockets, what it says and how it ends.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod assets;
mod bundle;
mod check;
mod children;
mod cli;
mod config;
mod dev;
mod exec;
mod http;
mod init;
mod layers;
mod rooms;
mod schema;
mod support;
mod templates;
mod terminal;
