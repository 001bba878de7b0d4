//! What is asked of an evaluation.

use super::kind::TruthKind;
use copydesk_pipeline::{Error, Result};
use std::path::PathBuf;

/// What a run is held against, and how.
#[derive(Clone, PartialEq, Debug)]
pub struct Questions {
    /// The truth files, at least one.
    pub truth: Vec<PathBuf>,
    /// What they hold; none to tell by their content.
    pub kind: Option<TruthKind>,
    /// Similarity from which on a listed pair is a duplicate, 0..=1, where pairs are listed with
    /// their similarity.
    pub similar_from: f64,
    /// Similarity below which a listed pair is none, 0..=1; pairs between the two are not judged.
    /// None for the same as `similar_from`.
    pub different_below: Option<f64>,
    /// The labels that mean duplicate; none for the usual words.
    pub duplicate_labels: Vec<String>,
    /// Most examples to a truth file. Sentences lost are all listed, however many.
    pub worst: usize,
    /// Output folder of an earlier run over the same input, whose decisions are scored; none to run
    /// now.
    pub decided: Option<PathBuf>,
}

impl Default for Questions {
    fn default() -> Self {
        Self {
            truth: Vec::new(),
            kind: None,
            similar_from: 0.8,
            different_below: None,
            duplicate_labels: Vec::new(),
            worst: 10,
            decided: None,
        }
    }
}

impl Questions {
    /// Refuses what cannot be answered.
    pub(crate) fn validate(&self) -> Result<()> {
        if self.truth.is_empty() {
            return Err(Error::usage(
                "no truth to compare with; name a file with --truth",
            ));
        }
        let (from, below) = (
            self.similar_from,
            self.different_below.unwrap_or(self.similar_from),
        );
        if (0.0..=1.0).contains(&from) && (0.0..=from).contains(&below) {
            return Ok(());
        }
        Err(Error::usage(format!(
            "--similar-from {from}, --different-below {below}: must lie between 0 and 1, the \
             second not above the first"
        )))
    }
}
