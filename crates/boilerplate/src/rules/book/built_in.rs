//! The built-in rules: the files in `crates/boilerplate/rules`, which the build has made tables of.

use super::super::engine::{Anchor, Family, Kind, Source};
use super::terms::Given;
use crate::{Certainty, RuleName};

/// All files, in the order of their names.
const FILES: &[BuiltInRule] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// What walls say, and the words with which they speak to the reader.
const OF_WALLS: [&str; 2] = ["wall", "wall-address"];

const _: () = assert!(
    FILES.len() - OF_WALLS.len() + RuleName::STEPS.len() == RuleName::ALL.len(),
    "every name has a file of phrases or a step"
);

/// A file.
pub(in super::super) struct BuiltInRule {
    file: &'static str,
    #[cfg(test)]
    text: &'static str,
    kind: Kind,
    phrases: &'static [BuiltInPhrases],
}

/// A table of phrases in it.
struct BuiltInPhrases {
    languages: &'static [&'static str],
    anchor: Anchor,
    certainty: Certainty,
    max_words: Option<u16>,
    evidence: Option<f32>,
    must_address_reader: Option<bool>,
    patterns: &'static [&'static str],
}

impl BuiltInRule {
    /// The rules that are tried on lines.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        FILES.iter().filter(|rule| !OF_WALLS.contains(&rule.file))
    }

    /// What walls say, and the words with which they speak to the reader.
    ///
    /// # Panics
    /// If there is no such file: a test asks for both.
    pub fn of_walls() -> [&'static Self; 2] {
        OF_WALLS.map(|name| {
            let mut files = FILES.iter();
            files
                .find(|rule| rule.file == name)
                .unwrap_or_else(|| panic!("{name}.toml is missing among the rules"))
        })
    }

    /// The file's name without its ending, and what is in it.
    #[cfg(test)]
    pub fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
        FILES.iter().map(|rule| (rule.file, rule.text))
    }

    pub fn name(&self) -> RuleName {
        self.kind.name
    }

    /// Its patterns, in the order of the file.
    pub fn sources<'r>(&'static self) -> impl Iterator<Item = Source<'r>> {
        self.phrases.iter().flat_map(move |phrases| {
            let given = Given {
                max_words: phrases.max_words,
                evidence: phrases.evidence,
                must_address_reader: phrases.must_address_reader,
            };
            let languages = phrases.languages.iter().copied();
            let terms = given.terms(phrases.anchor, phrases.certainty, languages);
            phrases.patterns.iter().map(move |&pattern| Source {
                kind: self.kind,
                terms,
                pattern,
            })
        })
    }
}
