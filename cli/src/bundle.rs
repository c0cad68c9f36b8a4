//! From sources to a bundle: esbuild as a child process, for the server and for the browser.
//!
//! Invariant: a build changes nothing outside its output folder, and a build that is dropped leaves no process.

pub(crate) mod browser;
pub(crate) mod custom_build;
mod define;
pub(crate) mod entry;
pub(crate) mod esbuild;
pub(crate) mod locate;
pub(crate) mod messages;
mod metafile;
mod node_modules;
pub(crate) mod party_layer;
pub(crate) mod server;
mod source_map;

use crate::error::{Error, ErrorKind};
use messages::{BuildMessage, MessageKind};
use partyrs_runtime::{BrokenBuild, BuildProblem};

/// Why a build gave nothing.
#[derive(Debug)]
pub(crate) enum BuildError {
    /// The user's code does not build; the messages, warnings among them, say why.
    Code(Vec<BuildMessage>),
    /// The options are wrong or esbuild did not run.
    Tool(Error),
}

impl From<Error> for BuildError {
    fn from(error: Error) -> Self {
        Self::Tool(error)
    }
}

impl BuildError {
    /// The error itself, if what is wrong is the config or a flag: at the start, none of the sources can help.
    pub(crate) fn into_config(self) -> Result<Error, Self> {
        match self {
            Self::Tool(error) if error.kind == ErrorKind::Config => Ok(error),
            Self::Tool(_) | Self::Code(_) => Err(self),
        }
    }

    /// For pages: the errors, without what is only a warning.
    pub(crate) fn broken(&self) -> BrokenBuild {
        let problems = match self {
            Self::Code(messages) => {
                let errors = messages
                    .iter()
                    .filter(|message| message.kind == MessageKind::Error);
                errors.map(BuildMessage::problem).collect()
            }
            Self::Tool(error) => vec![BuildProblem {
                message: error.to_string(),
                notes: error.hint.iter().map(|hint| format!("hint: {hint}")).collect(),
                ..BuildProblem::default()
            }],
        };
        BrokenBuild {
            text: self.plain(),
            problems,
        }
    }

    /// The whole of it as plain text, for a browser.
    pub(crate) fn plain(&self) -> String {
        match self {
            Self::Code(messages) => {
                let plain: Vec<_> = messages.iter().map(BuildMessage::plain).collect();
                plain.join("\n")
            }
            Self::Tool(error) => match &error.hint {
                Some(hint) => format!("{error}\nhint: {hint}\n"),
                None => format!("{error}\n"),
            },
        }
    }
}

#[cfg(test)]
mod tests;
