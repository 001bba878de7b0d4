//! The defaults of a table `[[rule.phrases]]` of a rules file, for the keys that it leaves out.

use super::super::engine::{Anchor, PhraseSettings, READER_WORD_LANGUAGES};
use crate::Certainty;

/// The default of [`WrittenSettings::max_words`].
pub(super) const DEFAULT_MAX_WORDS: u16 = 30;
/// The default of [`WrittenSettings::evidence`].
pub(super) const DEFAULT_EVIDENCE: f32 = 0.9;

/// The optional keys of a table `[[rule.phrases]]`, as the file has them. The defaults are the same
/// for built-in files and for files of users.
pub(super) struct WrittenSettings {
    /// Longest line that the phrases are tried on, in effective words.
    pub max_words: Option<u16>,
    /// The evidence of the findings of these phrases, in `0..=1`.
    pub evidence: Option<f32>,
    /// Whether a long line must speak to the reader to be cut, with a word such as `you` or `our`
    /// that is not among its first few words.
    pub must_address_reader: Option<bool>,
}

impl WrittenSettings {
    /// The settings of phrases in these languages, with a default for each key that is left out.
    ///
    /// The default of `must_address_reader` is `true` if the words that address the reader (`you`,
    /// `our`) are known in all of the languages.
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
            max_words: self.max_words.unwrap_or(DEFAULT_MAX_WORDS),
            evidence: self.evidence.unwrap_or(DEFAULT_EVIDENCE),
            must_address_reader: self.must_address_reader.unwrap_or(has_reader_words),
        }
    }
}
