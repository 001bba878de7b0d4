//! The files of rules that the user gives to a run.

use copydesk_boilerplate::{RuleBook, RuleName};
use copydesk_store::{Error, IoContext, Result};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// The largest size of a rules file, in bytes. A larger file is most likely a dump that was named
/// by mistake.
const LARGEST_BYTES: u64 = 16 << 20;

/// The rules files of a run, and the rules in them.
///
/// The texts of the files are written to the summary and the manifest. The summary thus says by
/// which rules a run has cut. By the manifest, a run with other rules is recognised as another run.
///
/// ```
/// use copydesk_pipeline::RuleFiles;
///
/// let mut rules = RuleFiles::default();
/// rules.add("rules.toml", "[sites.\"harbour.example\"]\ncut = [\"Tide and Time\"]")?;
/// assert_eq!(rules.book().sites()[0].name(), "harbour.example");
///
/// let refused = rules.add("more.toml", "[sites.\"harbour.example\"]\ncuts = []").unwrap_err();
/// assert!(refused.to_string().starts_with("more.toml: line 2, column 1: unknown key `cuts`"));
/// # Ok::<(), copydesk_pipeline::Error>(())
/// ```
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(into = "Vec<RuleFile>", from = "Vec<RuleFile>")]
pub struct RuleFiles {
    files: Vec<RuleFile>,
    /// The rules in all files.
    book: Arc<RuleBook>,
}

/// A rules file, as it is written to the summary and the manifest.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct RuleFile {
    /// The name by which the user gave the file.
    file: String,
    text: String,
}

impl RuleFiles {
    /// Reads rules files, in this order.
    ///
    /// # Errors
    /// If a file cannot be read, or is not a rules file. In the second case the message says where
    /// the mistake is and what to do.
    pub fn read<P: AsRef<Path>>(paths: &[P]) -> Result<Self> {
        let mut files = Self::default();
        for path in paths {
            let path = path.as_ref();
            files.add(&path.display().to_string(), &read_text(path)?)?;
        }
        Ok(files)
    }

    /// Adds the rules file with this name and text.
    ///
    /// # Errors
    /// If `text` is not the text of a rules file.
    pub fn add(&mut self, name: &str, text: &str) -> Result<()> {
        // Some editors write a byte order mark, which TOML does not allow.
        let text = text.trim_start_matches('\u{feff}');
        if let Err(reason) = Arc::make_mut(&mut self.book).add(text) {
            return Err(Error::usage(format!("{name}: {reason}")));
        }
        self.files.push(RuleFile {
            file: name.to_owned(),
            text: text.to_owned(),
        });
        Ok(())
    }

    /// The rules in all files.
    #[must_use]
    pub fn book(&self) -> &RuleBook {
        &self.book
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Sentences about the rules, for [`Summary::notes`](crate::Summary::notes).
    pub(crate) fn notes(&self) -> impl Iterator<Item = String> {
        self.book.names().filter_map(replacement_note)
    }
}

impl From<RuleFiles> for Vec<RuleFile> {
    fn from(files: RuleFiles) -> Self {
        files.files
    }
}

/// Used when a summary or manifest is read, so that its rules can be shown or compared. It must be
/// readable even if this version cannot parse its rules. Then the book has no rules.
impl From<Vec<RuleFile>> for RuleFiles {
    fn from(files: Vec<RuleFile>) -> Self {
        let mut book = RuleBook::default();
        for file in &files {
            if book.add(&file.text).is_err() {
                book = RuleBook::default();
                break;
            }
        }
        Self {
            files,
            book: Arc::new(book),
        }
    }
}

/// A sentence that says which built-in rule a rule of the user replaces; `None` if it replaces
/// none.
fn replacement_note(name: RuleName) -> Option<String> {
    match name {
        // A name that no built-in rule has.
        RuleName::Custom(_) => None,
        name => Some(format!(
            "the rule {name} takes the place of the built-in one"
        )),
    }
}

/// Reads a rules file, unless it is too large to be one.
fn read_text(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    let file = File::open(path).while_reading(path)?;
    // Reads one byte more than is allowed, to notice that the file is too large.
    file.take(LARGEST_BYTES + 1)
        .read_to_end(&mut bytes)
        .while_reading(path)?;
    let fault = if bytes.len() as u64 > LARGEST_BYTES {
        "this is not a rules file: it is larger than 16 MiB"
    } else {
        match String::from_utf8(bytes) {
            Ok(text) => return Ok(text),
            Err(_) => "a rules file is UTF-8: save it as that",
        }
    };
    Err(Error::usage(format!("{}: {fault}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "[[rule]]\nname = \"newsletter\"\nlanguages = [\"en\"]\n\
        [[rule.phrases]]\nmatch = \"start\"\npatterns = [\"tide and time *\"]\n";

    #[test]
    fn rules_are_read_back_from_json_even_if_this_version_cannot_parse_them() {
        let mut rules = RuleFiles::default();
        rules.add("rules.toml", RULE).unwrap();
        let json = serde_json::to_string(&rules).unwrap();
        assert!(json.starts_with("[{\"file\":\"rules.toml\",\"text\":\"[[rule]]"));
        assert_eq!(serde_json::from_str::<RuleFiles>(&json).unwrap(), rules);
        let of_later_version = json.replace("patterns", "pattern_lists");
        let read: RuleFiles = serde_json::from_str(&of_later_version).unwrap();
        assert!(!read.is_empty());
    }

    #[test]
    fn a_note_says_that_a_built_in_rule_is_replaced() {
        let mut rules = RuleFiles::default();
        rules.add("rules.toml", RULE).unwrap();
        let note = rules.notes().next().unwrap();
        assert!(note.contains("newsletter takes the place"), "{note}");
    }

    #[test]
    fn the_message_names_a_file_that_is_missing_or_is_not_utf_8() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing.toml");
        let refused = RuleFiles::read(&[&missing]).unwrap_err().to_string();
        assert!(
            refused.starts_with(&missing.display().to_string()),
            "{refused}"
        );
        let latin = folder.path().join("latin.toml");
        std::fs::write(&latin, b"# caf\xe9").unwrap();
        let refused = RuleFiles::read(&[&latin]).unwrap_err().to_string();
        assert!(
            refused.starts_with(&latin.display().to_string()) && refused.contains("is UTF-8"),
            "{refused}"
        );
    }
}
