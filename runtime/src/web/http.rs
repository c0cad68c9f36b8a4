//! Requests and responses on their way between JavaScript and the host, in the parts that `partyrs:http` takes them
//! apart into. A body is null, a string, bytes, or the number of a stream, which is then the taker's.

use super::bytes::{self, ByteArray, Text};
use crate::body::{Body, BodyEncoding, BodyStream, HttpRequest, HttpResponse};
use crate::isolate::ops::{Host, OpValue};
use rquickjs::{Array, Ctx, Exception, Result, Value};

/// The request of `[method, url, headers, body]`.
pub(crate) fn request_of<'js>(ctx: &Ctx<'js>, host: &Host, parts: &Array<'js>) -> Result<HttpRequest> {
    Ok(HttpRequest {
        method: text(parts, 0)?,
        url: text(parts, 1)?,
        headers: pairs(parts.get(2)?),
        body: body_of(ctx, host, &parts.get(3)?)?,
    })
}

/// The response of `[status, statusText, headers, body, encodeBody]`.
pub(crate) fn response_of<'js>(ctx: &Ctx<'js>, host: &Host, parts: &Array<'js>) -> Result<HttpResponse> {
    let encoding = match parts.get::<String>(4)?.as_str() {
        "manual" => BodyEncoding::Manual,
        _ => BodyEncoding::Automatic,
    };
    Ok(HttpResponse {
        status: parts.get(0)?,
        status_text: text(parts, 1)?,
        headers: pairs(parts.get(2)?),
        body: body_of(ctx, host, &parts.get(3)?)?,
        encoding,
    })
}

/// `[status, statusText, headers, body, encodeBody]`, for `responseFromHost`.
pub(crate) fn response_parts(host: &Host, response: HttpResponse) -> Vec<OpValue> {
    let HttpResponse {
        status,
        status_text,
        headers,
        body,
        encoding,
    } = response;
    let headers = headers
        .into_iter()
        .flat_map(|(name, value)| [OpValue::Text(name), OpValue::Text(value)]);
    let body = body_value(host, body);
    let encode_body = match encoding {
        BodyEncoding::Automatic => "automatic",
        BodyEncoding::Manual => "manual",
    };
    vec![
        OpValue::Number(f64::from(status)),
        OpValue::Text(status_text),
        OpValue::List(headers.collect()),
        body,
        OpValue::Text(encode_body.to_owned()),
    ]
}

fn text(parts: &Array<'_>, index: usize) -> Result<String> {
    let Text(text) = parts.get(index)?;
    Ok(text)
}

/// Names and values from a flat list of both.
pub(crate) fn pairs(flat: Vec<Text>) -> Vec<(String, String)> {
    let mut flat = Text::all(flat).into_iter();
    std::iter::from_fn(|| Some((flat.next()?, flat.next()?))).collect()
}

/// The body as JavaScript gets it.
pub(crate) fn body_value(host: &Host, body: Body) -> OpValue {
    match body {
        Body::Empty => OpValue::Null,
        Body::Whole(bytes) => OpValue::Bytes(bytes),
        Body::Stream(stream) => OpValue::Number(f64::from(host.resources(|all| all.add(stream)))),
    }
}

/// The body that JavaScript gives.
pub(crate) fn body_of<'js>(ctx: &Ctx<'js>, host: &Host, value: &Value<'js>) -> Result<Body> {
    if value.is_null() || value.is_undefined() {
        return Ok(Body::Empty);
    }
    if let Some(text) = value.as_string() {
        return Ok(Body::Whole(bytes::utf8(text)?));
    }
    if let Some(number) = value.as_number() {
        let stream = host.resources(|all| all.take::<BodyStream>(number as u32));
        return match stream {
            Some(stream) => Ok(Body::Stream(stream)),
            None => Err(Exception::throw_type(ctx, "The body was read already.")),
        };
    }
    Ok(Body::Whole(bytes::copy(ctx, &value.get::<ByteArray<'js>>()?)?))
}
