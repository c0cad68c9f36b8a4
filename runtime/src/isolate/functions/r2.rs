//! R2 buckets: requests come as JSON, as `r2.js` makes them; answers go as JSON, bodies beside them. Checks what R2
//! would refuse; the bucket's own rules are in `storage/r2`.

mod request;

use super::blobs::{NotStored, block, body_of, store};
use super::{Scope, define};
use crate::body::Body;
use crate::isolate::ops::{OpError, OpResult, OpValue};
use crate::limits::{LIST_KEYS_MAX, R2_KEY_BYTES_MAX};
use crate::storage::blobs::hex;
use crate::storage::r2::{Listed, Listing, NewPart, R2Error, R2Object, R2Store, Refusal};
use crate::storage::stores::Stores;
use crate::web;
use request::{Call, Get, Put, UploadPart, header_range, raw};
use rquickjs::{Ctx, Object, Result, Value};
use serde::de::DeserializeOwned;
use serde_json::{Map, json};
use std::ops::Range;
use std::sync::Arc;

type Done<T> = std::result::Result<T, R2Error>;

pub(super) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(ctx, functions, "r2Call", move |bucket: String, call: String| {
        let stores = s.desk.outside.stores();
        s.host.start(async move {
            let call: Call = parsed(&call)?;
            let method = call.name();
            let answer = block(move || answer(&stores, &bucket, call)).await?;
            answer.map_err(|error| told(method, &error))
        })
    })?;
    let s = scope.clone();
    define(ctx, functions, "r2Get", move |bucket: String, request: String| {
        let (stores, host) = (s.desk.outside.stores(), s.host.clone());
        s.host.start(async move {
            let (answer, body) = get(stores, bucket, parsed(&request)?).await?;
            Ok(match answer {
                Some(answer) => OpValue::List(vec![OpValue::Text(answer), web::body_value(&host, body)]),
                None => OpValue::Null,
            })
        })
    })?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "r2Put",
        move |ctx: Ctx<'js>, bucket: String, request: String, body: Value<'js>| {
            let body = web::body_of(&ctx, &s.host, &body)?;
            let stores = s.desk.outside.stores();
            let work = async move { put(stores, bucket, parsed(&request)?, body).await };
            Ok::<_, rquickjs::Error>(s.host.start(work))
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "r2UploadPart",
        move |ctx: Ctx<'js>, bucket: String, request: String, body: Value<'js>| {
            let body = web::body_of(&ctx, &s.host, &body)?;
            let stores = s.desk.outside.stores();
            let work = async move { upload_part(stores, bucket, parsed(&request)?, body).await };
            Ok::<_, rquickjs::Error>(s.host.start(work))
        },
    )
}

fn answer(stores: &Stores, bucket: &str, call: Call) -> Done<OpValue> {
    let store = stores.r2(bucket)?;
    Ok(match call {
        Call::Head { key } => {
            check_key(&key)?;
            store
                .head(&key)?
                .map_or(OpValue::Null, |object| text(&json!({ "object": object })))
        }
        Call::Delete { keys } => {
            keys.iter().try_for_each(|key| check_key(key))?;
            store.delete(&keys)?;
            OpValue::Undefined
        }
        Call::List { listing, cursor } => text(&list(&store, listing, cursor.as_deref())?),
        Call::CreateMultipartUpload { key, metadata } => {
            check_key(&key)?;
            let [http, custom] = metadata.checked()?;
            OpValue::Text(store.begin_upload(&key, http.get(), custom.get())?)
        }
        Call::CompleteMultipartUpload {
            key,
            upload_id,
            parts,
        } => {
            let object = store.complete_upload(&key, &upload_id, &parts)?;
            text(&json!({ "object": object }))
        }
        Call::AbortMultipartUpload { key, upload_id } => {
            store.abort_upload(&key, &upload_id)?;
            OpValue::Undefined
        }
    })
}

fn list(store: &R2Store, mut listing: Listing, cursor: Option<&str>) -> Done<serde_json::Value> {
    if !(1..=LIST_KEYS_MAX).contains(&listing.limit) {
        return Err(Refusal::MaxKeys.into());
    }
    let after = cursor.map(|cursor| decoded_cursor(cursor).ok_or(Refusal::Cursor));
    listing.after = listing.after.max(after.transpose()?);
    let Listed {
        objects,
        delimited_prefixes,
        last,
    } = store.list(&listing)?;
    let cursor = last.map(|key| hex(key.as_bytes()));
    Ok(json!({ "objects": objects, "delimitedPrefixes": delimited_prefixes, "cursor": cursor }))
}

/// `{ object, range, held }`, and the body unless the condition does not hold.
async fn get(
    stores: Arc<Stores>,
    bucket: String,
    request: Get,
) -> std::result::Result<(Option<String>, Body), OpError> {
    let Get {
        key,
        range,
        range_header,
        only_if,
    } = request;
    let found = block(move || {
        check_key(&key)?;
        Ok(stores.r2(&bucket)?.get(&key)?)
    });
    let Some((object, pieces)) = found.await?.map_err(|error| told("get", &error))? else {
        return Ok((None, Body::Empty));
    };
    if only_if.is_some_and(|condition| !condition.holds(Some(&object))) {
        return Ok((Some(described(&object, &(0..object.size), Held::No)), Body::Empty));
    }
    let range = match (range_header, range) {
        (Some(header), _) => header_range(&header, object.size).unwrap_or(0..object.size),
        (None, Some(asked)) => asked
            .within(object.size)
            .map_err(|error| told("get", &error.into()))?,
        (None, None) => 0..object.size,
    };
    let description = described(&object, &range, Held::Yes);
    Ok((Some(description), body_of(pieces, range).await?))
}

async fn put(stores: Arc<Stores>, bucket: String, request: Put, body: Body) -> OpResult {
    let Put {
        key,
        metadata,
        only_if,
        hash,
    } = request;
    let refused = |error: R2Error| told("put", &error);
    let [http, custom] = check_key(&key)
        .and_then(|()| metadata.checked())
        .map_err(|refusal| refused(refusal.into()))?;
    let store_of = opened(stores, bucket).await?;
    let other = hash.as_ref().and_then(|(name, _)| name.function());
    let stored = store(&store_of.blobs, body, u64::MAX, other)
        .await
        .map_err(not_stored)?;
    let put = block(move || {
        let mut checksums = Map::new();
        if let Some((name, given)) = hash {
            let actual = stored.other.unwrap_or_else(|| stored.md5.clone());
            if actual != given {
                let name = name.shown();
                return Err(Refusal::Digest { name, given, actual }.into());
            }
            checksums.insert(name.key().to_owned(), actual.into());
        }
        let metadata = [raw(&checksums), http, custom];
        let object = R2Object::new(key, stored.size, stored.md5, metadata)?;
        let is_put = store_of.put(&object, stored.blob.id(), only_if.as_ref())?;
        if is_put {
            stored.blob.named();
        }
        Ok(is_put.then_some(object))
    });
    let object: Option<R2Object> = put.await?.map_err(refused)?;
    Ok(object.map_or(OpValue::Null, |object| text(&json!({ "object": object }))))
}

async fn upload_part(stores: Arc<Stores>, bucket: String, request: UploadPart, body: Body) -> OpResult {
    let UploadPart {
        key,
        upload_id,
        part_number,
    } = request;
    let store_of = opened(stores, bucket).await?;
    let stored = store(&store_of.blobs, body, u64::MAX, None)
        .await
        .map_err(not_stored)?;
    let part = NewPart {
        number: part_number,
        blob: stored.blob.id().to_owned(),
        size: stored.size,
        md5: stored.md5,
    };
    let put = block(move || {
        let etag = store_of.put_part(&key, &upload_id, &part)?;
        stored.blob.named();
        Ok(etag)
    });
    put.await?
        .map(OpValue::Text)
        .map_err(|error| told("uploadPart", &error))
}

/// The key in a cursor, which is its bytes in hex; the empty key of none.
pub(super) fn decoded_cursor(cursor: &str) -> Option<String> {
    let pairs = cursor
        .as_bytes()
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).ok());
    let bytes = pairs.map(|pair| u8::from_str_radix(pair.filter(|pair| pair.len() == 2)?, 16).ok());
    String::from_utf8(bytes.collect::<Option<_>>()?).ok()
}

async fn opened(stores: Arc<Stores>, bucket: String) -> std::result::Result<Arc<R2Store>, OpError> {
    let opened = block(move || stores.r2(&bucket)).await?;
    opened.map_err(|error| OpError::error(error.to_string()))
}

fn check_key(key: &str) -> std::result::Result<(), Refusal> {
    match key.len() > R2_KEY_BYTES_MAX {
        true => Err(Refusal::ObjectName),
        false => Ok(()),
    }
}

fn parsed<T: DeserializeOwned>(json: &str) -> std::result::Result<T, OpError> {
    serde_json::from_str(json).map_err(|error| OpError::type_error(error.to_string()))
}

/// Whether the condition of a request held.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Yes,
    No,
}

fn described(object: &R2Object, range: &Range<u64>, held: Held) -> String {
    let range = json!({ "offset": range.start, "length": range.end - range.start });
    json!({ "object": object, "range": range, "held": held == Held::Yes }).to_string()
}

fn text(value: &serde_json::Value) -> OpValue {
    OpValue::Text(value.to_string())
}

fn told(method: &str, error: &R2Error) -> OpError {
    OpError::error(format!("{method}: {error}"))
}

fn not_stored(not: NotStored) -> OpError {
    match not {
        NotStored::TooLarge(bytes) => OpError::error(format!("a body of {bytes} bytes is too large")),
        NotStored::Failed(error) => error,
    }
}
