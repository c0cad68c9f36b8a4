//! The JSON Schema of the config: fresh, found by editors without a network, and of one mind with what reads the config.

use crate::support::{Project, buildable};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What both must accept, as the fields beside `name` and `main`.
const RIGHT: [&str; 22] = [
    "",
    "$schema: 'https://www.partykit.io/schema.json', preview: 'p', team: 't', domain: 'a.b'",
    "port: 0",
    "port: 65535",
    "crons: { hourly: '0 * * * *' }",
    "serve: 'public'",
    "serve: { path: 'public', singlePageApp: true, browserTTL: 60, edgeTTL: null, other: 1 }",
    "serve: { path: 'public', build: 'client.ts' }",
    "serve: { path: 'public', build: { entry: ['client.ts'], bundle: true, splitting: false, external: ['x'],
        outdir: 'public/out', minify: true, alias: { a: 'b' }, format: 'iife', live: true, sourcemap: false,
        define: { A: '1' }, loader: { '.png': 'dataurl' } } }",
    "persist: true",
    "persist: 'kept'",
    "vars: { text: 'a', number: 1, list: [1, null], object: { a: true } }",
    "define: { A: '1' }",
    "parties: { 'a-b_1': 'server.ts' }",
    "build: { command: 'true', cwd: '.', watch: ['src', 'lib'], alias: { a: 'b' } }",
    "build: { watch: 'src' }",
    "compatibilityDate: '2026-01-01', compatibilityFlags: ['nodejs_compat']",
    "minify: true, logpush: true, tailConsumers: ['a'], analytics: 'a'",
    "ai: true",
    "ai: { apiToken: 'a' }, vectorize: { a: 'index', b: { index_name: 'i' } }",
    "bindings: { r2: { A: 'a' }, kv: { B: 'b' } }",
    "placement: { mode: 'smart' }, observability: { enabled: true, head_sampling_rate: 0.5 }",
];

/// What both must refuse.
const WRONG: [&str; 19] = [
    "foo: 1",
    "port: '1'",
    "port: 65536",
    "port: 1.5",
    "port: null",
    "team: null",
    "crons: { a: 1 }",
    "serve: 1",
    "serve: { path: 1 }",
    "serve: { path: 'public', build: { entry: 'client.ts', format: 'umd' } }",
    "serve: { path: 'public', build: { entry: 'client.ts', loader: { '.a': 'nope' } } }",
    "serve: { path: 'public', browserTTL: 'long' }",
    "persist: 1",
    "vars: []",
    "parties: { Upper: 'server.ts' }",
    "parties: { main: 'server.ts' }",
    "build: { foo: 1 }",
    "build: { watch: [1] }",
    "placement: { mode: 'fast' }",
];

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Whether the committed schema accepts a config; else why not.
fn judged(config: &Value) -> Result<(), String> {
    let text = std::fs::read_to_string(repository("cli/schema/partykit.schema.json")).unwrap();
    let schema = serde_json::from_str(&text).unwrap();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", schema).unwrap();
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile("schema.json", &mut schemas).unwrap();
    let verdict = schemas.validate(config, index);
    verdict.map_err(|error| error.to_string())
}

fn config(fields: &str) -> String {
    format!("{{ name: 'demo', main: 'server.ts', {fields} }}")
}

#[test]
fn the_committed_schema_is_what_the_command_prints() {
    let printed = Project::new(&[]).run(&["schema"]);
    let committed = std::fs::read_to_string(repository("cli/schema/partykit.schema.json")).unwrap();
    assert!(
        printed.stdout == committed,
        "make it anew: cargo run -p partyrs -- schema > cli/schema/partykit.schema.json"
    );
}

#[test]
fn schema_and_partyrs_are_of_one_mind_about_every_form_of_the_config() {
    let files = [("server.ts", ""), ("client.ts", ""), ("public/index.html", "")];
    let project = Project::new(&files);
    let both = |fields: &str| {
        project.write("partykit.json", &config(fields));
        let outcome = project.run(&["env"]);
        let value = json5::from_str(&config(fields)).unwrap();
        (outcome.code, outcome.stderr, judged(&value))
    };
    for fields in RIGHT {
        let (code, stderr, verdict) = both(fields);
        assert_eq!(code, Some(0), "{fields}: {stderr}");
        assert_eq!(verdict, Ok(()), "{fields}");
    }
    for fields in WRONG {
        let (code, _, verdict) = both(fields);
        assert_eq!(code, Some(1), "{fields}");
        assert!(verdict.is_err(), "{fields}");
    }
}

#[test]
fn every_field_is_explained() {
    let printed = Project::new(&[]).run(&["schema"]).stdout;
    let schema: Value = serde_json::from_str(&printed).unwrap();
    let definitions = schema["definitions"].as_object().unwrap().values();
    for object in definitions.chain([&schema]) {
        let fields = object["properties"].as_object().into_iter().flatten();
        for (name, field) in fields {
            let text = field["description"].as_str().unwrap_or_default();
            assert!(text.ends_with('.'), "{name}: {field}");
        }
    }
}

#[test]
fn the_config_of_every_template_fits_the_schema_and_has_it_at_hand() {
    for template in ["typescript", "chat-room", "javascript", "react"] {
        let project = Project::new(&[]);
        let made = project.run(&["init", "a", "-t", template, "--yes", "--no-install", "--no-git"]);
        assert_eq!(made.code, Some(0), "{}", made.stderr);
        let config: Value = json5::from_str(&project.read("a/partykit.json")).unwrap();
        assert_eq!(judged(&config), Ok(()), "{template}");
        let place = config["$schema"].as_str().unwrap();
        assert_eq!(
            project.read(&format!("a/{place}")),
            std::fs::read_to_string(repository("cli/schema/partykit.schema.json")).unwrap()
        );
    }
}

#[test]
fn dev_writes_the_schema_that_a_clone_lacks_and_none_that_nobody_asked_for() {
    let project = buildable(&[
        (
            "partykit.json",
            &config("$schema: './.partykit/schema.json', compatibilityDate: '2026-01-01'"),
        ),
        ("server.ts", "export default {}"),
    ]);
    let dev = project.dev(&["--persist", "false"]);
    assert!(
        project
            .read(".partykit/schema.json")
            .contains("\"title\": \"partykit.json\"")
    );
    assert_eq!(dev.err(), "");
    drop(dev);
    let project = buildable(&[
        ("partykit.json", &config("compatibilityDate: '2026-01-01'")),
        ("server.ts", "export default {}"),
    ]);
    drop(project.dev(&["--persist", "false"]));
    assert!(!project.path(".partykit").exists());
}
