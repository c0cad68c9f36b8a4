//! The host half of `caches`: responses kept in memory for all isolates of the process, by cache and URL. Bounded:
//! when it is full the oldest entries go. What may be kept, and for how long, `caches.js` decides.

use super::bytes::{self, ByteArray};
use crate::limits::CACHE_BYTES_MAX;
use ::bytes::Bytes;
use rquickjs::{Array, Ctx, Function, Object, Result, TypedArray};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The cached responses.
#[derive(Default)]
pub(crate) struct Caches {
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    by_key: HashMap<Key, Entry>,
    /// Oldest first; keys that are gone or replaced since stay until they come up.
    order: VecDeque<(Key, Instant)>,
    bytes: usize,
}

/// The cache's name and the URL.
type Key = (String, String);

struct Entry {
    /// Status and headers, as `caches.js` wrote them.
    head: String,
    body: Bytes,
    stored: Instant,
    lives: Duration,
}

impl Caches {
    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entries {
    fn put(&mut self, key: Key, entry: Entry) {
        self.remove(&key);
        self.bytes += entry.body.len() + entry.head.len();
        self.order.push_back((key.clone(), entry.stored));
        self.by_key.insert(key, entry);
        while self.bytes > CACHE_BYTES_MAX || self.order.len() > 2 * self.by_key.len() + 64 {
            let Some((key, stored)) = self.order.pop_front() else {
                return;
            };
            if self.by_key.get(&key).is_some_and(|entry| entry.stored == stored) {
                if self.bytes > CACHE_BYTES_MAX {
                    self.remove(&key);
                } else {
                    self.order.push_back((key, stored));
                }
            }
        }
    }

    fn get(&mut self, key: &Key) -> Option<&Entry> {
        if self.by_key.get(key)?.stored.elapsed() >= self.by_key.get(key)?.lives {
            self.remove(key);
        }
        self.by_key.get(key)
    }

    fn remove(&mut self, key: &Key) -> bool {
        let Some(entry) = self.by_key.remove(key) else {
            return false;
        };
        self.bytes -= entry.body.len() + entry.head.len();
        true
    }
}

/// Adds `cachePut(cache, url, head, body, seconds)`, `cacheGet(cache, url)` (`[head, body, age]` or undefined) and
/// `cacheDelete(cache, url)`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, caches: &Arc<Caches>) -> Result<()> {
    let all = caches.clone();
    let put =
        move |ctx: Ctx<'js>, cache: String, url: String, head: String, body: ByteArray<'js>, seconds: f64| {
            let entry = Entry {
                head,
                body: bytes::copy(&ctx, &body)?,
                stored: Instant::now(),
                lives: Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX),
            };
            all.lock().put((cache, url), entry);
            Ok::<_, rquickjs::Error>(())
        };
    functions.set("cachePut", Function::new(ctx.clone(), put)?)?;
    let all = caches.clone();
    let get = move |ctx: Ctx<'js>, cache: String, url: String| {
        let mut entries = all.lock();
        let Some(entry) = entries.get(&(cache, url)) else {
            return Ok::<_, rquickjs::Error>(None);
        };
        let found = Array::new(ctx.clone())?;
        found.set(0, entry.head.as_str())?;
        found.set(1, TypedArray::<u8>::new_copy(ctx.clone(), &entry.body[..])?)?;
        found.set(2, entry.stored.elapsed().as_secs())?;
        Ok(Some(found))
    };
    functions.set("cacheGet", Function::new(ctx.clone(), get)?)?;
    let all = caches.clone();
    let delete = move |cache: String, url: String| {
        let key = (cache, url);
        let mut entries = all.lock();
        entries.get(&key).is_some() && entries.remove(&key)
    };
    functions.set("cacheDelete", Function::new(ctx.clone(), delete)?)
}
