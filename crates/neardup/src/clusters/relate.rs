//! How two candidates relate that share no bucket: documents with a long passage in common.
//!
//! Similarity says little about them, because one may be many times longer than the other. So they
//! are measured by containment, and may become an [`Edge`] in either direction.

use super::{Candidates, Edge};
use copydesk_text::Rank;

/// How two documents relate, as far as clustering is concerned.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Related {
    /// One may be dropped for the other.
    Edge(Edge),
    /// They tell different facts of the same event: nothing may be cut between them.
    Apart,
    /// Both are kept, and nothing forbids to cut what they share.
    Loosely,
}

/// Relates two documents, if at least `containment` (0..=1) of the smaller shingle set is in the
/// larger. Of twins the one with the worse rank may be dropped.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn relate<C: Candidates>(
    documents: &C,
    left: Rank,
    right: Rank,
    containment: f64,
) -> Result<Related, C::Error> {
    // The handles on both sets end with this block, before the stories are read.
    let overlap = {
        let here = documents.shingles(left)?;
        here.overlap(&*documents.shingles(right)?)
    };
    if overlap.containment() < containment {
        return Ok(Related::Loosely);
    }
    let verdict = documents.relate(left, right)?;
    let (may_left, may_right) = (verdict.may_drop.left(), verdict.may_drop.right());
    let relation = verdict.relation;
    // Of twins the one with the worse rank is dropped; the other has the smaller number.
    if may_left && (!may_right || right < left) {
        return Ok(Related::Edge(Edge {
            member: left,
            representative: right,
            overlap,
            relation,
        }));
    }
    if may_right {
        return Ok(Related::Edge(Edge {
            member: right,
            representative: left,
            overlap: overlap.flipped(),
            relation,
        }));
    }
    if relation.is_apart() {
        return Ok(Related::Apart);
    }
    Ok(Related::Loosely)
}
