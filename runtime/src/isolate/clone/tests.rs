//! Structured clone against what V8 itself wrote (golden.json, made by golden.mjs), and against what must fail.

use super::{deserialize, serialize};
use crate::isolate::engine::tests::{isolate, run};
use crate::isolate::engine::{Failed, Isolate};
use rquickjs::Value;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn failure(failed: &Failed) -> String {
    match failed {
        Failed::Thrown(thrown) => format!("threw {}", thrown.message),
        Failed::Broken(message) => format!("broke: {message}"),
    }
}

/// The bytes of the value that `source` evaluates to, or the error's text.
fn written(isolate: &Isolate, source: &str) -> String {
    let source = format!("({source})");
    let result = isolate.enter(|ctx| Ok(hex(&serialize(ctx, ctx.eval(source.as_str())?)?)));
    result.unwrap_or_else(|failed| failure(&failed))
}

/// What `expression` says of the value `it` read from `bytes`.
fn read(isolate: &Isolate, bytes: &str, expression: &str) -> String {
    let result = isolate.enter(|ctx| {
        let value: Value = deserialize(ctx, &unhex(bytes))?;
        ctx.globals().set("it", value)?;
        ctx.eval::<String, _>(format!("String({expression})"))
    });
    result.unwrap_or_else(|failed| failure(&failed))
}

fn golden() -> Vec<(String, String)> {
    serde_json::from_str(include_str!("golden.json")).unwrap()
}

#[test]
fn values_are_written_as_v8_writes_them() {
    let isolate = isolate();
    for (source, bytes) in golden() {
        assert_eq!(written(&isolate, &source), bytes, "{source}");
    }
}

#[test]
fn what_v8_wrote_reads_as_the_same_value() {
    let isolate = isolate();
    for (source, bytes) in golden() {
        let again = isolate.enter(|ctx| Ok(hex(&serialize(ctx, deserialize(ctx, &unhex(&bytes))?)?)));
        assert_eq!(again.unwrap(), bytes, "{source}");
    }
}

#[test]
fn nothing_stays_behind_in_the_engine_after_reading_or_writing() {
    let isolate = isolate();
    for (source, bytes) in golden() {
        let left = isolate.enter(|ctx| {
            serialize(ctx, deserialize(ctx, &unhex(&bytes))?)?;
            Ok(ctx.has_exception())
        });
        assert!(!left.unwrap(), "{source}");
    }
}

#[test]
fn every_golden_value_survives_being_cut_short() {
    let isolate = isolate();
    for (source, bytes) in golden() {
        for end in (0..bytes.len()).step_by(2) {
            let cut = read(&isolate, &bytes[..end], "'read'");
            // Without the view behind it (56) a buffer is whole.
            let whole = cut == "read" && bytes[end..].starts_with("56");
            assert!(whole || cut.starts_with("threw "), "{source} cut at {end}: {cut}");
        }
    }
}

#[test]
fn classes_come_back_as_themselves() {
    let classes = run(
        "const values = [new Date(1), /a/g, new Map([[1, 2]]), new Set([1]), new Uint8Array(2), new TypeError('t'),
           new (class Mine { a = 1 })(), Object('s'), new Float16Array(1)];
         return values.map((value) => Object.prototype.toString.call(structuredClone(value))
           + structuredClone(value).constructor.name)",
    );
    assert_eq!(
        classes,
        r#"["[object Date]Date","[object RegExp]RegExp","[object Map]Map","[object Set]Set","[object Uint8Array]Uint8Array","[object Error]TypeError","[object Object]Object","[object String]String","[object Float16Array]Float16Array"]"#
    );
}

#[test]
fn an_error_keeps_its_cause_and_stack_in_both_orders() {
    let isolate = isolate();
    // V8 of Node 20 writes the cause in front of the stack; newer V8 behind it, as we do.
    let ours = "ff0f72546d22026e6f7322015363 6f22016149027b012e".replace(' ', "");
    let node = "ff0f72546d22026e6f636f22016149027b01732201532e";
    let source = "Object.assign(new TypeError('no', {cause: {a: 2 / 2}}), {stack: 'S'})";
    assert_eq!(written(&isolate, source), ours);
    for bytes in [ours.as_str(), node] {
        let parts = read(
            &isolate,
            bytes,
            "[it instanceof TypeError, it.message, it.cause.a, it.stack, Object.keys(it)]",
        );
        assert_eq!(parts, "true,no,1,S,");
    }
}

#[test]
fn errors_that_workerd_stored_as_host_objects_are_read() {
    let isolate = isolate();
    let type_error = "ff0f5c0a02220 1786f2205737461636b2201532203666f6f490 27b02".replace(' ', "");
    let parts = "[it instanceof TypeError, it.message, it.stack, it.foo]";
    assert_eq!(read(&isolate, &type_error, parts), "true,x,S,1");
    let named = "ff0f5c0a0022044d696e652201786f7b00";
    assert_eq!(
        read(&isolate, named, "`${it.constructor.name} ${it}`"),
        "Error Mine: x"
    );
    let unknown = "ff0f5c0b01";
    assert_eq!(
        read(&isolate, unknown, "it"),
        "threw the stored value holds an object that only workerd can read"
    );
}

#[test]
fn older_versions_are_read_and_others_refused() {
    let isolate = isolate();
    assert_eq!(read(&isolate, "ff0d4902", "it"), "1");
    assert_eq!(read(&isolate, "ff0e5302c3a9", "it"), "é");
    for bad in ["ff0c4902", "ff104902", "4902", ""] {
        assert_eq!(
            read(&isolate, bad, "it"),
            "threw Unable to deserialize cloned data.",
            "{bad}"
        );
    }
}

#[test]
fn lengths_that_lie_are_refused() {
    let isolate = isolate();
    let lies = [
        ("ff0f41ffffffff0f", "a dense array of 4 G"),
        ("ff0f42ffffffff0f", "a buffer of 4 G"),
        ("ff0f7e00ffffffff0f", "a resizable buffer of 4 G"),
        ("ff0f5e05", "a reference to nothing"),
        ("ff0f6f22016149027b02", "a wrong count"),
        ("ff0f6f6f7b0049027b01", "an object as key"),
    ];
    for (bytes, what) in lies {
        let text = read(&isolate, bytes, "it");
        assert_eq!(text, "threw Unable to deserialize cloned data.", "{what}");
    }
    let deep = format!("ff0f{}", "4101".repeat(100_000));
    assert_eq!(
        read(&isolate, &deep, "it"),
        "threw Unable to deserialize cloned data."
    );
}

#[test]
fn what_cannot_be_cloned_is_refused_in_v8s_words() {
    let texts = run(
        "class Host {}
         Host.prototype[Symbol.for('partyrs.uncloneable')] = true;
         const values = [() => 1, Symbol('s'), Promise.resolve(), new WeakMap(), new Proxy({}, {}), (function* () {})(),
           (function () { return arguments })(), new Host(), new (class Sub extends Host {})(), class A {}, [Math.max],
           new WeakRef({}), new SharedArrayBuffer(1), new Uint8Array(new SharedArrayBuffer(1)), { a: { b() {} } }];
         return values.map((value) => {
           try { structuredClone(value); return 'cloned' } catch (e) { return `${e.name} ${e.code} ${e.message}` }
         }).join('\\n')",
    );
    let expected = [
        "() => 1",
        "Symbol(s)",
        "#<Promise>",
        "#<WeakMap>",
        "#<Object>",
        "[object Generator]",
        "#<Object>",
        "#<Host>",
        "#<Sub>",
        "class A {}",
        "function max() {\\n    [native code]\\n}",
        "#<WeakRef>",
        "#<SharedArrayBuffer>",
        "#<SharedArrayBuffer>",
        "b() {}",
    ];
    let expected: Vec<String> = expected
        .iter()
        .map(|what| format!("DataCloneError 25 {what} could not be cloned."))
        .collect();
    assert_eq!(texts, format!("\"{}\"", expected.join("\\n")));
}

#[test]
fn dom_exceptions_are_workerds() {
    let isolate = isolate();
    // What workerd 1.20240718 and 1.20261023 wrote, with the stack made short.
    let bytes = "ff0f5c080a41626f72744572726f72036d73670a6f66206f6c643a206174";
    let parts = "[it instanceof DOMException, it.name, it.message, it.code, it.stack]";
    assert_eq!(read(&isolate, bytes, parts), "true,AbortError,msg,20,of old: at");
    let source = "Object.assign(new DOMException('msg', 'AbortError'), { stack: 'of old: at' })";
    assert_eq!(written(&isolate, source), bytes);
    let own = "Object.assign(new DOMException('é', 'Mine'), { stack: '  at' })";
    assert_eq!(written(&isolate, own), "ff0f5c08044d696e6502c3a90420206174");
    assert_eq!(
        read(&isolate, "ff0f5c08ff0141", "it"),
        "threw Unable to deserialize cloned data."
    );
}

#[test]
fn brands_cannot_be_faked_nor_methods_shadowed() {
    let result = run("const map = new Map([[1, 2]]);
         Object.setPrototypeOf(map, Object.prototype);
         const date = Object.assign(new Date(5), { getTime: () => 9, valueOf: () => 9 });
         const fake = { __proto__: Map.prototype, a: 1 };
         const set = Object.assign(new Set([1]), { forEach() { throw 1 } });
         return [structuredClone(map).get(1), structuredClone(date).getTime(),
           Object.getPrototypeOf(structuredClone(fake)) === Object.prototype, structuredClone(set).size]");
    assert_eq!(result, "[2,5,true,1]");
}

#[test]
fn nesting_that_is_too_deep_throws() {
    let isolate = isolate();
    let nested = |levels| {
        format!("(() => {{ let a = 0; for (let i = 0; i < {levels}; i++) a = {{ a }}; return a }})()")
    };
    let fits = written(&isolate, &nested(500));
    assert_eq!(
        read(&isolate, &fits, "JSON.stringify(it).length"),
        (500 * 6 + 1).to_string()
    );
    assert_eq!(
        written(&isolate, &nested(501)),
        "threw a value nested deeper than 500 levels could not be cloned"
    );
}

#[test]
fn a_getter_that_throws_stops_the_clone() {
    let isolate = isolate();
    assert_eq!(
        written(&isolate, "{ get a() { throw new Error('no') } }"),
        "threw no"
    );
}

#[test]
fn transferred_buffers_are_emptied() {
    let result = run("const buffer = new Uint8Array([1, 2]).buffer;
         const copy = structuredClone({ buffer, n: 1 }, { transfer: [buffer] });
         const refused = [];
         for (const transfer of [[buffer], [{}], [copy.buffer, copy.buffer]]) {
           try { structuredClone(1, { transfer }) } catch (e) { refused.push(e.name) }
         }
         return [copy.buffer.byteLength, buffer.byteLength, buffer.detached, refused]");
    assert_eq!(
        result,
        r#"[2,0,true,["DataCloneError","DataCloneError","DataCloneError"]]"#
    );
}

#[test]
fn objects_of_the_platform_are_refused_not_emptied() {
    let result = run(
        "const values = [new URL('http://x/'), new URLSearchParams(), new Blob([]), new ReadableStream(), new TextEncoder(),
           new (class extends EventTarget {})(), new Response(), new Request('http://x/'), new Headers(), new FormData(),
           new AbortController().signal, crypto, new TransformStream()];
         return values.map((value) => {
           try { structuredClone({ value }); return Object.prototype.toString.call(value) } catch (e) { return e.name }
         }).filter((name) => name !== 'DataCloneError')",
    );
    assert_eq!(result, "[]");
}
