//! What partyrs starts ends with it, however it ends. Processes are counted where the system shows them.

#![cfg(target_os = "linux")]

use crate::support::{Project, buildable};
use rustix::process::Signal;
use std::time::{Duration, Instant};

const CONFIG: &str = "{ name: 'demo', main: 'server.js', compatibilityDate: '2026-01-01' }";

fn project() -> Project {
    buildable(&[
        ("partykit.json", CONFIG),
        (
            "server.js",
            "export default { onFetch() { return new Response('ok') } }",
        ),
    ])
}

/// Two sleeping processes that nothing but `kill -9` ends.
const STUBBORN: &str = "trap '' TERM INT HUP; sleep 600 & sleep 600; sleep 600";

#[test]
fn kill_9_of_exec_ends_the_command_and_what_it_has_started() {
    let project = project();
    let exec = project.starting(&["exec", "--", "sh", "-c", STUBBORN]);
    project.until_processes("sleep", |count| count == 2);
    exec.kill();
    project.until_processes("", |count| count == 0);
}

#[test]
fn kill_9_of_dev_ends_a_build_command() {
    let project = project();
    project.write(
        "partykit.json",
        &CONFIG.replace(
            "main:",
            "build: { command: 'trap \"\" TERM; sleep 600 & sleep 600' }, main:",
        ),
    );
    let dev = project.dev_starting(&["--port", "0"]);
    project.until_processes("sleep", |count| count == 2);
    dev.kill();
    project.until_processes("", |count| count == 0);
}

#[test]
fn a_signal_ends_exec_within_a_second_even_if_its_command_ignores_signals() {
    for signal in [Signal::TERM, Signal::INT] {
        let project = project();
        let exec = project.starting(&["exec", "--logs", "never", "--", "sh", "-c", STUBBORN]);
        project.until_processes("sleep", |count| count == 2);
        let asked = Instant::now();
        exec.signal(signal);
        let outcome = exec.ended();
        let took = asked.elapsed();
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(130), ""));
        // One second; the rest is for a busy machine.
        assert!(took < Duration::from_secs(3), "{took:?}");
        project.until_processes("", |count| count == 0);
    }
}

#[test]
fn a_second_partyrs_in_the_same_folder_is_told_who_has_the_rooms() {
    let project = project();
    let first = project.dev(&[]);
    let (pid, port) = (first.id(), first.port);
    let said = |state: &str| {
        format!(
            "✘ [ERROR] another partyrs uses the rooms in `{state}`: process {pid}, port {port}, in `[project]`

    hint: stop it with `kill {pid}`,
          keep the rooms of this one elsewhere with `--persist <folder>`, or nowhere with `--persist false`

"
        )
    };
    let second = project.run(&["dev", "--port", "0"]);
    assert_eq!((second.code, second.stderr), (Some(1), said(".partykit/state")));
    let second = project.run(&["exec", "--persist", "--", "true"]);
    assert_eq!((second.code, second.stderr), (Some(1), said(".partykit/state")));
    let doctor = project.run(&["doctor"]);
    let line =
        format!("✔ the rooms are in use: partyrs runs as process {pid}, on port {port}, in `[project]`\n");
    assert!(doctor.stdout.contains(&line), "{}", doctor.stdout);
    // Rooms of its own, in memory or elsewhere.
    assert_eq!(project.run(&["exec", "--", "true"]).code, Some(0));
    assert_eq!(
        project.run(&["exec", "--persist=other", "--", "true"]).code,
        Some(0)
    );
    first.kill();
    let again = project.dev(&[]);
    assert_eq!(again.text("/"), "ok");
}

#[test]
fn two_work_trees_of_one_project_share_rooms_only_if_told_to_and_then_not_at_once() {
    let (one, two) = (project(), project());
    let shared = one.path("shared");
    let shared = format!("--persist={}", shared.display());
    let first = one.dev(&[]);
    let beside = two.dev(&[]);
    assert_eq!(
        (first.text("/"), beside.text("/")),
        ("ok".to_owned(), "ok".to_owned())
    );
    drop((first, beside));
    let _first = one.dev(&[&shared]);
    let second = two.run(&["dev", "--port", "0", &shared]);
    assert_eq!(second.code, Some(1));
    assert!(
        second.stderr.contains("] another partyrs uses the rooms in `"),
        "{}",
        second.stderr
    );
    // Another project's rooms have other names.
    two.write("partykit.json", &CONFIG.replace("demo", "other"));
    assert_eq!(two.dev(&[&shared]).text("/"), "ok");
}
