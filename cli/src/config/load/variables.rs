//! Variables: from `.env` files and flags, with their origins; and what `--with-env` makes of them.

use super::super::project::VarOrigin;
use super::super::{discover, dotenv};
use super::{ENV_NAMES, Loader};
use crate::error::{Error, ErrorKind};
use indexmap::IndexMap;
use serde_json::Value;
use std::path::PathBuf;

/// What `.env` files say.
pub(super) struct EnvFiles {
    /// The files, weakest first.
    pub(super) files: Vec<PathBuf>,
    pub(super) variables: IndexMap<String, String>,
    pub(super) origins: IndexMap<String, VarOrigin>,
}

impl Loader<'_> {
    /// The `.env` files and their variables: each found by itself, upward from the root.
    pub(super) fn env(&self) -> Result<EnvFiles, Error> {
        let from = if self.paths.named {
            &self.paths.cwd
        } else {
            &self.paths.root
        };
        let named = self.flags.env_files.iter().map(|file| self.paths.typed(file));
        let files: Vec<PathBuf> = ENV_NAMES
            .iter()
            .filter_map(|name| discover::nearest(from, name))
            .chain(named)
            .collect();
        let (mut variables, mut origins) = (IndexMap::new(), IndexMap::new());
        for file in &files {
            let bytes = std::fs::read(file).map_err(|source| {
                Error::new(
                    ErrorKind::Config,
                    format!("cannot read the variables in `{}`", self.paths.shown(file)),
                )
                .hint("`--env-file` takes the path of a file, relative to the working directory")
                .caused_by(source)
            })?;
            for (name, value) in dotenv::parse(&String::from_utf8_lossy(&bytes)) {
                origins.insert(name.clone(), VarOrigin::File(file.clone()));
                variables.insert(name, value);
            }
        }
        Ok(EnvFiles {
            files,
            variables,
            origins,
        })
    }

    /// `--with-env` < config < `--define` (conformance B05d).
    pub(super) fn define(
        &self,
        configured: IndexMap<String, String>,
        env: &IndexMap<String, String>,
    ) -> IndexMap<String, String> {
        let env = if self.flags.with_env {
            env.clone()
        } else {
            IndexMap::new()
        };
        env.into_iter()
            .map(|(name, value)| (name, Value::String(value).to_string()))
            .chain(configured)
            .chain(self.flags.define.iter().cloned())
            .collect()
    }
}
