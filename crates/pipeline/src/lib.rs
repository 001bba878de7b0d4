//! The passes over a dump: formats, threads, memory, the output folder.
//!
//! A document passes *read → segment → fingerprint → match → decide → rewrite → write* and never
//! turns round. A dump is larger than memory, so it is walked a few times, always forward:
//!
//! | walk | what happens | leaves behind |
//! |---|---|---|
//! | survey | read, segment, fingerprint segments, count | documents in order of preference, the recurrence table |
//! | examine | repeats inside the document, furniture; the rest is signed | edits and band keys per document |
//! | compare | shingle sets of the documents that share a bucket | matches, each measured on the sets |
//! | passages | kept documents that share passages, paragraph by paragraph | more edits |
//! | write | dump and decisions in lock-step | the clean dump, decisions, removed bytes, summary |
//!
//! The output depends on the dump and the settings alone: results are taken in in input order, and
//! ties are broken by what the documents hold, never by where they stand or which thread was first.
//!
//! ```
//! use copydesk_pipeline::{Config, Inputs, Silent, clean, restore};
//!
//! let folder = tempfile::tempdir()?;
//! let dump = folder.path().join("dump.jsonl");
//! let twice = "{\"id\":\"a\",\"text\":\"The ferry sank at noon in the strait.\\n\\nThe ferry sank at noon in the strait.\"}\n";
//! std::fs::write(&dump, twice)?;
//!
//! let out = folder.path().join("out");
//! let inputs = Inputs::discover(&[dump.display().to_string()], Some(&out))?;
//! let summary = clean(&inputs, &out, &Config::default(), &Silent)?;
//! assert_eq!(summary.documents.edited, 1);
//! assert_eq!(std::fs::read_to_string(out.join("dump.jsonl"))?, "{\"id\":\"a\",\"text\":\"The ferry sank at noon in the strait.\"}\n");
//!
//! restore(&out, &folder.path().join("back"))?;
//! assert_eq!(std::fs::read_to_string(folder.path().join("back/dump.jsonl"))?, twice);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod choose_fields;
mod config;
mod explain;
#[cfg(test)]
mod faults;
mod in_memory;
mod memory;
mod output;
mod progress;
mod restore;
mod resume;
mod rule_files;
mod run;
mod scan;
mod stream;
mod walks;

pub use config::{Config, OnBadRecord, Scope};
pub use copydesk_clean::{
    CorrectionsPolicy, CutOrKeep, Decision, Differing, Edit, FurniturePolicy, Policy, Prefer,
    Reason, RepeatsPolicy, SharesWith, Verdict,
};
pub use copydesk_formats::{
    Fate, Fields, Inputs, MemoryTable, OWN_FOLDER, Role, RowTexts, Skipped, Spool, is_fenced,
};
pub use copydesk_neardup::Relation;
pub use copydesk_store::{Error, ErrorKind, Result};
pub use explain::{Cut, Explanation, Unit, decisions_in, explain, explain_decision, explain_from};
pub use in_memory::{InMemory, apply_to_table, clean_table};
pub use memory::{LEAST_MEMORY, least_memory};
pub use output::{
    Count, Documents, Example, RecurringLine, RecurringSite, RunOutput, Summary, abandon,
};
pub use progress::{Progress, Silent};
pub use restore::{restore, restore_over};
pub use rule_files::RuleFiles;
pub use run::{apply, clean, find, with_threads};
pub use scan::{Record, Scan};
pub use stream::{Logs, stream};
