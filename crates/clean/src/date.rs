//! Reads dates in the many forms in which dumps have them, as seconds since 1970.
//!
//! A date decides which of two copies is kept and which of two versions is the later one, so it is
//! read only if it has only one meaning. `03/04/2022` is in March in one country and in April in
//! another, so such a date counts as unknown. These forms are tried in this order:
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
//! Dates without an offset are read as UTC. This may be half a day wrong, which can reverse the
//! order of two versions of the same day. But with the offset of the machine instead, the output
//! would depend on where the program runs.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, fmt::rfc2822, tz::TimeZone};

/// The seconds from 1970 to a date, in UTC; `None` if the date cannot be read. A date without a
/// time is midnight UTC.
pub(crate) fn seconds(raw: &str) -> Option<i64> {
    let raw = raw.trim();
    if let Ok(number) = raw.parse::<i64>() {
        // A minus is counted as well, so a few months of 1969 are not read as seconds.
        let digits = raw.len();
        return of_number(number, digits);
    }
    if let Ok(time) = raw.parse::<Timestamp>() {
        return Some(time.as_second());
    }
    if let Ok(time) = rfc2822::parse(raw) {
        return Some(time.timestamp().as_second());
    }
    // `Timestamp` must be tried before `DateTime`, which ignores an offset.
    if let Ok(time) = raw.parse::<DateTime>() {
        return in_utc(time);
    }
    // A text that begins with an ISO date, which has ten characters.
    let date = raw.get(..10)?.parse::<Date>().ok()?;
    in_utc(date.into())
}

/// The seconds since 1970 that a number with this many digits means.
fn of_number(number: i64, digits: usize) -> Option<i64> {
    match digits {
        // Eight digits are year, month and day. As seconds they would be a time before March 1973.
        8 => {
            let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
            let date = Date::new(year as i16, month as i8, day as i8).ok()?;
            in_utc(date.into())
        }
        // Milliseconds have twelve digits or more since March 1973. Seconds will have twelve only
        // in the year 5138.
        12.. => Some(number / 1000),
        _ => Some(number),
    }
}

/// The seconds since 1970 of a time without an offset, which is taken to be in UTC.
fn in_utc(time: DateTime) -> Option<i64> {
    let zoned = time.to_zoned(TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_second())
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
