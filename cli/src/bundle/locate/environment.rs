//! The environment variables the search reads, as a value, so that tests can bring their own.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// A set of environment variables. An empty variable counts as unset, as npm has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Environment(HashMap<OsString, OsString>);

impl Environment {
    /// The variables of this process.
    pub(crate) fn of_process() -> Self {
        std::env::vars_os().collect()
    }

    /// A variable as text; `None` when it is unset, empty or not Unicode.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.os(name)?.to_str()
    }

    /// A variable as a path.
    pub(crate) fn path(&self, name: &str) -> Option<PathBuf> {
        self.os(name).map(PathBuf::from)
    }

    /// A variable as it is.
    pub(super) fn os(&self, name: &str) -> Option<&OsStr> {
        let value = self.0.get(OsStr::new(name))?;
        (!value.is_empty()).then_some(value)
    }

    /// The first of `names` that is set.
    pub(super) fn first_text(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.text(name))
    }

    /// All variables whose name and value are Unicode.
    pub(super) fn iter_text(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .filter_map(|(name, value)| Some((name.to_str()?, value.to_str()?)))
    }
}

impl<K: Into<OsString>, V: Into<OsString>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(variables: I) -> Self {
        Self(
            variables
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_is_an_unset_one() {
        let env: Environment = [("EMPTY", ""), ("SET", "value")].into_iter().collect();
        assert_eq!(env.text("EMPTY"), None);
        assert_eq!(env.first_text(&["NONE", "EMPTY", "SET"]), Some("value"));
        let own = Environment::of_process();
        assert_eq!(
            own.os("CARGO_MANIFEST_DIR"),
            std::env::var_os("CARGO_MANIFEST_DIR").as_deref()
        );
    }
}
