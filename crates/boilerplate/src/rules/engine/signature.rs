//! A handful of words as bits, to learn that none of them is among others without looking for each.

/// A bit for each word, several of which may share one.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Signature(u128);

impl Signature {
    /// The bits of the words with these hashes.
    pub fn of(hashes: impl IntoIterator<Item = u64>) -> Self {
        Self(
            hashes
                .into_iter()
                .fold(0, |bits, hash| bits | 1 << (hash >> 57)),
        )
    }

    /// Whether the two may have a word in common; if they have, they do.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}
