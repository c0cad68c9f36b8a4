//! Node's modules: which there are, and the source of each. A module that user code imports (`node:fs`) is a facade
//! over ours (`partyrs:node/fs`, if there is one): it has every name that Node 20 exports, and what we do not have
//! throws when it is called, by name. Compiled when first imported.

mod crypto;
#[cfg(test)]
mod tests;

use crate::web::Labour;
use rquickjs::{Ctx, Object, Result};
use std::fmt::Write as _;

/// Each of Node's modules and what it exports; a name with `=` behind it is no function.
const EXPORTS: &str = include_str!("node/exports.txt");

/// What we have of them, and what they are made of: the name behind `partyrs:node/` and the source.
pub(crate) const OURS: &[(&str, &str)] = &[
    ("node/assert", include_str!("node/assert.js")),
    (
        "node/assert/strict",
        "import it from 'partyrs:node/assert'; export default it.strict;",
    ),
    ("node/async_context", include_str!("node/async_context.js")),
    ("node/async_hooks", include_str!("node/async_hooks.js")),
    ("node/buffer", include_str!("node/buffer.js")),
    ("node/buffer_numbers", include_str!("node/buffer_numbers.js")),
    ("node/buffer_text", include_str!("node/buffer_text.js")),
    ("node/console", "export default globalThis.console;"),
    ("node/crypto", include_str!("node/crypto.js")),
    ("node/crypto_keys", include_str!("node/crypto_keys.js")),
    ("node/deep_equal", include_str!("node/deep_equal.js")),
    (
        "node/diagnostics_channel",
        include_str!("node/diagnostics_channel.js"),
    ),
    (
        "node/dns",
        "import promises from 'node:dns/promises'; export default { promises };",
    ),
    ("node/events", include_str!("node/events.js")),
    ("node/fs", include_str!("node/fs.js")),
    ("node/http", include_str!("node/http.js")),
    ("node/missing", include_str!("node/missing.js")),
    ("node/module", include_str!("node/module.js")),
    ("node/os", include_str!("node/os.js")),
    ("node/path", include_str!("node/path.js")),
    ("node/path_win32", include_str!("node/path_win32.js")),
    (
        "node/path/posix",
        "import it from 'partyrs:node/path'; export default it.posix;",
    ),
    (
        "node/path/win32",
        "import it from 'partyrs:node/path'; export default it.win32;",
    ),
    (
        "node/perf_hooks",
        "export default { performance: globalThis.performance };",
    ),
    ("node/process", "export default globalThis.process;"),
    ("node/punycode", include_str!("node/punycode.js")),
    ("node/querystring", include_str!("node/querystring.js")),
    (
        "node/readline",
        "import promises from 'node:readline/promises'; export default { promises };",
    ),
    ("node/stream", include_str!("node/stream.js")),
    ("node/stream_finish", include_str!("node/stream_finish.js")),
    ("node/stream_readable", include_str!("node/stream_readable.js")),
    ("node/stream_writable", include_str!("node/stream_writable.js")),
    ("node/stream/consumers", include_str!("node/stream_consumers.js")),
    (
        "node/stream/promises",
        "import it from 'partyrs:node/stream'; export default it.promises;",
    ),
    (
        "node/stream/web",
        "import { globals } from 'partyrs:node/missing'; export default globals('stream/web');",
    ),
    ("node/string_decoder", include_str!("node/string_decoder.js")),
    (
        "node/sys",
        "import it from 'partyrs:node/util'; export default it;",
    ),
    ("node/timers", include_str!("node/timers.js")),
    (
        "node/timers/promises",
        "import it from 'partyrs:node/timers'; export default it.promises;",
    ),
    ("node/tty", "export default { isatty: () => false };"),
    ("node/url", include_str!("node/url.js")),
    ("node/util", include_str!("node/util.js")),
    (
        "node/util/types",
        "import it from 'partyrs:node/util'; export default it.types;",
    ),
    ("node/util_types", include_str!("node/util_types.js")),
];

/// Adds the host functions of Node's modules to `functions`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, labour: &Labour) -> Result<()> {
    crypto::install(ctx, functions, labour)
}

/// What is importable besides Node's modules.
pub(crate) const CLOUDFLARE: &[(&str, &str)] = &[
    ("cloudflare:sockets", include_str!("node/sockets.js")),
    (
        "cloudflare:email",
        "export class EmailMessage { constructor(from, to, raw) { Object.assign(this, { from, to, raw }); } }",
    ),
];

/// The names of all of Node's modules that rooms can import, without `node:`.
pub fn node_modules() -> impl Iterator<Item = &'static str> {
    modules().map(|(name, _)| name)
}

/// The names of all of Node's modules, with what each exports.
pub(crate) fn modules() -> impl Iterator<Item = (&'static str, &'static str)> {
    EXPORTS
        .lines()
        .map(|line| line.split_once(' ').unwrap_or((line, "")))
}

/// The module `node:<name>`, which exports `exports`.
pub(crate) fn facade(name: &str, exports: &str) -> String {
    let ours = format!("node/{name}");
    let mut source = String::new();
    // Writing to a string cannot fail.
    let _ = match OURS.iter().any(|(known, _)| *known == ours) {
        true => write!(source, "import own from \"partyrs:{ours}\";"),
        false => write!(source, "const own = {{}};"),
    };
    let _ = write!(
        source,
        "import {{ complete }} from \"partyrs:node/missing\";\
         const all = complete(\"{name}\", own, \"{exports}\"); export default own;"
    );
    for (index, name) in exports.split(' ').filter(|name| !name.is_empty()).enumerate() {
        let name = name.trim_end_matches('=');
        let _ = write!(
            source,
            "const _{index} = all.{name}; export {{ _{index} as {name} }};"
        );
    }
    source
}
