//! What two documents tell of one story, sentence by sentence.
//!
//! How many words two documents share does not tell whether one can replace the other: at a
//! similarity of 0.95 one may say “guilty” and the other “not guilty”, and at 0.6 two desks may
//! tell the same. So candidates are compared in five steps, a file or two for each:
//!
//! 1. Each document becomes a [`Story`] (`story`): its sentences, and its words without house style
//!    (`tokens`, `numerals`, `number_words`).
//! 2. Each sentence is looked for in the other story, and is the *same*, *different* or the
//!    document's *own* (`pair`, `alignment`). Of a different one, `replacements` says which words
//!    take the place of which.
//! 3. Of each replacement, `facts` says whether it changes a fact, and `left_out` whether a fact is
//!    missing. Both ask `run`, `dateline` and `abbreviations` about the words.
//! 4. All this is counted in a [`Comparison`] (`comparison`, `own`).
//! 5. [`Comparison::verdict`] says how the two relate and which of them may be dropped
//!    (`relation`, `verdict`).
//!
//! The caller decides what to compare, and which of two equal copies is dropped.

mod abbreviations;
mod alignment;
mod comparison;
mod dateline;
mod facts;
mod left_out;
mod number_words;
mod numerals;
mod own;
mod pair;
mod relation;
mod replacements;
mod run;
mod story;
mod tokens;
mod verdict;

pub use comparison::{Change, Comparison};
pub use facts::FactKind;
pub use own::OwnContent;
pub use relation::{MayDrop, Relation, Verdict, VersionOrder};
pub use story::Story;
