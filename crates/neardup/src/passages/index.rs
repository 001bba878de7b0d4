//! An index that tells which paragraphs of other documents share shingles with a run of words.
//!
//! A document is compared with up to some dozens of other documents, its *sources*, each with
//! dozens of paragraphs. To align every pair of paragraphs would be much work, nearly all of it in
//! vain. So the index tells which few paragraphs share most shingles of [`WIDTH`] words with a run
//! of words of the document. Only these are aligned.
//!
//! ```text
//! document     nine days ago the pilots of Varn lit a fire
//! shingles     nine days ago the pilots
//!                   days ago the pilots of
//!                        ago the pilots of Varn …          each with the paragraphs that have it
//! ```
//!
//! Only *solid* copies are looked for: most *windows* of a run (short runs of consecutive words,
//! longer than a shingle) are unbroken in a solid copy, that is, the same word for word
//! ([`find_coverage`]). None of these copies is excluded by mistake. A paragraph is excluded only
//! if it shares fewer shingles than every solid copy shares ([`least_shared`]). If a shingle is too
//! frequent, only some of its occurrences are recorded, so it counts as shared by every paragraph
//! ([`SharedShingles::frequent_in`]).
//!
//! [`find_coverage`]: crate::align::find_coverage

use super::paragraphs::Paragraphs;
use super::shingles::{MAX_POSITIONS, ShingleIndex, WIDTH};
use crate::align::least_shared;
use std::cmp::Reverse;
use std::ops::Range;

/// A shingle of the document that occurs in a paragraph of a source.
#[derive(Clone, Copy)]
struct Hit {
    /// Index of the first word of the shingle in the document.
    position: u32,
    /// The paragraph of a source in which it occurs.
    paragraph: SourceParagraph,
}

/// A paragraph of a source. The order is that of the sources and of their paragraphs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SourceParagraph {
    /// Index of the source.
    pub source: u32,
    /// Index of the paragraph in the source.
    pub paragraph: u32,
}

/// The paragraphs in which a shingle was found so far, while the sources are read.
#[derive(Clone, Copy, Default)]
struct Visits {
    /// Number of these paragraphs.
    count: u32,
    /// Number of the last of them. The paragraphs of all sources are numbered from one.
    last: u32,
}

/// The occurrences of a document's shingles in its sources. The document is indexed and the sources
/// are only read, because there are many of them and most of their words do not occur in the
/// document.
pub(super) struct SharedShingles {
    /// The recorded occurrences, in the order of the document.
    hits: Vec<Hit>,
    /// The positions in the document at which shingles begin that are too frequent in the document
    /// or the sources, ascending. These shingles may occur in more paragraphs than `hits` tells.
    frequent: Vec<u32>,
}

impl SharedShingles {
    /// Indexes `document` and reads all `sources`.
    pub(super) fn of(document: &Paragraphs<'_>, sources: &[&Paragraphs<'_>]) -> Self {
        let index = ShingleIndex::of(document);
        // One for each position in the document.
        let mut visits = vec![Visits::default(); document.side().words.len()];
        let mut shared = Self {
            hits: Vec::new(),
            frequent: index.unreported(),
        };
        // Numbered from one, because 0 means that a shingle was not found in any paragraph yet.
        let mut number = 0;
        for (source_index, source) in sources.iter().enumerate() {
            for (paragraph_index, range) in source.word_ranges().iter().enumerate() {
                number += 1;
                let paragraph = SourceParagraph {
                    source: source_index as u32,
                    paragraph: paragraph_index as u32,
                };
                index.for_each_shared(&source.side().words[range.clone()], |position| {
                    let hit = Hit {
                        position,
                        paragraph,
                    };
                    shared.visit(&mut visits[position as usize], number, hit);
                });
            }
        }
        shared.hits.sort_unstable_by_key(|hit| hit.position);
        shared.frequent.sort_unstable();
        shared
    }

    /// Records a hit in the paragraph with this number, unless the shingle was found before in this
    /// paragraph or in too many others. `visits` is that of the position of the shingle.
    fn visit(&mut self, visits: &mut Visits, number: u32, hit: Hit) {
        if visits.count as usize >= MAX_POSITIONS || visits.last == number {
            return;
        }
        visits.count += 1;
        visits.last = number;
        self.hits.push(hit);
        if visits.count as usize == MAX_POSITIONS {
            self.frequent.push(hit.position);
        }
    }

    /// The paragraphs that may hold a copy of a run of words, at most `max_count` of them. The
    /// paragraph that shares most shingles is first.
    pub(super) fn most_shared(&self, run: &Range<usize>, max_count: usize) -> Vec<SourceParagraph> {
        let hits = self.hits_in(run);
        let frequent = self.frequent_in(run);
        let least = least_shared(run.len(), WIDTH);
        // No paragraph can share more than all hits. Most calls end here.
        if hits.len() + frequent < least {
            return Vec::new();
        }
        let mut paragraphs: Vec<SourceParagraph> = hits.iter().map(|hit| hit.paragraph).collect();
        paragraphs.sort_unstable();
        let mut by_shared = Vec::new();
        for group in paragraphs.chunk_by(SourceParagraph::eq) {
            // Any paragraph may share the frequent shingles.
            if group.len() + frequent >= least {
                by_shared.push((Reverse(group.len()), group[0]));
            }
        }
        by_shared.sort_unstable();
        by_shared.truncate(max_count);
        let mut out = Vec::with_capacity(by_shared.len());
        for (_, paragraph) in by_shared {
            out.push(paragraph);
        }
        out
    }

    /// Whether any part of `run` may have a copy. Only parts of at least `len` words count, and
    /// `len` must not be more than the words of a window.
    pub(super) fn may_hold(&self, run: &Range<usize>, len: usize) -> bool {
        // Frequent shingles may be missing in `hits`.
        if self.frequent_in(run) > 0 {
            return true;
        }
        let hits = self.hits_in(run);
        let least = least_shared(len, WIDTH);
        if hits.len() < least {
            return false;
        }
        // A copy has at least one unbroken window; a copy shorter than a window is unbroken as a
        // whole. All the shingles in an unbroken run are shared. So there must be hits at `least`
        // consecutive positions. There may be several hits at one position.
        let mut consecutive = 0;
        let mut previous = None;
        for hit in hits {
            let position = hit.position as usize;
            if previous != Some(position) {
                let follows_previous = position > 0 && previous == Some(position - 1);
                consecutive = if follows_previous { consecutive + 1 } else { 1 };
            }
            previous = Some(position);
            if consecutive >= least {
                return true;
            }
        }
        false
    }

    /// The hits whose shingles are entirely inside a run.
    fn hits_in(&self, run: &Range<usize>) -> &[Hit] {
        let (start, end) = (run.start, run.end);
        let first = self
            .hits
            .partition_point(|hit| (hit.position as usize) < start);
        let rest = &self.hits[first..];
        &rest[..rest.partition_point(|hit| hit.position as usize + WIDTH <= end)]
    }

    /// The number of frequent shingles that begin in a run. Any paragraph may share them. Some may
    /// end outside the run, so the number may be too high, which excludes no copy.
    fn frequent_in(&self, run: &Range<usize>) -> usize {
        let first = self
            .frequent
            .partition_point(|&position| (position as usize) < run.start);
        let rest = &self.frequent[first..];
        rest.partition_point(|&position| (position as usize) < run.end)
    }
}
