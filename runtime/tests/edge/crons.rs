//! Crons on schedule: what runs, when, and what is left out.

use crate::support::{DEADLINE, start};
use partyrs_runtime::{Clock, CronSchedule, Reporter, Runtime, RuntimeEvent};
use std::sync::Arc;
use tokio::sync::mpsc;

/// Midnight of some day, milliseconds since 1970.
const MIDNIGHT: i64 = 20_000 * 24 * 60 * 60 * 1000;

/// What crons said, and how they ended, in order.
type Said = mpsc::UnboundedReceiver<String>;

/// A runtime with these crons whose clock shows a moment shortly before midnight. Its worker says which cron it is for.
async fn almost_midnight(crons: &[(&str, &str)], scheduled: &str) -> (Runtime, Said) {
    let (sender, said) = mpsc::unbounded_channel();
    let report: Reporter = Arc::new(move |event| {
        let line = match event {
            RuntimeEvent::Console { text, .. } => text,
            RuntimeEvent::Notice { text, .. } => text,
            RuntimeEvent::Cron { name, failure, .. } => {
                format!(
                    "{name} {}",
                    failure.map_or("ran".to_owned(), |why| format!("failed: {why}"))
                )
            }
            RuntimeEvent::Request { .. } | RuntimeEvent::Exception(_) => return,
        };
        let _ = sender.send(line);
    });
    let methods = format!("async scheduled(event) {{ {scheduled} }}");
    let runtime = start(&methods, report, |options, project| {
        options.clock = Clock::showing(MIDNIGHT - 300);
        project.crons = crons
            .iter()
            .map(|(name, text)| ((*name).to_owned(), CronSchedule::parse(text).unwrap()))
            .collect();
    });
    (runtime.await, said)
}

async fn next(said: &mut Said) -> String {
    tokio::time::timeout(DEADLINE, said.recv())
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cron_runs_when_it_is_due() {
    let crons = [
        ("nightly", "0 0 * * *"),
        ("also", "0 0 * * *"),
        ("noon", "0 12 * * *"),
    ];
    let log = "console.log(event.cron + ' ' + event.scheduledTime)";
    let (_runtime, mut said) = almost_midnight(&crons, log).await;
    assert_eq!(next(&mut said).await, format!("0 0 * * * {MIDNIGHT}"));
    assert_eq!(
        [next(&mut said).await, next(&mut said).await],
        ["nightly ran", "also ran"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cron_that_fails_says_so() {
    let (_runtime, mut said) = almost_midnight(&[("bad", "* * * * *")], "throw new Error('no')").await;
    assert_eq!(next(&mut said).await, "bad failed: no");
}
