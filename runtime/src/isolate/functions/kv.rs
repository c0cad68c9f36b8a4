//! KV namespaces: checks what Cloudflare's service would refuse, in its words, and does the rest on disk. What JavaScript
//! may pass at all `kv.js` checks.

use super::blobs::{NotStored, block, store};
use super::{Scope, define};
use crate::clock::now_ms;
use crate::isolate::ops::{OpError, OpResult, OpValue};
use crate::limits::{
    KV_BULK_KEYS_MAX, KV_CACHE_TTL_S_MIN, KV_KEY_BYTES_MAX, KV_METADATA_BYTES_MAX, KV_TTL_S_MIN,
    KV_VALUE_BYTES_MAX, LIST_KEYS_MAX,
};
use crate::storage::StorageError;
use crate::storage::blobs::hex;
use crate::storage::kv::{KvFound, KvNote, KvRange, KvStore};
use crate::storage::stores::Stores;
use crate::web;
use rquickjs::{Ctx, Object, Result, Value};
use serde_json::json;
use std::io::Read;
use std::sync::Arc;

type Done<T> = std::result::Result<T, OpError>;

pub(super) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(
        ctx,
        functions,
        "kvGet",
        move |name: String, keys: Vec<String>, cache_ttl: Option<f64>| {
            let stores = s.desk.outside.stores();
            s.host
                .start(async move { get(stores, name, keys, cache_ttl).await })
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "kvPut",
        move |ctx: Ctx<'js>, name: String, key: String, value: Value<'js>, note: Vec<Option<String>>| {
            let body = web::body_of(&ctx, &s.host, &value)?;
            let stores = s.desk.outside.stores();
            Ok::<_, rquickjs::Error>(s.host.start(async move {
                let note = checked_note(&key, note)?;
                let store_of = opened(stores, name).await?;
                let stored = store(&store_of.blobs, body, KV_VALUE_BYTES_MAX, None).await;
                let stored = stored.map_err(not_stored)?;
                on_disk(move || {
                    store_of.put(&key, stored.blob.id(), &note, now_ms())?;
                    stored.blob.named();
                    Ok(())
                })
                .await?;
                Ok(OpValue::Undefined)
            }))
        },
    )?;
    let s = scope.clone();
    define(ctx, functions, "kvDelete", move |name: String, key: String| {
        let stores = s.desk.outside.stores();
        s.host.start(async move {
            check_key("DELETE", &key)?;
            on_disk(move || stores.kv(&name)?.delete(&key)).await?;
            Ok(OpValue::Undefined)
        })
    })?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "kvList",
        move |name: String, prefix: String, limit: f64, cursor: String| {
            let stores = s.desk.outside.stores();
            s.host
                .start(async move { list(stores, name, prefix, limit, &cursor).await })
        },
    )
}

/// For each key null or `[value, metadata]`.
async fn get(stores: Arc<Stores>, name: String, keys: Vec<String>, cache_ttl: Option<f64>) -> OpResult {
    for key in &keys {
        check_key("GET", key)?;
    }
    if keys.len() > KV_BULK_KEYS_MAX {
        let text = format!("You can request a maximum of {KV_BULK_KEYS_MAX} keys");
        return Err(refused("GET_BULK", 400, &text));
    }
    if let Some(ttl) = cache_ttl.filter(|ttl| ttl.is_nan() || *ttl < KV_CACHE_TTL_S_MIN as f64) {
        let text = format!("Invalid cache_ttl of {ttl}. Cache TTL must be at least {KV_CACHE_TTL_S_MIN}.");
        return Err(refused("GET", 400, &text));
    }
    let found = on_disk(move || {
        let store = stores.kv(&name)?;
        let mut found = Vec::new();
        for key in keys {
            found.push(match store.get(&key, now_ms())? {
                Some(KvFound { blob, metadata }) => {
                    let mut value = Vec::new();
                    blob.reader(0)?.read_to_end(&mut value)?;
                    let metadata = metadata.map_or(OpValue::Null, OpValue::Text);
                    OpValue::List(vec![OpValue::Bytes(value.into()), metadata])
                }
                None => OpValue::Null,
            });
        }
        Ok(found)
    });
    Ok(OpValue::List(found.await?))
}

/// The note of `[expiration, expirationTtl, metadata]`, numbers as text, seconds.
fn checked_note(key: &str, note: Vec<Option<String>>) -> Done<KvNote> {
    check_key("PUT", key)?;
    let [expiration, ttl, metadata] = note.try_into().unwrap_or_default();
    let bad = |text: String| refused("PUT", 400, &text);
    let now = now_ms() / 1000;
    let expires = match (ttl, expiration) {
        (Some(given), _) => {
            let ttl: i64 = given.parse().unwrap_or_default();
            if ttl <= 0 {
                return Err(bad(format!(
                    "Invalid expiration_ttl of {given}. Please specify integer greater than 0."
                )));
            }
            if ttl < KV_TTL_S_MIN {
                return Err(bad(format!(
                    "Invalid expiration_ttl of {given}. Expiration TTL must be at least {KV_TTL_S_MIN}."
                )));
            }
            Some(now.saturating_add(ttl))
        }
        (None, Some(given)) => {
            let at: i64 = given.parse().unwrap_or_default();
            if at <= now {
                return Err(bad(format!(
                    "Invalid expiration of {given}. Please specify integer greater than the current number of \
                     seconds since the UNIX epoch."
                )));
            }
            if at < now + KV_TTL_S_MIN {
                return Err(bad(format!(
                    "Invalid expiration of {given}. Expiration times must be at least {KV_TTL_S_MIN} seconds in \
                     the future."
                )));
            }
            Some(at)
        }
        (None, None) => None,
    };
    if let Some(length) = metadata
        .as_ref()
        .map(String::len)
        .filter(|length| *length > KV_METADATA_BYTES_MAX)
    {
        let text = format!("Metadata length of {length} exceeds limit of {KV_METADATA_BYTES_MAX}.");
        return Err(refused("PUT", 413, &text));
    }
    Ok(KvNote {
        expires_ms: expires.map(|seconds| seconds.saturating_mul(1000)),
        metadata,
    })
}

/// `{ keys: [{ name, expiration?, metadata? }], cursor? }` as JSON, metadata as JSON within it.
async fn list(stores: Arc<Stores>, name: String, prefix: String, limit: f64, cursor: &str) -> OpResult {
    if prefix.len() > KV_KEY_BYTES_MAX {
        return Err(key_too_long("GET", &prefix));
    }
    if limit > LIST_KEYS_MAX as f64 {
        let text = format!(
            "Invalid key_count_limit of {limit}. Please specify an integer less than {LIST_KEYS_MAX}."
        );
        return Err(refused("GET", 400, &text));
    }
    // No limit is the largest one.
    let limit = if limit >= 1.0 {
        limit as usize
    } else {
        LIST_KEYS_MAX
    };
    let after = super::r2::decoded_cursor(cursor).ok_or_else(|| refused("GET", 400, "Invalid cursor"))?;
    let range = KvRange {
        prefix,
        after,
        limit: limit + 1,
    };
    let mut found = on_disk(move || stores.kv(&name)?.list(&range, now_ms())).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let cursor = found.last().filter(|_| more).map(|(key, _)| hex(key.as_bytes()));
    let keys: Vec<_> = found
        .into_iter()
        .map(|(name, note)| {
            let expiration = note.expires_ms.map(|ms| ms / 1000);
            json!({ "name": name, "expiration": expiration, "metadata": note.metadata })
        })
        .collect();
    Ok(OpValue::Text(
        json!({ "keys": keys, "cursor": cursor }).to_string(),
    ))
}

async fn opened(stores: Arc<Stores>, name: String) -> Done<Arc<KvStore>> {
    on_disk(move || stores.kv(&name)).await
}

async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> std::result::Result<T, StorageError> + Send + 'static,
) -> Done<T> {
    block(work)
        .await?
        .map_err(|error| OpError::error(error.to_string()))
}

fn not_stored(not: NotStored) -> OpError {
    match not {
        NotStored::TooLarge(length) => {
            let text = format!("Value length of {length} exceeds limit of {KV_VALUE_BYTES_MAX}.");
            refused("PUT", 413, &text)
        }
        NotStored::Failed(error) => error,
    }
}

fn check_key(method: &str, key: &str) -> Done<()> {
    match key.len() > KV_KEY_BYTES_MAX {
        true => Err(key_too_long(method, key)),
        false => Ok(()),
    }
}

fn key_too_long(method: &str, key: &str) -> OpError {
    let length = key.len();
    let text = format!("UTF-8 encoded length of {length} exceeds key length limit of {KV_KEY_BYTES_MAX}.");
    refused(method, 414, &text)
}

fn refused(method: &str, status: u16, text: &str) -> OpError {
    OpError::error(format!("KV {method} failed: {status} {text}"))
}
