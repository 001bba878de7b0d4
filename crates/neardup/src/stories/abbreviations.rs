//! Recognises abbreviations of names: `CBI` for “the Central Bureau of Investigation”.
//!
//! One newsroom writes the name, another the abbreviation. Since a missing name is a missing fact,
//! the two would look like different accounts without this file. No list is needed: an abbreviation
//! is in capitals, and its letters are the first letters of the words. It is unlikely that two
//! names have the same initials by chance in two reports that are otherwise the same.

use super::story::Story;
use super::tokens::Token;
use copydesk_text::normalise;
use std::ops::{Range, RangeInclusive};

/// Number of letters of an abbreviation: `CBI`, `UNESCO`, `M.I.T.`. A single letter is an initial.
const LETTERS: RangeInclusive<usize> = 2..=8;
/// Most bytes of an abbreviation as it is written: each letter is followed by a full stop
/// (`M.I.T.`) or has two bytes itself (`США`). A longer word is not normalised at all, which saves
/// time.
const MAX_BYTES: usize = 2 * *LETTERS.end();

/// Whether a word is in capitals and begins with the letters `initials`. It may have more letters:
/// `ISIS` is used for “Islamic State”.
pub(super) fn is_short_for(raw: &str, initials: &str) -> bool {
    // `CBI` is in capitals. `Cbi` may be an ordinary word, and so may a word of a script without
    // capitals.
    let has_capitals = raw.chars().any(char::is_uppercase);
    has_capitals
        && !raw.chars().any(char::is_lowercase)
        && raw.len() <= MAX_BYTES
        && initials.chars().count() >= *LETTERS.start()
        && letters(raw).starts_with(initials)
}

/// The letters of an abbreviation in normal form, without its full stops.
fn letters(raw: &str) -> String {
    let mut letters = normalise(raw);
    letters.retain(char::is_alphabetic);
    letters
}

impl Story<'_> {
    /// The first letters of a run of tokens (words of the story, by index), in normal form.
    pub(super) fn initials(&self, run: Range<usize>) -> String {
        let mut initials = String::new();
        for at in run {
            initials.extend(normalise(self.raw(at..at + 1)).chars().next());
        }
        initials
    }

    /// Whether any word of the story begins with a capital and has exactly these letters.
    pub(super) fn has_abbreviation_of(&self, initials: &str) -> bool {
        if !LETTERS.contains(&initials.chars().count()) {
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

    /// Whether the story has consecutive words that begin with capitals, and whose first letters
    /// are the letters of an abbreviation.
    pub(super) fn spells_out(&self, abbreviation: &str) -> bool {
        let initials: Vec<char> = letters(abbreviation).chars().collect();
        if !LETTERS.contains(&initials.len()) {
            return false;
        }
        for tokens in self.tokens.windows(initials.len()) {
            if self.begin_with(tokens, &initials) {
                return true;
            }
        }
        false
    }

    /// Whether each token begins with a capital, and with the letter at its place in `initials`.
    fn begin_with(&self, tokens: &[Token], initials: &[char]) -> bool {
        for (token, &letter) in tokens.iter().zip(initials) {
            // The capital is tested first, because few words have one.
            if !token.is_capitalised()
                || !normalise(token.span.slice(self.text)).starts_with(letter)
            {
                return false;
            }
        }
        true
    }
}
