//! The words of two texts that are aligned, and the alignment of a short gap between two runs.
//!
//! A gap is aligned as in the textbook, by a table (departure 3 in the essay of
//! [`alignment`](super::alignment)). The table has a fixed size and is on the stack, since there
//! are many gaps and nearly all of them are one or two words long.

use copydesk_text::Word;
use std::ops::Range;

/// The words of the left and of the right text. They may be the same text.
#[derive(Clone, Copy)]
pub(super) struct Texts<'w> {
    pub left: &'w [Word],
    pub right: &'w [Word],
}

impl Texts<'_> {
    /// Whether a word of the left text is the same as one of the right, both by their numbers.
    pub fn is_match(self, left: usize, right: usize) -> bool {
        self.left[left].hash == self.right[right].hash
    }

    /// Whether two words that match are spelt in two ways: `5%`, `5 per cent`.
    pub fn is_respelt(self, left: usize, right: usize) -> bool {
        self.left[left].is_respelt() != self.right[right].is_respelt()
    }
}

/// Longest gap on either side that is aligned word by word, in words.
pub(super) const MAX_GAP: usize = 12;

/// The longest common subsequence of two short ranges, as pairs of word numbers; nothing if a range
/// is longer than [`MAX_GAP`]. Where several are equally long, left words are passed over first.
pub(super) fn common_subsequence(
    texts: Texts<'_>,
    left: &Range<usize>,
    right: &Range<usize>,
) -> Vec<(usize, usize)> {
    let (n, m) = (left.len(), right.len());
    if n == 0 || m == 0 || n > MAX_GAP || m > MAX_GAP {
        return Vec::new();
    }
    let (here, there) = (&texts.left[left.clone()], &texts.right[right.clone()]);
    // `best[i][j]` is the length of the longest one of the words from `i` and from `j` on.
    let mut best = [[0u8; MAX_GAP + 1]; MAX_GAP + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            best[i][j] = if here[i].hash == there[j].hash {
                best[i + 1][j + 1] + 1
            } else {
                best[i + 1][j].max(best[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < n && j < m {
        if here[i].hash == there[j].hash {
            pairs.push((left.start + i, right.start + j));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
