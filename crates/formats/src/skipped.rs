//! What is among the inputs and is not read.

use serde::{Deserialize, Serialize};

/// A file or folder among the inputs that is not read, and why.
///
/// ```
/// use copydesk_formats::Inputs;
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("a.jsonl"), "{\"text\":\"Rain.\"}\n")?;
/// std::fs::write(folder.path().join("page.html"), "<p>Rain.</p>")?;
/// let inputs = Inputs::discover(&[folder.path().display().to_string()], None)?;
/// assert!(inputs.skipped()[0].name.ends_with("page.html"));
/// assert_eq!(inputs.skipped()[0].reason, "unknown ending");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Skipped {
    /// Its path as it was found: below the folder that was named on the command line.
    pub name: String,
    /// Why it is not read, in words; the same words for all that are skipped for one reason.
    pub reason: String,
    /// Whether it was expected to hold articles, so that they are missing from the output.
    #[serde(default)]
    pub is_missed: bool,
}

impl Skipped {
    /// Something with this name that is not read for this reason, and holds no articles as far as
    /// can be told.
    #[must_use]
    pub fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            reason: reason.into(),
            is_missed: false,
        }
    }

    /// The same of a file whose articles are missing from the output.
    #[must_use]
    pub fn missed(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            is_missed: true,
            ..Self::new(name, reason)
        }
    }
}
