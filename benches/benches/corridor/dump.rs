//! What the benchmarks read: one seeded dump, the same bytes on every machine, cut up as each of them needs it.

use copydesk_clean::{cut, tidy};
use copydesk_testkit::{DocumentTruth, Dump, Recipe, Script};
use copydesk_text::{Segment, Span, Word, segments, words_into};
use std::ops::Range;

/// A dump of about so many bytes, in four scripts, from seed 0.
#[must_use]
pub fn dump(bytes: usize) -> Dump {
    let scripts = vec![Script::Latin, Script::Cyrillic, Script::Latin, Script::Arabic, Script::Latin, Script::Han];
    Dump::synthetic(&Recipe { scripts, ..Recipe::of_about(bytes) })
}

/// Bytes of text in a dump: what throughput is counted in.
#[must_use]
pub fn text_bytes(dump: &Dump) -> u64 {
    dump.records.iter().map(|record| record.text.len() as u64).sum()
}

/// A text with its segments and words; `ranges[i]` are the words of segment `i`.
#[derive(Debug)]
pub struct Page<'d> {
    /// The raw text.
    pub text: &'d str,
    /// Its segments.
    pub segments: Vec<Segment>,
    /// Its words.
    pub words: Vec<Word>,
    /// Which words stand in which segment.
    pub ranges: Vec<Range<usize>>,
    /// What should go, by the truth of the dump.
    pub labelled: Vec<Span>,
}

/// Every record of a dump, cut up.
#[must_use]
pub fn pages(dump: &Dump) -> Vec<Page<'_>> {
    let labelled = |truth: &DocumentTruth| truth.spans.iter().map(|labelled| labelled.span).collect();
    let documents = dump.records.iter().zip(&dump.truth.documents);
    documents.map(|(record, truth)| Page::new(&record.text, labelled(truth))).collect()
}

impl<'d> Page<'d> {
    fn new(text: &'d str, labelled: Vec<Span>) -> Self {
        let segments = segments(text);
        let mut words = Vec::new();
        let range_of = |segment: &Segment| {
            let start = words.len();
            words_into(segment.content().slice(text), segment.content().start(), &mut words);
            start..words.len()
        };
        let ranges = segments.iter().map(range_of).collect();
        Self { text, segments, words, ranges, labelled }
    }

    /// The text without what should go.
    #[must_use]
    pub fn clean(&self) -> String {
        cut(self.text, &tidy(self.text, &self.segments, &self.labelled))
    }
}
