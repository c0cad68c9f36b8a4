//! CLDR's texts and patterns, as `intl/cldr/generate.mjs` has written them into one file: found by language and
//! section, unpacked, and completed for the locale that was asked for. Keeps nothing: isolates keep what they use.

use rquickjs::{Ctx, Exception, Result};
use serde_json::{Map, Value};
use std::io::Read;
use std::sync::OnceLock;

static FILE: &[u8] = include_bytes!("cldr/cldr.bin");

/// Room for the decoder while it reads.
const BUFFER_BYTES: usize = 16 * 1024;

/// The JSON of `section` of `locale`; a supplement's, if `locale` is `supplement`.
pub(super) fn section(ctx: Ctx<'_>, locale: String, section: String) -> Result<String> {
    let found = if locale == "supplement" {
        unpacked(&format!("supplement/{section}"))
    } else {
        let language = locale.split('-').next().unwrap_or_default();
        unpacked(&format!("{language}/{section}")).and_then(|all| completed(all.as_object()?, &locale))
    };
    match found {
        Some(value) => Ok(value.to_string()),
        None => Err(Exception::throw_internal(
            &ctx,
            &format!("no data for `{section}` in `{locale}`"),
        )),
    }
}

/// Where the compressed parts begin, and the place of each.
fn index() -> Option<&'static (usize, Map<String, Value>)> {
    static INDEX: OnceLock<Option<(usize, Map<String, Value>)>> = OnceLock::new();
    INDEX
        .get_or_init(|| {
            let (length, rest) = FILE.split_first_chunk::<4>()?;
            let length = u32::from_le_bytes(*length) as usize;
            Some((4 + length, serde_json::from_slice(rest.get(..length)?).ok()?))
        })
        .as_ref()
}

fn unpacked(name: &str) -> Option<Value> {
    let (start, index) = index()?;
    let place = index.get(name)?;
    let at = start + usize::try_from(place.get(0)?.as_u64()?).ok()?;
    let length = usize::try_from(place.get(1)?.as_u64()?).ok()?;
    let mut text = Vec::new();
    brotli::Decompressor::new(FILE.get(at..at + length)?, BUFFER_BYTES)
        .read_to_end(&mut text)
        .ok()?;
    serde_json::from_slice(&text).ok()
}

/// The value of `locale`, which may be written as its parent and the difference to it.
fn completed(all: &Map<String, Value>, locale: &str) -> Option<Value> {
    match all.get(locale)? {
        Value::Array(pair) => {
            let mut value = completed(all, pair.first()?.as_str()?)?;
            apply(&mut value, pair.get(1)?);
            Some(value)
        }
        whole => Some(whole.clone()),
    }
}

/// Members of `difference` replace those of `value`; null removes one.
fn apply(value: &mut Value, difference: &Value) {
    match (value, difference) {
        (Value::Object(members), Value::Object(changes)) => {
            for (key, change) in changes {
                match members.get_mut(key) {
                    _ if change.is_null() => {
                        members.shift_remove(key);
                    }
                    Some(member) => apply(member, change),
                    None => {
                        members.insert(key.clone(), change.clone());
                    }
                }
            }
        }
        (value, change) => *value = change.clone(),
    }
}
