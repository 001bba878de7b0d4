//! A line of the document while it is being judged.

use super::rule::{Family, Kind};
use crate::{Certainty, RuleName};
use copydesk_text::{Break, Document, Span, Word, effective_words, ends_sentence};
use std::ops::Range;

/// A segment's content, its words, and what has been found on it so far.
pub(crate) struct Line<'t> {
    document: &'t Document<'t>,
    /// The first of its words among those of the document.
    first_word: usize,
    pub text: &'t str,
    pub content: Span,
    pub words: &'t [Word],
    /// In effective words; it is asked for at every step.
    weight: usize,
    /// Whether a blank line follows, or nothing.
    pub closes_block: bool,
    /// The verdict on the whole line.
    pub mark: Option<Mark>,
    /// Parts that are furniture although the line is not, in order: whole sentences at the front or
    /// the back, and pop-ups of names inside it.
    pub ends: Vec<(Span, Mark)>,
}

/// Why something is furniture.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Mark {
    pub rule: RuleName,
    pub family: Family,
    pub certainty: Certainty,
    pub evidence: f32,
}

impl Mark {
    pub fn new(kind: Kind, certainty: Certainty, evidence: f32) -> Self {
        Self {
            rule: kind.name,
            family: kind.family,
            certainty,
            evidence,
        }
    }

    /// Whether this mark says more than `other`.
    pub fn outranks(self, other: Option<Self>) -> bool {
        other
            .is_none_or(|other| (self.certainty, self.evidence) > (other.certainty, other.evidence))
    }
}

impl<'t> Line<'t> {
    /// The segment of a document with this number.
    pub fn new(document: &'t Document<'t>, number: usize) -> Self {
        let segment = document.segments()[number];
        Self {
            document,
            first_word: document.ranges()[number].start,
            text: document.text(),
            content: segment.content(),
            words: document.words_of(number),
            weight: document.effective_words_of(number),
            closes_block: segment.break_after() != Break::Line,
            mark: None,
            ends: Vec::new(),
        }
    }

    /// Which of the line's words begin in a part of it.
    pub fn words_in(&self, part: Span) -> Range<usize> {
        let found = self.document.words_in(part);
        found.start - self.first_word..found.end - self.first_word
    }

    pub fn raw(&self) -> &'t str {
        self.content.slice(self.text)
    }

    pub fn weight(&self) -> usize {
        self.weight
    }

    /// The weight of a part of it, in effective words.
    pub fn weight_in(&self, part: Span) -> usize {
        effective_words(&self.words[self.words_in(part)])
    }

    /// Whether the whole line will be cut.
    pub fn is_certain(&self) -> bool {
        self.mark.is_some_and(|m| m.certainty == Certainty::Cut)
    }

    /// The mark, if it is of a family for which `wanted` holds.
    pub fn mark_of(&self, wanted: impl Fn(Family) -> bool) -> Option<Mark> {
        self.mark.filter(|m| wanted(m.family))
    }

    /// Whether the line could be a heading or a label: a few words and no stop.
    pub fn is_label(&self, max_words: usize) -> bool {
        self.weight() <= max_words && !ends_sentence(self.raw())
    }

    /// Whether the line holds nothing to read: a slash, a time, a rule of dashes.
    pub fn is_filler(&self) -> bool {
        self.content.len() <= 12
            && !self.content.is_empty()
            && !self.raw().chars().any(char::is_alphabetic)
    }
}
