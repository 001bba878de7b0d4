//! What a repeat is.

use crate::alike::WordOverlap;
use copydesk_text::Span;

/// How the two copies relate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RepeatKind {
    /// Two whole paragraphs, copies of each other word for word or nearly.
    Equal,
    /// One of the copies is part of a longer paragraph.
    Contained,
    /// The links, author and date below the words of an embedded post that the story quotes. They
    /// go with the words and have no copy of their own; the kept span is the quotation.
    Signature,
}

/// A span that says again what another span of the same text says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Repeat {
    /// What can go.
    pub cut: Span,
    /// The copy that stays.
    pub kept: Span,
    /// How they relate.
    pub kind: RepeatKind,
    /// How much of the cut span stands in the kept one.
    pub overlap: WordOverlap,
}
