//! Replies to requests, and requests to other rooms, to the project's files and for WebSockets of the outside.

use super::{Scope, define};
use crate::body::{Body, HttpRequest};
use crate::isolate::ops::{Host, OpError, OpResult, OpValue};
use crate::room::far_end::FarEnd;
use crate::room::mailbox::{Failure, Reply};
use crate::room::socket::SocketId;
use crate::web::{self, bytes::Text};
use rquickjs::{Array, Ctx, Object, Result};
use std::sync::Arc;

pub(super) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    install_replies(ctx, functions, scope)?;
    install_requests(ctx, functions, scope)?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "connect",
        move |url: String, headers: Vec<Text>| {
            let request = get(url.clone(), headers);
            let answer = s.desk.outside.connect(request);
            let host = s.host.clone();
            web::start_abortable(&s.host, async move {
                let Reply { response, socket } = answer.await?;
                let mut parts = web::response_parts(&host, response);
                let socket = number_of(&host, socket);
                parts.extend([OpValue::Text(url), OpValue::Bool(false), socket]);
                Ok(OpValue::List(parts))
            })
        },
    )
}

fn install_replies<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(
        ctx,
        functions,
        "reply",
        move |ctx: Ctx<'js>, number: u32, response: Array<'js>, near: u32, far: u32| {
            let response = web::response_of(&ctx, &s.host, &response)?;
            let socket = far_end(&s, near, far);
            s.desk.reply(number, Ok(Reply { response, socket }));
            Ok::<_, rquickjs::Error>(())
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "replyFailed",
        move |number: u32, Text(message): Text| {
            s.desk.reply(number, Err(Failure(message)));
        },
    )
}

fn install_requests<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(
        ctx,
        functions,
        "objectFetch",
        move |ctx: Ctx<'js>, class: String, Text(id): Text, request: Array<'js>| {
            let request = web::request_of(&ctx, &s.host, &request)?;
            let answer = s.desk.outside.room_request(&class, &id, request);
            let host = s.host.clone();
            Ok::<_, rquickjs::Error>(s.host.start(async move { Ok(reply_value(&host, answer.await?)) }))
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "assetFetch",
        move |method: String, url: String, headers: Vec<Text>| {
            let request = HttpRequest {
                method,
                ..get(url, headers)
            };
            let answer = s.desk.outside.asset(request);
            let host = s.host.clone();
            s.host.start(async move {
                let (response, socket) = (answer.await, None);
                Ok(reply_value(&host, Reply { response, socket })) as OpResult
            })
        },
    )
}

fn get(url: String, headers: Vec<Text>) -> HttpRequest {
    HttpRequest {
        method: "GET".to_owned(),
        url,
        headers: web::pairs(headers),
        body: Body::Empty,
    }
}

/// The far end of the socket `near` that was accepted here, or the resource `far` that is passed on; 0 is none.
fn far_end(scope: &Scope, near: u32, far: u32) -> Option<FarEnd> {
    match (near, far) {
        (0, 0) => None,
        (0, far) => scope.host.resources(|all| all.take(far)),
        (near, _) => scope.desk.sockets().take_far(SocketId(near)),
    }
}

/// `[status, statusText, headers, body, encodeBody, socket]`
fn reply_value(host: &Host, reply: Reply) -> OpValue {
    let mut parts = web::response_parts(host, reply.response);
    parts.push(number_of(host, reply.socket));
    OpValue::List(parts)
}

/// The number that JavaScript holds a far end by; 0 for none.
fn number_of(host: &Host, socket: Option<FarEnd>) -> OpValue {
    let number = socket.map_or(0, |far| host.resources(|all| all.add(far)));
    OpValue::Number(f64::from(number))
}

impl From<Failure> for OpError {
    fn from(failure: Failure) -> Self {
        Self::error(failure.0)
    }
}
