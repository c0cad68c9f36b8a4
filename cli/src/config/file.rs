//! The config as written: one type per object of `partykit.json`, one doc line per field. The JSON Schema is made from
//! these (`schema`): what a doc comment says, editors show. Every field is optional here; what must be there, and what a path is relative to, is `project`'s.
//!
//! Unknown keys at the top and in `build` are errors, elsewhere warnings, as PartyKit accepts them there.

mod serve;
mod value;

use crate::config::CompatibilityDate;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
pub(crate) use serve::{ClientBuild, ClientBuildField, Serve, ServeField};
pub(crate) use value::{OneOrMany, PersistField, Port, WrittenName};

/// The config of a PartyKit project. The folder it is in is the project.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(title = "partykit.json")]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct ConfigFile {
    /// Where editors find the schema of this file: `./.partykit/schema.json` is written by `partyrs dev`.
    #[serde(rename = "$schema")]
    #[schemars(extend("examples" = ["./.partykit/schema.json"]))]
    pub(crate) schema: Option<String>,
    /// The team that owns the project on PartyKit's platform.
    pub(crate) team: Option<String>,
    /// The project's name: lower-case letters, digits and dashes.
    #[schemars(extend("examples" = ["my-party"]))]
    pub(crate) name: Option<WrittenName>,
    /// The module of the main party.
    #[schemars(extend("examples" = ["src/server.ts"]))]
    pub(crate) main: Option<String>,
    /// The port of the dev server; 1999 or the next free one when absent, 0 for any.
    #[schemars(extend("default" = 1999))]
    pub(crate) port: Option<Port>,
    /// Accepted, never read, as in PartyKit.
    #[schemars(extend("deprecated" = true, "deprecationMessage" = "it does nothing: take it out"))]
    pub(crate) preview: Option<String>,
    /// Cron expressions by name; `onCron` is called when one is due.
    #[schemars(extend("examples" = [{ "hourly": "0 * * * *" }]))]
    pub(crate) crons: IndexMap<String, String>,
    /// Static files and the client bundle; a string is the path.
    #[schemars(extend("examples" = ["public", { "path": "public", "build": "src/client.ts" }]))]
    pub(crate) serve: Option<ServeField>,
    /// `false` keeps rooms in memory, a string is the folder they are kept in, `.partykit/state` otherwise.
    #[schemars(extend("default" = true, "examples" = [false, "data"]))]
    pub(crate) persist: Option<PersistField>,
    /// Variables for `room.env`, any JSON, and for `process.env`, as text. `.env`, `.env.local` and `--var` are stronger.
    #[schemars(extend("examples" = [{ "MODE": "test" }]))]
    pub(crate) vars: serde_json::Map<String, Value>,
    /// Replacements at build time: a name and a JavaScript literal or identifier.
    #[schemars(extend("examples" = [{ "VERSION": "\"1.0\"" }]))]
    pub(crate) define: IndexMap<String, String>,
    /// More parties: a name and its module.
    #[schemars(extend(
        "examples" = [{ "lobby": "src/lobby.ts" }],
        "propertyNames" = { "pattern": "^[a-z0-9_-]+$", "not": { "const": "main" } }
    ))]
    pub(crate) parties: IndexMap<String, String>,
    /// How the server is built.
    pub(crate) build: CustomBuild,
    /// The runtime behaviour the project was written for: `YYYY-MM-DD`.
    #[schemars(extend("examples" = ["2026-01-01"]))]
    pub(crate) compatibility_date: Option<CompatibilityDate>,
    /// Runtime behaviours to switch on or off.
    pub(crate) compatibility_flags: Vec<String>,
    /// Whether the server bundle is minified.
    #[schemars(extend("default" = false))]
    pub(crate) minify: Option<bool>,
    /// PartyKit AI: `true` or its endpoints.
    #[schemars(extend("type" = ["boolean", "object"]))]
    pub(crate) ai: Option<Value>,
    /// The domain to deploy to.
    pub(crate) domain: Option<String>,
    /// Vector indexes by binding name.
    #[schemars(extend("type" = "object"))]
    pub(crate) vectorize: Option<Value>,
    /// Whether logs are pushed from the platform.
    pub(crate) logpush: Option<bool>,
    /// Workers that receive the logs.
    pub(crate) tail_consumers: Option<Vec<String>>,
    /// The analytics dataset.
    pub(crate) analytics: Option<String>,
    /// KV namespaces and R2 buckets by binding name.
    pub(crate) bindings: Option<Bindings>,
    /// Where the platform places the project.
    pub(crate) placement: Option<Placement>,
    /// What the platform records.
    pub(crate) observability: Option<Observability>,
}

/// `build`: how the server is built.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct CustomBuild {
    /// A shell command to run before bundling.
    pub(crate) command: Option<String>,
    /// Where the command runs; the config's folder when absent.
    pub(crate) cwd: Option<String>,
    /// Files and folders whose changes make the command run again.
    #[schemars(extend("default" = "src"))]
    pub(crate) watch: Option<OneOrMany>,
    /// Imports that mean other modules.
    pub(crate) alias: IndexMap<String, String>,
}

/// `bindings`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Bindings {
    /// R2: binding name to bucket.
    pub(crate) r2: IndexMap<String, String>,
    /// KV: binding name to namespace.
    pub(crate) kv: IndexMap<String, String>,
}

/// `placement`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Placement {
    /// `smart` moves the project near to what it talks to.
    pub(crate) mode: Option<PlacementMode>,
}

/// `placement.mode`.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PlacementMode {
    /// The only mode.
    Smart,
}

/// `observability`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Observability {
    /// Whether anything is recorded.
    pub(crate) enabled: Option<bool>,
    /// Which part of the requests: 0 to 1.
    #[schemars(range(min = 0, max = 1))]
    pub(crate) head_sampling_rate: Option<f64>,
}
