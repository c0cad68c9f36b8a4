//! WebSockets: accepting, sending, closing, attachments, and the room's members.

use super::{Scope, define};
use crate::isolate::clone;
use crate::limits::ATTACHMENT_BYTES_MAX;
use crate::room::far_end::FarEnd;
use crate::room::outbound::{CloseFrame, Message, Outgoing};
use crate::room::socket::{Accepted, SocketId};
use crate::web::bytes::{self, ByteArray, Text};
use rquickjs::{Ctx, Exception, Object, Result, Value};
use std::sync::Arc;

pub(super) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    install_accepting(ctx, functions, scope)?;
    install_sending(ctx, functions, scope)?;
    install_attachments(ctx, functions, scope)
}

fn install_accepting<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(
        ctx,
        functions,
        "socketOpen",
        move |hibernating: bool, tags: Vec<Text>| {
            let accepted = if hibernating {
                Accepted::Hibernating
            } else {
                Accepted::InMemory
            };
            s.desk.sockets().open(&s.actor, accepted, Text::all(tags)).0
        },
    )?;
    let s = scope.clone();
    define(ctx, functions, "socketAdopt", move |ctx: Ctx<'js>, far: u32| {
        adopt(&ctx, &s, s.host.resources(|all| all.take(far)))
    })?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "socketAdoptPeer",
        move |ctx: Ctx<'js>, near: u32| {
            let far = s.desk.sockets().take_far(SocketId(near));
            adopt(&ctx, &s, far)
        },
    )?;
    let s = scope.clone();
    define(ctx, functions, "socketForget", move |far: u32| {
        drop(s.host.resources(|all| all.take::<FarEnd>(far)));
    })?;
    let s = scope.clone();
    define(ctx, functions, "socketList", move |tag: Option<Text>| {
        let tag = tag.as_ref().map(|Text(tag)| tag.as_str());
        s.desk.sockets().list(tag)
    })?;
    let s = scope.clone();
    define(ctx, functions, "socketTags", move |id: u32| {
        s.desk.sockets().tags(SocketId(id))
    })
}

fn install_sending<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(
        ctx,
        functions,
        "socketSend",
        move |ctx: Ctx<'js>, id: u32, data: Value<'js>| {
            let message = message(&ctx, &data)?;
            s.desk.sockets().send(SocketId(id), Outgoing::Message(message));
            Ok::<_, rquickjs::Error>(())
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "socketClose",
        move |id: u32, code: u16, Text(reason): Text| {
            s.desk
                .sockets()
                .send(SocketId(id), Outgoing::Close(CloseFrame::new(code, reason)));
        },
    )?;
    let s = scope.clone();
    define(ctx, functions, "socketJoin", move |id: u32, member: bool| {
        s.desk.sockets().set_member(SocketId(id), member);
    })?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "broadcast",
        move |ctx: Ctx<'js>, data: Value<'js>, except: Vec<u32>| {
            let message = message(&ctx, &data)?;
            s.desk.sockets().broadcast(&message, &except);
            Ok::<_, rquickjs::Error>(())
        },
    )
}

fn install_attachments<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    let s = scope.clone();
    define(
        ctx,
        functions,
        "socketAttach",
        move |ctx: Ctx<'js>, id: u32, value: Value<'js>| {
            let data = clone::serialize(&ctx, value)?;
            if data.len() > ATTACHMENT_BYTES_MAX {
                let message = format!(
                    "A WebSocket 'attachment' cannot be larger than {ATTACHMENT_BYTES_MAX} bytes.'attachment' was {} bytes.",
                    data.len()
                );
                return Err(Exception::throw_message(&ctx, &message));
            }
            s.desk.sockets().attach(SocketId(id), data.into());
            Ok(())
        },
    )?;
    let s = scope.clone();
    define(
        ctx,
        functions,
        "socketAttachment",
        move |ctx: Ctx<'js>, id: u32| {
            let data = s.desk.sockets().attachment(SocketId(id));
            match data {
                Some(data) => clone::deserialize(&ctx, &data),
                None => Ok(Value::new_null(ctx)),
            }
        },
    )
}

fn adopt(ctx: &Ctx<'_>, scope: &Scope, far: Option<FarEnd>) -> Result<u32> {
    match far {
        Some(far) => Ok(scope.actor.adopt(far).0),
        None => Err(Exception::throw_type(ctx, "This WebSocket is already in use.")),
    }
}

fn message<'js>(ctx: &Ctx<'js>, data: &Value<'js>) -> Result<Message> {
    match data.as_string() {
        Some(text) => Ok(Message::Text(bytes::utf8(text)?)),
        None => Ok(Message::Binary(bytes::copy(ctx, &data.get::<ByteArray<'js>>()?)?)),
    }
}
