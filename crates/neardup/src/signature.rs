//! MinHash signatures.
//!
//! The textbook version (Broder 1997): permute the universe of shingles `k` times at random; the signature of a set is, for each
//! permutation, the element that comes first. Two sets agree in a position with the probability of their Jaccard similarity.
//!
//! Departures: a permutation is a multiply-add-shift hash (Dietzfelbinger 1996) with 64-bit parameters over the upper 32 bits of
//! the shingle's hash. The shingles are already well mixed, so no more independence is needed to keep the estimate unbiased; 32
//! bits keep the inner loop in vector registers, and a set would need tens of thousands of shingles before two of them met.

use crate::shingles::ShingleSet;
use copydesk_text::mix64;

/// Makes signatures of one length. Two signatures compare only if signers of the same length made them.
#[derive(Clone, Debug)]
pub struct Signer {
    factors: Vec<u64>,
    offsets: Vec<u64>,
}

/// The sketch of a shingle set: one 32-bit value per hash function.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature(Vec<u32>);

impl Signer {
    /// A signer with `len` hash functions, the same in every run and version.
    #[must_use]
    pub fn new(len: usize) -> Self {
        let parameter = |i: usize, which: u64| mix64((i as u64) << 1 | which) ^ mix64(!(i as u64));
        Self { factors: (0..len).map(|i| parameter(i, 0) | 1).collect(), offsets: (0..len).map(|i| parameter(i, 1)).collect() }
    }

    /// Sketches a set. The signature of an empty set is all ones; callers keep empty documents out of the buckets.
    #[must_use]
    pub fn sign(&self, set: &ShingleSet) -> Signature {
        let mut least = vec![u32::MAX; self.factors.len()];
        for &shingle in set.hashes() {
            let key = shingle >> 32;
            for ((slot, &a), &b) in least.iter_mut().zip(&self.factors).zip(&self.offsets) {
                let value = (a.wrapping_mul(key).wrapping_add(b) >> 32) as u32;
                *slot = (*slot).min(value);
            }
        }
        Signature(least)
    }
}

impl Signature {
    /// The values, one per hash function.
    #[must_use]
    pub fn values(&self) -> &[u32] {
        &self.0
    }

    /// The signature that a signer of length `len` makes of the same set: one long signature serves for many bandings.
    ///
    /// # Panics
    /// If the signature is shorter than `len`.
    #[must_use]
    pub fn prefix(&self, len: usize) -> Self {
        Self(self.0[..len].to_vec())
    }

    /// The estimated Jaccard similarity: the share of positions in which both agree, 0..=1. For curiosity and tests only: no
    /// decision in copydesk rests on it.
    ///
    /// # Panics
    /// If the signatures are of different lengths.
    #[must_use]
    pub fn estimate(&self, other: &Self) -> f64 {
        assert_eq!(self.0.len(), other.0.len(), "signatures of one signer");
        let same = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        same as f64 / self.0.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;

    /// Two texts that share `shared` of `shared + 2 * own` words, as 1-shingles.
    fn pair(seed: usize, shared: usize, own: usize) -> (ShingleSet, ShingleSet) {
        let text = |tag: &str| {
            let common = (0..shared).map(|i| format!("s{seed}x{i} "));
            let mine = (0..own).map(|i| format!("{tag}{seed}x{i} "));
            ShingleSet::new(&words(&common.chain(mine).collect::<String>()), 1)
        };
        (text("a"), text("b"))
    }

    #[test]
    fn the_beginning_of_a_long_signature_is_a_short_one() {
        let (set, _) = pair(1, 40, 9);
        assert_eq!(Signer::new(256).sign(&set).prefix(90), Signer::new(90).sign(&set));
    }

    #[test]
    fn the_estimate_is_unbiased_and_varies_like_a_binomial() {
        const LEN: usize = 128;
        let signer = Signer::new(LEN);
        for (shared, own) in [(20, 90), (60, 70), (100, 50), (160, 20)] {
            let jaccard = shared as f64 / (shared + 2 * own) as f64;
            let errors: Vec<f64> = (0..400)
                .map(|seed| {
                    let (a, b) = pair(seed, shared, own);
                    assert!((a.overlap(&b).jaccard() - jaccard).abs() < 1e-9);
                    signer.sign(&a).estimate(&signer.sign(&b)) - jaccard
                })
                .collect();
            let n = errors.len() as f64;
            let mean = errors.iter().sum::<f64>() / n;
            let variance = errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (n - 1.0);
            let binomial = jaccard * (1.0 - jaccard) / LEN as f64;
            assert!(mean.abs() < 3.5 * (binomial / n).sqrt(), "mean error {mean} at {jaccard}");
            assert!((variance / binomial - 1.0).abs() < 0.3, "variance {variance} against {binomial} at {jaccard}");
        }
    }
}
