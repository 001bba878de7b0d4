//! Which bands × rows for a threshold: what each overlooks, what it costs, and how many candidates
//! it makes of a dump.

mod choices;
mod sample;

pub use sample::Sampled;

use copydesk_neardup::Banding;
use copydesk_pipeline::{Config, Error, Inputs, Progress, Result, Scan, with_threads};
use rayon::prelude::*;
use sample::Sample;
use serde::Serialize;

/// Documents that are sampled if nobody says how many.
pub const SAMPLE: usize = 4000;

/// The bandings to choose from.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Plan {
    /// Jaccard similarity from which on two documents are compared sentence by sentence.
    pub threshold: f64,
    /// Width of a shingle, in words.
    pub shingle: usize,
    /// Longest signature that copydesk takes by itself, in values.
    pub longest_signature: usize,
    /// Share of pairs at the threshold that the banding it takes by itself may overlook.
    pub most_missed: f64,
    /// What was measured on, if there was an input.
    pub sample: Option<Sampled>,
    /// The bandings, from loose to strict.
    pub choices: Vec<Choice>,
}

/// One banding and what comes of it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Choice {
    /// Slices of the signature; one of them must agree.
    pub bands: usize,
    /// Values in each.
    pub rows: usize,
    /// Values of a signature, bands × rows. It is made, cut into keys and let go; the time to make
    /// it grows with this.
    pub values: usize,
    /// Bytes that are kept of each document between the walks: a key for each band.
    pub bytes_kept: usize,
    /// Bytes of each document while the buckets are filled: the keys and their entries.
    pub bytes_at_peak: usize,
    /// Share of the pairs that are overlooked, by their similarity.
    pub missed: Vec<AtSimilarity>,
    /// Share of the pairs that are made candidates, by their similarity.
    pub candidates: Vec<AtSimilarity>,
    /// Pairs that share a bucket, per document of the sample, if there is one.
    pub measured: Option<f64>,
    /// Whether copydesk takes this one by itself.
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

/// Lists the bandings for a configuration's threshold; with an input, measures the candidates of
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
            "--sample {most}: a pair takes two documents at least"
        )));
    }
    let bandings = choices::bandings(config.threshold);
    let mut out = Plan {
        threshold: config.threshold,
        shingle: config.shingle,
        longest_signature: Banding::MAX_SIGNATURE_LEN,
        most_missed: Banding::MAX_MISS_RATE,
        sample: None,
        choices: bandings
            .iter()
            .map(|&banding| Choice::new(banding, config.threshold))
            .collect(),
    };
    let Some(inputs) = inputs else { return Ok(out) };
    with_threads(config, || {
        let sample = Sample::take(&Scan::new(inputs, config, progress), config, most)?;
        let counted: Vec<u64> = bandings
            .par_iter()
            .map(|&banding| sample.candidates(banding))
            .collect();
        for (choice, pairs) in out.choices.iter_mut().zip(counted) {
            choice.measured = (sample.counts.documents > 0)
                .then(|| pairs as f64 / sample.counts.documents as f64);
        }
        out.sample = Some(sample.counts);
        Ok(out)
    })
}
