//! Decisions: the record of what became of each document.
//!
//! This file and `edit.rs` define a line of the decisions file. A test compares their fields with
//! the table "A decision, field by field" in `docs/output.md`. Users read the decisions file with
//! programs of their own, so fields may be added, but no field is renamed or changes its meaning. A
//! field that is empty for most documents is left out of the line when it is empty.

use crate::edit::Edit;
use copydesk_neardup::Relation;
use serde::{Deserialize, Serialize};

/// The outcome for a record.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The record is kept as it is.
    Keep,
    /// The record is kept, and some spans are cut from its text.
    Edit,
    /// The record is removed.
    Drop,
    /// The record could not be read, and is in the file of rejected records.
    Reject,
}

/// The document that is kept in place of a dropped one.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DuplicateOf {
    /// Input file of the kept document, relative to the input.
    pub file: String,
    /// Record number in that file, from 0.
    pub record: u64,
    /// The record's id, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Exact Jaccard similarity of the two shingle sets, 0..=1.
    pub similarity: f64,
    /// Share of the smaller shingle set that is in the larger, 0..=1.
    pub containment: f64,
}

/// A kept document that tells a part of a dropped digest. (A digest is a page with several
/// stories.)
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AlsoIn {
    /// Input file of the kept document, relative to the input.
    pub file: String,
    /// Record number in that file, from 0.
    pub record: u64,
    /// The record's id, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Share of the smaller of the two shingle sets that is in the larger, 0..=1.
    pub containment: f64,
}

/// A document that shares paragraphs with a document that was left whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SharesWith {
    /// Input file of the document, relative to the input.
    pub file: String,
    /// Record number in that file, from 0.
    pub record: u64,
    /// The record's id, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// How many words are in both documents.
    pub words: u64,
}

/// Whether a value is `false`. Such fields are left out of the line.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}

/// A difference between a dropped document and the one that is kept in its place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Differing {
    /// Words that only the dropped document has.
    pub gone: String,
    /// The words that the kept document has instead; may be empty.
    pub kept: String,
}

/// The outcome for one record, with the reasons: one line of the decisions file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// Input file, relative to the input.
    pub file: String,
    /// Record number in that file, from 0.
    pub record: u64,
    /// The record's id, if it has one. A `.txt` file's id is its relative path.
    pub id: Option<String>,
    /// The outcome: `keep`, `edit`, `drop` or `reject`.
    pub verdict: Verdict,
    /// Hash of the raw record without the white space around the record (xxh3, 64 bit, in
    /// hexadecimal). A later `apply` uses it to check that the input is still the same.
    #[serde(default)]
    pub digest: String,
    /// On drop: why, as the name of a [`DropReason`](crate::DropReason). On reject: what is wrong
    /// with the record. On keep: only if copydesk failed on the record and left it as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// On drop: the document that is kept in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<DuplicateOf>,
    /// On drop of a page with several stories: the other kept documents that tell parts of it,
    /// those with the largest part first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_in: Vec<AlsoIn>,
    /// On drop: how the document relates to the one that is kept in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    /// On drop: the differences from the document that is kept in its place, at most
    /// [`MAX_DIFFERING`](Self::MAX_DIFFERING) of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differing: Vec<Differing>,
    /// If other documents are dropped in favour of this one: how many documents tell its story,
    /// including itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_size: Option<u64>,
    /// `true` if the text that other documents have too was not cut, because too little of the
    /// document would be left.
    #[serde(default, skip_serializing_if = "is_false")]
    pub left_whole: bool,
    /// If the document was left whole: the documents that share text with it. The document that
    /// shares most words is first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares_with: Vec<SharesWith>,
    /// The cuts in the text, in order and disjoint. If the document is dropped because nothing is
    /// left of it: the cuts that leave nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
}

impl Decision {
    /// A decision lists at most this many differences.
    pub const MAX_DIFFERING: usize = 12;

    /// A decision with this verdict and all other fields empty.
    #[must_use]
    pub fn new(file: String, record: u64, verdict: Verdict) -> Self {
        Self {
            file,
            record,
            id: None,
            verdict,
            digest: String::new(),
            reason: None,
            duplicate_of: None,
            also_in: Vec::new(),
            relation: None,
            differing: Vec::new(),
            cluster_size: None,
            left_whole: false,
            shares_with: Vec::new(),
            edits: Vec::new(),
        }
    }
}
