//! Texts as esbuild 0.25.12 wrote them.

use super::*;

const SEVERAL: &str = r#"▲ [WARNING] Duplicate key "a" in object literal [duplicate-object-key]

    src/server.ts:9:21:
      9 │ const x: any = {a:1, a:2};
        ╵                      ^

  The original key "a" is here:

    src/server.ts:9:16:
      9 │ const x: any = {a:1, a:2};
        ╵                 ^

✘ [ERROR] Could not resolve "./missing"

    src/a b/server.ts:1:18:
      1 │ import { y } from './missing';
        ╵                   ~~~~~~~~~~~

✘ [ERROR] Could not resolve "app/nope.ts"

1 warning and 2 errors
"#;

#[test]
fn places_frames_and_notes_are_read() {
    let messages = parse(SEVERAL);
    assert_eq!(messages.len(), 3, "{messages:#?}");
    let [warning, error, bare] = messages.as_slice() else {
        unreachable!()
    };
    assert_eq!(warning.kind, MessageKind::Warning);
    assert_eq!(
        warning.text,
        "Duplicate key \"a\" in object literal [duplicate-object-key]"
    );
    assert_eq!(warning.notes.len(), 1);
    assert_eq!(warning.notes[0].text, "The original key \"a\" is here:");
    assert_eq!(warning.notes[0].location.as_ref().map(|l| l.column), Some(16));
    assert_eq!(
        error.location,
        Some(Location {
            file: "src/a b/server.ts".to_owned(),
            line: 1,
            column: 18,
            length: 11,
            line_text: "import { y } from './missing';".to_owned(),
            above: None,
            suggestion: None,
        })
    );
    assert_eq!(*bare, BuildMessage::error("Could not resolve \"app/nope.ts\""));
}

#[test]
fn plain_text_is_laid_out_as_it_came() {
    let plain: Vec<_> = parse(SEVERAL).iter().map(BuildMessage::plain).collect();
    assert_eq!(
        plain.join("\n"),
        SEVERAL.strip_suffix("\n1 warning and 2 errors\n").unwrap()
    );
}

#[test]
fn suggestions_are_no_marker() {
    let messages = parse(
        "✘ [ERROR] Expected \";\" but found \"y\"\n\n    app/bad.ts:3:23:\n      3 │   const é = \"ü\"; cnst y = `\n        \
         │                       ^\n        ╵                       ;\n\n",
    );
    let place = messages[0].location.as_ref().unwrap();
    assert_eq!((place.length, place.suggestion.as_deref()), (1, Some(";")));
    assert_eq!(place.line_text, "  const é = \"ü\"; cnst y = `");
}

#[test]
fn foreign_text_is_kept() {
    let messages =
        parse("node: cannot execute\nat main.js\n\n✘ [ERROR] one\nmore of one\n\n  a note\n  goes on\n");
    assert_eq!(
        messages[0],
        BuildMessage::error("node: cannot execute\nat main.js")
    );
    assert_eq!(messages[1].text, "one\nmore of one");
    assert_eq!(messages[1].notes[0].text, "a note\ngoes on");
    assert!(parse("\n").is_empty());
}

#[test]
fn columns_count_bytes_and_can_be_had_in_characters() {
    let place = Location {
        column: 10,
        line_text: "\tconst é = 1".to_owned(),
        ..Location::default()
    };
    assert_eq!(place.column_in_characters(), 9);
}

#[test]
fn advice_is_about_the_project_not_about_esbuild() {
    let text = "✘ [ERROR] Could not resolve \"@a/b/c\"\n\n  You can mark the path \"@a/b/c\" as external to exclude it.\n";
    let mut messages = parse(text);
    messages[0].advise();
    assert_eq!(
        messages[0].notes[0].text,
        "Is the package installed? If not: npm install @a/b"
    );
}
