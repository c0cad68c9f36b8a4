//! Node's modules against Node itself: each of `cases/` is the body of an async function that returns a list, and the
//! JSON beside it is what Node 20 returned.

use crate::isolate::engine::tests::run;
use serde_json::Value;

fn compare(source: &str, expected: &str) {
    let result = run(source);
    let got: Vec<Value> = serde_json::from_str(&result).unwrap_or_else(|_| panic!("{result}"));
    let expected: Vec<Value> = serde_json::from_str(expected).unwrap();
    let differences: Vec<_> = (0..expected.len().max(got.len()))
        .filter(|index| expected.get(*index) != got.get(*index))
        .map(|index| {
            format!(
                "{index}: {:?} instead of {:?}",
                got.get(index),
                expected.get(index)
            )
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

macro_rules! as_in_node {
    ($($name:ident $case:literal)*) => {$(
        #[test]
        fn $name() {
            compare(
                include_str!(concat!("cases/", $case, ".js")),
                include_str!(concat!("cases/", $case, ".json")),
            );
        }
    )*};
}

as_in_node! {
    refused_arguments_are_as_in_node "arguments"
    async_contexts_are_as_in_node "als"
    assertions_are_as_in_node "assert"
    buffers_are_as_in_node "buffer"
    hashes_and_keys_are_as_in_node "crypto"
    string_decoders_are_as_in_node "decoder"
    diagnostics_channels_are_as_in_node "diag"
    event_emitters_are_as_in_node "events"
    inspections_are_as_in_node "inspect"
    paths_are_as_in_node "path"
    punycode_labels_are_as_in_node "punycode"
    query_strings_are_as_in_node "qs"
    streams_are_as_in_node "streams"
    urls_are_as_in_node "url"
    utilities_are_as_in_node "util"
}
