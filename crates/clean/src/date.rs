//! Dates as dumps write them, brought into one order.
//!
//! A date decides which of two copies is kept and which of two versions is the later one, so it is
//! read only if it can be read in one way. `03/04/2022` is March in one country and April in
//! another: such a date counts as unknown. These forms are read, tried in this order:
//!
//! | form | example |
//! |---|---|
//! | eight digits | `20220302` |
//! | seconds or milliseconds since 1970 | `1646179200`, `1646179200000` |
//! | RFC 3339 and ISO 8601 with an offset | `2022-03-02T03:00:00+03:00` |
//! | RFC 2822, the form of feeds | `Wed, 02 Mar 2022 00:00:00 GMT` |
//! | ISO 8601 without an offset | `2022-03-02 00:00:00` |
//! | anything that begins with an ISO date | `2022-03-02 (updated)` |
//!
//! Forms without an offset are taken for UTC. That may be half a day wrong, which can reverse the
//! order of two versions of one day; the alternative, the offset of this machine, would make the
//! result depend on where the program runs.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, fmt::rfc2822, tz::TimeZone};

/// Seconds since 1970, UTC, or none if the date cannot be read. Dates without a time are midnight
/// UTC.
pub(crate) fn seconds(raw: &str) -> Option<i64> {
    let raw = raw.trim();
    if let Some(compact) = compact(raw) {
        return compact;
    }
    if let Ok(time) = raw.parse::<Timestamp>() {
        return Some(time.as_second());
    }
    if let Ok(time) = rfc2822::parse(raw) {
        return Some(time.timestamp().as_second());
    }
    let civil = raw
        .parse::<DateTime>()
        .ok()
        .or_else(|| raw.get(..10)?.parse::<Date>().ok().map(DateTime::from))?;
    civil
        .to_zoned(TimeZone::UTC)
        .ok()
        .map(|zoned| zoned.timestamp().as_second())
}

/// Digits only: `20220302`, or seconds or milliseconds since 1970 (which have twelve digits and
/// more since March 1973). The outer option is none for anything else; the inner one if the eight
/// digits are no date.
fn compact(raw: &str) -> Option<Option<i64>> {
    let number = raw.parse::<i64>().ok()?;
    Some(match raw.len() {
        8 => {
            let date = Date::new(
                (number / 10_000) as i16,
                (number / 100 % 100) as i8,
                (number % 100) as i8,
            )
            .ok();
            date.and_then(|d| d.to_zoned(TimeZone::UTC).ok())
                .map(|zoned| zoned.timestamp().as_second())
        }
        12.. => Some(number / 1000),
        _ => Some(number),
    })
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn one_moment_in_many_spellings() {
        for raw in [
            "2022-03-02",
            "20220302",
            "2022-03-02T00:00:00Z",
            "2022-03-02 00:00:00",
            "2022-03-02T03:00:00+03:00",
            "Wed, 02 Mar 2022 00:00:00 GMT",
            "1646179200",
            "1646179200000",
        ] {
            assert_eq!(seconds(raw), Some(1_646_179_200), "{raw}");
        }
        assert_eq!(seconds("last week"), None);
    }
}
