//! The cache folder that all tests share, so that esbuild is fetched once for all of them, and never again.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// `PARTYRS_CACHE`, or a folder that stays. It holds esbuild, unless there is one on the PATH.
pub(super) fn folder() -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(filled).clone()
}

/// Lets `partyrs` itself fetch esbuild, with the user's own npm settings: the tests have a home without any.
fn filled() -> PathBuf {
    let folder = std::env::var_os("PARTYRS_CACHE").map_or_else(
        || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cache"),
        PathBuf::from,
    );
    let project = tempfile::tempdir().unwrap();
    std::fs::write(project.path().join("server.js"), "export default {}").unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_partyrs"))
        .args([
            "dev",
            "server.js",
            "--port",
            "0",
            "--persist",
            "false",
            "--compatibility-date",
            "2026-01-01",
        ])
        .current_dir(project.path())
        .env("PARTYRS_CACHE", &folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let stdout = std::io::BufReader::new(child.stdout.take().unwrap());
    // Ends at the ready line, or with the program, which has then said why.
    let ready = std::io::BufRead::lines(stdout)
        .map_while(Result::ok)
        .any(|line| line.contains("Ready on"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(ready, "`partyrs dev` does not serve an empty project");
    folder
}
