//! Rules: furniture that gives itself away by what it says, on any site, in a single document.
//!
//! One rule, one file of phrases: `crates/boilerplate/rules/<name>.toml`, written as the rules of a user are ([`book`]). A new rule
//! needs its file, a line in the list below and one in [`RuleName`], and a case file under `testdata/cases`. Steps follow the
//! phrases that look at the shape of lines and at the lines around: [`breadcrumbs`], [`blocks`], [`menus`], [`link_lists`],
//! [`neighbours`], [`introductions`] and [`instruments`]; [`walls`] looks at the document as a whole.

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

use book::WrittenRule;

pub use book::{RuleBook, RulesError, SiteLines};

/// The text of a file of phrases.
macro_rules! rules_file {
    ($name:literal) => {
        include_str!(concat!("../../rules/", $name, ".toml"))
    };
}

/// Lists the files of phrases.
macro_rules! rules_files {
    ($($name:literal)*) => {
        const FILES: &[&str] = &[$(rules_file!($name)),*];
    };
}

rules_files! {
    "account" "advertisement" "app" "channel" "comments" "cookies" "copyright" "credit" "disclaimer"
    "donation" "images" "newsletter" "page-mark" "player" "press-contact" "read-more" "related"
    "related-list" "share" "subscription" "terms" "tips"
}

/// What walls say, and the words with which they speak to the reader.
const WALL: &str = rules_file!("wall");
const WALL_ADDRESS: &str = rules_file!("wall-address");

const _: () = assert!(
    FILES.len() + RuleName::STEPS.len() == RuleName::ALL.len(),
    "every name has a rule file or a step"
);

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
        let [phrases, address] = [WALL, WALL_ADDRESS].map(|file| RuleBook::built_in(&[file]));
        Self {
            index: Index::new(sources),
            labels: Labels::new(),
            walls: Walls::new(&phrases, &address),
        }
    }
}

/// Without rules of a user they are always the same, so one copy is enough.
static BUILT_IN: LazyLock<Arc<Compiled>> =
    LazyLock::new(|| Arc::new(Compiled::of(built_in().sources())));

/// The built-in rules.
fn built_in() -> RuleBook {
    RuleBook::built_in(FILES)
}

/// The patterns of the built-in rules and of a book. A rule of the book that has the name of a built-in one
/// takes its place; the others come last.
fn with_book<'r>(built_in: &'r RuleBook, book: &'r RuleBook) -> impl Iterator<Item = Source<'r>> {
    let instead_of = |name: RuleName| book.rules().iter().find(move |own| own.name() == name);
    let is_added = |rule: &&WrittenRule| matches!(rule.name(), RuleName::Custom(_));
    let rules = built_in.rules().iter();
    rules
        .map(move |rule| instead_of(rule.name()).unwrap_or(rule))
        .chain(book.rules().iter().filter(is_added))
        .flat_map(WrittenRule::sources)
}

impl Rules {
    /// The built-in rules. The first call compiles them: some thousand short patterns, in a few
    /// milliseconds.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::clone(&BUILT_IN))
    }

    /// The built-in rules and those of a book, all compiled anew. A rule of the book that has the name of
    /// a built-in one takes its place.
    #[must_use]
    pub fn with(book: &RuleBook) -> Self {
        if book.rules().is_empty() {
            return Self::new();
        }
        let built_in = built_in();
        Self(Arc::new(Compiled::of(with_book(&built_in, book))))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_file_and_every_name_its_rule() {
        let built_in = built_in();
        let mut names: Vec<RuleName> = built_in.names().collect();
        names.extend(RuleName::STEPS);
        names.sort_unstable();
        assert_eq!(names, RuleName::ALL);
    }

    /// What a user would be told of the file, if it were theirs.
    #[test]
    fn built_in_files_are_sound() {
        for file in FILES {
            RuleBook::default().add(file).unwrap();
        }
        for file in [WALL, WALL_ADDRESS] {
            let renamed = file.replace("name = \"wall\"", "name = \"wall-page\"");
            RuleBook::default().add(&renamed).unwrap();
        }
    }

    #[test]
    fn a_built_in_file_given_as_a_rule_of_the_user_changes_nothing() {
        let page = Document::new(
            "Read more: The bridge\nSign up for our newsletter here.\nThe ferry sank at noon. Share this!",
        );
        let found = Rules::new().find(&page);
        assert!(found.len() > 1);
        for file in FILES {
            let mut book = RuleBook::default();
            book.add(file).unwrap();
            assert_eq!(Rules::with(&book).find(&page), found);
        }
    }
}
