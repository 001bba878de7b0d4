//! Abbreviations of names, and the names that they are short for.
//!
//! One desk writes “the Central Bureau of Investigation”, another `CBI`. A name that is missing is
//! a fact that is missing, so without this the two would look like different accounts. No list is
//! needed: an abbreviation is in capitals, and its letters are the first ones of the words. That
//! two names have the same initials by chance, in two reports that are otherwise the same, is
//! unlikely.

use super::story::Story;
use super::tokens::Token;
use copydesk_text::normalise;
use std::ops::Range;

/// Letters of the longest abbreviation: `CBI`, `UNESCO`, `M.I.T.`.
const MAX_ABBREVIATION: usize = 8;

/// Whether a word in capitals is short for words with these initials, and perhaps some that were
/// left out: `ISIS` for “Islamic State”.
pub(super) fn is_short_for(raw: &str, initials: &str) -> bool {
    let is_shouted = raw.chars().any(char::is_uppercase) && !raw.chars().any(char::is_lowercase);
    is_shouted
        && raw.len() <= 2 * MAX_ABBREVIATION
        && initials.chars().count() >= 2
        && letters(raw).starts_with(initials)
}

/// The letters of an abbreviation, normalised, without its points.
fn letters(raw: &str) -> String {
    normalise(raw)
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect()
}

impl Story<'_> {
    /// The first letters of the words of a name, normalised.
    pub(super) fn initials(&self, phrase: Range<usize>) -> String {
        let first = |i: usize| normalise(self.raw(i..i + 1)).chars().next();
        phrase.filter_map(first).collect()
    }

    /// Whether a word of the story is this abbreviation.
    pub(super) fn has_abbreviation_of(&self, initials: &str) -> bool {
        let is_short = (2..=MAX_ABBREVIATION).contains(&initials.chars().count());
        let is_it = |token: &&Token| {
            let raw = token.span.slice(self.text);
            raw.len() <= 2 * MAX_ABBREVIATION && letters(raw) == initials
        };
        let mut capitals = self.tokens.iter().filter(|token| token.is_capitalised());
        is_short && capitals.any(|token| is_it(&token))
    }

    /// Whether words of the story in a row begin with the letters of an abbreviation.
    pub(super) fn spells_out(&self, abbreviation: &str) -> bool {
        let wanted: Vec<char> = letters(abbreviation).chars().collect();
        if !(2..=MAX_ABBREVIATION).contains(&wanted.len()) {
            return false;
        }
        let is_it = |tokens: &[Token]| {
            tokens.iter().zip(&wanted).all(|(token, &letter)| {
                token.is_capitalised() && normalise(token.span.slice(self.text)).starts_with(letter)
            })
        };
        self.tokens.windows(wanted.len()).any(is_it)
    }
}
