//! The command line: help, version, wrong words.

use crate::support::{Outcome, Project};
use std::process::{Command, Stdio};

const HELP: &str = "\
Runs PartyKit projects: one binary, nothing else to install

Usage: partyrs <command> [options]

Commands:
  init [name]    Make a new project from a template
  dev [script]   Serve a project, and rebuild it whenever a file is saved
  exec -- <cmd>  Serve a project while a command runs: for tests and CI
  check          Look for mistakes without serving anything
  env            Show the variables of a project and where they come from
  doctor         Look for trouble on this machine, each with its remedy
  schema         Print the JSON Schema of partykit.json, for editors
  completions    Print a script that completes commands in your shell

Options:
  -v, --version  Print the version
  -h, --help     Print help

Examples:
  partyrs init my-chat --template chat-room --dev
  partyrs dev --live
  partyrs dev --help
";

fn run(args: &[&str]) -> Outcome {
    Project::new(&[]).run(args)
}

#[track_caller]
fn assert_refused(args: &[&str], stderr: &str) {
    let expected = Outcome {
        code: Some(1),
        stdout: String::new(),
        stderr: stderr.to_owned(),
    };
    assert_eq!(run(args), expected);
}

#[test]
fn the_version_is_bare() {
    for flag in ["-v", "--version"] {
        let expected = Outcome {
            code: Some(0),
            stdout: "[version]\n".to_owned(),
            stderr: String::new(),
        };
        assert_eq!(run(&[flag]), expected);
    }
}

#[test]
fn help_is_shown_when_asked_for_and_when_nothing_was_said() {
    for args in [&[][..], &["help"], &["--help"]] {
        assert_eq!(
            run(args),
            Outcome {
                code: Some(0),
                stdout: HELP.to_owned(),
                stderr: String::new()
            }
        );
    }
}

#[test]
fn an_unknown_command_gets_the_help_and_a_suggestion() {
    let outcome = run(&["dve"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), HELP));
    assert_eq!(
        outcome.stderr,
        "error: unknown command 'dve'\n(Did you mean dev?)\n"
    );
    assert_eq!(run(&["zzz"]).stderr, "error: unknown command 'zzz'\n");
}

#[test]
fn a_wrong_option_is_named_with_the_right_one() {
    assert_refused(
        &["dev", "--prot", "1"],
        "error: unknown option '--prot'\n(Did you mean --port?)\n",
    );
    assert_refused(&["--prot"], "error: unknown option '--prot'\n");
    assert_refused(&["dev", "-p"], "error: option '--port <n>' argument missing\n");
    assert_refused(
        &["dev", "-p", "70000"],
        "error: option '--port <n>' argument '70000' is invalid. Expected a whole number from 0 to 65535.\n",
    );
    assert_refused(
        &["dev", "--runtime", "workerd"],
        "error: option '--runtime <engine>' argument 'workerd' is invalid. \
         It is not there yet: until then, `npx partykit dev` runs a project in workerd.\n",
    );
    assert_refused(
        &["init", "--template", "chatroom"],
        "error: option '--template <name>' argument 'chatroom' is invalid. \
         Allowed choices are typescript, chat-room, javascript, react, text-editor.\n(Did you mean chat-room?)\n",
    );
}

#[test]
fn a_value_or_a_no_that_an_option_does_not_take_is_answered_with_the_option() {
    assert_refused(
        &["dev", "--live=1"],
        "error: unknown option '--live=1'\n(Did you mean --live?)\n",
    );
    assert_refused(
        &["dev", "--no-live"],
        "error: unknown option '--no-live'\n(Did you mean --live?)\n",
    );
    assert_refused(
        &["dev", "--reload", "kep"],
        "error: option '--reload <auto|keep|restart>' argument 'kep' is invalid. \
         Allowed choices are auto, keep, restart.\n(Did you mean keep?)\n",
    );
    assert_refused(&["schema", "more"], "error: unexpected argument 'more'\n");
}

#[test]
fn an_option_may_come_again_and_the_last_one_counts() {
    let outcome = run(&[
        "check",
        "--json",
        "--json",
        "-c",
        "first.json",
        "-c",
        "second.json",
    ]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(1), ""));
    assert!(outcome.stdout.contains("second.json"), "{}", outcome.stdout);
}

#[test]
fn the_version_is_also_told_after_a_command() {
    for args in [
        &["dev", "--version"][..],
        &["init", "-v"],
        &["doctor", "--version"],
    ] {
        let outcome = run(args);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
        assert_eq!(outcome.stdout, run(&["--version"]).stdout);
    }
}

#[test]
fn partykits_own_env_commands_are_known_with_their_options() {
    let outcome = run(&["env", "list", "-f", "json", "--preview"]);
    assert_eq!(outcome.code, Some(1));
    assert!(
        outcome.stderr.contains("`env list` needs PartyKit's cloud"),
        "{}",
        outcome.stderr
    );
    assert_refused(
        &["env", "--valeus"],
        "error: unknown option '--valeus'\n(Did you mean --values?)\n",
    );
}

#[test]
fn options_are_not_abbreviated() {
    let outcome = run(&["dev", "--compat", "2024-01-01"]);
    assert_eq!(outcome.code, Some(1));
    assert!(
        outcome.stderr.starts_with("error: unknown option '--compat'\n"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn the_help_of_a_command_starts_with_its_usage() {
    for (command, usage) in [
        ("dev", "Usage: partyrs dev [options] [script]\n"),
        ("check", "Usage: partyrs check [options] [script]\n"),
        ("env", "Usage: partyrs env [options]\n"),
        ("doctor", "Usage: partyrs doctor [options]\n"),
        ("completions", "Usage: partyrs completions <shell>\n"),
        ("exec", "Usage: partyrs exec [options] -- <command> [arguments]\n"),
        ("init", "Usage: partyrs init [options] [name]\n"),
    ] {
        let outcome = run(&[command, "--help"]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
        assert!(outcome.stdout.starts_with(usage), "{}", outcome.stdout);
        assert!(outcome.stdout.contains("\nExamples:\n"), "{}", outcome.stdout);
    }
}

#[test]
fn commands_of_the_platform_say_what_to_use_instead() {
    for command in ["login", "deploy", "publish", "list", "tail", "ai", "vectorize"] {
        let outcome = run(&[command]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
        let headline = format!(
            "✘ [ERROR] `{command}` needs PartyKit's cloud platform, which partyrs does not talk to\n\n    hint: "
        );
        assert!(outcome.stderr.starts_with(&headline), "{}", outcome.stderr);
    }
    assert!(
        run(&["env", "push"])
            .stderr
            .starts_with("✘ [ERROR] `env push` needs PartyKit's cloud")
    );
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let outcome = run(&["completions", shell]);
        assert_eq!(outcome.code, Some(0));
        assert!(outcome.stdout.contains("ready-file"), "{shell}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_partyrs"));
    let mut child = command
        .args(["dev", "--help"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), &b""[..])
    );
}
