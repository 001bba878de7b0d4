//! The type [`Repeat`]: a span to cut, the copy of it that stays, and how well the two agree.

use crate::align::WordOverlap;
use copydesk_text::{Span, Spans};

/// How the two copies relate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RepeatKind {
    /// Two whole paragraphs, copies of each other word for word or nearly.
    Equal,
    /// One of the copies is part of a longer paragraph.
    Contained,
    /// The links, author and date below the words of an embedded post that the story quotes. They
    /// are cut with the words and have no copy of their own; the kept span is the quotation.
    Signature,
}

/// A span that says again what another span of the same text says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Repeat {
    /// The span that can be cut.
    pub cut: Span,
    /// The copy that stays.
    pub kept: Span,
    /// How the two relate.
    pub kind: RepeatKind,
    /// How much of the cut span occurs in the kept one, in words.
    pub overlap: WordOverlap,
}

impl Repeat {
    /// A cut of `words` words that all occur in the kept span, where one of the two is part of a
    /// longer paragraph.
    pub(super) fn word_for_word(cut: Span, kept: Span, words: usize) -> Self {
        Self {
            cut,
            kept,
            kind: RepeatKind::Contained,
            overlap: WordOverlap::equal(words),
        }
    }
}

/// Everything that these repeats cut.
pub(super) fn cut_spans(repeats: &[Repeat]) -> Spans {
    Spans::union(repeats.iter().map(|repeat| repeat.cut))
}

/// Everything that these repeats name as the copy that stays.
pub(super) fn kept_spans(repeats: &[Repeat]) -> Spans {
    Spans::union(repeats.iter().map(|repeat| repeat.kept))
}
