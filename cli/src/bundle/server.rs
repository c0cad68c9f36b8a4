//! The server bundle: the user's parties and the party layer in one module, as PartyKit builds it.

use super::entry::{self, ENTRY_NAME, PARTY_LAYER};
use super::esbuild::{Esbuild, Options, Outcome, scratch_folder};
use super::messages::{BuildMessage, Location, Note};
use super::metafile::Metafile;
use super::party_layer::PartyLayer;
use super::{BuildError, define, node_modules, source_map};
use crate::config::project::Project;
use crate::error::{Error, ErrorKind};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use bytes::Bytes;
use partyrs_runtime::{Bundle, BundleModule};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A good server build.
#[derive(Clone, Debug)]
pub(crate) struct ServerBuild {
    pub(crate) bundle: Bundle,
    /// The user's files that went into it, absolute.
    pub(crate) inputs: BTreeSet<PathBuf>,
    pub(crate) warnings: Vec<BuildMessage>,
}

/// Where the party layer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joining {
    /// Beside the bundle: rooms then keep neither its text nor its positions.
    Beside,
    /// Into the bundle, which is then complete.
    Within,
}

/// Builds the server bundle. `host` is what `PARTYKIT_HOST` says.
pub(crate) async fn build(
    esbuild: &Esbuild,
    layer: &PartyLayer,
    project: &Project,
    host: &str,
    joining: Joining,
) -> Result<ServerBuild, BuildError> {
    let scratch = scratch_folder()?;
    // esbuild resolves links, so relative paths fit only between resolved ones.
    let outdir = scratch
        .path()
        .canonicalize()
        .map_err(|source| unreadable(scratch.path(), source))?;
    let mut options = options(project, layer, host, joining);
    options.add_path("--outdir=", &outdir);
    options.stdin(entry::source(project));
    let bundled = async {
        let outcome = esbuild.build(options).await;
        outcome
            .map_err(|error| define::explain(error, &project.define))
            .map_err(|error| explain(error, project, &esbuild.root))
    };
    let beside = async {
        match joining {
            Joining::Beside => layer.in_one(esbuild).await.map(Some),
            Joining::Within => Ok(None),
        }
    };
    let (outcome, party_layer) = tokio::try_join!(bundled, beside)?;
    let bundle = Bundle {
        party_layer,
        ..read_bundle(&outcome.metafile, &outdir, &esbuild.root, layer).await?
    };
    let Outcome { metafile, warnings } = outcome;
    let mut inputs = metafile.input_files(&esbuild.root);
    inputs.retain(|file| !file.starts_with(&layer.folder));
    Ok(ServerBuild {
        bundle,
        inputs,
        warnings,
    })
}

/// Writes the bundle with its source map to one file in `folder`, named after the main party's module: for debuggers
/// and curious people (`--unstable_outdir`).
pub(crate) fn write_to(folder: &Path, main: &Path, bundle: &Bundle) -> Result<(), Error> {
    let name = main.file_stem().unwrap_or_default();
    let path = folder.join(name).with_extension("js");
    let map = BASE64_STANDARD.encode(bundle.source_map.as_deref().unwrap_or_default());
    let code = format!(
        "{}//# sourceMappingURL=data:application/json;base64,{map}\n",
        bundle.code
    );
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, code));
    written.map_err(|source| {
        Error::new(ErrorKind::Other, format!("cannot write `{}`", path.display())).caused_by(source)
    })
}

fn options(project: &Project, layer: &PartyLayer, host: &str, joining: Joining) -> Options {
    let mut options = Options::default();
    for flag in [
        "--bundle",
        "--format=esm",
        "--target=esnext",
        // Engines do not have them yet.
        "--supported:decorators=false",
        "--platform=browser",
        "--conditions=partykit,workerd,worker",
        "--sourcemap=external",
        "--entry-names=worker",
        "--asset-names=[name]-[hash]",
        "--loader=js",
        "--loader:.wasm=copy",
        "--loader:.bin=copy",
    ] {
        options.add(flag);
    }
    options.add(format!("--sourcefile={ENTRY_NAME}"));
    match joining {
        Joining::Beside => options.add(format!("--external:{PARTY_LAYER}")),
        Joining::Within => options.add_path(&format!("--alias:{PARTY_LAYER}="), &layer.entry()),
    }
    for (specifier, module) in layer.stand_ins() {
        if !project.alias.contains_key(specifier) {
            options.add_path(&format!("--alias:{specifier}="), &module);
        }
    }
    options.add_pairs("alias", &project.alias);
    for specifier in node_modules::external() {
        options.add(format!("--external:{specifier}"));
    }
    if !project.define.contains_key("PARTYKIT_HOST") {
        options.add(format!(
            "--define:PARTYKIT_HOST={}",
            serde_json::Value::from(host)
        ));
    }
    options.add_pairs("define", &project.define);
    if project.minify {
        options.add("--minify");
    }
    options
}

async fn read_bundle(
    metafile: &Metafile,
    outdir: &Path,
    root: &Path,
    layer: &PartyLayer,
) -> Result<Bundle, Error> {
    let read_text = async |name: &str| {
        let path = outdir.join(name);
        let text = tokio::fs::read_to_string(&path).await;
        text.map_err(|source| unreadable(&path, source))
    };
    let code = read_text("worker.js").await?;
    let map = read_text("worker.js.map").await?;
    let imports = metafile
        .outputs
        .values()
        .flat_map(|output| &output.imports)
        .collect::<Vec<_>>();
    let mut modules = Vec::new();
    for path in metafile.output_files(root) {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if name == "worker.js" || name == "worker.js.map" {
            continue;
        }
        let bytes = tokio::fs::read(&path)
            .await
            .map_err(|source| unreadable(&path, source))?;
        modules.push(BundleModule {
            specifier: format!("./{name}"),
            bytes: Bytes::from(bytes),
        });
    }
    Ok(Bundle {
        code: node_modules::link_requires(one_spelling(code, &modules), &imports),
        party_layer: None,
        source_map: source_map::relative(&map, outdir, root, &layer.folder),
        modules,
    })
}

/// `./a.wasm?module` and `./a.wasm` are one module, so both are written the same; blanks keep every column where
/// the source map has it.
fn one_spelling(mut code: String, modules: &[BundleModule]) -> String {
    for BundleModule { specifier, .. } in modules {
        let query = format!("\"{specifier}?module\"");
        if code.contains(&query) {
            code = code.replace(&query, &format!("\"{specifier}\"       "));
        }
    }
    code
}

/// Places in the generated entry say nothing to the user: a message about one of their modules goes to the module.
fn explain(error: BuildError, project: &Project, root: &Path) -> BuildError {
    let BuildError::Code(mut messages) = error else {
        return error;
    };
    for message in &mut messages {
        let in_entry = message
            .location
            .as_ref()
            .is_some_and(|place| place.file == ENTRY_NAME);
        if !in_entry {
            continue;
        }
        message.location = None;
        let module = |(name, file)| {
            let path = entry::specifier(file, &project.root);
            let shown = path.strip_prefix("./").unwrap_or(&path).to_owned();
            let named = [&path, &shown]
                .into_iter()
                .any(|path| message.text.contains(&format!("\"{path}\"")));
            named.then_some((name, shown))
        };
        let Some((name, file)) = entry::parties(project).into_iter().find_map(module) else {
            continue;
        };
        let text = if message.text.starts_with("No matching export") {
            message.location = Some(Location {
                file,
                line: 1,
                length: 1,
                ..Location::default()
            });
            message.read_lines(root);
            format!("The module of the party `{name}` must export its class or object as default.")
        } else {
            format!("The config names it as the module of the party `{name}`.")
        };
        message.notes = vec![Note { text, location: None }];
    }
    BuildError::Code(messages)
}

fn unreadable(path: &Path, source: std::io::Error) -> Error {
    Error::new(ErrorKind::Build, format!("cannot read `{}`", path.display())).caused_by(source)
}
