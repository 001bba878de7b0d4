//! The settings of a run, with every default in one literal.

use crate::rule_files::RuleFiles;
use copydesk_clean::{Analyser, PASSAGE_GRAM, Policy, Prefer, Settings};
use copydesk_formats::Fields;
use copydesk_store::{Error, Result};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Where repeats and duplicates are searched for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Inside each document only. Takes one pass, and the same memory for any dump.
    Document,
    /// Inside each document and across the whole dump.
    Dump,
}

/// What to do when a record cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnBadRecord {
    /// Write it to the file of rejected records, with the reason, and continue.
    Skip,
    /// Do as [`OnBadRecord::Skip`], and also write the record to the output as it is.
    Pass,
    /// Stop the run.
    Fail,
}

/// The settings of a run.
///
/// ```
/// use copydesk_pipeline::{Config, Scope};
///
/// let config = Config { threshold: 0.9, ..Config::default() };
/// assert!(config.validate().is_ok());
/// assert_eq!(config.scope, Scope::Dump);
/// assert!(Config { threshold: 1.5, ..Config::default() }.validate().is_err());
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Config {
    /// Where repeats and duplicates are searched for.
    pub scope: Scope,
    /// The least Jaccard similarity, 0..=1, at which documents that share a band key are compared
    /// sentence by sentence.
    pub threshold: f64,
    /// Width of a shingle, in words.
    pub shingle: usize,
    /// The least containment, 0..=1, at which documents that share passages are compared sentence
    /// by sentence. Containment is the share of the smaller document's shingles that the larger one
    /// has, too.
    pub containment: f64,
    /// The share of its words, 0..=1, that a document must keep when text that other documents have
    /// is cut from it. If less would be left, none of that text is cut. Furniture and repeats
    /// inside the document do not count as its words.
    pub least_left: f64,
    /// Length in effective words of the shortest paragraph that is cut because another document has
    /// it. In a script without spaces between words, a letter is half an effective word.
    pub paragraph_words: usize,
    /// Length in effective words of the shortest run of whole sentences that is cut because another
    /// document has it.
    pub passage_words: usize,
    /// Which copy is kept.
    pub prefer: Prefer,
    /// What is cut.
    pub policy: Policy,
    /// Furniture rules besides the built-in ones, and lines of sites that are always kept or cut.
    #[serde(default, skip_serializing_if = "RuleFiles::is_empty")]
    pub rules: RuleFiles,
    /// What to do with records that cannot be read.
    pub on_bad_record: OnBadRecord,
    /// The names of the fields that are read, as far as the user gives them. The other names are
    /// chosen for each file, as its first records suggest.
    #[serde(default = "Fields::none")]
    pub fields: Fields,
    /// Whether the first row of every table is a record like the others. Then the names of the
    /// columns are their numbers, from 1. If this is false, each table is examined to see whether
    /// its first row names the columns.
    #[serde(default)]
    pub no_header: bool,
    /// The encoding of text files that are not UTF-8 and have no byte order mark, as a label that
    /// browsers know, such as `windows-1252`. `None` if no encoding is given.
    #[serde(default)]
    pub encoding: Option<String>,
    /// Number of threads; 0 means one for each core.
    pub threads: usize,
    /// Bytes of input after which a checkpoint is written, from which a killed run can continue. A
    /// smaller dump gets no checkpoints.
    #[serde(default)]
    pub checkpoint: u64,
    /// Bytes of memory for the process; `None` means half of what is free. Data that does not fit
    /// is written to temporary files. The output does not depend on this setting.
    #[serde(default, skip_serializing)]
    pub memory: Option<u64>,
    /// Folder for temporary files; `None` means the system's.
    #[serde(default, skip_serializing)]
    pub temp_dir: Option<PathBuf>,
    /// Whether an output folder of an earlier run is replaced.
    pub overwrite: bool,
}

/// The most threads that a user may ask for. A larger number is most likely a typing error, and
/// merely starting that many threads would take minutes.
const MOST_THREADS: usize = 1024;

impl Default for Config {
    fn default() -> Self {
        let Settings {
            threshold,
            shingle,
            paragraph_words,
            passage_words,
            policy,
        } = Settings::default();
        Self {
            scope: Scope::Dump,
            threshold,
            shingle,
            containment: 0.5,
            least_left: 0.7,
            paragraph_words,
            passage_words,
            prefer: Prefer::Earliest,
            policy,
            rules: RuleFiles::default(),
            on_bad_record: OnBadRecord::Skip,
            fields: Fields::none(),
            no_header: false,
            encoding: None,
            threads: 0,
            // 64 MiB. A smaller dump is cleaned again faster than its checkpoints are written and
            // read.
            checkpoint: 64 << 20,
            memory: None,
            temp_dir: None,
            overwrite: false,
        }
    }
}

impl Config {
    /// The settings that the analysis of single documents needs.
    #[must_use]
    pub fn of_documents(&self) -> Settings {
        let Self {
            threshold,
            shingle,
            paragraph_words,
            passage_words,
            policy,
            ..
        } = *self;
        Settings {
            threshold,
            shingle,
            paragraph_words,
            passage_words,
            policy,
        }
    }

    /// An analyser of single documents with these settings and rules.
    ///
    /// # Errors
    /// If a setting is out of range.
    pub fn analyser(&self) -> Result<Analyser> {
        match Analyser::new(self.of_documents()) {
            Ok(analyser) => Ok(analyser.with_rules(self.rules.book())),
            Err(reason) => Err(Error::usage(reason.to_string())),
        }
    }

    /// Checks the number of threads.
    pub(crate) fn check_threads(&self) -> Result<()> {
        if self.threads > MOST_THREADS {
            return Err(Error::usage(format!(
                "--threads {}: must be {MOST_THREADS} or less; 0 means one for each core",
                self.threads
            )));
        }
        Ok(())
    }

    /// Checks that every setting is in its range.
    ///
    /// # Errors
    /// If one is not. The message names the setting and the range.
    pub fn validate(&self) -> Result<()> {
        for (name, share) in [
            ("threshold", self.threshold),
            ("containment", self.containment),
            ("least-left", self.least_left),
        ] {
            if !(0.0..=1.0).contains(&share) {
                let message = format!("--{name} {share}: must be between 0 and 1");
                return Err(Error::usage(message));
            }
        }
        if self.paragraph_words == 0 {
            return Err(Error::usage(
                "--paragraph-words 0: a paragraph without words cannot repeat",
            ));
        }
        // Passages are found by runs of this many words, so none is shorter.
        if self.passage_words < PASSAGE_GRAM {
            return Err(Error::usage(format!(
                "--passage {}: must be {PASSAGE_GRAM} or more",
                self.passage_words
            )));
        }
        if self.shingle == 0 {
            return Err(Error::usage(
                "--shingle 0: a shingle holds at least one word",
            ));
        }
        self.check_threads()?;
        if self.fields.named().any(|(_, name)| name.is_empty()) {
            return Err(Error::usage(
                "a field name is empty: give the name that the records use",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, MOST_THREADS};
    use crate::with_threads;

    #[test]
    fn more_threads_than_any_machine_has_are_refused_before_they_are_started() {
        let most = Config {
            threads: MOST_THREADS,
            ..Config::default()
        };
        assert!(most.validate().is_ok());
        let too_many = Config {
            threads: 99_999,
            ..most
        };
        let refused = too_many.validate().unwrap_err().to_string();
        assert!(
            refused.starts_with("--threads 99999: must be 1024 or less"),
            "{refused}"
        );
        // `apply` does not call `validate`, so the number is checked here, too.
        let started = with_threads(&too_many, || Ok(()));
        assert_eq!(started.unwrap_err().to_string(), refused);
    }
}
