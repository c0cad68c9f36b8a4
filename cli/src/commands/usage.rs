//! What is wrong with a command line, in PartyKit's words (conformance C03) with the values that would be right.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The lines for `error`, without a final line break.
pub(super) fn explain(error: &clap::Error) -> String {
    let context = |kind| error.get(kind).map(text).unwrap_or_default();
    let argument = || option_name(&context(ContextKind::InvalidArg));
    let value = || context(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let option = context(ContextKind::InvalidArg);
            let meant = error.get(ContextKind::SuggestedArg).map(text);
            let meant = meant
                .map(|meant| format!("\n(Did you mean {meant}?)"))
                .unwrap_or_default();
            format!("error: unknown option '{option}'{meant}")
        }
        ErrorKind::InvalidValue | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues
            if value().is_empty() =>
        {
            format!("error: option '{}' argument missing", argument())
        }
        ErrorKind::InvalidValue => {
            let choices = context(ContextKind::ValidValue);
            let meant = error.get(ContextKind::SuggestedValue).map(text);
            let meant = meant
                .map(|meant| format!("\n(Did you mean {meant}?)"))
                .unwrap_or_default();
            format!(
                "error: option '{}' argument '{}' is invalid. Allowed choices are {choices}.{meant}",
                argument(),
                value()
            )
        }
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error)
                .map(|source| format!(" {source}."))
                .unwrap_or_default();
            format!(
                "error: option '{}' argument '{}' is invalid.{reason}",
                argument(),
                value()
            )
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = context(ContextKind::InvalidArg);
            let missing = option_name(&missing);
            if missing.starts_with('-') {
                format!("error: required option '{missing}' not specified")
            } else {
                format!("error: missing required argument '{missing}'")
            }
        }
        ErrorKind::ArgumentConflict => {
            format!(
                "error: option '{}' cannot be used with '{}'",
                argument(),
                context(ContextKind::PriorArg)
            )
        }
        _ => error.render().to_string().trim_end().to_owned(),
    }
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        other => other.to_string(),
    }
}

/// `--port <n>` as it stands in the help; clap puts `...` behind lists.
fn option_name(argument: &str) -> String {
    argument.trim_end_matches("...").to_owned()
}
