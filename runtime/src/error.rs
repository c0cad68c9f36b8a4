//! The errors of the runtime's own doors: starting and reloading. What goes wrong in user code is an
//! [`Exception`] inside a [`RuntimeEvent`](crate::RuntimeEvent) or a response.

use crate::event::Exception;
use std::io;
use std::time::Duration;

/// Why the runtime did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The listening socket cannot be used.
    #[error("cannot listen: {0}")]
    Listen(#[source] io::Error),
    /// The alarms that were set cannot be read.
    #[error("cannot read the rooms' alarms: {0}")]
    Storage(String),
    /// The bundle did not load.
    #[error(transparent)]
    Load(#[from] LoadError),
}

/// Why a bundle did not load. The bundle that ran before, if any, goes on running.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The module is no JavaScript that the engine understands, or threw at top level, or its handlers
    /// have the wrong shape.
    #[error("{}", .0.message)]
    Exception(Exception),
    /// The bundle does not export what the party layer exports.
    #[error("the bundle has no `{0}` export")]
    Shape(&'static str),
    /// The module's top level waits for something that does not come.
    #[error("the module's top level has not ended after {} s", .0.as_secs())]
    Unfinished(Duration),
    /// The engine itself failed.
    #[error("the JavaScript engine failed: {0}")]
    Engine(String),
}
