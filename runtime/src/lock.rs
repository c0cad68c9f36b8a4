//! Locking without poison. What a mutex here guards is plain data that is whole between any two statements, so a
//! panic elsewhere leaves it usable.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks `mutex`, also after a panic.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
