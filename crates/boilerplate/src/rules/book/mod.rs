//! Rules files: the TOML in which phrase rules are written.
//!
//! The built-in files and the files of users have the same [schema]. The built-in files are turned
//! into tables when the crate is built ([`built_in`]). A user's file is parsed and checked when it
//! is added to a [`RuleBook`]. An error in the file is reported with the line, the column and what
//! to do ([`error`]). If a file has an error, none of it is used.

mod built_in;
mod error;
mod languages;
mod schema;
mod settings;
mod sites;

pub use error::RulesError;
pub use sites::SiteLines;

pub(super) use built_in::BuiltInRule;

use super::engine::{PhraseSettings, PhraseSource, RuleInfo, check_pattern};
use crate::RuleName;
use error::Locator;
use languages::is_language;
use schema::{File, PhrasesTable, RuleTable};
use settings::WrittenSettings;
use sites::checked_sites;
use toml::Spanned;

/// Names that copydesk itself writes into the field `rule` of the decisions file, although they are
/// no rules. A rule must not have such a name, or nobody could tell whether a decision means the
/// rule.
const RESERVED_NAMES: [&str; 5] = ["recurrence", "equal", "near", "signature", "listed"];

/// The rules of one or more rules files, and the lines that these files list for sites. No two
/// rules have the same name.
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

/// A rule of a user's file, after all of its patterns have been checked. Each pattern is a *phrase*
/// together with its settings.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct WrittenRule {
    rule: RuleInfo,
    /// The pattern of each phrase, with its settings.
    patterns: Vec<(PhraseSettings, String)>,
}

impl WrittenRule {
    /// The name that is recorded with every cut.
    pub fn name(&self) -> RuleName {
        self.rule.name
    }

    /// The phrases of the rule, in the order of the file.
    pub fn sources(&self) -> impl Iterator<Item = PhraseSource<'_>> {
        self.patterns
            .iter()
            .map(|(settings, pattern)| PhraseSource {
                rule: self.rule,
                settings: *settings,
                pattern,
            })
    }
}

impl RuleBook {
    /// Adds the rules and the lines of a rules file, which is passed as text.
    ///
    /// # Errors
    /// If the text is no valid rules file, or if two rules of the book would have the same name.
    /// Then the book is not changed.
    pub fn add(&mut self, source: &str) -> Result<(), RulesError> {
        let locator = Locator::new(source);
        let file: File = match toml::from_str(source) {
            Ok(file) => file,
            Err(error) => return Err(locator.parser_error(&error)),
        };
        // Nothing is added before the whole file is known to be valid.
        let mut rules: Vec<WrittenRule> = Vec::new();
        for table in &file.rule {
            let name = checked_name(&table.name, &locator)?;
            let rule = checked_rule(name, table, &locator)?;
            let mut known_rules = self.rules.iter().chain(&rules);
            if known_rules.any(|known| known.name() == name) {
                let message = format!(
                    "another rule is named {:?}: choose a name of its own",
                    name.as_str()
                );
                return Err(locator.error(&table.name, message));
            }
            rules.push(rule);
        }
        let sites = checked_sites(&file.sites, &locator)?;
        self.rules.extend(rules);
        self.sites.extend(sites);
        Ok(())
    }

    /// Whether the book has no rules and no lines for sites.
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

    /// The rules, in the order of the files.
    pub(super) fn rules(&self) -> &[WrittenRule] {
        &self.rules
    }
}

/// Checks a table `[[rule]]`, and makes the rule that it describes.
fn checked_rule(
    name: RuleName,
    table: &RuleTable,
    locator: &Locator<'_>,
) -> Result<WrittenRule, RulesError> {
    let rule = RuleInfo {
        name,
        family: table.family.into(),
        cuts_glued_sentences: table.cuts_glued_sentences,
    };
    if table.phrases.is_empty() {
        let message = "the rule has no phrases: add a table [[rule.phrases]] with patterns";
        return Err(locator.error(&table.name, message));
    }
    let mut patterns = Vec::new();
    for phrases in &table.phrases {
        let settings = checked_settings(phrases, table, locator)?;
        let phrases = phrases.get_ref();
        if phrases.patterns.get_ref().is_empty() {
            let message = "no pattern: add one, or remove the table of phrases";
            return Err(locator.error(&phrases.patterns, message));
        }
        for pattern in phrases.patterns.get_ref() {
            if let Err(error) = check_pattern(pattern.get_ref(), settings.anchor) {
                return Err(locator.error(pattern, error));
            }
            patterns.push((settings, pattern.get_ref().clone()));
        }
    }
    Ok(WrittenRule { rule, patterns })
}

/// Checks the name of a rule as it is written in the file. A *step*, which is a rule in code,
/// cannot be replaced. So its name must not be used, nor any of [`RESERVED_NAMES`].
fn checked_name(written: &Spanned<String>, locator: &Locator<'_>) -> Result<RuleName, RulesError> {
    let name = written.get_ref();
    let is_reserved = RESERVED_NAMES.contains(&name.as_str());
    match RuleName::of(name) {
        Some(known) if !is_reserved && !RuleName::STEPS.contains(&known) => Ok(known),
        Some(_) => {
            let message = format!("{name:?} is a name that copydesk uses itself: choose another");
            Err(locator.error(written, message))
        }
        None => {
            let message = format!(
                "{name:?} cannot be the name of a rule: take up to {} small letters a to z, \
                 digits, and single hyphens between them",
                crate::CustomName::LONGEST
            );
            Err(locator.error(written, message))
        }
    }
}

/// Checks the settings of a table `[[rule.phrases]]`. If the table has no key `languages`, that of
/// its rule counts.
fn checked_settings(
    phrases: &Spanned<PhrasesTable>,
    rule: &RuleTable,
    locator: &Locator<'_>,
) -> Result<PhraseSettings, RulesError> {
    let table = phrases.get_ref();
    let languages = match table.languages.as_ref().or(rule.languages.as_ref()) {
        Some(languages) if !languages.is_empty() => languages,
        _ => {
            let message = "no language: add languages = [\"en\"] here, or above for the whole rule";
            return Err(locator.error(phrases, message));
        }
    };
    for language in languages {
        if !is_language(language.get_ref()) {
            let message = format!(
                "{:?} is not a language: take a code of two small letters, as in \"en\", \"nb\" or \
                 \"zh\" (ISO 639-1)",
                language.get_ref()
            );
            return Err(locator.error(language, message));
        }
    }
    if let Some(evidence) = &table.evidence
        && !(0.0..=1.0).contains(evidence.get_ref())
    {
        let message = format!("evidence {}: must be between 0 and 1", evidence.get_ref());
        return Err(locator.error(evidence, message));
    }
    if let Some(max_words) = &table.max_words
        && *max_words.get_ref() == 0
    {
        let message = "max_words 0: no line is as short as that; leave it out, or give 1 or more";
        return Err(locator.error(max_words, message));
    }
    let written = WrittenSettings {
        max_words: table.max_words.as_ref().map(|words| *words.get_ref()),
        evidence: table.evidence.as_ref().map(|share| *share.get_ref()),
        must_address_reader: table.must_address_reader,
    };
    let languages = languages.iter().map(|language| language.get_ref().as_str());
    Ok(written.with_defaults(table.anchor.into(), table.certainty.into(), languages))
}

#[cfg(test)]
mod tests;
