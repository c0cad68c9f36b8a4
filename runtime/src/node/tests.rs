//! Node's modules in an isolate.

mod modules;
