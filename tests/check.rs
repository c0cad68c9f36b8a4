//! What looks at a project without serving it: `partyrs check`, `env`, `doctor`.

use crate::support::{Project, buildable};

const CONFIG: &str = "{ name: 'demo', main: 's.ts', compatibilityDate: '2026-01-01',
  serve: { path: 'public', build: 'client.ts' }, vars: { A: 'config', B: 1, C: 'config' } }";

fn project(server: &str, client: &str) -> Project {
    buildable(&[
        ("partykit.json", CONFIG),
        ("s.ts", server),
        ("client.ts", client),
        ("public/index.html", ""),
        (".env", "B=env"),
        (".env.local", "C=local"),
    ])
}

#[test]
fn a_good_project_is_good_and_stays_as_it_is() {
    let project = project("export default class {}", "console.log('in the browser')");
    let before = project.list();
    let outcome = project.run(&["check"]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    assert!(
        outcome.stdout.ends_with("✔ `demo` is good\n"),
        "{}",
        outcome.stdout
    );
    assert_eq!(project.list(), before);
}

#[test]
fn both_sides_are_looked_at() {
    let outcome = project("export default 1 +", "import './gone'").run(&["check"]);
    assert_eq!(outcome.code, Some(1));
    for said in [
        "s.ts:1:",
        "Could not resolve \"./gone\"",
        "neither the server nor the client is good",
    ] {
        assert!(outcome.stderr.contains(said), "{}", outcome.stderr);
    }
    let outcome = project("throw new Error('at once')\nexport default {}", "").run(&["check", "--json"]);
    assert_eq!(outcome.code, Some(1));
    let exception = outcome
        .stdout
        .lines()
        .find(|line| line.contains("\"event\":\"exception\""))
        .unwrap();
    assert!(
        exception.contains("at once") && exception.contains("\"line\":1,\"column\":7"),
        "{exception}"
    );
}

#[test]
fn variables_are_shown_with_their_origin() {
    let project = project("", "");
    let outcome = project.run(&["env", "--var", "D=flag"]);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (Some(0), "A  partykit.json\nB  .env\nC  .env.local\nD  --var\n")
    );
    let outcome = project.run(&["env", "--values"]);
    assert_eq!(
        outcome.stdout,
        "A  partykit.json  config\nB  .env  env\nC  .env.local  local\n"
    );
    let outcome = project.run(&["env", "--json"]);
    let lines: Vec<_> = outcome.stdout.lines().take(2).collect();
    assert_eq!(
        lines,
        [
            r#"{"name":"A","origin":"partykit.json","value":"config"}"#,
            r#"{"name":"B","origin":".env","value":"env"}"#,
        ]
    );
}

#[test]
fn the_doctor_looks_at_everything_even_without_a_project() {
    let outcome = buildable(&[]).run(&["doctor"]);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stdout.contains("✔ esbuild is `"), "{}", outcome.stdout);
    assert!(
        outcome
            .stderr
            .contains("✘ [ERROR] Missing entry point: there is no `partykit.json` here or above\n"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn variables_from_files_and_flags_are_checked_with() {
    let server = "if (process.env.MODE + process.env.SHORT !== 'filed') throw 0\nexport default {}";
    let project = buildable(&[("s.ts", server), ("test.env", "MODE=file")]);
    let outcome = project.run(&["check", "s.ts", "--env-file", "test.env", "-v", "SHORT=d"]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
}

#[test]
fn what_the_engine_lacks_of_the_language_is_built_for_it() {
    let server = "const named = (_: unknown, context: { name: string }) => { names.push(context.name) }
      const names: string[] = []
      class Room { @named say() {} accessor count = 2 }
      if (`${names}${new Room().count}` !== 'say2') throw new Error(`${names}`)
      export default {}";
    let outcome = project(server, "").run(&["check"]);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
}

#[test]
fn a_home_that_cannot_be_written_is_no_obstacle() {
    let project = project("export default {}", "");
    let doctor = project.run(&["doctor"]).stdout;
    let esbuild = doctor
        .split("esbuild is `")
        .nth(1)
        .and_then(|rest| rest.split('`').next());
    let esbuild = esbuild.unwrap().to_owned();
    let args = ["check", "--esbuild", &esbuild];
    let homeless = project.env("PARTYRS_CACHE", "").env("HOME", "/dev/null");
    let outcome = homeless.run(&args);
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let named = homeless.env("PARTYRS_CACHE", "/dev/null/cache").run(&args);
    assert!(
        named.stderr.contains("cannot write to the cache folder"),
        "{}",
        named.stderr
    );
}

#[test]
fn a_main_that_is_no_file_is_answered_with_the_file_that_is() {
    let project = buildable(&[("src/server.ts", ""), ("src/notes.md", "")]);
    for (main, hint) in [
        ("src/server", "did you mean `src/server.ts`?"),
        ("src", "it is a folder: name the module in it"),
        (".", "it is a folder: name the module in it"),
        ("src/sever.ts", "did you mean `src/server.ts`?"),
        ("src/notes", "there is no file `"),
    ] {
        let outcome = project.run(&["check", main]);
        assert!(outcome.stderr.contains(hint), "{main}: {}", outcome.stderr);
    }
}

#[test]
fn a_program_that_is_no_esbuild_ends_dev() {
    let project = project("export default class {}", "");
    let outcome = project.run(&[
        "dev",
        "--port",
        "0",
        "--persist",
        "false",
        "--esbuild",
        "/bin/false",
    ]);
    assert_eq!(outcome.code, Some(1));
    assert!(outcome.stderr.contains("is it esbuild?"), "{}", outcome.stderr);
}
