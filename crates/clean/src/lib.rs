//! Decides what is cut from a document, and cuts it.
//!
//! To clean single articles, [`Cleaner`] is all you need: text in, clean text and its cuts out. To
//! clean a dump, use the parts:
//!
//! * [`Settings`] and [`Policy`] say what the user wants.
//! * [`Analyser`] examines one document by itself and returns an [`Analysis`]: what is cut in it,
//!   and the hashes by which the rest is compared with other documents.
//! * A [`Finding`] is a span that will be cut, with its [`Reason`], the evidence and the copy that
//!   is kept. [`settle`] resolves overlaps between findings and adds to each the white space that
//!   belongs to it.
//! * [`cut`] removes spans from a text, and [`put_back`] restores the text, byte for byte.
//! * A [`Decision`] records what became of one document: one line of the *decisions file*, which
//!   users read beside the clean dump. An [`Edit`] is a finding in the form of that file.
//! * A [`Preference`] says which of two copies is kept.
//!
//! Cutting only deletes, so the clean text is the raw text without the recorded spans:
//!
//! ```
//! use copydesk_clean::{cut, put_back, tidy};
//! use copydesk_text::{Span, Spans, segments};
//!
//! let text = "The vote was close.\n\nSign up for our newsletter!\n\nIt ended at dawn.";
//! let spans = tidy(text, &segments(text), &Spans::union([Span::new(21, 48)]));
//! let clean = cut(text, &spans);
//! assert_eq!(clean, "The vote was close.\n\nIt ended at dawn.");
//!
//! let removed: Vec<_> = spans.iter().map(|s| (s.start(), s.slice(text))).collect();
//! assert_eq!(put_back(&clean, &removed).as_deref(), Some(text));
//! ```
//!
//! The crate is pure: no files, no threads. Nothing in it assumes that it sees the whole dump.

mod analysis;
mod background;
mod cleaner;
mod completeness;
mod date;
mod decision;
mod edit;
mod finding;
mod furniture;
mod listed;
mod origin;
mod policy;
mod preference;
mod reason;
mod rewrite;
mod settings;
mod shared;
mod twins;
mod version;

pub use copydesk_neardup::ConfigError;

pub use analysis::{Analyser, Analysis, KeptParagraph};
pub use cleaner::{Cleaned, Cleaner, is_emptied};
pub use decision::{AlsoIn, Decision, Differing, DuplicateOf, SharesWith, Verdict};
pub use edit::{Edit, EditCopy};
pub use finding::{EvidenceKind, Finding, KeptCopy, settle, spans_of};
pub use furniture::{Site, SiteRecurrence};
pub use origin::Origin;
pub use policy::{CorrectionsPolicy, CutOrKeep, FurniturePolicy, Policy, Prefer, RepeatsPolicy};
pub use preference::{Order, Preference};
pub use reason::{DropReason, Reason};
pub use rewrite::{cut, put_back, tidy};
pub use settings::Settings;

// The passes over a dump need these as well. They are hidden because each is only a part of a
// decision that several passes make together.
#[doc(hidden)]
pub use background::is_background;
#[doc(hidden)]
pub use listed::{ListedLines, names_of_site};
#[doc(hidden)]
pub use settings::PASSAGE_GRAM;
#[doc(hidden)]
pub use shared::{SharedParagraph, cut_shared};
#[doc(hidden)]
pub use twins::{Dropped, KeptDocument, Twins};
#[doc(hidden)]
pub use version::Version;

/// The example of the README is tested as well.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
