//! `partyrs dev`: serve a project and rebuild it whenever a file is saved.

use crate::config::{ConfigFlags, Persist, Project};
use crate::error::{Error, ErrorKind};
use crate::terminal::Terminal;
use clap::Args;
use std::path::PathBuf;

/// Serve a project, and rebuild it whenever a file is saved.
#[derive(Debug, Default, Args)]
#[command(
    help_template = super::HELP,
    next_line_help = false,
    override_usage = "partyrs dev [options] [script]",
    after_help = "\
Examples:
  partyrs dev                           serve the project around here
  partyrs dev src/server.ts             serve one module, without any config
  partyrs dev -p 4000 --var MODE=test   on another port, with one more variable
  partyrs dev --persist false           rooms forget everything at the end"
)]
pub(super) struct Dev {
    /// The module of the main party, instead of the config's `main`.
    #[arg(value_name = "script")]
    script: Option<PathBuf>,
    /// More words are ignored, as in PartyKit.
    #[arg(hide = true)]
    ignored: Vec<String>,
    /// The port to listen on, 0 for any; 1999 or the next free one without it.
    #[arg(short, long, value_name = "n", value_parser = port)]
    port: Option<u16>,
    /// Serve the files of this folder, instead of the config's `serve`.
    #[arg(long, value_name = "dir")]
    serve: Option<PathBuf>,
    /// Read this config, instead of the nearest partykit.json.
    #[arg(short, long, value_name = "path")]
    config: Option<PathBuf>,
    /// Where rooms keep their data: a folder, or `false` for memory; .partykit/state without it.
    #[arg(long, value_name = "path", num_args = 0..=1, default_missing_value = "true")]
    persist: Option<String>,
    /// More variables for `room.env` and `process.env`.
    #[arg(short, long, value_name = "K=V", num_args = 1.., value_parser = pair)]
    var: Vec<(String, String)>,
    /// More replacements at build time: a JavaScript literal or identifier.
    #[arg(short, long, value_name = "K=V", num_args = 1.., value_parser = pair)]
    define: Vec<(String, String)>,
    /// Make every variable of .env a replacement of its name.
    #[arg(long)]
    with_env: bool,
    /// Minify the server and the client.
    #[arg(long)]
    minify: bool,
    /// Reload pages in the browser whenever the client is rebuilt.
    #[arg(long)]
    live: bool,
    /// Use this esbuild instead of looking for one; or PARTYRS_ESBUILD.
    #[arg(long, value_name = "path")]
    esbuild: Option<PathBuf>,
    /// Write the server bundle to this folder after each build.
    #[arg(long = "unstable_outdir", value_name = "dir", hide = true)]
    unstable_outdir: Option<PathBuf>,
    /// For deploying: the runtime's behaviour at this date.
    #[arg(long, value_name = "date")]
    compatibility_date: Option<String>,
    /// For deploying: behaviours of the runtime.
    #[arg(long, value_name = "flag", num_args = 1..)]
    compatibility_flags: Vec<String>,
    /// Serve https (not supported yet).
    #[arg(long)]
    https: bool,
    /// The key for --https (not supported yet).
    #[arg(long, value_name = "path")]
    https_key_path: Option<PathBuf>,
    /// The certificate for --https (not supported yet).
    #[arg(long, value_name = "path")]
    https_cert_path: Option<PathBuf>,
    /// Accepted; nothing is ever fetched for `request.cf`.
    #[arg(long)]
    disable_request_cf_fetch: bool,
    /// Accepted; the runtime has nothing more to say.
    #[arg(long)]
    verbose: bool,
    /// Accepted; there are no keyboard shortcuts yet.
    #[arg(long)]
    no_hotkeys: bool,
}

/// What the dev loop is told beside the project.
#[derive(Clone, Debug, Default)]
pub(crate) struct DevFlags {
    /// `--live`: pages reload themselves, whatever `serve.build.live` says.
    pub(crate) live: bool,
    /// What the command line says about the project; for [`Project::load`].
    pub(crate) config: ConfigFlags,
    /// `--esbuild` or `PARTYRS_ESBUILD`: use this one.
    pub(crate) esbuild: Option<PathBuf>,
    /// `--unstable_outdir`, absolute: write the server bundle there.
    pub(crate) outdir: Option<PathBuf>,
}

/// Runs until it is told to stop.
pub(super) fn run(options: Dev, terminal: &Terminal) -> Result<(), Error> {
    let cwd = working_directory()?;
    let flags = flags(options, &cwd)?;
    terminal.banner();
    run_in(cwd, flags, terminal)
}

/// Runs the project around `cwd`.
pub(super) fn run_in(cwd: PathBuf, flags: DevFlags, terminal: &Terminal) -> Result<(), Error> {
    let config = flags.config.clone();
    crate::dev::run(move || Project::load(&config, &cwd), flags, terminal.clone())
}

pub(super) fn working_directory() -> Result<PathBuf, Error> {
    std::env::current_dir()
        .map_err(|source| Error::new(ErrorKind::Other, "the working directory is gone").caused_by(source))
}

/// Every option is named, so that a new one does not compile until it is handled.
fn flags(options: Dev, cwd: &std::path::Path) -> Result<DevFlags, Error> {
    let Dev {
        script,
        ignored: _,
        port,
        serve,
        config,
        persist,
        var,
        define,
        with_env,
        minify,
        live,
        esbuild,
        unstable_outdir,
        compatibility_date,
        compatibility_flags: _,
        https,
        https_key_path,
        https_cert_path,
        disable_request_cf_fetch: _,
        verbose: _,
        no_hotkeys: _,
    } = options;
    let secure = [
        ("--https", https),
        ("--https-key-path", https_key_path.is_some()),
        ("--https-cert-path", https_cert_path.is_some()),
    ];
    if let Some((flag, _)) = secure.iter().find(|(_, given)| *given) {
        return Err(
            Error::new(ErrorKind::Config, format!("`{flag}` is not supported yet"))
                .hint("leave it out; browsers treat http://localhost as secure"),
        );
    }
    let esbuild = esbuild.or_else(|| std::env::var_os("PARTYRS_ESBUILD").map(PathBuf::from));
    let config = ConfigFlags {
        script,
        config,
        port,
        serve,
        persist: persist.as_deref().map(Persist::from),
        vars: var,
        define,
        with_env,
        minify,
        compatibility_date,
    };
    Ok(DevFlags {
        live,
        config,
        esbuild,
        outdir: unstable_outdir.map(|folder| cwd.join(folder)),
    })
}

/// `K=V`, split at the first `=`; a bare `K` is the empty string (conformance C08).
#[expect(clippy::unnecessary_wraps, reason = "clap's value parsers can fail")]
fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    Ok((name.to_owned(), value.to_owned()))
}

fn port(text: &str) -> Result<u16, String> {
    text.parse()
        .map_err(|_| "Expected a whole number from 0 to 65535".to_owned())
}
