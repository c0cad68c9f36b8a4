//! The process is killed at random moments under load, again and again on the same state. Whatever a client was told
//! must be there afterwards, a transaction whole or not at all, every alarm must come, and every database be sound.
//! `PARTYRS_FAULT_ROUNDS` and `PARTYRS_FAULT_SEED` make it longer, and repeat a failure's moments.

use crate::support::{Dev, Project, Socket, http};
use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

const SERVER: &str = r#"
export default class Writer {
  constructor(room) { this.room = room; this.storage = room.storage; }
  onStart() { this.storage.sql.exec("create table if not exists t (n integer)"); }
  async onMessage(n) {
    await this.storage.put(`m${n}`, n);
    this.room.broadcast(n);
  }
  async onAlarm() { await this.storage.put("fired", true); }
  async onRequest(request) {
    const { storage } = this;
    if (request.method === "GET") {
      const rows = [...storage.sql.exec("select n from t").raw()].map(([n]) => `s${n}`);
      return new Response([...[...storage.kv.list()].map(([key]) => key), ...rows].join(" "));
    }
    const [op, n] = (await request.text()).split(" ");
    if (op === "p") await storage.put(`p${n}`, n);
    if (op === "s") storage.sql.exec("insert into t values (?)", n);
    if (op === "a") await storage.transaction(async (txn) => {
      await txn.put(`a${n}`, n);
      await new Promise((done) => setTimeout(done, 1));
      await txn.put(`b${n}`, n);
    });
    if (op === "c") storage.transactionSync(() => {
      storage.kv.put(`c${n}`, n);
      storage.sql.exec("insert into t values (?)", -n);
    });
    if (op === "w") {
      await storage.setAlarm(Date.now() + 200);
    }
    return new Response("kept");
  }
}
"#;

/// What clients were told.
#[derive(Default)]
struct Told {
    kept: Mutex<HashSet<String>>,
    alarms: Mutex<HashSet<String>>,
    next: AtomicU64,
}

impl Told {
    fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// Numbers that look random and follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Writes until the process is gone.
fn write_by_http(port: u16, told: &Told, mut dice: Dice) {
    loop {
        let n = told.number();
        let op = ["p", "s", "a", "c", "w"][dice.below(5) as usize];
        let room = if op == "w" {
            format!("alarm{n}")
        } else {
            "load".to_owned()
        };
        let reply = http::request(port, "POST", &format!("/party/{room}"), &[], &format!("{op} {n}"));
        let Ok(reply) = reply else { return };
        if reply.body != "kept" {
            return;
        }
        let mut kept = told.kept.lock().unwrap();
        match op {
            "w" => drop(told.alarms.lock().unwrap().insert(room)),
            "a" => kept.extend([format!("a{n}"), format!("b{n}")]),
            "c" => kept.extend([format!("c{n}"), format!("s-{n}")]),
            _ => drop(kept.insert(format!("{op}{n}"))),
        }
    }
}

fn write_by_socket(mut socket: Socket, told: &Told) {
    while socket.try_send(&told.number().to_string()) {
        let echo = socket.next();
        if echo.parse::<u64>().is_err() {
            return;
        }
        told.kept.lock().unwrap().insert(format!("m{echo}"));
    }
}

fn check(dev: &Dev<'_>, told: &Told) {
    let there: HashSet<String> = dev
        .text("/party/load")
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let mut lost: Vec<_> = told.kept.lock().unwrap().difference(&there).cloned().collect();
    lost.sort();
    assert_eq!(
        lost,
        Vec::<String>::new(),
        "clients were told that these are kept"
    );
    for key in &there {
        let other = match key.split_at(1) {
            ("a", n) => format!("b{n}"),
            ("b", n) => format!("a{n}"),
            ("c", n) => format!("s-{n}"),
            ("s", n) if n.starts_with('-') => format!("c{}", &n[1..]),
            _ => continue,
        };
        assert!(
            there.contains(&other),
            "half of a transaction: {key} without {other}"
        );
    }
}

#[test]
fn nothing_that_a_client_was_told_is_lost_when_the_process_is_killed() {
    let variable = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let rounds = variable("PARTYRS_FAULT_ROUNDS").unwrap_or(5);
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let seed = variable("PARTYRS_FAULT_SEED").unwrap_or(now.as_millis() as u64);
    println!("PARTYRS_FAULT_SEED={seed} PARTYRS_FAULT_ROUNDS={rounds}");
    let mut dice = Dice(seed);
    let told = Told::default();
    let project = Project::server(SERVER);
    for _ in 0..rounds {
        let dev = project.dev(&[]);
        check(&dev, &told);
        let socket = dev.connect("/party/load");
        let (port, told) = (dev.port, &told);
        let moment = Duration::from_millis(20 + dice.below(400));
        thread::scope(|scope| {
            for _ in 0..3 {
                let own = Dice(dice.below(1 << 30));
                scope.spawn(move || write_by_http(port, told, own));
            }
            scope.spawn(move || write_by_socket(socket, told));
            // The moment of the fault is what is tested.
            thread::sleep(moment);
            dev.kill();
        });
    }
    let dev = project.dev(&[]);
    check(&dev, &told);
    let alarms = told.alarms.lock().unwrap();
    for room in alarms.iter() {
        dev.becomes(&format!("/party/{room}"), "fired");
    }
    dev.stop();
    let kept = told.kept.lock().unwrap().len();
    assert!(kept > 0 && !alarms.is_empty(), "there was no load");
    println!(
        "{rounds} rounds: {kept} writes and {} alarms, databases: {}",
        alarms.len(),
        sound(&project)
    );
}

/// How many databases there are; all of them are sound.
fn sound(project: &Project) -> usize {
    let mut databases = 0;
    for file in project.list() {
        if file.ends_with(".sqlite") {
            let database = rusqlite::Connection::open(project.path(&file)).unwrap();
            let verdict: String = database
                .query_row("PRAGMA integrity_check", [], |row| row.get(0))
                .unwrap();
            assert_eq!(verdict, "ok", "{file}");
            databases += 1;
        }
    }
    databases
}
