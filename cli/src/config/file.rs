//! The config as written: one type per object of `partykit.json`, one doc line per field (the JSON Schema is made
//! from these). Every field is optional here; what must be there, and what a path is relative to, is `project`'s.
//!
//! Unknown keys at the top and in `build` are errors, elsewhere warnings, as PartyKit accepts them there.

use super::flags::Persist;
use indexmap::IndexMap;
use partyrs_runtime::PartyName;
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

/// `partykit.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct ConfigFile {
    /// Where editors find the schema of this file.
    #[serde(rename = "$schema")]
    pub(crate) schema: Option<String>,
    /// The team that owns the project on PartyKit's platform.
    pub(crate) team: Option<String>,
    /// The project's name: lower-case letters, digits and dashes.
    pub(crate) name: Option<WrittenName>,
    /// The module of the main party.
    pub(crate) main: Option<String>,
    /// The port of the dev server; 1999 or the next free one when absent, 0 for any.
    pub(crate) port: Option<Port>,
    /// Accepted, never read, as in PartyKit.
    pub(crate) preview: Option<String>,
    /// Cron expressions by name; `onCron` is called when one is due.
    pub(crate) crons: IndexMap<String, String>,
    /// Static files and the client bundle; a string is the path.
    pub(crate) serve: Option<ServeField>,
    /// `false` keeps rooms in memory, a string is the folder they are kept in, `.partykit/state` otherwise.
    pub(crate) persist: Option<PersistField>,
    /// Variables for `room.env` and `lobby.env`: any JSON.
    pub(crate) vars: serde_json::Map<String, Value>,
    /// Replacements at build time: a name and a JavaScript literal or identifier.
    pub(crate) define: IndexMap<String, String>,
    /// More parties: a name and its module.
    pub(crate) parties: IndexMap<String, String>,
    /// How the server is built.
    pub(crate) build: CustomBuild,
    /// The runtime behaviour the project was written for: `YYYY-MM-DD`.
    pub(crate) compatibility_date: Option<String>,
    /// Runtime behaviours to switch on or off.
    pub(crate) compatibility_flags: Vec<String>,
    /// Whether the server bundle is minified.
    pub(crate) minify: Option<bool>,
    /// PartyKit AI: `true` or its endpoints.
    pub(crate) ai: Option<Value>,
    /// The domain to deploy to.
    pub(crate) domain: Option<String>,
    /// Vector indexes by binding name.
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

/// `serve`: a path or an object.
#[derive(Debug, Deserialize)]
pub(crate) enum ServeField {
    /// Short for `{ path }`.
    #[serde(rename = "a string")]
    Path(String),
    /// In full.
    #[serde(rename = "an object")]
    Object(Box<Serve>),
}

/// `serve` in full.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Serve {
    /// The folder whose files are served.
    pub(crate) path: Option<String>,
    /// The client bundle; a string is the entry.
    pub(crate) build: Option<ClientBuildField>,
    /// Not implemented by PartyKit either.
    pub(crate) include: Option<Vec<String>>,
    /// Not implemented by PartyKit either.
    pub(crate) exclude: Option<Vec<String>>,
    /// How long browsers cache assets in production, in seconds.
    #[serde(rename = "browserTTL")]
    pub(crate) browser_ttl: Option<NumberOrNull>,
    /// How long the edge caches assets in production, in seconds.
    #[serde(rename = "edgeTTL")]
    pub(crate) edge_ttl: Option<NumberOrNull>,
    /// Whether navigations that match no file get `index.html`.
    pub(crate) single_page_app: Option<bool>,
}

/// `serve.build`: an entry or an object.
#[derive(Debug, Deserialize)]
pub(crate) enum ClientBuildField {
    /// Short for `{ entry }`.
    #[serde(rename = "a string")]
    Entry(String),
    /// In full.
    #[serde(rename = "an object")]
    Object(Box<ClientBuild>),
}

/// `serve.build` in full.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ClientBuild {
    /// The modules the browser loads.
    pub(crate) entry: Option<OneOrMany>,
    /// Whether imports are bundled.
    pub(crate) bundle: Option<bool>,
    /// Whether shared code goes into chunks of its own; needs the format `esm`.
    pub(crate) splitting: Option<bool>,
    /// Imports that stay imports.
    pub(crate) external: Vec<String>,
    /// Where the bundle is written, inside `serve.path`; `<serve.path>/dist` when absent.
    pub(crate) outdir: Option<String>,
    /// Whether the bundle is minified.
    pub(crate) minify: Option<bool>,
    /// Imports that mean other modules.
    pub(crate) alias: IndexMap<String, String>,
    /// The module format.
    pub(crate) format: Option<Format>,
    /// Whether pages reload themselves after a build.
    pub(crate) live: Option<bool>,
    /// Whether source maps are written.
    pub(crate) sourcemap: Option<bool>,
    /// Replacements at build time, on top of the project's.
    pub(crate) define: IndexMap<String, String>,
    /// How files with an extension are loaded.
    pub(crate) loader: IndexMap<String, Loader>,
}

/// `build`: how the server is built.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct CustomBuild {
    /// A shell command to run before bundling.
    pub(crate) command: Option<String>,
    /// Where the command runs.
    pub(crate) cwd: Option<String>,
    /// What makes the command run again.
    pub(crate) watch: Option<OneOrMany>,
    /// Imports that mean other modules.
    pub(crate) alias: IndexMap<String, String>,
}

/// `bindings`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Bindings {
    /// R2: binding name to bucket.
    pub(crate) r2: IndexMap<String, String>,
    /// KV: binding name to namespace.
    pub(crate) kv: IndexMap<String, String>,
}

/// `placement`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Placement {
    /// `smart` moves the project near to what it talks to.
    pub(crate) mode: Option<PlacementMode>,
}

/// `placement.mode`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PlacementMode {
    /// The only mode.
    Smart,
}

/// `observability`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Observability {
    /// Whether anything is recorded.
    pub(crate) enabled: Option<bool>,
    /// Which part of the requests: 0 to 1.
    pub(crate) head_sampling_rate: Option<f64>,
}

/// `persist`: a boolean or a folder.
#[derive(Debug, Deserialize)]
pub(crate) enum PersistField {
    /// On or off.
    #[serde(rename = "a boolean")]
    Flag(bool),
    /// A folder.
    #[serde(rename = "a string")]
    Folder(String),
}

impl From<PersistField> for Persist {
    fn from(field: PersistField) -> Self {
        match field {
            PersistField::Flag(true) => Self::Default,
            PersistField::Flag(false) => Self::Off,
            PersistField::Folder(text) => Self::from(text.as_str()),
        }
    }
}

/// A string or a list of strings.
#[derive(Debug, Deserialize)]
pub(crate) enum OneOrMany {
    /// One.
    #[serde(rename = "a string")]
    One(String),
    /// Any number.
    #[serde(rename = "a list")]
    Many(Vec<String>),
}

impl OneOrMany {
    /// As a list.
    pub(crate) fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

/// The module format of a client bundle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    /// ECMAScript modules.
    #[default]
    Esm,
    /// CommonJS.
    Cjs,
    /// One immediately called function.
    Iife,
}

impl Format {
    /// esbuild's name.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Esm => "esm",
            Self::Cjs => "cjs",
            Self::Iife => "iife",
        }
    }
}

/// One of esbuild's loaders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Loader(pub(crate) String);

/// The loaders PartyKit allows.
const LOADERS: &[&str] = &[
    "base64",
    "binary",
    "copy",
    "css",
    "dataurl",
    "default",
    "empty",
    "file",
    "js",
    "json",
    "jsx",
    "local-css",
    "text",
    "ts",
    "tsx",
];

impl<'de> Deserialize<'de> for Loader {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        if LOADERS.contains(&name.as_str()) {
            Ok(Self(name))
        } else {
            Err(de::Error::unknown_variant(&name, LOADERS))
        }
    }
}

/// A project's name as written, checked against PartyKit's pattern.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct WrittenName(pub(crate) String);

impl TryFrom<String> for WrittenName {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        // The pattern and its message are those of party names (conformance G08a).
        PartyName::new(&name)
            .map(|_| Self(name))
            .map_err(|_| "must satisfy /^[a-z0-9_-]+$/")
    }
}

/// A TCP port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "f64")]
pub(crate) struct Port(pub(crate) u16);

impl TryFrom<f64> for Port {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, Self::Error> {
        let valid = number.fract() == 0.0 && (0.0..=f64::from(u16::MAX)).contains(&number);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked in the line above"
        )]
        valid
            .then_some(Self(number as u16))
            .ok_or("expected a whole number from 0 to 65535")
    }
}

/// A number, or null for "not at all".
#[derive(Clone, Copy, Debug)]
pub(crate) struct NumberOrNull;

impl<'de> Deserialize<'de> for NumberOrNull {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Number(_) | Value::Null => Ok(Self),
            _ => Err(de::Error::invalid_type(
                de::Unexpected::Other("another value"),
                &"a number or null",
            )),
        }
    }
}
