//! crypto against published vectors: RFC 1321, FIPS 180, RFC 4231.

use crate::isolate::engine::tests::run;

/// Runs `source` with `hex(buffer)` and `text(string)` (UTF-8 bytes) at hand.
fn crypto(source: &str) -> String {
    run(&format!(
        "const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, '0')).join('');
         const text = (string) => Uint8Array.from(string, (c) => c.charCodeAt(0));
         const failed = async (f) => {{ try {{ await f(); return 'worked' }} catch (e) {{ return `${{e.name}}: ${{e.message}}` }} }};
         {source}"
    ))
}

#[test]
fn digests_are_the_published_ones() {
    let digests = crypto(
        "const names = ['MD5', 'sha-1', { name: 'SHA-256' }, 'SHA-384', 'SHA-512'];
         return (await Promise.all(names.map((name) => crypto.subtle.digest(name, text('abc'))))).map((d) => hex(d).slice(0, 16) + d.byteLength)",
    );
    assert_eq!(
        digests,
        r#"["900150983cd24fb016","a9993e364706816a20","ba7816bf8f01cfea32","cb00753f45a35e8b48","ddaf35a193617aba64"]"#
    );
}

#[test]
fn hmac_signs_and_verifies() {
    let result = crypto(
        "const algorithm = { name: 'HMAC', hash: 'SHA-256' };
         const key = await crypto.subtle.importKey('raw', text('Jefe'), algorithm, true, ['sign', 'verify']);
         const data = text('what do ya want for nothing?');
         const signature = await crypto.subtle.sign('HMAC', key, data);
         const jwk = await crypto.subtle.exportKey('jwk', key);
         const again = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
         const wrong = new Uint8Array(signature.slice());
         wrong[31] ^= 1;
         return [hex(signature), await crypto.subtle.verify('HMAC', again, signature, data),
           await crypto.subtle.verify('HMAC', again, wrong, data), await crypto.subtle.verify('HMAC', again, wrong.slice(1), data),
           jwk.k, jwk.alg, await failed(() => crypto.subtle.sign('HMAC', again, data)),
           await failed(() => crypto.subtle.exportKey('raw', again))]",
    );
    assert_eq!(
        result,
        r#"["5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",true,false,false,"SmVmZQ","HS256","InvalidAccessError: the key may not be used to sign","InvalidAccessError: the key is not extractable"]"#
    );
}

#[test]
fn random_values_fill_the_view_and_nothing_else() {
    let result = crypto(
        "const all = new Uint8Array(64);
         const view = all.subarray(16, 48);
         const same = crypto.getRandomValues(view) === view;
         const ids = new Set(Array.from({ length: 50 }, () => crypto.randomUUID()));
         return [same, all.slice(0, 16).every((b) => b === 0), all.slice(48).every((b) => b === 0), view.some((b) => b !== 0),
           ids.size, [...ids].every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
           await failed(() => crypto.getRandomValues(new Float64Array(1))), await failed(() => crypto.getRandomValues(new Uint8Array(65537)))]",
    );
    assert_eq!(
        result,
        r#"[true,true,true,true,50,true,"TypeMismatchError: getRandomValues fills typed arrays of integers only","QuotaExceededError: getRandomValues fills at most 65536 bytes, not 65537"]"#
    );
}

#[test]
fn what_is_missing_says_so() {
    let result = crypto(
        "return [await failed(() => crypto.subtle.encrypt({ name: 'AES-GCM' }, null, text(''))),
           await failed(() => crypto.subtle.importKey('raw', text('k'), 'Ed25519', true, ['sign'])),
           await failed(() => crypto.subtle.digest('SHA-3', text('')))]",
    );
    let text = |what: &str| format!("\"NotSupportedError: crypto.subtle.{what} is not supported yet\"");
    let expected = [
        text("encrypt with `AES-GCM`"),
        text("importKey with `Ed25519`"),
        text("digest with `SHA-3`"),
    ];
    assert_eq!(result, format!("[{}]", expected.join(",")));
}

#[test]
fn timing_safe_equal_compares() {
    let result = crypto(
        "const equal = (a, b) => crypto.subtle.timingSafeEqual(text(a), text(b));
         return [equal('abc', 'abc'), equal('abc', 'abd'), await failed(() => equal('a', 'ab'))]",
    );
    assert_eq!(
        result,
        r#"[true,false,"TypeError: Input buffers must have the same byte length"]"#
    );
}
