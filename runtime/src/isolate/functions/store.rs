//! Room storage: values are cloned here, between JavaScript and V8's format.

use super::{Scope, define};
use crate::isolate::clone;
use crate::limits::{STORAGE_ROW_BYTES_MAX, STORAGE_VALUE_BYTES_MAX};
use crate::storage::StorageError;
use crate::storage::pairs::ListOptions;
use crate::web::bytes::Text;
use rquickjs::{Array, Ctx, Error, Exception, IntoJs, Object, Result, Value};
use std::sync::Arc;

pub(super) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    install_reading(ctx, functions, scope)?;
    install_writing(ctx, functions, scope)?;
    install_transactions(ctx, functions, scope)?;
    install_alarm(ctx, functions, scope)
}

fn install_reading<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(
        ctx,
        functions,
        "storageGet",
        move |ctx: Ctx<'js>, Text(key): Text| {
            let found = s.desk.storage().get(&key);
            match thrown(&ctx, found)? {
                Some(value) => clone::deserialize(&ctx, &value),
                None => Ok(Value::new_undefined(ctx)),
            }
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "storageGetMany",
        move |ctx: Ctx<'js>, keys: Vec<Text>| {
            let mut keys = Text::all(keys);
            keys.sort_unstable();
            keys.dedup();
            let mut found = Vec::new();
            for key in keys {
                let value = s.desk.storage().get(&key);
                if let Some(value) = thrown(&ctx, value)? {
                    found.push((key, value));
                }
            }
            entries(&ctx, found)
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "storageList",
        move |ctx: Ctx<'js>, options: Array<'js>| {
            let limit: u32 = options.get(5)?;
            let options = ListOptions {
                start: text(&options, 0)?,
                start_after: text(&options, 1)?,
                end: text(&options, 2)?,
                prefix: text(&options, 3)?,
                reverse: options.get(4)?,
                limit: (limit > 0).then_some(limit),
            };
            let found = s.desk.storage().list(&options);
            entries(&ctx, thrown(&ctx, found)?)
        },
    )
}

fn install_writing<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(
        ctx,
        functions,
        "storagePut",
        move |ctx: Ctx<'js>, Text(key): Text, value: Value<'js>| {
            let value = clone::serialize(&ctx, value)?;
            if value.len() > STORAGE_VALUE_BYTES_MAX {
                return Err(too_large(&ctx, 131_072, value.len()));
            }
            let put = s.desk.storage().put(&key, &value);
            thrown(&ctx, put)
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "storageKvPut",
        move |ctx: Ctx<'js>, Text(key): Text, value: Value<'js>| {
            let value = clone::serialize(&ctx, value)?;
            if key.len() + value.len() > STORAGE_ROW_BYTES_MAX {
                return Err(too_large(&ctx, STORAGE_ROW_BYTES_MAX, value.len()));
            }
            let put = s.desk.storage().put(&key, &value);
            thrown(&ctx, put)
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "storageDelete",
        move |ctx: Ctx<'js>, Text(key): Text| {
            let deleted = s.desk.storage().delete(&key);
            thrown(&ctx, deleted)
        },
    )?;
    let s = scope.clone();
    define(ctx, functions, "storageDeleteAll", move |ctx: Ctx<'js>| {
        let deleted = s.desk.storage().delete_all();
        thrown(&ctx, deleted)
    })
}

fn install_transactions<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(ctx, functions, "storageSavepoint", move |ctx: Ctx<'js>| {
        let done = s.desk.storage().savepoint();
        thrown(&ctx, done)
    })?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "storageRelease",
        move |ctx: Ctx<'js>, depth: usize| {
            let done = s.desk.storage().release(depth);
            thrown(&ctx, done)
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "storageRollBack",
        move |ctx: Ctx<'js>, depth: usize| {
            let done = s.desk.storage().roll_back(depth);
            s.desk.alarm_changed();
            thrown(&ctx, done)
        },
    )?;
    let s = scope.clone();
    define(ctx, functions, "storageCommit", move |ctx: Ctx<'js>| {
        let done = s.desk.commit();
        thrown(&ctx, done)
    })
}

fn install_alarm<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(ctx, functions, "alarmGet", move |ctx: Ctx<'js>| {
        if s.desk.alarm().is_hidden() {
            return Ok(None);
        }
        let due = s.desk.storage().alarm();
        Ok::<_, rquickjs::Error>(thrown(&ctx, due)?.map(|ms| ms as f64))
    })?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "alarmSet",
        move |ctx: Ctx<'js>, due: Option<f64>| {
            s.desk.alarm().replaced();
            let set = s.desk.storage().set_alarm(due.map(|ms| ms as i64));
            s.desk.alarm_changed();
            thrown(&ctx, set)
        },
    )
}

fn too_large(ctx: &Ctx<'_>, bytes_max: usize, bytes: usize) -> Error {
    let message =
        format!("Values cannot be larger than {bytes_max} bytes. A value of size {bytes} was provided.");
    Exception::throw_range(ctx, &message)
}

fn text(options: &Array<'_>, index: usize) -> Result<Option<String>> {
    Ok(options.get::<Option<Text>>(index)?.map(|Text(text)| text))
}

/// `[[key, value], …]`
fn entries<'js>(ctx: &Ctx<'js>, pairs: Vec<(String, Vec<u8>)>) -> Result<Array<'js>> {
    let entries = Array::new(ctx.clone())?;
    for (index, (key, value)) in pairs.into_iter().enumerate() {
        let entry = Array::new(ctx.clone())?;
        entry.set(0, key.into_js(ctx)?)?;
        entry.set(1, clone::deserialize(ctx, &value)?)?;
        entries.set(index, entry)?;
    }
    Ok(entries)
}

pub(super) fn thrown<T>(ctx: &Ctx<'_>, result: std::result::Result<T, StorageError>) -> Result<T> {
    result.map_err(|error| Exception::throw_message(ctx, &error.to_string()))
}
