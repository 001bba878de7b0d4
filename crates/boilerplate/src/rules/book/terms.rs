//! What is said of patterns if the file does not say it.

use super::super::engine::{ADDRESS_LANGUAGES, Anchor, Terms};
use crate::Certainty;

/// Longest line that a pattern is tried on, in effective words.
pub(super) const MAX_WORDS: u16 = 30;
/// Evidence of a match.
pub(super) const EVIDENCE: f32 = 0.9;

/// What the file says.
pub(super) struct Given {
    pub max_words: Option<u16>,
    pub evidence: Option<f32>,
    pub must_address_reader: Option<bool>,
}

impl Given {
    /// All that is said of patterns in these languages.
    pub fn terms<'l>(
        &self,
        anchor: Anchor,
        certainty: Certainty,
        mut languages: impl Iterator<Item = &'l str>,
    ) -> Terms {
        let has_address = languages.all(|language| ADDRESS_LANGUAGES.contains(&language));
        Terms {
            anchor,
            certainty,
            max_words: self.max_words.unwrap_or(MAX_WORDS),
            evidence: self.evidence.unwrap_or(EVIDENCE),
            must_address_reader: self.must_address_reader.unwrap_or(has_address),
        }
    }
}
