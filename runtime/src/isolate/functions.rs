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
use super::families::{Family, family};
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

/// What each file here has.
type Install = for<'js> fn(&Ctx<'js>, &Object<'js>, &Arc<Scope>) -> Result<()>;

/// All of them.
pub(crate) fn families(scope: &Arc<Scope>) -> impl Iterator<Item = Family> {
    let all: [Install; 7] = [
        lifecycle::install,
        http::install,
        sockets::install,
        store::install,
        kv::install,
        r2::install,
        sql::install,
    ];
    all.into_iter().map(|install| {
        let scope = scope.clone();
        family(move |ctx, functions| install(ctx, functions, &scope))
    })
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
