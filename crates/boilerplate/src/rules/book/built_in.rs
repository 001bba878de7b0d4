//! The built-in rules: the TOML files in `crates/boilerplate/rules`, which the build script turns
//! into tables of Rust values.
//!
//! So nothing is parsed when a program starts. Tests read the files with the parser for users'
//! files and compare the result with the tables.

use super::super::engine::{Anchor, Family, PhraseSource, RuleInfo};
use super::settings::WrittenSettings;
use crate::{Certainty, RuleName};

/// All built-in files, in the order of their names. The order is the same on every machine, because
/// it may decide between two rules that are equally sure.
const FILES: &[BuiltInRule] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The two files for the step that looks for [walls](super::super::walls): the phrases that only
/// walls have, and the phrases with which walls speak to the reader. Unlike the other rules, they
/// are not tried on every line.
const FILES_OF_WALLS: [&str; 2] = ["wall", "wall-address"];

// `wall` is the name of a step as well, so the files for walls are left out of the sum.
const _: () = assert!(
    FILES.len() - FILES_OF_WALLS.len() + RuleName::STEPS.len() == RuleName::ALL.len(),
    "every name has a file of phrases or a step"
);

/// The rule of a built-in file.
pub(in super::super) struct BuiltInRule {
    /// The name of the file without its ending.
    file: &'static str,
    /// The text of the file.
    #[cfg(test)]
    text: &'static str,
    rule: RuleInfo,
    phrases: &'static [BuiltInPhrases],
}

/// A table of phrases in a built-in file: patterns with the same settings. A key that the file
/// leaves out is `None` here; [`WrittenSettings::with_defaults`] replaces it by its default.
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
    /// All built-in rules that are tried on lines.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        FILES
            .iter()
            .filter(|rule| !FILES_OF_WALLS.contains(&rule.file))
    }

    /// The rules for walls: the one with the phrases that only walls have, and the one with the
    /// phrases that speak to the reader.
    pub fn of_walls() -> [&'static Self; 2] {
        FILES_OF_WALLS.map(Self::of_file)
    }

    /// The rule of a file.
    ///
    /// # Panics
    /// If there is no such file. This never happens: the function is called only for the two files
    /// for walls, and tests call it for both.
    fn of_file(name: &str) -> &'static Self {
        for rule in FILES {
            if rule.file == name {
                return rule;
            }
        }
        panic!("{name}.toml is missing among the rules");
    }

    /// The name of each file without its ending, and its text.
    #[cfg(test)]
    pub fn files() -> impl Iterator<Item = (&'static str, &'static str)> {
        FILES.iter().map(|rule| (rule.file, rule.text))
    }

    /// The name that is recorded with every cut.
    pub fn name(&self) -> RuleName {
        self.rule.name
    }

    /// The phrases of the rule, in the order of the file.
    pub fn sources<'r>(&'static self) -> impl Iterator<Item = PhraseSource<'r>> {
        let mut sources = Vec::new();
        for table in self.phrases {
            let written = WrittenSettings {
                max_words: table.max_words,
                evidence: table.evidence,
                must_address_reader: table.must_address_reader,
            };
            let languages = table.languages.iter().copied();
            let settings = written.with_defaults(table.anchor, table.certainty, languages);
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
