//! `partyrs schema`: the JSON Schema of the config.

use crate::config;
use crate::error::Error;
use crate::terminal::Terminal;
use clap::Args;

/// Print the JSON Schema of partykit.json, by which editors complete and check it.
#[derive(Debug, Args)]
#[command(
    help_template = super::HELP,
    override_usage = "partyrs schema",
    after_help = "\
New projects need nothing of this: their config has \"$schema\": \"./.partykit/schema.json\",
and `partyrs dev` writes that file.

Examples:
  partyrs schema > partykit.schema.json"
)]
pub(super) struct Schema {}

/// Prints it.
pub(super) fn run(options: &Schema, terminal: &Terminal) -> Result<(), Error> {
    let Schema {} = options;
    terminal.answer(config::schema::text()?.trim_end());
    Ok(())
}
