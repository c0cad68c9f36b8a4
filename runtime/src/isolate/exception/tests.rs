//! Which lines of a stack people are shown.

use super::*;

#[test]
fn a_stack_has_the_users_files_and_none_of_ours() {
    // Line 2, column 5 of the bundle is line 1, column 3 of a.ts.
    let map = SourceMap::parse(Some(
        r#"{"version":3,"sources":["a.ts"],"sourcesContent":["x.y();"],"names":[],"mappings":";IAAE"}"#,
    ));
    let stack = "    at f (bundle.mjs:2:5)\n    at bundle.mjs:2:5\n    at request (<null>:0:1)\n    \
                 at apply (native)\n    at log (partyrs:console:1:1)\n    at g (other.js:1:2)\n  what at users write";
    assert_eq!(
        user_stack(&map, stack),
        "    at f (a.ts:1:3)\n    at a.ts:1:3\n    at g (other.js:1:2)\n  what at users write"
    );
}
