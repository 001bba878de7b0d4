//! Whether words that replace each other in two stories tell different facts.
//!
//! Two aligned sentences share most of their words. Where they do not, a run of words in one
//! replaces a run of words in the other, and the question is what that means. A closed list of
//! signs says that it is a fact: another number, another weekday or month, another word of a closed
//! class (“rose”, “fell”), a “not” on one side, another name. Everything else is wording, because
//! two desks may use any two words for one thing, and no list of synonyms is long enough.
//!
//! Three kinds of replacement say nothing and are left out first: long ones, which were written
//! anew; datelines, which every desk writes in its own way; and runs that differ only in spaces or
//! spelling.

use super::replacements::Replacement;
use super::run::Run;
use super::story::Story;
use crate::fact_words::facts_differ_in;
use crate::spelling::{is_near_spelling, is_spelling_of};

/// What kind of fact two stories give differently.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FactKind {
    /// A number: “39 people”, “41 people”.
    Number,
    /// A weekday or a month: “on Tuesday”, “on Thursday”.
    Date,
    /// A name, of a person or a place: “in Varn”, “in Lorne”.
    Name,
    /// A word of a closed class, such as “guilty” or “million”, or whether something is so at all.
    Word,
}

/// What kind of fact a replacement changes, if it changes one.
///
/// The order of the questions matters: a weekday is also a word of a closed class, and a number is
/// often beside a name. What comes first names the kind, and [`Comparison::verdict`] takes a
/// changed name or date for another report, not for a correction.
///
/// [`Comparison::verdict`]: crate::Comparison::verdict
pub(super) fn changed_fact(
    replacement: &Replacement,
    left: &Story<'_>,
    right: &Story<'_>,
) -> Option<FactKind> {
    let said = Run::new(left, &replacement.left);
    let kept = Run::new(right, &replacement.right);
    if said.is_too_long() || kept.is_too_long() || said.is_dateline() || kept.is_dateline() {
        return None;
    }
    // If it is not certain that one run replaces the other, only a number can show that the stories
    // differ, and only one that the other story gives nowhere.
    let is_certain = replacement.is_certain;
    if is_certain && said.has_negation() != kept.has_negation() && !says_otherwise(said, kept) {
        return Some(FactKind::Word);
    }
    // What is said on one side only is no *different* fact; it may be one that is left out.
    if said.is_empty() || kept.is_empty() || is_same_spelling(said, kept) {
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
    // Last, because it is the least certain: any capitalised word may be a name.
    (is_certain && names_differ(said, kept)).then_some(FactKind::Name)
}

/// Whether two runs say something in unlike words, so that one does without the “not” of the other:
/// “may not attend”, “may skip”.
fn says_otherwise(said: Run<'_>, kept: Run<'_>) -> bool {
    let (said, kept) = (said.stems(), kept.stems());
    if said.is_empty() || kept.is_empty() {
        return false;
    }
    for stem in &said {
        if kept.contains(stem) {
            return false;
        }
    }
    true
}

/// Whether both runs have numbers, and different ones. If it is not certain that one replaces the
/// other, a number that the other story gives elsewhere is not a different number.
fn numbers_differ(said: Run<'_>, kept: Run<'_>, is_certain: bool) -> bool {
    let (numbers, other_numbers) = (said.numbers(), kept.numbers());
    if numbers.is_empty() || other_numbers.is_empty() || is_same_figure(said, kept) {
        return false;
    }
    // “39 people” and “41 people” differ even if 41 is elsewhere: 41 hurt, for example.
    let is_in_place = is_certain && said.len() == kept.len() && said.len() <= 2;
    has_new_number(&numbers, &other_numbers, kept.story, is_in_place)
        && has_new_number(&other_numbers, &numbers, said.story, is_in_place)
}

/// Whether one of the numbers is not among those in its place, nor anywhere else in the other
/// story. If it is certain what is in its place, it does not matter what is elsewhere.
fn has_new_number(numbers: &[u64], in_place: &[u64], story: &Story<'_>, is_in_place: bool) -> bool {
    for number in numbers {
        if !in_place.contains(number) && (is_in_place || !story.mentions(*number)) {
            return true;
        }
    }
    false
}

/// Whether two runs give the same digits, and a unit on one side only: `5`, `5m`.
fn is_same_figure(said: Run<'_>, kept: Run<'_>) -> bool {
    said.digits() == kept.digits() && (said.has_bare_numbers() || kept.has_bare_numbers())
}

/// Whether both runs have names, and different ones, which neither story gives elsewhere.
fn names_differ(said: Run<'_>, kept: Run<'_>) -> bool {
    let names = said.names_not_in(kept.story);
    let other_names = kept.names_not_in(said.story);
    if names.is_empty()
        || other_names.is_empty()
        || kept.abbreviates(&other_names, said)
        || said.abbreviates(&names, kept)
    {
        return false;
    }
    let (said, kept) = (Names::of(said, &names), Names::of(kept, &other_names));
    said.has_other_than(&kept) || kept.has_other_than(&said)
}

/// The names in a run, in normal form.
struct Names {
    names: Vec<String>,
    /// The whole run.
    run: String,
}

impl Names {
    /// The names at these positions of a story, which are in the run.
    fn of(run: Run<'_>, positions: &[usize]) -> Self {
        let mut names = Vec::with_capacity(positions.len());
        for &at in positions {
            names.push(run.word(at));
        }
        let run = run.text();
        Self { names, run }
    }

    /// Whether one of the names is none of those in the run that replaces it.
    fn has_other_than(&self, kept: &Self) -> bool {
        for name in &self.names {
            if !kept.run.contains(name.as_str()) && !self.is_spelt_as_one_of(name, &kept.names) {
                return true;
            }
        }
        false
    }

    /// Whether a name of this run is another spelling of one of the others, or one of them is a
    /// part of this run: “Ida Marsh” for “Marsh”.
    fn is_spelt_as_one_of(&self, name: &str, others: &[String]) -> bool {
        for other in others {
            if is_spelling_of(name, other) || self.run.contains(other.as_str()) {
                return true;
            }
        }
        false
    }
}

/// Whether both say the same except for spaces and typing errors: `Trump's`, `Trump ’s`. Where
/// capitals show names, a typing error in one is left to [`is_spelling_of`].
fn is_same_spelling(said: Run<'_>, kept: Run<'_>) -> bool {
    let (one, other) = (said.unspaced_text(), kept.unspaced_text());
    one == other
        || !said.has_number()
            && !kept.has_number()
            && !said.story.has_capitals
            && is_near_spelling(&one, &other)
}
