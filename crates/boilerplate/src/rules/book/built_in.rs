//! The built-in rules: the files in `crates/boilerplate/rules`, which the build turns into tables.
//!
//! The tables are Rust values, so nothing is parsed when a program starts. Tests read the files
//! again with the parser of users' files and compare.

use super::super::engine::{Anchor, Family, PhraseSource, RuleInfo};
use super::settings::GivenSettings;
use crate::{Certainty, RuleName};

/// All files, in the order of their names: the same on every machine, because it may decide between
/// two rules that are equally sure.
const FILES: &[BuiltInRule] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The files that are not tried on lines: what only walls say, and the phrases with which they
/// speak to the reader.
const OF_WALLS: [&str; 2] = ["wall", "wall-address"];

const _: () = assert!(
    FILES.len() - OF_WALLS.len() + RuleName::STEPS.len() == RuleName::ALL.len(),
    "every name has a file of phrases or a step"
);

/// A file, which holds one rule.
pub(in super::super) struct BuiltInRule {
    file: &'static str,
    #[cfg(test)]
    text: &'static str,
    rule: RuleInfo,
    phrases: &'static [BuiltInPhrases],
}

/// A table of phrases in such a file. What the file leaves out is `None`, and gets its default in
/// [`GivenSettings::with_defaults`].
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

    /// What only walls say, and the phrases with which they speak to the reader.
    pub fn of_walls() -> [&'static Self; 2] {
        OF_WALLS.map(Self::of_file)
    }

    /// The rule of a file.
    ///
    /// # Panics
    /// If there is no such file. A test calls this for the files of walls, the only ones that are
    /// asked for.
    fn of_file(name: &str) -> &'static Self {
        for rule in FILES {
            if rule.file == name {
                return rule;
            }
        }
        panic!("{name}.toml is missing among the rules");
    }

    /// The name of each file without its ending, and what is in it.
    #[cfg(test)]
    pub fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
        FILES.iter().map(|rule| (rule.file, rule.text))
    }

    /// The name that is recorded with every cut.
    pub fn name(&self) -> RuleName {
        self.rule.name
    }

    /// Its phrases, in the order of the file.
    pub fn sources<'r>(&'static self) -> impl Iterator<Item = PhraseSource<'r>> {
        let mut sources = Vec::new();
        for table in self.phrases {
            let given = GivenSettings {
                max_words: table.max_words,
                evidence: table.evidence,
                must_address_reader: table.must_address_reader,
            };
            let languages = table.languages.iter().copied();
            let settings = given.with_defaults(table.anchor, table.certainty, languages);
            for pattern in table.patterns {
                sources.push(PhraseSource {
                    rule: self.rule,
                    settings,
                    pattern,
                });
            }
        }
        sources.into_iter()
    }
}
