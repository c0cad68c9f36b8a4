//! Isolates: a QuickJS runtime and heap each, their modules, their host operations. No JavaScript value leaves
//! this folder and `web/`.

pub(crate) mod clone;
pub(crate) mod engine;
pub(crate) mod modules;
pub(crate) mod ops;
