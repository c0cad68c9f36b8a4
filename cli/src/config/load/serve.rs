//! `serve`: the static files and the client bundle.

use super::{Loader, Missing};
use crate::config::file::{
    ClientBuild as ClientBuildFile, ClientBuildField, OneOrMany, Serve as ServeFile, ServeField,
};
use crate::config::project::{ClientBuild, Serve};
use crate::error::{Error, ErrorKind};
use std::path::Path;

impl Loader<'_> {
    pub(super) fn serve(&self, configured: Option<ServeField>) -> Result<Option<Serve>, Error> {
        if let Some(folder) = &self.flags.serve {
            let path = self.paths.typed(folder);
            if !path.is_dir() {
                return Err(Error::new(
                    ErrorKind::Config,
                    format!("there is no folder `{}` to serve", folder.display()),
                )
                .hint("`--serve` takes a folder, relative to the working directory"));
            }
            return Ok(Some(Serve {
                path,
                ..Serve::default()
            }));
        }
        let serve = match configured {
            None => return Ok(None),
            Some(ServeField::Path(path)) => ServeFile {
                path: Some(path),
                ..Default::default()
            },
            Some(ServeField::Object(serve)) => *serve,
        };
        let unimplemented = [
            ("include", serve.include.is_some()),
            ("exclude", serve.exclude.is_some()),
        ];
        if let Some((first, _)) = unimplemented.iter().find(|(_, used)| *used) {
            let keys: Vec<&str> = unimplemented
                .iter()
                .filter(|(_, used)| *used)
                .map(|(key, _)| *key)
                .collect();
            let message = format!("Not implemented keys in config.serve: {}", keys.join(", "));
            let hint = "PartyKit does not implement them either: keep such files outside of the folder";
            return Err(self
                .at(Error::new(ErrorKind::Config, message), &["serve", first])
                .hint(hint));
        }
        // What is left out here is warned of, as nothing of it is wrong in PartyKit (`unsupported`).
        let Some(written) = &serve.path else {
            return Ok(None);
        };
        let path = self.paths.other(written);
        if !path.is_dir() && self.missing == Missing::Wrong {
            let error = Error::new(
                ErrorKind::Config,
                format!("there is no folder `{written}` to serve"),
            );
            return Err(self
                .at_either(error, &["serve", "path"], &["serve"])
                .hint("create it, or change `serve.path`"));
        }
        let build = serve
            .build
            .map(|build| self.client_build(build, &path))
            .transpose()?
            .flatten();
        Ok(Some(Serve {
            path,
            build,
            single_page_app: serve.single_page_app.unwrap_or(false),
        }))
    }

    fn client_build(&self, configured: ClientBuildField, serve: &Path) -> Result<Option<ClientBuild>, Error> {
        let build = match configured {
            ClientBuildField::Entry(entry) => ClientBuildFile {
                entry: Some(OneOrMany::One(entry)),
                ..Default::default()
            },
            ClientBuildField::Object(build) => *build,
        };
        let entry = build.entry.map(OneOrMany::into_vec).unwrap_or_default();
        if entry.is_empty() {
            return Ok(None);
        }
        let outdir = match &build.outdir {
            // From the folder that `serve.path` was found in, though it does not exist before the first build.
            Some(outdir) if serve.starts_with(&self.paths.root) => self.paths.module(outdir),
            Some(outdir) => self.paths.typed(outdir),
            None => serve.join("dist"),
        };
        if !outdir.starts_with(serve) {
            let shown = self.paths.shown(serve);
            let error = Error::new(
                ErrorKind::Config,
                format!("`serve.build.outdir` must lie inside `{shown}`"),
            );
            let hint = "browsers load the bundle from there: leave it out for `dist` in that folder";
            return Err(self.at(error, &["serve", "build", "outdir"]).hint(hint));
        }
        Ok(Some(ClientBuild {
            entry: entry.into_iter().map(|entry| self.paths.entry(entry)).collect(),
            written_to: outdir.clone(),
            outdir,
            bundle: build.bundle.unwrap_or(true),
            splitting: build.splitting.unwrap_or(true),
            external: build.external,
            minify: self.flags.minify || build.minify.unwrap_or(false),
            format: build.format.unwrap_or_default().as_str().to_owned(),
            sourcemap: build.sourcemap.unwrap_or(true),
            alias: build.alias,
            define: build.define,
            loader: build
                .loader
                .into_iter()
                .map(|(extension, loader)| (extension, loader.0))
                .collect(),
            live: build.live.unwrap_or(false),
        }))
    }
}
