//! Pairs of documents that tell the same story, whether or not one is a copy of the other.

use copydesk_text::Rank;

/// Pairs of documents that tell the same story, by their ranks. Each pair has the better (lower)
/// rank first, and the pairs are sorted.
#[derive(Debug, Default)]
pub(crate) struct Companions {
    /// Pairs that share many of their passages. A pair may be in `apart`, too.
    related: Vec<(Rank, Rank)>,
    /// Pairs that tell the story with different facts, so that nothing may be cut from one in
    /// favour of the other.
    apart: Vec<(Rank, Rank)>,
}

impl Companions {
    /// The pairs may be in any order and may be repeated, and either document may be first.
    pub(crate) fn new(mut related: Vec<(Rank, Rank)>, mut apart: Vec<(Rank, Rank)>) -> Self {
        for pairs in [&mut related, &mut apart] {
            for pair in pairs.iter_mut() {
                *pair = ordered(*pair);
            }
            pairs.sort_unstable();
            pairs.dedup();
        }
        Self { related, apart }
    }

    /// Whether two documents tell the same story, with the same facts or different ones.
    pub(crate) fn are_related(&self, left: Rank, right: Rank) -> bool {
        let pair = ordered((left, right));
        self.related.binary_search(&pair).is_ok() || self.are_apart(left, right)
    }

    /// Whether two documents tell the same story with different facts.
    pub(crate) fn are_apart(&self, left: Rank, right: Rank) -> bool {
        self.apart.binary_search(&ordered((left, right))).is_ok()
    }
}

/// The pair with the better rank first.
fn ordered((left, right): (Rank, Rank)) -> (Rank, Rank) {
    (left.min(right), left.max(right))
}
