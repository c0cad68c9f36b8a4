//! `partyrs env`: the project's variables and where each comes from.

use super::dev::{pair, working_directory};
use crate::config::{ConfigFlags, Project, VarOrigin};
use crate::error::Error;
use crate::terminal::Terminal;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::ffi::OsString;
use std::path::PathBuf;

/// Show the variables of `room.env` and `process.env`, and where each comes from.
#[derive(Debug, Args)]
#[command(
    help_template = super::HELP,
    override_usage = "partyrs env [options]",
    after_help = "\
Weakest first: `vars` in the config, .env, .env.local, --env-file, --var.
`room.env` has them as they are; in `process.env` all are text, objects and numbers as JSON.

Examples:
  partyrs env                     names and origins; values stay hidden
  partyrs env --values            with the values
  partyrs env --json              for programs, with the values"
)]
pub(super) struct Env {
    /// Read this config, instead of the nearest partykit.json.
    #[arg(short, long, value_name = "path")]
    config: Option<PathBuf>,
    /// More variables.
    #[arg(short, long, value_name = "K=V", value_parser = pair)]
    var: Vec<(String, String)>,
    /// Read this file of variables as well.
    #[arg(long, value_name = "path")]
    env_file: Vec<PathBuf>,
    /// Show the values, which may be secrets.
    #[arg(long)]
    values: bool,
    /// One JSON object a line: name, origin, value.
    #[arg(long)]
    pub(super) json: bool,
    #[command(subcommand)]
    subcommand: Option<Deployed>,
}

/// PartyKit's own subcommands: list, pull, push, add, remove, with options of their own.
#[derive(Debug, Subcommand)]
enum Deployed {
    #[command(external_subcommand)]
    Words(Vec<OsString>),
}

/// Shows them.
pub(super) fn run(options: Env, terminal: &Terminal) -> Result<(), Error> {
    let Env {
        config,
        var,
        env_file,
        values,
        json,
        subcommand,
    } = options;
    if let Some(Deployed::Words(words)) = subcommand {
        let word = words.first().cloned().unwrap_or_default();
        return Err(super::cloud::env(&word.to_string_lossy()));
    }
    let flags = ConfigFlags {
        config,
        vars: var,
        env_files: env_file,
        ..ConfigFlags::default()
    };
    let project = Project::load(&flags, &working_directory()?)?;
    let widest = project.vars.keys().map(|name| name.chars().count()).max();
    for (name, value) in &project.vars {
        let origin = match project.var_origins.get(name) {
            Some(VarOrigin::Config) | None => project
                .config_file
                .as_deref()
                .map_or_else(|| "config".to_owned(), |file| project.shown(file)),
            Some(VarOrigin::File(file)) => project.shown(file),
            Some(VarOrigin::Flag) => "--var".to_owned(),
        };
        if json {
            let line = json!({ "name": name, "origin": origin, "value": value });
            terminal.answer(&line.to_string());
            continue;
        }
        let shown = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let value = if values {
            format!("  {shown}")
        } else {
            String::new()
        };
        terminal.answer(&format!(
            "{name:width$}  {origin}{value}",
            width = widest.unwrap_or(0)
        ));
    }
    if project.vars.is_empty() && !json {
        terminal.note("This project has no variables: put some into .env, one NAME=value a line");
    }
    Ok(())
}
