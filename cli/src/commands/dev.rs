//! `partyrs dev`: serve a project and rebuild it whenever a file is saved.

use crate::config::{CompatibilityDate, ConfigFlags, Persist, Project};
use crate::dev::{ClientRule, Https, Manners};
use crate::error::{Error, ErrorKind};
use crate::terminal::{Format, Terminal};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use partyrs_runtime::ReloadRule;
use std::net::{IpAddr, Ipv4Addr};
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
    /// Fail when the default port is taken, instead of using the next free one.
    #[arg(long)]
    strict_port: bool,
    /// The address to listen on: 0.0.0.0 for every interface without it.
    #[arg(long, value_name = "address", value_parser = host)]
    host: Option<IpAddr>,
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
    /// Read this file of variables as well; later ones are stronger, all are stronger than .env.local.
    #[arg(long, value_name = "path")]
    env_file: Vec<PathBuf>,
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
    /// What becomes of WebSockets when new code is swapped in: `auto` closes those of rooms that do not hibernate with
    /// 1012, so that clients come back; `keep` closes none, and has such rooms see their clients connect again;
    /// `restart` closes all.
    #[arg(long, value_name = "auto|keep|restart", value_parser = reload_rule(), hide_possible_values = true)]
    reload: Option<ReloadRule>,
    /// Run crons by hand only (/__scheduled__?cron=name), not when they are due.
    #[arg(long)]
    no_crons: bool,
    /// Open the browser when the project is ready.
    #[arg(long, overrides_with = "no_open")]
    open: bool,
    /// Do not open the browser; this is how it is without --open.
    #[arg(long, overrides_with = "open")]
    no_open: bool,
    /// Show the address for other devices as a QR code.
    #[arg(long)]
    qr: bool,
    /// Write the URL to this file when the project is ready.
    #[arg(long, value_name = "path")]
    ready_file: Option<PathBuf>,
    /// What runs the rooms: `embedded`; `workerd` is not there yet.
    #[arg(long, value_name = "engine", value_parser = engine)]
    runtime: Option<String>,
    /// Says how to debug: it comes with `--runtime workerd`, which is not there yet.
    #[arg(long, value_name = "address", num_args = 0..=1, require_equals = true)]
    inspect: Option<Option<String>>,
    /// Say what happens as one JSON object a line.
    #[arg(long)]
    pub(super) json: bool,
    /// Use this esbuild instead of looking for one; or PARTYRS_ESBUILD.
    #[arg(long, value_name = "path")]
    esbuild: Option<PathBuf>,
    /// Write the server bundle to this folder after each build.
    #[arg(long = "unstable_outdir", value_name = "dir", hide = true)]
    unstable_outdir: Option<PathBuf>,
    /// For deploying: the runtime's behaviour at this date.
    #[arg(long, value_name = "date")]
    compatibility_date: Option<CompatibilityDate>,
    /// For deploying: behaviours of the runtime.
    #[arg(long, value_name = "flag", num_args = 1..)]
    compatibility_flags: Vec<String>,
    /// Serve https, with a certificate made for this machine unless you give your own.
    #[arg(long)]
    https: bool,
    /// Your own key for --https, as PEM.
    #[arg(long, value_name = "path", requires = "https_cert_path")]
    https_key_path: Option<PathBuf>,
    /// Your own certificate for --https, as PEM.
    #[arg(long, value_name = "path", requires = "https_key_path")]
    https_cert_path: Option<PathBuf>,
    /// Accepted; nothing is ever fetched for `request.cf`.
    #[arg(long)]
    disable_request_cf_fetch: bool,
    /// Accepted; the runtime has nothing more to say.
    #[arg(long)]
    verbose: bool,
    /// Leave single keys alone: no keyboard shortcuts.
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
    /// Where the client is built to.
    pub(crate) client: ClientRule,
    /// `--strict-port`: a default port that is taken is an error.
    pub(crate) strict_port: bool,
    /// `--https`: with which certificate.
    pub(crate) https: Option<Https>,
    /// What else the session does.
    pub(crate) manners: Manners,
}

/// Runs until it is told to stop.
pub(super) fn run(options: Dev, terminal: &Terminal) -> Result<(), Error> {
    let cwd = working_directory()?;
    let json = options.json;
    let inspects = options.inspect.is_some();
    let flags = flags(options, &cwd)?;
    let terminal = &if json {
        terminal.with_format(Format::Json)
    } else {
        terminal.clone()
    };
    terminal.banner();
    if inspects {
        terminal.warning(
            "`--inspect` does nothing yet\nthe debugger comes with `--runtime workerd`, in a later version; \
             until then `console.log` and mapped stack traces are what there is",
        );
    }
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
        strict_port,
        host,
        serve,
        config,
        persist,
        var,
        env_file,
        define,
        with_env,
        minify,
        live,
        reload,
        no_crons,
        open,
        no_open: _,
        qr,
        ready_file,
        runtime: _,
        inspect: _,
        json,
        esbuild,
        unstable_outdir,
        compatibility_date,
        compatibility_flags: _,
        https,
        https_key_path,
        https_cert_path,
        disable_request_cf_fetch: _,
        verbose: _,
        no_hotkeys,
    } = options;
    let https = https.then(|| match (https_key_path, https_cert_path) {
        (Some(key), Some(certificate)) => Https::Theirs {
            key: cwd.join(key),
            certificate: cwd.join(certificate),
        },
        _ => Https::Ours,
    });
    let esbuild = esbuild.or_else(|| std::env::var_os("PARTYRS_ESBUILD").map(PathBuf::from));
    let config = ConfigFlags {
        script,
        config,
        port,
        host,
        env_files: env_file,
        serve,
        persist: persist.as_deref().map(Persist::from),
        vars: var,
        define,
        with_env,
        minify,
        no_crons,
        reload: reload.unwrap_or_default(),
        compatibility_date,
    };
    Ok(DevFlags {
        live,
        config,
        esbuild,
        outdir: unstable_outdir.map(|folder| cwd.join(folder)),
        client: ClientRule::InProject,
        strict_port,
        https,
        manners: Manners {
            hotkeys: !no_hotkeys && !json,
            open,
            qr,
            ready_file: ready_file.map(|file| cwd.join(file)),
            must_start: false,
        },
    })
}

/// `K=V`, split at the first `=`; a bare `K` is the empty string (conformance C08).
#[expect(clippy::unnecessary_wraps, reason = "clap's value parsers can fail")]
pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    Ok((name.to_owned(), value.to_owned()))
}

/// Knows the names, so that shells complete them.
fn reload_rule() -> impl TypedValueParser<Value = ReloadRule> {
    PossibleValuesParser::new(["auto", "keep", "restart"]).map(|name| match name.as_str() {
        "keep" => ReloadRule::Keep,
        "restart" => ReloadRule::Restart,
        _ => ReloadRule::Auto,
    })
}

/// An address, or the name that every machine has.
fn host(text: &str) -> Result<IpAddr, String> {
    match text {
        "localhost" => Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        text => text
            .trim_matches(['[', ']'])
            .parse()
            .map_err(|_| "Expected an address of this machine, like 127.0.0.1 or 0.0.0.0".to_owned()),
    }
}

pub(super) fn port(text: &str) -> Result<u16, String> {
    text.parse()
        .map_err(|_| "Expected a whole number from 0 to 65535".to_owned())
}

fn engine(text: &str) -> Result<String, String> {
    match text {
        "embedded" => Ok(text.to_owned()),
        "workerd" => {
            Err("It is not there yet: until then, `npx partykit dev` runs a project in workerd".to_owned())
        }
        _ => Err("Expected embedded".to_owned()),
    }
}
