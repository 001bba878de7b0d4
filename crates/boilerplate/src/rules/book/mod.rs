//! Rules as they are written: TOML files that an editor can read and write.
//!
//! The built-in phrases and those that a user adds have one [schema](schema). Whatever is wrong
//! with a file is said with its line, its column and what to do, and nothing of the file is used
//! then.

mod built_in;
mod error;
mod languages;
mod schema;
mod sites;
mod terms;

pub use error::RulesError;
pub use sites::SiteLines;

pub(super) use built_in::BuiltInRule;

use super::engine::{Kind, Source, Terms, check};
use crate::RuleName;
use error::At;
use languages::is_language;
use schema::{File, PhrasesTable, RuleTable};
use sites::checked;
use terms::Given;
use toml::Spanned;

/// What the decisions file has under `rule` although no rule has found it.
const NO_RULES: [&str; 5] = ["recurrence", "equal", "near", "signature", "listed"];

/// The rules of one or more rules files, and the lines that they list for sites.
///
/// ```
/// use copydesk_boilerplate::{RuleBook, Rules};
/// use copydesk_text::Document;
///
/// let mut book = RuleBook::default();
/// book.add(
///     r#"
///     [[rule]]
///     name = "tide-table"
///     [[rule.phrases]]
///     languages = ["en"]
///     match = "start"
///     patterns = ["high water at ? : *"]
///     "#,
/// )?;
/// let page = Document::new("The ferry sank at noon.\nHigh water at Varn: 7.40 and 20.02");
/// let found = Rules::with(&book).find(&page);
/// assert_eq!(found[0].rule.as_str(), "tide-table");
///
/// let wrong = book.add("[[rule]]\nname = \"tide-table\"\nphrases = []").unwrap_err();
/// assert!(wrong.to_string().starts_with("line 2, column 8: "), "{wrong}");
/// # Ok::<(), copydesk_boilerplate::RulesError>(())
/// ```
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RuleBook {
    rules: Vec<WrittenRule>,
    sites: Vec<SiteLines>,
}

/// A rule of a file.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct WrittenRule {
    kind: Kind,
    patterns: Vec<(Terms, String)>,
}

impl WrittenRule {
    pub fn name(&self) -> RuleName {
        self.kind.name
    }

    /// Its patterns, in the order of the file.
    pub fn sources(&self) -> impl Iterator<Item = Source<'_>> {
        self.patterns.iter().map(|(terms, pattern)| Source {
            kind: self.kind,
            terms: *terms,
            pattern,
        })
    }
}

impl RuleBook {
    /// Adds what a rules file says.
    ///
    /// # Errors
    /// If the file is no rules file, or names a rule that an earlier one has named. The book is as
    /// it was then.
    pub fn add(&mut self, source: &str) -> Result<(), RulesError> {
        let at = At::new(source);
        let file: File = toml::from_str(source).map_err(|error| at.toml(&error))?;
        let mut rules: Vec<WrittenRule> = Vec::new();
        for table in &file.rule {
            let name = rule_name(&table.name, &at)?;
            let rule = written_rule(name, table, &at)?;
            let is_taken = |known: &WrittenRule| known.name() == rule.name();
            if self.rules.iter().chain(&rules).any(is_taken) {
                let message = format!(
                    "another rule is named {:?}: choose a name of its own",
                    rule.name().as_str()
                );
                return Err(at.error(&table.name, message));
            }
            rules.push(rule);
        }
        let sites = checked(&file.sites, &at)?;
        self.rules.extend(rules);
        self.sites.extend(sites);
        Ok(())
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.sites.is_empty()
    }

    /// The lines that are listed for sites, in the order of the files.
    #[must_use]
    pub fn sites(&self) -> &[SiteLines] {
        &self.sites
    }

    /// The names of the rules, in the order of the files.
    pub fn names(&self) -> impl Iterator<Item = RuleName> {
        self.rules.iter().map(WrittenRule::name)
    }

    pub(super) fn rules(&self) -> &[WrittenRule] {
        &self.rules
    }
}

fn written_rule(name: RuleName, table: &RuleTable, at: &At<'_>) -> Result<WrittenRule, RulesError> {
    let kind = Kind {
        name,
        family: table.family.into(),
        reaches_glued_sentences: table.cuts_glued_sentences,
    };
    if table.phrases.is_empty() {
        let message = "the rule has no phrases: add a table [[rule.phrases]] with patterns";
        return Err(at.error(&table.name, message));
    }
    let mut patterns = Vec::new();
    for phrases in &table.phrases {
        let terms = terms(phrases, table, at)?;
        let phrases = phrases.get_ref();
        if phrases.patterns.get_ref().is_empty() {
            let message = "no pattern: add one, or remove the table of phrases";
            return Err(at.error(&phrases.patterns, message));
        }
        for pattern in phrases.patterns.get_ref() {
            check(pattern.get_ref(), terms.anchor).map_err(|error| at.error(pattern, error))?;
            patterns.push((terms, pattern.get_ref().clone()));
        }
    }
    Ok(WrittenRule { kind, patterns })
}

fn rule_name(typed: &Spanned<String>, at: &At<'_>) -> Result<RuleName, RulesError> {
    let name = typed.get_ref();
    let is_reserved = NO_RULES.contains(&name.as_str());
    match RuleName::of(name) {
        Some(known) if !is_reserved && !RuleName::STEPS.contains(&known) => Ok(known),
        Some(_) => {
            let message = format!(
                "{name:?} is the name of a step of copydesk that has no phrases: choose another"
            );
            Err(at.error(typed, message))
        }
        None => {
            let message = format!(
                "{name:?} cannot be the name of a rule: take up to {} small letters a to z, \
                 digits, and single hyphens between them",
                crate::CustomName::LONGEST
            );
            Err(at.error(typed, message))
        }
    }
}

fn terms(
    phrases: &Spanned<PhrasesTable>,
    rule: &RuleTable,
    at: &At<'_>,
) -> Result<Terms, RulesError> {
    let table = phrases.get_ref();
    let languages = table.languages.as_ref().or(rule.languages.as_ref());
    let Some(languages) = languages.filter(|languages| !languages.is_empty()) else {
        let message = "no language: add languages = [\"en\"] here, or above for the whole rule";
        return Err(at.error(phrases, message));
    };
    for language in languages {
        if !is_language(language.get_ref()) {
            let message = format!(
                "{:?} is no language: take a code of two small letters, as in \"en\", \"nb\" or \
                 \"zh\" (ISO 639-1)",
                language.get_ref()
            );
            return Err(at.error(language, message));
        }
    }
    if let Some(given) = &table.evidence
        && !(0.0..=1.0).contains(given.get_ref())
    {
        let message = format!("evidence {}: must lie between 0 and 1", given.get_ref());
        return Err(at.error(given, message));
    }
    if let Some(given) = &table.max_words
        && *given.get_ref() == 0
    {
        let message = "max_words 0: no line is as short as that; leave it out, or give 1 or more";
        return Err(at.error(given, message));
    }
    let given = Given {
        max_words: table.max_words.as_ref().map(|given| *given.get_ref()),
        evidence: table.evidence.as_ref().map(|given| *given.get_ref()),
        must_address_reader: table.must_address_reader,
    };
    let languages = languages.iter().map(|language| language.get_ref().as_str());
    Ok(given.terms(table.anchor.into(), table.certainty.into(), languages))
}

#[cfg(test)]
mod tests;
