//! The binary files that a bundle imports: a module each, whose default export is a `WebAssembly.Module` for `.wasm`
//! and an `ArrayBuffer` for anything else.

use bytes::Bytes;
use rquickjs::module::Declared;
use rquickjs::{ArrayBuffer, Ctx, Exception, Function, Module, Object, Result};
use std::collections::HashMap;
use std::sync::Arc;

/// Binary files by the specifier that the bundle imports.
pub(crate) type BinaryModules = HashMap<String, Bytes>;

/// What our module of a binary file is called: this and the file's specifier.
pub(crate) const PREFIX: &str = "partyrs:binary/";

/// Adds `binary(specifier)`: a fresh ArrayBuffer of the file.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, files: Arc<BinaryModules>) -> Result<()> {
    let binary = move |ctx: Ctx<'js>, specifier: String| match files.get(&specifier) {
        Some(bytes) => ArrayBuffer::new_copy(ctx, &bytes[..]),
        None => Err(Exception::throw_internal(&ctx, &format!("no file `{specifier}`"))),
    };
    functions.set("binary", Function::new(ctx.clone(), binary)?)
}

/// The module of the file `specifier`, unevaluated.
pub(crate) fn declare<'js>(ctx: &Ctx<'js>, specifier: &str) -> Result<Module<'js, Declared>> {
    let file = format!("host.binary({})", serde_json::Value::from(specifier));
    let source = if specifier.ends_with(".wasm") {
        format!(
            "import host from 'partyrs:host'; import {{ Module }} from 'partyrs:wasm'; export default new Module({file});"
        )
    } else {
        format!("import host from 'partyrs:host'; export default {file};")
    };
    Module::declare(ctx.clone(), format!("{PREFIX}{specifier}"), source)
}
