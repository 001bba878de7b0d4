//! Plans: the bandings (numbers of bands and of rows in a band) that suit a threshold. Each is
//! listed with the share of pairs that it misses, with its costs, and with the number of candidates
//! that it produces on a dump.
//!
//! The share of missed pairs follows from a formula (`choices.rs`). The number of candidates
//! depends on how similar the documents of a dump are to each other, so it is counted on a sample
//! (`sample.rs`).

mod choices;
mod sample;

pub use sample::Sampled;

use copydesk_neardup::Banding;
use copydesk_pipeline::{Config, Error, Inputs, Progress, Result, Scan, with_threads};
use rayon::prelude::*;
use sample::Sample;
use serde::Serialize;

/// The default size of a sample, in documents.
pub const SAMPLE: usize = 4000;

/// The bandings to choose from.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Plan {
    /// Documents of at least this Jaccard similarity, in `0..=1`, are compared sentence by
    /// sentence.
    pub threshold: f64,
    /// Width of a shingle, in words.
    pub shingle: usize,
    /// The longest signature that copydesk uses by default, in values.
    pub longest_signature: usize,
    /// The greatest share of pairs at the threshold that the default banding may miss.
    pub most_missed: f64,
    /// The size of the sample on which candidates were counted. `None` if there was no input.
    pub sample: Option<Sampled>,
    /// The bandings, sorted by rows and then by bands.
    pub choices: Vec<Choice>,
}

/// One banding, with what it misses and costs.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Choice {
    /// The number of bands, which are slices of a signature. Two documents are candidates if at
    /// least one band is the same in both.
    pub bands: usize,
    /// The number of values in each band.
    pub rows: usize,
    /// The number of values in a signature, bands × rows. The time to make a signature is
    /// proportional to it. A signature takes no memory between passes, because only its band keys
    /// are kept.
    pub values: usize,
    /// Bytes that are kept for each document between passes: a key for each band.
    pub bytes_kept: usize,
    /// Bytes for each document while documents are sorted into buckets, one bucket for each band
    /// key: the kept keys, and an entry in a bucket for each key.
    pub bytes_at_peak: usize,
    /// The computed share of pairs that are missed, for several similarities from the threshold up.
    pub missed: Vec<AtSimilarity>,
    /// The computed share of pairs that become candidates, for several similarities below the
    /// threshold.
    pub candidates: Vec<AtSimilarity>,
    /// The counted number of candidates in the sample, divided by the number of its documents.
    /// `None` if there is no sample.
    #[serde(rename = "measured")]
    pub candidates_per_document: Option<f64>,
    /// Whether copydesk uses this banding by default.
    pub is_taken: bool,
}

/// A share of the pairs of documents that have a certain similarity.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct AtSimilarity {
    /// The similarity, in `0..=1`.
    pub similarity: f64,
    /// The share, in `0..=1`.
    pub share: f64,
}

impl Choice {
    /// A banding with everything that is computed and not counted.
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
        let key_bytes = size_of::<u64>();
        // An entry has a band key and the rank of a document.
        let entry_bytes = size_of::<(u64, u32)>();
        Self {
            bands: banding.bands(),
            rows: banding.rows(),
            values: banding.signature_len(),
            bytes_kept: key_bytes * banding.bands(),
            bytes_at_peak: (key_bytes + entry_bytes) * banding.bands(),
            missed,
            candidates,
            candidates_per_document: None,
            is_taken: banding == Banding::for_threshold(threshold),
        }
    }
}

/// Lists the bandings that suit the threshold of a configuration. If there is an input, counts the
/// candidates of each banding on a sample of about `sample_size` records.
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
/// If the settings are out of range, `sample_size` is below 2, or the input cannot be read.
pub fn plan(
    inputs: Option<&Inputs>,
    sample_size: usize,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Plan> {
    config.validate()?;
    if sample_size < 2 {
        return Err(Error::usage(format!(
            "--sample {sample_size}: a pair needs at least two documents"
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
        let sample = Sample::take(&Scan::new(inputs, config, progress), config, sample_size)?;
        let candidates: Vec<u64> = bandings
            .par_iter()
            .map(|&banding| sample.candidates(banding))
            .collect();
        let documents = sample.counts.documents;
        for (choice, candidates) in out.choices.iter_mut().zip(candidates) {
            if documents > 0 {
                choice.candidates_per_document = Some(candidates as f64 / documents as f64);
            }
        }
        out.sample = Some(sample.counts);
        Ok(out)
    })
}
