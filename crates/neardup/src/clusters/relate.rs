//! Relates candidates that share a long passage but no bucket.
//!
//! Their similarity says little, because one document may be many times longer than the other. So
//! they are measured by containment. Either of the two may be dropped for the other. Such a pair
//! becomes an [`Edge`], which is decided when all edges are known.

use super::{Candidates, Edge};
use copydesk_text::Rank;

/// What the relation of two documents means for clustering.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Related {
    /// One may be dropped for the other.
    Edge(Edge),
    /// They tell different facts of the same event: nothing that they share may be cut.
    Apart,
    /// Both are kept, and passages that they share may be cut.
    Loosely,
}

/// Compares the stories of two documents, if at least the share `containment` (0..=1) of the
/// smaller shingle set is in the larger. Otherwise their stories are not compared, and the result
/// is [`Related::Loosely`]. If each may be dropped for the other, the edge drops the one of worse
/// rank.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn relate<C: Candidates>(
    documents: &C,
    left: Rank,
    right: Rank,
    containment: f64,
) -> Result<Related, C::Error> {
    // In a block, so that the shingle sets are freed before the stories are read.
    let overlap = {
        let left_shingles = documents.shingles(left)?;
        left_shingles.overlap(&*documents.shingles(right)?)
    };
    if overlap.containment() < containment {
        return Ok(Related::Loosely);
    }
    let verdict = documents.relate(left, right)?;
    let (may_drop_left, may_drop_right) = (verdict.may_drop.left(), verdict.may_drop.right());
    let relation = verdict.relation;
    // The smaller number is the better rank.
    let is_right_preferred = right < left;
    if may_drop_left && (!may_drop_right || is_right_preferred) {
        return Ok(Related::Edge(Edge {
            member: left,
            representative: right,
            overlap,
            relation,
        }));
    }
    if may_drop_right {
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
