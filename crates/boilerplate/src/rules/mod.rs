//! Rules: they recognise furniture by its words, on any site, in a single document.
//!
//! There are two kinds of rules. *Phrase rules* are data, one TOML file for each rule,
//! `crates/boilerplate/rules/<name>.toml`, in the same format as the rules files of users
//! ([`book`]). The [`engine`] tries them on every line. *Steps* are code. They run after the
//! phrases, and look at what phrases cannot say: the signs in a line ([`code`], [`embeds`],
//! [`name_boxes`], [`breadcrumbs`], [`readings`]), the lines around it ([`introductions`],
//! [`blocks`], [`menus`], [`link_lists`], [`neighbours`]), or the document as a whole ([`walls`]).
//!
//! Every step takes the lines as the steps before it left them. Its module says at the top what it
//! finds, why that is furniture, and when it is wrong. A new rule needs its file or step, a line in
//! [`RuleName`], and a case file under `testdata/cases`.

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

/// All rules, compiled. The built-in ones are compiled once in a process, when they are first
/// needed. A clone shares the compiled rules.
///
/// ```
/// use copydesk_boilerplate::Rules;
///
/// let rules = Rules::new();
/// let page = copydesk_text::Document::new("Sign up for our newsletter");
/// assert_eq!(rules.find(&page).len(), 1);
/// ```
#[derive(Clone)]
pub struct Rules(Arc<Compiled>);

/// The compiled rules: the phrases, and the tables of those steps that need some.
struct Compiled {
    phrases: PhraseIndex,
    labels: Labels,
    walls: Walls,
}

impl Compiled {
    /// Compiles these phrases, in this order, and makes the tables of the steps.
    fn of<'r>(sources: impl Iterator<Item = PhraseSource<'r>>) -> Self {
        let [wall_phrases, address_phrases] = BuiltInRule::of_walls();
        Self {
            phrases: PhraseIndex::new(sources),
            labels: Labels::new(),
            walls: Walls::new(
                PhraseIndex::new(wall_phrases.sources()),
                PhraseIndex::new(address_phrases.sources()),
            ),
        }
    }
}

/// The built-in rules, which are always the same, so one copy is enough for a process.
static BUILT_IN: LazyLock<Arc<Compiled>> =
    LazyLock::new(|| Arc::new(Compiled::of(built_in().into_iter())));

/// The phrases of the built-in rules, in the order of their files. Of two matches with the same
/// certainty and evidence, the one that is tried first is recorded. Phrases with the same keyword
/// are tried in this order.
fn built_in() -> Vec<PhraseSource<'static>> {
    BuiltInRule::all().flat_map(BuiltInRule::sources).collect()
}

/// The phrases of the built-in rules and of a user's rule book. A rule of the book with the name of
/// a built-in rule takes its place; all others follow.
fn with_book(book: &RuleBook) -> Vec<PhraseSource<'_>> {
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

    /// The built-in rules and the rules of a book. A rule of the book with the name of a built-in
    /// rule replaces it. All rules are compiled again, unless the book has none.
    #[must_use]
    pub fn with(book: &RuleBook) -> Self {
        if book.rules().is_empty() {
            return Self::new();
        }
        Self(Arc::new(Compiled::of(with_book(book).into_iter())))
    }

    /// The furniture that the rules find in one document, in order and without overlaps.
    #[must_use]
    pub fn find(&self, document: &Document<'_>) -> Vec<Furniture> {
        let Compiled {
            phrases,
            labels,
            walls,
        } = &*self.0;
        let mut classifier = LineClassifier::new(phrases);
        let mut lines = Vec::with_capacity(document.segments().len());
        for number in 0..document.segments().len() {
            let mut line = Line::new(document, number);
            classifier.classify(&mut line);
            lines.push(line);
        }
        code::mark(&mut lines);
        embeds::mark(&mut lines);
        name_boxes::mark(&mut lines);
        // Releases lines that introduce a part of the story. It comes before the steps that look at
        // neighbours, so that they do not take such a line for furniture.
        introductions::release(&mut lines);
        readings::mark(&mut lines);
        breadcrumbs::mark(&mut lines, labels);
        blocks::mark(&mut lines);
        menus::mark(&mut lines, labels);
        // A list ends at furniture, so all other furniture must be known here. After that the
        // neighbours decide about lines of which no rule is certain.
        link_lists::mark(&mut lines);
        neighbours::mark(&mut lines);
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

/// Appends the furniture in a line to `out`: the whole line, or else parts of it.
fn add_furniture(line: &Line<'_>, out: &mut Vec<Furniture>) {
    if let Some(classification) = line.whole {
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
