//! Files and folders among the inputs that are not read.

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
    /// Path of the file or folder. It begins with the folder that the user named.
    pub name: String,
    /// Why it is not read. The words are the same for all files that are skipped for this reason.
    pub reason: String,
    /// Whether the file was expected to hold articles, so that they are missing from the output.
    #[serde(default)]
    pub is_missed: bool,
}

impl Skipped {
    /// A file or folder that is not read, and is not expected to hold articles.
    #[must_use]
    pub fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            reason: reason.into(),
            is_missed: false,
        }
    }

    /// A file that is not read although it should hold articles.
    #[must_use]
    pub fn missed(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            is_missed: true,
            ..Self::new(name, reason)
        }
    }
}
