//! `crons`: each expression must say when, and is checked here, where its place in the config is known.

use super::Loader;
use crate::error::{Error, ErrorKind};
use indexmap::IndexMap;
use partyrs_runtime::CronSchedule;

impl Loader<'_> {
    pub(super) fn crons(
        &self,
        crons: &IndexMap<String, String>,
    ) -> Result<IndexMap<String, CronSchedule>, Error> {
        let schedule = |(name, expression): (&String, &String)| match CronSchedule::parse(expression) {
            Ok(schedule) => Ok((name.clone(), schedule)),
            Err(why) => {
                let error = Error::new(
                    ErrorKind::Config,
                    format!("the cron `{name}` is no cron expression: {why}"),
                );
                Err(self.at(error.hint(hint(expression)), &["crons", name]))
            }
        };
        crons.iter().map(schedule).collect()
    }
}

fn hint(expression: &str) -> &'static str {
    let mut fields = expression.split_whitespace();
    match (fields.clone().count(), fields.next_back()) {
        (5, Some("0")) => "on Cloudflare, weekdays are 1 (Sunday) to 7 (Saturday), or `SUN` to `SAT`",
        _ => "five fields, in UTC: minute, hour, day, month, weekday; `30 8 * * MON-FRI` is 8:30 on workdays",
    }
}
