//! Everything a session does before it serves, once: both builds and loading the bundle. Nothing is written to the
//! project, nothing answers requests.

use super::output::ClientOutput;
use super::tools::Tools;
use super::{DevFlags, block_on, listen, report, server};
use crate::bundle::esbuild::scratch_folder;
use crate::bundle::{self, BuildError};
use crate::config::Project;
use crate::error::{Error, ErrorKind};
use crate::terminal::Terminal;
use partyrs_runtime::{Bundle, Clock, ProjectOptions, ReloadRule, Runtime, RuntimeOptions, StorageLocation};
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::sync::Arc;

/// Builds and loads `project`. What is wrong is shown as it is found; the error says which side it was.
pub(crate) fn check(project: &Project, flags: DevFlags, terminal: &Terminal) -> Result<(), Error> {
    block_on(async {
        report::project(project, None, terminal);
        let bound = listen::bind(IpAddr::V4(Ipv4Addr::LOCALHOST), Some(0))?;
        if let Some(command) = &project.command {
            bundle::custom_build::run(command, terminal.stdout_of_children()).await?;
        }
        let tools = Tools::get(project, flags.esbuild, None, &bound, terminal).await?;
        let joining = bundle::server::Joining::Beside;
        let built = bundle::server::build(&tools.esbuild, &tools.layer, project, &tools.host, joining).await;
        let server = match built {
            Ok(build) => {
                report::messages(&build.warnings, terminal);
                load(project, build.bundle, bound.listener, terminal).await?
            }
            Err(error) => wrong(error, terminal)?,
        };
        let client = client(project, &tools, terminal).await?;
        match (server, client) {
            (true, true) => Ok(()),
            (false, true) => Err(bad("the server is not good")),
            (true, false) => Err(bad("the client is not good")),
            (false, false) => Err(bad("neither the server nor the client is good")),
        }
    })
}

/// Whether the bundle loads.
async fn load(
    project: &Project,
    bundle: Bundle,
    listener: TcpListener,
    terminal: &Terminal,
) -> Result<bool, Error> {
    let fixed = RuntimeOptions {
        listener,
        tls: None,
        storage: StorageLocation::Memory,
        reload: ReloadRule::Auto,
        clock: Clock::wall(),
    };
    let options = ProjectOptions {
        crons: Vec::new(),
        ..server::options(project)
    };
    let shown = terminal.clone();
    let reporter = Arc::new(move |event| shown.event(&event));
    match Runtime::start(fixed, options, bundle, reporter).await {
        Ok(runtime) => {
            report::warnings(runtime.warnings(), terminal);
            runtime.shutdown().await;
            Ok(true)
        }
        Err(error) => report::start_error(error, terminal).map(|()| false),
    }
}

/// Whether the client, if there is one, builds: into a folder that is thrown away.
async fn client(project: &Project, tools: &Tools, terminal: &Terminal) -> Result<bool, Error> {
    let mut project = project.clone();
    let output = ClientOutput::Aside(scratch_folder()?);
    output.redirect(&mut project);
    let Some(serve) = &project.serve else {
        return Ok(true);
    };
    let Some(client) = &serve.build else {
        return Ok(true);
    };
    let built = bundle::browser::build(&tools.esbuild, &project, serve, client, &tools.host).await;
    Ok(match built {
        Ok(build) => {
            report::messages(&build.warnings, terminal);
            true
        }
        Err(error) => wrong(error, terminal)?,
    })
}

/// Not good; a config that is wrong is the end of it.
fn wrong(error: BuildError, terminal: &Terminal) -> Result<bool, Error> {
    match error.into_config() {
        Ok(config) => Err(config),
        Err(error) => {
            report::build_error(&error, terminal);
            Ok(false)
        }
    }
}

fn bad(message: &str) -> Error {
    Error::new(ErrorKind::Build, message).hint("what is wrong stands above")
}
