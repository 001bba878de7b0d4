//! Finds furniture: text that belongs to the site and not to the story. The literature calls it
//! boilerplate, hence the name of the crate.
//!
//! There are two independent kinds of evidence:
//!
//! * **Recurrence.** A [`RecurrenceTable`] counts in how many *distinct stories* of a site each
//!   segment occurs. A wire story that was scraped fifty times is one story; the newsletter line on
//!   every page is in all stories. [`Recurrence::certainty`] says when that is enough to cut, and
//!   [`Recurrence::leaves_one_copy`] when it is enough to keep one copy.
//! * **Rules.** [`Rules`] know what sites print, in many languages: newsletter prompts, donation
//!   appeals, player and share chrome, copyright lines, cookie notices, credits. They need no more
//!   than the one document. A [`RuleBook`] adds those of a user, who writes them in TOML files, and
//!   the lines that the user lists for sites.
//!
//! Every finding says how sure it is: [`Certainty::Cut`], [`Certainty::CutIfAsked`],
//! [`Certainty::ShowOnly`]. The crate finds; it cuts nothing.
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
//! `rules` finds what can be found in one document: phrases, which are data, and steps that look at
//! the lines around. `recurrence` counts, and `judge` says what the counts mean. `page` is asked
//! last: it describes each line that is left by its neighbours and by what is known already, and a
//! small forest of decision trees judges it. Each of them answers for itself. The caller, for us
//! the crate `copydesk-clean`, asks them in turn and hands on what is known so far.
//!
//! **When not to use it.** With two or three pages of a site, recurrence says nothing and only the
//! rules find anything. On pages that are nothing but navigation there is no story to save.

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

// The passes over a dump, and the program that fits the forest, need these as well. They are hidden
// because only they have the data that these work on.
#[doc(hidden)]
pub use judge::{PARAGRAPH_WORDS, belongs_to_story, may_be_heading};
#[doc(hidden)]
pub use page::{
    Feature, Features, Forest, ForestError, LineEvidence, LineScore, Lists, Node, PageLines, Split,
    line_features,
};
#[doc(hidden)]
pub use recurrence::{Counted, Stories, Weights};

/// The example of the README is tested as well.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
