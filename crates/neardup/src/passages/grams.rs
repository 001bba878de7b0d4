//! An index of the short runs of words of a document, to find those that it shares with other
//! documents, the sources.
//!
//! There are many sources, and hardly any of their runs occur in the document. So not every run of
//! a source is looked up, as in the string search of Wu and Manber (1994). The last [`PIECE`] words
//! of a run are looked up in a bitmap. If the document has them nowhere, it has neither this run
//! nor any of the next runs that contain them, and all of these are skipped.

use super::paragraphs::Paragraphs;
use ahash::RandomState;
use copydesk_text::Word;

/// Places of one run of words that are followed up.
pub(super) const MAX_PLACES: usize = 8;
/// A run of this many words brings two paragraphs together.
pub(super) const GRAM: usize = 5;
/// Words of the piece of a run that is looked up first.
const PIECE: usize = 3;
/// Bits of the bitmap for each word of the document, so that few bits are set.
const BITS_PER_WORD: usize = 16;

/// Where the document's own runs begin.
pub(super) struct OwnGrams {
    /// A bitmap: for each piece, the bit that the low bits of its hash select is set.
    pieces: Vec<u64>,
    /// The last position of each run, counted from one: open addressing, at most half full.
    last: Vec<u32>,
    /// Multiplies hashes to slots of `last`. Each document has another one, so that nobody can
    /// write documents whose runs all collide.
    factor: u64,
    /// How far the product is shifted right to give a slot (multiplicative hashing).
    shift: u32,
    /// How many positions have a run that already occurred before them.
    again: usize,
    /// For each position the run that begins there, and the position before it with the same run.
    runs: Vec<(u64, u32)>,
}

const NONE: u32 = u32::MAX;

impl OwnGrams {
    pub(super) fn of(document: &Paragraphs<'_>) -> Self {
        let words = document.side().words;
        let bits = (words.len() * BITS_PER_WORD).next_power_of_two().max(64);
        let slots = (2 * words.len()).next_power_of_two().max(2);
        let mut own = Self {
            pieces: vec![0; bits / 64],
            last: vec![0; slots],
            factor: RandomState::new().hash_one(0u64) | 1,
            shift: u64::BITS - slots.ilog2(),
            again: 0,
            runs: vec![(0, NONE); words.len()],
        };
        for range in document.ranges() {
            let paragraph = &words[range.clone()];
            for piece in paragraph.windows(PIECE) {
                let (place, bit) = own.bit(piece);
                own.pieces[place] |= bit;
            }
            for (i, run) in paragraph.windows(GRAM).enumerate() {
                own.insert(gram(run), range.start + i);
            }
        }
        own
    }

    /// Positions that are not followed up, because their run occurs many times after them. In no
    /// particular order.
    pub(super) fn overlooked(&self) -> impl Iterator<Item = u32> {
        let slots = if self.again < MAX_PLACES {
            &[][..]
        } else {
            &self.last
        };
        let last = slots.iter().filter(|&&at| at > 0).map(|&at| at - 1);
        last.flat_map(|at| self.back_from(at).skip(MAX_PLACES))
    }

    /// Calls `found` with the positions of the document's runs that stand in `words`, in the order
    /// of `words`, of equal ones the latest first.
    pub(super) fn for_each_shared(&self, words: &[Word], mut found: impl FnMut(u32)) {
        let mut start = 0;
        while let Some(run) = words.get(start..start + GRAM) {
            let (place, bit) = self.bit(&run[GRAM - PIECE..]);
            if self.pieces[place] & bit == 0 {
                start += GRAM - PIECE + 1;
                continue;
            }
            start += 1;
            let slot = self.slot(gram(run));
            if let Some(last) = self.last[slot].checked_sub(1) {
                self.back_from(last).take(MAX_PLACES).for_each(&mut found);
            }
        }
    }

    fn insert(&mut self, gram: u64, at: usize) {
        let slot = self.slot(gram);
        let before = self.last[slot].checked_sub(1);
        self.again += usize::from(before.is_some());
        self.runs[at] = (gram, before.unwrap_or(NONE));
        self.last[slot] = at as u32 + 1;
    }

    /// Where the last position of a run stands in `last`, or should stand.
    fn slot(&self, gram: u64) -> usize {
        let mask = self.last.len() - 1;
        let mut slot = (gram.wrapping_mul(self.factor) >> self.shift) as usize;
        while let Some(last) = self.last[slot].checked_sub(1)
            && self.runs[last as usize].0 != gram
        {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// A position and those before it with the same run.
    fn back_from(&self, last: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(Some(last), |&at| {
            Some(self.runs[at as usize].1).filter(|&before| before != NONE)
        })
    }

    fn bit(&self, piece: &[Word]) -> (usize, u64) {
        let hash = piece.iter().fold(0u64, |hash, word| {
            hash.rotate_left(21).wrapping_add(word.hash)
        });
        let bit = hash as usize & (self.pieces.len() * 64 - 1);
        (bit / 64, 1 << (bit % 64))
    }
}

fn gram(run: &[Word]) -> u64 {
    run.iter().fold(0, |hash: u64, word| {
        hash.wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .wrapping_add(word.hash)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::{Document, words};
    use proptest::prelude::*;
    use std::sync::Arc;

    /// The definition: every run is held against every run of the document.
    fn by_definition(own: &[Word], cut: usize, words: &[Word]) -> Vec<u32> {
        let hashes = |run: &[Word]| run.iter().map(|word| word.hash).collect::<Vec<_>>();
        let places = |run: &[Word]| {
            let is_whole = |at: &usize| *at >= cut || at + GRAM <= cut;
            let is_same = |at: &usize| hashes(&own[*at..at + GRAM]) == hashes(run);
            let all = (0..(own.len() + 1).saturating_sub(GRAM))
                .rev()
                .filter(is_whole)
                .filter(is_same);
            all.take(MAX_PLACES).map(|at| at as u32).collect::<Vec<_>>()
        };
        words.windows(GRAM).flat_map(places).collect()
    }

    proptest! {
        #[test]
        fn strides_miss_nothing(a in "([ab]|[a-f]){1}( [ab]| [a-f]){1,60}", b in "([ab]|[a-f]){1}( [ab]| [a-f]){1,60}", cut in 0usize..60) {
            let (own, other) = (words(&a), words(&b));
            let cut = cut.min(own.len());
            let ranges = vec![0..cut, cut..own.len()];
            let document = Arc::new(Document::new(a.as_str()));
            let grams = OwnGrams::of(&Paragraphs::of_ranges(document, ranges));
            let mut found = Vec::new();
            grams.for_each_shared(&other, |at| found.push(at));
            prop_assert_eq!(&found, &by_definition(&own, cut, &other));
            let overlooked: Vec<u32> = grams.overlooked().collect();
            let mut seen = Vec::new();
            grams.for_each_shared(&own[..cut], |at| seen.push(at));
            grams.for_each_shared(&own[cut..], |at| seen.push(at));
            let begins = |at: u32| (at as usize) + GRAM <= cut || at as usize >= cut && at as usize + GRAM <= own.len();
            prop_assert!((0..own.len() as u32).filter(|&at| begins(at)).all(|at| seen.contains(&at) != overlooked.contains(&at)));
        }
    }
}
