//! A running `partyrs dev`. Dropping it ends it.

use super::cache;
use super::http::{self, Reply};
use super::log::{DEADLINE, Log, Stream};
use super::project::{Outcome, Project};
use super::socket::Socket;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// Between two questions about what nothing announces.
const PAUSE: Duration = Duration::from_millis(20);

/// See the file's comment.
pub(crate) struct Dev<'a> {
    project: &'a Project,
    child: Child,
    log: Log,
    /// 0 before the ready line.
    pub(crate) port: u16,
}

impl Project {
    /// Runs `partyrs dev` on a port of its own, and waits until it is ready.
    pub(crate) fn dev(&self, args: &[&str]) -> Dev<'_> {
        self.dev_in("", args)
    }

    /// The same in a folder of the project.
    pub(crate) fn dev_in(&self, folder: &str, args: &[&str]) -> Dev<'_> {
        let args = [&["--port", "0"], args].concat();
        let mut dev = self.start(folder, &[&["dev"], args.as_slice()].concat());
        dev.ready();
        dev
    }

    /// Starts `partyrs dev` with nothing but these options.
    pub(crate) fn dev_starting(&self, args: &[&str]) -> Dev<'_> {
        self.start("", &[&["dev"], args].concat())
    }

    /// Starts `partyrs` with these arguments, to go on while the test does.
    pub(crate) fn starting(&self, args: &[&str]) -> Dev<'_> {
        self.start("", args)
    }

    fn start(&self, folder: &str, args: &[&str]) -> Dev<'_> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_partyrs"));
        command.args(args);
        self.prepare(&mut command, folder);
        command.env("PARTYRS_CACHE", cache::folder());
        let mut child = command.spawn().unwrap();
        let log = Log::default();
        log.collect(Stream::Out, child.stdout.take().unwrap());
        log.collect(Stream::Err, child.stderr.take().unwrap());
        Dev {
            project: self,
            child,
            log,
            port: 0,
        }
    }

    /// Waits until so many processes of this name, or of any, run in this project.
    #[cfg(target_os = "linux")]
    pub(crate) fn until_processes(&self, name: &str, enough: impl Fn(usize) -> bool) {
        let end = Instant::now() + DEADLINE;
        while !enough(self.processes(name)) {
            assert!(
                Instant::now() < end,
                "{} processes {name:?} run",
                self.processes(name)
            );
            std::thread::sleep(PAUSE);
        }
    }

    /// They inherit the project's home folder.
    #[cfg(target_os = "linux")]
    fn processes(&self, name: &str) -> usize {
        let home = format!("HOME={}\0", self.home().display());
        let all = std::fs::read_dir("/proc")
            .unwrap()
            .flatten()
            .map(|entry| entry.path());
        let own = all.filter(|process| {
            let environment = std::fs::read(process.join("environ")).unwrap_or_default();
            let command = std::fs::read_to_string(process.join("comm")).unwrap_or_default();
            String::from_utf8_lossy(&environment).contains(&home) && command.contains(name)
        });
        own.count()
    }
}

impl Dev<'_> {
    /// Waits for the ready line, from which the port is known.
    pub(crate) fn ready(&mut self) {
        let lines = self.log.wait(Stream::Out, "Ready on http://");
        let port = lines.trim_end().rsplit(':').next().unwrap();
        self.port = port.parse().unwrap();
    }

    /// The process.
    #[cfg(target_os = "linux")]
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits for a line on stdout; it and what came before it, since the last wait.
    pub(crate) fn says(&self, text: &str) -> String {
        self.redacted(&self.log.wait(Stream::Out, text))
    }

    /// Waits for a line on stderr; it and what came before it, since the last wait.
    pub(crate) fn complains(&self, text: &str) -> String {
        self.redacted(&self.log.wait(Stream::Err, text))
    }

    /// Changes a file and waits until the server runs the new code.
    pub(crate) fn reload(&self, path: &str, content: &str) {
        self.project.write(path, content);
        self.says("Updated and ready on");
    }

    /// All of stdout so far.
    pub(crate) fn out(&self) -> String {
        self.redacted(&self.log.so_far(Stream::Out))
    }

    /// All of stderr so far.
    pub(crate) fn err(&self) -> String {
        self.redacted(&self.log.so_far(Stream::Err))
    }

    /// The answer to a GET.
    pub(crate) fn get(&self, path: &str) -> Reply {
        self.request("GET", path, &[], "")
    }

    /// The body of a GET that is answered with 200.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> String {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {reply:?}\n{}", self.log);
        reply.body
    }

    /// The answer to any request.
    pub(crate) fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        http::request(self.port, method, path, headers, body)
            .unwrap_or_else(|error| panic!("{method} {path}: {error}\n{}", self.log))
    }

    /// Asks until the answer is `body`; for what nothing announces.
    pub(crate) fn becomes(&self, path: &str, body: &str) {
        let end = Instant::now() + DEADLINE;
        loop {
            let reply = self.get(path);
            if reply.body == body {
                return;
            }
            assert!(
                Instant::now() < end,
                "{path} is not {body:?} but {reply:?}\n{}",
                self.log
            );
            std::thread::sleep(PAUSE);
        }
    }

    /// A WebSocket that must open.
    pub(crate) fn connect(&self, path: &str) -> Socket {
        Socket::open(self.port, path, self.log.clone())
    }

    /// The status and body that refuse a WebSocket.
    pub(crate) fn refused(&self, path: &str) -> (u16, String) {
        Socket::refused(self.port, path, &self.log)
    }

    /// An event stream, or anything else that comes piece by piece.
    pub(crate) fn stream(&self, path: &str) -> http::Stream {
        http::Stream::open(self.port, path)
    }

    /// What Ctrl-C does.
    pub(crate) fn interrupt(&self) {
        self.signal(rustix::process::Signal::INT);
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).unwrap();
    }

    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks, whatever becomes of it.
    pub(crate) fn attempt(&self, method: &str, path: &str, body: &str) {
        let _answer = http::request(self.port, method, path, &[], body);
    }

    /// Kills it; it is still to be waited for.
    pub(crate) fn interrupt_hard(&self) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    }

    /// Ends it as a power cut does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Ends it with Ctrl-C: how it ended and all that it wrote.
    pub(crate) fn stop(self) -> Outcome {
        self.interrupt();
        self.ended()
    }

    /// Waits for its end.
    pub(crate) fn ended(mut self) -> Outcome {
        let (stdout, stderr) = self.log.ended();
        Outcome {
            code: self.child.wait().unwrap().code(),
            stdout: self.redacted(&stdout),
            stderr: self.redacted(&stderr),
        }
    }

    /// Paths, ports and times are different every time, and addresses on every machine.
    fn redacted(&self, text: &str) -> String {
        let mut lines = String::new();
        for line in self.project.redacted(text).split_inclusive('\n') {
            if line.starts_with("[pk:inf] - http://") && !line.contains("127.0.0.1") {
                continue;
            }
            let end = line.trim_end().len();
            let time = line[..end].rfind(" (").filter(|_| line[..end].ends_with("ms)"));
            match time {
                Some(start) => lines.push_str(&format!("{} ([time])\n", &line[..start])),
                None => lines.push_str(line),
            }
        }
        match self.port {
            0 => lines,
            port => lines.replace(&format!(":{port}"), ":[port]"),
        }
    }
}

impl Drop for Dev<'_> {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}
