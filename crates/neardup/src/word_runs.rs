//! Whether two runs of words are the same, and the hash of a run. Words are compared by their
//! hashes ([`Word::hash`]), so differences in case and the like do not count.

use copydesk_text::Word;

/// Whether two runs have the same words, by their hashes, in the same order.
pub(crate) fn same_words(a: &[Word], b: &[Word]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.hash == y.hash)
}

/// By how many bits a hash is rotated before the next word is added. 21 and 64 have no common
/// factor, so of 64 words in a row no two are rotated equally far.
pub(crate) const WORD_ROTATION: u32 = 21;

/// The hash of a run of words. It depends on their order.
pub(crate) fn run_hash(run: &[Word]) -> u64 {
    let mut hash: u64 = 0;
    for word in run {
        hash = hash.rotate_left(WORD_ROTATION) ^ word.hash;
    }
    hash
}
