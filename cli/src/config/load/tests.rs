//! From files and flags to a project; wrong configs are shown whole in `tests/config.rs`.

use super::*;
use std::fs;
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    root
}

fn load_with(root: &TempDir, flags: &ConfigFlags) -> Project {
    load(flags, root.path()).unwrap()
}

#[test]
fn every_source_overrides_the_weaker_ones() {
    let root = folder(&[
        (
            "partykit.json",
            r#"{ main: "s.ts", vars: { A: "config", B: "config", C: "config", D: "config", N: 1.5 } }"#,
        ),
        (".env", "B=env\nC=env\nD=env"),
        (".env.local", "C=local\nD=local"),
        ("s.ts", ""),
    ]);
    let flags = ConfigFlags {
        vars: vec![("D".to_owned(), "flag".to_owned())],
        ..ConfigFlags::default()
    };
    let project = load_with(&root, &flags);
    assert_eq!(
        Value::Object(project.vars.clone()),
        serde_json::json!({ "A": "config", "B": "env", "C": "local", "D": "flag", "N": 1.5 })
    );
    let process_env: Vec<_> = project
        .process_env()
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(process_env, ["A=config", "B=env", "C=local", "D=flag", "N=1.5"]);
    assert_eq!(
        project.env_files,
        [root.path().join(".env"), root.path().join(".env.local")]
    );
}

#[test]
fn a_project_is_the_same_from_its_subfolders() {
    let root = folder(&[
        (
            "partykit.json",
            r#"{ main: "src/s.ts", parties: { "foo-bar": "./src/s.ts" }, serve: "public" }"#,
        ),
        ("src/s.ts", ""),
        ("public/index.html", ""),
    ]);
    let project = load(&ConfigFlags::default(), &root.path().join("src")).unwrap();
    assert_eq!(project.root, root.path());
    assert_eq!(project.main, root.path().join("src/s.ts"));
    assert_eq!(project.parties[0].1, project.main);
    assert_eq!(project.serve.as_ref().unwrap().path, root.path().join("public"));
    assert_eq!(project.persist, Some(root.path().join(".partykit/state")));
    assert!(project.watched_files().contains(&root.path().join(".env.local")));
}

#[test]
fn under_config_the_working_directory_wins_where_the_path_exists() {
    let root = folder(&[
        (
            "sub/partykit.json",
            r#"{ main: "s.ts", serve: { path: "public", build: "app/c.ts" } }"#,
        ),
        ("sub/s.ts", ""),
        ("sub/public/x", ""),
        ("public/x", ""),
        ("app/c.ts", ""),
    ]);
    let flags = ConfigFlags {
        config: Some("sub/partykit.json".into()),
        ..ConfigFlags::default()
    };
    let project = load_with(&root, &flags);
    assert_eq!(project.main, root.path().join("sub/s.ts"));
    let serve = project.serve.unwrap();
    assert_eq!(serve.path, root.path().join("public"));
    let build = serve.build.unwrap();
    assert_eq!(build.outdir, root.path().join("public/dist"));
    assert_eq!(build.entry, [root.path().join("app/c.ts").display().to_string()]);
}

#[test]
fn the_client_build_has_partykits_defaults() {
    let root = folder(&[
        (
            "partykit.json",
            r#"{ main: "s.ts", serve: { path: "public", singlePageApp: true, build: {
            entry: ["a.ts", "monaco-editor/worker.js"], outdir: "public/out", format: "iife", splitting: false,
            loader: { ".ttf": "file", ".md": "text" } } } }"#,
        ),
        ("s.ts", ""),
        ("public/x", ""),
    ]);
    let serve = load_with(&root, &ConfigFlags::default()).serve.unwrap();
    assert!(serve.single_page_app);
    let build = serve.build.unwrap();
    assert_eq!(build.entry, ["a.ts", "monaco-editor/worker.js"]);
    assert_eq!(build.outdir, root.path().join("public/out"));
    assert_eq!(
        (build.bundle, build.splitting, build.minify, build.sourcemap),
        (true, false, false, true)
    );
    assert_eq!(build.format, "iife");
    assert_eq!(build.loader[".md"], "text");
}

#[test]
fn flags_override_the_config() {
    let root = folder(&[
        (
            "partykit.json",
            r#"{ name: "x", main: "s.ts", port: 4000, persist: false, define: { TWO: "1", THREE: "1" },
            serve: { path: "public", singlePageApp: true } }"#,
        ),
        (".env", "ONE=say \"hi\"\nTWO=env"),
        ("s.ts", ""),
        ("t.ts", ""),
        ("public/x", ""),
        ("other/x", ""),
    ]);
    let configured = load_with(&root, &ConfigFlags::default());
    assert_eq!((configured.port, configured.persist), (Some(4000), None));
    let flags = ConfigFlags {
        script: Some("t.ts".into()),
        port: Some(0),
        serve: Some("other".into()),
        persist: Some(Persist::Folder("state".into())),
        define: vec![("THREE".to_owned(), "2".to_owned())],
        with_env: true,
        minify: true,
        ..ConfigFlags::default()
    };
    let project = load_with(&root, &flags);
    assert_eq!(project.main, root.path().join("t.ts"));
    assert_eq!(project.port, Some(0));
    assert_eq!(project.persist, Some(root.path().join("state")));
    assert!(project.minify);
    let serve = project.serve.unwrap();
    assert_eq!(
        (serve.path, serve.single_page_app),
        (root.path().join("other"), false)
    );
    let define: Vec<_> = project
        .define
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(define, [("ONE", r#""say \"hi\"""#), ("TWO", "1"), ("THREE", "2")]);
}

#[test]
fn a_script_needs_no_config() {
    let root = folder(&[("server.js", "")]);
    let flags = ConfigFlags {
        script: Some("server.js".into()),
        ..ConfigFlags::default()
    };
    let project = load_with(&root, &flags);
    assert_eq!(
        (project.main, project.config_file),
        (root.path().join("server.js"), None)
    );
}

#[test]
fn what_does_nothing_yet_is_named() {
    let root = folder(&[
        (
            "partykit.json",
            r#"{ main: "s.ts", compatibilityDate: "2024-07-01", preview: "p", crons: { a: "* * * * *" },
            placement: { mode: "smart" }, ai: true, build: { command: "make" }, serve: { path: "p", edgeTTL: null, exclud: 1 } }"#,
        ),
        ("s.ts", ""),
        ("p/x", ""),
    ]);
    assert_eq!(
        load_with(&root, &ConfigFlags::default()).warnings,
        [
            "unknown field `serve.exclud` (partykit.json:2) is ignored; did you mean `exclude`?",
            "`placement` is not supported yet: it is for deploying and changes nothing here",
            "`ai` is not supported yet: `room.context.ai` is not there; call a model's API with `fetch`, or write the client's options into `ai`",
            "`serve.edgeTTL` is not supported yet: there is no edge here",
        ]
    );
}

#[test]
fn what_build_command_makes_need_not_be_there_yet() {
    let root = folder(&[(
        "partykit.json",
        r#"{ main: "dist/s.js", serve: "site", build: { command: "make", cwd: "tools", watch: ["lib"] } }"#,
    )]);
    let project = load_with(&root, &ConfigFlags::default());
    let command = project.command.unwrap();
    assert_eq!(command.command, "make");
    assert_eq!(command.cwd, root.path().join("tools"));
    assert_eq!(command.watch, [root.path().join("lib")]);
    assert_eq!(project.main, root.path().join("dist/s.js"));
}

#[test]
fn files_named_by_flags_are_the_strongest_files() {
    let root = folder(&[
        ("s.ts", ""),
        (".env.local", "A=local"),
        ("one", "A=one\nB=one"),
        ("two", "B=two"),
    ]);
    let flags = ConfigFlags {
        script: Some("s.ts".into()),
        env_files: vec!["one".into(), "two".into()],
        ..ConfigFlags::default()
    };
    let project = load_with(&root, &flags);
    assert_eq!(
        Value::Object(project.vars),
        serde_json::json!({ "A": "one", "B": "two" })
    );
    let flags = ConfigFlags {
        env_files: vec!["gone".into()],
        ..flags
    };
    let error = load(&flags, root.path()).unwrap_err();
    assert_eq!(error.to_string(), "cannot read the variables in `gone`");
}
