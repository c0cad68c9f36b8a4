//! `serve` as written: static files and the client bundle.

use super::OneOrMany;
use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;
use std::borrow::Cow;

/// `serve`: a path or an object.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum ServeField {
    /// Short for `{ path }`.
    #[serde(rename = "a string")]
    Path(String),
    /// In full.
    #[serde(rename = "an object")]
    Object(Box<Serve>),
}

/// `serve` in full.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Serve {
    /// The folder whose files are served.
    #[schemars(extend("examples" = ["public"]))]
    pub(crate) path: Option<String>,
    /// The client bundle; a string is the entry.
    #[schemars(extend("examples" = ["src/client.ts"]))]
    pub(crate) build: Option<ClientBuildField>,
    /// Not implemented by PartyKit either.
    #[schemars(extend("deprecated" = true, "deprecationMessage" = "it is an error: keep such files outside of the folder"))]
    pub(crate) include: Option<Vec<String>>,
    /// Not implemented by PartyKit either.
    #[schemars(extend("deprecated" = true, "deprecationMessage" = "it is an error: keep such files outside of the folder"))]
    pub(crate) exclude: Option<Vec<String>>,
    /// How long browsers cache assets in production, in seconds.
    #[serde(rename = "browserTTL")]
    pub(crate) browser_ttl: Option<NumberOrNull>,
    /// How long the edge caches assets in production, in seconds.
    #[serde(rename = "edgeTTL")]
    pub(crate) edge_ttl: Option<NumberOrNull>,
    /// Whether navigations that match no file get `index.html`.
    #[schemars(extend("default" = false))]
    pub(crate) single_page_app: Option<bool>,
}

/// `serve.build`: an entry or an object.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum ClientBuildField {
    /// Short for `{ entry }`.
    #[serde(rename = "a string")]
    Entry(String),
    /// In full.
    #[serde(rename = "an object")]
    Object(Box<ClientBuild>),
}

/// `serve.build` in full.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ClientBuild {
    /// The modules the browser loads.
    pub(crate) entry: Option<OneOrMany>,
    /// Whether imports are bundled.
    #[schemars(extend("default" = true))]
    pub(crate) bundle: Option<bool>,
    /// Whether shared code goes into chunks of its own; needs the format `esm`.
    #[schemars(extend("default" = true))]
    pub(crate) splitting: Option<bool>,
    /// Imports that stay imports.
    pub(crate) external: Vec<String>,
    /// Where the bundle is written, inside `serve.path`; `<serve.path>/dist` when absent.
    #[schemars(extend("examples" = ["public/dist"]))]
    pub(crate) outdir: Option<String>,
    /// Whether the bundle is minified.
    #[schemars(extend("default" = false))]
    pub(crate) minify: Option<bool>,
    /// Imports that mean other modules.
    pub(crate) alias: IndexMap<String, String>,
    /// The module format.
    #[schemars(extend("default" = "esm"))]
    pub(crate) format: Option<Format>,
    /// Whether pages reload themselves after a build.
    #[schemars(extend("default" = false))]
    pub(crate) live: Option<bool>,
    /// Whether source maps are written.
    #[schemars(extend("default" = true))]
    pub(crate) sourcemap: Option<bool>,
    /// Replacements at build time, on top of the project's.
    pub(crate) define: IndexMap<String, String>,
    /// How files with an extension are loaded.
    pub(crate) loader: IndexMap<String, Loader>,
}

/// The module format of a client bundle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
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

impl JsonSchema for Loader {
    fn schema_name() -> Cow<'static, str> {
        "Loader".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "One of esbuild's loaders.", "enum": LOADERS })
    }
}

impl JsonSchema for NumberOrNull {
    fn schema_name() -> Cow<'static, str> {
        "NumberOrNull".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // Not the type `null`, which everywhere else only means "may be left out".
        json_schema!({ "anyOf": [{ "type": "number" }, { "const": null }] })
    }
}
