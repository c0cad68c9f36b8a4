//! `bindings`: what rooms call their KV namespaces and R2 buckets is also where they are kept, so it must be a name that a
//! folder can have.

use super::Loader;
use crate::config::{file, project};
use crate::error::{Error, ErrorKind};

impl Loader<'_> {
    pub(super) fn bindings(&self, bindings: Option<file::Bindings>) -> Result<project::Bindings, Error> {
        let file::Bindings { r2, kv } = bindings.unwrap_or_default();
        for (kind, names) in [("kv", &kv), ("r2", &r2)] {
            for name in names.keys() {
                if !is_folder_name(name) {
                    let message = format!("`{name}` cannot be the name of a binding");
                    let error = Error::new(ErrorKind::Config, message)
                        .hint("it is how code calls the store: use letters, digits, `-` and `_`");
                    return Err(self.at(error, &["bindings", kind, name]));
                }
            }
        }
        Ok(project::Bindings { kv, r2 })
    }
}

fn is_folder_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '$');
    name.len() <= 128 && !name.starts_with('.') && !name.is_empty() && name.chars().all(fits)
}
