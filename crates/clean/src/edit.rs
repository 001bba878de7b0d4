//! Edits: findings in the form of the decisions file.
//!
//! A finding names documents and rules by numbers, which mean nothing after the run. An edit has
//! their names. Users and the command `apply` read edits.

use crate::finding::Finding;
use crate::reason::Reason;
use copydesk_text::Span;
use serde::{Deserialize, Serialize};

/// The kept copy of a span that is cut.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EditCopy {
    /// Input file of the kept copy, relative to the input.
    pub file: String,
    /// Record number in that file, from 0.
    pub record: u64,
    /// The record's id, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// First byte of the kept copy in the raw text of its document.
    pub start: usize,
    /// The byte just after the copy.
    pub end: usize,
    /// Measured similarity of the cut and the kept span, 0..=1.
    pub similarity: f64,
}

/// A span that will be cut, in bytes of the document's raw text.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Edit {
    /// First byte of the span.
    pub start: usize,
    /// The byte just after the span.
    pub end: usize,
    /// Why the span is cut.
    pub reason: Reason,
    /// The evidence: the name of a rule, `recurrence`, or how the copies relate (`equal`, `near`).
    pub rule: String,
    /// The evidence in words, with the counts behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// How strong the evidence is, 0..=1. For repeats: the share of the cut words that are in the
    /// kept copy.
    pub evidence: f64,
    /// The copy that is kept. `None` only if the reason is furniture. Furniture has a kept copy too
    /// if it is a gallery, because a gallery is kept in one of the documents that show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<EditCopy>,
}

impl Edit {
    /// The edit for a finding after [`settle`](crate::settle). `kept` is the finding's kept copy,
    /// with the names of its file and record.
    #[must_use]
    pub fn of(finding: Finding, kept: Option<EditCopy>) -> Self {
        let Finding {
            span,
            reason,
            evidence_kind,
            detail,
            evidence,
            ..
        } = finding;
        let rule = evidence_kind.name().to_owned();
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
    /// If the edit was read from a file in which it ends before it begins.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}
