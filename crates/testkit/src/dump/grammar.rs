//! Sentences from patterns, and the ways in which desks change them.

use super::recipe::Script;
use super::tongue::Tongue;
use super::vocabulary::{Vocabulary, capitalised};
use crate::prng::SplitMix64;

/// A run of words with their punctuation: a paragraph, a headline, a caption.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Passage {
    tokens: Vec<String>,
    spaced: bool,
}

impl Passage {
    pub(super) fn text(&self) -> String {
        self.tokens.join(if self.spaced { " " } else { "" })
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Replaces about this share of the words by nouns, but no number and no name. Returns how
    /// many.
    pub(super) fn edit(
        &mut self,
        share: f64,
        vocabulary: &Vocabulary,
        random: &mut SplitMix64,
    ) -> usize {
        let mut edited = 0;
        for token in &mut self.tokens {
            let core = token.trim_matches(|c: char| !c.is_alphanumeric());
            let is_fact = core.is_empty()
                || core.starts_with(char::is_uppercase)
                || core.contains(|c: char| c.is_ascii_digit());
            if !is_fact && random.chance(share) {
                *token = token.replace(core, random.pick_str(&vocabulary.nouns));
                edited += 1;
            }
        }
        edited
    }

    /// Gives every number a new value. Returns how many there were.
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
            let kept = &old[..old.len() - tail.len()];
            let stop = if kept.ends_with(',') { "," } else { "" };
            let value = loop {
                let value = number(random);
                if value != kept.trim_end_matches(',') {
                    break value;
                }
            };
            *token = format!("{value}{stop}{tail}");
            changed += 1;
        }
        changed
    }
}

/// Speaks one script.
pub(super) struct Grammar {
    pub(super) tongue: &'static Tongue,
    pub(super) vocabulary: Vocabulary,
}

impl Grammar {
    pub(super) fn of(script: Script) -> Self {
        Self {
            tongue: Tongue::of(script),
            vocabulary: Vocabulary::of(script),
        }
    }

    pub(super) fn paragraph(&self, random: &mut SplitMix64) -> Passage {
        let mut tokens = Vec::with_capacity(40);
        for _ in 0..2 + random.below(3) {
            self.say(random.pick_str(self.tongue.sentences), random, &mut tokens);
        }
        Passage {
            tokens,
            spaced: self.tongue.spaced,
        }
    }

    pub(super) fn line(&self, patterns: &[&str], random: &mut SplitMix64) -> Passage {
        let mut tokens = Vec::with_capacity(12);
        self.say(random.pick_str(patterns), random, &mut tokens);
        if let Some(first) = tokens.first_mut() {
            *first = capitalised(first);
        }
        Passage {
            tokens,
            spaced: self.tongue.spaced,
        }
    }

    fn say(&self, pattern: &str, random: &mut SplitMix64, tokens: &mut Vec<String>) {
        tokens.extend(
            pattern
                .split_whitespace()
                .map(|token| match token.find('{') {
                    Some(at) => {
                        let (before, after) = (&token[..at], &token[at + SLOT..]);
                        [before, &self.fill(&token[at..at + SLOT], random), after].concat()
                    }
                    None => token.to_owned(),
                }),
        );
    }

    fn fill(&self, slot: &str, random: &mut SplitMix64) -> String {
        let v = &self.vocabulary;
        match slot {
            "{v}" => random.pick_str(&v.verbs).to_owned(),
            "{a}" => random.pick_str(&v.adjectives).to_owned(),
            "{A}" => capitalised(random.pick_str(&v.adjectives)),
            "{s}" | "{S}" => random.pick_str(&v.names).to_owned(),
            "{p}" | "{P}" => random.pick_str(&v.places).to_owned(),
            "{#}" => number(random),
            _ => random.pick_str(&v.nouns).to_owned(),
        }
    }
}

/// Length of a slot such as `{n}`.
const SLOT: usize = 3;

fn number(random: &mut SplitMix64) -> String {
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
    fn edits_leave_numbers_and_names() {
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
        let spoken = |tokens: [&str; 4]| Passage {
            tokens: tokens.map(str::to_owned).to_vec(),
            spaced: true,
        };
        let before = spoken(["some", "1,700,", "held", "3.5%"]);
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
