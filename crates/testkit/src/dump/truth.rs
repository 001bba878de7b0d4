//! What is true of a synthetic dump.

use super::record::RecordId;
use copydesk_text::Span;

/// A story; every record that tells it carries the same number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct StoryId(pub u32);

/// How a record came to be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// The story as its first site printed it.
    Original,
    /// The same story on another site: other headline, byline, dateline and furniture, and light
    /// edits.
    Wire,
    /// Another record of the story, scraped again: the same text, byte for byte.
    Rescrape,
    /// The first paragraphs only.
    Short,
    /// The story some days on, with new numbers and a new paragraph.
    Update,
}

/// What a piece of text is that should not stay.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TruthLabel {
    /// A line of the site, in every story of it.
    Furniture,
    /// A caption whose other copy stands beside it and stays.
    Repeat,
    /// A background paragraph that an earlier story (by date, then id) has too.
    Pasted,
}

/// Where in a text it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LabelledSpan {
    /// Bytes of the record's text, without the white space around.
    pub span: Span,
    /// What it is.
    pub label: TruthLabel,
}

/// What is true of one record.
#[derive(Clone, PartialEq, Debug)]
pub struct DocumentTruth {
    /// The story it tells.
    pub story: StoryId,
    /// How it came to be.
    pub kind: Kind,
    /// Share of the story's words that a wire copy replaced, 0 to 1. Never a number, never a name.
    pub edit_share: f64,
    /// In order, never overlapping. In a record that is dropped as a duplicate they say what would
    /// go if it stayed.
    pub spans: Vec<LabelledSpan>,
}

/// Why two records tell the same story.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Relation {
    /// Byte for byte.
    Exact,
    /// The same story in two lightly edited copies.
    Wire,
    /// One is the beginning of the other.
    Contained,
    /// One is an update of the other: alike, but with new facts. Not duplicates.
    Update,
}

/// Two records of one story.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Pair {
    /// The one that stands earlier in the dump.
    pub first: RecordId,
    /// The one that stands later.
    pub second: RecordId,
    /// What they are to each other.
    pub relation: Relation,
}

impl Pair {
    pub(super) fn moved(self, place: impl Fn(RecordId) -> RecordId) -> Self {
        let (a, b) = (place(self.first), place(self.second));
        Self {
            first: a.min(b),
            second: a.max(b),
            relation: self.relation,
        }
    }
}

pub(super) fn in_order(pairs: impl Iterator<Item = Pair>) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = pairs.collect();
    pairs.sort_unstable();
    pairs
}

/// What is true of a dump.
#[derive(Clone, PartialEq, Debug)]
pub struct Truth {
    /// One for each record, in the same order.
    pub documents: Vec<DocumentTruth>,
    /// Every two records of one story, in order.
    pub pairs: Vec<Pair>,
}

impl Truth {
    /// The pairs of which one record can go without a fact going with it: all but updates.
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
