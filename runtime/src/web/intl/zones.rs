//! Time zones: names and offsets, from the database that is bundled into the binary. The machine's own is not asked,
//! so that a room says the same everywhere.

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// The Gregorian calendar, weekdays included, repeats after this many milliseconds (400 years).
const CYCLE_MS: i64 = 146_097 * 86_400_000;

fn zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

/// `name` as the database writes it; `None` if it has no such zone.
pub(super) fn name(name: String) -> Option<String> {
    if name.starts_with(['+', '-']) {
        return None;
    }
    zone(&name)?.iana_name().map(str::to_owned)
}

/// The seconds east of Greenwich, and 1 in summer time, at `ms` since 1970; `None` without such a zone.
pub(super) fn offset(name: String, ms: f64) -> Option<Vec<i32>> {
    let zone = zone(&name)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "JavaScript's times are whole and below 2^53"
    )]
    let mut ms = ms as i64;
    // The crate ends at the year 9999; rules that still hold then go on as they are.
    let last = Timestamp::MAX.as_millisecond() - CYCLE_MS;
    if ms > last {
        ms -= (ms - last).div_euclid(CYCLE_MS) * CYCLE_MS + CYCLE_MS;
    }
    let time = Timestamp::from_millisecond(ms.max(Timestamp::MIN.as_millisecond())).ok()?;
    let info = zone.to_offset_info(time);
    Some(vec![info.offset().seconds(), i32::from(info.dst().is_dst())])
}

/// Every zone's name.
pub(super) fn all() -> Vec<String> {
    let names = TimeZoneDatabase::bundled();
    names.available().map(|name| name.as_str().to_owned()).collect()
}
