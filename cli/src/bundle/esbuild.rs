//! One run of esbuild's plain command line. Invariant: when the future is dropped the whole process group is
//! killed; nothing is left behind. Knows no option but those about messages and the metafile.

use super::BuildError;
use super::messages::{self, BuildMessage};
use super::metafile::Metafile;
use crate::child::Group;
use crate::error::{Error, ErrorKind};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Output, Stdio};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// The options of one run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    arguments: Vec<OsString>,
    stdin: Option<String>,
}

/// What a good build left.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) metafile: Metafile,
    pub(crate) warnings: Vec<BuildMessage>,
}

/// Where and with what esbuild runs.
#[derive(Clone, Debug)]
pub(crate) struct Esbuild {
    /// The executable.
    pub(crate) path: PathBuf,
    /// The folder it runs in, symbolic links resolved: paths in messages and outputs are relative to it.
    pub(crate) root: PathBuf,
}

impl Options {
    /// Adds `text` as it is.
    pub(crate) fn add(&mut self, text: impl Into<OsString>) {
        self.arguments.push(text.into());
    }

    /// Adds `flag` followed directly by `value`.
    pub(crate) fn add_path(&mut self, flag: &str, value: &Path) {
        let mut argument = OsString::from(flag);
        argument.push(value);
        self.arguments.push(argument);
    }

    /// Adds `--<flag>:<key>=<value>` for each pair.
    pub(crate) fn add_pairs<'a>(
        &mut self,
        flag: &str,
        pairs: impl IntoIterator<Item = (&'a String, &'a String)>,
    ) {
        let pair = |(key, value)| OsString::from(format!("--{flag}:{key}={value}"));
        self.arguments.extend(pairs.into_iter().map(pair));
    }

    /// Gives the entry point by stdin.
    pub(crate) fn stdin(&mut self, source: String) {
        self.stdin = Some(source);
    }
}

impl Esbuild {
    /// Runs a build. Dropping the future ends it.
    pub(crate) async fn build(&self, options: Options) -> Result<Outcome, BuildError> {
        let scratch = scratch_folder()?;
        let metafile = scratch.path().join("meta.json");
        let mut command = self.command(&options.arguments);
        command.arg(with_value("--metafile=", metafile.as_os_str()));
        let output = run(command, options.stdin)
            .await
            .map_err(|source| self.not_run(source))?;
        let mut messages = messages::parse(&String::from_utf8_lossy(&output.stderr));
        // It says so for every output that it could not write.
        messages.dedup();
        for message in &mut messages {
            message.read_lines(&self.root);
            message.advise();
        }
        if !output.status.success() {
            if messages.is_empty() {
                return Err(self.is_none(output.status).into());
            }
            return Err(BuildError::Code(messages));
        }
        let text = tokio::fs::read(&metafile)
            .await
            .map_err(|_missing| self.is_none(output.status))?;
        let metafile = serde_json::from_slice(&text).map_err(|source| self.not_run(source.into()))?;
        Ok(Outcome {
            metafile,
            warnings: messages,
        })
    }

    fn command(&self, arguments: &[OsString]) -> Command {
        let mut command = Command::new(&self.path);
        command
            .args(["--color=false", "--log-level=warning", "--log-limit=0"])
            .args(arguments)
            .current_dir(&self.root)
            // esbuild believes PWD where it names the same folder, and would show paths through a symbolic link.
            .env("PWD", &self.root)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // A group of its own: the executable may be npm's wrapper, which runs the real one as its child.
        Group::lead(&mut command);
        command
    }

    /// It ran and did nothing that esbuild does.
    fn is_none(&self, status: ExitStatus) -> Error {
        let (kind, ended) = match status.code() {
            // No saved file makes an esbuild of it.
            Some(code) => (ErrorKind::Config, format!("it ended with code {code}")),
            None => (ErrorKind::Other, "it was killed".to_owned()),
        };
        Error::new(
            kind,
            format!("`{}` did not build anything: {ended}", self.path.display()),
        )
        .hint("is it esbuild? name another one with `--esbuild` or `PARTYRS_ESBUILD`")
    }

    fn not_run(&self, source: io::Error) -> Error {
        Error::new(
            ErrorKind::Config,
            format!("cannot run esbuild at `{}`", self.path.display()),
        )
        .hint("name another one with `--esbuild` or `PARTYRS_ESBUILD`")
        .caused_by(source)
    }
}

/// A folder for one build's files, gone when dropped.
pub(crate) fn scratch_folder() -> Result<TempDir, Error> {
    tempfile::Builder::new()
        .prefix("partyrs-")
        .tempdir()
        .map_err(|source| {
            Error::new(ErrorKind::Other, "cannot make a temporary folder")
                .hint("name a folder that can be written with TMPDIR")
                .caused_by(source)
        })
}

async fn run(mut command: Command, stdin: Option<String>) -> io::Result<Output> {
    if stdin.is_some() {
        command.stdin(Stdio::piped());
    }
    let mut child = command.spawn()?;
    let group = Group::of(&child);
    let pipe = child.stdin.take();
    let feed = async {
        if let (Some(mut pipe), Some(text)) = (pipe, stdin) {
            // A child that ended early says why by itself.
            let _ = pipe.write_all(text.as_bytes()).await;
        }
    };
    // Feeding and reading go on together, so that neither side waits for the other with a full pipe.
    let ((), output) = tokio::join!(feed, child.wait_with_output());
    group.has_ended();
    output
}

fn with_value(flag: &str, value: &OsStr) -> OsString {
    let mut text = OsString::from(flag);
    text.push(value);
    text
}
