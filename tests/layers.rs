//! The layers: what each may use. Arrows go down only.

use std::fs;
use std::path::{Path, PathBuf};

/// Where each of these may stand, as starts of paths.
const RULES: [(&str, &[&str]); 7] = [
    // The client of rooms reads the reason of a status, which only hyper knows.
    ("hyper", &["runtime/src/server", "runtime/src/web/fetch"]),
    ("hyper_util", &["runtime/src/server"]),
    ("tokio_tungstenite", &["runtime/src/server"]),
    ("tower_http", &["runtime/src/server"]),
    (
        "rquickjs",
        &["runtime/src/isolate", "runtime/src/web", "runtime/src/node"],
    ),
    ("rusqlite", &["runtime/src/storage"]),
    ("partyrs_runtime", &["cli/src"]),
];

/// What prints, and the only place that may.
const PRINTING: ([&str; 8], &str) = (
    [
        "println!",
        "eprintln!",
        "print!",
        "eprint!",
        "stdout()",
        "stderr()",
        "anstream::",
        "dbg!",
    ],
    "cli/src/terminal",
);

struct Source {
    /// From the repository's root.
    path: String,
    /// Without comments and tests.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut sources = Vec::new();
    let mut folders = vec![root.join("cli/src"), root.join("runtime/src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !is_test(path.strip_prefix(root).unwrap())
            {
                sources.push(Source {
                    path: path.strip_prefix(root).unwrap().display().to_string(),
                    code: code(&fs::read_to_string(&path).unwrap()),
                });
            }
        }
    }
    sources
}

fn is_test(path: &Path) -> bool {
    let mut parts = path.components().map(|part| part.as_os_str().to_string_lossy());
    parts.any(|part| part.trim_end_matches(".rs") == "tests" || part.ends_with("_tests.rs"))
}

/// What is only for tests stands at the end of a file.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]\n").unwrap_or(text.len());
    let lines = text[..end]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Whether `name` stands in `code` as a word of its own that a path follows.
fn uses(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(start, _)| {
        let before = code[..start].chars().next_back();
        let after = &code[start + name.len()..];
        !before.is_some_and(|before| before.is_alphanumeric() || "_:\"".contains(before))
            && (after.starts_with("::") || after.starts_with(';') || after.starts_with(" as "))
    })
}

#[test]
fn every_crate_stays_in_its_layer() {
    let sources = sources();
    assert!(sources.len() > 50, "{} sources", sources.len());
    let mut wrong = Vec::new();
    for (name, homes) in RULES {
        let mut at_home = 0;
        for Source { path, code } in &sources {
            if !uses(code, name) {
                continue;
            }
            match homes.iter().any(|home| path.starts_with(home)) {
                true => at_home += 1,
                false => wrong.push(format!("{path} uses {name}, which belongs to {homes:?}")),
            }
        }
        assert!(at_home > 0, "nobody uses {name}: does this rule still hold?");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_terminal_prints() {
    let (ways, home) = PRINTING;
    let mut wrong = Vec::new();
    for Source { path, code } in sources() {
        for way in ways {
            let prints = code.match_indices(way).any(|(start, _)| {
                let before = code[..start].chars().next_back();
                !before.is_some_and(|before| before.is_alphanumeric() || before == '_')
            });
            if prints && !path.starts_with(home) {
                wrong.push(format!("{path}: {way}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rooms_and_storage_know_no_server_and_no_socket() {
    let mut wrong = Vec::new();
    for Source { path, code } in sources() {
        for below in ["runtime/src/room", "runtime/src/storage"] {
            let upward = ["crate::server", "tokio::net", "std::net"];
            for name in upward
                .iter()
                .filter(|name| path.starts_with(below) && code.contains(*name))
            {
                wrong.push(format!("{path} uses {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
