//! Replacements that esbuild refuses: a mistake of the config or of a flag, not of the code. What it refuses is its
//! own business; here its words about it are recognized, and the name is found that they leave out.

use super::BuildError;
use super::messages::BuildMessage;
use crate::error::{Error, ErrorKind};
use indexmap::IndexMap;

/// What it says about a value; a colon and the value follow.
const VALUE: &str = "Invalid define value";

/// What versions before 0.25 say about a name; the name in quotes follows.
const NAME: &str = "The define key \"";

/// The file that later versions take a name for.
const NAME_FILE: &str = "(define name)";

/// `error`, as one of the config if it is about `define`.
pub(super) fn explain(error: BuildError, define: &IndexMap<String, String>) -> BuildError {
    let BuildError::Code(messages) = &error else {
        return error;
    };
    match messages.iter().find_map(|message| refused(message, define)) {
        Some(refused) => BuildError::Tool(refused),
        None => error,
    }
}

fn refused(message: &BuildMessage, define: &IndexMap<String, String>) -> Option<Error> {
    if let Some(rest) = message.text.strip_prefix(VALUE) {
        let value = rest.split_once("): ").map_or("", |(_, value)| value);
        let name = define
            .iter()
            .find_map(|(name, other)| (other == value).then_some(name.as_str()));
        return Some(wrong_value(name.unwrap_or("NAME"), value));
    }
    if let Some(rest) = message.text.strip_prefix(NAME) {
        return Some(wrong_name(rest.split('"').next().unwrap_or_default()));
    }
    let place = message.location.as_ref()?;
    (place.file == NAME_FILE).then(|| wrong_name(&place.line_text))
}

fn wrong_value(name: &str, value: &str) -> Error {
    let found = match value {
        "" => "nothing".to_owned(),
        value => format!("`{value}`"),
    };
    let error = Error::new(
        ErrorKind::Config,
        format!("Invalid define value of `{name}`: {found}"),
    );
    let text = serde_json::Value::from(value);
    error.hint(format!(
        "it must be a JavaScript literal or a name; text needs quotes of its own:\n\
         `--define '{name}={text}'`, in the config `\"{name}\": {}`",
        serde_json::Value::from(text.to_string())
    ))
}

fn wrong_name(name: &str) -> Error {
    Error::new(
        ErrorKind::Config,
        format!("`define` cannot replace `{name}`: it is no name"),
    )
    .hint("it replaces names like `VERSION` or `process.env.MODE`")
}
