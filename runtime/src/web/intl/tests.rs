//! `Intl` against what Node 20 says (`golden.json`, by `golden.mjs`), and what is our own.

use crate::isolate::engine::tests::run;
use serde_json::{Value, json};

/// Differences from Node 20 that are meant or known: the beginning of the expression, and why.
const DIFFERENT: &[(&str, &str)] = &[
    (
        "new Intl.DateTimeFormat('ru', { dateStyle: 'medium' }).formatRange",
        "narrow spaces are plain in ranges, too, as V8's later versions have it",
    ),
    (
        "[1, 2, 3, 4, 22].map((n) => new Intl.PluralRules('es-ES', { type: 'ordinal' })",
        "the crate has a later CLDR, in which Spanish has ordinals",
    ),
];

#[test]
fn intl_says_what_node_says() {
    let golden: Vec<(String, Value)> = serde_json::from_str(include_str!("golden.json")).unwrap();
    let sources: Vec<&str> = golden.iter().map(|(source, _)| source.as_str()).collect();
    let script = sources
        .iter()
        .map(|source| format!("try {{ out.push(({source}) ?? null) }} catch (e) {{ out.push(`${{e.name}}: ${{e.message}}`) }}"))
        .collect::<Vec<_>>()
        .join("\n");
    let answers: Vec<Value> =
        serde_json::from_str(&run(&format!("const out = [];\n{script}\nreturn out;"))).unwrap();
    let wrong: Vec<String> = golden
        .iter()
        .zip(&answers)
        .filter(|((source, expected), answer)| {
            expected != *answer && !DIFFERENT.iter().any(|(start, _)| source.starts_with(start))
        })
        .map(|((source, expected), answer)| format!("{source}\n  expected {expected}\n  but got  {answer}"))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        golden.len(),
        wrong.join("\n")
    );
}

#[test]
fn what_there_is_no_data_for_is_named_with_the_way_out() {
    let source = "try { new Intl.DateTimeFormat('en', { calendar: 'hebrew' }) } catch (e) { return `${e.name}: ${e.message}` }";
    assert_eq!(
        run(source).trim_matches('"'),
        "RangeError: the calendar `hebrew` in `en` is not supported here; `--runtime workerd` has it"
    );
}

#[test]
fn intl_is_loaded_when_it_is_touched() {
    let source =
        "return [typeof Object.getOwnPropertyDescriptor(globalThis, 'Intl').get, typeof Intl.NumberFormat,
        Object.getOwnPropertyDescriptor(globalThis, 'Intl').writable, 5 .toLocaleString()];";
    let answer: Value = serde_json::from_str(&run(source)).unwrap();
    assert_eq!(answer, json!(["function", "function", true, "5"]));
}
