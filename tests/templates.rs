//! Every template, as somebody who tries it has it: made, installed, type-checked, built and served.

use crate::support::{Dev, Outcome, Project};
use std::path::Path;

/// The packages come from npm, with the settings and the cache of whoever runs the tests.
fn with_npm(project: Project) -> Project {
    let home = std::env::var("HOME").unwrap();
    project
        .env("npm_config_userconfig", format!("{home}/.npmrc"))
        .env("npm_config_cache", format!("{home}/.npm"))
        .env("npm_config_prefer_offline", "true")
        .env("npm_config_update_notifier", "false")
}

#[track_caller]
fn ends_well(outcome: &Outcome) {
    assert_eq!(outcome.code, Some(0), "{}\n{}", outcome.stdout, outcome.stderr);
}

/// The scaffolded project, installed; it has been type-checked.
fn checked(template: &str) -> Project {
    let project = with_npm(Project::new(&[]));
    ends_well(&project.run(&["init", "app", "--template", template, "--yes", "--no-git"]));
    let check = project.program("npm", "app", &["run", "check"]);
    ends_well(&check);
    project
}

#[test]
fn there_is_a_test_for_every_template() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        ["chat-room", "javascript", "react", "text-editor", "typescript"]
    );
}

/// Its page, its built client with `library` in it, and what the room answers.
#[track_caller]
fn assert_has_page(dev: &Dev, library: &str, room: &str) {
    let page = dev.text("/");
    assert!(page.contains("<title>app</title>"), "{page}");
    assert!(dev.text("/dist/client.js").contains(library));
    assert!(dev.text("/dist/client.css").contains("{"));
    assert_eq!(
        dev.get("/favicon.svg").header("content-type"),
        Some("image/svg+xml")
    );
    assert_eq!(dev.text("/party/home"), room);
}

#[track_caller]
fn assert_serves(project: &Project, room: &str) {
    let dev = project.dev_in("app", &[]);
    assert_has_page(&dev, "PartySocket", room);
    let mut socket = dev.connect("/party/home?_pk=me");
    let welcome = socket.next();
    assert!(welcome.starts_with('{'), "{welcome}");
    let outcome = dev.stop();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
}

#[test]
fn chat_room_checks_builds_and_serves() {
    let project = checked("chat-room");
    assert_serves(&project, r#"{"messages":[]}"#);
    // Who stays connected is told of a key that comes into `.env`.
    let dev = project.dev_in("app", &[]);
    let mut page = dev.connect("/party/home?_pk=me");
    assert!(page.next().contains(r#""assistant":false"#));
    project.write("app/.env", "OPENAI_API_KEY=key\n");
    dev.says("Updated and ready on");
    let look = page.ask(r#"{"type":"look"}"#);
    assert_eq!(look, r#"{"type":"assistant","assistant":true}"#);
}

#[test]
fn javascript_checks_builds_and_serves() {
    assert_serves(&checked("javascript"), r#"{"cheers":0,"people":0}"#);
}

#[test]
fn react_checks_builds_and_serves() {
    assert_serves(&checked("react"), r#"{"items":[]}"#);
}

#[test]
fn text_editor_checks_builds_and_serves() {
    let project = checked("text-editor");
    let dev = project.dev_in("app", &[]);
    assert_has_page(&dev, "YPartyKitProvider", "");
    let mut socket = dev.connect("/party/home?_pk=me");
    // Yjs asks first: what of the document does the page have?
    let question = socket.next();
    assert!(question.starts_with("binary 0 0 "), "{question}");
    let outcome = dev.stop();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
}

#[test]
fn typescript_checks_builds_and_serves() {
    assert_serves(&checked("typescript"), r#"{"cheers":0,"people":0}"#);
}

#[test]
fn a_mistake_in_a_template_does_not_pass_its_check() {
    let project = checked("typescript");
    let server = project.read("app/party/server.ts");
    let broken = server.replace(
        "this.room.storage.put(\"cheers\", this.cheers)",
        "this.room.storage.putt(\"cheers\")",
    );
    assert_ne!(server, broken);
    project.write("app/party/server.ts", &broken);
    let outcome = project.program("npm", "app", &["run", "check"]);
    assert_ne!(outcome.code, Some(0));
    assert!(
        outcome.stdout.contains("Property 'putt' does not exist"),
        "{}",
        outcome.stdout
    );
}
