//! Globals, and what an error says of itself.

use super::value;
use serde_json::json;

#[test]
fn globals_are_made_when_touched_and_can_be_replaced() {
    let source = "
        const before = Object.getOwnPropertyDescriptor(globalThis, 'Headers');
        new Headers();
        const after = Object.getOwnPropertyDescriptor(globalThis, 'Headers');
        globalThis.Request = 5;
        return [typeof before.get, after.writable, after.enumerable, Request, self === globalThis, 'URL' in globalThis];";
    assert_eq!(value(source), json!(["function", true, false, 5, true, true]));
}

#[test]
fn a_stack_begins_with_its_headline_and_takes_anything() {
    let source = "
        class Refused extends Error { get name() { return 'Refused'; } }
        const lines = (error) => error.stack.split('\\n').map((line) => line.replace(/ \\(.*/, ''));
        const own = { toString: () => 'own', name: 'Own', message: 'told' };
        function makeOwn() { Error.captureStackTrace(own, makeOwn); }
        makeOwn();
        const taken = [undefined, 5, 'text'].map((stack) => {
            const error = new Error('x');
            error.stack = stack;
            return [error.stack, Object.keys(error)];
        });
        const before = Error.prepareStackTrace;
        Error.prepareStackTrace = () => 'prepared';
        const prepared = new Error('x').stack;
        Error.prepareStackTrace = before;
        return [lines(new TypeError('no'))[0], lines(new Refused('late'))[0], /^\\s+at /.test(lines(new Error())[1]),
            lines(own)[0], Object.keys(own), taken, prepared];";
    assert_eq!(
        value(source),
        json!([
            "TypeError: no",
            "Refused: late",
            true,
            "Own: told",
            ["toString", "name", "message"],
            [[null, []], [5, []], ["text", []]],
            "prepared"
        ])
    );
}
