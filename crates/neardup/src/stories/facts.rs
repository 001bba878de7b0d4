//! Whether words that replace each other in two stories tell different facts.
//!
//! Two aligned sentences share most of their words. Where they do not, a run of words in one
//! replaces a run of words in the other, and the question is what that means. A closed list of
//! signs says that it is a fact: another number, another weekday or month, another word of a closed
//! class (“rose”, “fell”), a “not” on one side, another name. Everything else is wording, because
//! two desks may use any two words for one thing, and no list of synonyms is long enough.
//!
//! Three kinds of replacement say nothing and are left out first: long ones, which were written
//! anew; datelines, which every desk writes in its own way; and runs that differ in spaces or
//! spelling only.

use super::abbreviations::is_short_for;
use super::alignment::Replacement;
use super::story::Story;
use super::tokens::Token;
use crate::fact_words::{facts_differ_in, is_calendar_word};
use crate::facts::{is_near_spelling, is_spelling_of};
use copydesk_text::normalise;
use std::ops::Range;

/// What kind of fact two stories give differently.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FactKind {
    /// A number.
    Number,
    /// A weekday or a month.
    Date,
    /// A name: a person, a place.
    Name,
    /// A word of a closed class, such as a weekday or “guilty”, or whether something is so at all.
    Word,
}

/// Longest run of words that *replaces* another; longer ones are written anew.
const MAX_SWAP: usize = 4;
/// The same for letters of a script without spaces.
const MAX_UNSPACED_SWAP: usize = 8;
/// Longest dateline, in bytes: `PORT AMBRY, March 5 (Harbour Wire) –`.
const MAX_DATELINE: usize = 80;
/// Letters that forms of one word have in common at their beginning.
const STEM: usize = 4;

/// What kind of fact a replacement changes, if it does: a number, a word of a closed class (a
/// weekday, “rose” and “fell”), a name, or whether something is so at all.
pub(super) fn changed_fact(
    replacement: &Replacement,
    left: &Story<'_>,
    right: &Story<'_>,
) -> Option<FactKind> {
    let said = Run::new(left, &replacement.left);
    let kept = Run::new(right, &replacement.right);
    if [said, kept]
        .iter()
        .any(|run| run.is_too_long() || run.is_dateline())
    {
        return None;
    }
    let is_certain = replacement.is_certain;
    if is_certain && said.denies() != kept.denies() && !says_otherwise(said, kept) {
        return Some(FactKind::Word);
    }
    if said.is_empty() || kept.is_empty() || is_same_unspaced(said, kept) {
        return None;
    }
    let are_other_words = is_certain && facts_differ_in(&said.hashes(), &kept.hashes());
    if are_other_words && said.has_date() && kept.has_date() {
        return Some(FactKind::Date);
    }
    if numbers_differ(said, kept, is_certain) {
        return Some(FactKind::Number);
    }
    if are_other_words {
        return Some(FactKind::Word);
    }
    (is_certain && names_differ(said, kept)).then_some(FactKind::Name)
}

/// A run of words of a story.
#[derive(Clone, Copy)]
struct Run<'r> {
    story: &'r Story<'r>,
    start: usize,
    end: usize,
}

impl<'r> Run<'r> {
    fn new(story: &'r Story<'r>, range: &Range<usize>) -> Self {
        Self {
            story,
            start: range.start,
            end: range.end,
        }
    }

    fn range(self) -> Range<usize> {
        self.start..self.end
    }

    fn tokens(self) -> &'r [Token] {
        &self.story.tokens[self.range()]
    }

    fn len(self) -> usize {
        self.end - self.start
    }

    fn is_empty(self) -> bool {
        self.len() == 0
    }

    fn hashes(self) -> Vec<u64> {
        self.tokens().iter().map(|token| token.hash).collect()
    }

    fn has_date(self) -> bool {
        let mut tokens = self.tokens().iter();
        tokens.any(|token| is_calendar_word(token.hash))
    }

    fn has_number(self) -> bool {
        self.tokens().iter().any(|token| token.is_number())
    }

    fn denies(self) -> bool {
        self.tokens().iter().any(|token| token.denies())
    }

    fn is_too_long(self) -> bool {
        let is_unspaced = self.tokens().iter().any(|token| token.is_unspaced());
        let most = if is_unspaced {
            MAX_UNSPACED_SWAP
        } else {
            MAX_SWAP
        };
        self.len() > most
    }

    fn is_dateline(self) -> bool {
        is_dateline(self.story, &self.range())
    }

    /// The words in normal form.
    fn text(self) -> String {
        normalise(self.story.raw(self.range()))
    }

    /// One word of the story in normal form.
    fn word(self, at: usize) -> String {
        normalise(self.story.raw(at..at + 1))
    }

    /// The letters and digits without the spaces between them.
    fn letters(self) -> String {
        self.text().chars().filter(|c| !c.is_whitespace()).collect()
    }

    /// The first letters of each word that says something.
    fn stems(self) -> Vec<String> {
        let mut stems = Vec::new();
        for (at, token) in self.range().zip(self.tokens()) {
            if token.is_content() && !token.is_unspaced() && !token.denies() {
                stems.push(self.word(at).chars().take(STEM).collect());
            }
        }
        stems
    }

    fn numbers(self) -> Vec<u64> {
        let numbers = self.tokens().iter().filter(|token| token.is_number());
        numbers.map(|token| token.hash).collect()
    }

    /// All digits, one after the other.
    fn figures(self) -> String {
        let raw = self.story.raw(self.range()).chars();
        raw.filter(|c| c.is_numeric()).collect()
    }

    /// Whether its numbers have no unit after their digits.
    fn has_bare_numbers(self) -> bool {
        let mut numbers = self.tokens().iter().filter(|token| token.is_number());
        numbers.all(|token| {
            token
                .span
                .slice(self.story.text)
                .ends_with(char::is_numeric)
        })
    }

    /// The positions of words that may be names and are not in the other story. Without capitals
    /// any word that says something may be one, except another spelling of a word in the same
    /// place.
    fn names(self, other: &Story<'_>) -> Vec<usize> {
        let mut names = Vec::new();
        for (at, token) in self.range().zip(self.tokens()) {
            let is_name = token.is_name()
                || token.is_unspaced()
                || token.is_content() && !self.story.has_capitals;
            if is_name
                && !token.is_number()
                && !is_calendar_word(token.hash)
                && !other.talks_of(self.story.unit(at))
            {
                names.push(at);
            }
        }
        names
    }

    /// Whether it abbreviates the other run: one name, made of the initials of the other's words.
    fn is_short_for(self, names: &[usize], long: Self) -> bool {
        let initials = long.story.initials(long.range());
        matches!(names, [at] if is_short_for(self.story.raw(*at..at + 1), &initials))
    }
}

/// Whether two runs say something in unlike words, so that one may do without the “not” of the
/// other: “may not attend”, “may skip”.
fn says_otherwise(said: Run<'_>, kept: Run<'_>) -> bool {
    let (said, kept) = (said.stems(), kept.stems());
    !said.is_empty() && !kept.is_empty() && !said.iter().any(|stem| kept.contains(stem))
}

/// Whether both runs have numbers, and different ones. If it is not certain that one replaces the
/// other, a number that the other story gives elsewhere is not a different number.
fn numbers_differ(said: Run<'_>, kept: Run<'_>, is_certain: bool) -> bool {
    let (numbers, other_numbers) = (said.numbers(), kept.numbers());
    if numbers.is_empty() || other_numbers.is_empty() || is_same_figure(said, kept) {
        return false;
    }
    let is_in_place = is_certain && said.len() == kept.len() && said.len() <= 2;
    let is_new = |number: u64, others: &[u64], story: &Story<'_>| {
        !others.contains(&number) && (is_in_place || !story.talks_of(number))
    };
    numbers
        .iter()
        .any(|&number| is_new(number, &other_numbers, kept.story))
        && other_numbers
            .iter()
            .any(|&number| is_new(number, &numbers, said.story))
}

/// Whether two runs give the same digits, and a unit on one side only: `5`, `5m`.
fn is_same_figure(said: Run<'_>, kept: Run<'_>) -> bool {
    said.figures() == kept.figures() && (said.has_bare_numbers() || kept.has_bare_numbers())
}

/// Whether both runs have names, and different ones, which neither story gives elsewhere.
fn names_differ(said: Run<'_>, kept: Run<'_>) -> bool {
    let (names, other_names) = (said.names(kept.story), kept.names(said.story));
    if names.is_empty()
        || other_names.is_empty()
        || kept.is_short_for(&other_names, said)
        || said.is_short_for(&names, kept)
    {
        return false;
    }
    let names: Vec<String> = names.iter().map(|&at| said.word(at)).collect();
    let other_names: Vec<String> = other_names.iter().map(|&at| kept.word(at)).collect();
    let (all_said, all_kept) = (said.text(), kept.text());
    names_another(&names, &all_said, (&other_names, &all_kept))
        || names_another(&other_names, &all_kept, (&names, &all_said))
}

/// Whether one of the names in a run is none of those in the run that replaces it.
fn names_another(names: &[String], run: &str, (others, other_run): (&[String], &str)) -> bool {
    names.iter().any(|name| {
        let is_same = |other: &String| is_spelling_of(name, other) || run.contains(other.as_str());
        !other_run.contains(name.as_str()) && !others.iter().any(is_same)
    })
}

/// Whether both say the same except for spaces and typing errors: `Trump's`, `Trump ’s`.
fn is_same_unspaced(said: Run<'_>, kept: Run<'_>) -> bool {
    let (one, other) = (said.letters(), kept.letters());
    one == other
        || !said.has_number()
            && !kept.has_number()
            && !said.story.has_capitals
            && is_near_spelling(&one, &other)
}

/// Whether a run of words stands in front of the dash that ends the dateline of its paragraph;
/// desks write it as they like.
pub(super) fn is_dateline(story: &Story<'_>, run: &Range<usize>) -> bool {
    let tokens = &story.tokens[run.clone()];
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return false;
    };
    let (start, end) = (first.span.start(), last.span.end());
    let reach = |from: usize| story.text.floor_char_boundary(from);
    let first_looked_at = reach(start.saturating_sub(MAX_DATELINE + 1));
    let line = story.text[first_looked_at..start]
        .rfind('\n')
        .map_or(first_looked_at, |at| first_looked_at + at + 1);
    let behind = story.text[end..reach(end + MAX_DATELINE + 4)]
        .split('\n')
        .next()
        .unwrap_or_default();
    let dash = behind
        .char_indices()
        .map(|(at, _)| at)
        .find(|&at| opens_with_dash(&behind[at..]));
    dash.is_some_and(|at| end + at - line <= MAX_DATELINE) && first.is_capitalised()
}

fn opens_with_dash(text: &str) -> bool {
    text.starts_with(['–', '—', '―']) || text.starts_with("--") || text.starts_with("- ")
}
