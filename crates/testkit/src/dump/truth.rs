//! The truth about a synthetic dump: what should be found in it.

use super::record::RecordId;
use copydesk_text::Span;

/// The number of a story. All records that tell a story have the same number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StoryId(pub u32);

/// The way in which a record was made from its story.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// The story as its first site printed it.
    Original,
    /// The story on another site, lightly edited, with another headline, byline, dateline and
    /// furniture.
    Wire,
    /// A second scrape of another record of the story. The texts are the same, byte for byte.
    Rescrape,
    /// Only the first paragraphs of the story.
    Short,
    /// The story some days later, with new numbers and a new paragraph.
    Update,
}

/// The label of a piece of text that should be cut.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TruthLabel {
    /// A line that is on every page of its site.
    Furniture,
    /// A caption that occurs twice. The other copy is directly before or after it, and is kept.
    Repeat,
    /// A background paragraph, pasted into several stories of a site, that is also in an earlier
    /// record (by date, then by id).
    Pasted,
}

/// A piece of text that should be cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LabelledSpan {
    /// The span of the record's text, without the white space around it.
    pub span: Span,
    /// Why the piece should be cut.
    pub label: TruthLabel,
}

/// The truth about a record.
#[derive(Clone, PartialEq, Debug)]
pub struct DocumentTruth {
    /// The story that the record tells.
    pub story: StoryId,
    /// The way in which the record was made from the story.
    pub kind: Kind,
    /// The share of the story's words that were replaced by other words, in `0..=1`. Numbers are
    /// never replaced, and neither are words with a capital, such as names. Arabic and Chinese
    /// names have no capitals, so they may be replaced.
    pub edit_share: f64,
    /// The pieces that should be cut, in order. They never overlap. A record that should be dropped
    /// as a duplicate has them too: they should be cut if it is kept.
    pub spans: Vec<LabelledSpan>,
}

/// The relation of two records that tell the same story.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Relation {
    /// The texts are the same, byte for byte.
    Exact,
    /// The texts differ by light edits.
    Wire,
    /// One text is the beginning of the other, perhaps lightly edited.
    Contained,
    /// One text is an update of the other: similar, but with new facts. The two are not duplicates.
    Update,
}

/// Two records of one story.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Pair {
    /// The record that is earlier in the dump.
    pub first: RecordId,
    /// The record that is later in the dump.
    pub second: RecordId,
    /// The relation of the two.
    pub relation: Relation,
}

impl Pair {
    /// The pair with new ids for its records, the smaller id first.
    pub(super) fn with_ids(self, new_id: impl Fn(RecordId) -> RecordId) -> Self {
        let (a, b) = (new_id(self.first), new_id(self.second));
        Self {
            first: a.min(b),
            second: a.max(b),
            relation: self.relation,
        }
    }
}

/// The pairs in order of their records.
pub(super) fn sorted(pairs: impl Iterator<Item = Pair>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = pairs.collect();
    pairs.sort_unstable();
    pairs
}

/// The truth about a dump.
#[derive(Clone, PartialEq, Debug)]
pub struct Truth {
    /// The truth about each record, in the order of the records.
    pub documents: Vec<DocumentTruth>,
    /// Every pair of records that tell the same story, in order.
    pub pairs: Vec<Pair>,
}

impl Truth {
    /// The pairs in which one of the records can be dropped without losing a fact: all but updates.
    ///
    /// ```
    /// use copydesk_testkit::{Dump, Recipe, Relation};
    ///
    /// let dump = Dump::synthetic(&Recipe { stories: 50, ..Recipe::default() });
    /// assert!(dump.truth.duplicates().all(|pair| pair.relation != Relation::Update));
    /// ```
    pub fn duplicates(&self) -> impl Iterator<Item = &Pair> {
        self.pairs
            .iter()
            .filter(|pair| pair.relation != Relation::Update)
    }
}
