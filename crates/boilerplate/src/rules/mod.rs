//! Rules: furniture that gives itself away by what it says, on any site, in a single document.
//!
//! One rule, one file of phrases: `crates/boilerplate/rules/<name>.toml`, written as the rules of a
//! user are ([`book`]). A new rule needs its file, a line in [`RuleName`], and a case file under
//! `testdata/cases`. After the phrases come steps that look at the shape of lines and at the lines
//! around: [`code`], [`embeds`], [`tags`], [`breadcrumbs`], [`blocks`], [`menus`], [`link_lists`],
//! [`neighbours`], [`introductions`] and [`instruments`]; [`walls`] looks at the document as a
//! whole.

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
use copydesk_text::Document;
use engine::{Index, Judge, Line, Source};
use labels::Labels;
use std::sync::{Arc, LazyLock};
use walls::Walls;

use book::BuiltInRule;

pub use book::{RuleBook, RulesError, SiteLines};

/// All rules. The built-in ones are compiled when they are first asked for, once in a process.
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

/// The rules as they are looked for.
struct Compiled {
    index: Index,
    labels: Labels,
    walls: Walls,
}

impl Compiled {
    fn of<'r>(sources: impl Iterator<Item = Source<'r>>) -> Self {
        let [phrases, address] = BuiltInRule::of_walls().map(|file| Index::new(file.sources()));
        Self {
            index: Index::new(sources),
            labels: Labels::new(),
            walls: Walls::new(phrases, address),
        }
    }
}

/// Without rules of a user they are always the same, so one copy is enough.
static BUILT_IN: LazyLock<Arc<Compiled>> =
    LazyLock::new(|| Arc::new(Compiled::of(built_in().into_iter())));

/// The patterns of the built-in rules.
fn built_in() -> Vec<Source<'static>> {
    BuiltInRule::all().flat_map(BuiltInRule::sources).collect()
}

/// The same with those of a book. A rule of the book that has the name of a built-in one takes its
/// place; the others come last.
fn with_book(book: &RuleBook) -> Vec<Source<'_>> {
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

    /// The built-in rules and those of a book, all compiled anew. A rule of the book that has the
    /// name of a built-in one takes its place.
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
        let mut lines: Vec<Line<'_>> = (0..document.segments().len())
            .map(|number| Line::new(document, number))
            .collect();
        let Compiled {
            index,
            labels,
            walls,
        } = &*self.0;
        let mut judge = Judge::new(index);
        lines.iter_mut().for_each(|line| judge.judge(line));
        code::mark(&mut lines);
        embeds::mark(&mut lines);
        tags::mark(&mut lines);
        introductions::release(&mut lines);
        instruments::mark(&mut lines);
        breadcrumbs::mark(&mut lines, labels);
        blocks::gather(&mut lines);
        menus::mark(&mut lines, labels);
        link_lists::mark(&mut lines);
        neighbours::settle(&mut lines);
        walls.mark(&mut lines);
        lines.iter().flat_map(findings).collect()
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self::new()
    }
}

fn findings(line: &Line<'_>) -> Vec<Furniture> {
    let whole = line.mark.map(|mark| (line.content, mark));
    let pieces = if whole.is_some() {
        whole.as_slice()
    } else {
        &line.ends
    };
    let furniture = |&(span, mark): &(_, engine::Mark)| Furniture {
        span,
        rule: mark.rule,
        evidence: mark.evidence,
        certainty: mark.certainty,
    };
    pieces.iter().map(furniture).collect()
}
