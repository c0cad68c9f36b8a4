//! The worker bundle: what the CLI builds and the runtime runs. An ECMAScript module with a `default` export
//! (`fetch`, `scheduled`), one Durable Object class per party and `partyrs`, the party layer's description of
//! the project. Does not know how it was built.

use bytes::Bytes;

/// One build of a project.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    /// The module's source, UTF-8.
    pub code: String,
    /// The module that `code` imports as `partyrs/party`, unless `code` contains it.
    pub party_layer: Option<PartyLayer>,
    /// The source map of `code` (version 3 JSON), sources relative to the project root.
    pub source_map: Option<String>,
    /// Files that `code` imports by `./name`: `.wasm` and `.bin`.
    pub modules: Vec<BundleModule>,
}

/// The party layer's source, twice. Isolates keep its bytecode without source and positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyLayer {
    /// All of it, for the worker.
    pub worker: String,
    /// What a room needs of it.
    pub rooms: String,
}

/// A binary file imported by the bundle.
#[derive(Clone, Debug)]
pub struct BundleModule {
    /// The import specifier, `./fib-ABCD1234.wasm`.
    pub specifier: String,
    /// The file's bytes.
    pub bytes: Bytes,
}
