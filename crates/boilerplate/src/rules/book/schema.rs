//! The keys of a rules file.
//!
//! ```toml
//! [[rule]]
//! name = "puzzle-page"                 # shown with every cut
//! cuts = "Invitations to the puzzles." # for people
//! languages = ["en"]
//! family = "inline"
//! cuts_glued_sentences = true
//!
//! [[rule.phrases]]
//! match = "start"
//! max_words = 30
//! certainty = "cut"
//! evidence = 0.9
//! patterns = ["play (our|today's) * (puzzle|crossword) *"]
//!
//! [sites."harbour.example"]
//! keep = ["The Harbour Post asks"]
//! cut = ["Tide and Time since 1931"]
//! ```

use super::super::engine::{Anchor, Family};
use crate::Certainty;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A rules file. An unknown key is an error everywhere in it, so that a misspelt one is not
/// ignored.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub rule: Vec<RuleTable>,
    #[serde(default)]
    pub sites: BTreeMap<Spanned<String>, SiteTable>,
}

/// One kind of furniture.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleTable {
    pub name: Spanned<String>,
    /// What it cuts, in a sentence for people.
    #[serde(default, rename = "cuts")]
    _cuts: String,
    /// Codes of the languages of those phrases that name none.
    pub languages: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    pub family: FamilyWord,
    /// Whether whole sentences are cut off the front or the back of a longer paragraph.
    #[serde(default)]
    pub cuts_glued_sentences: bool,
    #[serde(default)]
    pub phrases: Vec<Spanned<PhrasesTable>>,
}

/// Patterns that are tried and trusted alike.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PhrasesTable {
    pub languages: Option<Vec<Spanned<String>>>,
    #[serde(rename = "match")]
    pub anchor: AnchorWord,
    pub max_words: Option<Spanned<u16>>,
    #[serde(default)]
    pub certainty: CertaintyWord,
    pub evidence: Option<Spanned<f32>>,
    /// Whether a long line is cut only if it also addresses the reader after its first words; by
    /// default, if the words for that are known in its languages.
    pub must_address_reader: Option<bool>,
    pub patterns: Spanned<Vec<Spanned<String>>>,
}

/// Lines of a site, each as it is printed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SiteTable {
    #[serde(default)]
    pub keep: Vec<Spanned<String>>,
    #[serde(default)]
    pub cut: Vec<Spanned<String>>,
}

/// Declares the words of a key, and what they mean. The compiler then checks that every word
/// has a meaning.
macro_rules! words {
    ($word:ident for $meaning:ident, $default:ident: $($variant:ident)*) => {
        #[derive(Deserialize, Clone, Copy)]
        #[serde(rename_all = "kebab-case")]
        pub(super) enum $word {
            $($variant,)*
        }

        impl Default for $word {
            fn default() -> Self {
                Self::$default
            }
        }

        impl From<$word> for $meaning {
            fn from(word: $word) -> Self {
                match word {
                    $($word::$variant => Self::$variant,)*
                }
            }
        }
    };
}

words!(FamilyWord for Family, Inline: Appeal Donation Player Share Inline Foot Menu);
words!(AnchorWord for Anchor, Whole: Whole Heading Start Label Anywhere);

/// The words of `--furniture`, and `show` for what is never cut by itself.
#[derive(Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CertaintyWord {
    #[default]
    Cut,
    CutUnsure,
    Show,
}

impl From<CertaintyWord> for Certainty {
    fn from(word: CertaintyWord) -> Self {
        match word {
            CertaintyWord::Cut => Self::Cut,
            CertaintyWord::CutUnsure => Self::CutIfAsked,
            CertaintyWord::Show => Self::ShowOnly,
        }
    }
}
