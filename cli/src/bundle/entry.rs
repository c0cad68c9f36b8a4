//! The generated module that joins the user's parties with the party layer. Invariant: every name the pattern of
//! [`PartyName`] allows works, since names stand in strings and exports have a prefix.

use crate::config::project::Project;
use indexmap::IndexMap;
use partyrs_runtime::PartyName;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;

/// The entry's name in messages and source maps: nobody's file.
pub(crate) const ENTRY_NAME: &str = "partyrs:entry.js";

/// The specifier by which the entry imports the party layer.
pub(crate) const PARTY_LAYER: &str = "partyrs/party";

/// All parties with their modules: the others in config order, then `main`.
pub(crate) fn parties(project: &Project) -> Vec<(&str, &Path)> {
    let others = project
        .parties
        .iter()
        .map(|(name, file)| (name.as_str(), file.as_path()));
    others
        .chain([(PartyName::MAIN, project.main.as_path())])
        .collect()
}

/// The module to hand to esbuild, plain JavaScript, imports relative to the project root.
pub(crate) fn source(project: &Project) -> String {
    let parties = parties(project);
    let mut imports = format!("import {{ definePartyProject }} from {};\n", quoted(PARTY_LAYER));
    let mut handlers = String::new();
    let mut exports = String::new();
    // Writing to a string cannot fail.
    for (index, (name, file)) in parties.into_iter().enumerate() {
        let id = name.replace('-', "__");
        let _ = writeln!(
            imports,
            "import party{index} from {};",
            quoted(&specifier(file, &project.root))
        );
        let binding = quoted(&format!("PARTYRS_DO_{id}"));
        let _ = writeln!(
            handlers,
            "    {}: {{ handler: party{index}, binding: {binding} }},",
            quoted(name)
        );
        let _ = writeln!(
            exports,
            "export const Party_{id} = project.rooms[{}];",
            quoted(name)
        );
    }
    let options = options(project);
    format!(
        "{imports}const project = definePartyProject({{\n  parties: {{\n{handlers}  }},\n  ...{options},\n}});\n\
         export default project.worker;\n{exports}export const partyrs = project.shape;\n"
    )
}

/// How a message of esbuild names the module `file`.
pub(crate) fn specifier(file: &Path, root: &Path) -> String {
    let relative = file.strip_prefix(root).ok().and_then(Path::to_str);
    match relative {
        Some(inside) => format!("./{}", inside.replace('\\', "/")),
        None => file.to_string_lossy().into_owned(),
    }
}

/// The rest of `ProjectOptions` in the party layer.
fn options(project: &Project) -> Value {
    let bindings = |kind: &str, names: &IndexMap<String, String>| -> IndexMap<String, String> {
        let binding = |name: &String| (name.clone(), format!("PARTYRS_{kind}_{name}"));
        names.keys().map(binding).collect()
    };
    let crons = project
        .crons
        .iter()
        .map(|(name, schedule)| (name, schedule.expression()));
    json!({
        "crons": crons.collect::<IndexMap<_, _>>(),
        "assets": { "singlePageApp": project.serve.as_ref().is_some_and(|serve| serve.single_page_app) },
        "bindings": {
            "kv": bindings("KV", &project.bindings.kv),
            "r2": bindings("R2", &project.bindings.r2),
        },
        "ai": project.ai,
        "vectorize": project.vectorize,
    })
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
