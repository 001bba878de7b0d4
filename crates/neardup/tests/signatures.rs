//! Measures the statistics that signatures and bandings promise, on pairs of sets with known
//! similarity: bias and variance of estimates, missed pairs, and correlation between positions.
//!
//! All sets are made from seeds, so each run gives the same results. The last test checks that
//! these measures detect bad signatures, whose empty positions are copied from others as in
//! one-permutation hashing.
#![allow(clippy::unwrap_used, reason = "all of it is a test")]

use copydesk_neardup::{Banding, MinHasher, ShingleSet};
use copydesk_text::mix64;

/// Number of pairs of sets in most measurements.
const PAIRS: u64 = 10_000;
const BANDS: usize = 25;
const ROWS: usize = 5;
/// Length of a signature.
const LEN: usize = BANDS * ROWS;
/// Number of pairs of different positions of a signature.
const POSITION_PAIRS: usize = LEN * (LEN - 1) / 2;

/// `count` pairs of sets that have `all` shingles together, of which they share `shared`. Each set
/// has half of the other shingles.
fn pairs(all: usize, shared: usize, count: u64) -> impl Iterator<Item = (ShingleSet, ShingleSet)> {
    (0..count).map(move |pair| {
        // No two pairs have a shingle in common: the hash depends on the number of the pair and on
        // both counts.
        let seed = mix64(pair << 32 | (all << 16 | shared) as u64);
        let hash = |i: usize| mix64(seed ^ i as u64);
        let middle = shared + (all - shared) / 2;
        (
            (0..middle).map(hash).collect(),
            (0..shared).chain(middle..all).map(hash).collect(),
        )
    })
}

/// Whether two signatures agree, for each position.
type Agreement = Vec<bool>;

/// The agreement of each pair of sets. The signatures are made by `sign`.
fn agreements(
    sign: impl Fn(&ShingleSet) -> Vec<u32>,
    pairs: impl Iterator<Item = (ShingleSet, ShingleSet)>,
) -> Vec<Agreement> {
    let agree = |(a, b): (ShingleSet, ShingleSet)| {
        sign(&a)
            .iter()
            .zip(sign(&b))
            .map(|(&x, y)| x == y)
            .collect()
    };
    pairs.map(agree).collect()
}

/// The agreements of pairs of sets (see [`pairs`]) whose signatures a [`MinHasher`] makes.
fn minhash_agreements(all: usize, shared: usize, count: u64) -> Vec<Agreement> {
    let hasher = MinHasher::new(LEN);
    agreements(
        |set| hasher.sketch(set).values().to_vec(),
        pairs(all, shared, count),
    )
}

/// Mean and variance of the estimated similarities.
fn moments(agreements: &[Agreement]) -> (f64, f64) {
    let estimate = |agreement: &Agreement| {
        agreement.iter().filter(|&&agrees| agrees).count() as f64 / LEN as f64
    };
    let n = agreements.len() as f64;
    let mean = agreements.iter().map(estimate).sum::<f64>() / n;
    let variance = agreements
        .iter()
        .map(|agreement| (estimate(agreement) - mean).powi(2))
        .sum::<f64>()
        / (n - 1.0);
    (mean, variance)
}

/// How often a banding misses pairs, compared with how often it promises to.
struct Misses {
    /// The share of the pairs that agree in no whole band, divided by the share that the banding
    /// promises.
    ratio: f64,
    /// Three standard errors of the ratio.
    tolerance: f64,
}

/// The misses among pairs of sets with this similarity.
fn misses(agreements: &[Agreement], similarity: f64) -> Misses {
    let is_missed = |agreement: &&Agreement| {
        !agreement
            .chunks(ROWS)
            .any(|band| band.iter().all(|&agrees| agrees))
    };
    let n = agreements.len() as f64;
    let promised = Banding::new(BANDS, ROWS).miss_rate(similarity);
    let missed = agreements.iter().filter(is_missed).count() as f64 / n;
    Misses {
        ratio: missed / promised,
        tolerance: 3.0 * ((1.0 - promised) / (promised * n)).sqrt(),
    }
}

/// How much the agreements in two positions are correlated.
struct Correlation {
    /// The strongest correlation between two positions, in standard errors.
    strongest: f64,
    /// The mean correlation of all pairs of positions.
    mean: f64,
}

/// The correlation of positions, for pairs of sets with this similarity.
fn correlation(agreements: &[Agreement], similarity: f64) -> Correlation {
    let n = agreements.len() as f64;
    let column = |position: usize| -> Vec<f64> {
        agreements
            .iter()
            .map(|agreement| f64::from(u8::from(agreement[position])) - similarity)
            .collect()
    };
    let columns: Vec<Vec<f64>> = (0..LEN).map(column).collect();
    let (mut strongest, mut sum) = (0.0f64, 0.0);
    for i in 0..LEN {
        for j in 0..i {
            let product: f64 = columns[i].iter().zip(&columns[j]).map(|(x, y)| x * y).sum();
            // The covariance divided by the variance of one position. Its standard error is 1 / √n.
            let correlation = product / n / (similarity * (1.0 - similarity));
            strongest = strongest.max(correlation * n.sqrt());
            sum += correlation;
        }
    }
    Correlation {
        strongest,
        mean: sum / POSITION_PAIRS as f64,
    }
}

/// The variance of an estimate if all positions were independent.
fn binomial_variance(similarity: f64) -> f64 {
    similarity * (1.0 - similarity) / LEN as f64
}

/// Checks estimates and misses at the similarities 0.05, 0.15 … 0.95, for pairs of sets that have
/// `all` shingles together.
fn check_at_ten_similarities(all: usize) {
    for twentieths in (1..20).step_by(2) {
        let shared = all * twentieths / 20;
        let similarity = shared as f64 / all as f64;
        let agreements = minhash_agreements(all, shared, PAIRS);
        let (mean, variance) = moments(&agreements);
        let binomial = binomial_variance(similarity);
        let standard_error = (binomial / PAIRS as f64).sqrt();
        let deviation = (mean - similarity) / standard_error;
        assert!(
            deviation.abs() < 3.0,
            "off by {deviation} standard errors at {similarity}"
        );
        assert!(
            variance < 1.15 * binomial,
            "variance {variance} against {binomial} at {similarity}"
        );
        let Misses { ratio, tolerance } = misses(&agreements, similarity);
        // Rarer misses cannot be measured with so few pairs.
        let is_measurable = Banding::new(BANDS, ROWS).miss_rate(similarity) > 0.001;
        assert!(
            !is_measurable || ratio < 1.0 + tolerance.max(0.02),
            "missed {ratio} times as often as promised at {similarity}"
        );
    }
}

#[test]
fn short_documents_are_estimated_without_bias_and_found_as_promised() {
    check_at_ten_similarities(20);
}

#[test]
fn documents_of_a_few_paragraphs_are_estimated_without_bias_and_found_as_promised() {
    check_at_ten_similarities(200);
}

#[test]
fn the_variance_for_large_sets_is_that_of_drawing_without_replacement() {
    for all in [500, 1_500] {
        // Drawing without replacement multiplies the variance by this.
        let factor = 1.0 - (LEN - 1) as f64 / (all - 1) as f64;
        for shared in [all / 5, all / 2, all * 4 / 5] {
            let similarity = shared as f64 / all as f64;
            let (_, variance) = moments(&minhash_agreements(all, shared, 3_000));
            let expected = factor * binomial_variance(similarity);
            assert!(
                (variance / expected - 1.0).abs() < 0.15,
                "variance {variance} against {expected} at {similarity}"
            );
        }
    }
}

/// The correlation between two positions must be less than this, in standard errors. The greatest
/// of [`POSITION_PAIRS`] random values with a normal distribution is about 4.
const MAX_CORRELATION: f64 = 5.0;

#[test]
fn positions_are_not_correlated() {
    for all in [20, 200] {
        let agreements = minhash_agreements(all, all * 3 / 5, PAIRS);
        let Correlation { strongest, mean } = correlation(&agreements, 0.6);
        assert!(
            strongest < MAX_CORRELATION,
            "two positions are correlated by {strongest} standard errors with {all} shingles"
        );
        // Drawing without replacement makes the mean slightly negative.
        assert!(
            (-0.01..0.001).contains(&mean),
            "the mean correlation is {mean} with {all} shingles"
        );
    }
}

/// The signature of a set by one-permutation hashing with optimal densification (Shrivastava 2017):
/// each empty position copies the first filled one in a random sequence of its own.
fn one_permutation(set: &ShingleSet) -> Vec<u32> {
    let mut values = [None; LEN];
    let position = |hash: u64| ((u128::from(hash) * LEN as u128) >> 64) as usize;
    set.hashes()
        .iter()
        .rev()
        .for_each(|&hash| values[position(hash)] = Some(hash as u32));
    let filled_for = |empty: usize| {
        (0u64..)
            .find_map(|step| values[position(mix64(mix64(step + 1) ^ empty as u64))])
            .unwrap()
    };
    (0..LEN)
        .map(|i| values[i].unwrap_or_else(|| filled_for(i)))
        .collect()
}

#[test]
fn positions_that_copy_each_other_are_detected() {
    let similarity = 0.6;
    let agreements = agreements(one_permutation, pairs(20, 12, PAIRS));
    let (mean, variance) = moments(&agreements);
    assert!((mean - similarity).abs() < 0.01, "copying is not biased");
    assert!(variance > 1.2 * binomial_variance(similarity));
    assert!(correlation(&agreements, similarity).strongest > MAX_CORRELATION);
}
