//! A wrong config: what `partyrs dev` says, whole, and that it ends with 1.

use crate::support::{Project, buildable};

const BANNER: &str = "🎈 partyrs v[version]\n------------------\n";

/// Runs `dev` with this `partykit.json` and asserts what it complains about.
#[track_caller]
fn assert_complaint(config: &str, stderr: &str) {
    let project = Project::new(&[
        ("partykit.json", config),
        ("src/server.ts", ""),
        ("public/index.html", ""),
    ]);
    let outcome = project.run(&["dev"]);
    assert_eq!(outcome.stderr, stderr, "\n{}", outcome.stderr);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), BANNER));
}

#[test]
fn every_problem_is_shown_at_its_place() {
    assert_complaint(
        r#"{
  // several things are wrong here
  "name": "Demo",
  "main": 1,
  "prot": 4000,
  "port": "1999",
  "parties": { "a": 2 },
  "serve": {
    "path": "public",
    "build": { "entry": true, "loader": { ".x": "teext" } },
  },
  "build": { "comand": "make" },
}
"#,
        r#"✘ [ERROR] Validation error: must satisfy /^[a-z0-9_-]+$/ at "name"; Expected string, received number at "main"; Unrecognized key(s) in object: 'prot'; Expected number, received string at "port"; Expected string, received number at "parties.a"; Expected string or array, received boolean at "serve.build.entry"; Invalid enum value. Expected 'base64' | 'binary' | 'copy' | 'css' | 'dataurl' | 'default' | 'empty' | 'file' | 'js' | 'json' | 'jsx' | 'local-css' | 'text' | 'ts' | 'tsx', received 'teext' at "serve.build.loader..x"; Unrecognized key(s) in object: 'comand' at "build"

    partykit.json:3:11
      3 │   "name": "Demo",
        ╵           ~~~~~~ must satisfy /^[a-z0-9_-]+$/

    partykit.json:4:11
      4 │   "main": 1,
        ╵           ^ expected a string

    partykit.json:5:3
      5 │   "prot": 4000,
        ╵   ~~~~~~ unknown field

    hint: did you mean `port`?

    partykit.json:6:11
      6 │   "port": "1999",
        ╵           ~~~~~~ expected a number

    partykit.json:7:21
      7 │   "parties": { "a": 2 },
        ╵                     ^ expected a string

    partykit.json:10:25
      10 │     "build": { "entry": true, "loader": { ".x": "teext" } },
         ╵                         ~~~~ expected a string or a list

    partykit.json:10:49
      10 │     "build": { "entry": true, "loader": { ".x": "teext" } },
         ╵                                                 ~~~~~~~ unknown value

    hint: did you mean `text`?

    partykit.json:12:14
      12 │   "build": { "comand": "make" },
         ╵              ~~~~~~~~ unknown field

    hint: did you mean `command`?

"#,
    );
}

#[test]
fn unknown_keys_come_in_one_headline() {
    assert_complaint(
        "{ foo: 1, bar: 2 }",
        "✘ [ERROR] Validation error: Unrecognized key(s) in object: 'foo', 'bar'

    partykit.json:1:3
      1 │ { foo: 1, bar: 2 }
        ╵   ~~~ unknown field

    partykit.json:1:11
      1 │ { foo: 1, bar: 2 }
        ╵           ~~~ unknown field

",
    );
}

#[test]
fn a_syntax_error_is_shown_at_its_place() {
    assert_complaint(
        "{\n  \"name\": \"demo\"\n  \"main\": \"src/server.ts\"\n}\n",
        "✘ [ERROR] syntax error in `partykit.json`: a `,` is missing before this

    partykit.json:3:3
      3 │   \"main\": \"src/server.ts\"
        ╵   ^

",
    );
}

#[test]
fn a_config_that_is_no_object_is_a_problem() {
    assert_complaint(
        "[]",
        "✘ [ERROR] Validation error: Expected object, received array

    partykit.json:1:1
      1 │ []
        ╵ ~~ expected an object

",
    );
}

#[test]
fn a_port_is_a_port() {
    assert_complaint(
        "{ port: 70000 }",
        "✘ [ERROR] Validation error: expected a whole number from 0 to 65535 at \"port\"

    partykit.json:1:9
      1 │ { port: 70000 }
        ╵         ~~~~~ expected a whole number from 0 to 65535

",
    );
}

#[test]
fn a_missing_main_says_how_to_go_on() {
    assert_complaint(
        "{ name: 'demo' }",
        "✘ [ERROR] Missing entry point: `partykit.json` has no `main`

    hint: add `\"main\": \"src/server.ts\"` to it, or run a file: `partyrs dev src/server.ts`

",
    );
    let outcome = Project::new(&[]).run(&["dev"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            Some(1),
            "✘ [ERROR] Missing entry point: there is no `partykit.json` here or above

    hint: make a new project: `partyrs init`; or run a file: `partyrs dev src/server.ts`

"
        )
    );
}

#[test]
fn a_file_that_is_not_there_is_named_with_the_one_that_is() {
    assert_complaint(
        "{ main: 'src/sever.ts' }",
        "✘ [ERROR] Could not find main: src/sever.ts

    partykit.json:1:9
      1 │ { main: 'src/sever.ts' }
        ╵         ~~~~~~~~~~~~~~

    hint: did you mean `src/server.ts`?

",
    );
    assert_complaint(
        "{ main: 'src/server.ts', parties: { other: 'lib/gone.ts' } }",
        "✘ [ERROR] Could not find party: lib/gone.ts

    partykit.json:1:44
      1 │ { main: 'src/server.ts', parties: { other: 'lib/gone.ts' } }
        ╵                                            ~~~~~~~~~~~~~

    hint: there is no file `[project]/lib/gone.ts`

",
    );
    assert_complaint(
        "{ main: 'src/server.ts', serve: 'pubic' }",
        "✘ [ERROR] there is no folder `pubic` to serve

    partykit.json:1:33
      1 │ { main: 'src/server.ts', serve: 'pubic' }
        ╵                                 ~~~~~~~

    hint: create it, or change `serve.path`

",
    );
}

#[test]
fn party_names_are_lower_case_and_not_main() {
    assert_complaint(
        "{ main: 'src/server.ts', parties: { Other: 'src/server.ts' } }",
        "✘ [ERROR] Validation error: must satisfy /^[a-z0-9_-]+$/ at \"parties.Other\"

    partykit.json:1:37
      1 │ { main: 'src/server.ts', parties: { Other: 'src/server.ts' } }
        ╵                                     ~~~~~

    hint: party names are lower case: `other`

",
    );
    assert_complaint(
        "{ main: 'src/server.ts', parties: { main: 'src/server.ts' } }",
        "✘ [ERROR] a party in `parties` cannot be called `main`

    partykit.json:1:37
      1 │ { main: 'src/server.ts', parties: { main: 'src/server.ts' } }
        ╵                                     ~~~~

    hint: the field `main` names the module of that party

",
    );
}

#[test]
fn a_project_name_is_part_of_a_url() {
    assert_complaint(
        "{ name: 'my_app', main: 'src/server.ts' }",
        "✘ [ERROR] Project name must be a valid url path

    partykit.json:1:9
      1 │ { name: 'my_app', main: 'src/server.ts' }
        ╵         ~~~~~~~~

    hint: use letters, digits and dashes: `my-app`

",
    );
}

#[test]
fn the_client_bundle_lies_inside_the_served_folder() {
    assert_complaint(
        "{ main: 'src/server.ts', serve: { path: 'public', build: { entry: 'a.ts', outdir: 'out' } } }",
        "✘ [ERROR] `serve.build.outdir` must lie inside `public`

    partykit.json:1:83
      1 │ …erve: { path: 'public', build: { entry: 'a.ts', outdir: 'out' } } }
        ╵                                                          ~~~~~

    hint: browsers load the bundle from there: leave it out for `dist` in that folder

",
    );
    assert_complaint(
        "{ main: 'src/server.ts', serve: { path: 'public', exclude: ['x'] } }",
        "✘ [ERROR] Not implemented keys in config.serve: exclude

    partykit.json:1:60
      1 │ { main: 'src/server.ts', serve: { path: 'public', exclude: ['x'] } }
        ╵                                                            ~~~~~

    hint: PartyKit does not implement them either: keep such files outside of the folder

",
    );
}

#[test]
fn a_problem_is_found_from_a_subfolder_too() {
    let project = Project::new(&[("partykit.json", "{ bogus: 1 }"), ("a/b/keep", "")]);
    let outcome = project.run_in("a/b", &["dev"]);
    assert_eq!(outcome.code, Some(1));
    assert!(
        outcome.stderr.contains("    [project]/partykit.json:1:3\n"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_config_that_was_asked_for_must_be_there() {
    let outcome = Project::new(&[]).run(&["dev", "-c", "gone.json"]);
    assert_eq!(outcome.code, Some(1));
    assert_eq!(
        outcome.stderr,
        "✘ [ERROR] there is no config file `[project]/gone.json`

    hint: `--config` takes the path of a `partykit.json`, relative to the working directory

"
    );
}

#[test]
fn a_date_must_be_one() {
    assert_complaint(
        r#"{ main: "src/server.ts", compatibilityDate: "soon" }"#,
        r#"✘ [ERROR] Validation error: expected a date: YYYY-MM-DD at "compatibilityDate"

    partykit.json:1:45
      1 │ { main: "src/server.ts", compatibilityDate: "soon" }
        ╵                                             ~~~~~~ expected a date: YYYY-MM-DD

"#,
    );
}

#[test]
fn a_replacement_that_esbuild_refuses_ends_every_command() {
    let config = r#"{ main: "s.js", compatibilityDate: "2026-01-01", define: { "V": "not valid" } }"#;
    let project = buildable(&[("partykit.json", config), ("s.js", "export default {}")]);
    let said = "✘ [ERROR] Invalid define value of `V`: `not valid`

    hint: it must be a JavaScript literal or a name; text needs quotes of its own:
          `--define 'V=\"not valid\"'`, in the config `\"V\": \"\\\"not valid\\\"\"`

";
    for command in [&["dev", "--port", "0"][..], &["check"], &["exec", "--", "true"]] {
        let outcome = project.run(command);
        assert_eq!(
            (outcome.code, outcome.stderr.as_str()),
            (Some(1), said),
            "{command:?}"
        );
    }
    let outcome = project.run(&["check", "--define", "V=1", "a b=1"]);
    assert!(
        outcome
            .stderr
            .starts_with("✘ [ERROR] `define` cannot replace `a b`: it is no name\n"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn an_old_name_of_a_field_is_known() {
    assert_complaint(
        r#"{ main: "src/server.ts", assets: "public" }"#,
        r#"✘ [ERROR] Validation error: Unrecognized key(s) in object: 'assets'

    partykit.json:1:26
      1 │ { main: "src/server.ts", assets: "public" }
        ╵                          ~~~~~~ unknown field

    hint: did you mean `serve`?

"#,
    );
}

#[test]
fn a_serve_that_lacks_something_is_warned_about_and_rooms_are_served() {
    for (serve, warning) in [
        (
            "{ build: 'client.ts' }",
            "`serve` has no `path`: no files are served, and nothing is built for browsers",
        ),
        (
            "{ path: '.', build: { minify: true } }",
            "`serve.build` has no `entry`: nothing is built for browsers",
        ),
        (
            "{ path: '.', build: { entry: [] } }",
            "`serve.build` has no `entry`: nothing is built for browsers",
        ),
    ] {
        let config =
            format!("{{ name: 'demo', main: 's.js', compatibilityDate: '2026-01-01', serve: {serve} }}");
        let project = buildable(&[
            ("partykit.json", &config),
            (
                "s.js",
                "export default { onRequest() { return new Response('here'); } }",
            ),
        ]);
        let dev = project.dev(&[]);
        dev.complains(warning);
        assert_eq!(dev.text("/party/r"), "here");
    }
}

#[test]
fn a_key_that_comes_twice_is_pointed_out() {
    let project = buildable(&[
        (
            "partykit.json",
            "{ name: 'demo', main: 'no.js', compatibilityDate: '2026-01-01',\n  main: 's.js' }",
        ),
        ("s.js", "export default {}"),
    ]);
    let outcome = project.run(&["check"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            Some(0),
            "▲ [WARNING] `main` (partykit.json:1) does not count: it comes again in the same object\n\n"
        )
    );
}
