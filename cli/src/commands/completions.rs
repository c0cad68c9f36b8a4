//! `partyrs completions <shell>`: what a shell needs to complete command lines.

use crate::error::{Error, ErrorKind};
use crate::terminal::Terminal;
use clap::Args;
use clap_complete::Shell;

/// Print a script that completes partyrs commands in your shell.
#[derive(Debug, Args)]
#[command(
    help_template = super::HELP,
    override_usage = "partyrs completions <shell>",
    after_help = "\
Examples:
  partyrs completions bash > ~/.local/share/bash-completion/completions/partyrs
  partyrs completions zsh > ~/.zfunc/_partyrs
  partyrs completions fish > ~/.config/fish/completions/partyrs.fish"
)]
pub(super) struct Completions {
    /// For which shell.
    #[arg(value_name = "shell")]
    shell: Shell,
}

/// Prints the script for `command`, the whole command line.
pub(super) fn run(
    options: &Completions,
    mut command: clap::Command,
    terminal: &Terminal,
) -> Result<(), Error> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut command, "partyrs", &mut script);
    let script = String::from_utf8(script)
        .map_err(|source| Error::new(ErrorKind::Other, "the script is no text").caused_by(source))?;
    terminal.answer(script.trim_end());
    Ok(())
}
