//! What two documents tell of one story, sentence by sentence.
//!
//! How many words two documents share does not tell whether one may stand for the other: at a
//! similarity of .95 one may say “guilty” and the other “not guilty”, and at .6 two desks may tell
//! the same. So candidates are *aligned*: each sentence of either is held against the place in the
//! other where most of it stands, and is the *same*, *reworded*, *changed* (it gives another fact),
//! or the document's *own*. [`Comparison`] counts them; [`Comparison::relation`] says what follows.

mod abbreviations;
mod alignment;
mod comparison;
mod facts;
mod left_out;
mod number_words;
mod relation;
mod story;
mod tokens;

pub use comparison::{Change, Comparison, Own};
pub use facts::FactKind;
pub use relation::{Goes, Relation, Verdict, VersionOrder};
pub use story::Story;
