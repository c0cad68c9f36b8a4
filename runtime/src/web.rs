//! The Web platform of an isolate: one JavaScript module per Web API over a few host functions in Rust. This
//! file is the list: what exists, and what is installed. Modules import each other as `partyrs:<name>` and reach
//! the host functions through `partyrs:host`.

mod body;
pub(crate) mod bytes;
mod encoding;
mod formdata;
#[cfg(test)]
mod tests;
mod url;

use crate::isolate::ops::Host;
use rquickjs::{Ctx, Object, Result};
use std::sync::Arc;

/// Every module: its name behind `partyrs:` and its source.
pub(crate) const MODULES: &[(&str, &str)] = &[
    ("abort", include_str!("web/abort.js")),
    ("blob", include_str!("web/blob.js")),
    ("body", include_str!("web/body.js")),
    ("bytes", include_str!("web/bytes.js")),
    ("encoding", include_str!("web/encoding.js")),
    ("events", include_str!("web/events.js")),
    ("formdata", include_str!("web/formdata.js")),
    ("globals", include_str!("web/globals.js")),
    ("headers", include_str!("web/headers.js")),
    ("http", include_str!("web/http.js")),
    ("ops", include_str!("isolate/ops.js")),
    ("reasons", include_str!("web/reasons.js")),
    ("request", include_str!("web/request.js")),
    ("response", include_str!("web/response.js")),
    ("url", include_str!("web/url.js")),
];

/// Adds the host functions of all Web APIs to `functions`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, host: &Arc<Host>) -> Result<()> {
    body::install(ctx, functions, host)?;
    encoding::install(ctx, functions, host)?;
    formdata::install(ctx, functions)?;
    url::install(ctx, functions)
}
