//! The keys of a rules file. What they mean is documented with
//! [`RuleInfo`](super::super::engine::RuleInfo) and
//! [`PhraseSettings`](super::super::engine::PhraseSettings). This example has all keys but
//! `must_address_reader`:
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

/// A rules file. An unknown key is an error everywhere in the file, so that a misspelt key is not
/// ignored.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub rule: Vec<RuleTable>,
    #[serde(default)]
    pub sites: BTreeMap<Spanned<String>, SiteTable>,
}

/// A table `[[rule]]`: one kind of furniture.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleTable {
    pub name: Spanned<String>,
    /// A description of what the rule cuts, for people. The program does not use it.
    #[serde(default, rename = "cuts")]
    _cuts: String,
    /// Codes of the languages of the phrases, for all tables of phrases that do not have this key
    /// themselves.
    pub languages: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    pub family: FamilyWord,
    /// Whether whole sentences are cut off the front or the back of a longer paragraph.
    #[serde(default)]
    pub cuts_glued_sentences: bool,
    #[serde(default)]
    pub phrases: Vec<Spanned<PhrasesTable>>,
}

/// A table `[[rule.phrases]]`: patterns with the same settings.
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
    /// Whether a long line must speak to the reader to be cut, with a word such as `you` or `our`
    /// that is not among its first few words. For the default see
    /// [`WrittenSettings`](super::settings::WrittenSettings).
    pub must_address_reader: Option<bool>,
    pub patterns: Spanned<Vec<Spanned<String>>>,
}

/// A table `[sites."…"]`: lines of a site, each as it is printed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SiteTable {
    #[serde(default)]
    pub keep: Vec<Spanned<String>>,
    #[serde(default)]
    pub cut: Vec<Spanned<String>>,
}

/// Declares an enum of the words that may be the value of a key, and which of them is the default.
/// Each word, in kebab-case, means the variant of the same name of the enum `$meaning`.
macro_rules! words {
    ($word:ident for $meaning:ident, default $default:ident: $($variant:ident)*) => {
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

words!(FamilyWord for Family, default Inline: Appeal Donation Player Share Inline Foot Menu);
// A file must give an anchor, so this default is not used.
words!(AnchorWord for Anchor, default Whole: Whole Heading Start Label Anywhere);

/// The words for a certainty. `cut` and `cut-unsure` are the values of the flag `--furniture` with
/// which a line of that certainty is cut. `show` means that it is never cut.
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
