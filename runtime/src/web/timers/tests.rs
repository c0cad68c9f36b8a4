//! Timers as user code sees them.

use crate::isolate::engine::tests::run;

#[test]
fn timers_fire_in_the_order_they_are_due_with_promises_in_between() {
    let order = run("const order = [];
         const at = (name, ms) => setTimeout((arg) => {
           order.push(name + arg);
           Promise.resolve().then(() => order.push(`${name}'`));
         }, ms, '!');
         // Far apart: a busy machine may stop between two of these calls.
         at('c', 500); at('a', 0); at('b', 200); at('d', 500);
         const end = Date.now() + 510;
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
fn a_delay_of_more_than_32_bits_is_waited_for() {
    let fired = run("const fired = [];
         for (const ms of [2 ** 31, 2 ** 32, Infinity, 1e300]) setTimeout(() => fired.push(ms), ms);
         for (const ms of [NaN, -1, -Infinity, 'x']) setTimeout(() => fired.push(String(ms)), ms);
         await scheduler.wait(30);
         return fired");
    assert_eq!(fired, r#"["NaN","-1","-Infinity","x"]"#);
}

#[test]
fn a_callback_has_the_global_object_as_this() {
    let result = run("return new Promise((resolve) => {
           setTimeout(function () { 'use strict'; resolve(this === globalThis) }, 0);
         })");
    assert_eq!(result, "true");
}

#[test]
fn cleared_timers_do_not_fire() {
    let result = run("let fired = 0;
         clearTimeout(setTimeout(() => fired++, 0));
         clearTimeout(undefined); clearTimeout(99); clearInterval('x');
         const other = setTimeout(() => fired++, 50);
         setTimeout(() => clearTimeout(other), 0);
         const interval = setInterval(() => { fired += 10; clearInterval(interval) }, 1);
         const end = Date.now() + 60;
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
             if (times.length === 1) { const end = Date.now() + 351; while (Date.now() < end) ; }
             if (times.length === 3) { clearInterval(id); resolve() }
           }, 200);
         });
         // The second is late behind the busy first, the third is in its place again.
         return times[0] >= 200 && times[1] >= 550 && times[2] >= 600 && times[2] - times[1] < 200 ? 'kept' : times",
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
