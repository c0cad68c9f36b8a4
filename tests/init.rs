//! `partyrs init`: what it makes, what it never does, and what it says.

use crate::support::{Outcome, Project};
use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;

const BANNER: &str = "🎈 partyrs v[version]\n------------------\n";

/// A folder where git knows who commits.
fn project_with_git() -> Project {
    let project = Project::new(&[]);
    for (name, value) in [("user.name", "A Tester"), ("user.email", "tester@example.com")] {
        assert_eq!(
            project
                .program("git", "", &["config", "--global", name, value])
                .code,
            Some(0)
        );
    }
    project
}

/// Puts a package manager first on the PATH that runs `script`.
fn with_manager(project: Project, name: &str, script: &str) -> Project {
    let bin = project.path("../bin");
    fs::create_dir_all(&bin).unwrap();
    fs::write(bin.join(name), format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).unwrap();
    project.env("PATH", format!("{}:{}", bin.display(), env::var("PATH").unwrap()))
}

#[test]
fn a_project_is_made_installed_and_committed() {
    let project = with_manager(project_with_git(), "npm", "echo \"npm $@ in ${PWD##*/}\"");
    let outcome = project.run(&["init", "my-chat", "--template", "chat-room", "--yes"]);
    let files = project.list();
    let expected = format!(
        "{BANNER}✔ made `my-chat` from the template chat-room: {} files
Running `npm install` …
npm install --no-fund --no-audit in my-chat
✔ installed the packages
✔ made a git repository with a first commit

Next:
  cd my-chat
  [partyrs] dev --live

Then open http://localhost:1999 in two windows.
",
        files.len()
    );
    assert_eq!(
        outcome,
        Outcome {
            code: Some(0),
            stdout: expected,
            stderr: String::new()
        }
    );
    for file in [
        ".env.example",
        ".gitignore",
        "README.md",
        "package.json",
        "party/server.ts",
        "partykit-env.d.ts",
    ] {
        assert!(
            files.contains(&format!("my-chat/{file}")),
            "no {file} in {files:?}"
        );
    }
    assert!(
        project
            .read("my-chat/package.json")
            .contains("\"name\": \"my-chat\"")
    );
    assert!(project.read("my-chat/README.md").starts_with("# my-chat\n"));
    assert_eq!(
        project
            .program("git", "my-chat", &["status", "--porcelain"])
            .stdout,
        ""
    );
}

#[test]
fn the_defaults_are_typescript_and_my_party() {
    let project = Project::new(&[]);
    let outcome = project.run(&["init", "--no-install", "--no-git"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    assert!(
        outcome
            .stdout
            .contains("✔ made `my-party` from the template typescript"),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome.stdout.contains("\n  cd my-party\n  npm install\n"),
        "{}",
        outcome.stdout
    );
    assert!(!project.path("my-party/.git").exists());
}

#[test]
fn the_package_manager_that_started_us_installs() {
    let project = with_manager(Project::new(&[]), "pnpm", "echo \"pnpm $@\"")
        .env("npm_config_user_agent", "pnpm/9.0.0 npm/? node/v20.0.0 linux x64");
    let outcome = project.run(&["init", "a", "--no-git"]);
    assert!(
        outcome
            .stdout
            .contains("Running `pnpm install` …\npnpm install\n✔ installed"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_dry_run_writes_nothing() {
    let project = Project::new(&[]);
    let outcome = project.run(&["init", "a", "--dry-run", "--dev", "-t", "javascript"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""));
    assert!(
        outcome
            .stdout
            .contains("\nDry run: Skipped creating a/partykit.json\n"),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome.stdout.ends_with(
            "Dry run: Skipped running `npm install`
Dry run: Skipped making a git repository with a first commit
Dry run: Skipped running `partyrs dev --live`
"
        ),
        "{}",
        outcome.stdout
    );
    assert!(project.list().is_empty());
}

#[test]
fn nothing_is_overwritten() {
    let project = Project::new(&[
        ("a/README.md", "mine"),
        ("a/party/server.ts", "mine"),
        ("a/other", "mine"),
    ]);
    let outcome = project.run(&["init", "a"]);
    let stderr = "✘ [ERROR] nothing was written, because these files are already there:
    a/README.md
    a/party/server.ts

    hint: choose another name, or move them away

";
    assert_eq!(
        outcome,
        Outcome {
            code: Some(1),
            stdout: BANNER.to_owned(),
            stderr: stderr.to_owned()
        }
    );
    assert_eq!(project.list(), ["a/README.md", "a/other", "a/party/server.ts"]);
    assert_eq!(project.read("a/README.md"), "mine");
}

#[test]
fn a_failed_install_leaves_the_project_and_says_how_to_repeat_it() {
    let project = with_manager(project_with_git(), "npm", "echo 'no network' >&2; exit 7");
    let outcome = project.run(&["init", "a"]);
    assert_eq!(outcome.code, Some(1));
    assert_eq!(
        outcome.stderr,
        "no network
✘ [ERROR] `npm install` failed

    hint: the files of the project are all there; repeat it with `cd a && npm install`

"
    );
    assert!(project.path("a/package.json").exists());
    assert!(project.path("a/.git").exists());
}

#[test]
fn names_are_checked() {
    let outcome = Project::new(&[]).run(&["init", "My Chat"]);
    let stderr = "✘ [ERROR] `My Chat` cannot be the name of a project

    hint: use lower-case letters, digits and dashes, with a letter or digit first: `my-chat`

";
    assert_eq!(
        outcome,
        Outcome {
            code: Some(1),
            stdout: BANNER.to_owned(),
            stderr: stderr.to_owned()
        }
    );
}

#[test]
fn a_dot_means_this_folder() {
    let project = Project::new(&[]);
    assert_eq!(
        project.run(&["init", ".", "--no-install", "--no-git"]).code,
        Some(0)
    );
    assert!(project.read("partykit.json").contains("\"name\": \"project\""));
}

#[test]
fn inside_a_repository_nothing_is_committed() {
    let project = project_with_git();
    assert_eq!(project.program("git", "", &["init", "--quiet"]).code, Some(0));
    let outcome = project.run(&["init", "a", "--no-install"]);
    assert!(
        outcome
            .stdout
            .contains("\nThis is inside a git repository: nothing was committed.\n"),
        "{}",
        outcome.stdout
    );
    assert!(!project.path("a/.git").exists());
}

#[test]
fn a_git_that_does_not_know_who_commits_is_no_failure() {
    let project = Project::new(&[])
        .env("GIT_COMMITTER_NAME", "")
        .env("GIT_AUTHOR_NAME", "");
    let outcome = project.run(&["init", "a", "--no-install"]);
    assert_eq!(outcome.code, Some(0));
    assert!(
        outcome
            .stderr
            .starts_with("▲ [WARNING] git made no first commit: "),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome
            .stderr
            .ends_with("\n\n    the files are all there; commit them when git is set up\n\n")
    );
}

#[test]
fn an_existing_project_is_not_touched_without_being_asked_to() {
    let project = Project::new(&[("package.json", "{}")]);
    let outcome = project.run(&["init"]);
    assert_eq!(outcome.code, Some(1));
    assert_eq!(
        outcome.stderr,
        "✘ [ERROR] this folder has a `package.json`, and nobody is there to answer questions

    hint: add a party to it without questions with `partyrs init --yes`,
          or make a new project in a folder below: `partyrs init my-party`

"
    );
    assert_eq!(project.list(), ["package.json"]);
}

#[test]
fn an_existing_project_that_is_type_checked_gets_the_types_unless_partykit_brings_them() {
    for (package, types) in [
        ("{}", true),
        (r#"{ "devDependencies": { "partykit": "0.0.115" } }"#, false),
    ] {
        let config = "{ main: 'src/server.ts' }";
        let project = Project::new(&[
            ("package.json", package),
            ("tsconfig.json", "{}"),
            ("partykit.json", config),
        ]);
        let outcome = project.run(&["init", "--yes", "--no-install"]);
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
        assert_eq!(project.path("partykit-env.d.ts").exists(), types, "{package}");
        assert_eq!(project.read("partykit.json"), config);
    }
}

#[test]
fn an_existing_project_gets_what_it_lacks() {
    let project = Project::new(&[
        ("package.json", "{ \"name\": \"site\" }"),
        ("party/index.ts", "// mine"),
    ]);
    let outcome = project.run(&["init", "--yes", "--no-install"]);
    assert_eq!(
        outcome,
        Outcome {
            code: Some(0),
            stdout: format!(
                "{BANNER}✔ made partykit.json
✔ added partysocket ^1.3.0 to package.json
✔ added typescript ^7.0.2 to package.json

Next:
  partyrs dev

Then connect to the room `my-room` with partysocket, or see /party/my-room.
"
            ),
            stderr: String::new()
        }
    );
    assert_eq!(project.read("party/index.ts"), "// mine");
    assert!(project.read("partykit.json").contains("\"name\": \"site-party\""));
}
