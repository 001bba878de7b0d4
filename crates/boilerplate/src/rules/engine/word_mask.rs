//! Sets of words as bits: a quick test whether two sets can have a word in common.

/// A set of words, with one bit for each word. The highest bits of the word's hash choose the bit.
///
/// Several words share a bit, as in a Bloom filter with one hash function. So two sets without a
/// common word may seem to have one.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct WordMask(u128);

impl WordMask {
    /// The set of the words with these hashes.
    pub fn of(hashes: impl IntoIterator<Item = u64>) -> Self {
        let mut bits = 0;
        for hash in hashes {
            // The highest seven bits of the hash choose one of the 128 bits.
            bits |= 1 << (hash >> 57);
        }
        Self(bits)
    }

    /// Whether the two sets may have a word in common. If `false`, they certainly have none.
    pub fn may_overlap(self, other: Self) -> bool {
        (self.0 & other.0) != 0
    }
}
