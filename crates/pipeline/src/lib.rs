//! Cleans a dump: the passes over it, their threads and memory, and the output folder.
//!
//! The steps for a document are *read → segment → fingerprint → match → decide → rewrite → write*.
//! A dump may be larger than memory, so it is read several times, always from its beginning to its
//! end. Each reading is a *pass*:
//!
//! | pass | work | result |
//! |---|---|---|
//! | survey | split into segments; count the segments | order of preference, recurrence table |
//! | examine | find furniture and repeats; compute signatures of the rest | findings, band keys |
//! | compare | compare exactly the documents that share a band key | matches |
//! | passages | compare kept documents that share passages | more findings |
//! | write | cut what was decided | clean dump, decisions, removed bytes |
//!
//! The output depends on the dump and the settings alone. Results are collected in input order. If
//! two documents are equally preferred, their content decides between them, and never their
//! positions or which thread is first.
//!
//! ```
//! use copydesk_pipeline::{Config, Inputs, Silent, clean, restore};
//!
//! let folder = tempfile::tempdir()?;
//! let dump = folder.path().join("dump.jsonl");
//! let line = "The ferry sank at noon in the strait.";
//! let twice = format!("{{\"id\":\"a\",\"text\":\"{line}\\n\\n{line}\"}}\n");
//! std::fs::write(&dump, &twice)?;
//!
//! let out = folder.path().join("out");
//! let inputs = Inputs::discover(&[dump.display().to_string()], Some(&out))?;
//! let summary = clean(&inputs, &out, &Config::default(), &Silent)?;
//! assert_eq!(summary.documents.edited, 1);
//! let clean = std::fs::read_to_string(out.join("dump.jsonl"))?;
//! assert_eq!(clean, format!("{{\"id\":\"a\",\"text\":\"{line}\"}}\n"));
//!
//! restore(&out, &folder.path().join("back"))?;
//! assert_eq!(std::fs::read_to_string(folder.path().join("back/dump.jsonl"))?, twice);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod character_offsets;
mod choose_fields;
mod config;
mod explain;
#[cfg(test)]
mod faults;
mod in_memory;
mod memory;
mod output;
mod passes;
mod progress;
mod restore;
mod resume;
mod rule_files;
mod run;
mod scan;
mod stream;

pub use character_offsets::CharacterOffsets;
pub use config::{Config, OnBadRecord, Scope};
pub use copydesk_clean::{
    CorrectionsPolicy, CutOrKeep, Decision, Differing, Edit, FurniturePolicy, Policy, Prefer,
    Reason, RepeatsPolicy, SharesWith, Verdict,
};
pub use copydesk_formats::{
    Fate, Fields, Inputs, MemoryTable, OWN_FOLDER, Role, RowTexts, Skipped, SpooledInput, is_fenced,
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
pub use restore::{RestoreOptions, restore, restore_over, restore_with};
pub use rule_files::RuleFiles;
pub use run::{apply, clean, find, with_threads};
pub use scan::{Record, Scan};
pub use stream::{Logs, stream};
