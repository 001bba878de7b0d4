//! What the analysis of a document depends on, with every default in one literal.

use crate::policy::Policy;
use copydesk_neardup::ConfigError;

/// Words of the runs that are hashed for passages; no passage is shorter.
pub const PASSAGE_GRAM: usize = 8;

/// When documents are alike, how short a copy may be, and what is cut.
///
/// ```
/// use copydesk_clean::Settings;
///
/// let strict = Settings { threshold: 0.9, ..Settings::default() };
/// assert_eq!(strict.shingle, Settings::default().shingle);
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Settings {
    /// Jaccard similarity from which on two documents are compared sentence by sentence, 0..=1.
    pub threshold: f64,
    /// Width of a shingle, in words.
    pub shingle: usize,
    /// Shortest paragraph that is cut because another document has it, in effective words.
    pub paragraph_words: usize,
    /// Shortest run of whole sentences that is cut because another document has it, in effective
    /// words;
    /// [`PASSAGE_GRAM`] or more.
    pub passage_words: usize,
    /// What is cut.
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
    /// Says which setting is out of range, and the range.
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
                "threshold {threshold}: must lie between 0 and 1"
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
