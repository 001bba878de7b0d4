//! Findings as the decisions file has them.

use crate::finding::Finding;
use crate::reason::Reason;
use copydesk_text::Span;
use serde::{Deserialize, Serialize};

/// The copy of a span that stays.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Copy {
    /// Input file of the kept copy, relative to the input.
    pub file: String,
    /// Record number in that file, from 0.
    pub record: u64,
    /// The record's id, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// First byte of the kept copy in its document's raw text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Measured similarity of the cut and the kept span, 0..=1.
    pub similarity: f64,
}

/// A span that will be cut, in bytes of the raw decoded text.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Edit {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Why it is cut.
    pub reason: Reason,
    /// What exactly was seen: a rule's name, `recurrence`, or how the copies relate (`equal`,
    /// `near`).
    pub rule: String,
    /// The same in words, with the counts that led to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// How strong the evidence is, 0..=1. For repeats: the share of the cut words that are in the
    /// kept copy.
    pub evidence: f64,
    /// The copy that stays; always there unless the reason is furniture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Copy>,
}

impl Edit {
    /// A settled finding, whose kept copy has got its names.
    #[must_use]
    pub fn of(finding: Finding, kept: Option<Copy>) -> Self {
        let Finding {
            span,
            reason,
            seen,
            detail,
            evidence,
            ..
        } = finding;
        let rule = seen.name().to_owned();
        Self {
            start: span.start(),
            end: span.end(),
            reason,
            rule,
            detail,
            evidence,
            kept,
        }
    }

    /// The span that is cut.
    ///
    /// # Panics
    /// If the edit was read from a file in which it runs backwards.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}
