//! Decides whether words that replace each other in two stories tell different facts.
//!
//! Two aligned sentences share most of their words. Where they differ, a run of words in one
//! replaces a run of words in the other ([`Replacement`]). Such a replacement changes a fact in one
//! of these cases only: another number, another weekday or month, another word of a closed class
//! (“rose”, “fell”; see [`fact_words`](crate::fact_words)), a “not” on one side, another name. All
//! other replacements are differences in wording, because two newsrooms may use any two words for
//! one thing, and no list of synonyms is long enough.
//!
//! Three kinds of replacement are ignored, because they say nothing: long ones, which were written
//! anew; datelines, which every newsroom writes in its own way; and runs that differ only in spaces
//! or spelling.

use super::replacements::Replacement;
use super::run::Run;
use super::story::Story;
use crate::fact_words::facts_differ_by_hash;
use crate::spelling::{is_near_spelling, is_spelling_of};

/// The kind of a fact that two stories give differently.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FactKind {
    /// A number: “39 people”, “41 people”.
    Number,
    /// A weekday or a month: “on Tuesday”, “on Thursday”.
    Date,
    /// A name, of a person or a place: “in Varn”, “in Lorne”.
    Name,
    /// A word of a closed class, such as “guilty” or “million”, or a “not” that only one has.
    Word,
}

/// The kind of fact that a replacement changes; `None` if it changes none.
///
/// The order of the tests matters: a weekday is also a word of a closed class, and a number is
/// often beside a name. The first test that succeeds decides the kind, and the kind decides the
/// relation: [`Comparison::verdict`] takes a changed name or date for another report, not for a
/// correction.
///
/// [`Comparison::verdict`]: crate::Comparison::verdict
pub(super) fn changed_fact(
    replacement: &Replacement,
    left_story: &Story<'_>,
    right_story: &Story<'_>,
) -> Option<FactKind> {
    let left = Run::new(left_story, &replacement.left);
    let right = Run::new(right_story, &replacement.right);
    if left.is_too_long() || right.is_too_long() || left.is_in_dateline() || right.is_in_dateline()
    {
        return None;
    }
    // A replacement is certain if most content words of the two sentences match. If it is not
    // certain, only a number can show that the stories differ, and it must be a number that the
    // other story does not have anywhere.
    let is_certain = replacement.is_certain;
    if is_certain && left.has_negation() != right.has_negation() && !is_reworded(left, right) {
        return Some(FactKind::Word);
    }
    // If one side has no words, it does not give a *different* fact. That it leaves a fact out is
    // found elsewhere (`left_out`).
    if left.is_empty() || right.is_empty() || is_same_spelling(left, right) {
        return None;
    }
    let fact_words_differ = is_certain && facts_differ_by_hash(&left.hashes(), &right.hashes());
    if fact_words_differ && left.has_date() && right.has_date() {
        return Some(FactKind::Date);
    }
    if numbers_differ(left, right, is_certain) {
        return Some(FactKind::Number);
    }
    if fact_words_differ {
        return Some(FactKind::Word);
    }
    // Names come last, because they are the least certain: any capitalised word may be a name.
    (is_certain && names_differ(left, right)).then_some(FactKind::Name)
}

/// Whether two runs have content words, and none of one run is in the other, not even in another
/// form. Then one may say without a “not” what the other says with it: “may not attend”, “may
/// skip”.
fn is_reworded(left: Run<'_>, right: Run<'_>) -> bool {
    let (left_stems, right_stems) = (left.stems(), right.stems());
    if left_stems.is_empty() || right_stems.is_empty() {
        return false;
    }
    for stem in &left_stems {
        if right_stems.contains(stem) {
            return false;
        }
    }
    true
}

/// Whether both runs have numbers, and each has one that the other does not have. A number that the
/// other story has elsewhere is not different, unless it is certain which number replaces it.
fn numbers_differ(left: Run<'_>, right: Run<'_>, is_certain: bool) -> bool {
    let (left_numbers, right_numbers) = (left.number_hashes(), right.number_hashes());
    if left_numbers.is_empty() || right_numbers.is_empty() || is_same_figure(left, right) {
        return false;
    }
    // “39 people” and “41 people” differ even if the first story has 41 elsewhere, for example as
    // the number of injured people. In longer runs it is not certain which number replaces which.
    let ignores_elsewhere = is_certain && left.len() == right.len() && left.len() <= 2;
    has_new_number(
        &left_numbers,
        &right_numbers,
        right.story,
        ignores_elsewhere,
    ) && has_new_number(&right_numbers, &left_numbers, left.story, ignores_elsewhere)
}

/// Whether any of the numbers is neither among `replacing`, the numbers that replace them, nor
/// elsewhere in the other story. If `ignores_elsewhere` is `true`, only `replacing` is searched.
fn has_new_number(
    numbers: &[u64],
    replacing: &[u64],
    other: &Story<'_>,
    ignores_elsewhere: bool,
) -> bool {
    for number in numbers {
        if !replacing.contains(number) && (ignores_elsewhere || !other.mentions(*number)) {
            return true;
        }
    }
    false
}

/// Whether two runs give the same digits, and at most one of them has a unit of measurement after
/// its digits: `5`, `5m`.
fn is_same_figure(left: Run<'_>, right: Run<'_>) -> bool {
    left.digits() == right.digits()
        && (left.has_only_bare_numbers() || right.has_only_bare_numbers())
}

/// Whether each run has a name that the other story does not mention, and the names are different,
/// not spellings or abbreviations of one name.
fn names_differ(left: Run<'_>, right: Run<'_>) -> bool {
    let left_names = left.names_not_in(right.story);
    let right_names = right.names_not_in(left.story);
    if left_names.is_empty()
        || right_names.is_empty()
        || right.abbreviates(&right_names, left)
        || left.abbreviates(&left_names, right)
    {
        return false;
    }
    let named_left = Names::of(left, &left_names);
    let named_right = Names::of(right, &right_names);
    named_left.has_other_than(&named_right) || named_right.has_other_than(&named_left)
}

/// The names in a run, in normal form.
struct Names {
    names: Vec<String>,
    /// The text of the whole run, in normal form.
    run: String,
}

impl Names {
    /// The names in a run. `indices` are those of the names among the tokens of the story.
    fn of(run: Run<'_>, indices: &[usize]) -> Self {
        let mut names = Vec::with_capacity(indices.len());
        for &at in indices {
            names.push(run.word(at));
        }
        let run = run.text();
        Self { names, run }
    }

    /// Whether any of these names is neither in the text of the other run nor a form of a name
    /// there.
    fn has_other_than(&self, other: &Self) -> bool {
        for name in &self.names {
            if !other.run.contains(name.as_str()) && !self.is_form_of_any(name, &other.names) {
                return true;
            }
        }
        false
    }

    /// Whether any of the names of the other run (`others`) is another spelling of `name`, or is in
    /// the text of this run: “Marsh” in “Ida Marsh”.
    fn is_form_of_any(&self, name: &str, others: &[String]) -> bool {
        for other in others {
            if is_spelling_of(name, other) || self.run.contains(other.as_str()) {
                return true;
            }
        }
        false
    }
}

/// Whether both runs say the same except for spaces (`Trump's`, `Trump ’s`) or a typing error.
/// Typing errors are looked for only in scripts without capitals, and not in numbers. In the other
/// scripts only names are compared by spelling, and [`is_spelling_of`] is for those.
fn is_same_spelling(left: Run<'_>, right: Run<'_>) -> bool {
    let (left_text, right_text) = (left.unspaced_text(), right.unspaced_text());
    left_text == right_text
        || !left.has_number()
            && !right.has_number()
            && !left.story.has_capitals
            && is_near_spelling(&left_text, &right_text)
}
