//! Builds with the real esbuild, in the version that partyrs fetches.

use super::esbuild::Esbuild;
use super::locate::{self, LocateOptions};
use super::party_layer::PartyLayer;
use super::server::ServerBuild;
use super::{BuildError, browser, entry, server};
use crate::config::project::{Bindings, ClientBuild, Project, Serve};
use indexmap::IndexMap;
use partyrs_runtime::PartyName;
use std::path::PathBuf;
use std::sync::OnceLock;
use tempfile::TempDir;

const HOST: &str = "127.0.0.1:1999";

/// A project folder with an esbuild to build it.
struct Fixture {
    _folder: TempDir,
    cache: TempDir,
    executable: PathBuf,
    project: Project,
}

fn fixture(files: &[(&str, &str)]) -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    for (name, content) in files {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let project = project(root);
    Fixture {
        _folder: folder,
        cache: tempfile::tempdir().unwrap(),
        executable: pinned_esbuild(),
        project,
    }
}

fn project(root: PathBuf) -> Project {
    Project {
        config_file: None,
        env_files: Vec::new(),
        name: "test".to_owned(),
        main: root.join("src/server.ts"),
        parties: Vec::new(),
        host: [0, 0, 0, 0].into(),
        port: None,
        serve: None,
        persist: None,
        vars: serde_json::Map::new(),
        define: IndexMap::new(),
        alias: IndexMap::new(),
        command: None,
        var_origins: IndexMap::new(),
        minify: false,
        crons: IndexMap::new(),
        ai: None,
        vectorize: Vec::new(),
        runs_crons: true,
        reload: partyrs_runtime::ReloadRule::Auto,
        bindings: Bindings::default(),
        warnings: Vec::new(),
        root,
    }
}

/// The version of esbuild that partyrs fetches, from the cache that all tests share; whatever else the machine has
/// says things differently.
fn pinned_esbuild() -> PathBuf {
    static FOUND: OnceLock<PathBuf> = OnceLock::new();
    let locate = || {
        let empty = tempfile::tempdir().unwrap();
        let program = std::env::current_exe().unwrap();
        let target = program.ancestors().nth(3).unwrap();
        let shared = ("PARTYRS_CACHE".into(), target.join("tmp/cache").into_os_string());
        let own = std::env::vars_os().filter(|(name, _)| name != "PATH" && name != "PARTYRS_ESBUILD");
        let options = LocateOptions {
            explicit: None,
            root: empty.path().to_owned(),
            env: [shared].into_iter().chain(own).collect(),
        };
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(locate::locate(&options, &|_| {})).unwrap().path
    };
    // A thread of its own: the tests' runtimes must not be blocked.
    FOUND
        .get_or_init(|| std::thread::spawn(locate).join().unwrap())
        .clone()
}

impl Fixture {
    fn esbuild(&self) -> Esbuild {
        Esbuild {
            path: self.executable.clone(),
            root: self.project.root.clone(),
        }
    }

    async fn server(&self) -> Result<ServerBuild, BuildError> {
        self.server_joined(server::Joining::Beside).await
    }

    async fn server_joined(&self, joining: server::Joining) -> Result<ServerBuild, BuildError> {
        let layer = PartyLayer::unpack(self.cache.path()).unwrap();
        server::build(&self.esbuild(), &layer, &self.project, HOST, joining).await
    }

    async fn server_error(&self) -> String {
        self.server().await.expect_err("the build is good").plain()
    }

    async fn browser(&self) -> Result<browser::BrowserBuild, BuildError> {
        let serve = self.project.serve.clone().unwrap();
        let build = serve.build.clone().unwrap();
        browser::build(&self.esbuild(), &self.project, &serve, &build, HOST).await
    }

    fn path(&self, name: &str) -> PathBuf {
        self.project.root.join(name)
    }

    fn write(&self, name: &str, content: &str) {
        std::fs::write(self.path(name), content).unwrap();
    }

    fn serve(&mut self, entry: &[&str]) -> &mut ClientBuild {
        let path = self.path("public");
        let build = ClientBuild {
            entry: entry.iter().map(|&entry| entry.to_owned()).collect(),
            outdir: path.join("dist"),
            written_to: path.join("dist"),
            bundle: true,
            splitting: true,
            external: Vec::new(),
            minify: false,
            format: "esm".to_owned(),
            sourcemap: true,
            alias: IndexMap::new(),
            define: IndexMap::new(),
            loader: IndexMap::new(),
            live: false,
        };
        let serve = Serve {
            path,
            build: Some(build),
            single_page_app: false,
        };
        self.project.serve.insert(serve).build.as_mut().unwrap()
    }
}

#[test]
fn every_party_name_makes_a_valid_entry() {
    let mut project = project(PathBuf::from("/p"));
    for name in ["foo-bar", "class", "1abc", "_x"] {
        let file = PathBuf::from(format!("/p/src/{name}.ts"));
        project.parties.push((PartyName::new(name).unwrap(), file));
    }
    project.bindings.kv.insert("notes".to_owned(), "n".to_owned());
    let nightly = partyrs_runtime::CronSchedule::parse("0 3 * * *").unwrap();
    project.crons.insert("nightly".to_owned(), nightly);
    let expected = r#"import { definePartyProject } from "partyrs/party";
import party0 from "./src/foo-bar.ts";
import party1 from "./src/class.ts";
import party2 from "./src/1abc.ts";
import party3 from "./src/_x.ts";
import party4 from "./src/server.ts";
const project = definePartyProject({
  parties: {
    "foo-bar": { handler: party0, binding: "PARTYRS_DO_foo__bar" },
    "class": { handler: party1, binding: "PARTYRS_DO_class" },
    "1abc": { handler: party2, binding: "PARTYRS_DO_1abc" },
    "_x": { handler: party3, binding: "PARTYRS_DO__x" },
    "main": { handler: party4, binding: "PARTYRS_DO_main" },
  },
  ...{"crons":{"nightly":"0 3 * * *"},"assets":{"singlePageApp":false},"bindings":{"kv":{"notes":"PARTYRS_KV_notes"},"r2":{}},"ai":null,"vectorize":[]},
});
export default project.worker;
export const Party_foo__bar = project.rooms["foo-bar"];
export const Party_class = project.rooms["class"];
export const Party_1abc = project.rooms["1abc"];
export const Party__x = project.rooms["_x"];
export const Party_main = project.rooms["main"];
export const partyrs = project.shape;
"#;
    assert_eq!(entry::source(&project), expected);
}

#[tokio::test]
async fn a_server_bundle_has_code_map_modules_and_inputs() {
    let mut fixture = fixture(&[
        (
            "src/server.ts",
            "import type * as Party from 'partykit/server';\nimport { value } from './lib/value';\n\
             import { Gone } from 'partykit/server';\nimport a from './a.wasm';\nimport b from './a.wasm?module';\n\
             import d from './d.bin';\nimport fs from 'fs';\n\
             export default class implements Party.Server { x = [value, Gone, a, b, d, fs, PARTYKIT_HOST, DEFINED]; }",
        ),
        ("src/lib/value.ts", "export const value = process.env.NODE_ENV;"),
        ("src/a.wasm", "not looked into"),
        ("src/d.bin", "data"),
        (
            "src/lobby.ts",
            "export default { onRequest() { return require('node:crypto'); } }",
        ),
    ]);
    fixture
        .project
        .define
        .insert("DEFINED".to_owned(), "41".to_owned());
    let lobby = fixture.path("src/lobby.ts");
    fixture
        .project
        .parties
        .push((PartyName::new("the-lobby").unwrap(), lobby));
    let built = fixture
        .server()
        .await
        .unwrap_or_else(|error| panic!("{}", error.plain()));
    let code = &built.bundle.code;
    for text in [
        "\"development\"",
        "\"127.0.0.1:1999\"",
        "41",
        "from \"fs\"",
        "import * as partyrsNode0 from \"node:crypto\";",
        "Party_the__lobby",
        "Party_main",
        "as partyrs",
    ] {
        assert!(code.contains(text), "no {text} in {code}");
    }
    assert!(!code.contains("?module"), "{code}");
    let mut specifiers: Vec<_> = built
        .bundle
        .modules
        .iter()
        .map(|module| &*module.specifier)
        .collect();
    specifiers.sort_unstable();
    assert!(
        specifiers[0].starts_with("./a-") && specifiers[0].ends_with(".wasm"),
        "{specifiers:?}"
    );
    assert!(
        specifiers[1].starts_with("./d-") && specifiers[1].ends_with(".bin"),
        "{specifiers:?}"
    );
    assert_eq!(
        code.matches(&format!("\"{}\"", specifiers[0])).count(),
        2,
        "{code}"
    );
    let map: serde_json::Value = serde_json::from_str(built.bundle.source_map.as_deref().unwrap()).unwrap();
    let sources: Vec<_> = map["sources"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|s| s.as_str())
        .collect();
    for source in [
        "src/server.ts",
        "src/lib/value.ts",
        "partyrs:entry.js",
        "partyrs:party/empty.cjs",
    ] {
        assert!(sources.contains(&source), "no {source} in {sources:?}");
    }
    let inputs: Vec<_> = [
        "src/a.wasm",
        "src/d.bin",
        "src/lib/value.ts",
        "src/lobby.ts",
        "src/server.ts",
    ]
    .map(|name| fixture.path(name))
    .into();
    assert_eq!(built.inputs.into_iter().collect::<Vec<_>>(), inputs);
}

#[tokio::test]
async fn the_party_layer_is_a_module_beside_the_bundle_or_part_of_it() {
    let fixture = fixture(&[("src/server.ts", "export default {};")]);
    let import = "from \"partyrs/party\"";
    // Once made, then from the cache.
    let mut layers = Vec::new();
    for _ in 0..2 {
        let beside = fixture
            .server_joined(server::Joining::Beside)
            .await
            .unwrap()
            .bundle;
        assert!(beside.code.contains(import), "{}", beside.code);
        layers.push(beside.party_layer.unwrap());
    }
    assert_eq!(layers[0], layers[1]);
    let layer = &layers[0];
    for source in [&layer.worker, &layer.rooms] {
        assert!(source.contains("No room id found in request url"), "{source}");
    }
    let of_the_worker = "No party found in request url";
    assert!(layer.worker.contains(of_the_worker), "{}", layer.worker);
    assert!(!layer.rooms.contains(of_the_worker), "{}", layer.rooms);
    let within = fixture
        .server_joined(server::Joining::Within)
        .await
        .unwrap()
        .bundle;
    assert_eq!(within.party_layer, None);
    assert!(!within.code.contains(import), "{}", within.code);
    assert!(within.code.contains("No room id found in request url"));
}

#[tokio::test]
async fn minified_code_runs_in_production_mode() {
    let mut fixture = fixture(&[
        (
            "src/server.ts",
            "import a from './a.wasm'; import b from './a.wasm?module'; export default { a, b, mode: process.env.NODE_ENV };",
        ),
        ("src/a.wasm", ""),
    ]);
    fixture.project.minify = true;
    let bundle = fixture
        .server()
        .await
        .unwrap_or_else(|error| panic!("{}", error.plain()))
        .bundle;
    assert!(bundle.code.contains("\"production\""), "{}", bundle.code);
    assert!(!bundle.code.contains("?module"), "{}", bundle.code);
}

#[tokio::test]
async fn errors_show_where() {
    let fixture = fixture(&[(
        "src/server.ts",
        "const x = 1;\n\timport { y } from './missing';\nexport default { x, y };\n",
    )]);
    assert_eq!(
        fixture.server_error().await,
        "✘ [ERROR] Could not resolve \"./missing\"\n\n    src/server.ts:2:19:\n      2 │ \timport { y } from './missing';\n        \
         ╵ \t                  ~~~~~~~~~~~\n"
    );
}

#[tokio::test]
async fn a_module_without_default_export_is_named() {
    let fixture = fixture(&[("src/server.ts", "export const onFetch = 1;\n")]);
    assert_eq!(
        fixture.server_error().await,
        "✘ [ERROR] No matching export in \"src/server.ts\" for import \"default\"\n\n    src/server.ts:1:0:\n      \
         1 │ export const onFetch = 1;\n        ╵ ^\n\n  \
         The module of the party `main` must export its class or object as default.\n"
    );
}

#[tokio::test]
async fn a_missing_main_is_named() {
    let fixture = fixture(&[]);
    assert_eq!(
        fixture.server_error().await,
        "✘ [ERROR] Could not resolve \"./src/server.ts\"\n\n  The config names it as the module of the party `main`.\n"
    );
}

#[tokio::test]
async fn wrong_defines_are_errors() {
    let mut fixture = fixture(&[("src/server.ts", "export default {};")]);
    fixture.project.define.insert("X".to_owned(), "a b".to_owned());
    let error = fixture.server_error().await;
    assert_eq!(
        error,
        "Invalid define value of `X`: `a b`\nhint: it must be a JavaScript literal or a name; text needs quotes of its own:\n\
         `--define 'X=\"a b\"'`, in the config `\"X\": \"\\\"a b\\\"\"`\n"
    );
}

#[tokio::test]
async fn client_builds_tell_what_changed() {
    let mut fixture = fixture(&[
        (
            "app/one.ts",
            "import './style.css'; import { s } from './shared'; console.log(s, PARTYKIT_HOST);",
        ),
        ("app/two.ts", "import { s } from './shared'; console.log(s, 2);"),
        ("app/shared.ts", "export const s = 'shared';"),
        ("app/style.css", ".a { color: red }"),
    ]);
    let build = fixture.serve(&["app/one.ts", "app/two.ts"]);
    build.sourcemap = false;
    build.live = true;
    let first = fixture
        .browser()
        .await
        .unwrap_or_else(|error| panic!("{}", error.plain()));
    let started = first.outputs.changes_since(&browser::Outputs::default());
    assert_eq!((started.updated.len(), started.removed.len()), (0, 0));
    assert_eq!(started.added.len(), 4, "{started:?}");
    assert_eq!(first.inputs.len(), 4);
    let code = std::fs::read_to_string(fixture.path("public/dist/one.js")).unwrap();
    assert!(
        code.lines()
            .next()
            .unwrap()
            .contains("new EventSource(\"/__partyrs/live\")"),
        "{code}"
    );
    assert!(code.contains("\"127.0.0.1:1999\""), "{code}");

    fixture.write("app/two.ts", "import { s } from './shared'; console.log(s, 3);");
    let second = fixture
        .browser()
        .await
        .unwrap_or_else(|error| panic!("{}", error.plain()));
    let changes = second.outputs.changes_since(&first.outputs);
    assert_eq!(changes.updated, ["/dist/two.js"]);
    assert_eq!((changes.added.len(), changes.removed.len()), (0, 0));
}

#[tokio::test]
async fn client_options_that_cannot_work_say_how_to_go_on() {
    let mut fixture = fixture(&[("app/c.ts", "1")]);
    fixture.serve(&["app/c.ts"]).format = "iife".to_owned();
    let error = fixture.browser().await.expect_err("splitting needs esm").plain();
    assert_eq!(
        error,
        "`serve.build.splitting` needs the format `esm`, not `iife`\nhint: add `\"splitting\": false` to `serve.build`\n"
    );
    let outside = fixture.path("elsewhere");
    fixture.serve(&["app/c.ts"]).outdir = outside;
    let error = fixture.browser().await.expect_err("outside").plain();
    assert!(error.contains("is not inside `serve.path`"), "{error}");
    fixture.serve(&["app/c.ts"]).bundle = false;
    fixture
        .browser()
        .await
        .unwrap_or_else(|error| panic!("{}", error.plain()));
}

#[cfg(unix)]
#[tokio::test]
async fn a_dropped_build_ends_its_whole_process_group() {
    use std::os::unix::fs::PermissionsExt;
    use std::time::Duration;
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("esbuild");
    std::fs::write(
        &script,
        "#!/bin/sh\nsleep 600 &\necho $! > child.tmp\nmv child.tmp child\nwait\n",
    )
    .unwrap();
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let esbuild = Esbuild {
        path: script,
        root: folder.path().to_owned(),
    };
    let child = folder.path().join("child");
    let started = async {
        while !child.exists() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        _ = esbuild.build(super::esbuild::Options::default()) => panic!("the build ended"),
        () = started => {}
    }
    let id = std::fs::read_to_string(child).unwrap();
    let gone = async {
        // A process that was killed may be left as a zombie until init reaps it.
        let dead = |text: String| text.contains(") Z ");
        while std::fs::read_to_string(format!("/proc/{}/stat", id.trim())).is_ok_and(|text| !dead(text)) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), gone)
        .await
        .expect("the child goes on");
}
