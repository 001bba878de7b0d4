//! Decisions: the record of what became of each document.
//!
//! This file and `edit.rs` define a line of the decisions file. A test compares their fields with
//! the table "A decision, field by field" in `docs/output.md`. Users read the file with programs of
//! their own, so fields may be added, but none is renamed and none changes its meaning. Fields that
//! say nothing for most documents are left out of the line if they are empty.

use crate::edit::Edit;
use copydesk_neardup::Relation;
use serde::{Deserialize, Serialize};

/// What becomes of a record.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is kept as it is.
    Keep,
    /// It is kept without some spans.
    Edit,
    /// It is removed.
    Drop,
    /// It could not be read, and is in the file of rejected records.
    Reject,
}

/// The document that is kept in place of a dropped one.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DuplicateOf {
    /// Its input file, relative to the input.
    pub file: String,
    /// Its record number in that file, from 0.
    pub record: u64,
    /// Its id, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Exact Jaccard similarity of the two shingle sets, 0..=1.
    pub similarity: f64,
    /// Share of the smaller shingle set that is in the larger, 0..=1.
    pub containment: f64,
}

/// A kept document with a part of a digest that is dropped.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AlsoIn {
    /// Its input file, relative to the input.
    pub file: String,
    /// Its record number in that file, from 0.
    pub record: u64,
    /// Its id, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Share of the smaller of the two shingle sets that is in the larger, 0..=1.
    pub containment: f64,
}

/// A document that shares paragraphs with one that was left whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SharesWith {
    /// Its input file, relative to the input.
    pub file: String,
    /// Its record number in that file, from 0.
    pub record: u64,
    /// Its id, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// How many words are in both.
    pub words: u64,
}

/// For serde, which leaves such a field out.
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

impl Decision {
    /// A decision that says nothing yet but the verdict.
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

    /// A decision lists at most this many differences.
    pub const MAX_DIFFERING: usize = 12;
}

/// What became of one record, and why: one line of the decisions file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// Input file, relative to the input.
    pub file: String,
    /// Record number in that file, from 0.
    pub record: u64,
    /// The record's id, if it has one. A `.txt` file's id is its relative path.
    pub id: Option<String>,
    /// What becomes of it: `keep`, `edit`, `drop` or `reject`.
    pub verdict: Verdict,
    /// Hash of the raw record without the white space around it (xxh3, 64 bit, in hexadecimal). A
    /// later `apply` uses it to check that the input is still the same.
    #[serde(default)]
    pub digest: String,
    /// On drop: why, as the name of a [`DropReason`](crate::DropReason). On reject: what is wrong
    /// with the record. On keep: only if copydesk failed on the record and left it as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// On drop: the document that is kept in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<DuplicateOf>,
    /// On drop of a digest: the other kept documents with parts of it, those with the largest part
    /// first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_in: Vec<AlsoIn>,
    /// On drop: how it relates to the document that is kept in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    /// On drop: the differences from the document that is kept in its place, at most
    /// [`MAX_DIFFERING`](Self::MAX_DIFFERING) of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differing: Vec<Differing>,
    /// How many documents tell its story, including this one, if others are dropped in favour of
    /// it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_size: Option<u64>,
    /// Whether it was left whole because other documents share so much of it that cutting that
    /// would leave too little.
    #[serde(default, skip_serializing_if = "is_false")]
    pub left_whole: bool,
    /// If it was left whole: the documents with which it shares text, those with most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares_with: Vec<SharesWith>,
    /// What is cut from it, in order and disjoint. On drop for emptiness: what left it empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
}
