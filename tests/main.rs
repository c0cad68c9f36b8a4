//! Everything through the public edge: a project folder, the real binary, what it says and how it ends.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

mod cli;
mod config;
mod exec;
mod init;
mod support;
