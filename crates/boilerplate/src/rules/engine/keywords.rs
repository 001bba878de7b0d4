//! Finds the words of a text that are keywords of phrases, and for each the *postings*: the list of
//! the phrases with that keyword.
//!
//! Most words of a story are not a keyword of any phrase. A look at one bit excludes them
//! ([`BloomFilter`]). Only the few words that pass are looked up in a hash table.

use copydesk_text::Word;
use std::ops::Range;

/// Number of bits in a filter. Its 16 KiB fit into a processor's first cache beside the text, and
/// some thousand keywords set only a few per cent of the bits.
const BITS: usize = 1 << 17;

/// A set of words that may seem to hold a word that it does not, but never the other way round: a
/// Bloom filter (Bloom 1970) with one hash function, which is the hash that a word has anyway.
struct BloomFilter(Box<[u64; BITS / 64]>);

impl BloomFilter {
    /// The empty set.
    fn new() -> Self {
        Self(Box::new([0; BITS / 64]))
    }

    /// Adds the word with this hash.
    fn add(&mut self, hash: u64) {
        let bit = hash as usize % BITS;
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    /// Whether the word is in the set, or shares its bit with a word that is.
    fn may_hold(&self, hash: u64) -> bool {
        let bit = hash as usize % BITS;
        self.0[bit / 64] & (1 << (bit % 64)) != 0
    }
}

/// A word of a line that is a keyword. If only the filter takes it for a keyword, its range of
/// postings is empty.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeywordHit {
    /// The index of the word in the line.
    pub word: u32,
    first_posting: u32,
    end_of_postings: u32,
    /// Whether it may be a keyword of a phrase that cuts glued sentences off a paragraph.
    pub may_be_glued: bool,
}

impl KeywordHit {
    /// The indices of its postings in the list that was passed to [`KeywordTable::new`].
    pub fn postings(self) -> Range<usize> {
        self.first_posting as usize..self.end_of_postings as usize
    }
}

/// A posting for [`KeywordTable::new`]: one keyword of one phrase.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keyword {
    /// The hash of the word.
    pub hash: u64,
    /// Whether the phrase may cut glued sentences off a paragraph.
    pub cuts_glued: bool,
}

/// A table that says, for each keyword, where its postings are in a list that is sorted by keyword.
///
/// It is a hash table with open addressing and linear probing. Its length is a power of two, and at
/// least half of its slots are free, so that a search ends soon.
pub(crate) struct KeywordTable {
    /// All keywords.
    all: BloomFilter,
    /// The keywords of the phrases that may cut glued sentences off a paragraph. The sentences of a
    /// long line need to be found only if one of these is near an end of it.
    of_glued: BloomFilter,
    slots: Vec<Slot>,
}

/// A slot of the table: a keyword with the range of its postings. The range is empty if and only if
/// the slot is free.
#[derive(Clone, Copy, Default)]
struct Slot {
    keyword: u64,
    first_posting: u32,
    end_of_postings: u32,
}

impl Slot {
    /// Whether the slot holds no keyword, so that a search ends at it.
    fn is_free(self) -> bool {
        self.first_posting == self.end_of_postings
    }
}

impl KeywordTable {
    /// A table for a list of postings. Postings with the same keyword must be next to each other.
    pub fn new(list: &[Keyword]) -> Self {
        let slots = (2 * list.len() + 2).next_power_of_two();
        let mut table = Self {
            all: BloomFilter::new(),
            of_glued: BloomFilter::new(),
            slots: vec![Slot::default(); slots],
        };
        let mut first_posting = 0;
        for group in list.chunk_by(|a, b| a.hash == b.hash) {
            let keyword = group[0].hash;
            let end_of_postings = first_posting + group.len() as u32;
            table.all.add(keyword);
            if group.iter().any(|posting| posting.cuts_glued) {
                table.of_glued.add(keyword);
            }
            let slot = table.slot_of(keyword);
            table.slots[slot] = Slot {
                keyword,
                first_posting,
                end_of_postings,
            };
            first_posting = end_of_postings;
        }
        table
    }

    /// The index of the slot that holds the word with this hash, or of the free slot that ends the
    /// search for it.
    fn slot_of(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while !self.slots[slot].is_free() && self.slots[slot].keyword != hash {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// Replaces the content of `out` with the words that may be keywords, in their order.
    pub fn find(&self, words: &[Word], out: &mut Vec<KeywordHit>) {
        out.clear();
        for (number, word) in (0..).zip(words) {
            if !self.all.may_hold(word.hash) {
                continue;
            }
            let slot = self.slots[self.slot_of(word.hash)];
            out.push(KeywordHit {
                word: number,
                first_posting: slot.first_posting,
                end_of_postings: slot.end_of_postings,
                may_be_glued: self.of_glued.may_hold(word.hash),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_keywords_are_found(
            keywords in "([a-z]{1,2} ){0,40}",
            text in "([a-z]{1,2} ){0,40}",
        ) {
            let mut keywords: Vec<u64> = words(&keywords).iter().map(|w| w.hash).collect();
            keywords.sort_unstable();
            let list: Vec<Keyword> = keywords
                .iter()
                .map(|&hash| Keyword { hash, cuts_glued: hash % 2 == 0 })
                .collect();
            let (words, mut found) = (words(&text), Vec::new());
            KeywordTable::new(&list).find(&words, &mut found);
            for (at, word) in words.iter().enumerate() {
                let hit = found.iter().find(|hit| hit.word as usize == at);
                let numbers = 0..keywords.len();
                let expected: Vec<usize> = numbers.filter(|&i| keywords[i] == word.hash).collect();
                let postings = hit.map_or_else(Vec::new, |hit| hit.postings().collect());
                prop_assert_eq!(postings, expected);
                let is_glued =
                    hit.is_none_or(|hit| hit.postings().is_empty() || hit.may_be_glued);
                prop_assert!(word.hash % 2 == 1 || is_glued);
            }
        }
    }
}
