//! The host functions of an actor: what `actor.js`, `bindings.js`, `kv.js`, `r2.js`, `storage.js` and
//! `websocket.js` call. Each checks its arguments' shape, does one thing to the [`Desk`], and turns a failure into a
//! JavaScript error.

mod blobs;
mod http;
mod kv;
mod lifecycle;
mod r2;
mod sockets;
mod sql;
mod store;

use super::actor::Actor;
use super::desk::Desk;
use super::ops::Host;
use rquickjs::{Ctx, Function, Object, Result};
use std::sync::Arc;

/// What the functions of one actor share.
pub(crate) struct Scope {
    /// The actor itself: its sockets' far ends lead back to it.
    pub(crate) actor: Arc<Actor>,
    /// What they work on.
    pub(crate) desk: Arc<Desk>,
    /// The isolate's operations and resources.
    pub(crate) host: Arc<Host>,
}

/// Adds all of them to `functions`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, scope: &Arc<Scope>) -> Result<()> {
    lifecycle::install(ctx, functions, scope)?;
    http::install(ctx, functions, scope)?;
    sockets::install(ctx, functions, scope)?;
    store::install(ctx, functions, scope)?;
    kv::install(ctx, functions, scope)?;
    r2::install(ctx, functions, scope)?;
    sql::install(ctx, functions, scope)
}

/// Adds one function, under a name that no other has.
fn define<'js, P, F>(ctx: &Ctx<'js>, functions: &Object<'js>, name: &str, function: F) -> Result<()>
where
    F: rquickjs::function::IntoJsFunc<'js, P> + Send + 'js,
{
    debug_assert!(
        !functions.contains_key(name)?,
        "two host functions are called {name}"
    );
    functions.set(name, Function::new(ctx.clone(), function)?)
}
