//! `partyrs exec`: a command beside the served project. What the command prints is what these tests see.

use crate::support::{Dev, Outcome, Project, buildable};
use serde_json::Value;

const CONFIG: (&str, &str) = (
    "partykit.json",
    "{ name: 'demo', main: 'server.ts', compatibilityDate: '2026-01-01' }",
);

const COUNTER: (&str, &str) = (
    "server.ts",
    "export default class {
  constructor(readonly room: any) {}
  async onRequest() {
    const count = ((await this.room.storage.get('count')) ?? 0) + 1;
    await this.room.storage.put('count', count);
    console.log('counted');
    return new Response(String(count));
  }
  static onFetch() { return new Response('hello ' + process.env.WHO); }
}
",
);

/// Fetches with nothing but what every machine has.
const GET: (&str, &str) = (
    "get.sh",
    "exec 3<>/dev/tcp/127.0.0.1/$PARTYKIT_PORT
printf 'GET %s HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n' \"$1\" >&3
while read -r line <&3; do :; done
echo \"$line\"
",
);

fn counter() -> Project {
    buildable(&[CONFIG, COUNTER, GET])
}

#[track_caller]
fn assert_said(outcome: &Outcome, code: i32, stdout: &str) {
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (Some(code), stdout),
        "{}",
        outcome.stderr
    );
}

#[test]
fn the_command_finds_the_project_and_nothing_else_is_printed() {
    let outcome = counter().run(&["exec", "--var", "WHO=you", "--", "bash", "get.sh", "/"]);
    assert_said(&outcome, 0, "hello you\n");
    assert_eq!(outcome.stderr, "");
    let script =
        "test http://$PARTYKIT_HOST = $PARTYKIT_URL && test $PARTYKIT_HOST = 127.0.0.1:$PARTYKIT_PORT";
    assert_said(&counter().run(&["exec", "sh", "-c", script]), 0, "");
}

#[test]
fn a_failing_command_gives_its_code_and_the_servers_lines() {
    let project = counter();
    let fail = ["--", "sh", "-c", "bash get.sh /party/a; exit 7"];
    let outcome = project.run(&[&["exec"][..], &fail].concat());
    assert_said(&outcome, 7, "1\n");
    assert!(outcome.stderr.contains("] counted\n"), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("[pk:inf] GET /party/a 200 OK ("),
        "{}",
        outcome.stderr
    );
    let outcome = project.run(&[&["exec", "--logs", "never"][..], &fail].concat());
    assert_said(&outcome, 7, "1\n");
    assert_eq!(outcome.stderr, "");
}

#[test]
fn rooms_forget_everything_unless_they_are_to_keep_it() {
    let project = counter();
    let get = ["--", "bash", "get.sh", "/party/a"];
    for _ in 0..2 {
        assert_said(&project.run(&[&["exec"][..], &get].concat()), 0, "1\n");
    }
    for count in ["1\n", "2\n"] {
        assert_said(
            &project.run(&[&["exec", "--persist=kept"][..], &get].concat()),
            0,
            count,
        );
    }
}

#[test]
fn every_line_for_programs_is_an_object() {
    let outcome = counter().run(&["exec", "--json", "--", "bash", "get.sh", "/party/a"]);
    assert_said(&outcome, 0, "1\n");
    let events: Vec<Value> = outcome
        .stderr
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let names: Vec<&str> = events
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["built", "ready", "console", "request", "shutdown"]);
    assert_eq!((&events[2]["room"], &events[2]["line"]), (&"a".into(), &6.into()));
    assert_eq!(
        (&events[3]["path"], &events[3]["status"]),
        (&"/party/a".into(), &200.into())
    );
}

#[test]
fn a_project_that_does_not_start_is_a_failure_that_says_why() {
    let broken = buildable(&[CONFIG, ("server.ts", "export default {\n")]);
    let outcome = broken.run(&["exec", "--", "echo", "never"]);
    assert_said(&outcome, 1, "");
    assert!(
        outcome.stderr.starts_with("✘ [ERROR] Unexpected end of file\n")
            || outcome.stderr.starts_with("✘ [ERROR] Expected"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome
            .stderr
            .contains("\n    server.ts:2:0\n      1 │ export default {\n      2 │ \n        ╵ ^\n"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.ends_with(
            "✘ [ERROR] the project did not start\n\n    hint: what is wrong with it stands above\n\n"
        ),
        "{}",
        outcome.stderr
    );
    let throws = buildable(&[CONFIG, ("server.ts", "throw new Error('no')\nexport default {}")]);
    let outcome = throws.run(&["exec", "--", "echo", "never"]);
    assert_said(&outcome, 1, "");
    assert_eq!(
        outcome.stderr.matches("Error: no").count(),
        1,
        "{}",
        outcome.stderr
    );
    assert!(outcome.stderr.contains("server.ts:1:7"), "{}", outcome.stderr);
}

#[test]
fn a_command_that_cannot_run_or_takes_too_long_has_a_code_of_its_own() {
    let project = counter();
    let outcome = project.run(&["exec", "--logs", "never", "--", "no-such-command"]);
    assert_said(&outcome, 127, "");
    assert_eq!(
        outcome.stderr,
        "✘ [ERROR] there is no command `no-such-command`\n\n    \
         hint: everything after `--` is the command: `partyrs exec -- npm test`\n\n"
    );
    let slow = ["--", "sh", "-c", "sleep 600 & sleep 600"];
    let outcome = project.run(&[&["exec", "--logs", "never", "--timeout", "0.2"][..], &slow].concat());
    assert_said(&outcome, 124, "");
    assert!(
        outcome
            .stderr
            .starts_with("✘ [ERROR] `sh` was ended after 0.2 s\n"),
        "{}",
        outcome.stderr
    );
    let outcome = project.run(&["exec"]);
    assert_eq!(outcome.stderr, "error: missing required argument '<command>'\n");
}

#[test]
fn what_the_command_left_running_ends_with_it() {
    let project = counter();
    // Its output would keep the test waiting if it went on.
    let outcome = project.run(&["exec", "--", "sh", "-c", "sleep 600 & echo done"]);
    assert_said(&outcome, 0, "done\n");
}

#[test]
fn build_command_runs_before_and_prints_beside() {
    let config = "{ name: 'demo', main: 'made/server.js', compatibilityDate: '2026-01-01',
        build: { command: 'mkdir -p made && echo making && cp server.txt made/server.js' } }";
    let server = "export default { onFetch() { return new Response('made') } }";
    let project = buildable(&[("partykit.json", config), ("server.txt", server), GET]);
    let outcome = project.run(&["exec", "--", "bash", "get.sh", "/"]);
    assert_said(&outcome, 0, "made\n");
    assert_eq!(outcome.stderr, "making\n");
    project.write("partykit.json", &config.replace("mkdir", "exit 3; mkdir"));
    let outcome = project.run(&["exec", "--", "echo", "never"]);
    assert_said(&outcome, 1, "");
    assert!(
        outcome.stderr.contains("ended with code 3\n"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn the_client_of_exec_is_its_own_and_that_of_dev_stays_as_it_is() {
    let config = "{ name: 'demo', main: 'server.ts', compatibilityDate: '2026-01-01',
        serve: { path: 'public', build: 'client.ts' } }";
    let project = buildable(&[
        ("partykit.json", config),
        COUNTER,
        GET,
        ("client.ts", "console.log('served at', PARTYKIT_HOST)"),
        ("public/dist/kept.txt", "kept"),
    ]);
    let script = "bash get.sh /dist/kept.txt; exec 3<>/dev/tcp/127.0.0.1/$PARTYKIT_PORT
        printf 'GET /dist/client.js HTTP/1.0\\r\\nHost: a\\r\\n\\r\\n' >&3
        grep -c \"served at.*$PARTYKIT_HOST\" <&3";
    // Alone, it leaves no file.
    let files = project.list();
    assert_said(
        &project.run(&["exec", "--", "bash", "-c", script]),
        0,
        "kept\n1\n",
    );
    assert_eq!(project.list(), files);
    // Beside others, everybody has a client of their own.
    let dev = project.dev(&[]);
    let of_dev = |dev: &Dev| format!("console.log(\"served at\", \"127.0.0.1:{}\");", dev.port);
    assert_said(
        &project.run(&["exec", "--", "bash", "-c", script]),
        0,
        "kept\n1\n",
    );
    assert!(project.read("public/dist/client.js").contains(&of_dev(&dev)));
    let other = project.dev(&["--persist", "false"]);
    let said = "Another partyrs builds into public/dist: this one keeps its client elsewhere\n";
    assert!(other.out().contains(said), "{}", other.out());
    assert!(other.text("/dist/client.js").contains(&of_dev(&other)));
    assert!(project.read("public/dist/client.js").contains(&of_dev(&dev)));
    assert!(dev.text("/dist/client.js").contains(&of_dev(&dev)));
}
