//! The Web platform of an isolate: one JavaScript module per Web API over a few host functions in Rust. This
//! file is the list: what exists, and what is installed. Modules import each other as `partyrs:<name>` and reach
//! the host functions through `partyrs:host`.

mod console;
mod process;
mod timers;

use crate::isolate::clone;
use crate::isolate::ops::Host;
use rquickjs::{Ctx, Object, Result};
use std::sync::Arc;

/// Every module: its name behind `partyrs:` and its source.
pub(crate) const MODULES: &[(&str, &str)] = &[
    ("clone-classes", include_str!("web/clone-classes.js")),
    ("console", include_str!("web/console.js")),
    ("globals", include_str!("web/globals.js")),
    ("inspect", include_str!("web/inspect.js")),
    ("navigator", include_str!("web/navigator.js")),
    ("ops", include_str!("isolate/ops.js")),
    ("performance", include_str!("web/performance.js")),
    ("process", include_str!("web/process.js")),
    ("report", include_str!("web/report.js")),
    ("structured-clone", include_str!("web/structured-clone.js")),
    ("table", include_str!("web/table.js")),
    ("timers", include_str!("web/timers.js")),
];

/// Adds the host functions of all Web APIs to `functions`.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, functions: &Object<'js>, host: &Arc<Host>) -> Result<()> {
    clone::install(ctx, functions, host)?;
    console::install(ctx, functions, host)?;
    process::install_process(ctx, functions, Arc::default())?;
    timers::install(ctx, functions, host)
}
