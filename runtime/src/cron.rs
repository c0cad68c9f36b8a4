//! Cron expressions as Cloudflare has them: five fields in UTC, weekdays from 1 (Sunday) to 7, names, and the extensions
//! `L`, `W` and `#`. Text is checked once, here.

use chrono::{DateTime, Utc};
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use std::fmt;

/// A cron expression that says when.
#[derive(Clone)]
pub struct CronSchedule {
    expression: String,
    cron: Cron,
}

/// Why a text is no cron expression.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadCron(String);

impl CronSchedule {
    /// The schedule of `expression`.
    pub fn parse(expression: &str) -> Result<Self, BadCron> {
        let fields = expression.split_whitespace().count();
        if fields != 5 {
            return Err(BadCron(format!("it needs 5 fields, not {fields}")));
        }
        // Other tools' extensions, which mean something else or nothing there.
        if let Some(foreign) = expression.chars().find(|c| "@?+".contains(*c)) {
            return Err(BadCron(format!("`{foreign}` means nothing in it")));
        }
        let parser = CronParser::builder()
            .seconds(Seconds::Disallowed)
            .year(Year::Disallowed)
            .alternative_weekdays(true)
            .build();
        match parser.parse(expression) {
            Ok(cron) => Ok(Self {
                expression: expression.to_owned(),
                cron,
            }),
            Err(_) => Err(BadCron(why_not(&parser, expression))),
        }
    }

    /// The expression as it was written.
    pub fn expression(&self) -> &str {
        &self.expression
    }

    /// When it is due next, after `time`; both in milliseconds since 1970. Never, if there is no such day.
    pub(crate) fn after(&self, time: i64) -> Option<i64> {
        let time = DateTime::<Utc>::from_timestamp_millis(time)?;
        let next = self.cron.find_next_occurrence(&time, false).ok()?;
        Some(next.timestamp_millis())
    }
}

/// Which field of an expression of five is wrong.
fn why_not(parser: &CronParser, expression: &str) -> String {
    const FIELDS: [(&str, &str); 5] = [
        ("minute", "0 to 59"),
        ("hour", "0 to 23"),
        ("day", "1 to 31"),
        ("month", "1 to 12 or `JAN` to `DEC`"),
        ("weekday", "1 (Sunday) to 7 or `SUN` to `SAT`"),
    ];
    let wrong = expression.split_whitespace().enumerate().find(|(index, field)| {
        let mut alone = ["*"; 5];
        alone[*index] = field;
        parser.parse(&alone.join(" ")).is_err()
    });
    match wrong.and_then(|(index, field)| Some((field, FIELDS.get(index)?))) {
        Some((field, (name, range))) => format!("`{field}` is no {name}, which is {range}"),
        None => "there is no such time".to_owned(),
    }
}

impl fmt::Debug for CronSchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.expression)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tuesday.
    const NOW: &str = "2026-11-24T10:30:15Z";

    fn next(expression: &str) -> String {
        let now = DateTime::parse_from_rfc3339(NOW).unwrap().timestamp_millis();
        let due = CronSchedule::parse(expression).unwrap().after(now).unwrap();
        let due = DateTime::<Utc>::from_timestamp_millis(due).unwrap();
        format!("{} {due:?}", chrono::Datelike::weekday(&due))
    }

    #[test]
    fn the_examples_of_cloudflares_documentation_mean_what_it_says() {
        for (expression, due) in [
            ("* * * * *", "Tue 2026-11-24T10:31:00Z"),
            ("*/30 * * * *", "Tue 2026-11-24T11:00:00Z"),
            ("45 * * * *", "Tue 2026-11-24T10:45:00Z"),
            ("0 17 * * sun", "Sun 2026-11-29T17:00:00Z"),
            ("0 17 * * 1", "Sun 2026-11-29T17:00:00Z"),
            ("10 7 * * mon-fri", "Wed 2026-11-25T07:10:00Z"),
            ("10 7 * * 2-6", "Wed 2026-11-25T07:10:00Z"),
            ("0 15 1 * *", "Tue 2026-12-01T15:00:00Z"),
            ("0 18 * * 6L", "Fri 2026-11-27T18:00:00Z"),
            ("0 18 * * friL", "Fri 2026-11-27T18:00:00Z"),
            ("0 10 * JAN MON#2", "Mon 2027-01-11T10:00:00Z"),
            ("59 23 LW * *", "Mon 2026-11-30T23:59:00Z"),
        ] {
            assert_eq!(next(expression), due, "{expression}");
        }
    }

    #[test]
    fn what_is_no_expression_says_why() {
        for (text, why) in [
            ("", "it needs 5 fields, not 0"),
            ("* * * *", "it needs 5 fields, not 4"),
            ("0 * * * * *", "it needs 5 fields, not 6"),
            ("0 0 ? * 1", "`?` means nothing in it"),
        ] {
            assert_eq!(CronSchedule::parse(text).unwrap_err().to_string(), why, "{text}");
        }
        for text in [
            "60 * * * *",
            "* 24 * * *",
            "* * 32 * *",
            "* * * 13 *",
            "* * * * 0",
            "* * * * 8",
            "x * * * *",
        ] {
            assert!(CronSchedule::parse(text).is_err(), "{text}");
        }
    }
}
