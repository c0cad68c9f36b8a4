//! The doors of an actor: one type of arguments for each function that `actor.js` exports to the host. Here plain
//! data becomes JavaScript values.

use super::engine::DoorArguments;
use super::ops::Host;
use crate::body::{Body, HttpRequest};
use crate::room::mailbox::Closed;
use crate::room::outbound::Message;
use crate::room::socket::SocketId;
use rquickjs::{
    ArrayBuffer, Ctx, Function, IntoJs, Object, Promise, Result, String as JsString, TypedArray, Value,
};

/// `boot(evaluation, namespace, facts)`
pub(crate) struct Boot<'a, 'js> {
    /// Settles when the bundle has been evaluated.
    pub(crate) evaluation: Promise<'js>,
    /// The bundle's exports.
    pub(crate) namespace: Object<'js>,
    /// What the actor is.
    pub(crate) facts: &'a Facts,
}

/// What an actor is told of itself.
pub(crate) struct Facts {
    /// The Durable Object class; none for the worker.
    pub(crate) class_name: Option<String>,
    /// The object's id, hex.
    pub(crate) object_id: String,
    /// The room's id.
    pub(crate) name: String,
    /// The variables of `env`, as JSON.
    pub(crate) vars: String,
    /// Binding and class of every party.
    pub(crate) namespaces: Vec<Vec<String>>,
    /// Binding and name of every KV namespace.
    pub(crate) kv: Vec<Vec<String>>,
    /// Binding and name of every R2 bucket.
    pub(crate) r2: Vec<Vec<String>>,
}

impl<'js> DoorArguments<'js> for Boot<'_, 'js> {
    fn call(self, ctx: &Ctx<'js>, function: &Function<'js>) -> Result<()> {
        let facts = Object::new(ctx.clone())?;
        match &self.facts.class_name {
            Some(class) => facts.set("className", class.as_str())?,
            None => facts.set("className", Value::new_null(ctx.clone()))?,
        }
        facts.set("objectId", self.facts.object_id.as_str())?;
        facts.set("name", self.facts.name.as_str())?;
        facts.set("vars", self.facts.vars.as_str())?;
        facts.set("namespaces", self.facts.namespaces.clone())?;
        facts.set("kv", self.facts.kv.clone())?;
        facts.set("r2", self.facts.r2.clone())?;
        function.call((self.evaluation, self.namespace, facts))
    }
}

/// `request(reply, method, url, headers, body)`
pub(crate) struct Request<'a> {
    /// The number to reply to.
    pub(crate) reply: u32,
    /// The request.
    pub(crate) request: HttpRequest,
    /// Keeps a streamed body.
    pub(crate) host: &'a Host,
}

impl<'js> DoorArguments<'js> for Request<'_> {
    fn call(self, ctx: &Ctx<'js>, function: &Function<'js>) -> Result<()> {
        let HttpRequest {
            method,
            url,
            headers,
            body,
        } = self.request;
        let flat: Vec<String> = headers
            .into_iter()
            .flat_map(|(name, value)| [name, value])
            .collect();
        let body = match body {
            Body::Empty => Value::new_null(ctx.clone()),
            Body::Whole(bytes) => TypedArray::<u8>::new_copy(ctx.clone(), &bytes[..])?.into_value(),
            Body::Stream(stream) => self.host.resources(|all| all.add(stream)).into_js(ctx)?,
        };
        function.call((self.reply, method, url, flat, body))
    }
}

/// `scheduled(reply, cron, scheduledTime)`
pub(crate) struct Scheduled {
    /// The number to reply to.
    pub(crate) reply: u32,
    /// The expression.
    pub(crate) cron: String,
    /// Milliseconds since 1970.
    pub(crate) time: i64,
}

impl<'js> DoorArguments<'js> for Scheduled {
    fn call(self, _ctx: &Ctx<'js>, function: &Function<'js>) -> Result<()> {
        function.call((self.reply, self.cron, self.time as f64))
    }
}

/// `message(id, data)`
pub(crate) struct SocketMessage(pub(crate) SocketId, pub(crate) Message);

impl<'js> DoorArguments<'js> for SocketMessage {
    fn call(self, ctx: &Ctx<'js>, function: &Function<'js>) -> Result<()> {
        let data = match &self.1 {
            Message::Text(bytes) => {
                JsString::from_str(ctx.clone(), &String::from_utf8_lossy(bytes))?.into_value()
            }
            Message::Binary(bytes) => ArrayBuffer::new_copy(ctx.clone(), &bytes[..])?.into_value(),
        };
        function.call((self.0.0, data))
    }
}

/// `closed(id, code, reason, wasClean)`
pub(crate) struct SocketClosed(pub(crate) SocketId, pub(crate) Closed);

impl<'js> DoorArguments<'js> for SocketClosed {
    fn call(self, _ctx: &Ctx<'js>, function: &Function<'js>) -> Result<()> {
        function.call((self.0.0, self.1.code, self.1.reason, self.1.clean))
    }
}

/// `failed(id, message)`
pub(crate) struct SocketFailed(pub(crate) SocketId, pub(crate) String);

impl<'js> DoorArguments<'js> for SocketFailed {
    fn call(self, _ctx: &Ctx<'js>, function: &Function<'js>) -> Result<()> {
        function.call((self.0.0, self.1))
    }
}

/// `alarm(retryCount)`
pub(crate) struct Alarm(pub(crate) u32);

impl<'js> DoorArguments<'js> for Alarm {
    fn call(self, _ctx: &Ctx<'js>, function: &Function<'js>) -> Result<()> {
        function.call((self.0,))
    }
}

/// `evict()`
pub(crate) struct Evict;

impl<'js> DoorArguments<'js> for Evict {
    fn call(self, _ctx: &Ctx<'js>, function: &Function<'js>) -> Result<()> {
        function.call(())
    }
}
