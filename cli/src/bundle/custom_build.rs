//! `build.command`: the user's own build step, run by the shell. Invariant: when the future is dropped everything the
//! command started is killed. What it prints goes where partyrs prints.

use crate::child::Group;
use crate::config::project::BuildCommand;
use crate::error::{Error, ErrorKind};
use std::process::Stdio;
use tokio::process::Command;

/// Runs the command to its end.
pub(crate) async fn run(build: &BuildCommand, stdout: Stdio) -> Result<(), Error> {
    let mut command = shell(&build.command);
    command
        .current_dir(&build.cwd)
        .stdin(Stdio::null())
        .stdout(stdout);
    Group::lead(&mut command);
    let failed = |reason: String| {
        let message = format!("Custom build failed: `{}` {reason}", build.command);
        Error::new(ErrorKind::Build, message)
    };
    let mut child = command.spawn().map_err(|source| {
        let folder = build.cwd.display();
        failed("could not be started".to_owned())
            .hint(format!("it runs in `{folder}`, which `build.cwd` says"))
            .caused_by(source)
    })?;
    let group = Group::of(&child);
    let status = child
        .wait()
        .await
        .map_err(|source| failed("could not be waited for".to_owned()).caused_by(source))?;
    group.has_ended();
    if status.success() {
        return Ok(());
    }
    let reason = match status.code() {
        Some(code) => format!("ended with code {code}"),
        None => "was killed".to_owned(),
    };
    let hint = match status.code() {
        Some(127) => "the shell knows no such command: is it installed, and in node_modules/.bin?",
        _ => "what it printed stands above; `dev` runs it again when a file below `build.watch` is saved",
    };
    Err(failed(reason).hint(hint))
}

#[cfg(unix)]
fn shell(text: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", text]);
    command
}

#[cfg(windows)]
fn shell(text: &str) -> Command {
    let mut command = Command::new("cmd");
    command.args(["/d", "/s", "/c", text]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_folder(folder: &std::path::Path, command: &str) -> BuildCommand {
        BuildCommand {
            command: command.to_owned(),
            cwd: folder.to_owned(),
            watch: Vec::new(),
        }
    }

    #[tokio::test]
    async fn a_command_runs_in_its_folder_through_the_shell() {
        let folder = tempfile::tempdir().unwrap();
        run(
            &in_folder(folder.path(), "echo one > a && cp a b"),
            Stdio::inherit(),
        )
        .await
        .unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join("b")).unwrap(), "one\n");
    }

    #[tokio::test]
    async fn a_command_that_fails_is_named_with_its_code() {
        let folder = tempfile::tempdir().unwrap();
        let error = run(&in_folder(folder.path(), "exit 3"), Stdio::inherit())
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "Custom build failed: `exit 3` ended with code 3"
        );
        let gone = folder.path().join("gone");
        let error = run(&in_folder(&gone, "true"), Stdio::inherit())
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "Custom build failed: `true` could not be started"
        );
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn what_a_command_started_ends_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let endless = in_folder(folder.path(), "(sleep 1; touch late) & touch begun; wait");
        {
            let mut running = std::pin::pin!(run(&endless, Stdio::inherit()));
            while !folder.path().join("begun").exists() {
                let wait = std::time::Duration::from_millis(5);
                assert!(tokio::time::timeout(wait, &mut running).await.is_err());
            }
        }
        tokio::time::sleep(std::time::Duration::from_millis(1200)).await;
        assert!(!folder.path().join("late").exists());
    }
}
