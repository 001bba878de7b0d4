//! The record of what became of each document.
//!
//! This file and `edit.rs` beside it are the one definition of a line of the decisions file. The
//! table "A decision, field by field" in `docs/output.md` lists the same fields, which a test
//! checks. Fields may be added; none is renamed, and none changes its meaning.

use crate::edit::Edit;
use copydesk_neardup::Relation;
use serde::{Deserialize, Serialize};

/// What becomes of a record.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It stays as it is.
    Keep,
    /// It stays without some spans.
    Edit,
    /// It is removed.
    Drop,
    /// It could not be read, and is in the file of rejected records.
    Reject,
}

/// The document that stays in place of a dropped one.
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

/// A document that stays and holds a part of a digest that is dropped.
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

/// A document that has paragraphs of another that was left whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SharesWith {
    /// Its input file, relative to the input.
    pub file: String,
    /// Its record number in that file, from 0.
    pub record: u64,
    /// Its id, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// How many words stand in both.
    pub words: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}

/// Words of a dropped document in whose place the document that stays says something else.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Differing {
    /// What only the document that is dropped says.
    pub gone: String,
    /// What only the document that stays says; empty if it says nothing of the kind.
    pub kept: String,
}

impl Decision {
    /// Most differences that a decision lists.
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
    /// Hash of the raw record without the white space around it (xxh3, 64 bit, in hexadecimal):
    /// tells whether it is the record that was decided.
    #[serde(default)]
    pub digest: String,
    /// Why it is removed, on drop: the name of a [`DropReason`](crate::DropReason). What is wrong
    /// with it, on reject. On keep only if copydesk failed on the record, which therefore stays as
    /// it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The document that stays in its place, on drop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<DuplicateOf>,
    /// The other documents that hold what it tells, on drop of a digest; those with most of it
    /// first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_in: Vec<AlsoIn>,
    /// How it relates to the document that stays in its place, on drop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    /// What it says that the document in its place says otherwise or not at all, on drop; at most
    /// [`MAX_DIFFERING`](Self::MAX_DIFFERING) places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differing: Vec<Differing>,
    /// How many documents tell its story, itself included, if others are dropped for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_size: Option<u64>,
    /// Whether it was left whole because other documents have so much of it that too little would
    /// have been left.
    #[serde(default, skip_serializing_if = "is_false")]
    pub left_whole: bool,
    /// With which documents it shares how much, if it was left whole; those with most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares_with: Vec<SharesWith>,
    /// What is cut out of it, in order, disjoint. On a drop for emptiness: what left it empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
}
