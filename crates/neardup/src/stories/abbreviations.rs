//! Abbreviations of names, and the names that they are short for.
//!
//! One desk writes “the Central Bureau of Investigation”, another `CBI`. A name that is missing is
//! a fact that is missing, so without this the two would look like different accounts. No list is
//! needed: an abbreviation is in capitals, and its letters are the first ones of the words. It is
//! unlikely that two names have the same initials by chance in two reports that are otherwise the
//! same.

use super::story::Story;
use super::tokens::Token;
use copydesk_text::normalise;
use std::ops::Range;

/// Letters of the longest abbreviation: `CBI`, `UNESCO`, `M.I.T.`. One letter is no abbreviation.
const MAX_ABBREVIATION: usize = 8;
/// Bytes of the longest abbreviation as it is written, with a point after each letter. A longer
/// word need not be normalised to see that it is none.
const MAX_BYTES: usize = 2 * MAX_ABBREVIATION;

/// Whether a word in capitals is short for words with these initials, and perhaps for more words:
/// `ISIS` for “Islamic State”.
pub(super) fn is_short_for(raw: &str, initials: &str) -> bool {
    // `CBI` is in capitals; `Cbi` may be a word, and so may a word without case.
    let has_capitals = raw.chars().any(char::is_uppercase);
    has_capitals
        && !raw.chars().any(char::is_lowercase)
        && raw.len() <= MAX_BYTES
        && initials.chars().count() >= 2
        && letters(raw).starts_with(initials)
}

/// The letters of an abbreviation, normalised, without its points.
fn letters(raw: &str) -> String {
    let mut letters = normalise(raw);
    letters.retain(char::is_alphabetic);
    letters
}

impl Story<'_> {
    /// The first letters of the words of a name, normalised.
    pub(super) fn initials(&self, phrase: Range<usize>) -> String {
        let mut initials = String::new();
        for at in phrase {
            initials.extend(normalise(self.raw(at..at + 1)).chars().next());
        }
        initials
    }

    /// Whether a word of the story is this abbreviation.
    pub(super) fn has_abbreviation_of(&self, initials: &str) -> bool {
        if !(2..=MAX_ABBREVIATION).contains(&initials.chars().count()) {
            return false;
        }
        for token in &self.tokens {
            let raw = token.span.slice(self.text);
            if token.is_capitalised() && raw.len() <= MAX_BYTES && letters(raw) == initials {
                return true;
            }
        }
        false
    }

    /// Whether capitalised words of the story in a row begin with the letters of an abbreviation.
    pub(super) fn spells_out(&self, abbreviation: &str) -> bool {
        let wanted: Vec<char> = letters(abbreviation).chars().collect();
        if !(2..=MAX_ABBREVIATION).contains(&wanted.len()) {
            return false;
        }
        for tokens in self.tokens.windows(wanted.len()) {
            if self.begin_with(tokens, &wanted) {
                return true;
            }
        }
        false
    }

    fn begin_with(&self, tokens: &[Token], letters: &[char]) -> bool {
        for (token, &letter) in tokens.iter().zip(letters) {
            // The capital is asked first, because few words have one.
            if !token.is_capitalised()
                || !normalise(token.span.slice(self.text)).starts_with(letter)
            {
                return false;
            }
        }
        true
    }
}
