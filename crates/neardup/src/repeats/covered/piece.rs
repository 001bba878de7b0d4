//! A cut that is being considered.

use crate::repeats::repeat::Repeat;
use std::ops::Range;

/// A cut under consideration: all of a segment, or one sentence of it.
pub(super) struct Piece {
    pub repeat: Repeat,
    /// The segment that holds the kept copy, or most of it.
    pub by: usize,
    /// All segments that hold some of it.
    pub holders: Range<usize>,
}
