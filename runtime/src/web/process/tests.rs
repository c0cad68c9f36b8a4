//! The small globals: process, performance, navigator, DOMException.

use crate::event::{ConsoleLevel, RuntimeEvent};
use crate::isolate::engine::tests::{run, run_reporting};

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
fn what_libraries_look_at_when_they_are_loaded_is_there() {
    assert_eq!(
        text(
            "[process.stdout.isTTY, typeof process.stderr.write, process.arch, process.memoryUsage().rss, process.umask(),
              typeof process.release.name, process.getuid(), process.argv0]"
        ),
        "false,function,,0,0,string,1000,"
    );
    assert_eq!(
        run("const calls = [() => process.nextTick(5), () => process.kill(1)];
             return calls.map((call) => { try { call() } catch (e) { return [e.code, e.message] } })"),
        r#"[["ERR_INVALID_ARG_TYPE","The \"callback\" argument must be of type function. Received number"],[null,"process.kill() is not possible: a room is no process"]]"#
    );
}

#[test]
fn what_is_written_to_the_standard_streams_goes_to_the_console() {
    let (_, events) = run_reporting("process.stdout.write('a line\\n'); process.stderr.write('an error');");
    let texts: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            RuntimeEvent::Console { text, level, .. } => Some((text.as_str(), *level)),
            _ => None,
        })
        .collect();
    assert_eq!(
        texts,
        [("a line", ConsoleLevel::Log), ("an error", ConsoleLevel::Error)]
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
