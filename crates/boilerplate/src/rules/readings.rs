//! *Readings*: lines with current values, such as the weather and share prices, that a page shows
//! beside every story.
//!
//! # What it finds
//! The weather in the reader's town or a row of prices, as the first or the last line of a page.
//!
//! # Why it is furniture
//! The values are those of the day on which the page was scraped. They are not about the story.
//!
//! # Example
//! `14°C Varn Light rain`, `FTSE 7,811 +0.2% | DAX 16,102 -0.4%`
//!
//! # When it is wrong
//! A weather report consists of such lines. So there must be only one, and a story beside it.

use super::engine::{Classification, Family, Line};
use crate::RuleName;

/// Evidence for a reading, in `0..=1`.
const EVIDENCE: f32 = 0.8;
/// The most words, divided at white space, of a line about the weather or of each part of a row of
/// prices.
const MAX_WORDS: usize = 5;
/// The least number of parts in a row of prices.
const MIN_PARTS: usize = 2;
/// The least length of a page with a story beside its reading, in effective words.
const MIN_PAGE_WORDS: usize = 30;

/// Marks the only reading of a page, if it is at either end.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let Some(at) = only_reading(lines) else {
        return;
    };
    // In the middle of a page the line may belong to a report.
    let is_at_end =
        lines[..at].iter().all(Line::is_blank) || lines[at + 1..].iter().all(Line::is_blank);
    let all_words: usize = lines.iter().map(Line::effective_words).sum();
    if is_at_end && all_words >= MIN_PAGE_WORDS {
        let classification = Classification::certain(RuleName::PageMark, Family::Inline, EVIDENCE);
        lines[at].set_classification_unless_certain(classification);
    }
}

/// The index of the line that is a reading; `None` if there is none, or if there are several, which
/// are a report.
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

/// Whether a line is about the weather: a temperature, then the place and the sky, in words without
/// punctuation (`14°C Varn Light rain`).
fn is_weather(raw: &str) -> bool {
    // This test comes first, because few lines begin with a temperature.
    let Some(first) = raw.split_whitespace().next() else {
        return false;
    };
    if !is_temperature(first) {
        return false;
    }
    let Some(place) = raw.split_whitespace().nth(1) else {
        return false;
    };
    !place.starts_with(char::is_lowercase)
        && raw.split_whitespace().count() <= MAX_WORDS
        && raw.split_whitespace().skip(1).all(has_only_letters)
}

/// Whether a word is a number with a degree sign and perhaps the scale: `14°C`, `-3°`.
fn is_temperature(word: &str) -> bool {
    let number = word.trim_start_matches(['-', '−', '+']);
    number.starts_with(is_ascii_digit)
        && number.trim_end_matches(['C', 'F', 'c', 'f']).ends_with('°')
}

/// Whether a word has only letters. A word such as `hottest,` is part of a sentence.
fn has_only_letters(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

fn is_ascii_digit(character: char) -> bool {
    character.is_ascii_digit()
}

/// Whether a line is a row of names with prices, between bars: `FTSE 7,811 +0.2% | DAX 16,102
/// -0.4%`.
fn is_ticker(raw: &str) -> bool {
    let has_bars_and_change =
        raw.contains('|') && raw.contains('%') && raw.contains(['+', '-', '−']);
    has_bars_and_change
        && raw.split('|').count() >= MIN_PARTS
        && raw.split('|').all(is_name_with_price)
}

/// Whether a part of a row is short, has a number, and does not begin with a digit but with a name.
fn is_name_with_price(part: &str) -> bool {
    part.split_whitespace().count() <= MAX_WORDS
        && part.contains(is_ascii_digit)
        && !part.trim_start().starts_with(is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weather_is_no_headline() {
        assert!(is_weather("14°C Varn Light rain") && is_weather("-3° Hollin"));
        assert!(!is_weather("41°C in Varn, the hottest day") && !is_weather("14 C Varn"));
    }

    #[test]
    fn a_row_of_prices_is_no_sentence() {
        assert!(is_ticker("FTSE 7,811 +0.2% | DAX 16,102 -0.4%"));
        assert!(!is_ticker(
            "Turnout 54% | Varn +3 seats, say all who counted the votes"
        ));
    }
}
