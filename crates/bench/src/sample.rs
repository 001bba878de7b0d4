//! The first documents of a dump, in memory, for hashes and stages.
//!
//! They are read only once, so that a disk has no part in the measurements.

use super::read::pieces;
use copydesk_pipeline::{Error, Inputs, Result};

/// Bytes of text after which no more documents are taken.
const MOST_BYTES: u64 = 16_000_000;

/// The texts of some documents.
pub(super) struct Sample {
    pub texts: Vec<String>,
}

impl Sample {
    pub(super) fn take(inputs: &Inputs) -> Result<Self> {
        let mut sample = Self { texts: Vec::new() };
        let mut bytes = 0;
        pieces(inputs, |piece| {
            for text in piece.texts() {
                if bytes < MOST_BYTES {
                    bytes += text.len() as u64;
                    sample.texts.push(text.into_owned());
                }
            }
            Ok(bytes < MOST_BYTES)
        })?;
        if bytes == 0 {
            return Err(Error::usage(
                "there is no text to measure on: records must hold it in a field named `text`",
            ));
        }
        Ok(sample)
    }

    /// Bytes of all texts.
    pub(super) fn bytes(&self) -> u64 {
        let mut bytes = 0;
        for text in &self.texts {
            bytes += text.len() as u64;
        }
        bytes
    }
}
