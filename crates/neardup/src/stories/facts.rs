//! Whether words that stand in each other's place tell different facts.

use super::abbreviations::is_short_for;
use super::alignment::Replacement;
use super::story::Story;
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

/// Longest run of words that stands *in the place of* another; longer ones are written anew.
const MAX_SWAP: usize = 4;
/// The same for letters of a script without spaces.
const MAX_UNSPACED_SWAP: usize = 8;
/// Longest dateline, in bytes: `PORT AMBRY, March 5 (Harbour Wire) –`.
const MAX_DATELINE: usize = 80;

/// What kind of fact a replacement changes, if it does: a number, a word of a closed class (a
/// weekday, “rose” and “fell”), a name, or whether something is so at all.
pub(super) fn changed_fact(
    replacement: &Replacement,
    left: &Story<'_>,
    right: &Story<'_>,
) -> Option<FactKind> {
    let (said, kept) = (replacement.left.clone(), replacement.right.clone());
    if is_too_long(left, &said)
        || is_too_long(right, &kept)
        || is_dateline(left, &said)
        || is_dateline(right, &kept)
    {
        return None;
    }
    let is_certain = replacement.is_certain;
    if is_certain
        && denies(left, &said) != denies(right, &kept)
        && !says_otherwise(left, &said, right, &kept)
    {
        return Some(FactKind::Word);
    }
    if said.is_empty() || kept.is_empty() || is_same_unspaced(left, &said, right, &kept) {
        return None;
    }
    let hashes = |story: &Story<'_>, run: &Range<usize>| -> Vec<u64> {
        story.tokens[run.clone()]
            .iter()
            .map(|token| token.hash)
            .collect()
    };
    let has_date = |story: &Story<'_>, run: &Range<usize>| {
        story.tokens[run.clone()]
            .iter()
            .any(|token| is_calendar_word(token.hash))
    };
    let is_date = has_date(left, &said) && has_date(right, &kept);
    if is_certain && is_date && facts_differ_in(&hashes(left, &said), &hashes(right, &kept)) {
        return Some(FactKind::Date);
    }
    if numbers_differ(replacement, left, right) {
        return Some(FactKind::Number);
    }
    if is_certain && facts_differ_in(&hashes(left, &said), &hashes(right, &kept)) {
        return Some(FactKind::Word);
    }
    (is_certain && names_differ(replacement, left, right)).then_some(FactKind::Name)
}

fn is_too_long(story: &Story<'_>, run: &Range<usize>) -> bool {
    let is_unspaced = |at: usize| story.tokens[at].is_unspaced();
    let most = if run.clone().any(is_unspaced) {
        MAX_UNSPACED_SWAP
    } else {
        MAX_SWAP
    };
    run.len() > most
}

fn denies(story: &Story<'_>, run: &Range<usize>) -> bool {
    story.tokens[run.clone()].iter().any(|token| token.denies())
}

/// Letters that forms of one word have in common at their beginning.
const STEM: usize = 4;

/// Whether two runs say something in unlike words, of which one may do without the “not” of the
/// other: “may not attend”, “may skip”.
fn says_otherwise(
    left: &Story<'_>,
    said: &Range<usize>,
    right: &Story<'_>,
    kept: &Range<usize>,
) -> bool {
    let stems = |story: &Story<'_>, run: &Range<usize>| -> Vec<String> {
        let says = |at: &usize| {
            let token = story.tokens[*at];
            token.is_content() && !token.is_unspaced() && !token.denies()
        };
        let stem = |at: usize| {
            normalise(story.raw(at..at + 1))
                .chars()
                .take(STEM)
                .collect()
        };
        run.clone().filter(says).map(stem).collect()
    };
    let (said, kept) = (stems(left, said), stems(right, kept));
    !said.is_empty() && !kept.is_empty() && !said.iter().any(|stem| kept.contains(stem))
}

/// Whether both runs hold numbers, and other ones. Where it is not certain that one stands in the
/// place of the other, a number that the other story gives elsewhere is no other number.
fn numbers_differ(replacement: &Replacement, left: &Story<'_>, right: &Story<'_>) -> bool {
    let numbers = |story: &Story<'_>, run: &Range<usize>| -> Vec<u64> {
        let tokens = story.tokens[run.clone()].iter();
        tokens
            .filter(|token| token.is_number())
            .map(|token| token.hash)
            .collect()
    };
    let said = numbers(left, &replacement.left);
    let kept = numbers(right, &replacement.right);
    let is_same_figure = || {
        let figures = |story: &Story<'_>, run: &Range<usize>| -> String {
            let raw = story.raw(run.clone()).chars();
            raw.filter(|c| c.is_numeric()).collect()
        };
        let is_bare = |story: &Story<'_>, run: &Range<usize>| {
            let mut tokens = story.tokens[run.clone()].iter();
            tokens.all(|token| {
                !token.is_number() || token.span.slice(story.text).ends_with(char::is_numeric)
            })
        };
        figures(left, &replacement.left) == figures(right, &replacement.right)
            && (is_bare(left, &replacement.left) || is_bare(right, &replacement.right))
    };
    if said.is_empty() || kept.is_empty() || is_same_figure() {
        return false;
    }
    let is_in_place = replacement.is_certain
        && replacement.left.len() == replacement.right.len()
        && replacement.left.len() <= 2;
    let is_new = |number: &u64, others: &[u64], story: &Story<'_>| {
        !others.contains(number) && (is_in_place || !story.talks_of(*number))
    };
    said.iter().any(|number| is_new(number, &kept, right))
        && kept.iter().any(|number| is_new(number, &said, left))
}

/// Whether both runs hold names, and other ones, which neither story gives elsewhere.
fn names_differ(replacement: &Replacement, left: &Story<'_>, right: &Story<'_>) -> bool {
    let said = names(left, &replacement.left, right);
    let kept = names(right, &replacement.right, left);
    if said.is_empty() || kept.is_empty() {
        return false;
    }
    let text = |story: &Story<'_>, run: &Range<usize>| normalise(story.raw(run.clone()));
    let (all_said, all_kept) = (
        text(left, &replacement.left),
        text(right, &replacement.right),
    );
    let is_short = |(long, run): (&Story<'_>, &Range<usize>), short: &Story<'_>, by: &[usize]| {
        let initials = long.initials(run.clone());
        matches!(by, [at] if is_short_for(short.raw(*at..at + 1), &initials))
    };
    if is_short((left, &replacement.left), right, &kept)
        || is_short((right, &replacement.right), left, &said)
    {
        return false;
    }
    let forms = |story: &Story<'_>, names: &[usize]| -> Vec<String> {
        names.iter().map(|&at| text(story, &(at..at + 1))).collect()
    };
    let (said, kept) = (forms(left, &said), forms(right, &kept));
    names_another(&said, &all_said, (&kept, &all_kept))
        || names_another(&kept, &all_kept, (&said, &all_said))
}

/// Whether one of the names in a run is none of those in the run in its place.
fn names_another(names: &[String], run: &str, (others, other_run): (&[String], &str)) -> bool {
    let is_another = |name: &String| {
        let is_same = |other: &String| is_spelling_of(name, other) || run.contains(other.as_str());
        !other_run.contains(name.as_str()) && !others.iter().any(is_same)
    };
    names.iter().any(is_another)
}

/// The tokens of a run that may be names and are not in the other story. Without capitals any word
/// that says something may be one, but for another spelling of a word in the same place.
fn names(story: &Story<'_>, run: &Range<usize>, other: &Story<'_>) -> Vec<usize> {
    let may_name = |at: usize| {
        let token = story.tokens[at];
        let is_name =
            token.is_name() || token.is_unspaced() || token.is_content() && !story.has_capitals;
        is_name
            && !token.is_number()
            && !is_calendar_word(token.hash)
            && !other.talks_of(story.unit(at))
    };
    run.clone().filter(|&at| may_name(at)).collect()
}

/// Whether both say the same but for spaces and slips of the pen: `Trump's`, `Trump ’s`.
fn is_same_unspaced(
    left: &Story<'_>,
    said: &Range<usize>,
    right: &Story<'_>,
    kept: &Range<usize>,
) -> bool {
    let letters = |story: &Story<'_>, run: &Range<usize>| -> String {
        let normal = normalise(story.raw(run.clone()));
        normal.chars().filter(|c| !c.is_whitespace()).collect()
    };
    let has_number = |story: &Story<'_>, run: &Range<usize>| {
        story.tokens[run.clone()]
            .iter()
            .any(|token| token.is_number())
    };
    let (one, other) = (letters(left, said), letters(right, kept));
    one == other
        || !has_number(left, said)
            && !has_number(right, kept)
            && !left.has_capitals
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
    let is_dash = |piece: &str| {
        piece.starts_with(['–', '—', '―']) || piece.starts_with("--") || piece.starts_with("- ")
    };
    let dash = behind
        .char_indices()
        .map(|(at, _)| at)
        .find(|&at| is_dash(&behind[at..]));
    dash.is_some_and(|at| end + at - line <= MAX_DATELINE) && first.is_capitalised()
}
