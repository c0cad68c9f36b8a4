//! The commands: one file each, one struct of options and one `run`.
//!
//! Everything about the command line itself is here: parsing, help, versions, wrong words. Exit code 0 for what was
//! asked for (also help after an unknown command, as PartyKit's), 1 for everything that went wrong.

mod check;
mod cloud;
mod completions;
mod dev;
mod doctor;
mod env;
mod exec;
mod init;
mod init_existing;
mod schema;
mod usage;

pub(crate) use dev::DevFlags;

use crate::child;
use crate::config::did_you_mean;
use crate::error::Error;
use crate::terminal::{Format, Logs, Terminal};
use clap::error::ErrorKind as UsageErrorKind;
use clap::{CommandFactory, Parser, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs PartyKit projects: one binary, nothing else to install.
#[derive(Debug, Parser)]
#[command(
    name = "partyrs",
    disable_help_subcommand = true,
    // The last one counts, as in PartyKit: scripts of package.json are called with more flags.
    args_override_self = true,
    override_usage = "partyrs <command> [options]",
    help_template = ROOT_HELP
)]
struct Cli {
    /// Print the version.
    #[arg(short = 'v', long)]
    version: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The help without a command: the commands with what they take (conformance C02a).
const ROOT_HELP: &str = "\
{about}

Usage: {usage}

Commands:
  init [name]    Make a new project from a template
  dev [script]   Serve a project, and rebuild it whenever a file is saved
  exec -- <cmd>  Serve a project while a command runs: for tests and CI
  check          Look for mistakes without serving anything
  env            Show the variables of a project and where they come from
  doctor         Look for trouble on this machine, each with its remedy
  schema         Print the JSON Schema of partykit.json, for editors
  completions    Print a script that completes commands in your shell

Options:
{options}

Examples:
  partyrs init my-chat --template chat-room --dev
  partyrs dev --live
  partyrs dev --help
";

/// The help of a command: usage first, as PartyKit's (conformance C04).
const HELP: &str = "Usage: {usage}\n\n{about}\n\n{all-args}{after-help}";

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    Dev(Box<dev::Dev>),
    Exec(Box<exec::Exec>),
    Check(check::Check),
    Env(env::Env),
    Doctor(doctor::Doctor),
    Schema(schema::Schema),
    Completions(completions::Completions),
    /// Any other word.
    #[command(external_subcommand)]
    Unknown(Vec<OsString>),
}

impl Command {
    /// Who is told why the command failed.
    fn told(&self, terminal: &Terminal) -> Terminal {
        let (is_json, beside) = match self {
            Self::Dev(options) => (options.json, false),
            Self::Check(options) => (options.json, false),
            Self::Env(options) => (options.json, false),
            Self::Doctor(options) => (options.json, false),
            Self::Exec(options) => (options.json, true),
            Self::Init(_) | Self::Schema(_) | Self::Completions(_) | Self::Unknown(_) => (false, false),
        };
        match (is_json, beside) {
            (false, _) => terminal.clone(),
            (true, false) => terminal.with_format(Format::Json),
            (true, true) => terminal.beside_command(Format::Json, Logs::Always),
        }
    }
}

/// Parses the arguments, runs the command, returns its exit code.
pub fn main() -> ExitCode {
    if child::is_guard() {
        child::watch();
        return ExitCode::SUCCESS;
    }
    let terminal = Terminal::new();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.kind() == UsageErrorKind::DisplayHelp => {
            terminal.answer(error.render().ansi().to_string().trim_end());
            return ExitCode::SUCCESS;
        }
        // After a command, too, unless the command has such an option.
        Err(error) if usage::is_version(&error) => return version(&terminal),
        Err(error) => {
            terminal.complaint(&usage::explain(&error, &Cli::command()));
            return ExitCode::FAILURE;
        }
    };
    if cli.version {
        return version(&terminal);
    }
    let told = cli
        .command
        .as_ref()
        .map_or_else(|| terminal.clone(), |command| command.told(&terminal));
    let result = match cli.command {
        Some(Command::Init(options)) => init::run(options, &terminal).map(|()| ExitCode::SUCCESS),
        Some(Command::Dev(options)) => dev::run(*options, &terminal).map(|()| ExitCode::SUCCESS),
        Some(Command::Exec(options)) => exec::run(*options, &terminal),
        Some(Command::Check(options)) => check::run(options, &terminal).map(|()| ExitCode::SUCCESS),
        Some(Command::Env(options)) => env::run(options, &terminal).map(|()| ExitCode::SUCCESS),
        Some(Command::Doctor(options)) => doctor::run(options, &terminal),
        Some(Command::Schema(options)) => schema::run(&options, &terminal).map(|()| ExitCode::SUCCESS),
        Some(Command::Completions(options)) => {
            completions::run(&options, Cli::command(), &terminal).map(|()| ExitCode::SUCCESS)
        }
        Some(Command::Unknown(words)) => help(words.first(), &terminal),
        None => help(None, &terminal),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            told.error(&error);
            error.exit_code()
        }
    }
}

fn version(terminal: &Terminal) -> ExitCode {
    terminal.answer(env!("CARGO_PKG_VERSION"));
    ExitCode::SUCCESS
}

/// The help, after a word on the `unknown` command; a word of the platform has an answer of its own.
fn help(unknown: Option<&OsString>, terminal: &Terminal) -> Result<ExitCode, Error> {
    let mut command = Cli::command();
    let mut complaint = None;
    if let Some(error) = unknown.and_then(|word| cloud::answer(&word.to_string_lossy())) {
        return Err(error);
    }
    if let Some(unknown) = unknown
        .map(|word| word.to_string_lossy())
        .filter(|word| word != "help")
    {
        let ours = command.get_subcommands().map(clap::Command::get_name);
        let names: Vec<&str> = ours.chain(cloud::names()).collect();
        let meant = did_you_mean(&unknown, names).map(|meant| format!("\n(Did you mean {meant}?)"));
        complaint = Some(format!(
            "error: unknown command '{unknown}'{}",
            meant.unwrap_or_default()
        ));
    }
    terminal.answer(command.render_help().ansi().to_string().trim_end());
    // Last, where people look.
    if let Some(complaint) = complaint {
        terminal.complaint(&complaint);
    }
    Ok(ExitCode::SUCCESS)
}
