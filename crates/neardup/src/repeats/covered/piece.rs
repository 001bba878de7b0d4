//! The type [`Piece`]: the cut of a segment or of one sentence.

use crate::repeats::repeat::Repeat;
use std::ops::Range;

/// A cut that may be made: of a whole segment, or of one of the sentences that together are a whole
/// segment.
pub(super) struct Piece {
    /// The span that is cut and the copy that is kept.
    pub repeat: Repeat,
    /// The segment that was found to say the same. The kept copy is in this segment, or in it and
    /// the segments beside it.
    pub by: usize,
    /// All segments that hold a part of the kept copy.
    pub holders: Range<usize>,
}
