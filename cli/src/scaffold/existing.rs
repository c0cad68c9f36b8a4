//! A party for a package that is there: what is missing is added, what is there stays.

use super::NewFile;
use super::template::types;
use crate::config::{CONFIG_NAMES, today};
use crate::error::{Error, ErrorKind};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// What the starter is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    TypeScript,
    JavaScript,
}

/// What is added to a package.
#[derive(Debug)]
pub(crate) struct Addition {
    /// The files that are not there yet.
    pub(crate) files: Vec<NewFile>,
    /// The new text of package.json, when packages are missing.
    pub(crate) package: Option<String>,
    /// What is missing, as in package.json.
    pub(crate) packages: Vec<String>,
}

const SCHEMA: &str = "https://www.partykit.io/schema.json";
const PARTYSOCKET: &str = "^1.3.0";
const TYPESCRIPT: &str = "^7.0.2";

const STARTER_TS: &str = r#"import type * as Party from "partykit/server";

export default class Server implements Party.Server {
  constructor(readonly room: Party.Room) {}

  onConnect(connection: Party.Connection, { request }: Party.ConnectionContext) {
    console.log(`${connection.id} came to ${this.room.id} by ${new URL(request.url).pathname}`);
    connection.send("hello from server");
  }

  onMessage(message: string, sender: Party.Connection) {
    console.log(`${sender.id} said ${message}`);
    // To everybody else in the room.
    this.room.broadcast(`${sender.id}: ${message}`, [sender.id]);
  }
}
"#;

const STARTER_JS: &str = r#"/** @implements {import("partykit/server").Server} */
export default class Server {
  /** @param {import("partykit/server").Room} room */
  constructor(room) {
    this.room = room;
  }

  /**
   * @param {import("partykit/server").Connection} connection
   * @param {import("partykit/server").ConnectionContext} context
   */
  onConnect(connection, { request }) {
    console.log(`${connection.id} came to ${this.room.id} by ${new URL(request.url).pathname}`);
    connection.send("hello from server");
  }

  /**
   * @param {string} message
   * @param {import("partykit/server").Connection} sender
   */
  onMessage(message, sender) {
    console.log(`${sender.id} said ${message}`);
    // To everybody else in the room.
    this.room.broadcast(`${sender.id}: ${message}`, [sender.id]);
  }
}
"#;

impl Addition {
    /// What the package in `folder` lacks. `name` is the project's; without it, it follows from the package's.
    pub(crate) fn to(folder: &Path, name: Option<&str>, language: Language) -> Result<Self, Error> {
        let path = folder.join("package.json");
        let unreadable = |source: Box<dyn std::error::Error + Send + Sync>| {
            Error::new(ErrorKind::Config, "cannot read `package.json`")
                .hint("it must be a JSON object; nothing was written")
                .caused_by(source)
        };
        let text = fs::read_to_string(&path).map_err(|source| unreadable(source.into()))?;
        let mut package: Map<String, Value> =
            serde_json::from_str(&text).map_err(|source| unreadable(source.into()))?;
        let name = name.map_or_else(|| project_name(&package), str::to_owned);
        let (main, starter) = match language {
            Language::TypeScript => ("party/index.ts", STARTER_TS),
            Language::JavaScript => ("party/index.js", STARTER_JS),
        };
        let config = written_config(folder, &package);
        let mut files = Vec::new();
        let mut add = |path: &str, content: String| {
            files.push(NewFile {
                path: PathBuf::from(path),
                content: content.into_bytes(),
            });
        };
        if config.is_none() {
            let config =
                json!({ "$schema": SCHEMA, "name": name, "main": main, "compatibilityDate": today() });
            add("partykit.json", pretty(&config, "  ")? + "\n");
        }
        // A project that has a config has the parties that it names.
        if config.is_none_or(|config| config.contains(main)) {
            add(main, starter.to_owned());
        }
        if is_checked(folder) && !has(&package, "partykit") {
            files.push(types());
        }
        files.retain(|file| folder.join(&file.path).symlink_metadata().is_err());
        let packages = add_packages(&mut package, language);
        Ok(Self {
            files,
            package: if packages.is_empty() {
                None
            } else {
                Some(pretty(&Value::Object(package), indent_of(&text))? + end_of(&text))
            },
            packages,
        })
    }

    /// Writes it.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Error> {
        super::write(&self.files, folder)?;
        if let Some(package) = &self.package {
            fs::write(folder.join("package.json"), package).map_err(|source| {
                Error::new(ErrorKind::Other, "cannot write `package.json`").caused_by(source)
            })?;
        }
        Ok(())
    }
}

/// The text of the config that `folder` has, in a file or in its `package`.
fn written_config(folder: &Path, package: &Map<String, Value>) -> Option<String> {
    let file = |name: &&str| fs::read_to_string(folder.join(name)).ok();
    let key = || package.get("partykit").map(Value::to_string);
    CONFIG_NAMES.iter().find_map(file).or_else(key)
}

/// Whether TypeScript checks the files of `folder`.
pub(crate) fn is_checked(folder: &Path) -> bool {
    folder
        .ancestors()
        .any(|above| above.join("tsconfig.json").is_file())
}

/// Whether `package` depends on the package `name`.
fn has(package: &Map<String, Value>, name: &str) -> bool {
    let lists = ["dependencies", "devDependencies", "peerDependencies"];
    lists
        .iter()
        .any(|list| package.get(*list).is_some_and(|list| list.get(name).is_some()))
}

/// Adds what is missing; `name version` of each.
fn add_packages(package: &mut Map<String, Value>, language: Language) -> Vec<String> {
    // A package that ran under PartyKit has the tools it wants.
    let has_tools = ["partykit", "partyrs", "typescript"]
        .iter()
        .any(|name| has(package, name));
    let wanted = [
        ("dependencies", "partysocket", PARTYSOCKET, true),
        (
            "devDependencies",
            "typescript",
            TYPESCRIPT,
            language == Language::TypeScript && !has_tools,
        ),
    ];
    let mut added = Vec::new();
    for (list, name, version, is_wanted) in wanted {
        if is_wanted && !has(package, name) {
            let list = package.entry(list).or_insert_with(|| json!({}));
            if let Value::Object(list) = list {
                list.insert(name.to_owned(), version.into());
                added.push(format!("{name} {version}"));
            }
        }
    }
    added
}

/// `@scope/my app` becomes `scope-my-app-party`.
fn project_name(package: &Map<String, Value>) -> String {
    let name = package.get("name").and_then(Value::as_str).unwrap_or("my");
    let name: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    format!("{}-party", name.trim_matches('-'))
}

fn pretty(value: &Value, indent: &str) -> Result<String, Error> {
    let mut text = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(indent.as_bytes());
    let mut serializer = serde_json::Serializer::with_formatter(&mut text, formatter);
    let written = value.serialize(&mut serializer);
    written
        .map_err(|source| source.to_string())
        .and_then(|()| String::from_utf8(text).map_err(|source| source.to_string()))
        .map_err(|reason| Error::new(ErrorKind::Other, format!("cannot make JSON: {reason}")))
}

/// What the first indented line of `text` starts with.
fn indent_of(text: &str) -> &str {
    text.lines()
        .map(|line| &line[..line.len() - line.trim_start().len()])
        .find(|indent| !indent.is_empty())
        .unwrap_or("  ")
}

fn end_of(text: &str) -> &'static str {
    if text.ends_with('\n') { "\n" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_missing_is_added_and_the_indent_stays() {
        let folder = tempfile::tempdir().unwrap();
        let package = "{\n    \"name\": \"@scope/My app\",\n    \"devDependencies\": {\n        \"typescript\": \"5\"\n    }\n}\n";
        fs::write(folder.path().join("package.json"), package).unwrap();
        let addition = Addition::to(folder.path(), None, Language::TypeScript).unwrap();
        assert_eq!(addition.packages, ["partysocket ^1.3.0"]);
        assert_eq!(
            addition.package.as_deref().unwrap(),
            package.replace(
                "    }\n}\n",
                "    },\n    \"dependencies\": {\n        \"partysocket\": \"^1.3.0\"\n    }\n}\n"
            )
        );
        let config = addition
            .files
            .iter()
            .find(|file| file.path.ends_with("partykit.json"))
            .unwrap();
        let config: Value = serde_json::from_slice(&config.content).unwrap();
        assert_eq!(config["name"], "scope-my-app-party");
        addition.write(folder.path()).unwrap();
        let again = Addition::to(folder.path(), None, Language::TypeScript).unwrap();
        assert!(again.files.is_empty() && again.package.is_none());
    }

    #[test]
    fn a_project_that_has_a_config_gets_no_second_server() {
        let folder = tempfile::tempdir().unwrap();
        let added = |config: &str| {
            fs::write(folder.path().join("partykit.json5"), config).unwrap();
            let addition = Addition::to(folder.path(), None, Language::TypeScript).unwrap();
            addition
                .files
                .into_iter()
                .map(|file| file.path)
                .collect::<Vec<_>>()
        };
        fs::write(folder.path().join("package.json"), "{}").unwrap();
        assert!(added("{ main: 'src/server.ts' }").is_empty());
        assert_eq!(
            added("{ main: './party/index.ts' }"),
            [Path::new("party/index.ts")]
        );
    }
}
