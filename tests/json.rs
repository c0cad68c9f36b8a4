//! Lines for programs: what the binary says is what `docs/json.md` names, kind by kind and field by field.

use crate::support::{Outcome, Project, buildable};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Fields by kind of event. Those of lists' objects are `list.field`.
type Fields = BTreeMap<String, BTreeSet<String>>;

const PAGE: &str = include_str!("../docs/json.md");

const SERVER: &str = "export default class {
  constructor(room) { this.room = room; }
  onRequest(request) {
    console.log('asked');
    const query = new URL(request.url).search;
    if (query === '?throw') throw new TypeError('no');
    if (query === '?memory') { this.all = []; while (true) this.all.push(new Uint8Array(4e6).fill(1)); }
    return new Response('ok');
  }
  static onCron() {}
}
";

/// What the page names: its sections and the first and last columns of their tables.
fn documented() -> Fields {
    let mut fields = Fields::new();
    let events = PAGE.split("### Variables").next().unwrap();
    for section in events.split("### `").skip(1) {
        let (event, rest) = section.split_once('`').unwrap();
        let named = fields.entry(event.to_owned()).or_default();
        for row in rest.lines().filter(|line| line.starts_with("| `")) {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let names = codes(cells[1]);
            if let Some((_, objects)) = cells[3].split_once("objects with ") {
                named.extend(codes(objects).iter().map(|field| format!("{}.{field}", names[0])));
            }
            named.extend(names);
        }
    }
    fields
}

/// What stands in backticks.
fn codes(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Adds what `lines` say.
fn collect(lines: &str, said: &mut Fields) {
    for line in lines.lines() {
        let object: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let object = object.as_object().unwrap();
        let event = object["event"].as_str().unwrap();
        let fields = said.entry(event.to_owned()).or_default();
        for (field, value) in object.iter().filter(|(field, _)| *field != "event") {
            fields.insert(field.clone());
            let inner = value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_object);
            let inner = inner.flat_map(|object| object.keys().map(|key| format!("{field}.{key}")));
            fields.extend(inner);
        }
    }
}

fn collect_failure(project: &Project, args: &[&str], said: &mut Fields) {
    let Outcome { code, stdout, stderr } = project.run(args);
    assert_eq!(code, Some(1), "{args:?}: {stdout}{stderr}");
    collect(&stdout, said);
    collect(&stderr, said);
}

#[test]
fn the_page_names_every_event_and_every_field_that_is_said_and_no_others() {
    let config =
        "{ name: 'demo', main: 'server.js', compatibilityDate: '2026-01-01', crons: { a: '0 0 1 1 *' } }";
    let mut said = Fields::new();
    let project = buildable(&[("partykit.json", config), ("server.js", SERVER)]);
    let mut dev = project.starting(&["dev", "--port", "0", "--json", "--inspect"]);
    let ready = dev.says(r#""event":"ready""#);
    let ready: Value = serde_json::from_str(ready.lines().last().unwrap()).unwrap();
    dev.port = u16::try_from(ready["port"].as_u64().unwrap()).unwrap();
    dev.text("/party/a");
    dev.get("/party/a?throw");
    dev.attempt("GET", "/party/a?memory", "");
    dev.says("The room was reset");
    project.write(
        "server.js",
        &SERVER.replace("class {", "class { x = typeof this === 'null';"),
    );
    dev.says(r#""event":"reload""#);
    project.write("server.js", &format!("import 'left-pad';\n{SERVER}"));
    dev.says("Could not resolve");
    let outcome = dev.stop();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    // Where the port was, its name stands, which is no JSON.
    collect(&outcome.stdout.replace("[port]", "0"), &mut said);
    collect_failure(
        &project,
        &["check", "--json", "--define", "V=not valid"],
        &mut said,
    );
    collect_failure(&project, &["env", "--json", "--env-file", "none"], &mut said);
    collect_failure(&project, &["exec", "--json", "--", "true"], &mut said);
    project.write("partykit.json", "{ main: 1, prot: 2 }");
    for command in [
        &["dev", "--json"][..],
        &["doctor", "--json"],
        &["exec", "--json", "--", "true"],
    ] {
        collect_failure(&project, command, &mut said);
    }
    // Nothing is due as long as a test may take; the terminal's own tests know its fields.
    let cron = ["name", "cron", "ms", "error"].map(str::to_owned);
    said.insert("cron".to_owned(), cron.into());
    assert_eq!(said, documented());
}
