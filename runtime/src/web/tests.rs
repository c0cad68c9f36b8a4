//! Web APIs as user code sees them.

use crate::isolate::engine::tests::run;

/// The text that `expression` evaluates to.
fn text(expression: &str) -> String {
    let json = run(&format!("return String({expression})"));
    serde_json::from_str(&json).unwrap_or(json)
}

/// What `console.log(arguments)` writes.
fn logged(arguments: &str) -> String {
    let (lines, _) = console_lines(&format!("console.log({arguments})"));
    lines.join("\n---\n")
}

/// The texts that `source` writes to the console, and their levels.
fn console_lines(source: &str) -> (Vec<String>, Vec<ConsoleLevel>) {
    let (result, events) = run_reporting(source);
    assert_eq!(result, "undefined");
    let calls = events.into_iter().filter_map(|event| match event {
        RuntimeEvent::Console { text, level, .. } => Some((text, level)),
        _ => None,
    });
    calls.unzip()
}

use crate::event::{ConsoleLevel, RuntimeEvent};
use crate::isolate::engine::tests::run_reporting;

#[test]
fn dom_exceptions_have_codes_and_are_errors() {
    let result = run("const e = new DOMException('m', 'AbortError');
         return [e.code, e.name, e.message, e instanceof Error, `${e}`, DOMException.DATA_CLONE_ERR,
           new DOMException('x').name, new DOMException('x', 'TimeoutError').code, typeof e.stack]");
    assert_eq!(
        result,
        r#"[20,"AbortError","m",true,"AbortError: m",25,"Error",23,"string"]"#
    );
}

#[test]
fn timers_fire_in_the_order_they_are_due_with_promises_in_between() {
    let order = run("const order = [];
         const at = (name, ms) => setTimeout((arg) => {
           order.push(name + arg);
           Promise.resolve().then(() => order.push(`${name}'`));
         }, ms, '!');
         at('c', 20); at('a', 0); at('b', 5); at('d', 20);
         const end = Date.now() + 30;
         while (Date.now() < end) ;
         await new Promise((resolve) => setTimeout(resolve, 30));
         return order.join(' ')");
    assert_eq!(order, r#""a! a' b! b' c! c' d! d'""#);
}

#[test]
fn timer_numbers_start_at_one_and_bad_callbacks_are_refused() {
    let result = run("const id = setTimeout(() => {}, 0);
         const refused = [];
         for (const bad of ['x = 1', undefined, null, {}]) {
           try { setTimeout(bad) } catch (e) { refused.push(`${e.name}: ${e.message}`) }
         }
         return [id, refused]");
    assert_eq!(
        result,
        r#"[1,["TypeError: a timer's callback must be a function, not string","TypeError: a timer's callback must be a function, not undefined","TypeError: a timer's callback must be a function, not null","TypeError: a timer's callback must be a function, not object"]]"#
    );
}

#[test]
fn cleared_timers_do_not_fire() {
    let result = run("let fired = 0;
         clearTimeout(setTimeout(() => fired++, 0));
         clearTimeout(undefined); clearTimeout(99); clearInterval('x');
         const other = setTimeout(() => fired++, 1);
         setTimeout(() => clearTimeout(other), 0);
         const interval = setInterval(() => { fired += 10; clearInterval(interval) }, 1);
         const end = Date.now() + 10;
         while (Date.now() < end) ;
         await scheduler.wait(20);
         return fired");
    assert_eq!(result, "10");
}

#[test]
fn an_interval_keeps_its_schedule() {
    let result = run(
        "const times = [];
         await new Promise((resolve) => {
           const start = performance.now();
           const id = setInterval(() => {
             times.push(performance.now() - start);
             if (times.length === 1) { const end = Date.now() + 35; while (Date.now() < end) ; }
             if (times.length === 3) { clearInterval(id); resolve() }
           }, 20);
         });
         // The second is late behind the busy first, the third is in its place again.
         return times[0] >= 20 && times[1] >= 60 && times[2] >= 80 && times[2] - times[1] <= 30 ? 'kept' : times",
    );
    assert_eq!(result, r#""kept""#);
}

#[test]
fn a_timer_that_throws_stops_nothing() {
    let result = run("const seen = [];
         setTimeout(() => { throw new Error('no') }, 0);
         const id = setInterval(() => { seen.push(1); if (seen.length === 2) clearInterval(id); throw 1 }, 1);
         await scheduler.wait(30);
         return seen.length");
    assert_eq!(result, "2");
}

#[test]
fn values_are_shown_as_node_shows_them() {
    let cases: Vec<(String, String)> = serde_json::from_str(include_str!("golden-inspect.json")).unwrap();
    for (arguments, expected) in cases {
        assert_eq!(logged(&arguments), expected, "{arguments}");
    }
}

#[test]
fn errors_are_shown_with_headline_stack_and_cause() {
    let shown = logged(
        "Object.assign(new TypeError('no', { cause: 1 }), { stack: '    at f (a.js:1:2)', extra: 2 })",
    );
    assert_eq!(
        shown,
        "TypeError: no\n    at f (a.js:1:2) {\n  extra: 2,\n  [cause]: 1\n}"
    );
    let bare = logged("{ e: Object.assign(new Error('x'), { stack: '' }) }");
    assert_eq!(bare, "{ e: [Error: x] }");
}

#[test]
fn what_cannot_be_looked_into_is_shown_all_the_same() {
    assert_eq!(
        logged("Map.prototype, Object.create(Date.prototype)"),
        "Object [Map] {} Date {}"
    );
    assert_eq!(
        logged("{ get a() { throw 1 }, set b(x) {} }"),
        "{ a: [Getter], b: [Setter] }"
    );
    let hostile = logged("new Proxy({}, { ownKeys() { throw new Error('no') } })");
    assert_eq!(hostile, "[a value that cannot be shown: Error: no]");
}

#[test]
fn console_methods_have_their_levels() {
    let (texts, levels) = console_lines(
        "console.debug(1); console.info(2); console.warn(3); console.error(4);
         console.assert(true, 'x'); console.assert(false, 'a %d', 1); console.dir({ a: 1 });
         console.group('G'); console.log('in\\nside'); console.groupEnd(); console.count(); console.count();
         console.countReset(); console.count(); console.timeEnd('none'); console.clear()",
    );
    assert_eq!(
        texts,
        [
            "1",
            "2",
            "3",
            "4",
            "Assertion failed: a 1",
            "{ a: 1 }",
            "G",
            "  in\n  side",
            "default: 1",
            "default: 2",
            "default: 1",
            "No such label 'none' for console.timeEnd()"
        ]
    );
    use ConsoleLevel::{Debug, Error, Log, Warn};
    assert_eq!(
        levels,
        [Debug, Log, Warn, Error, Error, Log, Log, Log, Log, Log, Log, Warn]
    );
}

#[test]
fn tables_are_drawn() {
    let (texts, _) = console_lines("console.table([{ a: 1, b: 'x' }, { a: 2 }]); console.table(5)");
    let expected = "\
┌─────────┬───┬─────┐
│ (index) │ a │  b  │
├─────────┼───┼─────┤
│    0    │ 1 │ 'x' │
│    1    │ 2 │     │
└─────────┴───┴─────┘";
    assert_eq!(texts, [expected, "5"]);
}

#[test]
fn the_small_globals_are_there() {
    assert_eq!(
        text("[self === globalThis, global === globalThis, origin, navigator.userAgent]"),
        "true,true,null,Cloudflare-Workers"
    );
    assert_eq!(
        text(
            "[typeof setImmediate, typeof window, typeof document, process.cwd(), process.pid, process.platform]"
        ),
        "undefined,undefined,undefined,/,1000,"
    );
    assert_eq!(text("JSON.stringify(process.env)"), "{}");
    assert_eq!(
        run("try { process.exit(1) } catch (e) { return e.message }"),
        r#""process.exit(1) is not possible: a room cannot end the server""#
    );
    let times =
        "Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000 && process.hrtime().length";
    assert_eq!(text(times), "2");
    assert_eq!(
        run("const order = []; process.nextTick((x) => order.push(x), 1); await 0; return order"),
        "[1]"
    );
}
