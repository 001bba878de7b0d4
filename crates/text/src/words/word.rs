//! One word of a text, and the length of a text in effective words.

use crate::span::Span;

/// One word: its span, the hash of its normal form, and what it looks like.
///
/// Words with equal hashes are taken to be equal. A document has many words and a dump has millions
/// of documents, so a word does not store its letters. They are in the text at its span.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    /// Where the word is in the raw text.
    pub span: Span,
    /// [`hash64`](crate::hash64) of the word's normal form.
    pub hash: u64,
    /// Which of the flags below the word has, one bit for each.
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

    /// Whether the word begins with a capital letter.
    #[must_use]
    pub fn is_capitalised(self) -> bool {
        self.traits & CAPITAL != 0
    }

    /// Whether the word is spelled differently from its normal form in more than case and Unicode
    /// form: initials with stops (`U.S.`), or a number with its sign written out (`5 per cent`).
    #[must_use]
    pub fn is_respelt(self) -> bool {
        self.traits & RESPELT != 0
    }

    /// The same word, with the span where it is in another text.
    pub(crate) fn moved_to(self, span: Span) -> Self {
        Self { span, ..self }
    }

    /// A number with its sign written out. Its other flags are those of `number`, the word without
    /// the sign.
    pub(crate) fn respelt(span: Span, hash: u64, number: Self) -> Self {
        Self {
            span,
            hash,
            traits: number.traits | RESPELT,
        }
    }

    /// Whether the word is one letter of a script without spaces between words.
    #[must_use]
    pub fn is_unspaced(self) -> bool {
        self.traits & UNSPACED != 0
    }
}

/// The length of a run of words in effective words: a letter of a script without spaces counts as
/// half a word. An odd half is rounded up.
///
/// Limits such as “at least eight words” are in this unit, so that they mean about the same amount
/// of text in every script.
///
/// ```
/// use copydesk_text::{effective_words, words};
///
/// assert_eq!(effective_words(&words("Tokyo weather today")), 3);
/// assert_eq!(effective_words(&words("東京都の天気")), 3);
/// ```
#[must_use]
pub fn effective_words(words: &[Word]) -> usize {
    let mut unspaced = 0;
    for word in words {
        unspaced += usize::from(word.is_unspaced());
    }
    words.len() - unspaced + unspaced.div_ceil(2)
}

/// Whether a run of words has at least `least` [effective words](effective_words). Faster than
/// counting them, since the number of words alone decides about a long or a very short run.
#[must_use]
pub fn has_effective_words(words: &[Word], least: usize) -> bool {
    // There are at least half as many effective words as words, and at most as many.
    if words.len() >= 2 * least {
        return true;
    }
    words.len() >= least && effective_words(words) >= least
}
