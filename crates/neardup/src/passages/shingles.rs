//! An index of the shingles of a document, to find those that it shares with other documents, the
//! sources.
//!
//! There are many sources, and hardly any of their shingles occur in the document. So not every
//! shingle of a source is looked up, as in the string search of Wu and Manber (1994):
//!
//! 1. *The last [`PIECE`] words of a shingle are looked up in a bitmap.* If the document has them
//!    nowhere, it has neither this shingle nor any of the next ones that contain them, and all of
//!    these are skipped. The bitmap may say that a piece is there which is not, and never the
//!    reverse, so nothing is missed.
//!    If the document has `fog on Monday` nowhere, for example, none of the three shingles of five
//!    words that contain it can be shared.
//! 2. *The others are looked up in a hash table with open addressing.* It holds the last place of
//!    each shingle, and each place points to the one before it.
//! 3. *Of one shingle only the last [`MAX_PLACES`] places are reported.* What was passed over is
//!    told ([`OwnShingles::overlooked`]), so that the caller can count it as shared.

use super::paragraphs::Paragraphs;
use ahash::RandomState;
use copydesk_text::Word;

/// Places of one shingle that are followed up, in the document and in the sources.
pub(super) const MAX_PLACES: usize = 8;
/// Width of a shingle, in words. One shared shingle brings two paragraphs together.
pub(super) const WIDTH: usize = 5;
/// Words of the piece of a shingle that is looked up first. A longer piece is skipped more often,
/// and fewer words with it.
const PIECE: usize = 3;
/// Bits of the bitmap for each word of the document, so that few bits are set.
const BITS_PER_WORD: usize = 16;

/// Where the document's own shingles begin. Positions are of words.
pub(super) struct OwnShingles {
    /// A bitmap: for each piece, the bit that the low bits of its hash select is set.
    pieces: Vec<u64>,
    /// The last position of each shingle, counted from one, or 0 for an empty slot. At most half of
    /// the slots are taken.
    last: Vec<u32>,
    /// Multiplies hashes to slots of `last`. Each document has another one, so that nobody can
    /// write documents whose shingles all collide. The slots decide nothing but the time.
    factor: u64,
    /// How far the product is shifted right to give a slot (multiplicative hashing).
    shift: u32,
    /// How many positions have a shingle that already occurred before them.
    again: usize,
    /// By position.
    positions: Vec<Position>,
}

/// What begins at a position.
#[derive(Clone, Copy)]
struct Position {
    /// Hash of the shingle.
    shingle: u64,
    /// The position before it with the same shingle, or [`NONE`].
    before: u32,
}

/// No position.
const NONE: u32 = u32::MAX;

impl OwnShingles {
    /// Indexes the paragraphs of a document. No shingle reaches from one paragraph into the next.
    pub(super) fn of(document: &Paragraphs<'_>) -> Self {
        let words = document.side().words;
        // A document without words has a table too, with no bit set.
        let bits = (words.len() * BITS_PER_WORD).next_power_of_two().max(64);
        let slots = (2 * words.len()).next_power_of_two().max(2);
        let nothing = Position {
            shingle: 0,
            before: NONE,
        };
        let mut own = Self {
            pieces: vec![0; bits / 64],
            last: vec![0; slots],
            factor: RandomState::new().hash_one(0u64) | 1,
            shift: u64::BITS - slots.ilog2(),
            again: 0,
            positions: vec![nothing; words.len()],
        };
        for range in document.ranges() {
            let paragraph = &words[range.clone()];
            for piece in paragraph.windows(PIECE) {
                let (place, bit) = own.bit(piece);
                own.pieces[place] |= bit;
            }
            for (i, run) in paragraph.windows(WIDTH).enumerate() {
                own.insert(shingle(run), range.start + i);
            }
        }
        own
    }

    /// Positions that are not followed up, because their shingle occurs many times after them. In
    /// no particular order.
    pub(super) fn overlooked(&self) -> Vec<u32> {
        let mut out = Vec::new();
        // Of most documents nothing is, and the slots need not be read.
        if self.again < MAX_PLACES {
            return out;
        }
        for last in &self.last {
            if let Some(last) = last.checked_sub(1) {
                out.extend(self.back_from(last).skip(MAX_PLACES));
            }
        }
        out
    }

    /// Calls `found` with the positions of the document's shingles that occur in `words`, in the
    /// order of `words`, of equal ones the latest first.
    pub(super) fn for_each_shared(&self, words: &[Word], mut found: impl FnMut(u32)) {
        let mut start = 0;
        while let Some(run) = words.get(start..start + WIDTH) {
            let (place, bit) = self.bit(&run[WIDTH - PIECE..]);
            if self.pieces[place] & bit == 0 {
                start += WIDTH - PIECE + 1;
                continue;
            }
            start += 1;
            // Only now is all of the shingle hashed.
            let slot = self.slot(shingle(run));
            if let Some(last) = self.last[slot].checked_sub(1) {
                self.back_from(last).take(MAX_PLACES).for_each(&mut found);
            }
        }
    }

    /// Adds the shingle that begins at `at`. From then on it is the last place of that shingle.
    fn insert(&mut self, shingle: u64, at: usize) {
        let slot = self.slot(shingle);
        let before = self.last[slot].checked_sub(1);
        self.again += usize::from(before.is_some());
        self.positions[at] = Position {
            shingle,
            before: before.unwrap_or(NONE),
        };
        self.last[slot] = at as u32 + 1;
    }

    /// Where the last position of a shingle is in `last`, or should be. There is always an
    /// empty slot, so the search ends.
    fn slot(&self, shingle: u64) -> usize {
        let mask = self.last.len() - 1;
        let mut slot = (shingle.wrapping_mul(self.factor) >> self.shift) as usize;
        while let Some(last) = self.last[slot].checked_sub(1)
            && self.positions[last as usize].shingle != shingle
        {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// A position and those before it with the same shingle.
    fn back_from(&self, last: u32) -> Places<'_> {
        Places {
            positions: &self.positions,
            next: last,
        }
    }

    /// Which word of the bitmap a piece falls on, and which bit of that.
    fn bit(&self, piece: &[Word]) -> (usize, u64) {
        let mut hash = 0u64;
        for word in piece {
            hash = hash.rotate_left(21).wrapping_add(word.hash);
        }
        let bit = hash as usize & (self.pieces.len() * 64 - 1);
        (bit / 64, 1 << (bit % 64))
    }
}

/// The positions of one shingle, the last first.
struct Places<'o> {
    positions: &'o [Position],
    /// The next to be given, or [`NONE`].
    next: u32,
}

impl Iterator for Places<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.next == NONE {
            return None;
        }
        let place = self.next;
        self.next = self.positions[place as usize].before;
        Some(place)
    }
}

/// A hash of a shingle that depends on the order of its words.
fn shingle(run: &[Word]) -> u64 {
    let mut hash: u64 = 0;
    for word in run {
        hash = hash
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .wrapping_add(word.hash);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::{Document, words};
    use proptest::prelude::*;
    use std::sync::Arc;

    /// The definition: every run is compared with every run of the document.
    fn by_definition(own: &[Word], cut: usize, words: &[Word]) -> Vec<u32> {
        let hashes = |run: &[Word]| run.iter().map(|word| word.hash).collect::<Vec<_>>();
        let places = |run: &[Word]| {
            let is_whole = |at: &usize| *at >= cut || at + WIDTH <= cut;
            let is_same = |at: &usize| hashes(&own[*at..at + WIDTH]) == hashes(run);
            let all = (0..(own.len() + 1).saturating_sub(WIDTH))
                .rev()
                .filter(is_whole)
                .filter(is_same);
            all.take(MAX_PLACES).map(|at| at as u32).collect::<Vec<_>>()
        };
        words.windows(WIDTH).flat_map(places).collect()
    }

    proptest! {
        #[test]
        fn strides_miss_nothing(
            a in "([ab]|[a-f]){1}( [ab]| [a-f]){1,60}",
            b in "([ab]|[a-f]){1}( [ab]| [a-f]){1,60}",
            cut in 0usize..60,
        ) {
            let (own, other) = (words(&a), words(&b));
            let cut = cut.min(own.len());
            let ranges = vec![0..cut, cut..own.len()];
            let document = Arc::new(Document::new(a.as_str()));
            let shingles = OwnShingles::of(&Paragraphs::of_ranges(document, ranges));
            let mut found = Vec::new();
            shingles.for_each_shared(&other, |at| found.push(at));
            prop_assert_eq!(&found, &by_definition(&own, cut, &other));
            let overlooked = shingles.overlooked();
            let mut seen = Vec::new();
            shingles.for_each_shared(&own[..cut], |at| seen.push(at));
            shingles.for_each_shared(&own[cut..], |at| seen.push(at));
            for at in 0..own.len() {
                let end = at + WIDTH;
                if end <= cut || at >= cut && end <= own.len() {
                    let at = at as u32;
                    prop_assert!(seen.contains(&at) != overlooked.contains(&at));
                }
            }
        }
    }
}
