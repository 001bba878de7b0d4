//! MinHash sketches of sets: the one that copydesk uses and three alternatives, and the error of
//! each.
//!
//! `crates/neardup/src/signature.rs`, where the used sketch is implemented, says why copydesk uses
//! it. This module measures what is claimed there. The share of values that two sketches have in
//! common is an estimate of the similarity of their sets. It must be unbiased, and a smaller
//! variance is worth time. The alternatives are the textbook versions, made as fast as simple code
//! allows.

use super::budget::Budget;
use super::report::SketchError;
use copydesk_neardup::{MinHasher, ShingleSet};
use copydesk_pipeline::{Error, ErrorKind, Result};
use copydesk_text::mix64;
use rayon::prelude::*;
use std::time::Instant;

/// A function that makes the sketch of a set, with the given number of values. Each value is the
/// same in the sketches of two sets with a probability equal to the similarity of the sets.
pub(super) type Sketch = fn(&ShingleSet, usize) -> Vec<u32>;

/// The sketches and their names. The first is the one that copydesk uses.
pub(super) const SKETCHES: [(&str, Sketch); 4] = [
    ("fast similarity sketch (used)", fast_similarity_sketch),
    ("permutations of 64 bits", permutations_64),
    ("permutations of 32 bits", permutations_32),
    ("one permutation, densified", densified),
];

/// The lengths of sketches that are measured, in values.
pub(super) const VALUES: [usize; 3] = [64, 128, LONGEST];
/// The length of the longest sketch, in values.
const LONGEST: usize = 256;

/// The sketch that copydesk uses.
fn fast_similarity_sketch(set: &ShingleSet, values: usize) -> Vec<u32> {
    MinHasher::new(values).sketch(set).values().to_vec()
}

/// Two random numbers for each permutation: a factor and an addend. The factor is odd, because
/// multiplying by an even number would give two different hashes the same value.
static PERMUTATIONS: [(u64, u64); LONGEST] = permutations();

const fn permutations() -> [(u64, u64); LONGEST] {
    let mut out = [(0, 0); LONGEST];
    let mut i = 0;
    // A `for` loop is not allowed in a constant function.
    while i < LONGEST {
        let number = i as u64;
        // A third random number, which is mixed into both.
        let random = mix64(!number);
        let factor = (mix64(2 * number) ^ random) | 1;
        let addend = mix64(2 * number + 1) ^ random;
        out[i] = (factor, addend);
        i += 1;
    }
    out
}

/// The textbook version (Broder 1997): each value is the least of all hashes after a permutation. A
/// permutation is a multiply-add-shift hash (Dietzfelbinger 1996): it computes with 64 bits, and
/// returns the highest 32.
fn permutations_64(set: &ShingleSet, values: usize) -> Vec<u32> {
    let mut least = vec![u32::MAX; values];
    for &hash in set.hashes() {
        for (slot, &(factor, addend)) in least.iter_mut().zip(&PERMUTATIONS) {
            let permuted = factor.wrapping_mul(hash >> 32).wrapping_add(addend);
            *slot = (*slot).min((permuted >> 32) as u32);
        }
    }
    least
}

/// The textbook version with permutations of 32-bit numbers. A SIMD register holds twice as many of
/// them as of 64-bit numbers.
fn permutations_32(set: &ShingleSet, values: usize) -> Vec<u32> {
    // There are two arrays and not one of pairs, so that the compiler can fill a SIMD register from
    // each.
    let (mut factors, mut addends) = (Vec::with_capacity(values), Vec::with_capacity(values));
    for &(factor, addend) in &PERMUTATIONS[..values] {
        factors.push(factor as u32);
        addends.push(addend as u32);
    }
    let mut least = vec![u32::MAX; values];
    for &hash in set.hashes() {
        // Any 32 bits of a hash would do.
        let key = (hash >> 32) as u32;
        for ((slot, factor), addend) in least.iter_mut().zip(&factors).zip(&addends) {
            *slot = (*slot).min(factor.wrapping_mul(key).wrapping_add(*addend));
        }
    }
    least
}

/// One-permutation hashing with optimal densification (Shrivastava 2017): each hash belongs to one
/// position of the sketch, which keeps the least of its hashes. A position without a hash copies
/// the value of another.
fn densified(set: &ShingleSet, values: usize) -> Vec<u32> {
    // Marks a position without a hash. A real hash hardly ever has this value.
    const EMPTY: u64 = u64::MAX;
    if set.is_empty() {
        return vec![u32::MAX; values];
    }
    let mut least = vec![EMPTY; values];
    // Hashes are in ascending order. Reversed, the least hash of a position is written last.
    for &hash in set.hashes().iter().rev() {
        least[position(hash, values)] = hash;
    }
    let mut out = Vec::with_capacity(values);
    for target in 0..values {
        // An empty position tries the positions of a random sequence, which depends on its index,
        // and copies the first that is filled.
        let (mut source, mut step) = (target, 0);
        while least[source] == EMPTY {
            step += 1;
            source = position(mix64(mix64(step) ^ target as u64), values);
        }
        // The lowest bits, because the highest are nearly the same in all hashes of a position.
        out.push(least[source] as u32);
    }
    out
}

/// The position in a sketch to which a hash belongs. The highest bits of the hash choose it.
fn position(hash: u64, values: usize) -> usize {
    ((u128::from(hash) * values as u128) >> 64) as usize
}

/// The numbers of shingles in the union of the two sets of a pair: as in a short report and in a
/// long article.
const SHINGLES: [usize; 2] = [100, 1000];
/// The similarity of the pairs.
const SIMILARITY: f64 = 0.7;
/// The greatest number of pairs that are sketched for one error, a multiple of [`BLOCK_PAIRS`].
const MAX_PAIRS: usize = 4000;
/// The number of pairs after which the time is checked.
const BLOCK_PAIRS: usize = 100;
/// A sketch is broken if its mean error is more than this number of standard errors.
const MAX_STANDARD_ERRORS: f64 = 6.0;

/// Measures the error of every sketch, on as many pairs of known similarity as there is time for.
///
/// # Errors
/// If a sketch is biased beyond chance.
pub(super) fn measure_errors(budget: Budget) -> Result<Vec<SketchError>> {
    let mut out = Vec::new();
    for (name, sketch) in SKETCHES {
        for values in VALUES {
            for shingles in SHINGLES {
                let error = measure_error(name, sketch, values, shingles, budget.seconds);
                if error.mean_error.abs() > MAX_STANDARD_ERRORS * error.standard_error {
                    let SketchError {
                        mean_error, pairs, ..
                    } = error;
                    let message = format!(
                        "{name}, {values} values: off by {mean_error:.4} on average over {pairs} \
                         pairs"
                    );
                    return Err(Error::new(ErrorKind::Input, message));
                }
                out.push(error);
            }
        }
    }
    Ok(out)
}

/// Measures the error of a sketch on pairs whose union has this many shingles, for about this many
/// seconds.
fn measure_error(
    name: &str,
    sketch: Sketch,
    values: usize,
    shingles: usize,
    seconds: f64,
) -> SketchError {
    let start = Instant::now();
    let mut errors: Vec<f64> = Vec::new();
    // At least one block of pairs is sketched, even if no time is given.
    while errors.is_empty() || (errors.len() < MAX_PAIRS && start.elapsed().as_secs_f64() < seconds)
    {
        let seeds = (errors.len()..errors.len() + BLOCK_PAIRS).into_par_iter();
        errors.par_extend(seeds.map(|seed| error_on_pair(sketch, values, seed, shingles)));
    }
    let pairs = errors.len();
    let mean_error = errors.iter().sum::<f64>() / pairs as f64;
    let mut squares = 0.0;
    for error in &errors {
        squares += (error - mean_error).powi(2);
    }
    // The divisor is one less than the number of pairs, because the mean is taken from the same
    // pairs.
    let variance = squares / (pairs - 1) as f64;
    // The variance that an estimate would have if the values of a sketch were independent.
    let binomial_variance = SIMILARITY * (1.0 - SIMILARITY) / values as f64;
    SketchError {
        name: name.to_owned(),
        values,
        shingles,
        similarity: SIMILARITY,
        pairs,
        mean_error,
        standard_error: (binomial_variance / pairs as f64).sqrt(),
        variance_of_binomial: variance / binomial_variance,
    }
}

/// The estimated similarity of a pair minus the true one.
fn error_on_pair(sketch: Sketch, values: usize, seed: usize, shingles: usize) -> f64 {
    let (a, b) = pair(seed as u64, shingles);
    let (values_of_a, values_of_b) = (sketch(&a, values), sketch(&b, values));
    let mut same = 0;
    for (of_a, of_b) in values_of_a.iter().zip(&values_of_b) {
        same += usize::from(of_a == of_b);
    }
    let estimate = same as f64 / values as f64;
    estimate - SIMILARITY
}

/// Two sets of equal size whose similarity is [`SIMILARITY`]. Their union has `all` shingles.
fn pair(seed: u64, all: usize) -> (ShingleSet, ShingleSet) {
    let pair_seed = mix64((seed << 32) | all as u64);
    let mut hashes = Vec::with_capacity(all);
    for i in 0..all as u64 {
        hashes.push(mix64(pair_seed ^ i));
    }
    let shared = (all as f64 * SIMILARITY).round() as usize;
    let (both, own) = hashes.split_at(shared);
    // Of the hashes that are not shared, each set has one half.
    let (only_first, only_second) = own.split_at(own.len() / 2);
    (
        both.iter().chain(only_first).copied().collect(),
        both.iter().chain(only_second).copied().collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_have_the_promised_similarity() {
        for shingles in SHINGLES {
            let (a, b) = pair(3, shingles);
            assert_eq!(a.overlap(&b).jaccard(), SIMILARITY);
            assert_eq!(a.len(), b.len());
        }
    }

    #[test]
    fn densification_increases_the_variance_and_the_used_sketch_reduces_it() {
        let variance = |sketch| measure_error("", sketch, LONGEST, 100, 60.0).variance_of_binomial;
        assert!(variance(densified) > 1.1);
        assert!(variance(fast_similarity_sketch) < 0.6);
    }

    #[test]
    fn a_sketch_that_is_the_same_for_all_sets_is_caught() {
        let constant: Sketch = |_, values| vec![0; values];
        let found = measure_error("", constant, 64, 100, 0.0);
        assert!(found.mean_error > MAX_STANDARD_ERRORS * found.standard_error);
    }
}
