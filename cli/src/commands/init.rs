//! `partyrs init`: a new project from a template.
use crate::error::Error;
use crate::terminal::Terminal;
use clap::Args;

/// Make a new project from a template.
#[derive(Debug, Args)]
pub(super) struct Init {}

pub(super) fn run(_: Init, _: &Terminal) -> Result<(), Error> {
    Ok(())
}
