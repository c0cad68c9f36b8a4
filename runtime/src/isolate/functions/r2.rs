//! R2 buckets: requests come as JSON, as `r2.js` makes them; answers go as JSON, bodies beside them. Checks what R2
//! would refuse; the bucket's own rules are in `storage/r2`.

use super::blobs::{NotStored, block, body_of, store};
use super::{Scope, define};
use crate::body::Body;
use crate::isolate::ops::{OpError, OpResult, OpValue};
use crate::limits::{LIST_KEYS_MAX, R2_KEY_BYTES_MAX, R2_METADATA_BYTES_MAX};
use crate::storage::blobs::hex;
use crate::storage::r2::{
    Condition, Listed, Listing, NewPart, PartName, R2Error, R2Object, R2Store, Refusal,
};
use crate::storage::stores::Stores;
use crate::web;
use rquickjs::{Ctx, Object, Result, Value};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, json};
use sha1::Sha1;
use sha2::digest::DynDigest;
use sha2::{Sha256, Sha384, Sha512};
use std::ops::Range;
use std::sync::Arc;

type Done<T> = std::result::Result<T, R2Error>;

/// What is done without a body.
#[derive(Deserialize)]
#[serde(tag = "method", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Call {
    Head {
        key: String,
    },
    Delete {
        keys: Vec<String>,
    },
    List {
        #[serde(flatten)]
        listing: Listing,
        cursor: Option<String>,
    },
    CreateMultipartUpload {
        key: String,
        #[serde(flatten)]
        metadata: Metadata,
    },
    CompleteMultipartUpload {
        key: String,
        upload_id: String,
        parts: Vec<PartName>,
    },
    AbortMultipartUpload {
        key: String,
        upload_id: String,
    },
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Metadata {
    http_metadata: Map<String, serde_json::Value>,
    custom_metadata: Map<String, serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Get {
    key: String,
    range: Option<AskedRange>,
    range_header: Option<String>,
    only_if: Option<Condition>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
struct AskedRange {
    offset: Option<u64>,
    length: Option<u64>,
    suffix: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Put {
    key: String,
    #[serde(flatten)]
    metadata: Metadata,
    only_if: Option<Condition>,
    /// A hash function and the hash that the body must have, in hex.
    hash: Option<(HashName, String)>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum HashName {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UploadPart {
    key: String,
    upload_id: String,
    part_number: u32,
}

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

impl Call {
    fn name(&self) -> &'static str {
        match self {
            Self::Head { .. } => "head",
            Self::Delete { .. } => "delete",
            Self::List { .. } => "list",
            Self::CreateMultipartUpload { .. } => "createMultipartUpload",
            Self::CompleteMultipartUpload { .. } => "completeMultipartUpload",
            Self::AbortMultipartUpload { .. } => "abortMultipartUpload",
        }
    }
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
                store_of.blobs.remove(&stored.id);
                let name = name.shown();
                return Err(Refusal::Digest { name, given, actual }.into());
            }
            checksums.insert(name.key().to_owned(), actual.into());
        }
        let metadata = [raw(&checksums), http, custom];
        let object = R2Object::new(key, stored.size, stored.md5, metadata)?;
        let is_put = store_of.put(&object, &stored.id, only_if.as_ref())?;
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
        blob: stored.id,
        size: stored.size,
        md5: stored.md5,
    };
    let put = block(move || store_of.put_part(&key, &upload_id, &part)).await?;
    put.map(OpValue::Text).map_err(|error| told("uploadPart", &error))
}

impl AskedRange {
    fn within(self, size: u64) -> std::result::Result<Range<u64>, Refusal> {
        let (offset, length) = match self.suffix {
            Some(0) => return Err(Refusal::Range),
            Some(suffix) => (size - suffix.min(size), suffix.min(size)),
            None => {
                let offset = self.offset.unwrap_or(0);
                (offset, self.length.unwrap_or(size.saturating_sub(offset)))
            }
        };
        // All of an empty object is a range of it when nothing in particular was asked for.
        let is_all = self.offset.is_none() && self.length.is_none() && self.suffix.is_none();
        if (length == 0 || offset >= size) && !is_all {
            return Err(Refusal::Range);
        }
        Ok(offset..offset.saturating_add(length).min(size))
    }
}

/// The one range of a `Range` header (RFC 9110 §14.1.2); none if it is another header, or cannot be answered.
fn header_range(header: &str, size: u64) -> Option<Range<u64>> {
    let (first, last) = header.trim().strip_prefix("bytes=")?.trim().split_once('-')?;
    let range = match (first.trim(), last.trim()) {
        ("", suffix) => size - suffix.parse::<u64>().ok()?.min(size)..size,
        (first, "") => first.parse().ok()?..size,
        (first, last) => first.parse().ok()?..last.parse::<u64>().ok()?.saturating_add(1).min(size),
    };
    (range.start < range.end).then_some(range)
}

impl Metadata {
    /// Both as JSON, if there is not too much.
    fn checked(&self) -> std::result::Result<[Box<RawValue>; 2], Refusal> {
        let values = self
            .custom_metadata
            .values()
            .filter_map(serde_json::Value::as_str);
        let texts = self.custom_metadata.keys().map(String::as_str).chain(values);
        if texts.map(weight).sum::<usize>() > R2_METADATA_BYTES_MAX {
            return Err(Refusal::MetadataTooLarge);
        }
        Ok([raw(&self.http_metadata), raw(&self.custom_metadata)])
    }
}

/// How R2 counts a text: a byte a character, two if one of them needs it.
fn weight(text: &str) -> usize {
    let units = text.encode_utf16().count();
    if text.chars().all(|c| u32::from(c) < 256) {
        units
    } else {
        units * 2
    }
}

impl HashName {
    /// The function, but for the one that is always used.
    fn function(self) -> Option<Box<dyn DynDigest + Send>> {
        match self {
            Self::Md5 => None,
            Self::Sha1 => Some(Box::<Sha1>::default()),
            Self::Sha256 => Some(Box::<Sha256>::default()),
            Self::Sha384 => Some(Box::<Sha384>::default()),
            Self::Sha512 => Some(Box::<Sha512>::default()),
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    fn shown(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }
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

fn raw(map: &Map<String, serde_json::Value>) -> Box<RawValue> {
    // A map of JSON values is JSON.
    to_raw_value(map).unwrap_or_default()
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
