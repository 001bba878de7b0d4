//! The engine that tries the phrases of all rules on the lines of a document. A phrase is a pattern
//! of words, with settings that say where in a line it must match and what a match means.
//!
//! [`pattern`] defines the language in which phrases are written. The [`compiler`] compiles each
//! phrase to a [`program`], which the [`matcher`] runs on an [`input`]: the words of a line or of a
//! sentence. The [`index`] finds the phrases whose programs are worth running. For that it uses
//! their [`keywords`], the [`word_classes`] that they begin with, and the words that they require
//! ([`word_mask`]). The [`classifier`] decides by the matches whether a [line](mod@line) or a part
//! of it is furniture. The *steps*, which are rules in code beside this folder, read and change the
//! same lines.
//!
//! For example, this happens with the line `Sign up for our free newsletter!`:
//!
//! 1. Its word `sign` is a keyword. Only phrases with a keyword in the line are tried.
//! 2. The line begins with `sign` and `up`. Phrases that begin with other words are skipped.
//! 3. Phrases that require a word that is not in the line are skipped, and so are phrases whose
//!    match would be weaker than a match that was found before.
//! 4. The programs of the remaining phrases are run. `sign up for (news|our free|free) *` matches:
//!    its rule is `newsletter`, and the line is furniture.
//!
//! For most lines of a story, no phrase remains after the first or the second step.

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
pub(super) use phrase::check_pattern;
pub(super) use reader_words::READER_WORD_LANGUAGES;
pub(super) use rule::{Anchor, Family, PhraseSettings, PhraseSource, RuleInfo};
