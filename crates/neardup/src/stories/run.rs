//! A run of words of a story, and its properties. [`facts`](super::facts) compares the properties
//! of two runs, of which one replaces the other, to decide whether they tell different facts.
//!
//! Most properties are read from the [`Token`]s, the words without house style. Strings are made
//! only if the spelling matters.

use super::abbreviations::is_short_for;
use super::dateline::is_in_dateline;
use super::story::Story;
use super::tokens::Token;
use crate::fact_words::is_calendar_word;
use copydesk_text::normalise;
use std::ops::Range;

/// Length, in words, of the longest run that is taken to replace another. Longer runs were written
/// anew, and it is by chance that they are in the same place.
const MAX_REPLACING: usize = 4;
/// Length of the longest such run in a script without spaces between words, in letters.
const MAX_UNSPACED_REPLACING: usize = 8;
/// Words that begin with the same letters, this many, are taken for forms of one word.
const STEM: usize = 4;

/// A run of words of a story; it may be empty.
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

    /// The indices of its tokens in the story.
    fn range(self) -> Range<usize> {
        self.start..self.end
    }

    fn tokens(self) -> &'r [Token] {
        &self.story.tokens[self.range()]
    }

    /// Number of its tokens.
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

    /// Whether it is too long to replace another run.
    pub fn is_too_long(self) -> bool {
        let max_len = if self.tokens().iter().any(Token::is_unspaced) {
            MAX_UNSPACED_REPLACING
        } else {
            MAX_REPLACING
        };
        self.len() > max_len
    }

    /// Whether it is in the dateline of its paragraph.
    pub fn is_in_dateline(self) -> bool {
        is_in_dateline(self.story, &self.range())
    }

    /// Its text in normal form.
    pub fn text(self) -> String {
        normalise(self.story.raw(self.range()))
    }

    /// The word of the story with the index `at`, in normal form.
    pub fn word(self, at: usize) -> String {
        normalise(self.story.raw(at..at + 1))
    }

    /// Its text in normal form, without spaces.
    pub fn unspaced_text(self) -> String {
        let mut text = self.text();
        text.retain(is_not_space);
        text
    }

    /// The first [`STEM`] letters of each content word. Negations and letters of a script without
    /// spaces between words are left out.
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
    pub fn number_hashes(self) -> Vec<u64> {
        let mut hashes = Vec::new();
        for token in self.tokens() {
            if token.is_number() {
                hashes.push(token.hash);
            }
        }
        hashes
    }

    /// Its digits, without the characters between them.
    pub fn digits(self) -> String {
        let mut digits = self.story.raw(self.range()).to_owned();
        digits.retain(char::is_numeric);
        digits
    }

    /// Whether each of its numbers ends with a digit: `5`, but not `5m` (with a unit of
    /// measurement) or `five`.
    pub fn has_only_bare_numbers(self) -> bool {
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

    /// The indices of its tokens that may be names and that the other story does not mention.
    pub fn names_not_in(self, other: &Story<'_>) -> Vec<usize> {
        let mut names = Vec::new();
        for (at, token) in self.range().zip(self.tokens()) {
            // In a script without capitals any content word may be a name (Hindi); without spaces
            // any letter may be a part of one (Chinese).
            let may_be_name = token.is_name()
                || token.is_unspaced()
                || token.is_content() && !self.story.has_capitals;
            if may_be_name
                && !token.is_number()
                && !is_calendar_word(token.hash)
                // A unit is the hash by which a token is looked up in another story.
                && !other.mentions(self.story.unit(at))
            {
                names.push(at);
            }
        }
        names
    }

    /// Whether `names` (indices of tokens of this run) has only one name, and that is an
    /// abbreviation made of the initials of the words of `long`.
    pub fn abbreviates(self, names: &[usize], long: Self) -> bool {
        let [at] = names else { return false };
        let initials = long.story.initials(long.range());
        is_short_for(self.story.raw(*at..at + 1), &initials)
    }
}

fn is_not_space(c: char) -> bool {
    !c.is_whitespace()
}
