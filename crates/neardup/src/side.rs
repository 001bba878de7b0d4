//! One of two texts that are compared, and which of its words are names.
//!
//! In a script with capitals, a capital shows a name, unless the word opens a sentence, a quotation
//! or a bracket. Whether it does is seen from the text between this word and the one before it. In
//! other scripts nothing shows a name, so callers must treat every word there like a name.
//!
//! | text | names |
//! |---|---|
//! | `the mayor, Ida Marsh, has resigned` | `Ida` and `Marsh` |
//! | `It rained. Nobody came.` | none: each capital opens a sentence |
//! | `Marsh resigned. … said Ida Marsh` | all three; the second `Marsh` proves the first |
//! | `NATO met on the island.` | `NATO`, which is in capitals throughout |

use copydesk_text::{Document, Word};
use std::ops::Range;

/// One of two texts that are compared: the text, and its words. A word is identified by its index
/// in `words`, and a passage by the range of its words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'t> {
    pub text: &'t str,
    /// All words of the text, in order.
    pub words: &'t [Word],
}

/// The characters after which a sentence, a quotation or a remark begins.
const OPENERS: [char; 14] = [
    '.', '!', '?', '…', ':', '"', '“', '‘', '«', '„', '\n', '(', '–', '—',
];

/// Whether a sentence may begin after this gap between two words, so that a capital there does not
/// show a name.
pub(crate) fn is_opening_gap(gap: &str) -> bool {
    gap.contains(OPENERS)
}

impl<'t> Side<'t> {
    /// The text and all words of a document.
    pub(crate) fn of(document: &'t Document<'_>) -> Self {
        Self {
            text: document.text(),
            words: document.words(),
        }
    }

    /// Word `i` as it is written.
    pub(crate) fn raw(self, i: usize) -> &'t str {
        self.words[i].span.slice(self.text)
    }

    /// Word `i` in its normal form.
    pub(crate) fn normal(self, i: usize) -> String {
        copydesk_text::normalise(self.raw(i))
    }

    /// The words of a passage in their normal forms, without the spaces between them.
    pub(crate) fn unspaced(self, range: &Range<usize>) -> String {
        let mut out = String::new();
        for i in range.clone() {
            out.push_str(&self.normal(i));
        }
        out
    }

    /// The text between word `i` and the word before it. `i` must not be 0.
    pub(crate) fn gap_before(self, i: usize) -> &'t str {
        &self.text[self.words[i - 1].span.end()..self.words[i].span.start()]
    }

    /// Whether a sentence may begin with word `i`, so that a capital there does not show a name.
    /// `first` is the index of the first word of the passage, where a sentence may always begin.
    pub(crate) fn may_open_sentence(self, i: usize, first: usize) -> bool {
        i == first || is_opening_gap(self.gap_before(i))
    }

    /// Whether a capital shows that word `i` is a name. `first` is the index of the first word of
    /// the passage.
    pub(crate) fn is_name(self, i: usize, first: usize) -> bool {
        self.words[i].is_capitalised()
            && (!self.may_open_sentence(i, first)
                || self.is_all_capitals(i)
                || self.has_capital_elsewhere(i))
    }

    /// Whether word `i` is a number or a name. `first` is as in [`Self::is_name`].
    pub(crate) fn is_fact(self, i: usize, first: usize) -> bool {
        self.words[i].is_number() || self.is_name(i, first)
    }

    /// Whether word `i` has two letters or more and is in capitals throughout: `NATO`.
    fn is_all_capitals(self, i: usize) -> bool {
        let raw = self.raw(i);
        raw.chars().nth(1).is_some() && !raw.chars().any(char::is_lowercase)
    }

    /// Whether the text also has word `i` with a capital inside a sentence: `Marsh resigned. … the
    /// mayor, Ida Marsh`.
    fn has_capital_elsewhere(self, i: usize) -> bool {
        let hash = self.words[i].hash;
        for (j, other) in self.words.iter().enumerate() {
            let is_other_occurrence = other.hash == hash && j != i;
            if is_other_occurrence && other.is_capitalised() && !self.may_open_sentence(j, 0) {
                return true;
            }
        }
        false
    }

    /// Whether a passage is all the text between two brackets, and has no fact: no capitalised word
    /// and no number. The range must not be empty.
    pub(crate) fn is_bracket_without_facts(self, range: &Range<usize>) -> bool {
        let before = &self.text[..self.words[range.start].span.start()];
        let after = &self.text[self.words[range.end - 1].span.end()..];
        if !before.trim_end().ends_with(['(', '[', '（', '［']) {
            return false;
        }
        // A full stop may precede the closing bracket: “(pictured.)”.
        let after = after.trim_start_matches(is_space_or_stop);
        if !after.starts_with([')', ']', '）', '］']) {
            return false;
        }
        for word in &self.words[range.clone()] {
            if word.is_capitalised() || word.is_number() {
                return false;
            }
        }
        true
    }
}

fn is_space_or_stop(c: char) -> bool {
    c.is_whitespace() || c == '.'
}
