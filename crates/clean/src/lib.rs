//! Decides and cuts. Never measures similarity: it is told what repeats and what is furniture.
//!
//! * [`Policy`] says what the user wants cut.
//! * [`Edit`] is a span that will be cut, with its [`Reason`], rule, evidence and the kept copy.
//! * [`tidy`] turns spans of content into spans of raw text that can be taken out without leaving double blank lines or glued words.
//! * [`cut`] takes them out; [`put_back`] undoes it, byte for byte.
//! * [`Decision`] is the record of what became of one document; one of them is a line of the decisions file.
//!
//! Cutting only ever deletes, so the clean text is the raw text without the spans on record and nothing else:
//!
//! ```
//! use copydesk_clean::{cut, put_back, tidy};
//! use copydesk_text::{Span, segments};
//!
//! let text = "The vote was close.\n\nSign up for our newsletter!\n\nIt ended at dawn.";
//! let spans = tidy(text, &segments(text), &[Span::new(21, 48)]);
//! let clean = cut(text, &spans);
//! assert_eq!(clean, "The vote was close.\n\nIt ended at dawn.");
//!
//! let removed: Vec<_> = spans.iter().map(|s| (s.start(), s.slice(text))).collect();
//! assert_eq!(put_back(&clean, &removed).as_deref(), Some(text));
//! ```

mod decision;
mod edit;
mod merge;
mod policy;
mod rewrite;

pub use decision::{Copy, Decision, DropReason, DuplicateOf, Verdict};
pub use edit::{Edit, Reason};
pub use merge::merge;
pub use policy::{CutOrKeep, FurniturePolicy, Policy};
pub use rewrite::{cut, put_back, tidy};
