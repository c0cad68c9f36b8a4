//! One loaded build of the user's project: its bytecode, its source map, the description its party layer gave, its
//! options. Shared by every isolate that runs it; a reload makes a new one.

use super::async_contexts::AsyncContexts;
use super::binary::BinaryModules;
use super::modules::{self, Bytecode, Keep, PARTY_LAYER, Platform};
use super::source_map::SourceMap;
use crate::bundle::{Bundle, PartyLayer};
use crate::event::Origin;
use crate::ids::PartyName;
use crate::options::ProjectOptions;
use crate::storage::identity::UniqueKey;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// The name that stack traces give the bundle.
pub(crate) const BUNDLE_NAME: &str = "bundle.mjs";

/// See the file's comment.
pub(crate) struct Project {
    /// Our own modules.
    pub(crate) platform: Arc<Platform>,
    /// The bundle, compiled.
    pub(crate) code: Bytecode,
    /// The party layer, unless the bundle contains it; compiled, for the worker and for rooms.
    party_layer: Option<[Arc<Bytecode>; 2]>,
    /// Binary files that the bundle imports, by specifier.
    pub(crate) binary: Arc<BinaryModules>,
    /// Whether it may use `AsyncLocalStorage`: following it through promises costs, so only then it is done.
    pub(crate) async_contexts: AsyncContexts,
    /// From the bundle's positions to the user's.
    pub(crate) source_map: Arc<SourceMap>,
    /// Names, variables, assets.
    pub(crate) options: ProjectOptions,
    /// `options.vars` as JSON text.
    pub(crate) vars: String,
    shape: OnceLock<Shape>,
}

/// What the party layer says of the project: `partyrs` of the bundle.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shape {
    /// Each party's handlers.
    pub(crate) parties: HashMap<String, PartyShape>,
    /// Whether the main party has `onFetch`.
    pub(crate) on_fetch: bool,
    /// Whether it has `onSocket`.
    pub(crate) on_socket: bool,
    /// Whether it has `onCron`.
    pub(crate) on_cron: bool,
    /// What the user should know.
    #[serde(default)]
    pub(crate) warnings: Vec<String>,
}

/// What the party layer says of one party.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PartyShape {
    /// Whether WebSocket requests pass a static hook first.
    pub(crate) on_before_connect: bool,
    /// Whether HTTP requests do.
    pub(crate) on_before_request: bool,
    /// Whether it answers HTTP requests at all.
    pub(crate) on_request: bool,
}

impl Project {
    /// Compiles `bundle`. The error is the engine's message.
    pub(crate) fn compile(
        platform: Arc<Platform>,
        bundle: Bundle,
        options: ProjectOptions,
    ) -> Result<Arc<Self>, String> {
        let code = modules::compile(BUNDLE_NAME, &bundle.code, Keep::Everything)?;
        // Nobody asks for its text, and its frames are left out of every stack.
        let compiled = |source: &str| modules::compile(PARTY_LAYER, source, Keep::Nothing).map(Arc::new);
        let party_layer = match &bundle.party_layer {
            Some(PartyLayer { worker, rooms }) => Some([compiled(worker)?, compiled(rooms)?]),
            None => None,
        };
        let async_contexts = AsyncContexts::wanted_by(&bundle.code);
        let binary = bundle
            .modules
            .into_iter()
            .map(|module| (module.specifier, module.bytes))
            .collect();
        let vars = serde_json::Value::Object(options.vars.clone()).to_string();
        let source_map = Arc::new(SourceMap::parse(bundle.source_map.as_deref()));
        Ok(Arc::new(Self {
            platform,
            code,
            party_layer,
            binary: Arc::new(binary),
            async_contexts,
            source_map,
            options,
            vars,
            shape: OnceLock::new(),
        }))
    }

    /// The party layer of the isolate of `origin`, unless the bundle contains it.
    pub(crate) fn party_layer(&self, origin: &Origin) -> Option<Arc<Bytecode>> {
        let [worker, rooms] = self.party_layer.as_ref()?;
        Some(match origin {
            Origin::Edge => worker.clone(),
            Origin::Room(_) => rooms.clone(),
        })
    }

    /// What the party layer said; nothing before the bundle was evaluated once.
    pub(crate) fn shape(&self) -> Option<&Shape> {
        self.shape.get()
    }

    /// Keeps what the party layer said, the first time.
    pub(crate) fn set_shape(&self, shape: Shape) {
        let _ = self.shape.set(shape);
    }

    /// The party whose class is `class`.
    pub(crate) fn party_of_class(&self, class: &str) -> Option<&PartyName> {
        self.options
            .parties
            .iter()
            .find(|party| party.class_name() == class)
    }

    /// What keys the storage of `party`.
    pub(crate) fn unique_key(&self, party: &PartyName) -> UniqueKey {
        UniqueKey::new(&self.options.name, &party.class_name())
    }
}
