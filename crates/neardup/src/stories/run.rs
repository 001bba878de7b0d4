//! A run of words of a story, with the questions that decide whether another run in its place tells
//! another fact.
//!
//! The rules are in [`facts`](super::facts); this file knows no other run and no rule. It reads
//! what the story knows about its tokens, and makes strings only where spelling matters, because
//! most replacements are decided by the tokens.

use super::abbreviations::is_short_for;
use super::dateline::is_dateline;
use super::story::Story;
use super::tokens::Token;
use crate::fact_words::is_calendar_word;
use copydesk_text::normalise;
use std::ops::Range;

/// Longest run, in words, that *replaces* another. Longer ones were written anew, and their words
/// are in the same place by chance.
const MAX_SWAP: usize = 4;
/// The same for letters of a script without spaces.
const MAX_UNSPACED_SWAP: usize = 8;
/// Letters that forms of one word have in common at their beginning.
const STEM: usize = 4;

/// A run of words of a story; it may be empty. Copies of it are cheap.
#[derive(Clone, Copy)]
pub(super) struct Run<'r> {
    pub story: &'r Story<'r>,
    start: usize,
    end: usize,
}

impl<'r> Run<'r> {
    /// The tokens of a story in this range.
    pub fn new(story: &'r Story<'r>, range: &Range<usize>) -> Self {
        Self {
            story,
            start: range.start,
            end: range.end,
        }
    }

    fn range(self) -> Range<usize> {
        self.start..self.end
    }

    fn tokens(self) -> &'r [Token] {
        &self.story.tokens[self.range()]
    }

    /// Tokens.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The hashes of its tokens, in order.
    pub fn hashes(self) -> Vec<u64> {
        let mut hashes = Vec::with_capacity(self.len());
        for token in self.tokens() {
            hashes.push(token.hash);
        }
        hashes
    }

    /// Whether it names a weekday or a month.
    pub fn has_date(self) -> bool {
        for token in self.tokens() {
            if is_calendar_word(token.hash) {
                return true;
            }
        }
        false
    }

    /// Whether it has a number, in figures or in words.
    pub fn has_number(self) -> bool {
        self.tokens().iter().any(Token::is_number)
    }

    /// Whether it has a “not” or the like.
    pub fn has_negation(self) -> bool {
        self.tokens().iter().any(Token::is_negation)
    }

    /// Whether it is longer than a run that replaces another.
    pub fn is_too_long(self) -> bool {
        let most = if self.tokens().iter().any(Token::is_unspaced) {
            MAX_UNSPACED_SWAP
        } else {
            MAX_SWAP
        };
        self.len() > most
    }

    /// Whether it is in the dateline of its paragraph.
    pub fn is_dateline(self) -> bool {
        is_dateline(self.story, &self.range())
    }

    /// The words in normal form, with what is between them.
    pub fn text(self) -> String {
        normalise(self.story.raw(self.range()))
    }

    /// One word of the story in normal form.
    pub fn word(self, at: usize) -> String {
        normalise(self.story.raw(at..at + 1))
    }

    /// The words in normal form without the spaces between them.
    pub fn unspaced_text(self) -> String {
        let mut text = self.text();
        text.retain(is_visible);
        text
    }

    /// The first letters of each content word, except “not” and the like.
    pub fn stems(self) -> Vec<String> {
        let mut stems = Vec::new();
        for (at, token) in self.range().zip(self.tokens()) {
            if token.is_content() && !token.is_unspaced() && !token.is_negation() {
                stems.push(self.word(at).chars().take(STEM).collect());
            }
        }
        stems
    }

    /// The hashes of its numbers, in order.
    pub fn numbers(self) -> Vec<u64> {
        let mut numbers = Vec::new();
        for token in self.tokens() {
            if token.is_number() {
                numbers.push(token.hash);
            }
        }
        numbers
    }

    /// All digits, one after the other.
    pub fn digits(self) -> String {
        let mut digits = self.story.raw(self.range()).to_owned();
        digits.retain(char::is_numeric);
        digits
    }

    /// Whether its numbers have no unit after their digits.
    pub fn has_bare_numbers(self) -> bool {
        for token in self.tokens() {
            if token.is_number()
                && !token
                    .span
                    .slice(self.story.text)
                    .ends_with(char::is_numeric)
            {
                return false;
            }
        }
        true
    }

    /// The positions of words that may be names and that the other story does not mention. Without
    /// capitals any content word may be one.
    pub fn names_not_in(self, other: &Story<'_>) -> Vec<usize> {
        let mut names = Vec::new();
        for (at, token) in self.range().zip(self.tokens()) {
            // Where no capital can show it, every content word may be one: Chinese, Hindi.
            let is_name = token.is_name()
                || token.is_unspaced()
                || token.is_content() && !self.story.has_capitals;
            if is_name
                && !token.is_number()
                && !is_calendar_word(token.hash)
                && !other.mentions(self.story.unit(at))
            {
                names.push(at);
            }
        }
        names
    }

    /// Whether it abbreviates the other run: of its `names` there is one, and it is made of the
    /// initials of the other's words.
    pub fn abbreviates(self, names: &[usize], long: Self) -> bool {
        // Several names are no abbreviation of one.
        let [at] = names else { return false };
        let initials = long.story.initials(long.range());
        is_short_for(self.story.raw(*at..at + 1), &initials)
    }
}

fn is_visible(c: char) -> bool {
    !c.is_whitespace()
}
