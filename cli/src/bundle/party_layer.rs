//! The party layer on disk, where esbuild can read it. Written once for each content, file by file and each at
//! once, so that several `partyrs` may do it at the same time.

use super::BuildError;
use super::esbuild::{Esbuild, Options, scratch_folder};
use crate::error::{Error, ErrorKind};
use include_dir::{Dir, File, include_dir};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

static SOURCES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../runtime/party");

/// A module that stands in for one of a package.
struct StandIn {
    /// What is imported.
    specifier: &'static str,
    /// The file that it is instead.
    file: &'static str,
}

const FETCH: &str = "fetch.cjs";
const EMPTY: &str = "empty.cjs";

/// The packages that need not be installed: of `partykit/server` only the types are of value, and they are erased; the
/// others are made for Node or for browsers without `fetch`, and PartyKit puts its own in their place, too. A name comes
/// after those that continue it.
const STAND_INS: [StandIn; 9] = [
    StandIn {
        specifier: "partykit/server",
        file: EMPTY,
    },
    StandIn {
        specifier: "node-fetch-native/polyfill",
        file: EMPTY,
    },
    StandIn {
        specifier: "node-fetch-native",
        file: FETCH,
    },
    StandIn {
        specifier: "node-fetch",
        file: FETCH,
    },
    StandIn {
        specifier: "cross-fetch/polyfill",
        file: EMPTY,
    },
    StandIn {
        specifier: "cross-fetch",
        file: FETCH,
    },
    StandIn {
        specifier: "isomorphic-fetch",
        file: EMPTY,
    },
    StandIn {
        specifier: "inherits",
        file: "inherits.cjs",
    },
    StandIn {
        specifier: "fsevents",
        file: EMPTY,
    },
];

/// What is in their files.
const STAND_IN_FILES: [(&str, &str); 3] = [
    (EMPTY, "module.exports = {};\n"),
    (
        FETCH,
        "const { Headers, Request, Response, FormData, Blob, File, AbortController, Promise } = globalThis;\n\
         const redirects = new Set([301, 302, 303, 307, 308]);\n\
         const fetch = (...request) => globalThis.fetch(...request);\n\
         module.exports = Object.assign(fetch, {\n  \
           default: fetch, fetch, Headers, Request, Response, FormData, Blob, File, AbortController, Promise,\n  \
           FetchError: Error, AbortError: Error, isRedirect: (status) => redirects.has(status),\n\
         });\n\
         Object.defineProperty(module.exports, '__esModule', { value: true });\n",
    ),
    (
        "inherits.cjs",
        "module.exports = require('node:util').inherits;\n",
    ),
];

/// The entries of what the worker and rooms have, and the modules of plain JavaScript that are made of them.
const ENTRIES: [&str; 2] = ["index.ts", "rooms.ts"];
const IN_ONE: [&str; 2] = ["index-in-one.js", "rooms-in-one.js"];

/// The party layer's files.
#[derive(Clone, Debug)]
pub(crate) struct PartyLayer {
    /// The folder that holds them.
    pub(crate) folder: PathBuf,
    /// Removes the folder when it was made for us alone.
    _ours: Option<Arc<TempDir>>,
}

impl PartyLayer {
    /// Makes sure that the files are in the folder `cache`.
    pub(crate) fn unpack(cache: &Path) -> Result<Self, Error> {
        let files = files();
        let folder = cache.join(format!("party-{}", hash(&files)));
        for (name, content) in &files {
            write(&folder.join(name), content).map_err(|source| {
                Error::new(
                    ErrorKind::Other,
                    format!("cannot write to the cache folder `{}`", cache.display()),
                )
                .hint("name a folder that can be written with PARTYRS_CACHE")
                .caused_by(source)
            })?;
        }
        Ok(Self { folder, _ours: None })
    }

    /// Puts the files into a folder that goes with us, where none can be kept.
    pub(crate) fn unpack_for_now() -> Result<Self, Error> {
        let ours = scratch_folder()?;
        let unpacked = Self::unpack(ours.path())?;
        Ok(Self {
            _ours: Some(Arc::new(ours)),
            ..unpacked
        })
    }

    /// The module that defines the project.
    pub(crate) fn entry(&self) -> PathBuf {
        self.folder.join(ENTRIES[0])
    }

    /// The party layer in modules of plain JavaScript. Made once for each content and kept beside the files.
    pub(crate) async fn in_one(&self, esbuild: &Esbuild) -> Result<partyrs_runtime::PartyLayer, BuildError> {
        if let Ok(layer) = read(&self.folder).await {
            return Ok(layer);
        }
        let unusable = |source| {
            let message = format!("cannot make the party layer in `{}`", self.folder.display());
            Error::new(ErrorKind::Other, message).caused_by(source)
        };
        let scratch = scratch_folder()?;
        let mut options = Options::default();
        // Short names, since every room has each of them in its memory once.
        for flag in [
            "--bundle",
            "--format=esm",
            "--target=esnext",
            "--minify-identifiers",
            "--entry-names=[name]-in-one",
        ] {
            options.add(flag);
        }
        options.add_path("--outdir=", scratch.path());
        for entry in ENTRIES {
            options.add_path("", &self.folder.join(entry));
        }
        esbuild.build(options).await?;
        let layer = read(scratch.path()).await.map_err(unusable)?;
        for (name, source) in IN_ONE.iter().zip([&layer.worker, &layer.rooms]) {
            write(&self.folder.join(name), source.as_bytes()).map_err(unusable)?;
        }
        Ok(layer)
    }

    /// What is imported and the module that it is instead.
    pub(crate) fn stand_ins(&self) -> impl Iterator<Item = (&'static str, PathBuf)> {
        let path = |stand_in: &StandIn| (stand_in.specifier, self.folder.join(stand_in.file));
        STAND_INS.iter().map(path)
    }
}

/// What esbuild has left in `folder`.
async fn read(folder: &Path) -> io::Result<partyrs_runtime::PartyLayer> {
    let [worker, rooms] = IN_ONE.map(|name| tokio::fs::read_to_string(folder.join(name)));
    let (worker, rooms) = tokio::try_join!(worker, rooms)?;
    Ok(partyrs_runtime::PartyLayer { worker, rooms })
}

fn files() -> Vec<(&'static Path, &'static [u8])> {
    let embedded = |file: &'static File<'_>| (file.path(), file.contents());
    let stand_ins = STAND_IN_FILES.map(|(name, text)| (Path::new(name), text.as_bytes()));
    SOURCES.files().map(embedded).chain(stand_ins).collect()
}

fn hash(files: &[(&Path, &[u8])]) -> String {
    let mut hash = Sha256::new();
    for (name, content) in files {
        hash.update(name.as_os_str().as_encoded_bytes());
        hash.update(content.len().to_le_bytes());
        hash.update(content);
    }
    hash.finalize()
        .iter()
        .take(8)
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Writes the file unless it is there. The name of its folder says what is in it, so its length is check enough.
fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    if std::fs::metadata(path).is_ok_and(|there| there.len() == content.len() as u64) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(content)?;
    file.persist(path).map_err(|failed| failed.error)?;
    Ok(())
}
