//! Everything through the public edge: a project folder, the real binary, real sockets, what it says and how it ends.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod assets;
mod bindings;
mod bundle;
mod check;
mod children;
mod cli;
mod config;
mod crons;
mod crypto;
mod dev;
mod exceptions;
mod exec;
mod faults;
mod html_rewriter;
mod http;
mod init;
mod intl;
mod json;
mod layers;
mod rooms;
mod schema;
mod storage;
mod support;
mod templates;
mod terminal;
mod web_platform;
