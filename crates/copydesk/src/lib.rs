#![cfg_attr(all(feature = "files", feature = "rayon"), doc = include_str!("../README.md"))]
#![cfg_attr(
    not(all(feature = "files", feature = "rayon")),
    doc = "Cleans scraped news; `README.md` shows how, with all features."
)]
//!
//! # Furniture by recurrence
//!
//! Furniture (text that belongs to the site and not to the story) can also be recognised by how
//! often it occurs on its site. A [`RecurrenceTable`] counts in how many of the site's stories each
//! line occurs. With it, [`Cleaner::clean_of`] also removes lines that no rule knows. For a dump on
//! disk, `clean_folder` does the counting.
//!
//! ```
//! use copydesk::{Cleaner, Document, Rank, RecurrenceTable};
//! use copydesk::{SegmentOccurrence, SiteId, SiteRecurrence};
//!
//! let site = SiteId::new(0);
//! let slogan = "The Harbour Post has brought you the news of the coast since 1931";
//! let stories: Vec<String> = (0..12)
//!     .map(|n| format!("Ferry number {n} was late on Monday for want of water.\n\n{slogan}"))
//!     .collect();
//! // Each line of each story is one occurrence. The rank of a story is its place in the list.
//! let mut seen = Vec::new();
//! for (number, story) in stories.iter().enumerate() {
//!     let page = Document::new(story.as_str());
//!     seen.extend((0..page.segments().len()).map(|line| SegmentOccurrence {
//!         site,
//!         key: page.key(line),
//!         document: Rank::of_index(number),
//!         words: page.effective_words_of(line) as u16,
//!         times: 1,
//!         at_edge: page.is_at_edge(line),
//!     }));
//! }
//! // All twelve stories are of one site. No templates are counted: the slogan has no numbers that
//! // change.
//! let table = RecurrenceTable::count(seen, Vec::new(), &[site; 12]);
//! let known = SiteRecurrence { table: &table, site };
//! let cleaned = Cleaner::default().clean_of(&stories[0], Some(known));
//! assert_eq!(cleaned.text, "Ferry number 0 was late on Monday for want of water.");
//! ```
//!
//! # What it does not do
//!
//! This crate does not score a run against known truth and does not measure the machine. The crates
//! `copydesk-eval` and `copydesk-bench` do. It prints nothing: a run reports to a `Progress`.

#[cfg(feature = "files")]
mod folder;
#[cfg(feature = "rayon")]
mod parallel;

pub use copydesk_boilerplate::{
    Recurrence, RecurrenceTable, RuleBook, RuleName, RulesError, SegmentOccurrence, SiteLines,
};
pub use copydesk_clean::{
    Cleaned, Cleaner, CorrectionsPolicy, CutOrKeep, Decision, Differing, Edit, EvidenceKind,
    Finding, FurniturePolicy, KeptCopy, Origin, Policy, Prefer, Reason, RepeatsPolicy, Settings,
    SharesWith, Site, SiteRecurrence, Verdict, cut, put_back,
};
pub use copydesk_neardup::{
    Banding, Cluster, ConfigError, Deduper, DeduperSettings, Member, MinHasher, Overlap,
    PreparedText, Relation, ShingleSet, Signature, WordOverlap, remove_members,
};
#[cfg(feature = "files")]
pub use copydesk_pipeline::{
    Config, Count, Cut, Documents, Error, ErrorKind, Example, Explanation, Fields, Inputs,
    OWN_FOLDER, OnBadRecord, Progress, Result, RuleFiles, Scope, Silent, SpooledInput, Summary,
    apply, clean, explain, find, restore,
};
pub use copydesk_text::{
    DocId, Document, Fingerprint, Rank, SiteId, Span, Spans, Word, normalise, words,
};
#[cfg(feature = "files")]
pub use folder::clean_folder;
#[cfg(feature = "rayon")]
pub use parallel::ParallelDedup;
