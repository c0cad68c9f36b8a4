//! The Web platform of an isolate: one JavaScript module per Web API over a few host functions in Rust. This
//! file is the list: what exists, and what is installed. Modules import each other as `partyrs:<name>` and reach
//! the host functions through `partyrs:host`.

use crate::isolate::ops::Host;
use rquickjs::{Ctx, Object, Result};
use std::sync::Arc;

/// Every module: its name behind `partyrs:` and its source.
pub(crate) const MODULES: &[(&str, &str)] = &[
    ("globals", include_str!("web/globals.js")),
    ("ops", include_str!("isolate/ops.js")),
];

/// Adds the host functions of all Web APIs to `functions`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, host: &Arc<Host>) -> Result<()> {
    let _ = (ctx, functions, host);
    Ok(())
}
