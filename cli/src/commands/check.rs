//! `partyrs check`: config, builds and loading, without serving.

use super::dev::{DevFlags, pair, working_directory};
use crate::config::{ConfigFlags, Project};
use crate::error::Error;
use crate::terminal::{Format, Terminal};
use clap::Args;
use std::path::PathBuf;

/// Look for mistakes in a project: config, builds, what the parties export. Nothing is served or written.
#[derive(Debug, Args)]
#[command(
    help_template = super::HELP,
    override_usage = "partyrs check [options] [script]",
    after_help = "\
Examples:
  partyrs check               exit code 1 if something is wrong
  partyrs check --json        one JSON object a line, for editors and CI"
)]
pub(super) struct Check {
    /// The module of the main party, instead of the config's `main`.
    #[arg(value_name = "script")]
    script: Option<PathBuf>,
    /// Read this config, instead of the nearest partykit.json.
    #[arg(short, long, value_name = "path")]
    config: Option<PathBuf>,
    /// More variables for `room.env` and `process.env`.
    #[arg(short, long, value_name = "K=V", num_args = 1.., value_parser = pair)]
    var: Vec<(String, String)>,
    /// Read this file of variables as well.
    #[arg(long, value_name = "path")]
    env_file: Vec<PathBuf>,
    /// More replacements at build time: a JavaScript literal or identifier.
    #[arg(short, long, value_name = "K=V", num_args = 1.., value_parser = pair)]
    define: Vec<(String, String)>,
    /// Say what is found as one JSON object a line.
    #[arg(long)]
    pub(super) json: bool,
    /// Use this esbuild instead of looking for one; or PARTYRS_ESBUILD.
    #[arg(long, value_name = "path")]
    esbuild: Option<PathBuf>,
}

/// Checks; the error says what is not good, after the places were shown.
pub(super) fn run(options: Check, terminal: &Terminal) -> Result<(), Error> {
    let Check {
        script,
        config,
        var,
        env_file,
        define,
        json,
        esbuild,
    } = options;
    let terminal = if json {
        terminal.with_format(Format::Json)
    } else {
        terminal.clone()
    };
    let config = ConfigFlags {
        script,
        config,
        vars: var,
        env_files: env_file,
        define,
        ..ConfigFlags::default()
    };
    let project = Project::load(&config, &working_directory()?)?;
    let flags = DevFlags {
        config,
        esbuild: esbuild.or_else(|| std::env::var_os("PARTYRS_ESBUILD").map(PathBuf::from)),
        ..DevFlags::default()
    };
    crate::dev::check(&project, flags, &terminal)?;
    terminal.done(&format!("`{}` is good", project.name));
    Ok(())
}
