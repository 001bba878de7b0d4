//! The settings of an evaluation.

use super::kind::TruthKind;
use copydesk_pipeline::{Error, Result};
use std::path::PathBuf;

/// What a run is compared with, and how.
#[derive(Clone, PartialEq, Debug)]
pub struct Questions {
    /// The truth files, at least one.
    pub truth: Vec<PathBuf>,
    /// What kind of truth they hold. `None` to recognise it by the content.
    pub kind: Option<TruthKind>,
    /// If pairs are listed with their similarity: a pair is one of duplicates from this similarity
    /// on, 0..=1.
    pub similar_from: f64,
    /// A pair below this similarity is not one of duplicates, 0..=1. Pairs between the two limits
    /// are not judged. `None` for the same as `similar_from`.
    pub different_below: Option<f64>,
    /// The labels that mean duplicate. Empty for the usual words.
    pub duplicate_labels: Vec<String>,
    /// Most examples that are listed for a truth file. Lost sentences are always all listed.
    pub worst: usize,
    /// Output folder of an earlier run over the same input, whose decisions are scored. `None` to
    /// make a run.
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
    /// # Errors
    /// If there is no truth, or a limit is out of range.
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
