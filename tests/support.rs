//! What the tests share.

mod cache;
mod cases;
mod dev;
pub(crate) mod http;
mod log;
mod project;
mod socket;

pub(crate) use cases::{assert_case, cases};
pub(crate) use dev::Dev;
pub(crate) use project::{Outcome, Project};
pub(crate) use socket::Socket;

/// A project that builds: with the esbuild that all tests share.
pub(crate) fn buildable(files: &[(&str, &str)]) -> Project {
    Project::new(files).env("PARTYRS_CACHE", cache::folder().display().to_string())
}
