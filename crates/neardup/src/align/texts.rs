//! The words of two texts that are aligned, and the alignment of a short *gap*: the words between
//! two runs of words that the texts have in common.
//!
//! A gap is aligned as in the textbook: a table of longest common subsequences is filled (departure
//! 3 in the essay of [`alignment`](super::alignment)). The table has a fixed size and is on the
//! stack, since there are many gaps and nearly all of them are one or two words long.

use copydesk_text::Word;
use std::ops::Range;

/// The words of the left and of the right text. They may be the same text.
#[derive(Clone, Copy)]
pub(super) struct Texts<'w> {
    pub left: &'w [Word],
    pub right: &'w [Word],
}

impl Texts<'_> {
    /// Whether the word with the index `left` in the left text has the same normal form as the one
    /// with the index `right` in the right text.
    pub fn is_match(self, left: usize, right: usize) -> bool {
        self.left[left].hash == self.right[right].hash
    }

    /// Whether two words that match are spelt in different ways: one of them differs from its
    /// normal form in more than case, and the other does not (`5 per cent`, `5%`).
    pub fn is_respelt(self, left: usize, right: usize) -> bool {
        self.left[left].is_respelt() != self.right[right].is_respelt()
    }
}

/// Length of the longest gap, on either side, that is aligned word by word, in words.
pub(super) const MAX_GAP: usize = 12;

/// The longest common subsequence of two short ranges of words, as pairs of the index of the left
/// word and that of the right one. It is empty if a range is longer than [`MAX_GAP`]. If several
/// subsequences are equally long, a left word is skipped rather than a right one.
pub(super) fn common_subsequence(
    texts: Texts<'_>,
    left: &Range<usize>,
    right: &Range<usize>,
) -> Vec<(usize, usize)> {
    let (n, m) = (left.len(), right.len());
    if n == 0 || m == 0 || n > MAX_GAP || m > MAX_GAP {
        return Vec::new();
    }
    let (left_words, right_words) = (&texts.left[left.clone()], &texts.right[right.clone()]);
    // `longest[i][j]` is the length of the longest common subsequence of the left words from `i` on
    // and the right words from `j` on.
    let mut longest = [[0u8; MAX_GAP + 1]; MAX_GAP + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            longest[i][j] = if left_words[i].hash == right_words[j].hash {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < n && j < m {
        if left_words[i].hash == right_words[j].hash {
            pairs.push((left.start + i, right.start + j));
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
