//! A line of the document while it is being judged.
//!
//! The rules share one list of lines. The classifier fills in what the phrases say, and each step
//! after it reads what is known so far and adds its own. At the end, what is known of the lines is
//! what the rules have found.

use super::rule::{Family, RuleInfo};
use crate::{Certainty, RuleName};
use copydesk_text::{Break, Document, Span, Word, effective_words, ends_sentence};
use std::ops::Range;

/// Longest line that can be a filler, in bytes.
const LONGEST_FILLER: usize = 12;

/// A segment's content, its words, and what the rules have found in it so far.
///
/// The line as a whole may be furniture, or parts of it. While the whole is certain, its parts say
/// nothing more and are not read.
pub(crate) struct Line<'t> {
    document: &'t Document<'t>,
    /// The number of its first word among the words of the document.
    first_word: usize,
    /// The text of the document.
    pub text: &'t str,
    /// Where the line is in that text, without the white space around it.
    pub content: Span,
    /// Its words, in order; none if it is blank or holds only signs.
    pub words: &'t [Word],
    /// In effective words. Kept here because every step asks for it.
    weight: usize,
    /// Whether a blank line or the end of the text follows.
    pub closes_block: bool,
    /// What the whole line was found to be; `None` if no rule takes it for furniture.
    pub whole: Option<Classification>,
    /// Parts that are furniture although the line is not, in order and without overlaps: whole
    /// sentences at the front or the back, and pop-ups of names inside a sentence.
    pub parts: Vec<(Span, Classification)>,
}

/// What kind of furniture something is, by which rule, and how sure that is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Classification {
    /// The rule or step that found it; recorded with the cut.
    pub rule: RuleName,
    /// Which lines it is usually found with.
    pub family: Family,
    /// What may be done about it.
    pub certainty: Certainty,
    /// In `0..=1`. It decides between classifications of the same certainty.
    pub evidence: f32,
}

impl Classification {
    /// What a match of one of a rule's phrases says.
    pub fn new(rule: RuleInfo, certainty: Certainty, evidence: f32) -> Self {
        Self {
            rule: rule.name,
            family: rule.family,
            certainty,
            evidence,
        }
    }

    /// Furniture that may be cut, as the steps after the phrases find it.
    pub fn certain(rule: RuleName, family: Family, evidence: f32) -> Self {
        Self {
            rule,
            family,
            certainty: Certainty::Cut,
            evidence,
        }
    }

    /// Whether this says more than `other`: it is surer, or as sure with more evidence.
    pub fn outranks(self, other: Option<Self>) -> bool {
        match other {
            Some(other) => (self.certainty, self.evidence) > (other.certainty, other.evidence),
            None => true,
        }
    }

    /// The stronger of two; the first if they are equal.
    pub fn stronger(first: Option<Self>, second: Option<Self>) -> Option<Self> {
        match second {
            Some(second) if second.outranks(first) => Some(second),
            _ => first,
        }
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
            whole: None,
            parts: Vec::new(),
        }
    }

    /// Which of the line's words begin in a part of it.
    pub fn words_in(&self, part: Span) -> Range<usize> {
        let found = self.document.words_in(part);
        found.start - self.first_word..found.end - self.first_word
    }

    /// The line as it is printed.
    pub fn raw(&self) -> &'t str {
        self.content.slice(self.text)
    }

    /// The characters between word `at - 1` and word `at` of the line.
    pub fn gap(&self, at: usize) -> &'t str {
        Span::new(self.words[at - 1].span.end(), self.words[at].span.start()).slice(self.text)
    }

    /// Its length in effective words, so that scripts without spaces count alike.
    pub fn weight(&self) -> usize {
        self.weight
    }

    /// The length of a part of it, in effective words.
    pub fn weight_in(&self, part: Span) -> usize {
        effective_words(&self.words[self.words_in(part)])
    }

    /// Whether there are no words in it.
    pub fn is_blank(&self) -> bool {
        self.weight == 0
    }

    /// Whether the whole line will be cut.
    pub fn is_certain(&self) -> bool {
        match self.whole {
            Some(found) => found.certainty == Certainty::Cut,
            None => false,
        }
    }

    /// The family that the whole line was found to be of, however sure that is.
    pub fn family(&self) -> Option<Family> {
        self.whole.map(|found| found.family)
    }

    /// Takes the whole line for this, whatever it was taken for before.
    pub fn set_whole(&mut self, found: Classification) {
        self.parts.clear();
        self.whole = Some(found);
    }

    /// Takes the whole line for this, unless a rule is certain of it already: the first rule that
    /// is certain is the one that is recorded.
    pub fn set_whole_unless_certain(&mut self, found: Classification) {
        if !self.is_certain() {
            self.set_whole(found);
        }
    }

    /// Whether the line could be a heading or a label: a few words and no stop.
    pub fn is_label(&self, max_words: usize) -> bool {
        self.weight() <= max_words && !ends_sentence(self.raw())
    }

    /// Whether the line holds nothing to read: a slash, a time, a rule of dashes.
    pub fn is_filler(&self) -> bool {
        self.content.len() <= LONGEST_FILLER
            && !self.content.is_empty()
            && !self.raw().chars().any(char::is_alphabetic)
    }
}
