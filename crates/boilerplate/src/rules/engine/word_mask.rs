//! Sets of words as bits: a quick way to learn that two sets have no word in common.

/// A set of words: a bit for each, by the first bits of its hash.
///
/// Several words share a bit, as in a Bloom filter with one hash function. So [`WordMask::meets`]
/// may say yes where no word is shared, but never no where one is.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct WordMask(u128);

impl WordMask {
    /// The set of the words with these hashes.
    pub fn of(hashes: impl IntoIterator<Item = u64>) -> Self {
        let mut bits = 0;
        for hash in hashes {
            // Seven bits of the hash are the number of one of the 128 bits.
            bits |= 1 << (hash >> 57);
        }
        Self(bits)
    }

    /// Whether the two may have a word in common; if they have one, the answer is yes.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}
