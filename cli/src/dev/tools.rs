//! What every build of a session uses, got ready once: esbuild and the party layer.

use super::listen::Bound;
use super::report;
use crate::bundle::esbuild::Esbuild;
use crate::bundle::locate::{self, Environment, LocateOptions};
use crate::bundle::party_layer::PartyLayer;
use crate::config::Project;
use crate::error::{Error, ErrorKind};
use crate::terminal::Terminal;
use std::path::{Path, PathBuf};

pub(super) struct Tools {
    pub(super) esbuild: Esbuild,
    pub(super) layer: PartyLayer,
    /// What `PARTYKIT_HOST` says.
    pub(super) host: String,
    /// Where to put a copy of the server bundle.
    pub(super) outdir: Option<PathBuf>,
}

/// Which esbuild the project around `root` is built with.
pub(crate) fn doctor_esbuild(root: &Path, terminal: &Terminal) -> Result<String, Error> {
    let options = LocateOptions {
        explicit: None,
        root: root.to_owned(),
        env: Environment::of_process(),
    };
    let found = super::block_on(async {
        locate::locate(&options, &|progress| report::progress(&progress, terminal)).await
    })?;
    Ok(format!("esbuild is `{}`", found.path.display()))
}

/// The folder for what is made or fetched once.
pub(super) fn cache() -> Result<PathBuf, Error> {
    locate::cache_folder(&Environment::of_process()).ok_or_else(|| {
        Error::new(ErrorKind::Other, "there is no home folder to keep a cache in")
            .hint("name a folder with PARTYRS_CACHE")
    })
}

/// The party layer, in the cache if there is one that can be written. A container's user often has none; one that was
/// named must do.
fn layer(env: &Environment) -> Result<PartyLayer, Error> {
    let named = env.path("PARTYRS_CACHE").is_some();
    match cache().and_then(|cache| PartyLayer::unpack(&cache)) {
        Err(_) if !named => PartyLayer::unpack_for_now(),
        unpacked => unpacked,
    }
}

impl Tools {
    /// Finds esbuild, the `explicit` one if there is one, and unpacks the party layer.
    pub(super) async fn get(
        project: &Project,
        explicit: Option<PathBuf>,
        outdir: Option<PathBuf>,
        bound: &Bound,
        terminal: &Terminal,
    ) -> Result<Self, Error> {
        let root = project.root.canonicalize().map_err(|source| {
            let message = format!("cannot use the folder `{}`", project.root.display());
            Error::new(ErrorKind::Other, message).caused_by(source)
        })?;
        let env = Environment::of_process();
        let layer = layer(&env)?;
        let options = LocateOptions {
            explicit,
            root: root.clone(),
            env,
        };
        let found = locate::locate(&options, &|progress| report::progress(&progress, terminal)).await?;
        Ok(Self {
            esbuild: Esbuild {
                path: found.path,
                root,
            },
            layer,
            host: bound.authority(project.host),
            outdir,
        })
    }
}
