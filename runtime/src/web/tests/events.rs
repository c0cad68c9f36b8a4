//! Events and abort signals.

use super::{thrown, value};
use serde_json::json;

#[test]
fn events_reach_every_listener_in_order() {
    let source = "
        const target = new EventTarget(), heard = [];
        target.addEventListener('x', () => { throw new Error('first'); });
        target.addEventListener('x', (e) => heard.push(e.detail, e.target === target, e.currentTarget === target));
        target.addEventListener('x', { handleEvent(e) { heard.push(e.type); e.preventDefault(); } }, { once: true });
        target.addEventListener('x', (e) => e.stopImmediatePropagation());
        target.addEventListener('x', () => heard.push('never'));
        const event = () => new CustomEvent('x', { detail: 5, cancelable: true });
        heard.push(target.dispatchEvent(event()), target.dispatchEvent(event()));
        return heard;";
    assert_eq!(
        value(source),
        json!([5, true, true, "x", 5, true, true, false, true])
    );
}

#[test]
fn the_global_object_is_an_event_target() {
    let source = "let n = 0; const f = () => n++;
        addEventListener('a', f); addEventListener('a', f); dispatchEvent(new Event('a'));
        removeEventListener('a', f); dispatchEvent(new Event('a')); return n;";
    assert_eq!(value(source), json!(1));
}

#[test]
fn an_abort_signal_aborts_once_and_takes_others_along() {
    let source = "
        const c = new AbortController(), heard = [];
        const any = AbortSignal.any([new AbortController().signal, c.signal]);
        c.signal.onabort = () => heard.push('on');
        any.addEventListener('abort', () => heard.push('any'));
        c.abort('why'); c.abort('again');
        return [heard, any.aborted, any.reason, AbortSignal.abort().reason.name];";
    assert_eq!(value(source), json!([["on", "any"], true, "why", "AbortError"]));
    assert_eq!(
        thrown("AbortSignal.abort().throwIfAborted()"),
        "AbortError: The operation was aborted"
    );
    assert_eq!(thrown("new AbortSignal()"), "TypeError: Illegal constructor");
}
