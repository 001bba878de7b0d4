//! When two texts are near-duplicates: the settings of a [`Deduper`](crate::Deduper).

use std::fmt;

/// When two texts are near-duplicates.
///
/// ```
/// use copydesk_neardup::{Deduper, DeduperSettings};
///
/// let settings = DeduperSettings { threshold: 0.9, ..DeduperSettings::default() };
/// assert!(Deduper::new(settings).is_ok());
/// let percent = DeduperSettings { threshold: 90.0, ..settings };
/// let error = Deduper::new(percent).unwrap_err();
/// assert_eq!(error.to_string(), "threshold 90: must lie between 0 and 1");
/// ```
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct DeduperSettings {
    /// Jaccard similarity of the shingle sets from which on two texts may be one story, 0..=1.
    pub threshold: f64,
    /// Width of a shingle, in words.
    pub shingle_width: usize,
}

impl DeduperSettings {
    /// Checks that the settings make sense.
    pub(super) fn validate(self) -> Result<(), ConfigError> {
        let Self {
            threshold,
            shingle_width,
        } = self;
        if !(0.0..=1.0).contains(&threshold) {
            return Err(ConfigError(format!(
                "threshold {threshold}: must lie between 0 and 1"
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

/// A setting that makes no sense.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigError(String);

impl ConfigError {
    /// An error with a message that names the setting, its value and its range.
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
