//! The defaults of a table of phrases, for the keys that its file leaves out.

use super::super::engine::{Anchor, PhraseSettings, READER_WORD_LANGUAGES};
use crate::Certainty;

/// Default of the longest line that a phrase is tried on, in effective words.
pub(super) const MAX_WORDS: u16 = 30;
/// Default of the evidence of a match, in `0..=1`.
pub(super) const EVIDENCE: f32 = 0.9;

/// The optional keys of a table of phrases, as its file has them. The defaults are the same for
/// built-in files and for files of users.
pub(super) struct WrittenSettings {
    /// Longest line that the phrases are tried on, in effective words.
    pub max_words: Option<u16>,
    /// How strong the evidence of a match is, in `0..=1`.
    pub evidence: Option<f32>,
    /// Whether a long line must also address the reader after its first words.
    pub must_address_reader: Option<bool>,
}

impl WrittenSettings {
    /// The settings of phrases in these languages, with a default for each key that is left out.
    ///
    /// By default a long line must also address the reader after its first words, but only if the
    /// words for that are known in all of the languages.
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
