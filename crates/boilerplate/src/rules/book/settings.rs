//! The defaults of phrases, for what their file does not say.

use super::super::engine::{Anchor, PhraseSettings, READER_WORD_LANGUAGES};
use crate::Certainty;

/// Longest line that a phrase is tried on, in effective words.
pub(super) const MAX_WORDS: u16 = 30;
/// Evidence of a match.
pub(super) const EVIDENCE: f32 = 0.9;

/// The optional keys of a table of phrases, as its file gives them. Built-in files and those of
/// users get their defaults here, so that they mean the same.
pub(super) struct GivenSettings {
    /// Longest line that the phrases are tried on, in effective words.
    pub max_words: Option<u16>,
    /// How sure a match is, in `0..=1`.
    pub evidence: Option<f32>,
    /// Whether a long line must also address the reader after its first words.
    pub must_address_reader: Option<bool>,
}

impl GivenSettings {
    /// The settings of phrases in these languages, with the defaults for what is not given.
    ///
    /// By default a long line must also address the reader after its first words if the words for
    /// that are known in all of the languages. Otherwise it would be asked for words that are not
    /// in the list.
    pub fn with_defaults<'l>(
        &self,
        anchor: Anchor,
        certainty: Certainty,
        mut languages: impl Iterator<Item = &'l str>,
    ) -> PhraseSettings {
        let has_reader_words = languages.all(|language| READER_WORD_LANGUAGES.contains(&language));
        PhraseSettings {
            anchor,
            certainty,
            max_words: self.max_words.unwrap_or(MAX_WORDS),
            evidence: self.evidence.unwrap_or(EVIDENCE),
            must_address_reader: self.must_address_reader.unwrap_or(has_reader_words),
        }
    }
}
