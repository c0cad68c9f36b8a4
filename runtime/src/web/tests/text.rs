//! Text encodings, blobs and files.

use super::{thrown, value};
use serde_json::json;

#[test]
fn text_is_encoded_and_decoded() {
    let source = "
        const d = new TextDecoder();
        const parts = [d.decode(new Uint8Array([0xe2, 0x82]), { stream: true }), d.decode(new Uint8Array([0xac]), { stream: true }), d.decode()];
        const into = new TextEncoder().encodeInto('a€b', new Uint8Array(3));
        return [parts, into, [...new TextEncoder().encode('é')], new TextDecoder('latin1').encoding,
          new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 65])), new TextDecoder('utf-16le').decode(new Uint16Array([65, 8364])),
          atob('aGk='), btoa('hi')];";
    assert_eq!(
        value(source),
        json!([["", "€", ""], { "read": 1, "written": 1 }, [195, 169], "windows-1252", "A", "A€", "hi", "aGk="])
    );
    assert_eq!(
        thrown("new TextDecoder('foo')"),
        "RangeError: \"foo\" is not a valid encoding."
    );
    let fatal = "new TextDecoder('utf8', { fatal: true }).decode(new Uint8Array([255]))";
    assert_eq!(thrown(fatal), "TypeError: Failed to decode input.");
}

#[test]
fn blobs_and_files_hold_bytes() {
    let source = "
        const b = new Blob(['he', new Uint8Array([108, 108]), new Blob(['o'])], { type: 'Text/X' });
        const f = new File([b], 'n.txt');
        return [b.size, b.type, await b.slice(1, 3).text(), f.name, f.size, f instanceof Blob, (await f.arrayBuffer()).byteLength];";
    assert_eq!(value(source), json!([5, "text/x", "el", "n.txt", 5, true, 5]));
}
