//! `data:` URLs for `fetch`, and what MIME type a Content-Type header means, by the crate `data-url`.
//!
//! Standards: Fetch §6 (`data:` URLs) and §2.2 ("extract a MIME type").

use super::bytes::ByteArray;
use data_url::DataUrl;
use data_url::mime::Mime;
use rquickjs::{Array, Ctx, Function, Object, Result, TypedArray};

/// Adds `dataUrl` and `mimeType`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>) -> Result<()> {
    functions.set("dataUrl", Function::new(ctx.clone(), content)?)?;
    functions.set("mimeType", Function::new(ctx.clone(), mime_type)?)
}

/// MIME type and bytes of `url`; `undefined` when it is not one or its base64 is wrong.
fn content<'js>(ctx: Ctx<'js>, url: String) -> Result<Option<Array<'js>>> {
    let Ok(url) = DataUrl::process(&url) else {
        return Ok(None);
    };
    let Ok((bytes, _fragment)) = url.decode_to_vec() else {
        return Ok(None);
    };
    let bytes: ByteArray<'js> = TypedArray::new(ctx.clone(), bytes)?;
    let pair = Array::new(ctx)?;
    pair.set(0, url.mime_type().to_string())?;
    pair.set(1, bytes)?;
    Ok(Some(pair))
}

/// The last MIME type that the header `text` names; it takes over the charset of one before it that is the same
/// otherwise. Empty when there is none.
fn mime_type(text: String) -> String {
    let mut found: Option<Mime> = None;
    for part in values(&text) {
        let Ok(mut mime) = part.parse::<Mime>() else {
            continue;
        };
        if mime.type_ == "*" && mime.subtype == "*" {
            continue;
        }
        let before = found.filter(|before| before.type_ == mime.type_ && before.subtype == mime.subtype);
        let charset = before.as_ref().and_then(|before| before.get_parameter("charset"));
        if let (Some(charset), None) = (charset, mime.get_parameter("charset")) {
            mime.parameters.push(("charset".to_owned(), charset.to_owned()));
        }
        found = Some(mime);
    }
    found.map(|mime| mime.to_string()).unwrap_or_default()
}

/// The values of a header that is a list: a comma in quotes separates nothing.
fn values(text: &str) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |character| {
        let separates = character == ',' && !quoted;
        quoted ^= character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        separates
    })
}

#[cfg(test)]
mod tests {
    use super::mime_type;

    #[test]
    fn the_last_mime_type_of_a_header_counts() {
        assert_eq!(
            mime_type("Text/HTML; Charset=\"UTF-8\"; a=B ;c".to_owned()),
            "text/html;charset=UTF-8;a=B"
        );
        assert_eq!(mime_type("text/plain, text/html".to_owned()), "text/html");
        assert_eq!(mime_type("text/html, */*, none".to_owned()), "text/html");
        assert_eq!(mime_type("a/b;c=\",\"".to_owned()), "a/b;c=\",\"");
        assert_eq!(mime_type("none".to_owned()), "");
    }

    #[test]
    fn a_charset_stays_while_the_type_is_the_same() {
        assert_eq!(
            mime_type("text/html;charset=x, text/html".to_owned()),
            "text/html;charset=x"
        );
        assert_eq!(mime_type("text/html;charset=x, text/css".to_owned()), "text/css");
    }
}
