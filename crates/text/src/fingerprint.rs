//! Fingerprints of runs of words.
//!
//! Two segments with equal fingerprints are taken to be equal without a further check, and one of
//! them may be cut. Hence 128 bits: among a billion different segments, the chance that any two
//! collide is below 10⁻²⁰. A fingerprint is a hash of the hashes of the words and not of their
//! letters, because the words are already hashed when it is made.

use crate::hash::SEED;
use crate::words::Word;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// 128 bits over a run of words. Equal fingerprints mean that the words have the same normal forms,
/// and also that initials (`U.S.`, `US`) and the signs of numbers (`5%`, `5 per cent`) are written
/// alike.
///
/// ```
/// use copydesk_text::{Fingerprint, words};
///
/// assert_eq!(Fingerprint::of(&words("“Stop!”")), Fingerprint::of(&words("'stop'")));
/// assert_ne!(Fingerprint::of(&words("stop it")), Fingerprint::of(&words("it stop")));
/// assert_ne!(Fingerprint::of(&words("5%")), Fingerprint::of(&words("5 per cent")));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Fingerprint(u128);

/// Up to this many words are hashed in a buffer on the stack. Few paragraphs have more.
const MAX_ON_STACK: usize = 64;
/// Bytes in the hash of a word.
const HASH_LEN: usize = size_of::<u64>();

impl Fingerprint {
    /// The fingerprint of a run of words.
    #[must_use]
    pub fn of(words: &[Word]) -> Self {
        // Both branches hash the same bytes.
        if words.len() <= MAX_ON_STACK {
            let mut bytes = [0; MAX_ON_STACK * HASH_LEN];
            for (slot, word) in bytes.chunks_exact_mut(HASH_LEN).zip(words) {
                slot.copy_from_slice(&hash_as_spelled(word).to_le_bytes());
            }
            return Self(xxh3_128_with_seed(&bytes[..words.len() * HASH_LEN], SEED));
        }
        let mut bytes = Vec::with_capacity(words.len() * HASH_LEN);
        for word in words {
            bytes.extend_from_slice(&hash_as_spelled(word).to_le_bytes());
        }
        Self(xxh3_128_with_seed(&bytes, SEED))
    }

    /// The fingerprint of a segment, from its words and its raw text. If it has no word at all
    /// (`* * *`), the fingerprint is made of the visible characters as they are.
    #[must_use]
    pub fn of_segment(words: &[Word], raw: &str) -> Self {
        if words.is_empty() {
            let visible: String = raw.split_whitespace().collect();
            // Another seed, so that no run of words has the fingerprint of such a segment.
            Self(xxh3_128_with_seed(visible.as_bytes(), !SEED))
        } else {
            Self::of(words)
        }
    }

    /// The fingerprint with these [`Self::bits`], for reading it back from a file.
    #[must_use]
    pub const fn of_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// The 128 bits as a number, for ordering fingerprints and for writing them to a file.
    #[must_use]
    pub fn bits(self) -> u128 {
        self.0
    }
}

/// The hash of a word, inverted if the word is spelled differently from its normal form
/// ([`Word::is_respelt`]). `5 per cent` and `5%` have one normal form and so one hash, but a copy
/// is exact only if it is spelled the same.
fn hash_as_spelled(word: &Word) -> u64 {
    if word.is_respelt() {
        !word.hash
    } else {
        word.hash
    }
}
