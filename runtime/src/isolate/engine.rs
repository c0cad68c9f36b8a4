//! One isolate: a QuickJS runtime with its own heap, the Web platform on its global object, and a door for each
//! kind of event. Every entry into JavaScript goes through here, has a deadline, and turns what is thrown into one
//! type. Does not decide when to run: that is the actor's and the pool's.

use super::async_contexts::{self, AsyncContexts};
use super::binary::{self, BinaryModules};
use super::clone;
use super::doors;
use super::exception::Thrown;
use super::families::{self, Family};
use super::modules::{Bytecode, HOST_GLOBAL, LOADING, Modules, Platform};
use super::ops::{Completion, Host, Surroundings};
use super::rejections::{self, Rejections};
use super::watchdog::Watchdog;
use crate::{limits, node, web};
use rquickjs::{Context, Ctx, Exception, Function, JsLifetime, Object, Runtime, Undefined};
use std::sync::Arc;

/// Bytes of the heap at which cycles are first looked for: what a room has once it is awake and something on top. With
/// the engine's own, lower value it looks three times while a room wakes, and finds nothing.
const FIRST_COLLECTION_BYTES: usize = 768 * 1024;

/// A QuickJS runtime and what runs in it. May move between threads; one thread at a time uses it.
pub(crate) struct Isolate {
    runtime: Runtime,
    context: Context,
    host: Arc<Host>,
    platform: Arc<Platform>,
    watchdog: Watchdog,
    async_contexts: AsyncContexts,
}

/// What an isolate may run.
pub(crate) struct Code {
    /// Our own modules.
    pub(crate) platform: Arc<Platform>,
    /// The project's binary files.
    pub(crate) binary: Arc<BinaryModules>,
    /// The party layer, unless the bundle contains it.
    pub(crate) party_layer: Option<Arc<Bytecode>>,
    /// Whether async contexts are followed.
    pub(crate) async_contexts: AsyncContexts,
}

/// How an entry into JavaScript can fail.
#[derive(Debug)]
pub(crate) enum Failed {
    /// Something was thrown; the isolate is as good as before.
    Thrown(Thrown),
    /// A limit was reached or the engine gave up: the isolate must not be used again.
    Broken(String),
}

impl Isolate {
    /// An isolate with the Web platform installed, no user code, and the families of host functions that `more` gives.
    pub(crate) fn new(
        code: Code,
        surroundings: Surroundings,
        more: impl FnOnce(&Arc<Host>) -> Vec<Family>,
    ) -> Result<Self, Failed> {
        let runtime = Runtime::new().map_err(|error| Failed::Broken(error.to_string()))?;
        runtime.set_memory_limit(limits::ISOLATE_HEAP_BYTES_MAX);
        runtime.set_max_stack_size(limits::ISOLATE_STACK_BYTES_MAX);
        runtime.set_gc_threshold(FIRST_COLLECTION_BYTES);
        let watchdog = Watchdog::new(limits::EVENT_CPU_MAX);
        runtime.set_interrupt_handler(Some(watchdog.handler()));
        runtime.set_host_promise_rejection_tracker(Some(rejections::tracker()));
        let Code {
            platform,
            binary,
            party_layer,
            async_contexts,
        } = code;
        let modules = || Modules {
            platform: platform.clone(),
            binary: binary.clone(),
            party_layer: party_layer.clone(),
        };
        runtime.set_loader(modules(), modules());
        let context = Context::full(&runtime).map_err(|error| Failed::Broken(error.to_string()))?;
        let isolate = Self {
            runtime,
            context,
            host: Host::new(surroundings),
            platform,
            watchdog,
            async_contexts,
        };
        let more = more(&isolate.host);
        isolate.enter(|ctx| isolate.set_up(ctx, binary, more))?;
        if async_contexts == AsyncContexts::Followed {
            isolate.enter(|ctx| {
                let functions = load_ours(ctx, &isolate.platform, "node/async_context")?;
                async_contexts::begin(ctx, &functions)
            })?;
            isolate.runtime.set_promise_hook(Some(async_contexts::hook()));
        }
        Ok(isolate)
    }

    fn set_up<'js>(
        &self,
        ctx: &Ctx<'js>,
        files: Arc<BinaryModules>,
        more: Vec<Family>,
    ) -> rquickjs::Result<()> {
        let functions = Object::new(ctx.clone())?;
        let platform = self.platform.clone();
        let load = Function::new(ctx.clone(), move |ctx, name: String| {
            load_ours(&ctx, &platform, &name)
        })?;
        functions.set("load", load)?;
        let loaded = Object::new(ctx.clone())?;
        functions.set("loaded", loaded.clone())?;
        // The store is empty and nobody reads it yet, so it takes the values.
        let _ = ctx.store_userdata(Loaded { modules: loaded });
        let _ = ctx.store_userdata(Rejections::default());
        clone::install(ctx, &functions, &self.platform.clone_kinds)?;
        let labour = web::Labour::new(&self.host, &self.platform.seats);
        let mut all = web::families(&self.host, &self.platform.caches, &labour);
        all.push(families::family(move |ctx, functions| {
            binary::install(ctx, functions, files.clone())
        }));
        all.push(families::family(move |ctx, functions| {
            node::install(ctx, functions, &labour)
        }));
        all.extend(more);
        families::offer(ctx, &functions, all, &self.platform)?;
        ctx.globals().set(HOST_GLOBAL, functions)?;
        let globals = load_ours(ctx, &self.platform, "globals")?;
        globals
            .get::<_, Function>("install")?
            .call::<_, ()>((ctx.globals(),))
    }

    /// The host functions' shared state.
    pub(crate) fn host(&self) -> &Arc<Host> {
        &self.host
    }

    /// Runs `f` inside the isolate, then every job that is due.
    pub(crate) fn enter<R>(
        &self,
        f: impl for<'js> FnOnce(&Ctx<'js>) -> rquickjs::Result<R>,
    ) -> Result<R, Failed> {
        self.watchdog.start();
        if self.async_contexts == AsyncContexts::Followed {
            self.context.with(|ctx| async_contexts::enter(&ctx));
        }
        let result = self
            .context
            .with(|ctx| f(&ctx).map_err(|error| thrown(&ctx, &error)));
        self.run_jobs();
        if self.watchdog.stop() {
            let limit = limits::EVENT_CPU_MAX.as_secs();
            return Err(Failed::Broken(format!(
                "one event ran for more than {limit} s without a pause"
            )));
        }
        let suspect = result.as_ref().is_err_and(Thrown::may_be_out_of_memory);
        if (self.host.take_memory_suspicion() || suspect) && self.is_memory_full() {
            let limit = limits::ISOLATE_HEAP_BYTES_MAX / 1024 / 1024;
            return Err(Failed::Broken(format!(
                "its memory is used up: a room may have {limit} MiB"
            )));
        }
        result.map_err(Failed::Thrown)
    }

    /// Whether the heap has no room left to speak of.
    fn is_memory_full(&self) -> bool {
        self.runtime.run_gc();
        let used = usize::try_from(self.runtime.memory_usage().malloc_size).unwrap_or(0);
        used > limits::ISOLATE_HEAP_BYTES_MAX / 10 * 9
    }

    /// Runs jobs until none is left, then notes rejections that nobody handled.
    fn run_jobs(&self) {
        loop {
            while self.runtime.is_job_pending() {
                if self.async_contexts == AsyncContexts::Followed {
                    self.context.with(|ctx| async_contexts::between_jobs(&ctx));
                }
                if self.runtime.execute_pending_job().is_err() && self.watchdog.has_tripped() {
                    return;
                }
            }
            for thrown in self.context.with(|ctx| rejections::take(&ctx)) {
                self.host.report_thrown(&thrown, "an unhandled rejection");
            }
            if !self.runtime.is_job_pending() {
                return;
            }
        }
    }

    /// Calls the function `door` of `partyrs:actor`.
    pub(crate) fn door<A>(&self, door: &str, arguments: A) -> Result<(), Failed>
    where
        A: for<'js> DoorArguments<'js>,
    {
        self.enter(|ctx| {
            let function = self.actor_function(ctx, door)?;
            arguments.call(ctx, &function)
        })
    }

    /// The function `name` of `partyrs:actor`.
    pub(crate) fn actor_function<'js>(&self, ctx: &Ctx<'js>, name: &str) -> rquickjs::Result<Function<'js>> {
        load_ours(ctx, &self.platform, "actor")?.get(name)
    }

    /// Drops the instance and what it has started; its modules stay.
    pub(crate) fn evict(&self) -> Result<(), Failed> {
        self.host.end_instance();
        self.door("evict", doors::Evict)
    }

    /// Settles an operation or fires a timer.
    pub(crate) fn complete(&self, completion: Completion) -> Result<(), Failed> {
        self.enter(|ctx| match completion {
            Completion::Op(id, result) if self.host.op_ended(id) => {
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
            Completion::Op(..) | Completion::Timer(_) => Ok(()),
        })
    }
}

/// The arguments of a door, made into JavaScript values inside the isolate.
pub(crate) trait DoorArguments<'js> {
    /// Calls `function` with them.
    fn call(self, ctx: &Ctx<'js>, function: &Function<'js>) -> rquickjs::Result<()>;
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

fn thrown(ctx: &Ctx<'_>, error: &rquickjs::Error) -> Thrown {
    if error.is_exception() {
        Thrown::of(ctx, &ctx.catch())
    } else {
        Thrown::engine(error.to_string())
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

    fn no_more(host: &Arc<Host>) -> Vec<Family> {
        web::outer_families(host, &Arc::default(), &Arc::default())
    }

    fn code(source: &str) -> Code {
        Code {
            platform: Platform::new(),
            binary: Arc::default(),
            party_layer: None,
            async_contexts: AsyncContexts::wanted_by(source),
        }
    }

    /// A fresh isolate for tests that need nothing from outside.
    pub(crate) fn isolate() -> Isolate {
        let tokio = tokio::runtime::Runtime::new().unwrap();
        new_isolate(&tokio, mpsc::channel().0)
    }

    fn new_isolate(tokio: &tokio::runtime::Runtime, inbox: mpsc::Sender<Completion>) -> Isolate {
        let report = Arc::new(|event| eprintln!("{event:?}"));
        Isolate::new(code(""), surroundings(tokio, inbox, report), no_more).unwrap()
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
            before_output: Arc::new(|| {}),
            report,
            map: Arc::default(),
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
        let isolate = Isolate::new(code(source), surroundings(&tokio, sender, report), no_more).unwrap();
        let result = evaluate(&isolate, &receiver, source);
        (result, reported.try_iter().collect())
    }

    fn evaluate(isolate: &Isolate, receiver: &mpsc::Receiver<Completion>, source: &str) -> String {
        let script = format!(
            "globalThis.__done = undefined;
             (async () => {{ {source} }})().then(
               (value) => {{ __done = JSON.stringify(value) ?? 'undefined'; }},
               (error) => {{ __done = `threw ${{error?.name}}: ${{error?.message}}\\n${{error?.stack}}`; }})"
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
