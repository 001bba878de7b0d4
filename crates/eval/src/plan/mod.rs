//! Plans: the bandings (bands × rows) for a threshold, with the share of pairs that each misses,
//! its costs, and the number of candidates that it produces on a dump.
//!
//! Misses follow from a formula (`choices.rs`). The number of candidates depends on how similar the
//! documents of a dump are to each other, so it is counted on a sample (`sample.rs`).

mod choices;
mod sample;

pub use sample::Sampled;

use copydesk_neardup::Banding;
use copydesk_pipeline::{Config, Error, Inputs, Progress, Result, Scan, with_threads};
use rayon::prelude::*;
use sample::Sample;
use serde::Serialize;

/// Default size of a sample, in documents.
pub const SAMPLE: usize = 4000;

/// The bandings to choose from.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Plan {
    /// Documents of at least this Jaccard similarity are compared sentence by sentence, 0..=1.
    pub threshold: f64,
    /// Width of a shingle, in words.
    pub shingle: usize,
    /// Longest signature that copydesk uses by default, in values.
    pub longest_signature: usize,
    /// Share of pairs at the threshold that the default banding may miss.
    pub most_missed: f64,
    /// The sample on which candidates were counted, if there was an input.
    pub sample: Option<Sampled>,
    /// The bandings, from loose to strict.
    pub choices: Vec<Choice>,
}

/// One banding, with what it misses and costs.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Choice {
    /// Slices of the signature. Two documents are candidates if one of them agrees.
    pub bands: usize,
    /// Values in each band.
    pub rows: usize,
    /// Values of a signature, bands × rows. The time to make a signature is proportional to them.
    /// It takes no memory, because it is not kept once the band keys are made.
    pub values: usize,
    /// Bytes that are kept for each document between passes: a key for each band.
    pub bytes_kept: usize,
    /// Bytes for each document while the buckets are filled: the keys and their entries.
    pub bytes_at_peak: usize,
    /// Share of the pairs that are missed, by their similarity.
    pub missed: Vec<AtSimilarity>,
    /// Share of the pairs that become candidates, by their similarity.
    pub candidates: Vec<AtSimilarity>,
    /// Pairs that share a bucket, for each document of the sample, if there is one.
    pub measured: Option<f64>,
    /// Whether it is the one that copydesk uses by default.
    pub is_taken: bool,
}

/// A share of the pairs of one similarity.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct AtSimilarity {
    /// The similarity, 0..=1.
    pub similarity: f64,
    /// The share, 0..=1.
    pub share: f64,
}

impl Choice {
    fn new(banding: Banding, threshold: f64) -> Self {
        let mut missed = Vec::new();
        for similarity in choices::similarities_above(threshold) {
            let share = banding.miss_rate(similarity);
            missed.push(AtSimilarity { similarity, share });
        }
        let mut candidates = Vec::new();
        for similarity in choices::similarities_below(threshold) {
            let share = 1.0 - banding.miss_rate(similarity);
            candidates.push(AtSimilarity { similarity, share });
        }
        let (key, entry) = (size_of::<u64>(), size_of::<(u64, u32)>());
        Self {
            bands: banding.bands(),
            rows: banding.rows(),
            values: banding.signature_len(),
            bytes_kept: key * banding.bands(),
            bytes_at_peak: (key + entry) * banding.bands(),
            missed,
            candidates,
            measured: None,
            is_taken: banding == Banding::for_threshold(threshold),
        }
    }
}

/// Lists the bandings for the threshold of a configuration. With an input, counts the candidates of
/// each on a sample of `most` documents.
///
/// ```
/// use copydesk_eval::{SAMPLE, plan};
/// use copydesk_pipeline::{Config, Silent};
///
/// let plan = plan(None, SAMPLE, &Config::default(), &Silent)?;
/// let taken = plan.choices.iter().find(|choice| choice.is_taken).expect("one of them is taken");
/// assert_eq!((taken.bands, taken.rows), (25, 5));
/// assert!(taken.missed[0].share < plan.most_missed);
/// # Ok::<(), copydesk_pipeline::Error>(())
/// ```
///
/// # Errors
/// If the settings are out of range, or the input cannot be read.
pub fn plan(
    inputs: Option<&Inputs>,
    most: usize,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Plan> {
    config.validate()?;
    if most < 2 {
        return Err(Error::usage(format!(
            "--sample {most}: a pair needs at least two documents"
        )));
    }
    let bandings = choices::bandings(config.threshold);
    let mut choices = Vec::with_capacity(bandings.len());
    for &banding in &bandings {
        choices.push(Choice::new(banding, config.threshold));
    }
    let mut out = Plan {
        threshold: config.threshold,
        shingle: config.shingle,
        longest_signature: Banding::MAX_SIGNATURE_LEN,
        most_missed: Banding::MAX_MISS_RATE,
        sample: None,
        choices,
    };
    let Some(inputs) = inputs else { return Ok(out) };
    with_threads(config, || {
        let sample = Sample::take(&Scan::new(inputs, config, progress), config, most)?;
        let counted: Vec<u64> = bandings
            .par_iter()
            .map(|&banding| sample.candidates(banding))
            .collect();
        let documents = sample.counts.documents;
        for (choice, pairs) in out.choices.iter_mut().zip(counted) {
            if documents > 0 {
                choice.measured = Some(pairs as f64 / documents as f64);
            }
        }
        out.sample = Some(sample.counts);
        Ok(out)
    })
}
