//! What the tests share.

mod cache;
mod dev;
mod http;
mod log;
mod project;
mod socket;

pub(crate) use dev::Dev;
pub(crate) use project::{Outcome, Project};
