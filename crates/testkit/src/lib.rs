//! Helpers for the tests of the other crates: synthetic dumps whose truth is known, oracles that
//! are simple and slow, and texts with marks. This crate is not published.
//!
//! The crate answers four questions of tests:
//!
//! * **What should have been found?** [`Dump::synthetic`] generates a dump from a [`Recipe`]
//!   together with its [`Truth`]: which records tell the same story, and where in each text there
//!   are furniture, captions that occur twice, and pasted paragraphs. The same recipe gives the
//!   same bytes on every machine.
//! * **What is the exact answer?** The functions in [`oracle`] compute it from the definition, with
//!   sets of strings.
//! * **What does this case expect?** [`marks`] reads `⟦label|text⟧`, the notation of the files in
//!   `testdata/cases`.
//! * **What would an editor do?** [`gold`] reads the articles in `testdata/gold`, which people
//!   wrote and marked.
//!
//! ```
//! use copydesk_testkit::{Dump, TruthLabel, Recipe, oracle};
//!
//! let dump = Dump::synthetic(&Recipe { stories: 40, ..Recipe::default() });
//! let first = &dump.records[0];
//! let furniture = dump.truth.documents[0].spans.iter().find(|s| s.label == TruthLabel::Furniture).unwrap();
//! assert!(first.text.contains(furniture.span.slice(&first.text)));
//!
//! let pair = dump.truth.duplicates().next().unwrap();
//! let (a, b) = (&dump.records[pair.first.index()], &dump.records[pair.second.index()]);
//! assert!(oracle::containment(&a.text, &b.text, 5) > 0.4);
//! ```

mod dump;
pub mod gold;
pub mod marks;
pub mod oracle;
mod prng;

pub use dump::{
    DocumentTruth, Dump, Kind, LabelledSpan, Pair, Recipe, Record, RecordId, Relation, Script,
    StoryId, Truth, TruthLabel,
};
pub use prng::SplitMix64;
