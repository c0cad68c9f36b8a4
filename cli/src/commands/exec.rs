//! `partyrs exec`: run a command beside the served project, for tests and CI.

use super::dev::{DevFlags, pair, port, working_directory};
use crate::config::{ConfigFlags, Persist, Project};
use crate::dev::{Beside, ClientRule, Manners};
use crate::error::Error;
use crate::terminal::{Format, Logs, Terminal};
use clap::Args;
use std::ffi::OsString;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Serve a project while a command runs, and pass on its exit code.
///
/// The project is served on a free port with rooms in memory. When it is ready the command starts, with PARTYKIT_HOST
/// (127.0.0.1:port), PARTYKIT_URL (http://127.0.0.1:port) and PARTYKIT_PORT in its environment. When the command
/// ends, everything it has started ends too. What the server says goes to stderr. Crons run only when the command asks
/// for /__scheduled__?cron=name.
#[derive(Debug, Args)]
#[command(
    help_template = super::HELP,
    override_usage = "partyrs exec [options] -- <command> [arguments]",
    after_help = "\
Examples:
  partyrs exec -- npx vitest run           test against the running project
  partyrs exec --logs always -- npm test   with everything the server says
  partyrs exec --timeout 300 -- npx playwright test

Exit codes:
  the command's own; 1 if the project does not start, 124 if --timeout is over,
  126 and 127 if the command cannot be run, 130 if partyrs was interrupted"
)]
pub(super) struct Exec {
    /// The command and its arguments.
    #[arg(
        value_name = "command",
        required = true,
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    command: Vec<OsString>,
    /// Read this config, instead of the nearest partykit.json.
    #[arg(short, long, value_name = "path")]
    config: Option<PathBuf>,
    /// The port to listen on; any free one without it.
    #[arg(short, long, value_name = "n", value_parser = port)]
    port: Option<u16>,
    /// Keep what rooms store: in a folder, or in .partykit/state without one.
    #[arg(long, value_name = "path", num_args = 0..=1, default_missing_value = "true", require_equals = true)]
    persist: Option<String>,
    /// More variables for `room.env` and `process.env`.
    #[arg(short, long, value_name = "K=V", value_parser = pair)]
    var: Vec<(String, String)>,
    /// Read this file of variables as well.
    #[arg(long, value_name = "path")]
    env_file: Vec<PathBuf>,
    /// More replacements at build time: a JavaScript literal or identifier.
    #[arg(short, long, value_name = "K=V", value_parser = pair)]
    define: Vec<(String, String)>,
    /// When to show what the server says: if the command failed, unless said otherwise.
    #[arg(long, value_name = "when")]
    logs: Option<Logs>,
    /// End everything when the command has not ended after so many seconds.
    #[arg(long, value_name = "seconds", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Say what happens as one JSON object a line, on stderr, at once.
    #[arg(long)]
    pub(super) json: bool,
    /// Use this esbuild instead of looking for one; or PARTYRS_ESBUILD.
    #[arg(long, value_name = "path")]
    esbuild: Option<PathBuf>,
}

/// Runs the command; its exit code.
pub(super) fn run(options: Exec, terminal: &Terminal) -> Result<ExitCode, Error> {
    let Exec {
        command,
        config,
        port,
        persist,
        var,
        env_file,
        define,
        logs,
        timeout,
        json,
        esbuild,
    } = options;
    let cwd = working_directory()?;
    let (format, usual) = match json {
        true => (Format::Json, Logs::Always),
        false => (Format::Text, Logs::Failure),
    };
    let terminal = terminal.beside_command(format, logs.unwrap_or(usual));
    let config = ConfigFlags {
        config,
        port: Some(port.unwrap_or(0)),
        host: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        persist: Some(persist.as_deref().map_or(Persist::Off, Persist::from)),
        vars: var,
        env_files: env_file,
        define,
        no_crons: true,
        ..ConfigFlags::default()
    };
    let flags = DevFlags {
        config: config.clone(),
        esbuild: esbuild.or_else(|| std::env::var_os("PARTYRS_ESBUILD").map(PathBuf::from)),
        client: ClientRule::Aside,
        manners: Manners {
            must_start: true,
            ..Manners::default()
        },
        ..DevFlags::default()
    };
    let beside = Beside { command, timeout };
    let outcome = crate::dev::exec(
        move || Project::load(&config, &cwd),
        flags,
        beside,
        terminal.clone(),
    );
    // Whoever pressed Ctrl-C knows why.
    if !matches!(outcome, Ok(0 | crate::dev::INTERRUPTED)) {
        terminal.release();
    }
    outcome.map(ExitCode::from)
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok();
    seconds
        .and_then(|seconds: f64| Duration::try_from_secs_f64(seconds).ok())
        .filter(|limit| !limit.is_zero())
        .ok_or_else(|| "Expected a number of seconds above 0".to_owned())
}
