//! Whether one run of words says what another says: alignment, and what its differences mean.

mod align;
mod cover;

pub(crate) use cover::{Cover, cover, long_sentences};

/// Words of two passages that agree in order: exact, from their alignment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Agreement {
    /// Words that stand in both, in the same order.
    pub matched: usize,
    /// Words of the passage that goes.
    pub cut: usize,
    /// Words of the passage that stays.
    pub kept: usize,
}

impl Agreement {
    /// Share of the cut words that stand in the kept passage, 0..=1.
    #[must_use]
    pub fn coverage(self) -> f64 {
        self.matched as f64 / self.cut.max(1) as f64
    }

    /// Matched words over all words of either passage, 0..=1.
    #[must_use]
    pub fn similarity(self) -> f64 {
        self.matched as f64 / (self.cut + self.kept - self.matched).max(1) as f64
    }

    /// The agreement of two passages that follow each other in both places.
    pub(crate) fn and(self, next: Self) -> Self {
        Self { matched: self.matched + next.matched, cut: self.cut + next.cut, kept: self.kept + next.kept }
    }
}
