//! Crons on schedule: what runs, when, and what is left out.

use crate::support::{DEADLINE, start};
use partyrs_runtime::{Clock, CronSchedule, Reporter, Runtime, RuntimeEvent};
use std::sync::Arc;
use tokio::sync::mpsc;

/// Midnight of some day, milliseconds since 1970.
const MIDNIGHT: i64 = 20_000 * 24 * 60 * 60 * 1000;

const MINUTE: i64 = 60_000;

/// What crons said, and how they ended, in order.
type Said = mpsc::UnboundedReceiver<String>;

/// A runtime with these crons that goes by `clock`. Its worker has this `scheduled(event)`, as a function's body.
async fn with_crons(clock: &Clock, crons: &[(&str, &str)], scheduled: &str) -> (Runtime, Said) {
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
        options.clock = clock.clone();
        project.crons = crons
            .iter()
            .map(|(name, text)| ((*name).to_owned(), CronSchedule::parse(text).unwrap()))
            .collect();
    });
    (runtime.await, said)
}

/// A clock that shows a moment shortly before midnight.
fn almost_midnight() -> Clock {
    Clock::showing(MIDNIGHT - 300)
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
    let (_runtime, mut said) = with_crons(&almost_midnight(), &crons, log).await;
    assert_eq!(next(&mut said).await, format!("0 0 * * * {MIDNIGHT}"));
    assert_eq!(
        [next(&mut said).await, next(&mut said).await],
        ["nightly ran", "also ran"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cron_that_fails_says_so() {
    let crons = [("bad", "* * * * *")];
    let (_runtime, mut said) = with_crons(&almost_midnight(), &crons, "throw new Error('no')").await;
    assert_eq!(next(&mut said).await, "bad failed: no");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cron_that_still_runs_when_it_is_due_again_is_left_out() {
    let clock = almost_midnight();
    let wait = "console.log('begins'); await new Promise(() => {})";
    let (_runtime, mut said) = with_crons(&clock, &[("slow", "* * * * *")], wait).await;
    assert_eq!(next(&mut said).await, "begins");
    clock.advance(MINUTE);
    let notice = "The cron `slow` is due again and still runs: this time is left out.";
    assert_eq!(next(&mut said).await, notice);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_due_while_the_machine_slept_is_not_made_up() {
    let clock = almost_midnight();
    let crons = [("nightly", "0 0 * * *"), ("each", "* * * * *")];
    clock.advance(-MINUTE);
    let (_runtime, mut said) = with_crons(&clock, &crons, "console.log(event.cron)").await;
    assert_eq!(
        [next(&mut said).await, next(&mut said).await],
        ["* * * * *", "each ran"]
    );
    clock.advance(10 * MINUTE);
    assert_eq!(
        [next(&mut said).await, next(&mut said).await],
        ["* * * * *", "each ran"]
    );
}
