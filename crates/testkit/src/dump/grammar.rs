//! Makes sentences from patterns, and changes them as newsrooms do. A pattern is a line of words
//! and slots, into which words are put: `{n}` is a slot for a noun. See
//! [`patterns`](super::patterns).

use super::patterns::Patterns;
use super::recipe::Script;
use super::vocabulary::{Vocabulary, capitalised};
use crate::prng::SplitMix64;

/// A run of words with their punctuation: a paragraph, a headline or a caption. Here the word does
/// not mean that the run occurs twice.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Passage {
    /// The words, each with the punctuation before and after it.
    tokens: Vec<String>,
    /// Whether there are spaces between words.
    is_spaced: bool,
}

impl Passage {
    /// The passage as a text.
    pub(super) fn text(&self) -> String {
        self.tokens.join(if self.is_spaced { " " } else { "" })
    }

    /// The number of words.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Replaces about this share of the words by random nouns. Numbers stay, and so do words that
    /// begin with a capital, such as names. Returns how many words were replaced.
    pub(super) fn edit(
        &mut self,
        share: f64,
        vocabulary: &Vocabulary,
        random: &mut SplitMix64,
    ) -> usize {
        let mut edited = 0;
        for token in &mut self.tokens {
            // The word without its punctuation.
            let core = token.trim_matches(|c: char| !c.is_alphanumeric());
            let has_capital = core.starts_with(char::is_uppercase);
            let is_number = core.contains(|c: char| c.is_ascii_digit());
            let may_be_replaced = !core.is_empty() && !has_capital && !is_number;
            if may_be_replaced && random.chance(share) {
                *token = token.replace(core, random.pick_str(&vocabulary.nouns));
                edited += 1;
            }
        }
        edited
    }

    /// Gives every number another value. Returns how many numbers were changed.
    pub(super) fn renumber(&mut self, random: &mut SplitMix64) -> usize {
        let mut changed = 0;
        for token in self
            .tokens
            .iter_mut()
            .filter(|t| t.starts_with(|c: char| c.is_ascii_digit()))
        {
            let old = std::mem::take(token);
            let tail = old.trim_start_matches(|c: char| {
                c.is_ascii_digit() || c == ',' || c == '.' || c == '%'
            });
            let old_number = &old[..old.len() - tail.len()];
            // A comma at the end is punctuation and not part of the number.
            let comma = if old_number.ends_with(',') { "," } else { "" };
            let value = loop {
                let value = random_number(random);
                if value != old_number.trim_end_matches(',') {
                    break value;
                }
            };
            *token = format!("{value}{comma}{tail}");
            changed += 1;
        }
        changed
    }
}

/// The patterns and words of a script.
pub(super) struct Grammar {
    pub(super) patterns: &'static Patterns,
    pub(super) vocabulary: Vocabulary,
}

impl Grammar {
    pub(super) fn of(script: Script) -> Self {
        Self {
            patterns: Patterns::of(script),
            vocabulary: Vocabulary::of(script),
        }
    }

    /// A paragraph of two to four sentences.
    pub(super) fn paragraph(&self, random: &mut SplitMix64) -> Passage {
        let mut tokens = Vec::with_capacity(40);
        for _ in 0..2 + random.below(3) {
            self.append(
                random.pick_str(self.patterns.sentences),
                random,
                &mut tokens,
            );
        }
        Passage {
            tokens,
            is_spaced: self.patterns.is_spaced,
        }
    }

    /// A line made from a random one of the patterns, with its first letter in upper case.
    pub(super) fn line(&self, patterns: &[&str], random: &mut SplitMix64) -> Passage {
        let mut tokens = Vec::with_capacity(12);
        self.append(random.pick_str(patterns), random, &mut tokens);
        if let Some(first) = tokens.first_mut() {
            *first = capitalised(first);
        }
        Passage {
            tokens,
            is_spaced: self.patterns.is_spaced,
        }
    }

    /// Appends a pattern whose slots are filled with words.
    fn append(&self, pattern: &str, random: &mut SplitMix64, tokens: &mut Vec<String>) {
        tokens.extend(
            pattern
                .split_whitespace()
                .map(|token| match token.find('{') {
                    Some(at) => {
                        let (before, rest) = token.split_at(at);
                        let (slot, after) = rest.split_at(SLOT_BYTES);
                        [before, &self.word_for(slot, random), after].concat()
                    }
                    None => token.to_owned(),
                }),
        );
    }

    /// A word or number for a slot such as `{n}`.
    fn word_for(&self, slot: &str, random: &mut SplitMix64) -> String {
        let v = &self.vocabulary;
        match slot {
            "{v}" => random.pick_str(&v.verbs).to_owned(),
            "{a}" => random.pick_str(&v.adjectives).to_owned(),
            "{A}" => capitalised(random.pick_str(&v.adjectives)),
            "{s}" | "{S}" => random.pick_str(&v.names).to_owned(),
            "{p}" | "{P}" => random.pick_str(&v.places).to_owned(),
            "{#}" => random_number(random),
            _ => random.pick_str(&v.nouns).to_owned(),
        }
    }
}

/// The length of a slot such as `{n}`, in bytes.
const SLOT_BYTES: usize = 3;

/// A random number in one of several notations: `34`, `215`, `1,700`, `3.5%`.
fn random_number(random: &mut SplitMix64) -> String {
    match random.below(4) {
        0 => format!("{}", 2 + random.below(97)),
        1 => format!("{}", 100 + random.below(900)),
        2 => format!("{},{:03}", 1 + random.below(99), random.below(1_000)),
        _ => format!("{}.{}%", random.below(60), 1 + random.below(9)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_do_not_change_numbers_and_names() {
        let grammar = Grammar::of(Script::Latin);
        let mut random = SplitMix64::new(2);
        let before = grammar.paragraph(&mut random);
        let mut after = before.clone();
        assert!(after.edit(1.0, &grammar.vocabulary, &mut random) > 5);
        for (old, new) in before.tokens.iter().zip(&after.tokens) {
            if old.contains(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
                assert_eq!(old, new);
            }
        }
    }

    #[test]
    fn every_number_changes() {
        let passage = |tokens: [&str; 4]| Passage {
            tokens: tokens.map(str::to_owned).to_vec(),
            is_spaced: true,
        };
        let before = passage(["some", "1,700,", "held", "3.5%"]);
        let mut after = before.clone();
        assert_eq!(after.renumber(&mut SplitMix64::new(4)), 2);
        assert!(after.tokens[1] != before.tokens[1] && after.tokens[3] != before.tokens[3]);
        assert!(after.tokens[1].ends_with(','));
        assert_eq!(
            (&after.tokens[0], &after.tokens[2]),
            (&before.tokens[0], &before.tokens[2])
        );
    }
}
