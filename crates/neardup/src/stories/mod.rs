//! Compares what two documents tell, sentence by sentence.
//!
//! The number of words that two documents share does not decide whether one can replace the other:
//! at a similarity of 0.95 one may say “guilty” and the other “not guilty”, and at 0.6 two
//! newsrooms may tell the same story. So candidates are compared in five steps, each in one or more
//! files:
//!
//! 1. Each document becomes a [`Story`] (`story`): its sentences, and its words without house style
//!    (`tokens`, `numerals`, `number_words`). House style is how a newsroom spells what others
//!    spell differently.
//! 2. Each sentence is looked for in the other story (`pair`, `alignment`). The other story has it
//!    unchanged, or has it with differences, or does not have it: then it is the document's *own*.
//!    For a sentence with differences, `replacements` says which words replace which.
//! 3. For each replacement, `facts` decides whether it changes a fact, and `left_out` whether a
//!    fact is missing. Both use `run`, `dateline` and `abbreviations` to examine the words.
//! 4. A [`Comparison`] holds the results (`comparison`, `own`).
//! 5. [`Comparison::verdict`] says how the two documents relate and which of them may be dropped
//!    (`relation`, `verdict`).
//!
//! The caller decides which documents to compare, and which of two equal copies is dropped.

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
