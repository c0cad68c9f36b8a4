//! Everything through the public edge: a project folder, the real binary, what it says and how it ends.

mod cli;
mod config;
mod init;
mod support;
