//! Runs of words: whether two are the same, and a hash of one.

use copydesk_text::Word;

/// Whether two runs have the same words in the same order, told by the hashes of the words.
pub(crate) fn same_words(a: &[Word], b: &[Word]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.hash == y.hash)
}

/// A hash of a run of words that depends on their order.
pub(crate) fn run_hash(run: &[Word]) -> u64 {
    let mut hash: u64 = 0;
    for word in run {
        hash = hash.rotate_left(21) ^ word.hash;
    }
    hash
}
