//! Opens a URL in the user's browser. Knows the openers of each system, nothing of sessions.

use std::process::Stdio;
use tokio::process::Command;

/// Opens `url`, if there is something that can; the browser outlives us.
pub(super) async fn open(url: &str) -> bool {
    for (program, arguments) in openers() {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .arg(url)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if command.status().await.is_ok_and(|status| status.success()) {
            return true;
        }
    }
    false
}

/// Programs with their first arguments, in order of preference.
fn openers() -> Vec<(String, Vec<&'static str>)> {
    let named = |name: &str| (name.to_owned(), Vec::new());
    let wanted = std::env::var("BROWSER").ok().filter(|name| !name.is_empty());
    let mut openers: Vec<_> = wanted.iter().map(|name| named(name)).collect();
    if cfg!(target_os = "macos") {
        openers.push(named("open"));
    } else if cfg!(windows) {
        openers.push(("cmd".to_owned(), vec!["/c", "start", ""]));
    } else {
        openers.extend(["xdg-open", "wslview", "sensible-browser"].map(named));
    }
    openers
}
