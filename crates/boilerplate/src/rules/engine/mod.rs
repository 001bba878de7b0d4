//! What all phrase rules share.
//!
//! [`pattern`] defines the language in which phrases are written. The [`compiler`] makes a
//! [`program`] of each, which the [`matcher`] runs on an [`input`]: the words of a line or of a
//! sentence. The [`index`] finds the phrases that are worth running, by their [`keywords`], by the
//! [`word_classes`] that they begin with and by the words that they require ([`word_mask`]). The
//! [`classifier`] decides by them what a [line](mod@line) is. The steps after the phrases read and
//! change the same lines.
//!
//! Take the line `Sign up for our free newsletter!` on its way:
//!
//! 1. Its word `sign` is a keyword, and leads to the phrases that have it.
//! 2. The line begins with `sign` and `up`. Phrases that begin otherwise are passed over.
//! 3. So are phrases that require a word that is not in the line, and phrases that could say no
//!    more than one that has matched already.
//! 4. The programs of the others are run. `sign up for (news|our free|free) *` matches: its rule is
//!    `newsletter`, and the line is to be cut.
//!
//! Most lines of a story end at the first or the second step.

mod classifier;
mod compiler;
mod index;
mod input;
mod keywords;
mod line;
mod matcher;
mod pattern;
mod pattern_error;
mod phrase;
mod program;
mod reader_words;
mod rule;
mod word_classes;
mod word_mask;

pub(super) use classifier::LineClassifier;
pub(super) use index::PhraseIndex;
pub(super) use line::{Classification, Line};
pub(super) use phrase::check;
pub(super) use reader_words::READER_WORD_LANGUAGES;
pub(super) use rule::{Anchor, Family, PhraseSettings, PhraseSource, RuleInfo};
