//! Which lines of a stack people are shown.

use super::{SourceMap, user_stack};

#[test]
fn a_stack_for_people_is_in_the_users_files_and_without_our_frames() {
    // `b` of bundle.mjs:1:5 is main.ts:2:3; line 2 is the party layer's.
    let map = r#"{"version":3,"sources":["main.ts","partyrs:party"],"names":[],"mappings":"IACE;ACAA"}"#;
    let stack = "Error: at last\n    at b (bundle.mjs:1:5)\n    at <anonymous> (bundle.mjs:1:5)\n    \
                 at request (<null>:0:1)\n    at x (partyrs:http:1:1)\n    at party (bundle.mjs:2:1)\n    \
                 at map (native)\n    at g (other.js:1:2)\n  what at users write";
    assert_eq!(
        user_stack(&SourceMap::parse(Some(map)), stack),
        "Error: at last\n    at b (main.ts:2:3)\n    at main.ts:2:3\n    at map (native)\n    \
         at g (other.js:1:2)\n  what at users write"
    );
}
