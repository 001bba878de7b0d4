//! A line of the document, with what the rules have found in it so far.
//!
//! The rules share one list of lines. First the [classifier](super::classifier) records in each
//! line what the phrases find. A *phrase* is a pattern of words that belongs to a rule. Then come
//! the *steps*, which are rules in code. Each step reads the findings so far and adds or changes
//! some. At the end, the findings in the lines are the result of the rules.

use super::rule::{Family, RuleInfo};
use crate::{Certainty, RuleName};
use copydesk_text::{Break, Document, Span, Word, effective_words, ends_sentence};
use std::ops::Range;

/// Length of the longest line that can be a [filler](Line::is_filler), in bytes.
const LONGEST_FILLER: usize = 12;

/// A segment's content, its words, and what the rules have found in it so far.
///
/// The whole line may be furniture, or only parts of it. If the whole line is, its parts are no
/// findings.
pub(crate) struct Line<'t> {
    document: &'t Document<'t>,
    /// The index of the line's first word among the words of the document.
    first_word: usize,
    /// The text of the document.
    pub text: &'t str,
    /// The span of the line, without the white space around it.
    pub content: Span,
    /// The words of the line, in order; none if the line is empty or holds only signs.
    pub words: &'t [Word],
    /// Length in effective words. It is stored because nearly every step asks for it.
    effective_words: usize,
    /// Whether the line is the last of its block: a blank line or the end of the text follows.
    pub closes_block: bool,
    /// The classification of the whole line; `None` if no rule takes the whole line for furniture.
    pub classification: Option<Classification>,
    /// Parts that are furniture although the whole line is not, in order and without overlaps. They
    /// are sentences at the front or the back, and pop-up boxes that were scraped into a sentence.
    pub parts: Vec<(Span, Classification)>,
}

/// What a rule has found out about a line or a part of it: which kind of furniture it is, and how
/// sure the rule is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Classification {
    /// The rule or step that found the furniture; recorded with the cut.
    pub rule: RuleName,
    /// The kind of furniture. Steps that look at neighbouring lines decide by it.
    pub family: Family,
    /// Whether the furniture may be cut.
    pub certainty: Certainty,
    /// How strong the evidence is, in `0..=1`. It decides between classifications of the same
    /// certainty.
    pub evidence: f32,
}

impl Classification {
    /// The classification by a match of one of a rule's phrases.
    pub fn new(rule: RuleInfo, certainty: Certainty, evidence: f32) -> Self {
        Self {
            rule: rule.name,
            family: rule.family,
            certainty,
            evidence,
        }
    }

    /// A classification by a step that is certain.
    pub fn certain(rule: RuleName, family: Family, evidence: f32) -> Self {
        Self {
            rule,
            family,
            certainty: Certainty::Cut,
            evidence,
        }
    }

    /// Whether this classification is stronger than `other`: it is more certain, or equally certain
    /// with more evidence. `None` is the weakest.
    pub fn outranks(self, other: Option<Self>) -> bool {
        match other {
            Some(other) => (self.certainty, self.evidence) > (other.certainty, other.evidence),
            None => true,
        }
    }

    /// The stronger of two classifications; the first if they are equal.
    pub fn stronger(first: Option<Self>, second: Option<Self>) -> Option<Self> {
        match second {
            Some(second) if second.outranks(first) => Some(second),
            _ => first,
        }
    }
}

impl<'t> Line<'t> {
    /// The line for the segment with this index, without findings.
    pub fn new(document: &'t Document<'t>, segment_index: usize) -> Self {
        let segment = document.segments()[segment_index];
        Self {
            document,
            first_word: document.word_ranges()[segment_index].start,
            text: document.text(),
            content: segment.content(),
            words: document.words_of(segment_index),
            effective_words: document.effective_words_of(segment_index),
            closes_block: segment.break_after() != Break::Line,
            classification: None,
            parts: Vec::new(),
        }
    }

    /// The words that begin in a part of the line, as a range of indices of [`Self::words`].
    pub fn words_in(&self, part: Span) -> Range<usize> {
        let in_document = self.document.words_in(part);
        in_document.start - self.first_word..in_document.end - self.first_word
    }

    /// The line as it is printed.
    pub fn raw(&self) -> &'t str {
        self.content.slice(self.text)
    }

    /// The characters between word `at - 1` and word `at` of the line. `at` is at least 1.
    pub fn gap(&self, at: usize) -> &'t str {
        Span::new(self.words[at - 1].span.end(), self.words[at].span.start()).slice(self.text)
    }

    /// The length of the line in effective words: a letter of a script without spaces counts as
    /// half a word.
    pub fn effective_words(&self) -> usize {
        self.effective_words
    }

    /// The length of a part of the line, in effective words.
    pub fn effective_words_in(&self, part: Span) -> usize {
        effective_words(&self.words[self.words_in(part)])
    }

    /// Whether the line has no words. It may hold signs.
    pub fn is_blank(&self) -> bool {
        self.effective_words == 0
    }

    /// Whether the whole line is furniture with the certainty [`Certainty::Cut`].
    pub fn is_certain(&self) -> bool {
        match self.classification {
            Some(classification) => classification.certainty == Certainty::Cut,
            None => false,
        }
    }

    /// The family of the furniture that the whole line is, with any certainty; `None` if no rule
    /// takes the whole line for furniture.
    pub fn family(&self) -> Option<Family> {
        self.classification
            .map(|classification| classification.family)
    }

    /// Classifies the whole line, and discards what was found in it before.
    pub fn set_classification(&mut self, classification: Classification) {
        self.parts.clear();
        self.classification = Some(classification);
    }

    /// Classifies the whole line, unless a rule is already certain of it. So the first rule that is
    /// certain is the one that is recorded.
    pub fn set_classification_unless_certain(&mut self, classification: Classification) {
        if !self.is_certain() {
            self.set_classification(classification);
        }
    }

    /// Whether the line has at most `max_words` effective words and does not end as a sentence
    /// does. So it could be a heading, a button or another label.
    pub fn is_short_and_no_sentence(&self, max_words: usize) -> bool {
        self.effective_words() <= max_words && !ends_sentence(self.raw())
    }

    /// Whether the line is a *filler*, a short line without letters: a slash, a time, a row of
    /// dashes.
    pub fn is_filler(&self) -> bool {
        self.content.len() <= LONGEST_FILLER
            && !self.content.is_empty()
            && !self.raw().chars().any(char::is_alphabetic)
    }
}
