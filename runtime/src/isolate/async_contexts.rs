//! The engine's part in `AsyncLocalStorage`: tells `node/async_context.js` of every promise and of the pause between
//! two jobs. The rest, and how it works, is there. Isolates whose bundle does not name `async_hooks` pay nothing.

use rquickjs::promise::PromiseHookType;
use rquickjs::runtime::PromiseHook;
use rquickjs::{Ctx, Function, JsLifetime, Object, Result, Value};

/// Whether an isolate follows async contexts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AsyncContexts {
    /// Through promises, `await`, timers and microtasks.
    Followed,
    /// `AsyncLocalStorage` cannot be made.
    Ignored,
}

impl AsyncContexts {
    /// What a bundle needs: one that does not name the module cannot get at it.
    pub(crate) fn wanted_by(code: &str) -> Self {
        if code.contains("async_hooks") {
            Self::Followed
        } else {
            Self::Ignored
        }
    }
}

/// The functions of `async_context.js` that are called from here.
#[derive(JsLifetime)]
struct Functions<'js> {
    made: Function<'js>,
    fulfilled: Function<'js>,
    before: Function<'js>,
    after: Function<'js>,
    between: Function<'js>,
    enter: Function<'js>,
}

/// Has `module`, the namespace of `async_context.js`, follow contexts from now on.
pub(crate) fn begin<'js>(ctx: &Ctx<'js>, module: &Object<'js>) -> Result<()> {
    let functions = Functions {
        made: module.get("made")?,
        fulfilled: module.get("fulfilled")?,
        before: module.get("before")?,
        after: module.get("after")?,
        between: module.get("between")?,
        enter: module.get("enter")?,
    };
    // Stored once, so the store takes it.
    let _ = ctx.store_userdata(functions);
    module.get::<_, Function>("begin")?.call(())
}

/// What the engine calls for each promise.
pub(crate) fn hook() -> PromiseHook {
    Box::new(|ctx, kind, promise, _parent| {
        call(&ctx, |functions| match kind {
            PromiseHookType::Init => (&functions.made, Some(promise)),
            PromiseHookType::Resolve => (&functions.fulfilled, Some(promise)),
            PromiseHookType::Before => (&functions.before, Some(promise)),
            PromiseHookType::After => (&functions.after, None),
        });
    })
}

/// Called before each entry: it has no context.
pub(crate) fn enter(ctx: &Ctx<'_>) {
    call(ctx, |functions| (&functions.enter, None));
}

/// Called before each job.
pub(crate) fn between_jobs(ctx: &Ctx<'_>) {
    call(ctx, |functions| (&functions.between, None));
}

fn call<'js>(
    ctx: &Ctx<'js>,
    choose: impl for<'f> FnOnce(&'f Functions<'js>) -> (&'f Function<'js>, Option<Value<'js>>),
) {
    let Some(functions) = ctx.userdata::<Functions>() else {
        return;
    };
    let (function, promise) = choose(&functions);
    // They throw only when the isolate is at a limit, which the entry notices itself.
    if function.call::<_, ()>((promise,)).is_err() {
        ctx.catch();
    }
}
