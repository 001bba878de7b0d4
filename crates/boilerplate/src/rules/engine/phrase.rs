//! A compiled phrase: a pattern with its rule and its settings.
//!
//! The pattern says which words match. The settings say where in a line they must be ([`Anchor`]),
//! and what a match means. The *input* is the line, or one sentence of it. In this table, *start
//! late* means after the first word of the input, and *end early* before the last. An empty cell
//! means *no* or *nothing*.
//!
//! | anchor | may start late | may end early | also required |
//! |---|---|---|---|
//! | whole | | | |
//! | heading | | | no full stop at the end |
//! | start | | yes | |
//! | label | | yes | no full stop at the end, or the first word in capitals |
//! | anywhere | yes | yes | |

use super::input::Input;
use super::matcher::{Extent, Scratch};
use super::pattern::Pattern;
use super::pattern_error::PatternError;
use super::rule::{Anchor, PhraseSettings, PhraseSource, RuleInfo};
use super::word_classes::WordClasses;
use crate::Certainty;
use copydesk_text::ends_in_full_stop;

/// The least number of letters of a first word in capitals that is a label (`READ: …`). A shorter
/// word may be initials.
const LABEL_LETTERS: usize = 4;

/// A phrase that can be tried on lines. Its pattern requires some word (its keyword) or begins with
/// a sign.
pub(super) struct Phrase {
    pub rule: RuleInfo,
    pub settings: PhraseSettings,
    pub pattern: Pattern,
    /// The classes that the first word of a match may be in. The [index](super::index) rules the
    /// phrase out by them.
    pub first_word: WordClasses,
    /// The classes that the second word of a match may be in.
    pub second_word: WordClasses,
}

impl Phrase {
    /// Compiles a phrase, which must pass [`check_pattern`].
    ///
    /// # Panics
    /// If it does not.
    pub fn new(source: &PhraseSource<'_>) -> Self {
        let PhraseSource { rule, settings, .. } = *source;
        let pattern = match compile_pattern(source.pattern, settings.anchor) {
            Ok(pattern) => pattern,
            Err(error) => panic!("{}: {error}: {}", rule.name, source.pattern),
        };
        let (first_word, second_word) = if settings.anchor == Anchor::Anywhere {
            // A match may begin with any word of the line, so the first two words of the line do
            // not rule it out.
            (WordClasses::ALL, WordClasses::ALL)
        } else {
            WordClasses::of_program(pattern.program())
        };
        Self {
            rule,
            settings,
            pattern,
            first_word,
            second_word,
        }
    }

    /// Whether the phrase may cut *glued* sentences off a paragraph, which are sentences of
    /// furniture that were scraped into it: its rule allows that, and the phrase is certain.
    pub fn cuts_glued(&self) -> bool {
        self.rule.cuts_glued_sentences && self.settings.certainty == Certainty::Cut
    }

    /// Whether the phrase matches at its anchor.
    pub fn matches(&self, input: Input<'_>, scratch: &mut Scratch) -> bool {
        match self.extent(input) {
            Some(extent) => self.pattern.matches(input, extent, scratch),
            None => false,
        }
    }

    /// Where in the input a match may begin and end by the anchor; `None` if the anchor allows no
    /// match on this input.
    pub fn extent(&self, input: Input<'_>) -> Option<Extent> {
        let raw = input.raw();
        match self.settings.anchor {
            Anchor::Whole => Some(Extent::WHOLE),
            Anchor::Heading => (!ends_in_full_stop(raw)).then_some(Extent::WHOLE),
            Anchor::Start => Some(Extent::START),
            Anchor::Label => {
                let may_be_label = !ends_in_full_stop(raw) || begins_in_capitals(raw);
                may_be_label.then_some(Extent::START)
            }
            Anchor::Anywhere => Some(Extent::ANYWHERE),
        }
    }
}

/// Makes sure that a text is a valid pattern that can be tried at this anchor.
///
/// # Errors
/// If it is no valid pattern, or if it would have to be tried on every line.
pub(crate) fn check_pattern(pattern: &str, anchor: Anchor) -> Result<(), PatternError> {
    compile_pattern(pattern, anchor).map(|_| ())
}

/// Compiles a pattern. It is an error if the pattern would have to be tried on every line: it must
/// have a keyword, or begin with a sign that must be before the first word of the line.
fn compile_pattern(source: &str, anchor: Anchor) -> Result<Pattern, PatternError> {
    let pattern = Pattern::new(source)?;
    // Hardly any line has a sign before its first word, so such a pattern is cheap to try.
    let begins_line_with_sign = pattern.begins_with_sign() && anchor != Anchor::Anywhere;
    if pattern.keywords().is_empty() && !begins_line_with_sign {
        return Err(PatternError::AnyLine);
    }
    Ok(pattern)
}

/// Whether the first word is in capitals and long enough for a label (`READ: …`).
fn begins_in_capitals(raw: &str) -> bool {
    let mut letters = 0;
    for letter in raw.trim_start_matches(is_no_letter).chars() {
        if is_no_letter(letter) {
            break;
        }
        if !letter.is_uppercase() {
            return false;
        }
        letters += 1;
    }
    letters >= LABEL_LETTERS
}

fn is_no_letter(character: char) -> bool {
    !character.is_alphabetic()
}
