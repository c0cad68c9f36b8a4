//! The templates, embedded: each folder of `templates/` is one.

use super::NewFile;
use crate::config::{ProjectName, schema, today};
use crate::error::Error;
use include_dir::{Dir, DirEntry, include_dir};
use std::path::{Path, PathBuf};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../templates");

/// The types of `partykit/server`, so that projects type-check with nothing installed.
const TYPES: &str = include_str!("../../../runtime/types/partykit-server.d.ts");

/// The files that hold `$PROJECT_NAME` and `$COMPATIBILITY_DATE`.
const FILLED_IN: [&str; 4] = ["package.json", "partykit.json", "README.md", "public/index.html"];

/// What a checkout may hold that is no part of a template.
const LEFT_OUT: [&str; 7] = [
    "node_modules",
    "dist",
    ".partykit",
    ".env",
    "package-lock.json",
    "partykit-env.d.ts",
    ".DS_Store",
];

/// One template.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template {
    folder: &'static Dir<'static>,
}

impl Template {
    /// The template that is used when nobody chooses.
    pub(crate) const DEFAULT: &'static str = "typescript";

    /// All templates, the default first.
    pub(crate) fn all() -> Vec<Self> {
        let mut all: Vec<Self> = TEMPLATES.dirs().map(|folder| Self { folder }).collect();
        all.sort_by_key(|template| (template.name() != Self::DEFAULT, template.name()));
        all
    }

    /// The template called `name`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|template| template.name() == name)
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        self.folder.path().to_str().unwrap_or_default()
    }

    /// What it is: the first line of its README below the heading, up to a colon.
    pub(crate) fn summary(self) -> &'static str {
        let readme = self.folder.get_file(self.folder.path().join("README.md"));
        let text = readme.and_then(|file| file.contents_utf8()).unwrap_or_default();
        let line = text
            .lines()
            .skip(1)
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        line.split([':', '.']).next().unwrap_or(line)
    }

    /// The files of a project called `name`, sorted.
    pub(crate) fn files(self, name: &ProjectName) -> Result<Vec<NewFile>, Error> {
        let date = today();
        let mut files = vec![types(), schema::file()?];
        let mut folders = vec![self.folder];
        while let Some(folder) = folders.pop() {
            for entry in folder.entries() {
                match entry {
                    _ if is_left_out(entry.path()) => {}
                    DirEntry::Dir(folder) => folders.push(folder),
                    DirEntry::File(file) => {
                        let path = project_path(
                            file.path()
                                .strip_prefix(self.folder.path())
                                .unwrap_or(file.path()),
                        );
                        let content = match file.contents_utf8() {
                            Some(text) if FILLED_IN.iter().any(|filled| path == Path::new(filled)) => text
                                .replace("$PROJECT_NAME", &name.to_string())
                                .replace("$COMPATIBILITY_DATE", &date)
                                .into_bytes(),
                            Some(_) | None => file.contents().to_owned(),
                        };
                        files.push(NewFile { path, content });
                    }
                }
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }
}

fn is_left_out(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| LEFT_OUT.iter().any(|left_out| name == *left_out))
}

/// The file with the types of `partykit/server`.
pub(super) fn types() -> NewFile {
    NewFile {
        path: "partykit-env.d.ts".into(),
        content: TYPES.into(),
    }
}

/// `_gitignore` becomes `.gitignore`; only at the top, where such files stand.
fn project_path(path: &Path) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix('_')) {
        Some(rest) if !rest.contains('/') => PathBuf::from(format!(".{rest}")),
        Some(_) | None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_a_whole_project() {
        let name = ProjectName::new("my-party").unwrap();
        let names: Vec<_> = Template::all().iter().map(|template| template.name()).collect();
        assert_eq!(
            names,
            ["typescript", "chat-room", "javascript", "react", "text-editor"]
        );
        for template in Template::all() {
            let files = template.files(&name).unwrap();
            let has = |path: &str| files.iter().any(|file| file.path == Path::new(path));
            for path in [
                ".gitignore",
                "README.md",
                "package.json",
                "partykit.json",
                "partykit-env.d.ts",
                "tsconfig.json",
            ] {
                assert!(has(path), "{} has no {path}", template.name());
            }
            let summary = template.summary();
            assert!(
                (10..60).contains(&summary.len()),
                "{}: {summary}",
                template.name()
            );
            for file in &files {
                let text = String::from_utf8_lossy(&file.content);
                assert!(
                    !text.contains("$PROJECT_NAME") && !text.contains("$COMPATIBILITY_DATE"),
                    "{file:?}"
                );
            }
        }
    }
}
