//! Ways to sketch a set, and how far each is off. What speaks for or against them stands beside the
//! one that is used, in `crates/neardup/src/signature.rs`.

use super::budget::Budget;
use super::report::SketchError;
use copydesk_neardup::{MinHasher, ShingleSet};
use copydesk_pipeline::{Error, ErrorKind, Result};
use copydesk_text::mix64;
use rayon::prelude::*;
use std::time::Instant;

/// A sketch: a set to so many values, which agree in two sets with the probability of their
/// similarity.
pub(super) type Sketch = fn(&ShingleSet, usize) -> Vec<u32>;

/// Their names and functions; the first is the one that is used.
pub(super) const SKETCHES: [(&str, Sketch); 4] = [
    ("fast similarity sketch (used)", used),
    ("permutations of 64 bits", permutations_64),
    ("permutations of 32 bits", permutations_32),
    ("one permutation, densified", densified),
];

/// Numbers of values that are measured.
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
            *slot =
                (*slot).min((factor.wrapping_mul(hash >> 32).wrapping_add(addend) >> 32) as u32);
        }
    }
    least
}

/// The same with permutations of 32-bit numbers, of which twice as many fit a register.
fn permutations_32(set: &ShingleSet, values: usize) -> Vec<u32> {
    let (factors, addends): (Vec<u32>, Vec<u32>) = PERMUTATIONS[..values]
        .iter()
        .map(|&(factor, addend)| (factor as u32, addend as u32))
        .unzip();
    let mut least = vec![u32::MAX; values];
    for &hash in set.hashes() {
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
        out.push(least[at] as u32);
    }
    out
}

/// The position of a signature that a hash falls into. Its upper bits decide.
fn position(hash: u64, values: usize) -> usize {
    ((u128::from(hash) * values as u128) >> 64) as usize
}

/// Shingles of a pair: those of a short report, and those of a long article.
const SHINGLES: [usize; 2] = [100, 1000];
/// Similarity of the pairs.
const SIMILARITY: f64 = 0.7;
/// Pairs that are enough.
const MOST_PAIRS: usize = 4000;
/// Pairs between two looks at the clock.
const BLOCK: usize = 100;
/// A sketch whose mean is off by so many standard errors is broken.
const FAR_OFF: f64 = 6.0;

/// Measures every sketch on pairs of known similarity, as many as there is time for.
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

fn error(name: &str, sketch: Sketch, values: usize, shingles: usize, seconds: f64) -> SketchError {
    let start = Instant::now();
    let mut errors: Vec<f64> = Vec::new();
    while errors.is_empty() || errors.len() < MOST_PAIRS && start.elapsed().as_secs_f64() < seconds
    {
        let block = errors.len()..errors.len() + BLOCK;
        errors.par_extend(block.into_par_iter().map(|seed| {
            let (a, b) = pair(seed as u64, shingles);
            let (x, y) = (sketch(&a, values), sketch(&b, values));
            let same = x.iter().zip(&y).filter(|(x, y)| x == y).count();
            same as f64 / values as f64 - SIMILARITY
        }));
    }
    let pairs = errors.len();
    let mean_error = errors.iter().sum::<f64>() / pairs as f64;
    let variance = errors
        .iter()
        .map(|error| (error - mean_error).powi(2))
        .sum::<f64>()
        / (pairs - 1) as f64;
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

/// Two sets of equal size that have `all` shingles between them and are of the similarity that is
/// measured at.
fn pair(seed: u64, all: usize) -> (ShingleSet, ShingleSet) {
    let of_pair = mix64(seed << 32 | all as u64);
    let hashes: Vec<u64> = (0..all as u64).map(|i| mix64(of_pair ^ i)).collect();
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
