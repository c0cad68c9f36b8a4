//! KV namespaces and R2 buckets: `room.context.bindings` and `lobby.bindings`.

use crate::support::{Dev, Project};

/// Runs the JavaScript of the request's body with the bindings: in a room for `/party/…`, at the edge elsewhere.
const SERVER: &str = r#"
async function run(request, { kv, r2 }) {
  const text = (part) => new TextDecoder().decode(part);
  const hours = (n) => ({ expirationTtl: n * 3600 });
  const CASES = {
    async set(key, value) { await kv.notes.put(key, value); return "done"; },
    get: (key) => kv.notes.get(key),
    async many() {
      await kv.notes.put("m:a", "1", { metadata: { color: "red" }, ...hours(1) });
      await kv.notes.put("m:b", JSON.stringify({ deep: [2] }));
      await kv.notes.put("m:c", new Response("streamed").body);
      await kv.other.put("m:d", "elsewhere");
      const page = await kv.notes.list({ prefix: "m:", limit: 2 });
      const rest = await kv.notes.list({ prefix: "m:", cursor: page.cursor });
      const { value, metadata } = await kv.notes.getWithMetadata("m:a");
      const soon = page.keys[0].expiration - Date.now() / 1000;
      return [
        page.keys.map(({ name }) => name), page.list_complete, rest, soon > 3590 && soon <= 3601,
        value, metadata, await kv.notes.get("m:b", "json"), text(await kv.notes.get("m:c", "arrayBuffer")),
        await new Response(await kv.notes.get("m:c", "stream")).text(),
        [...(await kv.notes.get(["m:a", "none"]))], await kv.notes.get("m:d"),
        await kv.notes.delete("m:a"), await kv.notes.get("m:a"),
      ];
    },
    async refusals() {
      const tries = [
        () => kv.notes.put("", "x"), () => kv.notes.put("k".repeat(513), "x"), () => kv.notes.put("o", {}),
        () => kv.notes.put("e", "x", { expirationTtl: 59 }), () => kv.notes.put("e", "x", { expiration: 5 }),
        () => kv.notes.put("m", "x", { metadata: "a".repeat(1023) }), () => kv.notes.list({ limit: 1001 }),
        () => kv.notes.get("a", "blob"), () => kv.notes.put("big", new Uint8Array(26214401)),
        () => r2.files.put("k".repeat(1025), ""), () => r2.files.put("s", new ReadableStream()),
        () => r2.files.put("h", "hello", { md5: "00".repeat(16) }), () => r2.files.list({ limit: 0 }),
        () => r2.files.resumeMultipartUpload("a", "none").uploadPart(1, "x"),
      ];
      const told = [];
      for (const attempt of tries) told.push(await attempt().then(() => "nothing", (error) => error.message));
      return told;
    },
    async object() {
      const put = await r2.files.put("a/b.txt", "hello world", {
        httpMetadata: { contentType: "text/x-greeting" }, customMetadata: { by: "me" }, sha1: "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed",
      });
      await r2.files.put("a/c/d.txt", new Blob(["deep"]));
      const part = await r2.files.get("a/b.txt", { range: { offset: 6, length: 3 } });
      const headers = new Headers();
      part.writeHttpMetadata(headers);
      const stale = await r2.files.get("a/b.txt", { onlyIf: { etagDoesNotMatch: put.etag } });
      const listed = await r2.files.list({ prefix: "a/", delimiter: "/", include: ["customMetadata"] });
      return [
        put.httpEtag, put.size, put.checksums.toJSON(), await part.text(), part.range, [...headers], "body" in stale,
        listed.objects.map(({ key, customMetadata }) => [key, customMetadata]), listed.delimitedPrefixes,
        await r2.files.put("a/b.txt", "other", { onlyIf: { etagMatches: "no" } }),
        await r2.files.delete(["a/b.txt", "none"]), await r2.files.head("a/b.txt"),
      ];
    },
    async upload(size) {
      const upload = await r2.files.createMultipartUpload("large", { customMetadata: { in: "parts" } });
      const parts = [];
      for (const [index, fill] of [1, 2].entries()) parts.push(await upload.uploadPart(index + 1, new Uint8Array(size).fill(fill)));
      const { etag } = await upload.complete(parts);
      const found = await r2.files.get("large", { range: { offset: size - 1, length: 2 } });
      return [etag.endsWith("-2"), found.size, found.customMetadata, [...new Uint8Array(await found.arrayBuffer())]];
    },
    async write(prefix) {
      for (let n = 0; ; n++) {
        await kv.notes.put(`${prefix}-${n}`, `value ${n}`);
        await r2.files.put(`${prefix}-${n}`, "x".repeat(n));
        console.log(`told ${prefix}-${n}`);
      }
    },
    async check(keys) {
      const wrong = [];
      for (const key of keys) {
        const number = Number(key.split("-")[1]);
        const object = await r2.files.get(key);
        if ((await kv.notes.get(key)) !== `value ${number}` || (await object?.text())?.length !== number) wrong.push(key);
      }
      return wrong;
    },
  };
  const [name, ...args] = JSON.parse(await request.text());
  return Response.json((await CASES[name](...args)) ?? null);
}
export default class Main {
  constructor(room) { this.room = room; }
  onRequest(request) { return run(request, this.room.context.bindings); }
  static async onFetch(request, lobby) {
    const { kv, r2 } = lobby.bindings;
    const key = new URL(request.url).pathname.slice(1);
    if (key === "run") return run(request, lobby.bindings);
    if (request.method === "PUT") return new Response((await r2.files.put(key, request.body)).etag);
    const object = await r2.files.get(key, { range: request.headers, onlyIf: request.headers });
    if (object === null) return new Response("none", { status: 404 });
    return new Response(object.body, { headers: { etag: object.httpEtag } });
  }
}"#;

const BINDINGS: &str = "main: 'server.js', bindings: { kv: { notes: 'a', other: 'b' }, r2: { files: 'c' } }";

fn project() -> Project {
    Project::with_config(BINDINGS, &[("server.js", SERVER)])
}

/// Runs one case; what it returned, as JSON.
#[track_caller]
fn run(dev: &Dev<'_>, path: &str, case: &str) -> String {
    let reply = dev.request("POST", path, &[], case);
    assert_eq!(reply.status, 200, "{case}: {reply:?}");
    reply.body
}

#[test]
fn what_one_room_keeps_all_others_and_the_edge_find_also_after_a_restart() {
    let project = project();
    let dev = project.dev(&[]);
    assert_eq!(
        run(&dev, "/party/one", r#"["set", "ü/€ ?", "first"]"#),
        r#""done""#
    );
    assert_eq!(run(&dev, "/party/two", r#"["get", "ü/€ ?"]"#), r#""first""#);
    assert_eq!(run(&dev, "/run", r#"["get", "ü/€ ?"]"#), r#""first""#);
    dev.kill();
    let dev = project.dev(&[]);
    assert_eq!(run(&dev, "/run", r#"["get", "ü/€ ?"]"#), r#""first""#);
}

#[test]
fn kv_keeps_values_of_all_types_with_metadata_and_expiration() {
    let project = project();
    let dev = project.dev(&["--persist", "false"]);
    assert_eq!(
        run(&dev, "/party/r", r#"["many"]"#),
        r#"[["m:a","m:b"],false,{"keys":[{"name":"m:c"}],"list_complete":true,"cacheStatus":null},true,"1",{"color":"red"},{"deep":[2]},"streamed","streamed",[["m:a","1"],["none",null]],null,null,null]"#
    );
}

#[test]
fn r2_keeps_objects_with_metadata_and_checksums() {
    let project = project();
    let dev = project.dev(&[]);
    assert_eq!(
        run(&dev, "/party/r", r#"["object"]"#),
        r#"["\"5eb63bbbe01eeed093cb22bb8f5acdc3\"",11,{"md5":"5eb63bbbe01eeed093cb22bb8f5acdc3","sha1":"2aae6c35c94fcfb415dbe95f408b9ce91ee846ed"},"wor",{"offset":6,"length":3},[["content-type","text/x-greeting"]],false,[["a/b.txt",{"by":"me"}]],["a/c/"],null,null,null]"#
    );
}

#[test]
fn r2_puts_uploads_in_parts_together() {
    let project = project();
    for args in [&[][..], &["--persist", "false"]] {
        let dev = project.dev(args);
        assert_eq!(
            run(&dev, "/run", r#"["upload", 5242880]"#),
            r#"[true,10485760,{"in":"parts"},[1,2]]"#
        );
    }
}

#[test]
fn what_the_services_refuse_is_refused_in_their_words() {
    let project = project();
    let dev = project.dev(&["--persist", "false"]);
    let told: Vec<String> = serde_json::from_str(&run(&dev, "/run", r#"["refusals"]"#)).unwrap();
    let expected = [
        "Key name cannot be empty.",
        "KV PUT failed: 414 UTF-8 encoded length of 513 exceeds key length limit of 512.",
        "KV put() accepts only strings, ArrayBuffers, ArrayBufferViews, and ReadableStreams as values.",
        "KV PUT failed: 400 Invalid expiration_ttl of 59. Expiration TTL must be at least 60.",
        "KV PUT failed: 400 Invalid expiration of 5. Please specify integer greater than the current number of seconds since the UNIX epoch.",
        "KV PUT failed: 413 Metadata length of 1025 exceeds limit of 1024.",
        "KV GET failed: 400 Invalid key_count_limit of 1001. Please specify an integer less than 1000.",
        r#"Unknown response type. Possible types are "text", "arrayBuffer", "json", and "stream"."#,
        "KV PUT failed: 413 Value length of 26214401 exceeds limit of 26214400.",
        "put: The specified object name is not valid. (10020)",
        "Provided readable stream must have a known length (request/response body or readable half of FixedLengthStream)",
        "put: The MD5 checksum you specified did not match what we received.\nYou provided a MD5 checksum with value: 00000000000000000000000000000000\nActual MD5 was: 5d41402abc4b2a76b9719d911017c592 (10037)",
        "list: MaxKeys params must be positive integer <= 1000. (10022)",
        "uploadPart: The specified multipart upload does not exist. (10024)",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_body_goes_in_and_out_of_r2_as_a_stream() {
    let project = project();
    let dev = project.dev(&[]);
    let body = "0123456789".repeat(400_000);
    let etag = dev.request("PUT", "/film", &[], &body).body;
    let whole = dev.get("/film");
    assert_eq!(whole.body.len(), body.len());
    assert!(whole.body == body, "another body came back");
    assert_eq!(whole.header("etag"), Some(format!("\"{etag}\"").as_str()));
    let part = dev.request("GET", "/film", &[("range", "bytes=3999998-")], "");
    assert_eq!(part.body, "89");
    assert_eq!(dev.get("/none").status, 404);
}

#[test]
fn what_code_was_told_is_kept_when_the_process_is_killed() {
    let project = project();
    for round in 0..3 {
        let dev = project.dev(&[]);
        std::thread::scope(|scope| {
            let writers: Vec<_> = (0..3)
                .map(|writer| {
                    let case = format!(r#"["write", "w{round}{writer}"]"#);
                    let dev = &dev;
                    scope.spawn(move || dev.attempt("POST", &format!("/party/r{writer}"), &case))
                })
                .collect();
            dev.says(&format!("told w{round}1-12"));
            dev.interrupt_hard();
            for writer in writers {
                writer.join().unwrap();
            }
        });
        let out = dev.ended().stdout;
        let told = out.lines().filter_map(|line| line.split("told ").nth(1));
        let told: Vec<&str> = told.filter_map(|rest| rest.split_whitespace().next()).collect();
        assert!(told.len() > 12, "{out}");
        let dev = project.dev(&[]);
        let case = serde_json::json!(["check", told]).to_string();
        assert_eq!(run(&dev, "/run", &case), "[]", "of {told:?}");
    }
}

#[test]
fn exec_throws_away_what_bindings_keep() {
    let project = project();
    let outcome = project.run(&[
        "exec",
        "--",
        "sh",
        "-c",
        r#"curl -sf "$PARTYKIT_URL/party/r" -d '["set", "a", "b"]'"#,
    ]);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (Some(0), r#""done""#),
        "{outcome:?}"
    );
    assert!(!project.path(".partykit").exists());
}

#[test]
fn a_name_that_no_folder_can_have_is_an_error_with_its_place() {
    let project = Project::with_config(
        "main: 'server.js', bindings: { r2: { '../up': 'x' } }",
        &[("server.js", SERVER)],
    );
    let outcome = project.run(&["dev", "--port", "0"]);
    assert_eq!(outcome.code, Some(1));
    assert!(
        outcome.stderr.contains("`../up` cannot be the name of a binding"),
        "{outcome:?}"
    );
    assert!(outcome.stderr.contains("partykit.json:1:"), "{outcome:?}");
}

#[test]
fn what_only_the_platform_has_says_so() {
    let server = "export default class {
        constructor(room) { this.room = room; }
        async onRequest() {
            const { ai, vectorize } = this.room.context;
            const why = await vectorize?.films?.query([1], {}).catch((error) => error.message);
            return Response.json([ai ?? null, Object.keys(vectorize), why ?? null]);
        }
    }";
    let files = [("server.js", server)];
    let bare = Project::with_config("main: 'server.js', ai: true", &files);
    let dev = bare.dev(&[]);
    assert_eq!(dev.text("/party/r"), "[null,[],null]");
    dev.complains("`ai` is not supported yet");
    let options = "main: 'server.js', ai: { apiGateway: 'http://localhost:1' }, vectorize: { films: 'f' }";
    let project = Project::with_config(options, &files);
    let dev = project.dev(&[]);
    dev.complains("`vectorize` is not supported yet: the methods of `room.context.vectorize` throw");
    assert_eq!(
        dev.text("/party/r"),
        r#"[{"apiGateway":"http://localhost:1"},["films"],"context.vectorize.films: vector indexes exist on PartyKit's platform only; call a vector database with fetch instead"]"#
    );
}

#[test]
fn data_points_go_nowhere_and_that_is_said_once() {
    let server = "export default class {
        constructor(room) { this.room = room; }
        onRequest() { return new Response(String(this.room.analytics.writeDataPoint({ blobs: ['a'] }))); }
    }";
    let project = Project::with_config("main: 'server.js'", &[("server.js", server)]);
    let dev = project.dev(&[]);
    for room in ["a", "b", "a"] {
        assert_eq!(dev.text(&format!("/party/{room}")), "undefined");
    }
    assert_eq!(dev.stop().stderr.matches("analytics.writeDataPoint").count(), 1);
}
