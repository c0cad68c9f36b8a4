//! Node's modules in an isolate.

mod compare;
mod modules;
