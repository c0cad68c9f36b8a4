//! The `partyrs` command line as a library: config, bundling, the dev loop, scaffolding. Only `terminal` prints.

mod bundle;
mod child;
mod commands;
mod config;
mod dev;
mod error;
mod scaffold;
mod terminal;

pub use commands::main;
