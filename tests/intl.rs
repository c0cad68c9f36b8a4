//! `Intl` in a room: what people's code gets from a real server, in a room that nothing else has prepared.

use crate::support::Project;

const SERVER: &str = r#"
const time = new Date(1720094405006);
export default class {
  onRequest() {
    const said = [
      new Intl.NumberFormat("de-DE", { style: "currency", currency: "EUR" }).format(1234.5),
      new Intl.DateTimeFormat().resolvedOptions().timeZone,
      new Date(0).toLocaleString("en-US"),
      new Intl.ListFormat("en").format(["a", "b", "c"]),
      [...new Intl.Segmenter("en").segment("a\u{1F468}\u200D\u{1F469}\u200D\u{1F467}")].length,
      time.toLocaleString("de-DE", { timeZone: "Europe/Berlin", dateStyle: "full", timeStyle: "short" }),
      new Intl.RelativeTimeFormat("fr", { numeric: "auto" }).format(-1, "day"),
      ["z", "ä", "a"].sort((a, b) => a.localeCompare(b, "sv")).join(""),
    ];
    return Response.json(said);
  }
}
"#;

#[test]
fn a_room_speaks_the_language_it_is_asked_for() {
    let project = Project::with_config("main: 'src/main.js'", &[("src/main.js", SERVER)]);
    let dev = project.dev(&[]);
    let expected = [
        "1.234,50\u{a0}€",
        "UTC",
        "1/1/1970, 12:00:00 AM",
        "a, b, and c",
        "2",
        "Donnerstag, 4. Juli 2024 um 14:00",
        "hier",
        "azä",
    ];
    let said: Vec<serde_json::Value> = serde_json::from_str(&dev.get("/party/x").body).unwrap();
    let said: Vec<String> = said
        .iter()
        .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        .collect();
    assert_eq!(said, expected);
}
