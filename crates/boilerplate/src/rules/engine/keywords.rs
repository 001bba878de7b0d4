//! Finds the words of a text that are keywords of phrases.
//!
//! A [*phrase*](super::phrase::Phrase) is a pattern of words by which a rule recognises furniture.
//! Its *keywords* are words such that every match holds at least one of them. A *posting* is a
//! phrase under one of its keywords, as an entry of an inverted index. The [index](super::index)
//! keeps all postings in one list, those of the same keyword side by side. This module only says
//! where in that list the postings of a word are.
//!
//! Most words of a story are not a keyword of any phrase. A look at one bit excludes them
//! ([`BloomFilter`]). Only the few other words are looked up in a hash table.

use copydesk_text::Word;
use std::ops::Range;

/// Number of bits in a filter. A filter of 16 KiB fits into a processor's level-1 cache together
/// with the text. Some thousands of keywords set only a few per cent of the bits.
const BITS: usize = 1 << 17;

/// A set of words that may also seem to hold other words: a Bloom filter (Bloom 1970). It has one
/// hash function, the hash that each word has anyway.
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
        (self.0[bit / 64] & (1 << (bit % 64))) != 0
    }
}

/// A word of a line that may be a keyword, because the filter seems to hold it. If it is no
/// keyword, its range of postings is empty.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeywordHit {
    /// The index of the word in the line.
    pub word: u32,
    first_posting: u32,
    end_of_postings: u32,
    /// Whether the word seems to be a keyword of a phrase that cuts *glued* sentences off a
    /// paragraph, which are sentences of furniture that were scraped into it. A filter says so, and
    /// so may be wrong: `false` is certain, `true` is not.
    pub may_cut_glued: bool,
}

impl KeywordHit {
    /// The indices of the word's postings in the list of all postings.
    pub fn postings(self) -> Range<usize> {
        self.first_posting as usize..self.end_of_postings as usize
    }
}

/// The keyword of one posting, and what else [`KeywordTable`] must know of the posting.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PostingKeyword {
    /// The hash of the keyword.
    pub hash: u64,
    /// Whether the phrase of the posting cuts glued sentences off a paragraph.
    pub cuts_glued: bool,
}

/// A table that says, for each keyword, where its postings are in the list of all postings.
///
/// It is a hash table with open addressing and linear probing. Its length is a power of two, and at
/// least half of its slots are free, so that a search ends soon.
pub(crate) struct KeywordTable {
    /// All keywords.
    all: BloomFilter,
    /// The keywords of the phrases that cut glued sentences off a paragraph.
    cuts_glued: BloomFilter,
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
    /// A table of these keywords. `keywords` has one entry for each entry of the list of postings,
    /// in the same order. Equal keywords must be side by side.
    pub fn new(keywords: &[PostingKeyword]) -> Self {
        // More than twice as many slots as postings. There are no more keywords than postings, so
        // at least half of the slots are free.
        let slots = (2 * keywords.len() + 2).next_power_of_two();
        let mut table = Self {
            all: BloomFilter::new(),
            cuts_glued: BloomFilter::new(),
            slots: vec![Slot::default(); slots],
        };
        let mut first_posting = 0;
        for group in keywords.chunk_by(|a, b| a.hash == b.hash) {
            let keyword = group[0].hash;
            let end_of_postings = first_posting + group.len() as u32;
            table.all.add(keyword);
            if group.iter().any(|posting| posting.cuts_glued) {
                table.cuts_glued.add(keyword);
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
        // The number of slots is a power of two, so `& mask` is the remainder of a division by it.
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while !self.slots[slot].is_free() && self.slots[slot].keyword != hash {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// Replaces the content of `out` with the words that may be keywords, in the order of the text.
    pub fn find(&self, words: &[Word], out: &mut Vec<KeywordHit>) {
        out.clear();
        for (index, word) in (0..).zip(words) {
            if !self.all.may_hold(word.hash) {
                continue;
            }
            // If the word is no keyword, this is a free slot, which has an empty range.
            let slot = self.slots[self.slot_of(word.hash)];
            out.push(KeywordHit {
                word: index,
                first_posting: slot.first_posting,
                end_of_postings: slot.end_of_postings,
                may_cut_glued: self.cuts_glued.may_hold(word.hash),
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
        fn all_keywords_and_all_their_postings_are_found(
            keywords in "([a-z]{1,2} ){0,40}",
            text in "([a-z]{1,2} ){0,40}",
        ) {
            let mut keywords: Vec<u64> = words(&keywords).iter().map(|w| w.hash).collect();
            keywords.sort_unstable();
            let cuts_glued = |hash: u64| hash.is_multiple_of(2);
            let postings: Vec<PostingKeyword> = keywords
                .iter()
                .map(|&hash| PostingKeyword { hash, cuts_glued: cuts_glued(hash) })
                .collect();
            let (words, mut hits) = (words(&text), Vec::new());
            KeywordTable::new(&postings).find(&words, &mut hits);
            for (at, word) in words.iter().enumerate() {
                let hit = hits.iter().find(|hit| hit.word as usize == at);
                let indices = 0..keywords.len();
                let expected: Vec<usize> = indices.filter(|&i| keywords[i] == word.hash).collect();
                let found = hit.map_or_else(Vec::new, |hit| hit.postings().collect());
                prop_assert_eq!(&found, &expected);
                if cuts_glued(word.hash) && !found.is_empty() {
                    prop_assert!(hit.is_some_and(|hit| hit.may_cut_glued));
                }
            }
        }
    }
}
