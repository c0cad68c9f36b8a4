//! esbuild's description of a build: what it read and wrote. Paths in it are relative to the folder esbuild ran in.

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Metafile {
    inputs: IndexMap<String, IgnoredAny>,
    /// By path as esbuild writes it.
    pub(crate) outputs: IndexMap<String, Output>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Output {
    #[serde(default)]
    pub(crate) imports: Vec<Import>,
}

/// An import that is left in an output.
#[derive(Debug, Deserialize)]
pub(crate) struct Import {
    pub(crate) path: String,
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) external: bool,
}

impl Metafile {
    /// The files that were read, absolute; namespaces such as `data:` and the generated entry are none.
    pub(crate) fn input_files(&self, root: &Path) -> BTreeSet<PathBuf> {
        let file = |path: &String| {
            let whole = normal(&root.join(path));
            let bare = path.split(['?', '#']).next().unwrap_or_default();
            [whole, normal(&root.join(bare))]
                .into_iter()
                .find(|path| path.is_file())
        };
        self.inputs.keys().filter_map(file).collect()
    }

    /// The files that were written, absolute.
    pub(crate) fn output_files(&self, root: &Path) -> Vec<PathBuf> {
        self.outputs.keys().map(|path| normal(&root.join(path))).collect()
    }
}

/// `path` without `.` and `..`, by its text alone.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => normal.push(part),
        }
    }
    normal
}
