//! The input that a pattern is tried on: the words of a line or of one sentence.
//!
//! A pattern is compiled to a [program](super::program), whose instructions consume words one by
//! one. Signs and white space are in the [gaps](Input::gap) between the words. An [`Assertion`], an
//! instruction that consumes no word, tests for a sign there.

use super::program::Assertion;
use crate::judge::holds_web_address;
use copydesk_text::{Span, Word, effective_words};

/// Web addresses are looked for in inputs of at least this many words. A shorter input is short
/// even if each word of an address counts.
const LONG_INPUT_WORDS: usize = 8;

/// Consecutive words, and the text that they were taken from.
#[derive(Clone, Copy)]
pub(crate) struct Input<'t> {
    /// The text of the document.
    pub text: &'t str,
    /// The words in `span`, in order.
    pub words: &'t [Word],
    /// The line or the sentence, as a span of the text.
    pub span: Span,
}

impl<'t> Input<'t> {
    /// The input that is a whole text, for tests.
    #[cfg(test)]
    pub fn of_text(text: &'t str, words: &'t [Word]) -> Self {
        let span = Span::new(0, text.len());
        Self { text, words, span }
    }

    /// The line or the sentence as it is printed.
    pub fn raw(self) -> &'t str {
        self.span.slice(self.text)
    }

    /// Whether an assertion holds before word `at`, or after the last word if `at` is the number of
    /// words.
    pub fn satisfies(self, assertion: Assertion, at: usize) -> bool {
        if assertion.holds_in(self.gap(at)) {
            return true;
        }
        // A title may also begin without a sign, but not with a small letter: `Related Ferry fares
        // rise` has a title after the first word, `Related charges` has none. At the end of the
        // input the assertion holds as well, because the title may be missing.
        assertion == Assertion::Title
            && match self.words.get(at) {
                Some(word) => !word.span.slice(self.text).starts_with(char::is_lowercase),
                None => true,
            }
    }

    /// The length in effective words. A web address counts as one word, so that a short line stays
    /// short if it ends in a long address. (In an input of fewer than [`LONG_INPUT_WORDS`] words,
    /// each word of an address counts.)
    pub fn effective_words(self) -> usize {
        let all_words = effective_words(self.words);
        if self.words.len() < LONG_INPUT_WORDS || !holds_web_address(self.raw()) {
            return all_words;
        }
        // An address has no white space in it. So the words are divided into parts at white space,
        // and of a part with an address only one word counts. A part of one word needs no
        // correction.
        let mut not_counted = 0;
        let mut start = 0;
        for end in 1..=self.words.len() {
            let part_continues =
                end < self.words.len() && !self.gap(end).contains(char::is_whitespace);
            if part_continues {
                continue;
            }
            if let [first, .., last] = &self.words[start..end]
                && holds_web_address(first.span.join(last.span).slice(self.text))
            {
                not_counted += effective_words(&self.words[start..end]) - 1;
            }
            start = end;
        }
        all_words - not_counted
    }

    /// The characters between word `at - 1` and word `at`. Before the first word they begin with
    /// the input; after the last word, if `at` is the number of words, they end with it.
    pub fn gap(self, at: usize) -> &'t str {
        let start = match at.checked_sub(1) {
            Some(before) => self.words[before].span.end(),
            None => self.span.start(),
        };
        let end = match self.words.get(at) {
            Some(word) => word.span.start(),
            None => self.span.end(),
        };
        &self.text[start..end]
    }
}
