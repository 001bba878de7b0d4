//! The settings by which documents are analysed and compared, with every default in one place.

use crate::policy::Policy;
use copydesk_neardup::ConfigError;

/// Length of the runs of words that are hashed to find passages (runs of words that two documents
/// share), in words. No passage is shorter.
pub const PASSAGE_GRAM: usize = 8;

/// The settings: which documents are compared, how short a copy may be, and what is cut.
///
/// ```
/// use copydesk_clean::Settings;
///
/// let strict = Settings { threshold: 0.9, ..Settings::default() };
/// assert_eq!(strict.shingle, Settings::default().shingle);
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Settings {
    /// Least Jaccard similarity, from 0 to 1, at which two documents are compared sentence by
    /// sentence.
    pub threshold: f64,
    /// Length of a shingle (a run of words that is hashed to compare documents), in words; 1 or
    /// more.
    pub shingle: usize,
    /// Shortest paragraph that is cut because another document has it, in effective words; 1 or
    /// more.
    pub paragraph_words: usize,
    /// Shortest run of whole sentences that is cut because another document has it, in effective
    /// words; [`PASSAGE_GRAM`] or more.
    pub passage_words: usize,
    /// Which kinds of text are cut, and which kinds of documents are dropped.
    pub policy: Policy,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            threshold: 0.8,
            shingle: 5,
            paragraph_words: 12,
            passage_words: 16,
            policy: Policy::default(),
        }
    }
}

impl Settings {
    /// Checks every setting.
    ///
    /// # Errors
    /// If a setting is out of range. The message has its name and the range.
    ///
    /// ```
    /// use copydesk_clean::Settings;
    ///
    /// assert!(Settings::default().validate().is_ok());
    /// assert!(Settings { threshold: 7.0, ..Settings::default() }.validate().is_err());
    /// ```
    pub fn validate(&self) -> Result<(), ConfigError> {
        let Self {
            threshold,
            shingle,
            paragraph_words,
            passage_words,
            ..
        } = *self;
        if !(0.0..=1.0).contains(&threshold) {
            return Err(ConfigError::new(format!(
                "threshold {threshold}: must be between 0 and 1"
            )));
        }
        if shingle == 0 {
            return Err(ConfigError::new(
                "shingle 0: a shingle holds at least one word",
            ));
        }
        if paragraph_words == 0 {
            let message = "paragraph_words 0: a paragraph without words cannot repeat";
            return Err(ConfigError::new(message));
        }
        if passage_words < PASSAGE_GRAM {
            let message = format!("passage_words {passage_words}: must be {PASSAGE_GRAM} or more");
            return Err(ConfigError::new(message));
        }
        Ok(())
    }
}
