//! `partyrs dev` from its start to its end: ports, signals, and every kind of change while it runs.

use crate::support::{Outcome, Project};
use std::net::TcpListener;

/// Answers requests, and tells how many this instance has answered.
const COUNTER: &str = r#"
export default class {
  count = 0;
  onRequest() { return new Response(`one ${++this.count}`); }
  static onFetch(_, { env }) { return Response.json(env); }
}
"#;

const BANNER: &str = "🎈 partyrs v[version]\n------------------\n";

#[test]
fn a_session_says_what_happens_and_no_more() {
    let project = Project::server(COUNTER);
    let dev = project.dev(&[]);
    assert_eq!(dev.text("/party/r"), "one 1");
    dev.reload("src/server.ts", &COUNTER.replace("one", "two"));
    assert_eq!(dev.text("/party/r"), "two 1");
    dev.says("GET /party/r 200 OK");
    let expected = Outcome {
        code: Some(0),
        stdout: format!(
            "{BANNER}Build succeeded, starting server...
[pk:inf] Ready on http://0.0.0.0:[port]
[pk:inf] - http://127.0.0.1:[port]
[pk:inf] GET /party/r 200 OK ([time])
[pk:inf] Updated and ready on http://0.0.0.0:[port] ([time])
[pk:inf] GET /party/r 200 OK ([time])
Local server shut down
"
        ),
        stderr: String::new(),
    };
    assert_eq!(dev.stop(), expected);
}

#[test]
fn an_explicit_port_that_is_taken_is_an_error() {
    let taken = TcpListener::bind("0.0.0.0:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let project = Project::server(COUNTER);
    let outcome = project.dev_starting(&["--port", &port]).ended();
    let expected = Outcome {
        code: Some(1),
        stdout: BANNER.to_owned(),
        stderr: format!(
            "✘ [ERROR] port {port} is already in use

    hint: stop the other server, choose another port with `--port`, or have one chosen with `--port 0`

"
        ),
    };
    assert_eq!(outcome, expected);
}

#[test]
fn a_default_port_that_is_taken_gives_way_to_the_next_one_loudly() {
    // Taken here, or by whoever else has it.
    let _taken = TcpListener::bind("0.0.0.0:1999");
    let project = Project::server(COUNTER);
    let mut dev = project.dev_starting(&[]);
    dev.ready();
    assert_ne!(dev.port, 1999);
    assert_eq!(dev.text("/party/r"), "one 1");
    let port = dev.port;
    assert_eq!(
        dev.stop().stderr,
        format!(
            "▲ [WARNING] port 1999 is already in use: using {port} instead

    ask for a port with `--port` to get that one or an error

"
        )
    );
}

#[test]
fn ctrl_c_frees_the_port_and_the_next_session_may_have_it() {
    let project = Project::server(COUNTER);
    let dev = project.dev(&[]);
    let port = dev.port.to_string();
    let mut socket = dev.connect("/party/r");
    dev.interrupt();
    let end = socket.next();
    assert!(end.starts_with("close 10") || end == "lost", "{end}");
    assert_eq!(dev.ended().code, Some(0));
    let mut dev = project.dev_starting(&["--port", &port]);
    dev.ready();
    assert_eq!(dev.text("/party/r"), "one 1");
}

/// What looks like esbuild and never comes to an end.
#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_during_a_build_leaves_no_process_behind() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::server(COUNTER);
    project.write(
        "esbuild",
        "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 0.28.2; exit; fi\necho building >&2\nsleep 600 & sleep 600\n",
    );
    let esbuild = project.path("esbuild");
    std::fs::set_permissions(&esbuild, std::fs::Permissions::from_mode(0o755)).unwrap();
    let dev = project.dev_starting(&["--port", "0", "--esbuild", esbuild.to_str().unwrap()]);
    project.until_processes("sleep", |count| count == 2);
    dev.interrupt();
    let outcome = dev.ended();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    project.until_processes("", |count| count == 0);
}

#[test]
fn a_saved_config_is_read_again() {
    let project = Project::server(COUNTER);
    let dev = project.dev(&[]);
    project.write(
        "partykit.json",
        "{ name: 'demo', compatibilityDate: '2026-01-01', main: 'src/other.ts', vars: { A: 1 } }",
    );
    project.write("src/other.ts", &COUNTER.replace("one", "other"));
    dev.becomes("/party/r", "other 1");
    assert_eq!(dev.text("/"), r#"{"A":1}"#);

    project.write("partykit.json", "{ name: 'demo', main: ");
    let complaint = dev.complains("partykit.json:1:");
    assert!(complaint.contains("✘ [ERROR] "), "{complaint}");
    assert_eq!(dev.text("/party/r"), "other 2");
}

#[test]
fn a_saved_env_file_is_read_again() {
    let project = Project::server(COUNTER);
    let dev = project.dev(&[]);
    assert_eq!(dev.text("/"), "{}");
    project.write(".env", "A=1\n");
    dev.becomes("/", r#"{"A":"1"}"#);
    project.write(".env", "A=2\n");
    dev.becomes("/", r#"{"A":"2"}"#);
    project.write(".env.local", "A=3\n");
    dev.becomes("/", r#"{"A":"3"}"#);
    std::fs::remove_file(project.path(".env.local")).unwrap();
    dev.becomes("/", r#"{"A":"2"}"#);
}

#[test]
fn a_first_build_that_fails_waits_for_the_next_save() {
    let project = Project::server("export default {");
    let mut dev = project.dev_starting(&["--port", "0"]);
    let complaint = dev.complains("╵");
    assert!(complaint.contains("src/server.ts:1:16"), "{complaint}");
    project.write("src/server.ts", COUNTER);
    dev.ready();
    assert_eq!(dev.text("/party/r"), "one 1");
}

#[test]
fn a_broken_build_keeps_the_old_room_alive() {
    let project =
        Project::server(&COUNTER.replace("onRequest", "onMessage(m, c) { c.send(m); }\n  onRequest"));
    let dev = project.dev(&[]);
    let mut socket = dev.connect("/party/r");
    assert_eq!(dev.text("/party/r"), "one 1");
    project.write("src/server.ts", "export default {");
    dev.complains("╵");
    assert_eq!(dev.text("/party/r"), "one 2");
    assert_eq!(socket.ask("still here"), "still here");
    dev.reload("src/server.ts", &COUNTER.replace("one", "fixed"));
    assert_eq!(dev.text("/party/r"), "fixed 1");
}

#[test]
fn a_throw_at_top_level_keeps_the_old_room_alive() {
    let project = Project::server(COUNTER);
    let dev = project.dev(&[]);
    assert_eq!(dev.text("/party/r"), "one 1");
    project.write(
        "src/server.ts",
        &format!("const a: number = 1;\nthrow new Error('no ' + a);\n{COUNTER}"),
    );
    let complaint = dev.complains("(src/server.ts:2:");
    assert!(
        complaint.contains("✘ [ERROR] Uncaught Error: no 1"),
        "{complaint}"
    );
    assert_eq!(dev.text("/party/r"), "one 2");
    dev.reload("src/server.ts", &COUNTER.replace("one", "fixed"));
    assert_eq!(dev.text("/party/r"), "fixed 1");
}

#[test]
fn a_throw_at_top_level_at_the_start_waits_for_the_next_save() {
    let project = Project::server("throw new Error('not yet');\nexport default {};\n");
    let mut dev = project.dev_starting(&["--port", "0"]);
    dev.complains("Uncaught Error: not yet");
    dev.complains("src/server.ts:1:");
    project.write("src/server.ts", COUNTER);
    dev.ready();
    assert_eq!(dev.text("/party/r"), "one 1");
}

#[test]
fn every_file_that_is_imported_is_watched() {
    let project = Project::server(
        "import { a } from './lib/a'; export default { onFetch() { return new Response(a); } }",
    );
    project.write(
        "src/lib/a.ts",
        "import b from './b.json'; export const a = 'a' + b.b;",
    );
    project.write("src/lib/b.json", "{ \"b\": 1 }");
    let dev = project.dev(&[]);
    assert_eq!(dev.text("/"), "a1");
    project.write("src/lib/b.json", "{ \"b\": 2 }");
    dev.becomes("/", "a2");
    // As editors do: write aside, then rename.
    project.write("src/lib/.a.ts.swp", "export const a = 'renamed';");
    std::fs::rename(project.path("src/lib/.a.ts.swp"), project.path("src/lib/a.ts")).unwrap();
    dev.becomes("/", "renamed");
}

#[test]
fn a_change_during_a_build_is_not_lost() {
    let project = Project::server(COUNTER);
    let dev = project.dev(&[]);
    for number in 0..20 {
        project.write("src/server.ts", &COUNTER.replace("one", &format!("v{number}")));
    }
    // The last save counts, whatever happened between.
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !dev.text("/party/r").starts_with("v19 ") {
        assert!(std::time::Instant::now() < end, "{}{}", dev.out(), dev.err());
    }
}

#[test]
fn a_script_needs_no_config() {
    let project = Project::new(&[("any/where.ts", COUNTER)]);
    let dev = project.dev(&["any/where.ts", "--compatibility-date", "2026-01-01"]);
    assert_eq!(dev.text("/party/r"), "one 1");
    assert_eq!(dev.err(), "");
}

#[cfg(target_os = "linux")]
const NO_ESBUILD: &str = "\
✘ [ERROR] esbuild was not found, and fetching it failed: the registry `127.0.0.1:9` refuses connections
looked for it in
  `[project]/node_modules` and the folders above it: no usable one
  the folders on the `PATH`: no usable one
  `[home]/.cache/partyrs/esbuild-[esbuild]/esbuild`: not there
  `http://127.0.0.1:9/@esbuild/[package]/-/[package]-[esbuild].tgz`: not to be had

    hint: check `registry`, `@esbuild:registry`, `https-proxy` and `noproxy` in .npmrc, and the variables \
                          `HTTPS_PROXY` and `NO_PROXY`; or install it in the project with `npm i -D esbuild`, or name \
                          a program with `--esbuild PATH` or `PARTYRS_ESBUILD`

";

/// The name of esbuild's package for this machine.
#[cfg(target_os = "linux")]
fn package() -> String {
    let processor = if cfg!(target_arch = "aarch64") {
        "arm64"
    } else {
        "x64"
    };
    format!("linux-{processor}")
}

#[cfg(target_os = "linux")]
#[test]
fn without_esbuild_it_says_where_it_looked() {
    let project = Project::server(COUNTER)
        .env("PATH", "/nowhere")
        .env("npm_config_registry", "http://127.0.0.1:9/")
        .env("npm_config_noproxy", "127.0.0.1")
        .env("NO_PROXY", "127.0.0.1");
    let outcome = project.run(&["dev", "--port", "0"]);
    let version = outcome.stderr.split("esbuild-").nth(1).unwrap();
    let version = version.split('/').next().unwrap();
    let stderr = outcome
        .stderr
        .replace(version, "[esbuild]")
        .replace(&package(), "[package]");
    assert_eq!(
        (outcome.code, stderr.as_str()),
        (Some(1), NO_ESBUILD),
        "\n{stderr}"
    );
}
