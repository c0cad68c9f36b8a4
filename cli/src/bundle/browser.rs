//! The client bundle, `serve.build`: written to disk below the asset folder, as PartyKit does, or beside it.

use super::esbuild::{Esbuild, Options};
use super::messages::BuildMessage;
use super::{BuildError, define};
use crate::config::project::{ClientBuild, Project, Serve};
use crate::error::{Error, ErrorKind};
use indexmap::IndexMap;
use partyrs_runtime::{Changes, LIVE_SCRIPT};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// A good client build.
#[derive(Clone, Debug)]
pub(crate) struct BrowserBuild {
    /// What was written.
    pub(crate) outputs: Outputs,
    /// The files that went into it, absolute.
    pub(crate) inputs: BTreeSet<PathBuf>,
    pub(crate) warnings: Vec<BuildMessage>,
}

/// The files of a build: URL path to a hash of the content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outputs(BTreeMap<String, [u8; 32]>);

impl Outputs {
    /// What is different from `before`.
    pub(crate) fn changes_since(&self, before: &Self) -> Changes {
        let missing_in = |other: &Self, path: &str| !other.0.contains_key(path);
        let changed = |path: &str, hash| before.0.get(path).is_some_and(|old| old != hash);
        Changes {
            added: self
                .0
                .keys()
                .filter(|path| missing_in(before, path))
                .cloned()
                .collect(),
            removed: before
                .0
                .keys()
                .filter(|path| missing_in(self, path))
                .cloned()
                .collect(),
            updated: self
                .0
                .iter()
                .filter(|(path, hash)| changed(path, *hash))
                .map(|(path, _)| path.clone())
                .collect(),
        }
    }
}

/// Builds for the browser. `host` is what `PARTYKIT_HOST` says.
pub(crate) async fn build(
    esbuild: &Esbuild,
    project: &Project,
    serve: &Serve,
    client: &ClientBuild,
    host: &str,
) -> Result<BrowserBuild, BuildError> {
    check(serve, client)?;
    let mut defines = project.define.clone();
    defines.extend(client.define.clone());
    let outcome = esbuild
        .build(options(client, &defines, host))
        .await
        .map_err(|error| define::explain(error, &defines))?;
    let folder = &client.written_to;
    let resolved = folder.canonicalize().unwrap_or_else(|_| folder.clone());
    let url = client.url(serve).unwrap_or_default();
    let mut outputs = Outputs::default();
    for path in outcome.metafile.output_files(&esbuild.root) {
        let content = tokio::fs::read(&path).await.map_err(|source| {
            Error::new(ErrorKind::Build, format!("cannot read `{}`", path.display())).caused_by(source)
        })?;
        let inside = path
            .strip_prefix(&resolved)
            .or_else(|_| path.strip_prefix(folder))
            .unwrap_or(&path);
        let url = format!("{url}{}", inside.to_string_lossy().replace('\\', "/"));
        outputs.0.insert(url, Sha256::digest(&content).into());
    }
    Ok(BrowserBuild {
        outputs,
        inputs: outcome.metafile.input_files(&esbuild.root),
        warnings: outcome.warnings,
    })
}

fn check(serve: &Serve, client: &ClientBuild) -> Result<(), Error> {
    let config = |message: String| Error::new(ErrorKind::Config, message);
    if !client.outdir.starts_with(&serve.path) {
        let message = format!(
            "`serve.build.outdir` (`{}`) is not inside `serve.path` (`{}`)",
            client.outdir.display(),
            serve.path.display()
        );
        return Err(config(message).hint("only files inside `serve.path` are served"));
    }
    if client.bundle && client.splitting && client.format != "esm" {
        let message = format!(
            "`serve.build.splitting` needs the format `esm`, not `{}`",
            client.format
        );
        return Err(config(message).hint("add `\"splitting\": false` to `serve.build`"));
    }
    Ok(())
}

fn options(build: &ClientBuild, defines: &IndexMap<String, String>, host: &str) -> Options {
    // In full, so that a new option does not compile until it is handled.
    let ClientBuild {
        entry,
        outdir: _,
        written_to,
        bundle,
        splitting,
        external,
        minify,
        format,
        sourcemap,
        alias,
        define: _,
        loader,
        live,
    } = build;
    let mut options = Options::default();
    for entry in entry {
        options.add(entry.as_str());
    }
    options.add_path("--outdir=", written_to);
    options.add(format!("--format={format}"));
    options.add("--target=esnext");
    options.add("--platform=browser");
    // Without bundling esbuild refuses the options that only bundling uses.
    if *bundle {
        options.add("--bundle");
        options.add_pairs("alias", alias);
        for pattern in external {
            options.add(format!("--external:{pattern}"));
        }
        if *splitting {
            options.add("--splitting");
        }
    }
    if *sourcemap {
        options.add("--sourcemap");
    }
    if *minify {
        options.add("--minify");
    }
    options.add_pairs("define", defines);
    if !defines.contains_key("PARTYKIT_HOST") {
        options.add(format!(
            "--define:PARTYKIT_HOST={}",
            serde_json::Value::from(host)
        ));
    }
    options.add_pairs("loader", loader);
    if *live {
        options.add(format!("--banner:js={LIVE_SCRIPT}"));
    }
    options
}
