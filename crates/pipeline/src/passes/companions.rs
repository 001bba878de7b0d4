//! Which kept documents tell the same story.

use copydesk_text::Rank;

/// Pairs of documents that tell the same story, the better rank first, in order.
#[derive(Debug, Default)]
pub(crate) struct Companions {
    /// They share a good part of their passages.
    related: Vec<(Rank, Rank)>,
    /// They give different facts: nothing may be cut between them.
    apart: Vec<(Rank, Rank)>,
}

impl Companions {
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

    /// Whether two documents tell the same story.
    pub(crate) fn are_related(&self, left: Rank, right: Rank) -> bool {
        let pair = ordered((left, right));
        self.related.binary_search(&pair).is_ok() || self.are_apart(left, right)
    }

    /// Whether two documents tell the same story with different facts.
    pub(crate) fn are_apart(&self, left: Rank, right: Rank) -> bool {
        self.apart.binary_search(&ordered((left, right))).is_ok()
    }
}

fn ordered((left, right): (Rank, Rank)) -> (Rank, Rank) {
    (left.min(right), left.max(right))
}
