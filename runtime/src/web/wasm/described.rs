//! Imports and exports in words, as JavaScript asks for them. Types are letters, those of `values.rs`.

use super::values::letter;
use wasmi::{ExternType, ValType};

/// An import or export, in words.
pub(super) struct Described {
    pub(super) module: String,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) types: String,
}

pub(super) fn letters(types: &[ValType]) -> String {
    types.iter().map(|kind| letter(*kind)).collect()
}

pub(super) fn describe(module: &str, name: &str, kind: &ExternType) -> Described {
    let (kind, types) = match kind {
        ExternType::Func(kind) => (
            "function",
            format!("{}:{}", letters(kind.params()), letters(kind.results())),
        ),
        ExternType::Memory(_) => ("memory", String::new()),
        ExternType::Table(kind) => ("table", letter(ValType::from(kind.element())).to_owned()),
        ExternType::Global(kind) => {
            let mutable = if kind.mutability().is_mut() { "!" } else { "" };
            ("global", format!("{}{mutable}", letter(kind.content())))
        }
    };
    Described {
        module: module.to_owned(),
        name: name.to_owned(),
        kind,
        types,
    }
}
