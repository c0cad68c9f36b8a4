//! The sources of a bundle's map, renamed: relative to the project root, and `partyrs:party/…` for the party layer.

use super::metafile::normal;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::path::Path;

/// A version 3 source map, of which only the sources are looked into.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceMap<'a> {
    version: u8,
    sources: Vec<String>,
    #[serde(borrow)]
    sources_content: &'a RawValue,
    #[serde(borrow)]
    mappings: &'a RawValue,
    #[serde(borrow)]
    names: &'a RawValue,
}

/// Rewrites `map`, which stands in `folder`. None when it is no source map: a bundle runs without one.
pub(crate) fn relative(map: &str, folder: &Path, root: &Path, layer: &Path) -> Option<String> {
    let mut map: SourceMap<'_> = serde_json::from_str(map).ok()?;
    for source in &mut map.sources {
        let path = normal(&folder.join(&*source));
        let (prefix, path) = if let Ok(inside) = path.strip_prefix(layer) {
            ("partyrs:party/", inside)
        } else {
            ("", path.strip_prefix(root).unwrap_or(&path))
        };
        *source = format!("{prefix}{}", path.to_string_lossy().replace('\\', "/"));
    }
    serde_json::to_string(&map).ok()
}
