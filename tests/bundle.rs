//! What esbuild makes of a project: replacements, settings, outputs, and what it says when it cannot.

use crate::support::{Dev, Project};

/// A server that answers `/` with this expression as JSON.
fn answering(expression: &str) -> String {
    format!("export default {{ onFetch() {{ return Response.json({expression}); }} }};")
}

#[track_caller]
fn assert_answer(dev: &Dev, expected: &str) {
    assert_eq!(dev.text("/"), expected);
}

#[test]
fn names_are_replaced_in_server_and_client() {
    let project = Project::with_config(
        "main: 'src/server.ts', define: { NUMBER: '1', TEXT: '\"t\"', MINE: '\"config\"' }, serve: { path: 'public', \
         build: { entry: 'src/client.ts', define: { ONLY: '\"client\"' } } }",
        &[
            (
                "src/server.ts",
                &answering("[PARTYKIT_HOST, NUMBER, TEXT, MINE, FLAG, process.env.NODE_ENV]"),
            ),
            (
                "src/client.ts",
                "export const all = [PARTYKIT_HOST, NUMBER, MINE, ONLY, process.env.NODE_ENV];",
            ),
            ("public/index.html", ""),
        ],
    );
    let dev = project.dev(&["--define", "MINE=\"flag\"", "--define", "FLAG=true"]);
    let host = format!("127.0.0.1:{}", dev.port);
    let server = dev.get("/index").body;
    assert_eq!(server, format!(r#"["{host}",1,"t","flag",true,"development"]"#));
    let client = dev.text("/dist/client.js");
    assert!(
        client.contains(&format!(r#"["{host}", 1, "flag", "client", "development"]"#)),
        "{client}"
    );
}

#[test]
fn variables_come_from_everywhere_and_the_nearest_wins() {
    let project = Project::with_config(
        "main: 'src/server.ts', vars: { A: 'config', B: 'config', C: 'config', D: 'config', DEEP: { n: [1] } }",
        &[
            (
                "src/server.ts",
                "export default { onFetch(_, { env }) { return Response.json([env.A, env.B, env.C, env.D, env.DEEP, \
                 process.env.A, process.env.B, process.env.C, process.env.D, process.env['DE' + 'EP'], \
                 Object.keys(process.env).includes('A')]); } };",
            ),
            (".env", "B=env\nC=env\nD=env\n"),
            (".env.local", "C=local\nD=local\n"),
        ],
    );
    let dev = project.dev(&["--var", "D=flag"]);
    assert_answer(
        &dev,
        r#"["config","env","local","flag",{"n":[1]},"config","env","local","flag","{\"n\":[1]}",true]"#,
    );
}

#[test]
fn jsx_follows_the_tsconfig() {
    let project = Project::with_config(
        "main: 'src/server.tsx'",
        &[
            (
                "src/server.tsx",
                "export default { onFetch() { return Response.json(<a b={1}>c</a>); } };",
            ),
            (
                "tsconfig.json",
                "{ // with a comment\n \"compilerOptions\": { \"jsx\": \"react-jsx\", \"jsxImportSource\": \"tiny\", \
                 \"paths\": { \"~/*\": [\"./src/*\"] } } }",
            ),
            ("node_modules/tiny/package.json", "{ \"name\": \"tiny\" }"),
            (
                "node_modules/tiny/jsx-runtime.js",
                "export const jsx = (type, props) => ({ type, props });",
            ),
            (
                "node_modules/tiny/jsx-dev-runtime.js",
                "export const jsxDEV = (type, props) => ({ type, props });",
            ),
        ],
    );
    let dev = project.dev(&[]);
    assert_answer(&dev, r#"{"type":"a","props":{"b":1,"children":"c"}}"#);
}

#[test]
fn packages_are_chosen_for_workers() {
    let project = Project::with_config(
        "main: 'src/server.ts'",
        &[
            (
                "src/server.ts",
                &format!(
                    "import which from 'pkg'; import data from './data.json'; import text from './text.txt'; {}",
                    answering("[which, data, text]")
                ),
            ),
            ("src/data.json", "{ \"a\": 1 }"),
            ("src/text.txt", "text"),
            (
                "node_modules/pkg/package.json",
                r#"{ "name": "pkg", "exports": { "node": "./node.js", "workerd": "./workerd.js", "default": "./default.js" } }"#,
            ),
            ("node_modules/pkg/node.js", "export default 'node'"),
            ("node_modules/pkg/workerd.js", "export default 'workerd'"),
            ("node_modules/pkg/default.js", "export default 'default'"),
        ],
    );
    let dev = project.dev(&[]);
    assert_answer(&dev, r#"["workerd",{"a":1},"text"]"#);
}

#[test]
fn a_client_is_split_and_its_styles_are_its_own() {
    let project = Project::with_config(
        "main: 'src/server.ts', serve: { path: 'public', build: { entry: ['src/one.ts', 'src/two.ts'] } }",
        &[
            ("src/server.ts", "export default {}"),
            (
                "src/one.ts",
                "import { shared } from './shared'; import styles from './a.module.css'; import './plain.css'; console.log(shared, styles.title); import('./late');",
            ),
            (
                "src/two.ts",
                "import { shared } from './shared'; console.log(shared);",
            ),
            ("src/shared.ts", "export const shared = 'the shared text';"),
            ("src/late.ts", "console.log('the late text');"),
            ("src/a.module.css", ".title { color: red }"),
            ("src/plain.css", ".plain { color: blue }"),
            ("public/index.html", ""),
        ],
    );
    let dev = project.dev(&[]);
    let one = dev.text("/dist/one.js");
    assert!(one.contains("a_module") || one.contains("title"), "{one}");
    assert!(
        !one.contains("the shared text") && !one.contains("the late text"),
        "{one}"
    );
    let css = dev.text("/dist/one.css");
    assert!(css.contains(".plain {") && !css.contains(".title {"), "{css}");
    assert!(css.contains("title {"), "{css}");
    assert_eq!(dev.get("/dist/two.css").status, 404);
    let map = dev.text("/dist/two.js.map");
    assert!(map.contains("src/two.ts"), "{map}");
    let chunks = project.list().into_iter().filter(|file| {
        file.starts_with("public/dist/")
            && file.ends_with(".js")
            && project.read(file).contains("the shared text")
    });
    assert_eq!(chunks.count(), 1);
}

#[test]
fn party_names_may_be_anything_that_the_pattern_allows() {
    let project = Project::with_config(
        "main: 'src/server.ts', parties: { 'my-party': 'src/p.ts', '9x': 'src/p.ts', class: 'src/p.ts', connections: \
         'src/p.ts', _: 'src/p.ts' }",
        &[
            (
                "src/server.ts",
                "export default { onFetch(_, { parties }) { return Response.json(Object.keys(parties)); } }",
            ),
            (
                "src/p.ts",
                "export default class { constructor(readonly room) {} onRequest() { return new Response(this.room.name); } }",
            ),
        ],
    );
    let dev = project.dev(&[]);
    for party in ["my-party", "9x", "class", "connections", "_"] {
        assert_eq!(dev.text(&format!("/parties/{party}/r")), party);
    }
}

/// Starts a project whose first build fails, and asserts all that it says until then.
#[track_caller]
fn assert_broken(files: &[(&str, &str)], stderr: &str) {
    let project = Project::with_config("main: 'src/server.ts'", files);
    let mut dev = project.dev_starting(&["--port", "0"]);
    let last = stderr.trim_end().lines().last().unwrap_or("╵");
    dev.complains(last);
    project.write("src/server.ts", &answering("'fixed'"));
    dev.ready();
    assert_answer(&dev, "\"fixed\"");
    let outcome = dev.stop();
    assert_eq!(outcome.stderr, stderr, "\n{}", outcome.stderr);
}

#[test]
fn a_syntax_error_is_framed() {
    assert_broken(
        &[(
            "src/server.ts",
            "export default {\n  onRequest() { return new Response(); },\n  onMessage( { connection.send(1); },\n};\n",
        )],
        r#"✘ [ERROR] Expected "}" but found "."

    src/server.ts:3:25
      3 │   onMessage( { connection.send(1); },
        │                          ^
        ╵                          }

"#,
    );
}

#[test]
fn a_missing_package_says_how_to_get_it() {
    assert_broken(
        &[(
            "src/server.ts",
            "import { nanoid } from \"nanoid\";\nexport default { nanoid };\n",
        )],
        "✘ [ERROR] Could not resolve \"nanoid\"

    src/server.ts:1:23
      1 │ import { nanoid } from \"nanoid\";
        ╵                        ~~~~~~~~

    Is the package installed? If not: npm install nanoid

",
    );
}

#[test]
fn a_missing_file_is_named() {
    assert_broken(
        &[(
            "src/server.ts",
            "import { a } from \"./a\";\nexport default { a };\n",
        )],
        r#"✘ [ERROR] Could not resolve "./a"

    src/server.ts:1:18
      1 │ import { a } from "./a";
        ╵                   ~~~~~

"#,
    );
}

#[test]
fn a_missing_default_export_is_named() {
    assert_broken(
        &[("src/server.ts", "export const server = {};\n")],
        r#"✘ [ERROR] No matching export in "src/server.ts" for import "default"

    src/server.ts:1:0
      1 │ export const server = {};
        ╵ ^

    The module of the party `main` must export its class or object as default.

"#,
    );
}

#[test]
fn a_client_that_does_not_build_says_so_in_the_terminal_and_in_the_browser() {
    let project = Project::with_config(
        "main: 'src/server.ts', serve: { path: 'public', build: 'src/client.ts' }",
        &[
            (
                "src/server.ts",
                "export default { onRequest() { return new Response('room'); } }",
            ),
            ("src/client.ts", "console.log('good');"),
            ("public/index.html", "home"),
        ],
    );
    let dev = project.dev(&[]);
    assert_eq!(dev.text("/"), "home");
    project.write("src/client.ts", "console.log('bad'");
    let frame = dev.complains("╵");
    assert!(frame.contains("src/client.ts:1:17"), "{frame}");
    let reply = dev.get("/");
    assert_eq!(reply.status, 503, "{reply:?}");
    assert!(reply.body.contains("src/client.ts:1:17"), "{reply:?}");
    assert_eq!(dev.text("/party/r"), "room");
    project.write("src/client.ts", "console.log('better');");
    dev.becomes("/", "home");
    assert!(dev.text("/dist/client.js").contains("better"));
}
