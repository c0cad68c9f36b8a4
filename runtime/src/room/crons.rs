//! The project's crons: calls the worker's `scheduled` when one is due, by the clock in UTC. A minute that passes while
//! nothing runs, or while the machine sleeps, is not made up; a cron that is due again before its last run has ended
//! is left out once, and that is reported.

use super::mailbox::Failure;
use super::registry::Registry;
use crate::clock::Clock;
use crate::cron::CronSchedule;
use crate::event::{Origin, RuntimeEvent};
use crate::lock::lock;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// How long a run may be late before it is missed, milliseconds: until its minute is over.
const LATE_MS_MAX: i64 = 60_000;

/// The clock may jump, and timers do not count while the machine sleeps: it is looked at this often.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Runs crons until the runtime stops.
pub(crate) struct Crons {
    registry: Weak<Registry>,
    clock: Clock,
    /// Expressions whose run has not ended.
    running: Arc<Mutex<BTreeSet<String>>>,
}

impl Crons {
    /// Those of the projects that `registry` runs, by `clock`.
    pub(crate) fn new(registry: &Arc<Registry>, clock: Clock) -> Self {
        Self {
            registry: Arc::downgrade(registry),
            clock,
            running: Arc::default(),
        }
    }

    /// Runs what is due, when it is.
    pub(crate) async fn run(self, stop: CancellationToken) {
        let mut seen = self.clock.now_ms();
        while let Some(registry) = self.registry.upgrade() {
            let crons = registry.current_project().options.crons.clone();
            // A clock that was set back begins anew.
            seen = seen.min(self.clock.now_ms());
            let due = crons
                .iter()
                .filter_map(|(_, schedule)| schedule.after(seen))
                .min();
            let wait = due.map_or(LOOK_EVERY, |due| self.until(due).min(LOOK_EVERY));
            let changed = registry.project_changed();
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = changed.notified() => {}
                () = stop.cancelled() => return,
            }
            let now = self.clock.now_ms();
            if due.is_some_and(|due| due <= now) {
                for (expression, names, due) in due_between(&crons, seen, now) {
                    self.start(&registry, expression, names, due);
                }
                seen = now;
            }
        }
    }

    fn until(&self, due: i64) -> Duration {
        Duration::from_millis(u64::try_from(due - self.clock.now_ms()).unwrap_or(0))
    }

    fn start(&self, registry: &Arc<Registry>, expression: String, names: Vec<String>, due: i64) {
        if !lock(&self.running).insert(expression.clone()) {
            let names = names.join("`, `");
            registry.tell(RuntimeEvent::Notice {
                origin: Origin::Edge,
                text: format!("The cron `{names}` is due again and still runs: this time is left out."),
            });
            return;
        }
        let (registry, running) = (registry.clone(), self.running.clone());
        // Ends with the worker's answer, which comes at the latest when the worker ends.
        tokio::spawn(async move {
            let begun = Instant::now();
            let result = registry.scheduled(expression.clone(), due).await;
            lock(&running).remove(&expression);
            for name in names {
                registry.tell(RuntimeEvent::Cron {
                    name,
                    expression: expression.clone(),
                    took: begun.elapsed(),
                    failure: result.as_ref().err().map(|Failure(message)| message.clone()),
                });
            }
        });
    }
}

/// What became due after `seen`, up to `now`, and is not missed: each expression once, with its names and its time.
fn due_between(crons: &[(String, CronSchedule)], seen: i64, now: i64) -> Vec<(String, Vec<String>, i64)> {
    let mut all: Vec<(String, Vec<String>, i64)> = Vec::new();
    for (name, schedule) in crons {
        // What came earlier than that is missed.
        let from = seen.max(now - LATE_MS_MAX);
        let Some(due) = schedule.after(from).filter(|due| *due <= now) else {
            continue;
        };
        match all.iter_mut().find(|(known, ..)| known == schedule.expression()) {
            Some((_, names, _)) => names.push(name.clone()),
            None => all.push((schedule.expression().to_owned(), vec![name.clone()], due)),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;
    /// Midnight.
    const DAY: i64 = 20_000 * 24 * 60 * MINUTE;

    fn due(crons: &[(&str, &str)], seen: i64, now: i64) -> Vec<(String, Vec<String>, i64)> {
        let crons: Vec<_> = crons
            .iter()
            .map(|(name, text)| ((*name).to_owned(), CronSchedule::parse(text).unwrap()))
            .collect();
        due_between(&crons, seen, now)
    }

    #[test]
    fn one_expression_runs_once_for_all_its_names() {
        let crons = [("a", "* * * * *"), ("b", "0 1 * * *"), ("c", "* * * * *")];
        let names = vec!["a".to_owned(), "c".to_owned()];
        let expected = vec![("* * * * *".to_owned(), names, DAY + MINUTE)];
        assert_eq!(due(&crons, DAY, DAY + MINUTE + 3), expected);
    }

    #[test]
    fn what_was_missed_is_not_made_up() {
        let crons = [("hourly", "0 * * * *")];
        assert_eq!(due(&crons, DAY - 1, DAY + 59_999).len(), 1);
        assert_eq!(due(&crons, DAY - 1, DAY + MINUTE), []);
        assert_eq!(
            due(&[("often", "* * * * *")], DAY, DAY + 90 * MINUTE + 5).len(),
            1
        );
    }
}
