//! What a pattern is tried on: the words of a line or of one sentence.
//!
//! Programs consume words, so signs and white space are not part of what they read. They are asked
//! for as the [gaps](Input::gap) between the words.

use super::program::Assertion;
use crate::judge::holds_web_address;
use copydesk_text::{Span, Word, effective_words};

/// Words of the shortest input in which a web address is looked for. A shorter one is short with or
/// without it.
const LONG_INPUT: usize = 8;

/// Consecutive words, and the text that they were taken from.
#[derive(Clone, Copy)]
pub(crate) struct Input<'t> {
    /// The text of the document.
    pub text: &'t str,
    /// The words in `span`, in order.
    pub words: &'t [Word],
    /// The line or the sentence, in bytes of the text.
    pub span: Span,
}

impl<'t> Input<'t> {
    /// A whole text, for tests.
    #[cfg(test)]
    pub fn of_text(text: &'t str, words: &'t [Word]) -> Self {
        let span = Span::new(0, text.len());
        Self { text, words, span }
    }

    /// The line or the sentence as it is printed.
    pub fn raw(self) -> &'t str {
        self.span.slice(self.text)
    }

    /// Whether an assertion holds in front of word `at`, or behind the last word if `at` is their
    /// number.
    pub fn satisfies(self, assertion: Assertion, at: usize) -> bool {
        if assertion.holds_in(self.gap(at)) {
            return true;
        }
        // A title has no sign of its own: `Related Ferry fares rise` has one after the first word,
        // `Related charges` has none. And it may be missing: then the input ends here.
        assertion == Assertion::Title
            && match self.words.get(at) {
                Some(word) => !word.span.slice(self.text).starts_with(char::is_lowercase),
                None => true,
            }
    }

    /// The length in effective words, where a web address is one word however many it is made of: a
    /// short prompt stays short when it ends in a long address.
    pub fn weight(self) -> usize {
        let weight = effective_words(self.words);
        if self.words.len() < LONG_INPUT || !holds_web_address(self.raw()) {
            return weight;
        }
        let mut saved = 0;
        let mut start = 0;
        for end in 1..=self.words.len() {
            // An address has no white space, so it is inside one of the parts that white space
            // divides the input into.
            let is_unbroken =
                end < self.words.len() && !self.gap(end).contains(char::is_whitespace);
            if is_unbroken {
                continue;
            }
            if let [first, .., last] = &self.words[start..end]
                && holds_web_address(first.span.join(last.span).slice(self.text))
            {
                saved += effective_words(&self.words[start..end]) - 1;
            }
            start = end;
        }
        weight - saved
    }

    /// The characters between word `at - 1` and word `at`, or between one of them and the end of
    /// the input.
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
