//! The JSON Schema of `partykit.json`, made from the types that read it. A copy is in the repository,
//! `cli/schema/partykit.schema.json`, and in every project that asks for it: `REFERENCE` beside the config, where editors
//! find it without a network.

use super::Project;
use super::document::{Document, Kind};
use super::file::ConfigFile;
use crate::error::{Error, ErrorKind};
use crate::scaffold::NewFile;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// What a config's `$schema` says that wants the copy: the folder is git's to ignore.
const REFERENCE: &str = "./.partykit/schema.json";

/// The schema, indented, with an end of line.
pub(crate) fn text() -> Result<String, Error> {
    let schema = SchemaSettings::draft07()
        .into_generator()
        .into_root_schema_for::<ConfigFile>();
    let mut schema = schema.to_value();
    without_null(&mut schema);
    if let Some(Value::Object(definitions)) = schema.get_mut("definitions") {
        definitions.values_mut().for_each(without_words);
    }
    let text = serde_json::to_string_pretty(&schema).map_err(|source| {
        Error::new(ErrorKind::Other, "cannot make the schema of `partykit.json`").caused_by(source)
    })?;
    Ok(text + "\n")
}

/// The copy, for a new project.
pub(crate) fn file() -> Result<NewFile, Error> {
    Ok(NewFile {
        path: REFERENCE.trim_start_matches("./").into(),
        content: text()?.into_bytes(),
    })
}

/// Puts the schema where the config of `project` says, if it wants the copy and has another one or none.
pub(crate) fn refresh(project: &Project) -> Result<(), Error> {
    let Some(config) = project.config_file.as_deref().filter(|config| asks(config)) else {
        return Ok(());
    };
    let file = config.with_file_name(REFERENCE.trim_start_matches("./"));
    let text = text()?;
    if fs::read_to_string(&file).is_ok_and(|there| there == text) {
        return Ok(());
    }
    let folder = file.parent().unwrap_or(config);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&file, text));
    written.map_err(|source| {
        Error::new(
            ErrorKind::Other,
            format!("cannot write the schema `{}`", file.display()),
        )
        .hint("make the folder writable, or take `$schema` out of the config")
        .caused_by(source)
    })
}

/// Whether the file's `$schema` is the copy.
fn asks(config: &Path) -> bool {
    let document = fs::read_to_string(config)
        .ok()
        .and_then(|text| Document::parse(config, text).ok());
    let node = document
        .as_ref()
        .and_then(|document| document.root.get("$schema"));
    matches!(node.map(|node| &node.kind), Some(Kind::Scalar(Value::String(text))) if text == REFERENCE)
}

/// Editors show the innermost words: those of a field say what it does, those of a type would hide them.
fn without_words(definition: &mut Value) {
    let Value::Object(parts) = definition else { return };
    parts.shift_remove("description");
    if let Some(Value::Array(choices)) = parts.get_mut("anyOf") {
        choices.iter_mut().for_each(without_words);
    }
}

/// A field may be left out; it may not be null, which schemars adds to every optional one.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Array(parts) => parts.iter_mut().for_each(without_null),
        Value::Object(parts) => {
            if let Some(Value::Array(types)) = parts.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    parts.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(choices)) = parts.get_mut("anyOf") {
                choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
            }
            if parts.get("default").is_some_and(Value::is_null) {
                parts.shift_remove("default");
            }
            parts.values_mut().for_each(without_null);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
