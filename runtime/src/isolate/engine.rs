//! One isolate: a QuickJS runtime with its own heap, the Web platform on its global object and a door for each
//! kind of event. Every entry into JavaScript goes through here, has a deadline, and turns what is thrown into
//! one type. Does not decide when to run: that is the pool's.

use super::modules::{HOST_GLOBAL, LOADING, Modules, Platform};
use super::ops::{Completion, Host, Surroundings};
use crate::{limits, web};
use rquickjs::{
    CatchResultExt, CaughtError, Context, Ctx, Exception, Function, JsLifetime, Object, Runtime, Undefined,
};
use std::sync::Arc;

/// A QuickJS runtime and what runs in it. May move between threads; one thread at a time uses it.
pub(crate) struct Isolate {
    runtime: Runtime,
    context: Context,
    host: Arc<Host>,
    platform: Arc<Platform>,
}

/// What went wrong inside an isolate, as plain data.
#[derive(Debug)]
pub(crate) struct Thrown {
    /// `name: message`, or the thrown value as text.
    pub(crate) message: String,
    /// The engine's stack text, unmapped.
    pub(crate) stack: String,
}

impl Isolate {
    /// An isolate with the Web platform installed and no user code.
    pub(crate) fn new(platform: Arc<Platform>, surroundings: Surroundings) -> Result<Self, Thrown> {
        let runtime = Runtime::new().map_err(Thrown::from_engine)?;
        runtime.set_memory_limit(limits::ISOLATE_HEAP_BYTES_MAX);
        runtime.set_max_stack_size(limits::ISOLATE_STACK_BYTES_MAX);
        let modules = || Modules {
            platform: platform.clone(),
        };
        runtime.set_loader(modules(), modules());
        let context = Context::full(&runtime).map_err(Thrown::from_engine)?;
        let host = Host::new(surroundings);
        let isolate = Self {
            runtime,
            context,
            host,
            platform: platform.clone(),
        };
        isolate.enter(|ctx| {
            let functions = Object::new(ctx.clone())?;
            let load_from = platform.clone();
            let load = Function::new(ctx.clone(), move |ctx, name: String| {
                load_ours(&ctx, &load_from, &name)
            })?;
            functions.set("load", load)?;
            web::install(ctx, &functions, &isolate.host)?;
            ctx.globals().set(HOST_GLOBAL, functions.clone())?;
            let loaded = Object::new(ctx.clone())?;
            functions.set("loaded", loaded.clone())?;
            // The store is empty and nobody reads it yet, so it takes the value.
            let _ = ctx.store_userdata(Loaded { modules: loaded });
            let globals = load_ours(ctx, &platform, "globals")?;
            globals
                .get::<_, Function>("install")?
                .call::<_, ()>((ctx.globals(),))
        })?;
        Ok(isolate)
    }

    /// Runs `f` inside the isolate, then every job that is due.
    pub(crate) fn enter<R>(
        &self,
        f: impl for<'js> FnOnce(&Ctx<'js>) -> rquickjs::Result<R>,
    ) -> Result<R, Thrown> {
        let result = self.context.with(|ctx| {
            let result = f(&ctx);
            result.catch(&ctx).map_err(|caught| Thrown::new(&caught))
        });
        self.run_jobs();
        result
    }

    fn run_jobs(&self) {
        while self.runtime.is_job_pending() {
            // A job that throws has rejected its promise; the rejection is reported by the tracker.
            let _ = self.runtime.execute_pending_job();
        }
    }

    /// Settles an operation or fires a timer.
    pub(crate) fn complete(&self, completion: Completion) -> Result<(), Thrown> {
        self.enter(|ctx| match completion {
            Completion::Op(id, result) => {
                self.host.op_settled();
                let settle: Function = load_ours(ctx, &self.platform, "ops")?.get("settle")?;
                match result {
                    Ok(value) => settle.call((id, Undefined, value)),
                    Err(error) => settle.call((id, vec![error.class(), error.message])),
                }
            }
            Completion::Timer(id) if self.host.timer_fired(id) => {
                let fire: Function = load_ours(ctx, &self.platform, "timers")?.get("fire")?;
                fire.call((id,))
            }
            Completion::Timer(_) => Ok(()),
        })
    }
}

/// The namespaces of our modules that were asked for by name.
#[derive(JsLifetime)]
struct Loaded<'js> {
    modules: Object<'js>,
}

/// The namespace of our own module `partyrs:<name>`, evaluated once per isolate however it is reached.
fn load_ours<'js>(ctx: &Ctx<'js>, platform: &Platform, name: &str) -> rquickjs::Result<Object<'js>> {
    let loaded = ctx.userdata::<Loaded>().map(|loaded| loaded.modules.clone());
    let Some(modules) = loaded else {
        return Err(Exception::throw_internal(ctx, "the isolate is not set up"));
    };
    if let Some(namespace) = modules.get::<_, Option<Object>>(name)? {
        return Ok(namespace);
    }
    // The loading module imports `name` and leaves its namespace in `modules`.
    platform.load(ctx, &format!("{LOADING}{name}"))?.eval()?;
    modules.get(name)
}

impl Thrown {
    fn from_engine(error: rquickjs::Error) -> Self {
        Self {
            message: error.to_string(),
            stack: String::new(),
        }
    }

    fn new(caught: &CaughtError<'_>) -> Self {
        match caught {
            CaughtError::Exception(exception) => Self {
                message: exception.message().unwrap_or_default(),
                stack: exception.stack().unwrap_or_default(),
            },
            other => Self {
                message: other.to_string(),
                stack: String::new(),
            },
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::event::{Origin, RuntimeEvent};
    use crate::isolate::ops::Inbox;
    use std::sync::mpsc;
    use std::time::Duration;
    use tokio_util::sync::CancellationToken;

    struct Channel(mpsc::Sender<Completion>);
    impl Inbox for Channel {
        fn post(&self, completion: Completion) {
            self.0.send(completion).unwrap();
        }
    }

    /// A fresh isolate for tests that need nothing from outside.
    pub(crate) fn isolate() -> Isolate {
        let tokio = tokio::runtime::Runtime::new().unwrap();
        new_isolate(&tokio, mpsc::channel().0)
    }

    fn new_isolate(tokio: &tokio::runtime::Runtime, inbox: mpsc::Sender<Completion>) -> Isolate {
        let report = Arc::new(|event| eprintln!("{event:?}"));
        Isolate::new(Platform::new(), surroundings(tokio, inbox, report)).unwrap()
    }

    fn surroundings(
        tokio: &tokio::runtime::Runtime,
        inbox: mpsc::Sender<Completion>,
        report: Arc<dyn Fn(RuntimeEvent) + Send + Sync>,
    ) -> Surroundings {
        Surroundings {
            origin: Origin::Edge,
            tokio: tokio.handle().clone(),
            inbox: Arc::new(Channel(inbox)),
            gone: CancellationToken::new(),
            report,
        }
    }

    /// Evaluates `source`, an async function body, in a fresh isolate until it returns; what it returns, as JSON.
    /// `__load(name)` gives it the namespace of one of our modules.
    pub(crate) fn run(source: &str) -> String {
        run_reporting(source).0
    }

    /// As [`run`], with what was reported meanwhile.
    pub(crate) fn run_reporting(source: &str) -> (String, Vec<RuntimeEvent>) {
        let tokio = tokio::runtime::Runtime::new().unwrap();
        let (sender, receiver) = mpsc::channel();
        let (reports, reported) = mpsc::channel();
        let report = Arc::new(move |event| reports.send(event).unwrap());
        let isolate = Isolate::new(Platform::new(), surroundings(&tokio, sender, report)).unwrap();
        let result = evaluate(&isolate, &receiver, source);
        (result, reported.try_iter().collect())
    }

    fn evaluate(isolate: &Isolate, receiver: &mpsc::Receiver<Completion>, source: &str) -> String {
        let script = format!(
            "globalThis.__done = undefined;
             (async () => {{ {source} }})().then(
               (value) => {{ __done = JSON.stringify(value) ?? 'undefined'; }},
               (error) => {{ __done = `threw ${{error?.name}}: ${{error?.message}}\n${{error?.stack}}`; }})"
        );
        isolate
            .enter(|ctx| {
                let platform = isolate.platform.clone();
                let load = move |ctx, name: String| load_ours(&ctx, &platform, &name);
                ctx.globals().set("__load", Function::new(ctx.clone(), load)?)?;
                ctx.eval::<(), _>(script.as_str())
            })
            .unwrap();
        loop {
            let done: Option<String> = isolate.enter(|ctx| ctx.globals().get("__done")).unwrap();
            if let Some(text) = done {
                return text;
            }
            let next = receiver
                .recv_timeout(Duration::from_secs(10))
                .expect("the script hangs");
            isolate.complete(next).unwrap();
        }
    }

    #[test]
    fn a_fresh_isolate_runs_javascript() {
        assert_eq!(run("return [1, 2].map((n) => n * 2)"), "[2,4]");
    }
}
