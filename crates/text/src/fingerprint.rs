//! Fingerprints of runs of words.
//!
//! Two segments with equal fingerprints are taken to be equal without another look, and one of them
//! may be cut. Hence 128 bits: among a billion different segments, the chance that any two collide
//! is below one in a hundred quintillion. What is hashed are the hashes of the words and not their
//! letters, because those are already known when a fingerprint is made.

use crate::hash::SEED;
use crate::words::Word;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// 128 bits over a run of normalised words: equal fingerprints mean equal text after normalisation,
/// down to how initials and the signs of numbers are written.
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

/// Up to this many words are hashed without allocating memory; few paragraphs have more.
const SHORT: usize = 64;

impl Fingerprint {
    /// The fingerprint of a run of words.
    #[must_use]
    pub fn of(words: &[Word]) -> Self {
        // Both ways hash the same bytes.
        if words.len() <= SHORT {
            let mut bytes = [0; SHORT * 8];
            for (slot, word) in bytes.chunks_exact_mut(8).zip(words) {
                slot.copy_from_slice(&spelling(word).to_le_bytes());
            }
            return Self(xxh3_128_with_seed(&bytes[..words.len() * 8], SEED));
        }
        let mut bytes = Vec::with_capacity(words.len() * 8);
        for word in words {
            bytes.extend_from_slice(&spelling(word).to_le_bytes());
        }
        Self(xxh3_128_with_seed(&bytes, SEED))
    }

    /// The fingerprint of a piece that may hold no word at all (`* * *`): then its visible
    /// characters are taken as they are.
    #[must_use]
    pub fn of_piece(words: &[Word], raw: &str) -> Self {
        if words.is_empty() {
            let visible: String = raw.split_whitespace().collect();
            // Another seed, so that no run of words has the fingerprint of such a piece.
            Self(xxh3_128_with_seed(visible.as_bytes(), !SEED))
        } else {
            Self::of(words)
        }
    }

    /// A fingerprint that was written down as its [`Self::bits`].
    #[must_use]
    pub const fn of_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// The bits, for ordering and for keys on disk.
    #[must_use]
    pub fn bits(self) -> u128 {
        self.0
    }
}

/// The hash of a word by its spelling: `5 per cent` and `5%` have one normal form and so one hash,
/// but are spelled differently, and a copy is exact only if it is spelled the same.
fn spelling(word: &Word) -> u64 {
    if word.is_respelt() {
        !word.hash
    } else {
        word.hash
    }
}
