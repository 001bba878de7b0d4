//! An index of the shingles of a document, to find those that it shares with other documents, its
//! *sources*.
//!
//! There are many sources, and hardly any of their shingles occur in the document. So not every
//! shingle of a source is looked up, as in the string search of Wu and Manber (1994):
//!
//! 1. *The last [`PIECE`] words of a shingle are looked up in a bitmap.* If the document does not
//!    have this piece, it has none of the shingles that contain the piece, and all of them are
//!    skipped. For example, if `fog on Monday` is nowhere in the document, the three shingles of
//!    five words that contain it cannot be shared. The bitmap has every piece of the document, so
//!    nothing is missed. It may seem to have other pieces, too.
//! 2. *The other shingles are looked up in a hash table with open addressing.* It holds the last
//!    position of each shingle in the document. Each position is linked to the one before it that
//!    has the same shingle.
//! 3. *Only the last [`MAX_POSITIONS`] positions of a shingle are reported.* The caller can count
//!    the others ([`ShingleIndex::unreported`]) as shared.

use super::paragraphs::Paragraphs;
use crate::shingles::BASE;
use crate::word_runs::WORD_ROTATION;
use ahash::RandomState;
use copydesk_text::Word;

/// Most positions of one shingle in the document that are reported. For each of these positions, at
/// most this many paragraphs of the sources are recorded, too (`index.rs`).
pub(super) const MAX_POSITIONS: usize = 8;
/// Width of a shingle, in words.
pub(super) const WIDTH: usize = 5;
/// Length, in words, of the piece of a shingle that is looked up first. A longer piece is less
/// often in the document, but then fewer shingles are skipped.
const PIECE: usize = 3;
/// Bits of the bitmap for each word of the document: so many that few are set.
const BITS_PER_WORD: usize = 16;

/// The index of a document. A position is the index in the document of the first word of a shingle.
pub(super) struct ShingleIndex {
    /// The bitmap. The low bits of the hash of a piece select its bit, which is set if the document
    /// has the piece.
    pieces: Vec<u64>,
    /// The slots of the hash table. Each has the last position of a shingle plus one, or 0 if it is
    /// empty. At most half of the slots are used.
    slots: Vec<u32>,
    /// The number by which a hash is multiplied to find its slot. It is random for each document,
    /// so nobody can write documents whose shingles all collide. No result depends on it.
    factor: u64,
    /// By how many bits the product of hash and factor is shifted right to give the number of a
    /// slot (multiplicative hashing).
    shift: u32,
    /// Number of positions whose shingle occurs at an earlier position as well.
    repeated: usize,
    /// The shingle at each position, by position.
    shingles: Vec<ShingleAt>,
}

/// The shingle that begins at a position.
#[derive(Clone, Copy)]
struct ShingleAt {
    /// Hash of the shingle.
    hash: u64,
    /// The last position before this one that has the same shingle, or [`NONE`].
    previous: u32,
}

/// Means that there is no position.
const NONE: u32 = u32::MAX;

impl ShingleIndex {
    /// Indexes the paragraphs of a document. No shingle reaches from one paragraph into the next.
    pub(super) fn of(document: &Paragraphs<'_>) -> Self {
        let words = document.side().words;
        // Even a document without words has a bitmap and slots, all of them empty.
        let bits = (words.len() * BITS_PER_WORD).next_power_of_two().max(64);
        let slot_count = (2 * words.len()).next_power_of_two().max(2);
        // For positions at which no shingle begins, such as the last word of a paragraph.
        let no_shingle = ShingleAt {
            hash: 0,
            previous: NONE,
        };
        let mut index = Self {
            pieces: vec![0; bits / 64],
            slots: vec![0; slot_count],
            factor: RandomState::new().hash_one(0u64) | 1,
            shift: u64::BITS - slot_count.ilog2(),
            repeated: 0,
            shingles: vec![no_shingle; words.len()],
        };
        for range in document.word_ranges() {
            let paragraph = &words[range.clone()];
            for piece in paragraph.windows(PIECE) {
                let (element, mask) = index.piece_bit(piece);
                index.pieces[element] |= mask;
            }
            for (i, run) in paragraph.windows(WIDTH).enumerate() {
                index.insert(shingle_hash(run), range.start + i);
            }
        }
        index
    }

    /// The positions that [`Self::for_each_shared`] never reports, because their shingle occurs at
    /// [`MAX_POSITIONS`] or more later ones. They are in no particular order.
    pub(super) fn unreported(&self) -> Vec<u32> {
        let mut out = Vec::new();
        // A shingle with unreported positions has more than `MAX_POSITIONS`, and all but the first
        // of them are repeated. Most documents have no such shingle, so the slots are not read.
        if self.repeated < MAX_POSITIONS {
            return out;
        }
        for last in &self.slots {
            if let Some(last) = last.checked_sub(1) {
                out.extend(self.back_from(last).skip(MAX_POSITIONS));
            }
        }
        out
    }

    /// Calls `report` with the positions of the document's shingles that occur in `words`: in the
    /// order in which `words` has them, and for each shingle the last position first.
    pub(super) fn for_each_shared(&self, words: &[Word], mut report: impl FnMut(u32)) {
        let mut start = 0;
        while let Some(run) = words.get(start..start + WIDTH) {
            let (element, mask) = self.piece_bit(&run[WIDTH - PIECE..]);
            let has_piece = (self.pieces[element] & mask) != 0;
            if !has_piece {
                // This shingle and the next `WIDTH - PIECE` ones contain the piece.
                start += WIDTH - PIECE + 1;
                continue;
            }
            start += 1;
            // The whole shingle is hashed only now, since most are skipped.
            let slot = self.slot(shingle_hash(run));
            if let Some(last) = self.slots[slot].checked_sub(1) {
                self.back_from(last)
                    .take(MAX_POSITIONS)
                    .for_each(&mut report);
            }
        }
    }

    /// Adds the shingle with this hash that begins at `position`. Positions must be added in
    /// ascending order for each shingle.
    fn insert(&mut self, hash: u64, position: usize) {
        let slot = self.slot(hash);
        let previous = self.slots[slot].checked_sub(1);
        self.repeated += usize::from(previous.is_some());
        self.shingles[position] = ShingleAt {
            hash,
            previous: previous.unwrap_or(NONE),
        };
        self.slots[slot] = position as u32 + 1;
    }

    /// The slot of the shingle with this hash; an empty one, if the shingle is not in the table.
    /// There is always an empty slot, so the search ends.
    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (hash.wrapping_mul(self.factor) >> self.shift) as usize;
        while let Some(last) = self.slots[slot].checked_sub(1)
            && self.shingles[last as usize].hash != hash
        {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// A position and those before it that have the same shingle, the last first.
    fn back_from(&self, last: u32) -> Positions<'_> {
        Positions {
            shingles: &self.shingles,
            next: last,
        }
    }

    /// The bit of a piece: the index of the element of [`Self::pieces`] that has the bit, and the
    /// mask that selects the bit in the element.
    fn piece_bit(&self, piece: &[Word]) -> (usize, u64) {
        let mut hash = 0u64;
        for word in piece {
            hash = hash.rotate_left(WORD_ROTATION).wrapping_add(word.hash);
        }
        // The low bits of the hash: the number of bits in the map is a power of two.
        let bit = hash as usize & (self.pieces.len() * 64 - 1);
        (bit / 64, 1 << (bit % 64))
    }
}

/// The positions of one shingle, the last first.
struct Positions<'i> {
    shingles: &'i [ShingleAt],
    /// The position that is returned next, or [`NONE`].
    next: u32,
}

impl Iterator for Positions<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.next == NONE {
            return None;
        }
        let position = self.next;
        self.next = self.shingles[position as usize].previous;
        Some(position)
    }
}

/// The hash of a shingle. It depends on the order of the words.
fn shingle_hash(run: &[Word]) -> u64 {
    let mut hash: u64 = 0;
    for word in run {
        hash = hash.wrapping_mul(BASE).wrapping_add(word.hash);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::{Document, words};
    use proptest::prelude::*;
    use std::sync::Arc;

    /// The definition: every run of `words` is compared with every run of the document's words
    /// `own`, which are two paragraphs divided at `cut`.
    fn by_definition(own: &[Word], cut: usize, words: &[Word]) -> Vec<u32> {
        let hashes = |run: &[Word]| run.iter().map(|word| word.hash).collect::<Vec<_>>();
        let positions = |run: &[Word]| {
            let is_in_one_paragraph = |at: &usize| *at >= cut || at + WIDTH <= cut;
            let is_same = |at: &usize| hashes(&own[*at..at + WIDTH]) == hashes(run);
            let all = (0..(own.len() + 1).saturating_sub(WIDTH))
                .rev()
                .filter(is_in_one_paragraph)
                .filter(is_same);
            all.take(MAX_POSITIONS)
                .map(|at| at as u32)
                .collect::<Vec<_>>()
        };
        words.windows(WIDTH).flat_map(positions).collect()
    }

    proptest! {
        #[test]
        fn skipping_words_misses_nothing(
            a in "([ab]|[a-f]){1}( [ab]| [a-f]){1,60}",
            b in "([ab]|[a-f]){1}( [ab]| [a-f]){1,60}",
            cut in 0usize..60,
        ) {
            let (own, other) = (words(&a), words(&b));
            let cut = cut.min(own.len());
            let ranges = vec![0..cut, cut..own.len()];
            let document = Arc::new(Document::new(a.as_str()));
            let index = ShingleIndex::of(&Paragraphs::of_ranges(document, ranges));
            let mut found = Vec::new();
            index.for_each_shared(&other, |at| found.push(at));
            prop_assert_eq!(&found, &by_definition(&own, cut, &other));
            // A position in the document is either reported when its own paragraphs are looked up,
            // or it is among the unreported ones.
            let unreported = index.unreported();
            let mut reported = Vec::new();
            index.for_each_shared(&own[..cut], |at| reported.push(at));
            index.for_each_shared(&own[cut..], |at| reported.push(at));
            for at in 0..own.len() {
                let end = at + WIDTH;
                if end <= cut || at >= cut && end <= own.len() {
                    let at = at as u32;
                    prop_assert!(reported.contains(&at) != unreported.contains(&at));
                }
            }
        }
    }
}
