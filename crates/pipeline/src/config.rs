//! The settings of a run, with every default in one literal.

use crate::rule_files::RuleFiles;
use copydesk_clean::{Analyser, PASSAGE_GRAM, Policy, Prefer, Settings};
use copydesk_formats::Fields;
use copydesk_store::{Error, Result};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// How far repeats are looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Inside each document only: one pass, constant memory.
    Document,
    /// Across the whole dump.
    Dump,
}

/// What to do when a record cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnBadRecord {
    /// Keep it among the rejected records, with the reason, and continue.
    Skip,
    /// The same, and also write it to the output as it is.
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
    /// How far repeats are looked for.
    pub scope: Scope,
    /// Documents that share a bucket and have at least this Jaccard similarity are compared
    /// sentence by sentence, 0..=1.
    pub threshold: f64,
    /// Width of a shingle, in words.
    pub shingle: usize,
    /// Documents that share passages are compared sentence by sentence if the larger has at least
    /// this share of the smaller one's shingles, 0..=1.
    pub containment: f64,
    /// Share of a document's words, without furniture and repeats inside it, that must be left if
    /// what other documents have is cut, 0..=1; else nothing is cut for them.
    pub least_left: f64,
    /// Shortest paragraph that is cut because another document has it, in effective words.
    pub paragraph_words: usize,
    /// Shortest run of whole sentences that is cut because another document has it, in effective
    /// words; every run of that many words that two documents share is examined.
    pub passage_words: usize,
    /// Which copy is kept.
    pub prefer: Prefer,
    /// What is cut.
    pub policy: Policy,
    /// Furniture rules beside the built-in ones, and lines of sites that are always kept or cut.
    #[serde(default, skip_serializing_if = "RuleFiles::is_empty")]
    pub rules: RuleFiles,
    /// What to do with records that cannot be read.
    pub on_bad_record: OnBadRecord,
    /// Names of the fields that are read, as far as the user gives them. The others are chosen by
    /// the first records of each file.
    #[serde(default = "Fields::none")]
    pub fields: Fields,
    /// The first row of a table is a record like the others, and columns are named by their
    /// numbers, from 1. Otherwise the first row of each table shows whether it names the columns.
    #[serde(default)]
    pub no_header: bool,
    /// The encoding of text files that are neither UTF-8 nor have a byte order mark, by a label
    /// that browsers know.
    #[serde(default)]
    pub encoding: Option<String>,
    /// Threads; 0 for one per core.
    pub threads: usize,
    /// Bytes of input after which a checkpoint is written, so that a killed run can be resumed. A
    /// smaller dump gets none.
    #[serde(default)]
    pub checkpoint: u64,
    /// Bytes of memory for the process; half of what is free if none. What does not fit is written
    /// to temporary files. The output does not depend on it.
    #[serde(default, skip_serializing)]
    pub memory: Option<u64>,
    /// Folder for temporary files; the system's if none.
    #[serde(default, skip_serializing)]
    pub temp_dir: Option<PathBuf>,
    /// Replace an output folder of an earlier run.
    pub overwrite: bool,
}

/// The most threads that may be asked for. More would be an error in typing, and merely starting
/// them would take minutes.
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
            // A smaller dump is cleaned again faster than checkpoints for it are written and read.
            checkpoint: 64 << 20,
            memory: None,
            temp_dir: None,
            overwrite: false,
        }
    }
}

impl Config {
    /// The settings by which one document is analysed.
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

    /// The analyser of single documents with these settings.
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

    /// Checks every setting, and those that depend on one another.
    ///
    /// # Errors
    /// Says which setting is out of range, and the range.
    pub fn validate(&self) -> Result<()> {
        for (name, share) in [
            ("threshold", self.threshold),
            ("containment", self.containment),
            ("least-left", self.least_left),
        ] {
            if !(0.0..=1.0).contains(&share) {
                let message = format!("--{name} {share}: must lie between 0 and 1");
                return Err(Error::usage(message));
            }
        }
        if self.paragraph_words == 0 {
            return Err(Error::usage(
                "--paragraph-words 0: a paragraph without words cannot repeat",
            ));
        }
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
        let of = |threads| Config {
            threads,
            ..Config::default()
        };
        assert!(of(MOST_THREADS).validate().is_ok());
        let refused = of(99_999).validate().unwrap_err().to_string();
        assert!(
            refused.starts_with("--threads 99999: must be 1024 or less"),
            "{refused}"
        );
        // A command that has no other settings to check, such as `apply`.
        let started = with_threads(&of(99_999), || Ok(()));
        assert_eq!(started.unwrap_err().to_string(), refused);
    }
}
