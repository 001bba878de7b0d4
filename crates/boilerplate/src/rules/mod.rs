//! Rules: they recognise furniture by its words, on any site, in a single document.
//!
//! There are two kinds of rules. *Phrase rules* are data, one TOML file for each rule,
//! `crates/boilerplate/rules/<name>.toml`, in the same format as the rules files of users
//! ([`book`]). The [`engine`] tries them on every line. *Steps* are code. They run after the
//! phrases, and look at what phrases cannot express: the signs in a line ([`code`], [`embeds`],
//! [`name_boxes`], [`breadcrumbs`], [`readings`]), the lines around it ([`introductions`],
//! [`blocks`], [`menus`], [`link_lists`], [`neighbours`]), or the document as a whole ([`walls`],
//! pages that are shown in place of an article).
//!
//! Every step reads what the steps before it found in the lines, and adds to it or changes it. The
//! first lines of its module say what it finds, why that is furniture, and when it is wrong. A new
//! rule needs its file or step, a line in the list of [`RuleName`]s, and a case file under
//! `testdata/cases`.

mod blocks;
mod book;
mod breadcrumbs;
mod code;
mod embeds;
mod engine;
mod introductions;
mod labels;
mod link_lists;
mod menus;
mod name_boxes;
mod neighbours;
mod readings;
mod walls;

use crate::{Furniture, RuleName};
use book::BuiltInRule;
use copydesk_text::{Document, Span};
use engine::{Classification, Line, LineClassifier, PhraseIndex, PhraseSource};
use labels::Labels;
use std::sync::{Arc, LazyLock};
use walls::Walls;

pub use book::{RuleBook, RulesError, SiteLines};

/// All rules, compiled. A process compiles the built-in rules once, when it first needs them. A
/// clone shares the compiled rules.
///
/// ```
/// use copydesk_boilerplate::Rules;
///
/// let rules = Rules::new();
/// let page = copydesk_text::Document::new("Sign up for our newsletter");
/// assert_eq!(rules.find(&page).len(), 1);
/// ```
#[derive(Clone)]
pub struct Rules(Arc<CompiledRules>);

/// The compiled rules: the phrases, and the tables that some steps need.
struct CompiledRules {
    phrases: PhraseIndex,
    labels: Labels,
    walls: Walls,
}

impl CompiledRules {
    /// Compiles these phrases, and makes the tables of the steps.
    fn of<'r>(sources: impl Iterator<Item = PhraseSource<'r>>) -> Self {
        let [wall_rule, reader_rule] = BuiltInRule::of_walls();
        Self {
            phrases: PhraseIndex::new(sources),
            labels: Labels::new(),
            walls: Walls::new(
                PhraseIndex::new(wall_rule.sources()),
                PhraseIndex::new(reader_rule.sources()),
            ),
        }
    }
}

/// The compiled built-in rules. They are always the same, so one copy is enough for a process.
static BUILT_IN: LazyLock<Arc<CompiledRules>> =
    LazyLock::new(|| Arc::new(CompiledRules::of(built_in_phrases().into_iter())));

/// The phrases of the built-in rules, in the order of their files. Phrases with the same keyword
/// are tried in this order. If two phrases match with the same certainty and evidence, the rule of
/// the first is recorded.
fn built_in_phrases() -> Vec<PhraseSource<'static>> {
    BuiltInRule::all().flat_map(BuiltInRule::sources).collect()
}

/// The phrases of the built-in rules and of a user's rule book. If a rule of the book has the name
/// of a built-in rule, it replaces that rule. The other rules of the book come last.
fn phrases_with_book(book: &RuleBook) -> Vec<PhraseSource<'_>> {
    let mut sources = Vec::new();
    for rule in BuiltInRule::all() {
        let replacement = book.rules().iter().find(|new| new.name() == rule.name());
        match replacement {
            Some(new) => sources.extend(new.sources()),
            None => sources.extend(rule.sources()),
        }
    }
    for rule in book.rules() {
        if matches!(rule.name(), RuleName::Custom(_)) {
            sources.extend(rule.sources());
        }
    }
    sources
}

impl Rules {
    /// The built-in rules. The first call compiles them: some thousand short patterns, in a few
    /// milliseconds.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::clone(&BUILT_IN))
    }

    /// The built-in rules and the rules of a book. If a rule of the book has the name of a built-in
    /// rule, it replaces that rule. All rules are compiled again, unless the book has no rules.
    #[must_use]
    pub fn with(book: &RuleBook) -> Self {
        if book.rules().is_empty() {
            return Self::new();
        }
        let phrases = phrases_with_book(book);
        Self(Arc::new(CompiledRules::of(phrases.into_iter())))
    }

    /// The furniture that the rules find in one document, in order and without overlaps.
    #[must_use]
    pub fn find(&self, document: &Document<'_>) -> Vec<Furniture> {
        let CompiledRules {
            phrases,
            labels,
            walls,
        } = &*self.0;
        let mut classifier = LineClassifier::new(phrases);
        let mut lines = Vec::with_capacity(document.segments().len());
        for index in 0..document.segments().len() {
            let mut line = Line::new(document, index);
            classifier.classify(&mut line);
            lines.push(line);
        }
        code::mark(&mut lines);
        embeds::mark(&mut lines);
        name_boxes::mark(&mut lines);
        // This is before the steps that look at neighbours, because a line that it releases is no
        // furniture, and must not count as such for the lines beside it.
        introductions::release(&mut lines);
        readings::mark(&mut lines);
        breadcrumbs::mark(&mut lines, labels);
        blocks::mark(&mut lines);
        menus::mark(&mut lines, labels);
        // A list of links ends at other furniture, so that must be known by now.
        link_lists::mark(&mut lines);
        neighbours::mark(&mut lines);
        // All other furniture is known by now. It is neither story nor evidence of a wall.
        walls.mark(&mut lines);
        let mut findings = Vec::new();
        for line in &lines {
            add_furniture(line, &mut findings);
        }
        findings
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self::new()
    }
}

/// Appends the furniture in a line to `out`: the whole line, or else the parts of it that are
/// furniture.
fn add_furniture(line: &Line<'_>, out: &mut Vec<Furniture>) {
    if let Some(classification) = line.classification {
        out.push(furniture(line.content, classification));
        return;
    }
    for &(span, classification) in &line.parts {
        out.push(furniture(span, classification));
    }
}

/// The classification of a span in its public form.
fn furniture(span: Span, classification: Classification) -> Furniture {
    Furniture {
        span,
        rule: classification.rule,
        evidence: classification.evidence,
        certainty: classification.certainty,
    }
}
