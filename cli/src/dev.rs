//! The dev session: build, serve, watch, reload. What can happen is in `event`, what follows from it in `session`.

mod client;
mod event;
mod interest;
mod listen;
mod report;
mod server;
mod session;
mod signals;
mod watch;

use crate::bundle::esbuild::Esbuild;
use crate::bundle::locate::{self, Environment, LocateOptions};
use crate::bundle::party_layer::PartyLayer;
use crate::commands::DevFlags;
use crate::config::Project;
use crate::error::{Error, ErrorKind};
use crate::terminal::Terminal;
use session::{Session, Tools};
use signals::Signals;
use std::path::PathBuf;
use std::sync::Arc;

/// Reads the project; called again when its config changes.
pub(crate) type Load = Box<dyn Fn() -> Result<Project, Error>>;

/// Serves the project that `load` reads until it is told to stop.
pub(crate) fn run(
    load: impl Fn() -> Result<Project, Error> + 'static,
    flags: DevFlags,
    terminal: Terminal,
) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|source| Error::new(ErrorKind::Other, "cannot start threads").caused_by(source))?;
    let outcome = runtime.block_on(serve(Box::new(load), flags, terminal));
    // What is still running has been told to stop; nobody waits for it.
    runtime.shutdown_background();
    outcome
}

async fn serve(load: Load, flags: DevFlags, terminal: Terminal) -> Result<(), Error> {
    let signals = Signals::watch()?;
    let DevFlags { live, config: _, esbuild, outdir } = flags;
    let load: Load = Box::new(move || {
        let mut project = load()?;
        if let Some(build) = project.serve.as_mut().and_then(|serve| serve.build.as_mut()) {
            build.live |= live;
        }
        Ok(project)
    });
    let project = load()?;
    report::project(&project, &terminal);
    let bound = listen::bind(project.host, project.port)?;
    if let Some(asked) = bound.instead_of {
        terminal.port_moved(asked, bound.port);
    }
    let tools = tokio::select! {
        tools = tools(&project, esbuild, outdir, bound.port, &terminal) => tools?,
        () = signals.stop.cancelled() => return Ok(()),
    };
    let mut session = Session::new(load, project, tools, bound, terminal)?;
    session.run(&signals.stop).await
}

/// What every build of the session uses.
async fn tools(
    project: &Project,
    explicit: Option<PathBuf>,
    outdir: Option<PathBuf>,
    port: u16,
    terminal: &Terminal,
) -> Result<Arc<Tools>, Error> {
    let root = project.root.canonicalize().map_err(|source| {
        let message = format!("cannot use the folder `{}`", project.root.display());
        Error::new(ErrorKind::Other, message).caused_by(source)
    })?;
    let env = Environment::of_process();
    let cache = locate::cache_folder(&env).ok_or_else(|| {
        Error::new(ErrorKind::Other, "there is no home folder to keep a cache in")
            .hint("name a folder with PARTYRS_CACHE")
    })?;
    let layer = PartyLayer::unpack(&cache)?;
    let options = LocateOptions { explicit, root: root.clone(), env };
    let found = locate::locate(&options, &|progress| report::progress(&progress, terminal)).await?;
    Ok(Arc::new(Tools {
        esbuild: Esbuild { path: found.path, root },
        layer,
        host: format!("127.0.0.1:{port}"),
        outdir,
    }))
}
