//! In a real terminal: a pseudo terminal that is the controlling one of a session of its own.

#![cfg(target_os = "linux")]

use crate::support::{Project, buildable};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::process::{Child, Command};
use std::sync::mpsc;
use std::time::Duration;

/// How long anything may take, on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// `partyrs` in a terminal.
struct Tty {
    child: Child,
    keyboard: File,
    screen: mpsc::Receiver<String>,
    seen: String,
}

impl Tty {
    /// Starts `partyrs` with these arguments in a new session.
    fn start(project: &Project, args: &[&str]) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let slave = OpenOptions::new()
            .read(true)
            .write(true)
            .open(name.to_str().unwrap())
            .unwrap();
        let mut command = Command::new("setsid");
        command.args(["--ctty", env!("CARGO_BIN_EXE_partyrs")]).args(args);
        project.prepare(&mut command, "");
        let child = command
            .stdin(slave.try_clone().unwrap())
            .stdout(slave.try_clone().unwrap())
            .stderr(slave)
            .spawn()
            .unwrap();
        let keyboard = File::from(master);
        let (show, screen) = mpsc::channel();
        let mut output = keyboard.try_clone().unwrap();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // Ends with an error when nobody has the terminal open any more.
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                let _gone = show.send(String::from_utf8_lossy(&buffer[..count]).into_owned());
            }
        });
        Self {
            child,
            keyboard,
            screen,
            seen: String::new(),
        }
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until `text` is on the screen.
    fn shows(&mut self, text: &str) {
        while !self.seen.contains(text) {
            match self.screen.recv_timeout(DEADLINE) {
                Ok(more) => self.seen.push_str(&more),
                Err(_) => panic!("no {text:?} in {}", self.seen),
            }
        }
    }

    fn code(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

fn project() -> Project {
    buildable(&[
        (
            "partykit.json",
            "{ name: 'demo', main: 'server.js', compatibilityDate: '2026-01-01' }",
        ),
        (
            "server.js",
            "export default { onFetch() { return new Response('ok') } }",
        ),
    ])
}

#[test]
fn the_command_of_exec_has_the_terminal_and_ctrl_c_is_for_all_of_it() {
    let project = project();
    // Both shells get the signal; the inner one says so, the outer one decides.
    let inner = "trap 'echo inner; exit' INT; echo waiting; while :; do sleep 0.05; done";
    let script = format!("trap 'echo outer; exit 7' INT; read name; echo \"hello $name\"; sh -c \"{inner}\"");
    let mut tty = Tty::start(&project, &["exec", "--logs", "never", "--", "sh", "-c", &script]);
    tty.press("you\n");
    tty.shows("hello you");
    tty.shows("waiting");
    tty.press("\x03");
    tty.shows("inner");
    tty.shows("outer");
    assert_eq!(tty.code(), Some(7));
    project.until_processes("", |count| count == 0);
}

#[test]
fn keys_show_help_and_quit() {
    let project = project();
    let mut tty = Tty::start(&project, &["dev", "--port", "0", "--persist", "false"]);
    tty.shows("quit");
    tty.press("x");
    tty.shows("Local server shut down");
    assert_eq!(tty.code(), Some(0));
}
