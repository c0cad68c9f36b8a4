//! crypto against published vectors and against workerd: each of `cases/` is the body of an async function that returns
//! a list, and the JSON beside it is what workerd returned.

use crate::isolate::engine::tests::run;
use serde_json::Value;

macro_rules! as_in_workerd {
    ($($name:ident $case:literal)*) => {$(
        #[test]
        fn $name() {
            compare(
                include_str!(concat!("tests/cases/", $case, ".js")),
                include_str!(concat!("tests/cases/", $case, ".json")),
            );
        }
    )*};
}

as_in_workerd! {
    every_mistake_makes_the_error_it_makes_in_workers "errors"
    keys_and_exports_look_as_in_workers "shapes"
    published_vectors_hold "vectors"
    what_others_signed_verifies_and_what_they_sealed_opens "interop"
}

fn compare(source: &str, expected: &str) {
    let result = run(source);
    let got: Vec<Value> = serde_json::from_str(&result).unwrap_or_else(|_| panic!("{result}"));
    let expected: Vec<Value> = serde_json::from_str(expected).unwrap();
    let differences: Vec<_> = (0..expected.len().max(got.len()))
        .filter(|index| expected.get(*index) != got.get(*index))
        .map(|index| format!("{:?} instead of {:?}", got.get(index), expected.get(index)))
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

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
        r#"["5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",true,false,false,"SmVmZQ","HS256","InvalidAccessError: the key may not be used to sign: its usages are [verify]","InvalidAccessError: the key is not extractable"]"#
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
fn mistakes_are_explained() {
    let result = crypto(
        "const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']);
         return [await failed(() => crypto.subtle.decrypt({ name: 'AES-GCM', iv: text('123456789012') }, key, text(''))),
           await failed(() => crypto.subtle.encrypt({ name: 'AES-CBC' }, key, text(''))),
           await failed(() => crypto.subtle.importKey('raw', text('k'), 'Blowfish', true, ['sign'])),
           await failed(() => crypto.subtle.digest('SHA-3', text('')))]",
    );
    let texts = [
        "InvalidAccessError: the key may not be used to decrypt: its usages are [encrypt]",
        "InvalidAccessError: the key is for AES-GCM, not for AES-CBC",
        "NotSupportedError: there is no algorithm `Blowfish` for keys",
        "NotSupportedError: there is no hash `SHA-3`; there are SHA-1, SHA-256, SHA-384, SHA-512, MD5",
    ];
    assert_eq!(result, serde_json::to_string(&texts).unwrap());
}

#[test]
fn keys_that_do_not_fit_together_are_refused() {
    let result = crypto(
        "const { subtle } = crypto;
         const ec = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
         const other = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
         const { x, y } = await subtle.exportKey('jwk', other.publicKey);
         const mixed = { ...await subtle.exportKey('jwk', ec.privateKey), x, y };
         const rsa = await subtle.generateKey({ name: 'RSA-PSS', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, true, ['sign']);
         const broken = { ...await subtle.exportKey('jwk', rsa.privateKey), d: 'AAAB' };
         return [await failed(() => subtle.importKey('jwk', mixed, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])),
           await failed(() => subtle.importKey('jwk', broken, { name: 'RSA-PSS', hash: 'SHA-256' }, true, ['sign'])),
           await failed(async () => subtle.importKey('spki', await subtle.exportKey('spki', ec.publicKey), 'Ed25519', true, ['verify']))]",
    );
    let texts = [
        "DataError: the public half of the JSON Web Key does not belong to the private one",
        "DataError: the numbers in the JSON Web Key make no RSA key",
        "DataError: the SPKI data holds no Ed25519 key",
    ];
    assert_eq!(result, serde_json::to_string(&texts).unwrap());
}

#[test]
fn keys_travel_wrapped_in_every_format() {
    let result = crypto(
        "const { subtle } = crypto, rsa = { name: 'RSA-OAEP', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
         const gcm = { name: 'AES-GCM', iv: text('123456789012') }, usages = ['wrapKey', 'unwrapKey'];
         const wrapping = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, usages);
         const kw = await subtle.generateKey({ name: 'AES-KW', length: 128 }, false, usages);
         const pair = await subtle.generateKey(rsa, false, usages);
         const secret = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);
         const ec = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-521' }, true, ['sign', 'verify']);
         const ed = await subtle.generateKey('Ed25519', true, ['sign', 'verify']);
         const there = async (format, key, [by, back], how, usage) => {
           const wrapped = await subtle.wrapKey(format, key, by, how);
           const again = await subtle.unwrapKey(format, wrapped, back, how, { ...key.algorithm }, true, [usage]);
           return hex(await subtle.exportKey(format === 'jwk' ? 'raw' : format, again)) === hex(await subtle.exportKey(format === 'jwk' ? 'raw' : format, key));
         };
         return [await there('raw', secret, [wrapping, wrapping], gcm, 'sign'), await there('jwk', secret, [wrapping, wrapping], gcm, 'sign'),
           await there('raw', secret, [kw, kw], 'AES-KW', 'sign'), await there('jwk', secret, [kw, kw], 'AES-KW', 'sign'),
           await there('raw', secret, [pair.publicKey, pair.privateKey], 'RSA-OAEP', 'sign'),
           await there('pkcs8', ec.privateKey, [wrapping, wrapping], gcm, 'sign'), await there('spki', ed.publicKey, [wrapping, wrapping], gcm, 'verify'),
           await failed(() => subtle.unwrapKey('jwk', text('123456789012345678901234'), kw, 'AES-KW', 'HKDF', false, ['deriveBits']))]",
    );
    assert!(
        result.starts_with("[true,true,true,true,true,true,true,\"OperationError: "),
        "{result}"
    );
}

#[test]
fn slow_work_is_an_operation_and_quick_work_is_done_at_once() {
    // An operation's result comes through the inbox, after every microtask that is due.
    let result = crypto(
        "const { subtle } = crypto, order = [];
         const password = await subtle.importKey('raw', text('x'), 'PBKDF2', false, ['deriveBits']);
         const derive = (iterations) => subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: text('y'), iterations }, password, 256);
         const pair = { name: 'RSA-PSS', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
         const all = [derive(10000).then(() => order.push('slow')), subtle.generateKey(pair, true, ['sign']).then(() => order.push('slow')),
           subtle.digest('SHA-256', new Uint8Array(2 ** 21)).then(() => order.push('slow')), derive(1).then(() => order.push('quick'))];
         for (let turn = 0; turn < 1000; turn++) await null;
         order.push('microtasks');
         await Promise.all(all);
         return order",
    );
    assert_eq!(result, r#"["quick","microtasks","slow","slow","slow"]"#);
}

#[test]
fn an_isolate_loads_only_the_algorithms_it_uses() {
    let result = crypto(
        "const loaded = () => Object.keys(__load('host').default.loaded).filter((name) => name.startsWith('crypto')).join();
         crypto.randomUUID();
         const before = loaded();
         await crypto.subtle.digest('SHA-1', text('abc'));
         const digest = loaded();
         await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-1' }, true, ['sign']);
         return [before, digest, loaded()]",
    );
    assert_eq!(
        result,
        r#"["crypto","crypto,crypto/subtle","crypto,crypto/subtle,crypto/hmac"]"#
    );
}

#[test]
fn a_digest_stream_hashes_what_is_piped_into_it() {
    let result = crypto(
        "const stream = new crypto.DigestStream('SHA-256');
         await new Response('abc').body.pipeTo(stream);
         return [hex(await stream.digest).slice(0, 16), String(stream.bytesWritten), stream instanceof WritableStream]",
    );
    assert_eq!(result, r#"["ba7816bf8f01cfea","3",true]"#);
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
