//! Sets of words as bits: a quick test whether two sets can have a word in common.

/// A set of words with a bit for each, which the first bits of the word's hash choose.
///
/// Several words share a bit, as in a Bloom filter with one hash function. So [`WordMask::meets`]
/// may be `true` for two sets without a common word, but is never `false` for two sets with one.
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

    /// Whether the two sets may have a word in common.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}
