//! `compatibilityDate`: a day of the calendar, and today's.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

/// A day as written: `2026-01-01`. Like PartyKit's, it may leave zeros out (conformance D19).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct CompatibilityDate(String);

impl FromStr for CompatibilityDate {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        is_day(text)
            .then(|| Self(text.to_owned()))
            .ok_or("Expected a date: YYYY-MM-DD")
    }
}

impl TryFrom<String> for CompatibilityDate {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map_err(|_| "expected a date: YYYY-MM-DD")
    }
}

impl JsonSchema for CompatibilityDate {
    fn schema_name() -> Cow<'static, str> {
        "CompatibilityDate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^\d{4}-\d{1,2}-\d{1,2}$" })
    }
}

/// Whether `text` is year, month and day of one that exists.
fn is_day(text: &str) -> bool {
    let number = |part: &str| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| digits)
    };
    let parts: Vec<Option<u32>> = text.split('-').map(number).collect();
    let [Some(year), Some(month), Some(day)] = parts[..] else {
        return false;
    };
    let leaps = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leaps),
        _ => 0,
    };
    text.find('-') == Some(4) && (1..=days).contains(&day)
}

/// Today's date in UTC: `YYYY-MM-DD`.
pub(crate) fn today() -> String {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    date_of_day(i64::try_from(seconds / 86_400).unwrap_or_default())
}

/// The date `days` after 1970-01-01, by Howard Hinnant's `civil_from_days`.
fn date_of_day(days: i64) -> String {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::{date_of_day, is_day};

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        for day in ["2024-07-18", "2024-2-29", "2099-12-31"] {
            assert!(is_day(day), "{day}");
        }
        for text in [
            "soon",
            "",
            "2024",
            "2024-13-01",
            "2023-02-29",
            "24-01-01",
            "2024-01-01T00:00",
            "2024--1",
            "2024-01-+1",
        ] {
            assert!(!is_day(text), "{text}");
        }
    }

    #[test]
    fn days_become_dates() {
        assert_eq!(date_of_day(0), "1970-01-01");
        assert_eq!(date_of_day(19_782), "2024-02-29");
        assert_eq!(date_of_day(20_088), "2024-12-31");
        assert_eq!(date_of_day(20_089), "2025-01-01");
    }
}
