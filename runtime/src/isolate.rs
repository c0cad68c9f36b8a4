//! Isolates: a QuickJS runtime and heap each, their modules, their host operations, the actor that lives in one and
//! the threads they run on. No JavaScript value leaves this folder and `web/`.

pub(crate) mod actor;
pub(crate) mod alarm;
pub(crate) mod async_contexts;
pub(crate) mod binary;
pub(crate) mod clone;
pub(crate) mod desk;
pub(crate) mod doors;
pub(crate) mod engine;
pub(crate) mod exception;
pub(crate) mod families;
pub(crate) mod functions;
pub(crate) mod modules;
pub(crate) mod ops;
pub(crate) mod pool;
pub(crate) mod project;
pub(crate) mod rejections;
pub(crate) mod source_map;
pub(crate) mod watchdog;
