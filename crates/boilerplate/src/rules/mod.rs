//! Rules: furniture that gives itself away by what it says, on any site, in a single document.
//!
//! There are two kinds of rules. Rules of *phrases* are data: one TOML file a rule,
//! `crates/boilerplate/rules/<name>.toml`, in the schema of a user's rules files ([`book`]). The
//! [`engine`] tries them on every line. *Steps* are code. They run after the phrases, and look at
//! what phrases cannot say: the signs in a line ([`code`], [`embeds`], [`tags`], [`breadcrumbs`],
//! [`instruments`]), the lines around it ([`introductions`], [`blocks`], [`menus`], [`link_lists`],
//! [`neighbours`]), or the document as a whole ([`walls`]).
//!
//! Every step takes the lines as the steps before it left them, and says at its head what it finds,
//! why that is furniture, and when it is wrong. A new rule needs its file or step, a line in
//! [`RuleName`], and a case file under `testdata/cases`.

mod blocks;
mod book;
mod breadcrumbs;
mod code;
mod embeds;
mod engine;
mod instruments;
mod introductions;
mod labels;
mod link_lists;
mod menus;
mod neighbours;
mod tags;
mod walls;

use crate::{Furniture, RuleName};
use book::BuiltInRule;
use copydesk_text::{Document, Span};
use engine::{Classification, Line, LineClassifier, PhraseIndex, PhraseSource};
use labels::Labels;
use std::sync::{Arc, LazyLock};
use walls::Walls;

pub use book::{RuleBook, RulesError, SiteLines};

/// All rules. The built-in ones are compiled when they are first asked for, once in a process. A
/// clone shares what was compiled.
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

/// The rules in the form in which they are tried.
struct Compiled {
    phrases: PhraseIndex,
    labels: Labels,
    walls: Walls,
}

impl Compiled {
    /// Compiles phrases, in this order, and what the steps know.
    fn of<'r>(sources: impl Iterator<Item = PhraseSource<'r>>) -> Self {
        let [of_walls, to_reader] = BuiltInRule::of_walls();
        Self {
            phrases: PhraseIndex::new(sources),
            labels: Labels::new(),
            walls: Walls::new(
                PhraseIndex::new(of_walls.sources()),
                PhraseIndex::new(to_reader.sources()),
            ),
        }
    }
}

/// Without rules of a user they are always the same, so one copy is enough.
static BUILT_IN: LazyLock<Arc<Compiled>> =
    LazyLock::new(|| Arc::new(Compiled::of(built_in().into_iter())));

/// The phrases of the built-in rules, in the order of their files. Of two matches of the same
/// certainty and evidence, the one that is tried first is recorded; under one keyword, that is the
/// first in this order.
fn built_in() -> Vec<PhraseSource<'static>> {
    BuiltInRule::all().flat_map(BuiltInRule::sources).collect()
}

/// The phrases of the built-in rules and of a book. A rule of the book that has the name of a
/// built-in rule replaces it, at the same place; the others follow.
fn with_book(book: &RuleBook) -> Vec<PhraseSource<'_>> {
    let mut sources = Vec::new();
    for rule in BuiltInRule::all() {
        match book.rules().iter().find(|own| own.name() == rule.name()) {
            Some(own) => sources.extend(own.sources()),
            None => sources.extend(rule.sources()),
        }
    }
    for own in book.rules() {
        if matches!(own.name(), RuleName::Custom(_)) {
            sources.extend(own.sources());
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

    /// The built-in rules and those of a book. A rule of the book that has the name of a built-in
    /// rule replaces it. All are compiled anew, unless the book has no rules.
    #[must_use]
    pub fn with(book: &RuleBook) -> Self {
        if book.rules().is_empty() {
            return Self::new();
        }
        Self(Arc::new(Compiled::of(with_book(book).into_iter())))
    }

    /// Finds the furniture of one document, in order and without overlaps.
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
        tags::mark(&mut lines);
        // Before the steps that look at neighbours, which must not take such a line for furniture.
        introductions::release(&mut lines);
        instruments::mark(&mut lines);
        breadcrumbs::mark(&mut lines, labels);
        blocks::mark(&mut lines);
        menus::mark(&mut lines, labels);
        // A list ends at furniture, so all other furniture must be known. Then neighbours settle
        // what no rule is sure of.
        link_lists::mark(&mut lines);
        neighbours::mark(&mut lines);
        walls.mark(&mut lines);
        let mut found = Vec::new();
        for line in &lines {
            add_furniture(line, &mut found);
        }
        found
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self::new()
    }
}

/// Adds what was found in a line: the whole of it, or else its parts.
fn add_furniture(line: &Line<'_>, out: &mut Vec<Furniture>) {
    if let Some(found) = line.whole {
        out.push(furniture(line.content, found));
        return;
    }
    for &(span, found) in &line.parts {
        out.push(furniture(span, found));
    }
}

/// The public form of what was found at a place.
fn furniture(span: Span, found: Classification) -> Furniture {
    Furniture {
        span,
        rule: found.rule,
        evidence: found.evidence,
        certainty: found.certainty,
    }
}
