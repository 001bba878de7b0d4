//! The first documents of a dump, in memory, for measuring hashes and stages.
//!
//! They are read before anything is measured, so the disk has no influence on the results.

use super::read::pieces;
use copydesk_pipeline::{Error, Inputs, Result};

/// The number of bytes of text after which no more documents are taken. The last document may
/// exceed it.
const MAX_BYTES: u64 = 16_000_000;

/// The texts of the first documents of a dump.
pub(super) struct Sample {
    pub texts: Vec<String>,
}

impl Sample {
    /// Reads the sample.
    ///
    /// # Errors
    /// If the dump cannot be read or has no text.
    pub(super) fn take(inputs: &Inputs) -> Result<Self> {
        let mut sample = Self { texts: Vec::new() };
        let mut bytes = 0;
        pieces(inputs, |piece| {
            for text in piece.texts() {
                // Checked for each text, since a piece of the dump holds many records.
                if bytes < MAX_BYTES {
                    bytes += text.len() as u64;
                    sample.texts.push(text.into_owned());
                }
            }
            // Whether the next piece is read.
            Ok(bytes < MAX_BYTES)
        })?;
        if bytes == 0 {
            return Err(Error::usage(
                "there is no text to measure on: records must hold it in a field named `text`",
            ));
        }
        Ok(sample)
    }

    /// The number of bytes in all texts.
    pub(super) fn bytes(&self) -> u64 {
        let mut bytes = 0;
        for text in &self.texts {
            bytes += text.len() as u64;
        }
        bytes
    }
}
