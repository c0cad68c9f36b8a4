//! The dev session: build, serve, watch, reload.

use crate::commands::DevFlags;
use crate::config::Project;
use crate::error::Error;
use crate::terminal::Terminal;

/// Serves the project that `load` reads until it is told to stop.
pub(crate) fn run(
    load: impl Fn() -> Result<Project, Error>,
    flags: DevFlags,
    terminal: Terminal,
) -> Result<(), Error> {
    let _ = flags;
    let project = load()?;
    for file in &project.env_files {
        terminal.env_file(&project.shown(file));
    }
    for warning in &project.warnings {
        terminal.warning(warning);
    }
    Ok(())
}
