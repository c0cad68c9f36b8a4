//! The threads that isolates run on. An isolate is bound to no thread: a turn of work runs on whichever is free,
//! so rooms use all cores. A turn that does not end must not hold the others up: when work waits while every
//! thread is busy for longer than [`STUCK_AFTER`], one more thread is started; it leaves when it is idle.

use crate::limits::ISOLATE_STACK_BYTES_MAX;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How long work may wait before another thread is started for it.
const STUCK_AFTER: Duration = Duration::from_millis(25);

/// How long an additional thread waits for work before it leaves.
const SPARE_IDLE_MAX: Duration = Duration::from_secs(2);

/// Threads at most: beyond this the machine is lost anyway.
const THREADS_MAX: usize = 256;

/// The stack of a thread: the isolate's own limit, and room for the Rust and C frames around it.
const THREAD_STACK_BYTES: usize = ISOLATE_STACK_BYTES_MAX + 3 * 1024 * 1024;

/// A piece of work: one turn of one isolate.
type Turn = Box<dyn FnOnce() + Send>;

/// The threads and the queue before them. The queue holds each isolate at most once, so it needs no bound of its
/// own. Dropping the pool lets its threads end after their turn.
pub(crate) struct Pool {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    /// Signalled when work comes or the pool closes.
    work: Condvar,
    /// Signalled when work is left waiting: the guard's cue.
    waiting: Condvar,
    core_threads: usize,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Turn>,
    threads: usize,
    idle: usize,
    /// Counts turns taken from the queue: standing still with work waiting means stuck.
    taken: u64,
    closed: bool,
}

impl Pool {
    /// A pool of `threads` threads, one for each core.
    pub(crate) fn new(threads: usize) -> Self {
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            work: Condvar::new(),
            waiting: Condvar::new(),
            core_threads: threads.max(1),
        });
        let guard = shared.clone();
        // Without its guard the pool still works, with its first threads only.
        let _ = thread::Builder::new()
            .name("partyrs-guard".into())
            .spawn(move || guard.watch());
        Self { shared }
    }

    /// Queues one turn.
    pub(crate) fn run(&self, turn: Turn) {
        let mut state = self.shared.lock();
        state.queue.push_back(turn);
        if state.idle > 0 {
            self.shared.work.notify_one();
        } else if state.threads < self.shared.core_threads {
            self.shared.add_thread(&mut state);
        } else {
            self.shared.waiting.notify_one();
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.work.notify_all();
        self.shared.waiting.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add_thread(self: &Arc<Self>, state: &mut State) {
        let shared = self.clone();
        let thread = thread::Builder::new()
            .name("partyrs-isolate".into())
            .stack_size(THREAD_STACK_BYTES)
            .spawn(move || shared.work());
        // A system out of threads runs with those it gave: the work stays queued for them.
        state.threads += usize::from(thread.is_ok());
    }

    fn work(self: Arc<Self>) {
        let mut state = self.lock();
        loop {
            if let Some(turn) = state.queue.pop_front() {
                state.taken += 1;
                drop(state);
                turn();
                state = self.lock();
                continue;
            }
            let spare = state.threads > self.core_threads;
            if state.closed {
                break;
            }
            state.idle += 1;
            let (next, timeout) = self
                .work
                .wait_timeout(state, SPARE_IDLE_MAX)
                .unwrap_or_else(PoisonError::into_inner);
            state = next;
            state.idle -= 1;
            if spare && timeout.timed_out() && state.queue.is_empty() {
                break;
            }
        }
        state.threads -= 1;
    }

    /// Sleeps until work waits, then looks whether it moves.
    fn watch(self: Arc<Self>) {
        let mut state = self.lock();
        while !state.closed {
            if state.queue.is_empty() {
                state = self.waiting.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let taken_before = state.taken;
            drop(state);
            thread::sleep(STUCK_AFTER);
            state = self.lock();
            let stuck = state.taken == taken_before && !state.queue.is_empty() && state.idle == 0;
            if stuck && state.threads < THREADS_MAX {
                self.add_thread(&mut state);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc;

    const DEADLINE: Duration = Duration::from_secs(10);

    #[test]
    fn work_behind_spinning_turns_still_runs() {
        let pool = Pool::new(2);
        let stop = Arc::new(AtomicBool::new(false));
        for _ in 0..3 {
            let stop = stop.clone();
            pool.run(Box::new(move || {
                while !stop.load(Ordering::Relaxed) {
                    std::hint::spin_loop()
                }
            }));
        }
        let (sender, receiver) = mpsc::channel();
        pool.run(Box::new(move || sender.send(()).unwrap()));
        let ran = receiver.recv_timeout(DEADLINE);
        stop.store(true, Ordering::Relaxed);
        ran.expect("the turn behind three endless ones never ran");
    }

    #[test]
    fn turns_run_in_the_order_they_came() {
        let pool = Pool::new(1);
        let (sender, receiver) = mpsc::channel();
        for n in 0..100 {
            let sender = sender.clone();
            pool.run(Box::new(move || sender.send(n).unwrap()));
        }
        let ran: Vec<i32> = (0..100)
            .map(|_| receiver.recv_timeout(DEADLINE).unwrap())
            .collect();
        assert_eq!(ran, (0..100).collect::<Vec<_>>());
    }
}
