//! Addresses.

use super::{thrown, value};
use serde_json::json;

#[test]
fn urls_parse_change_and_follow_their_params() {
    let source = "
        const u = new URL('../x?q=a+b#h', 'https://user:pw@h.example:8080/a/b/');
        const before = [u.href, u.origin, u.host, u.pathname, u.searchParams.get('q')];
        u.searchParams.append('z', 'é&');
        u.port = '443'; u.hash = '';
        const after = u.href;
        u.search = '?n=1'; 
        return [before, after, u.searchParams.get('n'), String(u), JSON.stringify(u), URL.canParse('/x'), URL.parse('/x')];";
    assert_eq!(
        value(source),
        json!([
            [
                "https://user:pw@h.example:8080/a/x?q=a+b#h",
                "https://h.example:8080",
                "h.example:8080",
                "/a/x",
                "a b"
            ],
            "https://user:pw@h.example/a/x?q=a+b&z=%C3%A9%26",
            "1",
            "https://user:pw@h.example/a/x?n=1",
            "\"https://user:pw@h.example/a/x?n=1\"",
            false,
            null
        ])
    );
    assert_eq!(thrown("new URL('/x')"), "TypeError: Invalid URL string.");
}

#[test]
fn search_params_are_a_list() {
    let source = "
        const p = new URLSearchParams('?b=1&a=2&b=3');
        p.set('b', '4'); p.append('c', '\\ud800');
        const q = new URLSearchParams({ x: 1, y: 'a b' });
        q.delete('x');
        p.sort();
        return [String(p), p.size, [...q], p.has('a', '2'), p.has('a', '3'), [...p.keys()], new URLSearchParams([['k', 'v']]).get('k')];";
    assert_eq!(
        value(source),
        json!([
            "a=2&b=4&c=%EF%BF%BD",
            3,
            [["y", "a b"]],
            true,
            false,
            ["a", "b", "c"],
            "v"
        ])
    );
    assert_eq!(
        thrown("new URLSearchParams([['a']])"),
        "TypeError: Invalid URL search params sequence."
    );
}
