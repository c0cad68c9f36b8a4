//! The Web platform as users' code sees it. Each test runs a script in a fresh isolate; the expected values and
//! messages are workerd's own, except where the test says so.

mod events;
mod globals;
mod host;
mod messages;
mod streams;
mod text;
mod url;

use crate::isolate::engine::tests::run;
use serde_json::Value;

fn value(source: &str) -> Value {
    let text = run(source);
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

/// What `expression` throws, as `name: message`.
fn thrown(expression: &str) -> String {
    let script = format!(
        "try {{ await ({expression}); return 'nothing'; }} catch (e) {{ return `${{e.name}}: ${{e.message}}`; }}"
    );
    value(&script).as_str().unwrap().to_owned()
}

/// A stream of strings to play with.
const SOURCE: &str = "const source = (...parts) => new ReadableStream({ start(c) { for (const p of parts) c.enqueue(p); c.close(); } });
    const all = async (stream) => { const got = []; for await (const part of stream) got.push(part); return got; };";

fn streamed(source: &str) -> Value {
    value(&format!("{SOURCE}\n{source}"))
}
