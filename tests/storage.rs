//! What `room.storage` has beyond keys and values: SQL, synchronous keys, transactions that keep out events, and
//! alarms that come whatever happens.

use crate::support::{Dev, Project};

/// Runs the code that it is sent; answers with the result as JSON, or with the error.
const RUNNER: &str = r#"
const AsyncFunction = (async () => {}).constructor;
export default class Runner {
  constructor(room) { this.room = room; }
  async onAlarm() {
    const times = (await this.room.storage.get("fired")) ?? 0;
    await this.room.storage.put("fired", times + 1);
  }
  async onRequest(request) {
    const attempt = (run) => { try { return run(); } catch (error) { return `${error.name}: ${error.message}`; } };
    try {
      const run = new AsyncFunction("storage", "sql", "attempt", await request.text());
      const show = (key, value) => (value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value);
      return new Response(JSON.stringify(await run(this.room.storage, this.room.storage.sql, attempt), show));
    } catch (error) {
      return new Response(`${error.name}: ${error.message}`);
    }
  }
}
"#;

/// What `code` comes to in the room `room`.
fn run(dev: &Dev<'_>, room: &str, code: &str) -> String {
    dev.request("POST", &format!("/party/{room}"), &[], code).body
}

#[test]
fn sql_tables_are_written_read_and_kept() {
    let project = Project::server(RUNNER);
    let dev = project.dev(&[]);
    let written = run(
        &dev,
        "r",
        "sql.exec('create table t (id integer primary key, v); create index i on t (v)');
         const insert = sql.exec('insert into t (v) values (?), (?), (?) returning id', 'a', new Uint8Array([1, 2]), null);
         const all = sql.exec('select * from t');
         return [insert.rowsWritten, [...insert], all.columnNames, all.next(), all.toArray(), all.next(),
           [...sql.exec('select id, v from t where id < 3').raw()], sql.exec('select ? + 1 as n', 1.5).one()]",
    );
    assert_eq!(
        written,
        r#"[3,[{"id":1},{"id":2},{"id":3}],["id","v"],{"done":false,"value":{"id":1,"v":"a"}},[{"id":2,"v":[1,2]},{"id":3,"v":null}],{"done":true},[[1,"a"],[2,[1,2]]],{"n":2.5}]"#
    );
    dev.kill();
    let dev = project.dev(&[]);
    assert_eq!(
        run(&dev, "r", "return sql.exec('select count(*) as n from t').one()"),
        r#"{"n":3}"#
    );
    assert_eq!(
        run(&dev, "other", "return sql.exec('select 1 from t')"),
        "Error: no such table: t: SQLITE_ERROR"
    );
}

/// Observed on workerd.
#[test]
fn what_sql_may_not_do_is_refused_in_workerds_words() {
    let transaction = "Error: To execute a transaction, please use the state.storage.transaction() or \
        state.storage.transactionSync() APIs instead of the SQL BEGIN TRANSACTION or SAVEPOINT statements. The \
        JavaScript API is safer because it will automatically roll back on exceptions, and because it interacts \
        correctly with Durable Objects' automatic atomic write coalescing.";
    let refusals = [
        ("begin immediate", transaction),
        ("SAVEPOINT a", transaction),
        ("commit", transaction),
        ("attach ':memory:' as x", "Error: not authorized: SQLITE_AUTH"),
        (
            "pragma journal_mode = delete",
            "Error: not authorized: SQLITE_AUTH",
        ),
        ("delete from _cf_KV", "Error: not authorized: SQLITE_AUTH"),
        (
            "select * from _cf_KV",
            "Error: access to _cf_KV.key is prohibited: SQLITE_AUTH",
        ),
        ("create table _CF_x (a)", "Error: not authorized: SQLITE_AUTH"),
        (
            "alter table t rename to _cf_t",
            "Error: not authorized: SQLITE_AUTH",
        ),
        ("create temp table x (a)", "Error: not authorized: SQLITE_AUTH"),
        (
            "vacuum",
            "Error: cannot VACUUM from within a transaction: SQLITE_ERROR",
        ),
        ("", "Error: SQL code did not contain a statement."),
        (
            "select ?",
            "Error: Wrong number of parameter bindings for SQL query.",
        ),
        (
            "selec",
            "Error: near \"selec\": syntax error at offset 0: SQLITE_ERROR",
        ),
        (
            "insert into t values (1)",
            "Error: UNIQUE constraint failed: t.a: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_UNIQUE)",
        ),
    ];
    let project = Project::server(RUNNER);
    let dev = project.dev(&[]);
    run(
        &dev,
        "r",
        "sql.exec('create table t (a unique); insert into t values (1)')",
    );
    for (sql, refusal) in refusals {
        let code = format!("return sql.exec({sql:?}).toArray()");
        assert_eq!(run(&dev, "r", &code), refusal, "{sql}");
    }
}

#[test]
fn transactions_keep_or_undo_keys_and_tables_together() {
    let project = Project::server(RUNNER);
    let dev = project.dev(&[]);
    let outcome = run(
        &dev,
        "r",
        "sql.exec('create table t (a)');
         const both = (n) => { storage.kv.put(`k${n}`, n); sql.exec('insert into t values (?)', n); };
         const caught = [attempt(() => storage.transactionSync(() => { both(1); throw new Error('one'); }))];
         storage.transactionSync(() => { both(2); attempt(() => storage.transactionSync(() => { both(3); throw 1; })); });
         caught.push(await storage.transaction(async () => { both(4); throw new Error('four'); }).catch((e) => e.message));
         await storage.transaction((txn) => { both(5); txn.rollback(); });
         const order = [];
         const slow = async (n) => { order.push(n); await new Promise((r) => setTimeout(r, 5)); order.push(-n); };
         await Promise.all([storage.transaction(() => slow(1)), storage.transaction(() => slow(2))]);
         return [caught, [...storage.kv.list()], sql.exec('select a from t').toArray(), order]",
    );
    assert_eq!(
        outcome,
        r#"[["Error: one","four"],[["k2",2]],[{"a":2}],[1,-1,2,-2]]"#
    );
}

#[test]
fn delete_all_drops_tables_and_keeps_the_alarm() {
    let project = Project::server(RUNNER);
    let dev = project.dev(&[]);
    let left = run(
        &dev,
        "r",
        "sql.exec(`create table p (a primary key); create table c (a references p); create view v as select * from c;
           create trigger g after delete on c begin select raise(abort, 'no'); end;
           insert into p values (1); insert into c values (1); create virtual table f using fts5 (x)`);
         await storage.put('k', 1);
         await storage.setAlarm(Date.now() + 1e7);
         await storage.deleteAll();
         return [sql.exec(`select name from sqlite_master where name not like '\\\\_cf\\\\_%' escape '\\\\'`).toArray(),
           await storage.get('k') ?? null, (await storage.getAlarm()) > 0]",
    );
    assert_eq!(left, "[[],null,true]");
}

#[test]
fn an_event_whose_writes_sqlite_undid_resets_the_room_and_is_not_answered_as_done() {
    let project = Project::server(RUNNER);
    let dev = project.dev(&[]);
    run(
        &dev,
        "r",
        "sql.exec('create table t (a unique); insert into t values (1)')",
    );
    let reply = dev.request(
        "POST",
        "/party/r",
        &[],
        "await storage.put('k', 1); attempt(() => sql.exec('insert or rollback into t values (1)')); return 'done'",
    );
    assert_eq!(reply.status, 500, "{reply:?}");
    assert_eq!(run(&dev, "r", "return (await storage.get('k')) ?? null"), "null");
}

#[test]
fn an_alarm_whose_room_is_killed_before_it_comes_fires_once_at_the_next_start() {
    let project = Project::server(RUNNER);
    let dev = project.dev(&[]);
    run(
        &dev,
        "r",
        "await storage.setAlarm(Date.now() + 500); await storage.transaction(() => {}); return 1",
    );
    dev.kill();
    let dev = project.dev(&[]);
    for _ in 0..400 {
        if run(&dev, "r", "return (await storage.get('fired')) ?? 0") == "1" {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(
        run(
            &dev,
            "r",
            "return [await storage.get('fired'), await storage.getAlarm()]"
        ),
        "[1,null]"
    );
}

/// Its alarm waits until it is let go, and counts how often it began and ended.
const SLOW_ALARM: &str = r#"
export default class Slow {
  constructor(room) { this.room = room; }
  async onAlarm() {
    const { storage } = this.room;
    await storage.put("begun", ((await storage.get("begun")) ?? 0) + 1);
    if ((await storage.get("begun")) === 1) await new Promise((done) => setTimeout(done, 60_000));
    await storage.put("ended", true);
  }
  async onRequest(request) {
    const { storage } = this.room;
    if (request.method === "POST") await storage.setAlarm(Date.now());
    return new Response([(await storage.get("begun")) ?? 0, (await storage.get("ended")) ?? false].join(" "));
  }
}
"#;

#[test]
fn an_alarm_that_a_reload_cuts_off_is_tried_again() {
    let project = Project::server(SLOW_ALARM);
    let dev = project.dev(&[]);
    dev.request("POST", "/party/r", &[], "");
    dev.becomes("/party/r", "1 false");
    dev.reload("src/server.ts", &format!("{SLOW_ALARM}\n// changed"));
    dev.becomes("/party/r", "2 true");
}

#[test]
fn an_alarm_that_a_kill_cuts_off_is_tried_again_at_the_next_start() {
    let project = Project::server(SLOW_ALARM);
    let dev = project.dev(&[]);
    dev.request("POST", "/party/r", &[], "");
    dev.becomes("/party/r", "1 false");
    dev.kill();
    let dev = project.dev(&[]);
    dev.becomes("/party/r", "2 true");
}

#[test]
fn what_a_transaction_says_is_heard_when_it_has_ended() {
    let project = Project::server(
        r#"
export default class Room {
  constructor(room) { this.room = room; }
  async onMessage(message, sender) {
    sender.send("before");
    await this.room.storage.transaction(async (txn) => {
      await txn.put("k", message);
      sender.send("within");
      await new Promise((done) => setTimeout(done, 300));
      this.over = true;
    });
    sender.send("after");
  }
  onRequest() { return new Response(String(this.over)); }
}
"#,
    );
    let dev = project.dev(&[]);
    let mut socket = dev.connect("/party/r");
    assert_eq!(socket.ask("go"), "before");
    // Who hears the first word finds the transaction over.
    assert_eq!(dev.text("/party/r"), "true");
    assert_eq!(
        (socket.next(), socket.next()),
        ("within".to_owned(), "after".to_owned())
    );
}
