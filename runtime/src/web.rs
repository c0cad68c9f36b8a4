//! The Web platform of an isolate: one JavaScript module per Web API over a few host functions in Rust. This
//! file is the list: what exists, and what is installed. Modules import each other as `partyrs:<name>` and reach
//! the host functions through `partyrs:host`.

mod body;
pub(crate) mod bytes;
mod console;
mod encoding;
mod formdata;
mod process;
#[cfg(test)]
mod tests;
mod timers;
mod url;

pub(crate) use process::install_process;

use crate::isolate::clone;
use crate::isolate::ops::Host;
use rquickjs::{Ctx, Object, Result};
use std::sync::Arc;

/// Every module: its name behind `partyrs:` and its source.
pub(crate) const MODULES: &[(&str, &str)] = &[
    ("abort", include_str!("web/abort.js")),
    ("blob", include_str!("web/blob.js")),
    ("body", include_str!("web/body.js")),
    ("bytes", include_str!("web/bytes.js")),
    ("clone-classes", include_str!("web/clone-classes.js")),
    ("console", include_str!("web/console.js")),
    ("encoding", include_str!("web/encoding.js")),
    ("events", include_str!("web/events.js")),
    ("formdata", include_str!("web/formdata.js")),
    ("globals", include_str!("web/globals.js")),
    ("headers", include_str!("web/headers.js")),
    ("http", include_str!("web/http.js")),
    ("inspect", include_str!("web/inspect.js")),
    ("navigator", include_str!("web/navigator.js")),
    ("performance", include_str!("web/performance.js")),
    ("process", include_str!("web/process.js")),
    ("reasons", include_str!("web/reasons.js")),
    ("report", include_str!("web/report.js")),
    ("request", include_str!("web/request.js")),
    ("response", include_str!("web/response.js")),
    ("structured-clone", include_str!("web/structured-clone.js")),
    ("table", include_str!("web/table.js")),
    ("timers", include_str!("web/timers.js")),
    ("url", include_str!("web/url.js")),
];

/// Adds the host functions of all Web APIs to `functions`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, host: &Arc<Host>) -> Result<()> {
    body::install(ctx, functions, host)?;
    clone::install(ctx, functions, host)?;
    console::install(ctx, functions, host)?;
    encoding::install(ctx, functions, host)?;
    formdata::install(ctx, functions)?;
    timers::install(ctx, functions, host)?;
    url::install(ctx, functions)
}
