//! The settings of a [`Deduper`](crate::Deduper), which decide when two texts are near-duplicates.

use std::fmt;

/// The settings of a [`Deduper`](crate::Deduper).
///
/// ```
/// use copydesk_neardup::{Deduper, DeduperSettings};
///
/// let settings = DeduperSettings { threshold: 0.9, ..DeduperSettings::default() };
/// assert!(Deduper::new(settings).is_ok());
/// let percent = DeduperSettings { threshold: 90.0, ..settings };
/// let error = Deduper::new(percent).unwrap_err();
/// assert_eq!(error.to_string(), "threshold 90: must be between 0 and 1");
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct DeduperSettings {
    /// Least similarity of two near-duplicates: the Jaccard similarity of their shingle sets, a
    /// number in 0..=1.
    pub threshold: f64,
    /// Width of a shingle (a run of consecutive words), in words.
    pub shingle_width: usize,
}

impl DeduperSettings {
    /// Checks that the settings are valid.
    pub(super) fn validate(self) -> Result<(), ConfigError> {
        let Self {
            threshold,
            shingle_width,
        } = self;
        if !(0.0..=1.0).contains(&threshold) {
            return Err(ConfigError(format!(
                "threshold {threshold}: must be between 0 and 1"
            )));
        }
        if shingle_width == 0 {
            return Err(ConfigError(
                "shingle width 0: a shingle holds at least one word".to_owned(),
            ));
        }
        Ok(())
    }
}

impl Default for DeduperSettings {
    fn default() -> Self {
        Self {
            threshold: 0.8,
            shingle_width: 5,
        }
    }
}

/// The error for a setting with an invalid value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigError(String);

impl ConfigError {
    /// An error with this message, which should name the setting, its value and the valid range.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}
