//! The dev session: build, serve, watch, reload. What can happen is in `event`, what follows from it in `session`.

mod browser;
mod certificate;
mod check;
mod client;
mod command;
mod event;
mod exec;
mod host;
mod hotkeys;
mod interest;
mod listen;
mod lock;
mod output;
mod report;
mod server;
mod session;
mod settings;
mod signals;
mod tools;
mod watch;
mod wrapper;

use crate::commands::DevFlags;
use crate::config::{Project, schema};
use crate::error::{Error, ErrorKind};
use crate::terminal::{Site, Terminal};
pub(crate) use certificate::Https;
pub(crate) use check::check;
pub(crate) use exec::{Beside, INTERRUPTED, exec};
pub(crate) use lock::{Holder, holder};
use output::ClientOutput;
pub(crate) use output::ClientRule;
pub(crate) use session::Manners;
use session::{Session, Terms};
use settings::Settings;
use signals::Signals;
use std::sync::Arc;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;
use tools::Tools;
pub(crate) use tools::doctor_esbuild;
pub(crate) use watch::is_possible as can_watch;

/// Reads the project; called again when its config changes.
pub(crate) type Load = Box<dyn Fn() -> Result<Project, Error>>;

/// Serves the project that `load` reads until it is told to stop.
pub(crate) fn run(
    load: impl Fn() -> Result<Project, Error> + 'static,
    flags: DevFlags,
    terminal: Terminal,
) -> Result<(), Error> {
    let stop = CancellationToken::new();
    block_on(serve(Box::new(load), flags, terminal, stop, None))
}

fn block_on<T>(future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| Error::new(ErrorKind::Other, "cannot start threads").caused_by(source))?;
    let outcome = runtime.block_on(future);
    // What is still running has been told to stop; nobody waits for it.
    runtime.shutdown_background();
    outcome
}

/// Serves until `stop` is cancelled, which signals do too. `ready` is told when the project is.
async fn serve(
    load: Load,
    flags: DevFlags,
    terminal: Terminal,
    stop: CancellationToken,
    ready: Option<oneshot::Sender<Site>>,
) -> Result<(), Error> {
    let _signals = Signals::watch(stop.clone())?;
    let DevFlags {
        live,
        config: _,
        esbuild,
        outdir,
        client,
        strict_port,
        https,
        manners,
    } = flags;
    let load: Load = Box::new(move || {
        let mut project = load()?;
        if let Some(build) = project.serve.as_mut().and_then(|serve| serve.build.as_mut()) {
            build.live |= live;
        }
        Ok(project)
    });
    let mut project = load()?;
    report::project(&project, None, &terminal);
    if !manners.must_start
        && let Err(error) = schema::refresh(&project)
    {
        terminal.error(&error);
    }
    let port = project.port.or(strict_port.then_some(listen::DEFAULT_PORT));
    let mut bound = listen::bind(project.host, port)?;
    if let Some(https) = https {
        bound.tls = Some(certificate::server_config(&https, &tools::cache()?)?);
    }
    // Before it is said where it will be served.
    let _lock = lock::take(&project, bound.port).await?;
    let output = ClientOutput::choose(&project, client, &terminal)?;
    output.redirect(&mut project);
    let load = output.redirecting(load);
    if let Some(asked) = bound.instead_of {
        terminal.port_moved(asked, bound.port);
    }
    let tools = tokio::select! {
        tools = Tools::get(&project, esbuild, outdir, &bound, &terminal) => Arc::new(tools?),
        () = stop.cancelled() => return Ok(()),
    };
    let settings = Settings::new(load, project);
    let terms = Terms { manners, ready, stop };
    Session::new(settings, tools, bound, terms, terminal).run().await
}
