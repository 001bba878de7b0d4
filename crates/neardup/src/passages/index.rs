//! Which paragraphs share runs of words.

use super::Paragraphs;
use ahash::AHashMap;
use copydesk_text::{Word, mix64};
use std::ops::Range;

/// A run of this many words brings two paragraphs together.
const GRAM: usize = 5;
/// Places of one such run that are followed up.
const MAX_PLACES: usize = 8;

/// A run of the document's words that stands in a source.
#[derive(Clone, Copy)]
struct Hit {
    /// Where the run begins, in words of the document.
    at: u32,
    source: u32,
    copy: u32,
}

/// Where runs of a document's words stand: source and paragraph. The document is indexed and the sources are only read, because there
/// are many of them and most of what they say is of no interest.
pub(super) struct Places(Vec<Hit>);

impl Places {
    pub(super) fn of(document: Paragraphs<'_>, sources: &[Paragraphs<'_>]) -> Self {
        let own = OwnGrams::of(document);
        let mut hits: Vec<Hit> = Vec::new();
        let mut found = vec![(0usize, None); document.side.words.len()];
        for (source, paragraphs) in sources.iter().enumerate() {
            for (copy, range) in paragraphs.ranges.iter().enumerate() {
                let (source, copy) = (source as u32, copy as u32);
                for gram in grams(&paragraphs.side.words[range.clone()]) {
                    for at in own.positions(gram) {
                        let (count, last) = &mut found[at as usize];
                        if *count < MAX_PLACES && *last != Some((source, copy)) {
                            (*count, *last) = (*count + 1, Some((source, copy)));
                            hits.push(Hit { at, source, copy });
                        }
                    }
                }
            }
        }
        hits.sort_unstable_by_key(|hit| hit.at);
        Self(hits)
    }

    /// The paragraphs that share most with a run of words: source and paragraph, best first.
    pub(super) fn most_shared(&self, run: &Range<usize>, most: usize) -> Vec<(usize, usize)> {
        let from = self.0.partition_point(|hit| (hit.at as usize) < run.start);
        let inside = self.0[from..].iter().take_while(|hit| hit.at as usize + GRAM <= run.end);
        let mut places: Vec<(u32, u32)> = inside.map(|hit| (hit.source, hit.copy)).collect();
        places.sort_unstable();
        let counted = places.chunk_by(|a, b| a == b).map(|group| (u32::MAX - group.len() as u32, group[0]));
        let mut partners: Vec<(u32, (u32, u32))> = counted.collect();
        partners.sort_unstable();
        partners.into_iter().take(most).map(|(_, (source, copy))| (source as usize, copy as usize)).collect()
    }
}

/// Where the document's own runs begin.
struct OwnGrams {
    /// The last position of each run.
    last: AHashMap<u64, u32>,
    /// For each position the one before it with the same run.
    previous: Vec<u32>,
    /// Of each run ten bits of its hash: most runs of the sources end here.
    bitmap: Vec<u64>,
}

const NONE: u32 = u32::MAX;
/// Bits of the bitmap for each word of the document, so that few bits are set.
const BITS_PER_WORD: usize = 16;

impl OwnGrams {
    fn of(document: Paragraphs<'_>) -> Self {
        let words = document.side.words;
        let bits = (words.len() * BITS_PER_WORD).next_power_of_two().max(64);
        let mut own =
            Self { last: AHashMap::with_capacity(words.len()), previous: vec![NONE; words.len()], bitmap: vec![0; bits / 64] };
        for range in document.ranges {
            for (i, gram) in grams(&words[range.clone()]).enumerate() {
                let at = (range.start + i) as u32;
                own.previous[at as usize] = own.last.insert(gram, at).unwrap_or(NONE);
                let (place, bit) = own.bit(gram);
                own.bitmap[place] |= bit;
            }
        }
        own
    }

    fn bit(&self, gram: u64) -> (usize, u64) {
        let bit = gram as usize & (self.bitmap.len() * 64 - 1);
        (bit / 64, 1 << (bit % 64))
    }

    fn positions(&self, gram: u64) -> impl Iterator<Item = u32> {
        let (place, bit) = self.bit(gram);
        let first = if self.bitmap[place] & bit == 0 { None } else { self.last.get(&gram).copied() };
        std::iter::successors(first, |&at| Some(self.previous[at as usize]).filter(|&before| before != NONE)).take(MAX_PLACES)
    }
}

fn grams(words: &[Word]) -> impl Iterator<Item = u64> {
    words.windows(GRAM).map(|run| {
        mix64(run.iter().fold(0, |hash: u64, word| (hash ^ word.hash).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)))
    })
}
