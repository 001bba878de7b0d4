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

use super::engine::{Classification, Family, Line};
use crate::RuleName;

/// Evidence of a reading, in `0..=1`.
const EVIDENCE: f32 = 0.8;
/// A weather report has at most this many words, and so has each part of a row of prices.
const WORDS: usize = 5;
/// Parts of a row of prices, at least.
const PARTS: usize = 2;
/// A story beside it has at least this many effective words.
const STORY: usize = 30;

/// Marks the reading at either end of a page.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let Some(at) = only_reading(lines) else {
        return;
    };
    // In the midst of a page it may be a line of a report.
    let is_at_end =
        lines[..at].iter().all(Line::is_blank) || lines[at + 1..].iter().all(Line::is_blank);
    let weight: usize = lines.iter().map(Line::weight).sum();
    if is_at_end && weight >= STORY {
        let found = Classification::certain(RuleName::PageMark, Family::Inline, EVIDENCE);
        lines[at].set_whole_unless_certain(found);
    }
}

/// The number of the line that is a reading, if there is exactly one: several are a report.
fn only_reading(lines: &[Line<'_>]) -> Option<usize> {
    let mut only = None;
    for (at, line) in lines.iter().enumerate() {
        if is_weather(line.raw()) || is_ticker(line.raw()) {
            if only.is_some() {
                return None;
            }
            only = Some(at);
        }
    }
    only
}

/// `14°C Varn Light rain`: a temperature, then a place and the sky, with no mark of a sentence
/// among them.
fn is_weather(raw: &str) -> bool {
    let mut words = raw.split_whitespace();
    let Some(first) = words.next() else {
        return false;
    };
    // Asked first, because hardly any line begins so.
    if !is_temperature(first) {
        return false;
    }
    let Some(place) = words.clone().next() else {
        return false;
    };
    !place.starts_with(char::is_lowercase)
        && words.clone().count() < WORDS
        && words.all(has_only_letters)
}

/// `14°C`, `-3°`: a number that ends in a degree sign, perhaps with the scale.
fn is_temperature(word: &str) -> bool {
    let number = word.trim_start_matches(['-', '−', '+']);
    number.starts_with(is_ascii_digit)
        && number.trim_end_matches(['C', 'F', 'c', 'f']).ends_with('°')
}

/// Whether a word of the weather has no sign in it: `hottest,` is of a sentence.
fn has_only_letters(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

fn is_ascii_digit(character: char) -> bool {
    character.is_ascii_digit()
}

/// `FTSE 7,811 +0.2% | DAX 16,102 -0.4%`: names with prices, between bars.
fn is_ticker(raw: &str) -> bool {
    let holds_change = raw.contains('|') && raw.contains('%') && raw.contains(['+', '-', '−']);
    holds_change && raw.split('|').count() >= PARTS && raw.split('|').all(is_price)
}

/// Whether a part of a row names something and then gives a number.
fn is_price(part: &str) -> bool {
    part.split_whitespace().count() <= WORDS
        && part.contains(is_ascii_digit)
        && !part.trim_start().starts_with(is_ascii_digit)
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
