//! Streams of all kinds.

use super::{streamed, thrown};
use serde_json::json;

#[test]
fn readable_streams_are_read_by_readers_and_loops() {
    let source = "
        const r = source('a', 'b').getReader();
        const first = [await r.read(), await r.read(), await r.read()];
        await r.closed;
        let cancelled;
        for await (const part of new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(why) { cancelled = String(why); } })) break;
        const failing = await all(new ReadableStream({ pull() { throw new Error('no'); } })).catch((e) => e.message);
        const s = source(); const before = s.locked; s.getReader();
        return [first, cancelled, failing, before, s.locked, await all(ReadableStream.from([1, Promise.resolve(2)]))];";
    assert_eq!(
        streamed(source),
        json!([
            [{ "value": "a", "done": false }, { "value": "b", "done": false }, { "done": true }],
            "undefined", "no", false, true, [1, 2]
        ])
    );
    assert_eq!(
        thrown("(() => { const s = new ReadableStream(); s.getReader(); s.getReader(); })()"),
        "TypeError: This ReadableStream is currently locked to a reader."
    );
}

#[test]
fn tee_gives_every_chunk_to_both() {
    let source = "
        const [a, b] = source('x', 'y').tee();
        const [c, d] = new Response('bytes').body.tee();
        return [await all(a), await all(b), await new Response(c).text(), await new Response(d).text()];";
    assert_eq!(
        streamed(source),
        json!([["x", "y"], ["x", "y"], "bytes", "bytes"])
    );
}

#[test]
fn byob_readers_fill_the_buffer_they_are_given() {
    let source = "
        const r = new Response('hello world').body.getReader({ mode: 'byob' });
        const text = (v) => new TextDecoder().decode(v);
        const one = await r.read(new Uint8Array(5)); const two = await r.readAtLeast(6, new Uint8Array(20)); const end = await r.read(new Uint8Array(5));
        const filled = new ReadableStream({ type: 'bytes', pull(c) { const v = c.byobRequest.view; v[0] = 7; c.byobRequest.respond(1); } });
        const three = await filled.getReader({ mode: 'byob' }).read(new Uint8Array(3));
        const auto = new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 4, pull(c) { c.byobRequest.view[0] = 9; c.byobRequest.respond(1); } });
        const four = await auto.getReader().read();
        return [text(one.value), text(two.value), end.done, end.value.byteLength, [...three.value], [...four.value]];";
    assert_eq!(streamed(source), json!(["hello", " world", true, 0, [7], [9]]));
}

#[test]
fn writable_streams_write_in_order_and_report_errors() {
    let source = "
        const log = [];
        const w = new WritableStream({ async write(c) { log.push(c); if (c === 'bad') throw new Error('full'); }, close() { log.push('closed'); } }).getWriter();
        const size = [w.desiredSize]; const p = w.write(1); size.push(w.desiredSize); await w.ready; await p; await w.write(2); await w.close(); await w.closed;
        const v = new WritableStream({ write() { throw new Error('full'); } }).getWriter();
        const errors = [await v.write(1).catch((e) => e.message), await v.write(2).catch((e) => e.message), await v.closed.catch((e) => e.message), await v.ready.catch((e) => e.message)];
        let why; const a = new WritableStream({ abort(reason) { why = reason; } }); await a.abort('stop');
        return [log, size, errors, why, await a.getWriter().write(1).catch((e) => e)];";
    assert_eq!(
        streamed(source),
        json!([
            [1, 2, "closed"],
            [1, 0],
            ["full", "full", "full", "full"],
            "stop",
            "stop"
        ])
    );
}

#[test]
fn pipes_carry_chunks_errors_and_aborts() {
    let source = "
        const log = [];
        const sink = () => new WritableStream({ write(c) { log.push(c); }, close() { log.push('closed'); }, abort(e) { log.push(`aborted ${e.message ?? e}`); } });
        await source('a', 'b').pipeTo(sink());
        const failed = await new ReadableStream({ start(c) { c.error(new Error('broke')); } }).pipeTo(sink()).catch((e) => e.message);
        let cancelled;
        const back = await new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(e) { cancelled = e.message; } })
          .pipeTo(new WritableStream({ write() { throw new Error('sink'); } })).catch((e) => e.message);
        const c = new AbortController();
        const aborted = new ReadableStream({}).pipeTo(sink(), { signal: c.signal }).catch((e) => e.name);
        c.abort(); await aborted;
        const kept = sink(); await source('z').pipeTo(kept, { preventClose: true });
        return [log, failed, back, cancelled, await aborted, kept.locked];";
    assert_eq!(
        streamed(source),
        json!([
            [
                "a",
                "b",
                "closed",
                "aborted broke",
                "aborted The operation was aborted",
                "z"
            ],
            "broke",
            "sink",
            "sink",
            "AbortError",
            false
        ])
    );
}

#[test]
fn transform_streams_change_what_passes() {
    let source = "
        const upper = new TransformStream({ transform(c, k) { k.enqueue(c.toUpperCase()); }, flush(k) { k.enqueue('!'); } });
        const { readable, writable } = new TransformStream();
        const w = writable.getWriter();
        (async () => { for (const part of ['1', '2']) await w.write(part); await w.close(); })();
        const broken = source('x').pipeThrough(new TransformStream({ transform() { throw new Error('no'); } }));
        const text = source(new Uint8Array([0xe2, 0x82]), new Uint8Array([0xac])).pipeThrough(new TextDecoderStream());
        const round = await new Response(source('h', 'é').pipeThrough(new TextEncoderStream())).text();
        return [await all(source('a', 'b').pipeThrough(upper)), await all(readable), await all(broken).catch((e) => e.message), (await all(text)).join(''), round];";
    assert_eq!(
        streamed(source),
        json!([["A", "B", "!"], ["1", "2"], "no", "€", "hé"])
    );
}

#[test]
fn fixed_length_streams_count() {
    let source = "
        const through = async (length, size) => {
          const { readable, writable } = new FixedLengthStream(length);
          const w = writable.getWriter(), text = new Response(readable).text().catch((e) => e.message);
          const written = w.write(new Uint8Array(size).fill(97)).then(() => w.close()).catch((e) => e.message);
          return [await text, await written];
        };
        const sent = __load('http').responseToHost(new Response(new FixedLengthStream(5).readable))[2];
        return [await through(3, 3), await through(3, 2), await through(3, 4), sent];";
    let short = "FixedLengthStream did not see all expected bytes before close().";
    let long = "Attempt to write too many bytes through a FixedLengthStream.";
    assert_eq!(
        streamed(source),
        json!([
            ["aaa", null],
            [short, short],
            [long, long],
            ["content-length", "5"]
        ])
    );
}

#[test]
fn compression_goes_both_ways() {
    let source = "
        const squeeze = async (format) => {
          const packed = await new Response(new Response('squeeze '.repeat(50)).body.pipeThrough(new CompressionStream(format))).bytes();
          const back = await new Response(new Response(packed).body.pipeThrough(new DecompressionStream(format))).text();
          return packed.length < 100 && back === 'squeeze '.repeat(50);
        };
        const failed = (bytes) => new Response(new Response(bytes).body.pipeThrough(new DecompressionStream('gzip'))).text().catch((e) => e.message);
        return [await squeeze('gzip'), await squeeze('deflate'), await squeeze('deflate-raw'), await failed('not gzip, is it'), await failed(new Uint8Array([0x1f, 0x8b, 8, 0, 0]))];";
    assert_eq!(
        streamed(source),
        json!([
            true,
            true,
            true,
            "Decompression failed.",
            "Called close() on a decompression stream with incomplete data"
        ])
    );
}

#[test]
fn what_is_decompressed_comes_before_the_end() {
    let source = "
        const packed = new Uint8Array([75, 173, 40, 72, 77, 46, 73, 77, 81, 200, 47, 45, 41, 40, 45, 1, 0]);
        const { readable, writable } = new DecompressionStream('deflate-raw');
        writable.getWriter().write(packed);
        return new TextDecoder().decode((await readable.getReader().read()).value);";
    assert_eq!(streamed(source), json!("expected output"));
}
