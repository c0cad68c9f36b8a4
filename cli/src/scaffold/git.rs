//! The first commit of a new project.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// What became of the commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Committed {
    /// A new repository with one commit.
    Yes,
    /// The folder lies in a repository already.
    Inside,
    /// There is no git.
    NoGit,
    /// The repository is there, the commit is not, because git said this.
    Refused(String),
}

/// Makes `folder` a repository and commits everything in it, unless it already lies in one.
pub(crate) fn commit(folder: &Path, message: &str) -> Committed {
    if is_in_repository(folder) {
        return Committed::Inside;
    }
    let started = match git(folder, &["init", "--quiet", "--initial-branch=main"]) {
        // `--initial-branch` is of git 2.28.
        Ok(Err(_)) => git(folder, &["init", "--quiet"]),
        other => other,
    };
    let steps: [&[&str]; 2] = [&["add", "--all"], &["commit", "--quiet", "--message", message]];
    let mut done = started;
    for step in steps {
        match done {
            Ok(Ok(())) => done = git(folder, step),
            Ok(Err(_)) | Err(_) => break,
        }
    }
    match done {
        Ok(Ok(())) => Committed::Yes,
        Ok(Err(said)) => Committed::Refused(said),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Committed::NoGit,
        Err(error) => Committed::Refused(error.to_string()),
    }
}

/// Whether `folder`, which need not exist, lies in a repository.
pub(crate) fn is_in_repository(folder: &Path) -> bool {
    folder.ancestors().any(|above| above.join(".git").exists())
}

/// Runs git without asking anybody; the inner error is what it said.
fn git(folder: &Path, arguments: &[&str]) -> io::Result<Result<(), String>> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .output()?;
    if output.status.success() {
        return Ok(Ok(()));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let lines = || said.lines().map(str::trim).filter(|line| !line.is_empty());
    // `fatal:` says it best; before it git may explain at length.
    let line = lines()
        .find(|line| line.starts_with("fatal:"))
        .or_else(|| lines().next())
        .unwrap_or("no reason");
    Ok(Err(line.trim_start_matches("fatal: ").to_owned()))
}
