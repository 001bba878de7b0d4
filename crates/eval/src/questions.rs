//! The settings of an evaluation.

use super::kind::TruthKind;
use copydesk_pipeline::{Error, Result};
use std::path::PathBuf;

/// The truth (what a run should decide) with which a run is compared, and how it is compared.
#[derive(Clone, PartialEq, Debug)]
pub struct Questions {
    /// The truth files, at least one.
    pub truth: Vec<PathBuf>,
    /// The kind of truth that the files hold. If `None`, the kind of each file is recognised by its
    /// content.
    pub kind: Option<TruthKind>,
    /// For pairs that are listed with their similarity: a pair of at least this similarity, in
    /// `0..=1`, is a pair of duplicates.
    pub similar_from: f64,
    /// For pairs that are listed with their similarity: a pair below this similarity, in `0..=1`,
    /// is not a pair of duplicates. Pairs between the two limits are not judged. If `None`, this
    /// limit is the same as `similar_from`.
    pub different_below: Option<f64>,
    /// The labels that mean duplicate. All other labels mean not a duplicate. If the list is empty,
    /// labels in the usual words, such as `yes` and `no`, are understood.
    pub duplicate_labels: Vec<String>,
    /// The greatest number of mistakes that are listed for a truth file. Lost documents and
    /// sentences of [`TruthKind::Spans`], and groups of which no member is kept, are always listed.
    pub worst: usize,
    /// The output folder of an earlier run over the same input. Its decisions are scored. If
    /// `None`, a new run is made.
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
    /// Checks the settings.
    ///
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
            "--similar-from {from}, --different-below {below}: must be between 0 and 1, the \
             second not above the first"
        )))
    }
}
