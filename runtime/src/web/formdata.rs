//! The host half of `FormData`: finding the parts of a multipart body, and making boundaries. What a part's headers
//! mean is JavaScript's.

use super::bytes::{self, ByteArray};
use rquickjs::{Array, Ctx, Exception, Function, IntoJs, Object, Result, Value};

/// Adds `multipartSplit` and `formBoundary`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>) -> Result<()> {
    functions.set("multipartSplit", Function::new(ctx.clone(), multipart_split)?)?;
    functions.set("formBoundary", Function::new(ctx.clone(), boundary)?)
}

/// 32 random hexadecimal digits.
fn boundary(ctx: Ctx<'_>) -> Result<String> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| Exception::throw_internal(&ctx, &error.to_string()))?;
    Ok(format!("{:032x}", u128::from_ne_bytes(random)))
}

/// A part: its headers, and where its body starts and ends.
#[derive(Debug, PartialEq)]
struct Part {
    head: String,
    body: std::ops::Range<usize>,
}

/// A flat list of headers, start and end; or what is wrong, as text.
fn multipart_split<'js>(ctx: Ctx<'js>, array: ByteArray<'js>, boundary: String) -> Result<Value<'js>> {
    match bytes::read(&ctx, &array, |bytes| split(bytes, &boundary))? {
        Ok(parts) => {
            let list = Array::new(ctx.clone())?;
            for (index, part) in parts.into_iter().enumerate() {
                list.set(3 * index, part.head)?;
                list.set(3 * index + 1, part.body.start)?;
                list.set(3 * index + 2, part.body.end)?;
            }
            Ok(list.into_value())
        }
        Err(message) => message.into_js(&ctx),
    }
}

/// RFC 2046 §5.1.1, with the messages of workerd.
fn split(bytes: &[u8], boundary: &str) -> std::result::Result<Vec<Part>, &'static str> {
    const TRUNCATED: &str = "No subsequent boundary string after multipart message.";
    let first = format!("--{boundary}");
    let next = format!("\r\n--{boundary}");
    let mut at = match find(bytes, first.as_bytes(), 0) {
        Some(at) => at + first.len(),
        None => return Err("No initial boundary string (or you have a truncated message)."),
    };
    let mut parts = Vec::new();
    while !bytes[at..].starts_with(b"--") {
        let start = find(bytes, b"\r\n", at).ok_or(TRUNCATED)?;
        let head_end =
            find(bytes, b"\r\n\r\n", start).ok_or("No multipart message header termination found.")?;
        let body_start = head_end + 4;
        // A part without content: its boundary follows the blank line at once.
        let body_end = find(bytes, next.as_bytes(), head_end + 2).ok_or(TRUNCATED)?;
        parts.push(Part {
            head: String::from_utf8_lossy(&bytes[start..head_end]).into_owned(),
            body: body_start..body_end.max(body_start),
        });
        at = body_end + next.len();
    }
    Ok(parts)
}

fn find(haystack: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = from;
    loop {
        at += haystack.get(at..)?.iter().position(|&byte| byte == first)?;
        if haystack[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
}
