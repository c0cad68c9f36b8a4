//! The modules an isolate can import: ours (`partyrs:…`, importable by each other and by Node's), Node's and the
//! bundle's binary files. Each but the last is compiled to bytecode once per process and loaded into every isolate that asks for it.

use super::binary::{self, BinaryModules};
use super::clone::Kinds;
use super::families::Places;
use crate::{node, web};
use rquickjs::loader::{ImportAttributes, Loader, Resolver};
use rquickjs::module::{Declared, WriteOptions};
use rquickjs::{Context, Ctx, Exception, Module, Result, Runtime};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// The scheme of Node's modules.
const NODE: &str = "node:";

/// The scheme of our own modules.
const OURS: &str = "partyrs:";

/// `partyrs:load/<name>` imports `partyrs:<name>` and leaves its namespace with the host.
pub(crate) const LOADING: &str = "partyrs:load/";

/// The global through which `partyrs:host` takes the host functions before any user code runs.
pub(crate) const HOST_GLOBAL: &str = "__partyrs_host";

/// What a bundle calls the party layer that is not part of it.
pub(crate) const PARTY_LAYER: &str = "partyrs/party";

/// Bytecode of one module, compiled by this very process.
pub(crate) struct Bytecode(Vec<u8>);

/// The host's own modules; the Web platform's are [`web::MODULES`].
const HOST_MODULES: &[(&str, &str)] = &[
    ("actor", include_str!("actor.js")),
    ("bindings", include_str!("bindings.js")),
    ("cf", include_str!("cf.js")),
    ("critical_section", include_str!("critical_section.js")),
    (
        "host",
        "const host = globalThis.__partyrs_host; delete globalThis.__partyrs_host; \
         Object.setPrototypeOf(host, new Proxy({}, { get: (_, name) => host.supply(host, name) })); \
         export default host;",
    ),
    ("kv", include_str!("kv.js")),
    ("ops", include_str!("ops.js")),
    ("r2", include_str!("r2.js")),
    ("r2_arguments", include_str!("r2_arguments.js")),
    ("r2_object", include_str!("r2_object.js")),
    ("storage", include_str!("storage.js")),
    ("storage_arguments", include_str!("storage_arguments.js")),
    ("storage_kv", include_str!("storage_kv.js")),
    ("storage_sql", include_str!("storage_sql.js")),
    ("websocket", include_str!("websocket.js")),
    ("websocket_arguments", include_str!("websocket_arguments.js")),
];

/// Our own modules, each compiled when an isolate first wants it, and what else all isolates share.
pub(crate) struct Platform {
    modules: HashMap<String, (Source, OnceLock<Bytecode>)>,
    /// What rooms have put into `caches`, which they share.
    pub(crate) caches: Arc<web::Caches>,
    /// Which number of the engine's means which class.
    pub(crate) clone_kinds: Kinds,
    /// Where to find each host function.
    pub(crate) families: OnceLock<Places>,
    /// Where the cryptography that takes long is done, for all of them.
    pub(crate) seats: web::Seats,
}

/// Where a module's text comes from.
enum Source {
    /// It is as written.
    Text(&'static str),
    /// The loading module of ours with this name.
    Loading(&'static str),
    /// The facade of Node's module with this name and these exports.
    Node(&'static str, &'static str),
}

impl Source {
    fn text(&self) -> Cow<'static, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Loading(name) => Cow::Owned(format!(
                r#"import * as it from "{OURS}{name}"; import host from "{OURS}host"; host.loaded["{name}"] = it;"#
            )),
            Self::Node(name, exports) => Cow::Owned(node::facade(name, exports)),
        }
    }
}

/// What bytecode keeps of the source it was compiled from, in every isolate that loads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Each function's text and positions: user code asks for the one, its stack traces need the other.
    Everything,
    /// Neither: most of what our own modules would take in memory.
    Nothing,
}

/// Compiles `source` as the module `name`. The error is the engine's message.
pub(crate) fn compile(name: &str, source: &str, keep: Keep) -> std::result::Result<Bytecode, String> {
    let runtime = Runtime::new().map_err(|e| e.to_string())?;
    runtime.set_loader(Blank, Blank);
    let context = Context::full(&runtime).map_err(|e| e.to_string())?;
    let options = WriteOptions {
        strip_source: keep == Keep::Nothing,
        strip_debug: keep == Keep::Nothing,
        ..WriteOptions::default()
    };
    context.with(|ctx| {
        let module = Module::declare(ctx.clone(), name, source);
        let bytes = module.and_then(|module| module.write(options));
        match rquickjs::CatchResultExt::catch(bytes, &ctx) {
            Ok(bytes) => Ok(Bytecode(bytes)),
            Err(caught) => Err(caught.to_string()),
        }
    })
}

/// Stands in for every import while a module is compiled: the engine asks for them before they are linked.
struct Blank;

impl Resolver for Blank {
    fn resolve<'js>(
        &mut self,
        _ctx: &Ctx<'js>,
        _base: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        Ok(name.to_owned())
    }
}

impl Loader for Blank {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        Module::declare(ctx.clone(), name, "")
    }
}

impl Bytecode {
    /// Makes the module known to `ctx`, unevaluated.
    pub(crate) fn load<'js>(&self, ctx: &Ctx<'js>) -> Result<Module<'js, Declared>> {
        // Decision 0002: the bytes come from `compile` in this process and are never stored.
        #[expect(unsafe_code, reason = "bytecode is trusted: this process compiled it")]
        unsafe {
            Module::load(ctx.clone(), &self.0)
        }
    }
}

impl Platform {
    /// All modules of the Web platform and the host's own.
    pub(crate) fn new() -> Arc<Self> {
        let mut modules = HashMap::new();
        let mut add = |specifier, source| modules.insert(specifier, (source, OnceLock::new()));
        for (name, source) in HOST_MODULES.iter().chain(web::MODULES).chain(node::OURS) {
            add(format!("{OURS}{name}"), Source::Text(source));
            add(format!("{LOADING}{name}"), Source::Loading(name));
        }
        for (name, exports) in node::modules() {
            add(format!("{NODE}{name}"), Source::Node(name, exports));
        }
        for (specifier, source) in node::CLOUDFLARE {
            add((*specifier).to_owned(), Source::Text(source));
        }
        Arc::new(Self {
            modules,
            caches: Arc::default(),
            clone_kinds: Kinds::default(),
            families: OnceLock::new(),
            seats: web::Seats::default(),
        })
    }

    fn bytecode(&self, specifier: &str) -> std::result::Result<&Bytecode, String> {
        let (source, compiled) = self
            .modules
            .get(specifier)
            .ok_or_else(|| format!("no module `{specifier}`"))?;
        if let Some(bytecode) = compiled.get() {
            return Ok(bytecode);
        }
        let bytecode = compile(specifier, &source.text(), Keep::Nothing)?;
        Ok(compiled.get_or_init(|| bytecode))
    }

    /// The module `specifier`, unevaluated.
    pub(crate) fn load<'js>(&self, ctx: &Ctx<'js>, specifier: &str) -> Result<Module<'js, Declared>> {
        match self.bytecode(specifier) {
            Ok(bytecode) => bytecode.load(ctx),
            Err(message) => Err(Exception::throw_internal(ctx, &message)),
        }
    }
}

/// Finds and loads modules for one isolate.
pub(crate) struct Modules {
    /// Ours.
    pub(crate) platform: Arc<Platform>,
    /// The project's binary files.
    pub(crate) binary: Arc<BinaryModules>,
    /// The party layer, unless the bundle contains it.
    pub(crate) party_layer: Option<Arc<Bytecode>>,
}

impl Modules {
    /// The specifier of what `base` means by `name`.
    fn find(&self, base: &str, name: &str) -> Option<String> {
        let known = |specifier: &str| self.platform.modules.contains_key(specifier);
        if name.starts_with(OURS) {
            let ours = [OURS, NODE, "cloudflare:"]
                .iter()
                .any(|scheme| base.starts_with(scheme));
            return ours.then(|| name.to_owned());
        }
        if name == PARTY_LAYER && self.party_layer.is_some() {
            return Some(name.to_owned());
        }
        if self.binary.contains_key(name) {
            return Some(format!("{}{name}", binary::PREFIX));
        }
        if known(name) {
            return Some(name.to_owned());
        }
        // `process/` is how packages ask for npm's module of that name; Node's own serves as well.
        let bare = name.strip_prefix(NODE).unwrap_or(name).trim_end_matches('/');
        Some(format!("{NODE}{bare}")).filter(|specifier| known(specifier))
    }
}

impl Resolver for Modules {
    fn resolve<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        base: &str,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        self.find(base, name)
            .ok_or_else(|| Exception::throw_type(ctx, &unknown(name)))
    }
}

/// What is said of a module that nobody knows.
fn unknown(name: &str) -> String {
    let why = if name.starts_with(NODE) {
        "Node has no such module"
    } else if name.starts_with("cloudflare:") {
        "the embedded runtime does not have it; `--runtime workerd` may"
    } else {
        "rooms can import what was bundled and Node's modules; give a package's name as a literal, so that it is bundled"
    };
    format!("cannot import `{name}`: {why}")
}

impl Loader for Modules {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        if let (PARTY_LAYER, Some(layer)) = (name, &self.party_layer) {
            return layer.load(ctx);
        }
        match name.strip_prefix(binary::PREFIX) {
            Some(file) => binary::declare(ctx, file),
            None => self.platform.load(ctx, name),
        }
    }
}
