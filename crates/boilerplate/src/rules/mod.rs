//! Rules: furniture that gives itself away by what it says, on any site, in a single document.
//!
//! One rule, one file, and in it a table of phrases. A newcomer needs its file, its name in the list below, and a case file under
//! `testdata/cases`. Steps follow the phrases that look at the shape of lines and at the lines around: [`breadcrumbs`], [`blocks`],
//! [`menus`], [`link_lists`] and [`neighbours`].

mod blocks;
mod breadcrumbs;
mod engine;
mod labels;
mod link_lists;
mod menus;
mod neighbours;

use crate::{Certainty, Furniture};
use copydesk_text::{Segment, Word};
use engine::{Index, Judge, Line, Rule};
use labels::Labels;
use std::ops::Range;

/// Declares the rule files and lists their rules, so that neither can be forgotten.
macro_rules! rules {
    ($($file:ident)*) => {
        $(mod $file;)*
        const ALL: &[&Rule] = &[$(&$file::RULE),*];
    };
}

rules! {
    account advertisement app channel comments cookies copyright credit disclaimer donation images newsletter page_mark player
    press_contact read_more related related_list share subscription terms tips
}

/// All rules, compiled once.
///
/// ```
/// use copydesk_boilerplate::Rules;
///
/// let rules = Rules::new();
/// assert!(Rules::names().any(|name| name == "newsletter"));
/// ```
pub struct Rules {
    index: Index,
    labels: Labels,
}

impl Rules {
    /// Compiles the rules: some thousand short patterns, in a few milliseconds.
    #[must_use]
    pub fn new() -> Self {
        Self { index: Index::new(ALL), labels: Labels::new() }
    }

    /// Finds the furniture of one document, in order and without overlaps.
    ///
    /// `words` are the words of the whole text, and `ranges[i]` is where among them the words of `segments[i]` stand.
    ///
    /// # Panics
    /// If a range reaches beyond `words`.
    #[must_use]
    pub fn find(&self, text: &str, segments: &[Segment], words: &[Word], ranges: &[Range<usize>]) -> Vec<Furniture> {
        let mut lines: Vec<Line<'_>> = segments.iter().zip(ranges).map(|(s, r)| Line::new(text, *s, &words[r.clone()])).collect();
        let mut judge = Judge::new(&self.index);
        lines.iter_mut().for_each(|line| judge.judge(line));
        breadcrumbs::mark(&mut lines, &self.labels);
        blocks::gather(&mut lines);
        menus::mark(&mut lines, &self.labels);
        link_lists::mark(&mut lines);
        neighbours::settle(&mut lines);
        lines.iter().flat_map(findings).collect()
    }

    /// The names that findings can bear.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ALL.iter().map(|rule| rule.name).chain([blocks::NAME, breadcrumbs::NAME, link_lists::NAME, menus::NAME, neighbours::NAME])
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self::new()
    }
}

fn findings(line: &Line<'_>) -> Vec<Furniture> {
    let whole = line.mark.map(|mark| (line.content, mark));
    let pieces = if whole.is_some() { whole.as_slice() } else { &line.ends };
    let furniture =
        |&(span, mark): &(_, engine::Mark)| Furniture { span, rule: mark.rule, evidence: mark.evidence, certainty: mark.certainty };
    pieces.iter().map(furniture).collect()
}

/// The certainties in the order in which tables are written; keeps the rule files short.
use Certainty::{Cut, CutIfAsked, ShowOnly};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinct_and_languages_are_codes() {
        let mut names: Vec<_> = Rules::names().collect();
        names.sort_unstable();
        names.windows(2).for_each(|pair| assert_ne!(pair[0], pair[1]));
        for phrases in ALL.iter().flat_map(|rule| rule.phrases) {
            assert!(phrases.lang.len() == 2 && (0.0..=1.0).contains(&phrases.evidence), "{}", phrases.lang);
        }
    }
}
