//! Facts that are missing where a story otherwise says the same: a number, a name, a word that was
//! quoted.
//!
//! A sentence may stand in the other story but for “at the stadium of Varn”. Most of it is told
//! there, so by its words it is the same sentence, and yet the place is lost if it goes.

use super::alignment::Replacement;
use super::facts::is_dateline;
use super::story::{Sentence, Story};
use super::tokens::Token;
use crate::fact_words::is_calendar_word;
use crate::facts::is_spelling_of;
use copydesk_text::normalise;
use std::ops::Range;

/// Letters that two forms of a name have in common at least: `Iran` and `Iranian`.
const MIN_STEM: usize = 4;
/// Words of a quotation that are missing before anything is missed.
const MIN_QUOTED: usize = 2;

/// The tokens of one side of a replacement that give a number, a name or quoted words which the
/// other story gives nowhere, in a sentence that it has but for them. A dateline gives none.
pub(super) fn facts_left_out(
    replacement: &Replacement,
    sentence: &Sentence,
    story: &Story<'_>,
    other: &Story<'_>,
) -> Vec<usize> {
    let run = replacement.left.clone();
    if is_dateline(story, &run) || opens_paragraph(story, &run) && replacement.right.is_empty() {
        return Vec::new();
    }
    // What stands in the place of a name may be another name for it: “the visitors”, “the Blues”.
    let is_replaced = replacement.right.clone().any(|at| tells_who(other, at));
    let is_left_out = |&at: &usize| {
        let token = story.tokens[at];
        if token.is_number() {
            return !gives_number(other, story, token);
        }
        if !sentence.is_complete || is_calendar_word(token.hash) {
            return false;
        }
        token.is_name() && !is_replaced && !names(other, story, at, &sentence.tokens)
    };
    let quoted = quoted_left_out(run.clone(), sentence, story, other);
    run.filter(|at| is_left_out(at) || quoted.contains(at))
        .collect()
}

/// The words of a run that were quoted and that the other story gives nowhere. One of them may be
/// quoted otherwise there; several are a part of the quotation.
fn quoted_left_out(
    run: Range<usize>,
    sentence: &Sentence,
    story: &Story<'_>,
    other: &Story<'_>,
) -> Vec<usize> {
    let is_gone = |&at: &usize| {
        story.tokens[at].is_content()
            && !other.talks_of(story.unit(at))
            && is_quoted(story, at, sentence)
    };
    let gone: Vec<usize> = run.filter(is_gone).collect();
    // The parts of a word with a hyphen are one word.
    let is_joined = |pair: &&[usize]| {
        let between = story.tokens[pair[0]].span.end()..story.tokens[pair[1]].span.start();
        story.text.get(between).is_some_and(|gap| gap == "-")
    };
    let joined = gone.windows(2).filter(is_joined).count();
    if gone.len() - joined < MIN_QUOTED {
        return Vec::new();
    }
    gone
}

/// “Here”, in the languages of the desks that write it for the place of the dateline.
const HERE: [&str; 8] = ["here", "hier", "ici", "aquí", "aqui", "qui", "здесь", "тут"];

/// Whether a word that stands in the place of a name can be another name for it. A day or “here”
/// cannot.
fn tells_who(story: &Story<'_>, at: usize) -> bool {
    let token = story.tokens[at];
    token.is_content()
        && !token.is_number()
        && !is_calendar_word(token.hash)
        && !HERE.contains(&normalise(token.span.slice(story.text)).as_str())
}

/// Whether a word stands inside quotation marks that its sentence opens.
fn is_quoted(story: &Story<'_>, at: usize, sentence: &Sentence) -> bool {
    let start = sentence.span.start();
    // Of straight marks it is not known which of them open, unless they pair off.
    let is_straight = sentence
        .span
        .slice(story.text)
        .matches('"')
        .count()
        .is_multiple_of(2);
    let before = &story.text[start..story.tokens[at].span.start()];
    let count = |mark: char| before.matches(mark).count();
    // A German quotation closes with the mark that opens an English one.
    let is_open = if before.contains('„') {
        count('„') > count('“')
    } else {
        count('“') > count('”')
    };
    is_open
        || is_straight && count('"') % 2 == 1
        || count('«') > count('»')
        || count('「') > count('」')
}

/// Whether a run of words opens a paragraph, as a dateline without a dash does.
fn opens_paragraph(story: &Story<'_>, run: &Range<usize>) -> bool {
    let before = story.tokens[run.start..]
        .first()
        .map(|first| &story.text[..first.span.start()]);
    before.is_some_and(|before| before.is_empty() || before.ends_with('\n'))
}

/// Whether a story gives a number somewhere; `27.9` is `27.9%`.
fn gives_number(story: &Story<'_>, of: &Story<'_>, number: Token) -> bool {
    let figures = |text: &str| -> String { text.chars().filter(|c| c.is_numeric()).collect() };
    let wanted = figures(number.span.slice(of.text));
    let mut numbers = story.tokens.iter().filter(|token| token.is_number());
    story.talks_of(number.hash)
        || numbers.any(|token| figures(token.span.slice(story.text)) == wanted)
}

/// Whether a story names what the name at `at` of another names: by that word, in another spelling,
/// by a part of the full name, or by its initials.
fn names(story: &Story<'_>, of: &Story<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let phrase = of.capitals_around(at, sentence);
    // “Amit Shah” is told by “Shah”, and “the Union Home Minister Amit Shah” too.
    let is_told = |i: usize| {
        let token = of.tokens[i];
        token.is_content() && story.talks_of(token.hash)
    };
    if phrase.clone().any(is_told) {
        return true;
    }
    let name = normalise(of.raw(at..at + 1));
    if story.has_abbreviation_of(&of.initials(phrase)) || story.spells_out(&name) {
        return true;
    }
    let is_form = |token: &&Token| {
        let other = normalise(token.span.slice(story.text));
        is_spelling_of(&name, &other) || share_stem(&name, &other)
    };
    let mut capitals = story.tokens.iter().filter(|token| token.is_capitalised());
    capitals.any(|token| is_form(&token))
}

fn share_stem(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    common >= MIN_STEM && 2 * common >= a.chars().count().max(b.chars().count())
}

impl Story<'_> {
    /// The capitalised words in a row, with nothing but space between them, that hold the one at
    /// `at`.
    fn capitals_around(&self, at: usize, sentence: &Range<usize>) -> Range<usize> {
        let is_joined = |i: usize| {
            let between = self.tokens[i - 1].span.end()..self.tokens[i].span.start();
            let is_space = |c: char| c.is_whitespace() || c == '.' || c == '-';
            let is_row = self
                .text
                .get(between)
                .is_some_and(|gap| gap.chars().all(is_space));
            is_row && self.tokens[i - 1].is_capitalised() && self.tokens[i].is_capitalised()
        };
        let start = (sentence.start + 1..=at)
            .rev()
            .take_while(|&i| is_joined(i))
            .last()
            .map_or(at, |i| i - 1);
        let end = (at + 1..sentence.end)
            .take_while(|&i| is_joined(i))
            .last()
            .map_or(at + 1, |i| i + 1);
        start..end
    }
}
