//! The process that runs us as its child because it cannot become us: the npm package's script on older Nodes
//! (`cli/npm/bin/partyrs.js`). It hands signals on; when it was killed nobody could end us any more, so its end is ours.

/// The variable in which the wrapper says which process it is.
#[cfg(unix)]
const WRAPPER: &str = "PARTYRS_WRAPPER";

/// Resolves when the wrapper has gone; never if there is none.
#[cfg(unix)]
pub(super) async fn gone() {
    use rustix::process::{Pid, getppid};
    use std::time::Duration;

    // No system tells a process of its parent's end, other than Linux by a signal that follows a thread's end.
    const LOOK_EVERY: Duration = Duration::from_millis(200);

    let named = std::env::var(WRAPPER).ok().and_then(|id| id.parse().ok());
    let wrapper = named.and_then(Pid::from_raw);
    // What a wrapped partyrs starts inherits the variable, and is not the wrapper's child.
    if wrapper.is_none() || wrapper != getppid() {
        return std::future::pending().await;
    }
    let mut looks = tokio::time::interval(LOOK_EVERY);
    while wrapper == getppid() {
        looks.tick().await;
    }
}

/// There is none elsewhere.
#[cfg(not(unix))]
pub(super) async fn gone() {
    std::future::pending().await
}
