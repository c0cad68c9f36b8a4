//! What the session says, in the terminal's terms.

use crate::bundle::BuildError;
use crate::bundle::locate::Progress;
use crate::bundle::messages::BuildMessage;
use crate::config::Project;
use crate::error::{Error, ErrorKind};
use crate::terminal::Terminal;
use partyrs_runtime::{LoadError, StartError};
use std::path::Path;

/// What was read of the project, and what is odd about it, as far as it was not told of `before`.
pub(super) fn project(project: &Project, before: Option<&Project>, terminal: &Terminal) {
    for file in &project.env_files {
        if !before.is_some_and(|before| before.env_files.contains(file)) {
            terminal.env_file(&project.shown(file));
        }
    }
    for warning in &project.warnings {
        if !before.is_some_and(|before| before.warnings.contains(warning)) {
            terminal.warning(warning);
        }
    }
}

/// How the search for esbuild goes on.
pub(super) fn progress(progress: &Progress, terminal: &Terminal) {
    match progress {
        Progress::Skipped { path, reason } => {
            terminal.warning(&format!(
                "the esbuild at `{}` is not used: {reason}",
                path.display()
            ));
        }
        Progress::Downloading { version } => {
            terminal.note(&format!("No esbuild here; fetching version {version}"))
        }
        Progress::Downloaded { took } => {
            terminal.done(&format!("Fetched esbuild in {:.1} s", took.as_secs_f64()))
        }
    }
}

/// What a build complains about.
pub(super) fn messages(messages: &[BuildMessage], terminal: &Terminal) {
    for message in messages {
        terminal.build_message(message);
    }
}

/// Why a build failed.
pub(super) fn build_error(error: &BuildError, terminal: &Terminal) {
    match error {
        BuildError::Code(found) => messages(found, terminal),
        BuildError::Tool(error) => terminal.error(error),
    }
}

/// What the party layer wants to be known.
pub(super) fn warnings(warnings: &[String], terminal: &Terminal) {
    for warning in warnings {
        terminal.warning(warning);
    }
}

/// Tells whoever waits for `file` that the server answers: its URL, in one line. The file appears whole.
pub(super) fn ready_file(file: &Path, url: &str) -> Result<(), Error> {
    let aside = file.with_added_extension("partyrs-new");
    let written = std::fs::write(&aside, format!("{url}\n")).and_then(|()| std::fs::rename(&aside, file));
    written.map_err(|source| {
        Error::new(
            ErrorKind::Other,
            format!("cannot write the ready file `{}`", file.display()),
        )
        .hint("`--ready-file` takes a path in a folder that exists")
        .caused_by(source)
    })
}

/// What happened at the start: an error that no saved file can help, if it is one.
pub(super) fn start_error(error: StartError, terminal: &Terminal) -> Result<(), Error> {
    let text = error.to_string();
    match error {
        StartError::Load(error) => {
            load_error(error, terminal);
            Ok(())
        }
        StartError::Listen(_) => Err(Error::new(ErrorKind::Port, text)),
        StartError::Storage(_) => Err(Error::new(ErrorKind::Other, text)
            .hint("name another folder with `--persist`, or keep nothing with `--persist false`")),
    }
}

/// Why a bundle was not loaded.
pub(super) fn load_error(error: LoadError, terminal: &Terminal) {
    match error {
        LoadError::Exception(exception) => terminal.exception(&exception),
        error @ LoadError::Unfinished(_) => terminal.error(
            &Error::new(ErrorKind::Other, error.to_string())
                .hint("an `await` outside of all functions waits for something that does not come"),
        ),
        error @ (LoadError::Shape(_) | LoadError::Engine(_)) => {
            terminal.error(&Error::new(ErrorKind::Other, error.to_string()));
        }
    }
}
