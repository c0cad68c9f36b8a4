//! A project in a folder of its own, and commands that are run in it to their end.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// How long a command may take, on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// A folder that is removed in the end. Below it, only what a test writes there is found: no git identity, no
/// package manager's environment, no colours.
pub(crate) struct Project {
    /// Holds the project and a home folder beside it.
    base: TempDir,
    env: Vec<(String, String)>,
}

/// How a command ended, with the project's folder shown as `[project]`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Project {
    /// A folder with these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let base = tempfile::tempdir().unwrap();
        fs::create_dir_all(base.path().join("project")).unwrap();
        fs::create_dir_all(base.path().join("home")).unwrap();
        let project = Self {
            base,
            env: Vec::new(),
        };
        for (path, content) in files {
            project.write(path, content);
        }
        project
    }

    /// A folder with these files and a config that keeps quiet.
    pub(crate) fn with_config(config: &str, files: &[(&str, &str)]) -> Self {
        let project = Self::new(files);
        project.write(
            "partykit.json",
            &format!("{{ name: 'demo', compatibilityDate: '2026-01-01', {config} }}"),
        );
        project
    }

    /// A project whose main party is this TypeScript.
    pub(crate) fn server(source: &str) -> Self {
        Self::with_config("main: 'src/server.ts'", &[("src/server.ts", source)])
    }

    /// Adds a variable to the environment of the commands.
    pub(crate) fn env(mut self, name: &str, value: impl Into<String>) -> Self {
        self.env.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        let folder = fs::canonicalize(self.base.path().join("project")).unwrap();
        if path.is_empty() {
            folder
        } else {
            folder.join(path)
        }
    }

    pub(crate) fn write(&self, path: &str, content: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// All files, sorted, without those of git.
    pub(crate) fn list(&self) -> Vec<String> {
        let root = self.path("");
        let mut files = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.file_name().is_some_and(|name| name == ".git") {
                    continue;
                }
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push(path.strip_prefix(&root).unwrap().display().to_string());
                }
            }
        }
        files.sort();
        files
    }

    /// Runs `partyrs` in the project.
    pub(crate) fn run(&self, args: &[&str]) -> Outcome {
        self.run_in("", args)
    }

    /// Runs `partyrs` in a folder of the project.
    pub(crate) fn run_in(&self, folder: &str, args: &[&str]) -> Outcome {
        self.end(Command::new(env!("CARGO_BIN_EXE_partyrs")).args(args), folder)
    }

    /// Runs another program in a folder of the project.
    pub(crate) fn program(&self, program: &str, folder: &str, args: &[&str]) -> Outcome {
        self.end(Command::new(program).args(args), folder)
    }

    /// A home folder that nobody else uses; what runs in a project can be told by it.
    pub(super) fn home(&self) -> PathBuf {
        self.base.path().join("home")
    }

    /// Gives a command the project's folder and environment.
    pub(crate) fn prepare(&self, command: &mut Command, folder: &str) {
        let home = self.home();
        for name in [
            "npm_config_user_agent",
            "PARTYKIT_LOG",
            "PARTYRS_ESBUILD",
            "NO_COLOR",
            "CLICOLOR_FORCE",
        ] {
            command.env_remove(name);
        }
        command
            .current_dir(self.path(folder))
            .env("HOME", &home)
            .env("GIT_CONFIG_GLOBAL", home.join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs(self.env.iter().cloned())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
    }

    fn end(&self, command: &mut Command, folder: &str) -> Outcome {
        self.prepare(command, folder);
        let mut child = command.spawn().unwrap();
        let (stdout, stderr) = (
            collect(child.stdout.take().unwrap()),
            collect(child.stderr.take().unwrap()),
        );
        let (Ok(stdout), Ok(stderr)) = (stdout.recv_timeout(DEADLINE), stderr.recv_timeout(DEADLINE)) else {
            child.kill().unwrap();
            panic!("{command:?} did not end within {DEADLINE:?}");
        };
        let code = child.wait().unwrap().code();
        Outcome {
            code,
            stdout: self.redacted(&stdout),
            stderr: self.redacted(&stderr),
        }
    }

    /// The text with the project's folder, the program and the version replaced.
    pub(super) fn redacted(&self, text: &str) -> String {
        let folder = self.path("").display().to_string();
        let program = Path::new(env!("CARGO_BIN_EXE_partyrs"));
        // A target folder behind a link: the program knows itself by its real path.
        let program = program.canonicalize().unwrap().display().to_string();
        text.replace(&folder, "[project]")
            .replace(&self.home().display().to_string(), "[home]")
            .replace(&program, "[partyrs]")
            .replace(env!("CARGO_PKG_VERSION"), "[version]")
    }
}

/// Reads to the end on a thread of its own.
fn collect(mut stream: impl Read + Send + 'static) -> mpsc::Receiver<String> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut text = String::new();
        let read = stream.read_to_string(&mut text);
        let _gone = send.send(read.map_or_else(|error| error.to_string(), |_| text));
    });
    receive
}
