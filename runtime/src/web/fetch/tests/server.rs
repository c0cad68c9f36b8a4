//! A server on a real socket, whose answers the tests choose by path.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// `hello`, gzipped.
const GZIPPED: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 203, 72, 205, 201, 201, 7, 0, 134, 166, 16, 54, 5, 0, 0, 0,
];

/// What one connection of the server waits for and another one brings about.
#[derive(Default)]
struct Signals {
    happened: Mutex<Vec<String>>,
    changed: Condvar,
}

impl Signals {
    fn set(&self, name: &str) {
        self.happened.lock().unwrap().push(name.to_owned());
        self.changed.notify_all();
    }

    /// Whether `name` happened within five seconds.
    fn wait(&self, name: &str) -> bool {
        let missing = |happened: &mut Vec<String>| !happened.iter().any(|it| it == name);
        let happened = self.happened.lock().unwrap();
        let deadline = Duration::from_secs(5);
        let (_guard, late) = self
            .changed
            .wait_timeout_while(happened, deadline, missing)
            .unwrap();
        !late.timed_out()
    }
}

/// The server's port; it lives as long as the test.
pub(super) fn server() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let signals = Arc::new(Signals::default());
    thread::spawn(move || {
        for connection in listener.incoming() {
            let signals = signals.clone();
            thread::spawn(move || while_open(connection.unwrap(), &signals));
        }
    });
    port
}

fn while_open(stream: TcpStream, signals: &Signals) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while let Some(request) = Incoming::read(&mut reader) {
        if answer(&request, &stream, signals).is_err() {
            return;
        }
    }
}

struct Incoming {
    method: String,
    path: String,
    headers: String,
    body: String,
}

impl Incoming {
    fn read(reader: &mut BufReader<TcpStream>) -> Option<Self> {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|&bytes| bytes > 0)?;
        let mut words = line.split(' ').map(str::to_owned);
        let (method, path) = (words.next()?, words.next()?);
        let mut headers = String::new();
        while !headers.ends_with("\r\n\r\n") && headers != "\r\n" {
            reader.read_line(&mut headers).ok().filter(|&bytes| bytes > 0)?;
        }
        let headers = headers.to_lowercase();
        let body = if headers.contains("transfer-encoding: chunked") {
            chunked(reader)?
        } else {
            counted(reader, &headers)?
        };
        Some(Self {
            method,
            path,
            headers,
            body,
        })
    }

    fn header(&self, name: &str) -> String {
        header(&self.headers, name).unwrap_or("none").to_owned()
    }
}

fn header<'h>(headers: &'h str, name: &str) -> Option<&'h str> {
    headers
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn counted(reader: &mut impl Read, headers: &str) -> Option<String> {
    let length = header(headers, "content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    String::from_utf8(body).ok()
}

/// The chunks of a body, each in brackets.
fn chunked(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let mut body = String::new();
    loop {
        let mut size = String::new();
        reader.read_line(&mut size).ok()?;
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        let mut chunk = vec![0; size + 2];
        reader.read_exact(&mut chunk).ok()?;
        if size == 0 {
            return Some(body);
        }
        body += &format!("[{}]", String::from_utf8_lossy(&chunk[..size]));
    }
}

fn answer(request: &Incoming, mut stream: &TcpStream, signals: &Signals) -> std::io::Result<()> {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    match path {
        "/echo" => {
            let parts = ["content-type", "authorization", "x-test"].map(|name| request.header(name));
            reply(
                stream,
                "200 OK",
                "x-a: 1\r\nx-a: 2\r\n",
                format!("{} {} {:?}", request.method, request.body, parts).as_bytes(),
            )
        }
        "/gzip" => reply(stream, "200 OK", "content-encoding: gzip\r\n", GZIPPED),
        "/teapot" => reply(stream, "418 Tea Please", "", b"short and stout"),
        "/empty" => stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n"),
        "/redirect" => {
            let (status, to) = query.split_once(':').unwrap();
            reply(
                stream,
                &format!("{status} There"),
                &format!("location: {to}\r\n"),
                b"elsewhere",
            )
        }
        "/loop" => reply(stream, "302 Again", "location: /loop\r\n", b""),
        "/events" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n")?;
            assert!(signals.wait(query), "nobody said `{query}`");
            stream.write_all(b"3\r\ntwo\r\n0\r\n\r\n")
        }
        "/signal" => {
            signals.set(query);
            reply(stream, "200 OK", "", b"")
        }
        "/broken" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart")?;
            Err(std::io::ErrorKind::ConnectionAborted.into())
        }
        // Answers nothing more; says `closed` once the client has gone.
        "/hang" => {
            if query == "late" {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart")?;
            }
            signals.set("hanging");
            let _ = stream.read(&mut [0]);
            signals.set("closed");
            Err(std::io::ErrorKind::ConnectionAborted.into())
        }
        "/wait" => reply(stream, "200 OK", "", signals.wait(query).to_string().as_bytes()),
        other => panic!("no route {other}"),
    }
}

fn reply(mut stream: &TcpStream, status: &str, headers: &str, body: &[u8]) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)
}
