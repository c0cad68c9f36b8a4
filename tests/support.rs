//! What the tests share.

mod project;

pub(crate) use project::{Outcome, Project};
