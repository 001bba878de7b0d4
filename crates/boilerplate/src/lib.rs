//! Finds furniture: text that belongs to the site and not to the story. The literature calls it
//! boilerplate, hence the name of the crate.
//!
//! There are two independent kinds of evidence:
//!
//! * **Recurrence.** A [`RecurrenceTable`] says in how many *distinct stories* of a site each
//!   segment (a paragraph or line) occurs. A news agency's story that was scraped fifty times is
//!   one story; the newsletter line on every page is in all stories. [`Recurrence::certainty`] says
//!   whether the segment recurs so often that every copy may be cut, and
//!   [`Recurrence::leaves_one_copy`] whether it recurs so often that one copy is enough.
//! * **Rules.** [`Rules`] know what sites print, in many languages: newsletter prompts, donation
//!   appeals, the buttons of players and for sharing, copyright lines, cookie notices, credits.
//!   They look at one document only. A [`RuleBook`] adds the rules that a user writes in TOML
//!   files, and the lines that the user lists for single sites.
//!
//! Every finding has a [`Certainty`], which says whether the text may be cut. The crate itself cuts
//! nothing.
//!
//! ```
//! use copydesk_boilerplate::{Certainty, Recurrence};
//!
//! let text = "All our best stories in your inbox, every day";
//! let line = Recurrence {
//!     stories: 300,
//!     of_stories: 400,
//!     documents: 310,
//!     words: 9,
//!     times: 1.0,
//!     edge_share: 0.4,
//! };
//! assert_eq!(line.certainty(text), Some(Certainty::CutIfAsked));
//! assert!(line.leaves_one_copy(text));
//! ```
//!
//! # How the crate is put together
//! `rules` finds furniture in a single document: first by phrases, which are data, then by steps,
//! which are code. `recurrence` counts, and `judge` says what the counts mean. `page` comes last.
//! It describes each remaining line by its neighbours and by what was found in them, and a small
//! forest of decision trees judges the line. `rules`, `recurrence` and `page` do not use each
//! other. The caller, the crate `copydesk-clean`, runs them one after the other and hands each one
//! what the earlier ones found.
//!
//! **When not to use it.** With two or three pages of a site, recurrence says nothing, and only the
//! rules find furniture. A page that is nothing but navigation has no story that could be kept.

mod finding;
mod judge;
mod page;
mod recurrence;
mod rule_name;
mod rules;

pub use finding::{Certainty, Furniture};
pub use recurrence::{Recurrence, RecurrenceCounter, RecurrenceTable, SegmentOccurrence};
pub use rule_name::{CustomName, RuleName};
pub use rules::{RuleBook, Rules, RulesError, SiteLines};

// These items are hidden because only the other crates of the workspace need them: the passes over
// a dump, and the program that fits the forest.
#[doc(hidden)]
pub use judge::{PARAGRAPH_WORDS, belongs_to_story, may_be_heading};
#[doc(hidden)]
pub use page::{
    Feature, Features, Forest, ForestError, LineEvidence, LineScore, ListGuard, Node, PageLines,
    Split, line_features,
};
#[doc(hidden)]
pub use recurrence::{Counted, Stories, Weights};

/// Runs the example of the README as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
