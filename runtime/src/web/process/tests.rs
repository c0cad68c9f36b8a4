//! The small globals: process, performance, navigator, DOMException.

use crate::isolate::engine::tests::run;

/// The text that `expression` evaluates to.
fn text(expression: &str) -> String {
    let json = run(&format!("return String({expression})"));
    serde_json::from_str(&json).unwrap_or(json)
}

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
