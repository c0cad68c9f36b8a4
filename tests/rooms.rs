//! Rooms, over WebSockets and HTTP: messages, storage, hibernation, reloads, and code that never ends.

use crate::support::{Dev, Project};

/// Echoes, broadcasts, and remembers what was said.
const CHAT: &str = r#"
import type * as Party from "partykit/server";

export default class Chat implements Party.Server {
  heard = 0;
  constructor(readonly room: Party.Room) {}

  async onConnect(connection: Party.Connection) {
    const said = (await this.room.storage.get<string[]>("said")) ?? [];
    connection.send(`${this.room.name}/${this.room.id} ${connection.id}: ${said.join(" ")}`);
    this.room.broadcast(`${connection.id} is here`, [connection.id]);
  }

  async onMessage(message: string | ArrayBuffer, sender: Party.Connection) {
    if (typeof message !== "string") return sender.send(new Uint8Array(message).reverse());
    const said = (await this.room.storage.get<string[]>("said")) ?? [];
    await this.room.storage.put("said", [...said, message]);
    this.heard += 1;
    this.room.broadcast(`${sender.id}: ${message} (${this.heard})`);
  }

  onClose(connection: Party.Connection) {
    this.room.broadcast(`${connection.id} is gone`);
  }
}
"#;

/// The same, asleep between messages.
fn hibernating() -> String {
    CHAT.replace(
        "heard = 0;",
        "heard = 0;\n  readonly options = { hibernate: true };",
    )
}

#[test]
fn everybody_in_a_room_hears_what_is_said() {
    let project = Project::server(CHAT);
    let dev = project.dev(&[]);
    let mut ann = dev.connect("/party/lobby?_pk=ann");
    assert_eq!(ann.next(), "main/lobby ann: ");
    let mut bob = dev.connect("/parties/main/lobby?_pk=bob");
    assert_eq!(bob.next(), "main/lobby bob: ");
    assert_eq!(ann.next(), "bob is here");
    ann.send("hello");
    assert_eq!(
        (ann.next(), bob.next()),
        ("ann: hello (1)".to_owned(), "ann: hello (1)".to_owned())
    );
    bob.close();
    assert_eq!(ann.next(), "bob is gone");
}

#[test]
fn rooms_do_not_hear_each_other() {
    let project = Project::server(CHAT);
    let dev = project.dev(&[]);
    let mut one = dev.connect("/party/one?_pk=a");
    let mut two = dev.connect("/party/two?_pk=b");
    one.next();
    two.next();
    assert_eq!(one.ask("first"), "a: first (1)");
    assert_eq!(two.ask("second"), "b: second (1)");
}

#[test]
fn binary_messages_stay_binary() {
    for server in [CHAT.to_owned(), hibernating()] {
        let project = Project::server(&server);
        let dev = project.dev(&[]);
        let mut socket = dev.connect("/party/r?_pk=me");
        socket.next();
        socket.send_binary(&[1, 2, 255, 0]);
        assert_eq!(socket.next(), "binary 0 255 2 1");
    }
}

#[test]
fn messages_keep_their_order() {
    let project = Project::server(CHAT);
    let dev = project.dev(&[]);
    let mut socket = dev.connect("/party/r?_pk=me");
    socket.next();
    for number in 1..=200 {
        socket.send(&format!("m{number}"));
    }
    for number in 1..=200 {
        assert_eq!(socket.next(), format!("me: m{number} ({number})"));
    }
}

#[test]
fn a_room_remembers_over_a_restart() {
    let project = Project::server(CHAT);
    let dev = project.dev(&[]);
    let mut socket = dev.connect("/party/r?_pk=me");
    socket.next();
    socket.ask("one");
    socket.ask("two");
    assert_eq!(dev.stop().code, Some(0));
    assert!(project.path(".partykit/state").is_dir());
    assert_eq!(project.read(".partykit/.gitignore"), "*\n");

    let dev = project.dev(&[]);
    assert_eq!(dev.connect("/party/r?_pk=me").next(), "main/r me: one two");
    assert_eq!(dev.connect("/party/other?_pk=me").next(), "main/other me: ");
}

#[test]
fn without_persistence_nothing_is_left_behind() {
    let project = Project::server(CHAT);
    let dev = project.dev(&["--persist", "false"]);
    let mut socket = dev.connect("/party/r?_pk=me");
    socket.next();
    socket.ask("one");
    dev.stop();
    assert_eq!(project.list(), ["partykit.json", "src/server.ts"]);
    let dev = project.dev(&["--persist", "false"]);
    assert_eq!(dev.connect("/party/r?_pk=me").next(), "main/r me: ");
}

#[test]
fn a_power_cut_loses_nothing_that_was_confirmed() {
    let project = Project::server(CHAT);
    for round in 0..3 {
        let dev = project.dev(&[]);
        let mut socket = dev.connect("/party/r?_pk=me");
        let expected: Vec<String> = (0..round * 5).map(|number| format!("m{number}")).collect();
        assert_eq!(socket.next(), format!("main/r me: {}", expected.join(" ")));
        for number in round * 5..round * 5 + 5 {
            socket.ask(&format!("m{number}"));
        }
        dev.kill();
    }
}

#[test]
fn sockets_of_a_hibernating_room_stay_open_over_a_reload() {
    let server = hibernating();
    let project = Project::server(&server);
    let dev = project.dev(&[]);
    let mut ann = dev.connect("/party/r?_pk=ann");
    ann.next();
    let mut bob = dev.connect("/party/r?_pk=bob");
    bob.next();
    ann.next();
    assert_eq!(ann.ask("before"), "ann: before (1)");
    assert_eq!(bob.next(), "ann: before (1)");

    dev.reload(
        "src/server.ts",
        &server.replace("(${this.heard})", "<${this.heard}>"),
    );
    assert_eq!(bob.ask("after"), "bob: after <1>");
    assert_eq!(ann.next(), "bob: after <1>");
    bob.close();
    assert_eq!(ann.next(), "bob is gone");
}

#[test]
fn what_a_connection_knows_survives_a_reload_of_a_hibernating_room() {
    let server = r#"
        export default class {
          options = { hibernate: true };
          constructor(room) { this.room = room; }
          getConnectionTags(connection) { return ["tag-" + connection.id]; }
          onConnect(connection) { connection.setState({ since: "v1", who: connection.id }); connection.send("hi"); }
          onMessage(message, connection) {
            const tagged = [...this.room.getConnections("tag-a")].map(({ id }) => id);
            connection.send(JSON.stringify(["v1", connection.state, connection.uri.split("?")[1], tagged]));
          }
        }"#;
    let project = Project::server(server);
    let dev = project.dev(&[]);
    let mut socket = dev.connect("/party/r?_pk=a&x=1");
    socket.next();
    dev.reload(
        "src/server.ts",
        &server.replace("\"v1\", connection.state", "\"v2\", connection.state"),
    );
    assert_eq!(
        socket.ask("?"),
        r#"["v2",{"since":"v1","who":"a"},"_pk=a&x=1",["a"]]"#
    );
}

#[test]
fn with_reload_keep_the_clients_of_rooms_in_memory_seem_to_connect_again() {
    let project = Project::server(CHAT);
    let dev = project.dev(&["--reload", "keep"]);
    let mut ann = dev.connect("/party/r?_pk=ann");
    ann.next();
    assert_eq!(ann.ask("one"), "ann: one (1)");
    let changed = CHAT.replace("(${this.heard})", "<${this.heard}>");
    project.write("src/server.ts", &changed);
    assert_eq!(ann.next(), "main/r ann: one");
    assert_eq!(ann.ask("two"), "ann: two <1>");
    // A room that refuses them now closes.
    project.write(
        "src/server.ts",
        &changed.replace(
            "heard = 0;",
            "heard = 0;\n  static onBeforeConnect() { throw new Error('full'); }",
        ),
    );
    let closed = ann.next();
    assert!(closed.starts_with("close 1012"), "{closed}");
    assert_eq!(dev.refused("/party/r"), (401, "full".to_owned()));
}

#[test]
fn with_reload_restart_hibernating_rooms_close_their_sockets_too() {
    let project = Project::server(&hibernating());
    let dev = project.dev(&["--reload", "restart"]);
    let mut socket = dev.connect("/party/r?_pk=me");
    socket.next();
    project.write(
        "src/server.ts",
        &hibernating().replace("(${this.heard})", "<${this.heard}>"),
    );
    let closed = socket.next();
    assert!(closed.starts_with("close 1012"), "{closed}");
}

#[test]
fn a_reload_closes_the_sockets_of_rooms_in_memory_so_that_they_connect_again() {
    let project = Project::server(CHAT);
    let dev = project.dev(&[]);
    let mut socket = dev.connect("/party/r?_pk=me");
    socket.next();
    assert_eq!(socket.ask("one"), "me: one (1)");
    project.write(
        "src/server.ts",
        &CHAT.replace("(${this.heard})", "<${this.heard}>"),
    );
    let closed = socket.next();
    assert!(closed.starts_with("close 1012"), "{closed}");
    dev.says("Updated and ready on");
    let mut socket = dev.connect("/party/r?_pk=me");
    assert_eq!(socket.next(), "main/r me: one");
    assert_eq!(socket.ask("two"), "me: two <1>");
}

#[test]
fn a_room_that_spins_for_ever_stops_neither_others_nor_the_server() {
    let project = Project::server(
        r#"
        export default class {
          onMessage(message, connection) {
            if (message === "spin") for (;;);
            connection.send(message);
          }
          onRequest() { return new Response("here"); }
        }"#,
    );
    let dev = project.dev(&[]);
    let mut others: Vec<_> = (0..8)
        .map(|number| dev.connect(&format!("/party/other{number}")))
        .collect();
    // More of them than there are cores.
    let mut spinning: Vec<_> = (0..6)
        .map(|number| dev.connect(&format!("/party/spin{number}")))
        .collect();
    for socket in &mut spinning {
        socket.send("spin");
    }
    for round in 0..3 {
        for socket in &mut others {
            assert_eq!(socket.ask(&format!("round {round}")), format!("round {round}"));
        }
        assert_eq!(dev.text(&format!("/party/new{round}")), "here");
    }
    assert_eq!(dev.stop().code, Some(0));
}

#[test]
fn a_missing_web_api_is_named() {
    let project = Project::server(
        "export default class {\n  onRequest() { return new Response(String(typeof WebAssembly.compile)); }\n}",
    );
    let dev = project.dev(&[]);
    let reply = dev.get("/party/r");
    assert!(
        reply.body.contains("WebAssembly") || reply.status == 200,
        "{reply:?}"
    );
}

#[test]
fn object_servers_are_given_their_room() {
    let project = Project::server(
        r#"export default {
          onConnect(connection, room, { request }) { connection.send(`${room.id} ${new URL(request.url).search}`); },
          onMessage(message, connection, room) { room.broadcast(`${connection.id} ${message}`); },
          onRequest(request, room) { return new Response(`${request.method} ${room.id}`); },
        };"#,
    );
    let dev = project.dev(&[]);
    let mut socket = dev.connect("/party/r?_pk=me");
    assert_eq!(socket.next(), "r ?_pk=me");
    assert_eq!(socket.ask("hello"), "me hello");
    assert_eq!(dev.request("PUT", "/party/r", &[], "").body, "PUT r");
}

#[test]
fn storage_keeps_every_kind_of_value() {
    let project = Project::server(
        r#"export default class {
          constructor(room) { this.room = room; }
          async onRequest(request) {
            const { storage } = this.room;
            if (request.method === "POST") {
              await storage.put("map", new Map([["a", new Date(0)], ["b", new Uint8Array([1, 2])]]));
              await storage.put({ "k:1": 1, "k:2": null, "k:3": [undefined, 10n] });
              await storage.delete("k:2");
            }
            const list = [...await storage.list({ prefix: "k:" })].map(([key, value]) => [key, String(value)]);
            const map = await storage.get("map");
            return Response.json([map?.get("a").toISOString(), [...(map?.get("b") ?? [])], list, await storage.get("k:2") ?? "none"]);
          }
        }"#,
    );
    let expected = r#"["1970-01-01T00:00:00.000Z",[1,2],[["k:1","1"],["k:3",",10"]],"none"]"#;
    let dev = project.dev(&[]);
    assert_eq!(dev.request("POST", "/party/r", &[], "").body, expected);
    dev.kill();
    assert_eq!(project.dev(&[]).text("/party/r"), expected);
}

/// A room that counts its requests in storage; nothing but the answers tells whether any was lost.
#[test]
fn requests_at_once_are_counted_one_by_one() {
    let project = Project::server(
        r#"export default class {
          constructor(room) { this.room = room; }
          async onRequest() {
            const count = ((await this.room.storage.get("count")) ?? 0) + 1;
            await this.room.storage.put("count", count);
            return new Response(String(count));
          }
        }"#,
    );
    let dev = project.dev(&[]);
    let ask = |dev: &Dev| dev.text("/party/r").parse::<u32>().unwrap();
    let mut counts: Vec<u32> = std::thread::scope(|scope| {
        let asking: Vec<_> = (0..16).map(|_| scope.spawn(|| ask(&dev))).collect();
        asking.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    counts.sort_unstable();
    assert_eq!(counts, (1..=16).collect::<Vec<_>>());
}
