//! What all phrase rules share.
//!
//! [`pattern`] defines the language in which phrases are written. The [`compiler`] makes a
//! [`program`] of each, which the [`matcher`] runs on an [`input`]: the words of a line or of a
//! sentence. The [`index`] finds the phrases that are worth running, by their [`keywords`], by the
//! [`word_classes`] that they begin with and by the words that they require ([`word_mask`]). The
//! [`classifier`] decides by them what a [`line`] is. The steps after the phrases read and change
//! the same lines.

mod classifier;
mod compiler;
mod index;
mod input;
mod keywords;
mod line;
mod matcher;
mod pattern;
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
