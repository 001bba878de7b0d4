//! One word of a text.

use crate::span::Span;

/// One word: where it stands, the hash of its normal form, and what it looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    /// Where the word stands in the raw text.
    pub span: Span,
    /// [`hash64`](crate::hash64) of the word's normal form.
    pub hash: u64,
    /// Any of the four flags below.
    pub(super) traits: u8,
}

/// See [`Word::is_number`].
pub(super) const NUMBER: u8 = 1;
/// See [`Word::is_capitalised`].
pub(super) const CAPITAL: u8 = 2;
/// See [`Word::is_unspaced`].
pub(super) const UNSPACED: u8 = 4;
/// See [`Word::is_respelt`].
pub(super) const RESPELT: u8 = 8;

impl Word {
    /// Whether the word holds a digit or can be a numeral (`三`).
    #[must_use]
    pub fn is_number(self) -> bool {
        self.traits & NUMBER != 0
    }

    /// Whether the word opens with a capital letter.
    #[must_use]
    pub fn is_capitalised(self) -> bool {
        self.traits & CAPITAL != 0
    }

    /// Whether the word is spelt so that its normal form is more than a matter of case and form:
    /// initials with stops (`U.S.`), or a number with its sign written out (`5 per cent`).
    #[must_use]
    pub fn is_respelt(self) -> bool {
        self.traits & RESPELT != 0
    }

    /// The same word, where it stands in another text.
    pub(crate) fn moved_to(self, span: Span) -> Self {
        Self { span, ..self }
    }

    pub(crate) fn respelt(span: Span, hash: u64, number: Self) -> Self {
        Self {
            span,
            hash,
            traits: number.traits | RESPELT,
        }
    }

    /// Whether the word is one letter of a script that puts no spaces between words.
    #[must_use]
    pub fn is_unspaced(self) -> bool {
        self.traits & UNSPACED != 0
    }
}

/// How many written words a run amounts to, where a letter of an unspaced script counts as half a
/// word.
///
/// Limits such as “at least eight words” are meant in this measure, so that they weigh alike in
/// every script.
#[must_use]
pub fn effective_words(words: &[Word]) -> usize {
    let unspaced = words.iter().filter(|w| w.is_unspaced()).count();
    words.len() - unspaced + unspaced.div_ceil(2)
}

/// Whether a run amounts to this many [effective words](effective_words) or more. A run that is
/// much longer or shorter than that need not be counted.
#[must_use]
pub fn has_effective_words(words: &[Word], least: usize) -> bool {
    // Of all words at least half, and no more than all, are effective.
    words.len() >= 2 * least || words.len() >= least && effective_words(words) >= least
}
