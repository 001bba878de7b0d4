//! Sketches of sets: the one that copydesk uses and three alternatives, and the error of each.
//!
//! Why copydesk uses this one is documented where it is implemented, in
//! `crates/neardup/src/signature.rs`. Here the claims are measured: an estimate of similarity must
//! be unbiased, and a smaller variance is worth time. The alternatives are the textbook versions,
//! as fast as they can be written simply.

use super::budget::Budget;
use super::report::SketchError;
use copydesk_neardup::{MinHasher, ShingleSet};
use copydesk_pipeline::{Error, ErrorKind, Result};
use copydesk_text::mix64;
use rayon::prelude::*;
use std::time::Instant;

/// A function from a set, and a number of values, to that many values. Each value of two sets is
/// the same with a probability equal to their similarity.
pub(super) type Sketch = fn(&ShingleSet, usize) -> Vec<u32>;

/// The sketches and their names. The first is the one that copydesk uses.
pub(super) const SKETCHES: [(&str, Sketch); 4] = [
    ("fast similarity sketch (used)", used),
    ("permutations of 64 bits", permutations_64),
    ("permutations of 32 bits", permutations_32),
    ("one permutation, densified", densified),
];

/// The lengths of sketches that are measured, in values.
pub(super) const VALUES: [usize; 3] = [64, 128, LONGEST];
const LONGEST: usize = 256;

fn used(set: &ShingleSet, values: usize) -> Vec<u32> {
    MinHasher::new(values).sketch(set).values().to_vec()
}

/// A random number for each permutation: a factor and an addend.
static PERMUTATIONS: [(u64, u64); LONGEST] = permutations();

const fn permutations() -> [(u64, u64); LONGEST] {
    let mut out = [(0, 0); LONGEST];
    let mut i = 0;
    while i < LONGEST {
        let random = mix64(!(i as u64));
        out[i] = (
            // An odd factor, because multiplying by an even one would give two hashes the same
            // value.
            mix64((i as u64) << 1) ^ random | 1,
            mix64((i as u64) << 1 | 1) ^ random,
        );
        i += 1;
    }
    out
}

/// The textbook (Broder 1997), with a multiply-add-shift hash (Dietzfelbinger 1996) for a
/// permutation.
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

/// The same with permutations of 32-bit numbers. Twice as many of them fit into a register.
fn permutations_32(set: &ShingleSet, values: usize) -> Vec<u32> {
    // Two arrays and not one of pairs, so that the compiler can load a register from each.
    let (mut factors, mut addends) = (Vec::with_capacity(values), Vec::with_capacity(values));
    for &(factor, addend) in &PERMUTATIONS[..values] {
        factors.push(factor as u32);
        addends.push(addend as u32);
    }
    let mut least = vec![u32::MAX; values];
    for &hash in set.hashes() {
        // The highest bits of a hash are as good as its lowest ones.
        let key = (hash >> 32) as u32;
        for ((slot, factor), addend) in least.iter_mut().zip(&factors).zip(&addends) {
            *slot = (*slot).min(factor.wrapping_mul(key).wrapping_add(*addend));
        }
    }
    least
}

/// One-permutation hashing with optimal densification (Shrivastava 2017).
fn densified(set: &ShingleSet, values: usize) -> Vec<u32> {
    const EMPTY: u64 = u64::MAX;
    if set.is_empty() {
        return vec![u32::MAX; values];
    }
    let mut least = vec![EMPTY; values];
    // In descending order, so that the least hash of a position is the last to be written.
    for &hash in set.hashes().iter().rev() {
        least[position(hash, values)] = hash;
    }
    let mut out = Vec::with_capacity(values);
    for empty in 0..values {
        // An empty position borrows from the first filled one of a sequence of its own.
        let (mut at, mut step) = (empty, 0);
        while least[at] == EMPTY {
            step += 1;
            at = position(mix64(mix64(step) ^ empty as u64), values);
        }
        // The lowest bits: the highest are nearly the same for all hashes of a position.
        out.push(least[at] as u32);
    }
    out
}

/// The position of a hash in a sketch. It is chosen by the highest bits.
fn position(hash: u64, values: usize) -> usize {
    ((u128::from(hash) * values as u128) >> 64) as usize
}

/// Numbers of shingles in both sets of a pair together: as in a short report and in a long article.
const SHINGLES: [usize; 2] = [100, 1000];
/// Similarity of the pairs.
const SIMILARITY: f64 = 0.7;
/// The most pairs that are sketched.
const MOST_PAIRS: usize = 4000;
/// Number of pairs after which the time is checked.
const BLOCK: usize = 100;
/// A sketch is broken if its mean error is this many standard errors.
const FAR_OFF: f64 = 6.0;

/// Measures every sketch on pairs of known similarity, on as many as there is time for.
///
/// # Errors
/// If a sketch is biased beyond chance.
pub(super) fn errors(budget: Budget) -> Result<Vec<SketchError>> {
    let mut out = Vec::new();
    for (name, sketch) in SKETCHES {
        for values in VALUES {
            for shingles in SHINGLES {
                let found = error(name, sketch, values, shingles, budget.seconds);
                if found.mean_error.abs() > FAR_OFF * found.standard_error {
                    let SketchError {
                        mean_error, pairs, ..
                    } = found;
                    let message = format!(
                        "{name}, {values} values: off by {mean_error:.4} on average over {pairs} \
                         pairs"
                    );
                    return Err(Error::new(ErrorKind::Input, message));
                }
                out.push(found);
            }
        }
    }
    Ok(out)
}

/// Measures one sketch.
fn error(name: &str, sketch: Sketch, values: usize, shingles: usize, seconds: f64) -> SketchError {
    let start = Instant::now();
    let mut errors: Vec<f64> = Vec::new();
    while errors.is_empty() || errors.len() < MOST_PAIRS && start.elapsed().as_secs_f64() < seconds
    {
        let seeds = (errors.len()..errors.len() + BLOCK).into_par_iter();
        errors.par_extend(seeds.map(|seed| error_on_pair(sketch, values, seed, shingles)));
    }
    let pairs = errors.len();
    let mean_error = errors.iter().sum::<f64>() / pairs as f64;
    let mut squares = 0.0;
    for error in &errors {
        squares += (error - mean_error).powi(2);
    }
    // One less, because the mean is taken from the same pairs.
    let variance = squares / (pairs - 1) as f64;
    let binomial = SIMILARITY * (1.0 - SIMILARITY) / values as f64;
    SketchError {
        name: name.to_owned(),
        values,
        shingles,
        similarity: SIMILARITY,
        pairs,
        mean_error,
        standard_error: (binomial / pairs as f64).sqrt(),
        variance_of_binomial: variance / binomial,
    }
}

/// The estimated similarity of one pair less the true one.
fn error_on_pair(sketch: Sketch, values: usize, seed: usize, shingles: usize) -> f64 {
    let (a, b) = pair(seed as u64, shingles);
    let (x, y) = (sketch(&a, values), sketch(&b, values));
    let mut same = 0;
    for (x, y) in x.iter().zip(&y) {
        same += usize::from(x == y);
    }
    same as f64 / values as f64 - SIMILARITY
}

/// Two sets of equal size with [`SIMILARITY`], and `all` shingles together.
fn pair(seed: u64, all: usize) -> (ShingleSet, ShingleSet) {
    let of_pair = mix64(seed << 32 | all as u64);
    let mut hashes = Vec::with_capacity(all);
    for i in 0..all as u64 {
        hashes.push(mix64(of_pair ^ i));
    }
    let shared = (all as f64 * SIMILARITY).round() as usize;
    let middle = shared + (all - shared) / 2;
    let (both, right) = (&hashes[..shared], &hashes[middle..]);
    (
        hashes[..middle].iter().copied().collect(),
        both.iter().chain(right).copied().collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_as_similar_as_they_are_said_to_be() {
        for shingles in SHINGLES {
            let (a, b) = pair(3, shingles);
            assert_eq!(a.overlap(&b).jaccard(), SIMILARITY);
            assert_eq!(a.len(), b.len());
        }
    }

    #[test]
    fn copied_positions_scatter_more_and_the_used_sketch_less() {
        let variance = |sketch| error("", sketch, LONGEST, 100, 60.0).variance_of_binomial;
        assert!(variance(densified) > 1.1);
        assert!(variance(used) < 0.6);
    }

    #[test]
    fn a_sketch_that_keeps_one_value_for_all_is_caught() {
        let constant: Sketch = |_, values| vec![0; values];
        let found = error("", constant, 64, 100, 0.0);
        assert!(found.mean_error > FAR_OFF * found.standard_error);
    }
}
