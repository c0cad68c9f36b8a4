//! The time limit of one entry into JavaScript: the engine asks now and then whether to go on. Counts wall-clock
//! time, which on a busy machine is more than the CPU's: the limit is generous.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// No deadline.
const NONE: u64 = u64::MAX;

/// See the file's comment.
pub(crate) struct Watchdog {
    shared: Arc<Shared>,
    limit: Duration,
}

struct Shared {
    born: Instant,
    /// Milliseconds after `born`.
    deadline: AtomicU64,
    tripped: AtomicBool,
}

impl Watchdog {
    /// A watchdog that stops an entry after `limit`.
    pub(crate) fn new(limit: Duration) -> Self {
        let shared = Shared {
            born: Instant::now(),
            deadline: AtomicU64::new(NONE),
            tripped: AtomicBool::new(false),
        };
        Self {
            shared: Arc::new(shared),
            limit,
        }
    }

    /// What the engine calls: whether to stop.
    pub(crate) fn handler(&self) -> Box<dyn FnMut() -> bool + Send> {
        let shared = self.shared.clone();
        Box::new(move || {
            let over = shared.now_ms() > shared.deadline.load(Ordering::Relaxed);
            if over {
                shared.tripped.store(true, Ordering::Relaxed);
            }
            over
        })
    }

    /// Begins an entry.
    pub(crate) fn start(&self) {
        let limit = u64::try_from(self.limit.as_millis()).unwrap_or(NONE);
        self.shared
            .deadline
            .store(self.shared.now_ms().saturating_add(limit), Ordering::Relaxed);
    }

    /// Ends an entry: whether it was stopped.
    pub(crate) fn stop(&self) -> bool {
        self.shared.deadline.store(NONE, Ordering::Relaxed);
        self.has_tripped()
    }

    /// Whether an entry was stopped.
    pub(crate) fn has_tripped(&self) -> bool {
        self.shared.tripped.load(Ordering::Relaxed)
    }
}

impl Shared {
    fn now_ms(&self) -> u64 {
        u64::try_from(self.born.elapsed().as_millis()).unwrap_or(NONE)
    }
}
