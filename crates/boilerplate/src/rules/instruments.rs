//! Readings that a page shows beside every story.
//!
//! # What it finds
//! The weather of the reader's town and a row of prices, as the first or the last line of a page.
//!
//! # Why it is furniture
//! It is of the day on which the page was fetched and not of the story.
//!
//! # Example
//! `14°C Varn Light rain`, `FTSE 7,811 +0.2% | DAX 16,102 -0.4%`
//!
//! # When it is wrong
//! A report of the weather is made of such lines; so there must be one only, and a story beside it.

use super::engine::{Family, Line, Mark};
use crate::{Certainty, RuleName};

const EVIDENCE: f32 = 0.8;
/// A reading has at most this many words, a row of readings as many in each part.
const WORDS: usize = 5;
/// Parts of a row of prices.
const PARTS: usize = 2;
/// A story has at least this many effective words.
const STORY: usize = 30;

/// Marks the reading at either end of a page.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let is_reading = |line: &Line<'_>| is_weather(line.raw()) || is_ticker(line.raw());
    let mut readings = (0..lines.len()).filter(|&at| is_reading(&lines[at]));
    let (Some(at), None) = (readings.next(), readings.next()) else {
        return;
    };
    let is_empty = |line: &Line<'_>| line.weight() == 0;
    let is_at_end = lines[..at].iter().all(is_empty) || lines[at + 1..].iter().all(is_empty);
    let story: usize = lines.iter().map(Line::weight).sum();
    if is_at_end && story >= STORY && !lines[at].is_certain() {
        lines[at].mark = Some(Mark {
            rule: RuleName::PageMark,
            family: Family::Inline,
            certainty: Certainty::Cut,
            evidence: EVIDENCE,
        });
    }
}

/// `14°C Varn Light rain`: a temperature, then a place and the sky, with no mark of a sentence
/// among them.
fn is_weather(raw: &str) -> bool {
    let mut words = raw.split_whitespace();
    let is_temperature = |word: &str| {
        let digits = word.trim_start_matches(['-', '−', '+']);
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.trim_end_matches(['C', 'F', 'c', 'f']).ends_with('°')
    };
    let is_plain = |word: &str| word.chars().all(char::is_alphabetic);
    if !words.next().is_some_and(is_temperature) {
        return false;
    }
    let mut rest = words.clone();
    let is_named = rest
        .next()
        .is_some_and(|word| !word.starts_with(char::is_lowercase));
    is_named && words.clone().count() < WORDS && words.all(is_plain)
}

/// `FTSE 7,811 +0.2% | DAX 16,102 -0.4%`: names with prices, between bars.
fn is_ticker(raw: &str) -> bool {
    let is_priced = |part: &str| {
        let words = part.split_whitespace();
        words.clone().count() <= WORDS
            && part.contains(|c: char| c.is_ascii_digit())
            && !part.trim_start().starts_with(|c: char| c.is_ascii_digit())
    };
    let has_change = || raw.contains('%') && raw.contains(['+', '-', '−']);
    let parts = || raw.split('|');
    raw.contains('|') && has_change() && parts().count() >= PARTS && parts().all(is_priced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_is_no_headline() {
        assert!(is_weather("14°C Varn Light rain") && is_weather("-3° Hollin"));
        assert!(!is_weather("41°C in Varn, the hottest day") && !is_weather("14 C Varn"));
        assert!(is_ticker("FTSE 7,811 +0.2% | DAX 16,102 -0.4%"));
        assert!(!is_ticker(
            "Turnout 54% | Varn +3 seats, say all who counted the votes"
        ));
    }
}
