//! Replies to requests, and requests to other rooms and to the project's files.

use super::{Scope, define};
use crate::body::{Body, BodyStream, HttpRequest, HttpResponse};
use crate::isolate::ops::{Host, OpError, OpResult, OpValue};
use crate::room::mailbox::{Failure, Reply};
use crate::room::far_end::FarEnd;
use crate::room::socket::SocketId;
use crate::web::bytes::{self, ByteArray};
use rquickjs::{Array, Ctx, Exception, Object, Result, Value};
use std::sync::Arc;

pub(super) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(
        ctx,
        functions,
        "reply",
        move |ctx: Ctx<'js>,
              number: u32,
              status: u16,
              status_text: String,
              headers: Vec<String>,
              body: Value<'js>,
              socket: Vec<u32>| {
            let body = body_of(&ctx, &s.host, &body)?;
            let response = HttpResponse {
                status,
                status_text,
                headers: pairs(headers),
                body,
            };
            s.desk.reply(
                number,
                Ok(Reply {
                    response,
                    socket: far_end(&s, &socket),
                }),
            );
            Ok::<_, rquickjs::Error>(())
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "replyFailed",
        move |number: u32, message: String| {
            s.desk.reply(number, Err(Failure(message)));
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "objectFetch",
        move |ctx: Ctx<'js>, class: String, id: String, request: Array<'js>| {
            let request = request_of(&ctx, &s.host, &request)?;
            let answer = s.desk.outside.room_request(&class, &id, request);
            let host = s.host.clone();
            Ok::<_, rquickjs::Error>(
                s.host
                    .start(async move { Ok(response_value(&host, answer.await?)) }),
            )
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "assetFetch",
        move |method: String, url: String, headers: Vec<String>| {
            let request = HttpRequest {
                method,
                url,
                headers: pairs(headers),
                body: Body::Empty,
            };
            let answer = s.desk.outside.asset(request);
            let host = s.host.clone();
            s.host.start(async move {
                Ok(response_value(
                    &host,
                    Reply {
                        response: answer.await,
                        socket: None,
                    },
                )) as OpResult
            })
        },
    )
}

/// The far end behind `[near, far]`: of a socket accepted here, or passed on from another room.
fn far_end(scope: &Scope, numbers: &[u32]) -> Option<FarEnd> {
    match numbers {
        [0, far] => scope.host.resources(|all| all.take(*far)),
        [near, _] => scope.desk.sockets().take_far(SocketId(*near)),
        _ => None,
    }
}

fn request_of<'js>(ctx: &Ctx<'js>, host: &Host, parts: &Array<'js>) -> Result<HttpRequest> {
    let body = body_of(ctx, host, &parts.get(3)?)?;
    Ok(HttpRequest {
        method: parts.get(0)?,
        url: parts.get(1)?,
        headers: pairs(parts.get(2)?),
        body,
    })
}

/// A body as `partyrs:http` gives it: null, a string, bytes, or the number of a stream.
fn body_of<'js>(ctx: &Ctx<'js>, host: &Host, value: &Value<'js>) -> Result<Body> {
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

fn response_value(host: &Host, reply: Reply) -> OpValue {
    let HttpResponse {
        status,
        status_text,
        headers,
        body,
    } = reply.response;
    let headers = headers
        .into_iter()
        .flat_map(|(name, value)| [OpValue::Text(name), OpValue::Text(value)]);
    let body = match body {
        Body::Empty => OpValue::Null,
        Body::Whole(bytes) => OpValue::Bytes(bytes),
        Body::Stream(stream) => OpValue::Number(f64::from(host.resources(|all| all.add(stream)))),
    };
    let socket = reply.socket.map_or(0, |far| host.resources(|all| all.add(far)));
    OpValue::List(vec![
        OpValue::Number(f64::from(status)),
        OpValue::Text(status_text),
        OpValue::List(headers.collect()),
        body,
        OpValue::Number(f64::from(socket)),
    ])
}

fn pairs(flat: Vec<String>) -> Vec<(String, String)> {
    let mut flat = flat.into_iter();
    std::iter::from_fn(|| Some((flat.next()?, flat.next()?))).collect()
}

impl From<Failure> for OpError {
    fn from(failure: Failure) -> Self {
        Self::error(failure.0)
    }
}
