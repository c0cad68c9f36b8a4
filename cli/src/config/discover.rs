//! Finds the config and `.env` files: upward from a folder, nearest first.
//!
//! A project works from any of its subfolders: what is found says where the root is. PartyKit also looks upward but
//! then resolves paths from the working directory, which fails; from the root itself both agree.

use super::document::Document;
use crate::error::{Error, ErrorKind};
use std::io;
use std::path::{Path, PathBuf};

/// The names a config goes by, strongest first.
pub(crate) const CONFIG_NAMES: [&str; 3] = ["partykit.json", "partykit.json5", "partykit.jsonc"];

/// Where a config stands.
#[derive(Debug)]
pub(crate) struct Found {
    /// The document that holds it.
    pub(crate) document: Document,
    /// Which part of the document it is.
    pub(crate) part: Part,
}

/// Which part of a document is the config.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// The `partykit` key of a `package.json`.
    PackageKey,
}

/// Reads the config that `--config` names.
pub(crate) fn named(path: &Path) -> Result<Found, Error> {
    let text = std::fs::read_to_string(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => Error::new(
            ErrorKind::Config,
            format!("there is no config file `{}`", path.display()),
        )
        .hint("`--config` takes the path of a `partykit.json`, relative to the working directory"),
        kind => {
            let error = Error::new(ErrorKind::Config, format!("cannot read `{}`", path.display()));
            match kind {
                io::ErrorKind::InvalidData => error.hint("save it as UTF-8"),
                io::ErrorKind::IsADirectory => error.hint("name the config in it"),
                _ => error,
            }
            .caused_by(source)
        }
    })?;
    let document = Document::parse(path, text)?;
    let is_package = path.file_name().is_some_and(|name| name == "package.json");
    let part = if is_package && document.root.get("partykit").is_some() {
        Part::PackageKey
    } else {
        Part::Whole
    };
    Ok(Found { document, part })
}

/// Looks for a config in `folder` and above: the nearest `partykit.json`, `.json5` or `.jsonc`; without any, the
/// `partykit` key of the nearest `package.json`.
pub(crate) fn upward(folder: &Path) -> Result<Option<Found>, Error> {
    for above in folder.ancestors() {
        for name in CONFIG_NAMES {
            let path = above.join(name);
            if path.is_file() {
                return named(&path).map(Some);
            }
        }
    }
    let Some(package) = nearest(folder, "package.json") else {
        return Ok(None);
    };
    let found = named(&package)?;
    Ok((found.part == Part::PackageKey).then_some(found))
}

/// The file `name` in `folder` or the nearest folder above.
pub(crate) fn nearest(folder: &Path, name: &str) -> Option<PathBuf> {
    folder
        .ancestors()
        .map(|above| above.join(name))
        .find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn found_in(files: &[&str], from: &str) -> Option<String> {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join(from)).unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(
                path,
                if file.ends_with("package.json") {
                    r#"{ "partykit": {} }"#
                } else {
                    "{}"
                },
            )
            .unwrap();
        }
        let found = upward(&root.path().join(from)).unwrap()?;
        Some(
            found
                .document
                .file
                .strip_prefix(root.path())
                .unwrap()
                .display()
                .to_string(),
        )
    }

    #[test]
    fn json_wins_over_json5_over_jsonc_over_package_json() {
        let all = [
            "package.json",
            "partykit.jsonc",
            "partykit.json5",
            "partykit.json",
        ];
        assert_eq!(found_in(&all, "").unwrap(), "partykit.json");
        assert_eq!(found_in(&all[..3], "").unwrap(), "partykit.json5");
        assert_eq!(found_in(&all[..2], "").unwrap(), "partykit.jsonc");
        assert_eq!(found_in(&all[..1], "").unwrap(), "package.json");
        assert_eq!(found_in(&[], ""), None);
    }

    #[test]
    fn the_nearest_folder_wins_and_a_config_anywhere_above_wins_over_package_json() {
        assert_eq!(
            found_in(&["partykit.json", "a/partykit.jsonc"], "a/b").unwrap(),
            "a/partykit.jsonc"
        );
        assert_eq!(
            found_in(&["partykit.json", "a/package.json"], "a").unwrap(),
            "partykit.json"
        );
    }

    #[test]
    fn a_package_json_without_the_key_is_no_config() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("package.json"), r#"{ "name": "x" }"#).unwrap();
        assert!(upward(root.path()).unwrap().is_none());
    }
}
