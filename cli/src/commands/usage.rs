//! What is wrong with a command line, in PartyKit's words (conformance C03) with the values that would be right.

use crate::config::did_you_mean;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Whether what was not understood is a wish for the version (conformance C01).
pub(super) fn is_version(error: &clap::Error) -> bool {
    let option = error.get(ContextKind::InvalidArg).map(text);
    error.kind() == ErrorKind::UnknownArgument
        && option.is_some_and(|option| option == "--version" || option == "-v")
}

/// The lines for `error` about the arguments of `root`, without a final line break.
pub(super) fn explain(error: &clap::Error, root: &clap::Command) -> String {
    let context = |kind| error.get(kind).map(text).unwrap_or_default();
    let argument = || option_name(&context(ContextKind::InvalidArg));
    let value = || context(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            let option = context(ContextKind::InvalidArg);
            if !option.starts_with('-') {
                return format!("error: unexpected argument '{option}'");
            }
            let meant = option_meant(&option, root)
                .map(|meant| format!("\n(Did you mean {meant}?)"))
                .unwrap_or_default();
            format!("error: unknown option '{option}'{meant}")
        }
        // A value for an option that takes none.
        ErrorKind::TooManyValues => {
            let option = argument();
            format!(
                "error: unknown option '{option}={}'\n(Did you mean {option}?)",
                value()
            )
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

/// The option of the command that was typed which `wrong` may be a misspelling of. There are no opposites of options,
/// so `--no-live` is about `--live`.
fn option_meant(wrong: &str, root: &clap::Command) -> Option<String> {
    let typed = std::env::args().nth(1).unwrap_or_default();
    let command = root.find_subcommand(&typed).unwrap_or(root);
    let visible = command.get_arguments().filter(|argument| !argument.is_hide_set());
    let names: Vec<&str> = visible
        .filter_map(|argument| argument.get_long())
        .chain(["help"])
        .collect();
    let name = wrong.strip_prefix("--")?;
    let near = |name: &str| did_you_mean(name, names.iter().copied());
    let opposite = || name.strip_prefix("no-").and_then(near);
    near(name).or_else(opposite).map(|meant| format!("--{meant}"))
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
