//! Crons: by hand and by expression, and what is wrong with them. What runs on schedule is tested with a clock of its own,
//! beside the runtime.

use crate::support::Project;

const SERVER: &str = r#"
export default class Main {
  constructor(room) { this.room = room; }
  static async onCron(cron) {
    console.log(`cron ${cron.name} / ${cron.cron} / ${typeof cron.scheduledTime}`);
    if (cron.name === "bad") throw new Error("not today");
  }
}"#;

fn project(crons: &str) -> Project {
    Project::with_config(
        &format!("main: 'server.js', crons: {{ {crons} }}"),
        &[("server.js", SERVER)],
    )
}

#[test]
fn a_cron_runs_by_its_name_and_by_its_expression() {
    let project = project("nightly: '0 3 * * *', also: '0 3 * * *', bad: '0 4 1 * *'");
    let dev = project.dev(&["--no-crons"]);
    assert_eq!(
        dev.text("/__scheduled__?cron=nightly"),
        "ran cron nightly: 0 3 * * *"
    );
    dev.says("cron nightly / 0 3 * * * / number");
    assert_eq!(dev.text("/cdn-cgi/mf/scheduled?cron=0+3+*+*+*"), "ok");
    dev.says("cron nightly / 0 3 * * * / number");
    dev.says("cron also / 0 3 * * * / number");
    assert_eq!(dev.text("/cdn-cgi/mf/scheduled?cron=1+*+*+*+*&time=5"), "ok");
    dev.says("cron unknown / 1 * * * * / number");
    let failed = dev.get("/cdn-cgi/mf/scheduled?cron=0+4+1+*+*");
    assert_eq!((failed.status, failed.body.as_str()), (500, "exception"));
    dev.complains("Uncaught Error: not today");
    dev.complains("in onCron");
}

#[test]
fn an_expression_that_says_nothing_is_an_error_with_its_place() {
    for (crons, message, hint) in [
        (
            "a: '* * *'",
            "the cron `a` is no cron expression: it needs 5 fields, not 3",
            "five fields, in UTC",
        ),
        (
            "a: '0 9 * * 0'",
            "the cron `a` is no cron expression",
            "weekdays are 1 (Sunday) to 7",
        ),
        (
            "a: '61 * * * *'",
            "the cron `a` is no cron expression",
            "five fields, in UTC",
        ),
    ] {
        let outcome = project(crons).run(&["dev", "--port", "0"]);
        assert_eq!(outcome.code, Some(1), "{crons}: {outcome:?}");
        for part in [message, hint, "partykit.json:1:"] {
            assert!(
                outcome.stderr.contains(part),
                "{crons} without {part}: {outcome:?}"
            );
        }
    }
}

#[test]
fn crons_without_a_handler_are_pointed_out() {
    let project = Project::with_config(
        "main: 'server.js', crons: { a: '* * * * *' }",
        &[(
            "server.js",
            "export default class { onRequest() { return new Response(''); } }",
        )],
    );
    let dev = project.dev(&[]);
    dev.complains("`crons` are configured, but the main party has no static `onCron`");
}
