//! Finds facts that the other story leaves out of a sentence that it otherwise has: a number, a
//! name, quoted words.
//!
//! A short version of a story may have a sentence of the long one, but without “at the stadium of
//! Varn”. Then the place is lost if the long version is dropped, although the short one has most of
//! the words.
//!
//! A fact is left out only if the other story does not give it *anywhere*, in any form. Facts that
//! are left out count as news.
//!
//! A story is read as a list of [`Token`]s: words, without differences of spelling. A
//! [`Replacement`] says which tokens of a sentence the other story replaces, and by which of its
//! own tokens; or by nothing. A [`Pair`] is the story that has the facts and the other one.
//!
//! | fact | the other story gives it in any of these forms |
//! |---|---|
//! | a number | the same digits anywhere, with any unit of measurement: `27.9`, `27.9%` |
//! | a name | a part of it: “Shah” for “Amit Shah” |
//! | | its initials, or the words that it is short for: `CBI` |
//! | | another spelling or form: “Hosseini” and “Hoseini”, “Iran” and “Iranian” |
//! | | words that replace it and can be another name for it: “the visitors” |
//! | quoted words | the same words anywhere, quoted or not; one word may be missing |

use super::dateline::is_in_dateline;
use super::pair::Pair;
use super::replacements::Replacement;
use super::story::{Sentence, Story};
use super::tokens::Token;
use crate::fact_words::is_calendar_word;
use crate::spelling::is_spelling_of;
use copydesk_text::normalise;
use std::ops::Range;

/// Two forms of a name begin with the same letters, at least this many: `Iran` and `Iranian`.
const MIN_STEM: usize = 4;
/// Quoted words count as left out only if at least this many are missing in a replacement. A single
/// word may be quoted in another form.
const MIN_QUOTED: usize = 2;

/// The facts that the other story leaves out, among the replaced tokens (the left side of the
/// replacement), as indices of the story's tokens. A dateline has no facts, since each newsroom
/// writes its own.
pub(super) fn facts_left_out(
    replacement: &Replacement,
    sentence: &Sentence,
    pair: Pair<'_>,
) -> Vec<usize> {
    let run = replacement.left.clone();
    if is_in_dateline(pair.story, &run) {
        return Vec::new();
    }
    // Words at the beginning of a paragraph may be a dateline without a dash, if the other story
    // has nothing in their place.
    let is_replaced_by_nothing = replacement.right.is_empty();
    if is_replaced_by_nothing && opens_paragraph(pair.story, &run) {
        return Vec::new();
    }
    // The replacing words are judged together, since it is not known which of them replaces which
    // word.
    let is_named_otherwise = may_be_other_name(pair.other, replacement.right.clone());
    let quoted = quoted_left_out(run.clone(), sentence, pair);
    let mut out = Vec::new();
    for at in run {
        let token = pair.story.tokens[at];
        let is_left_out = if token.is_number() {
            !gives_number(pair, token)
        } else {
            // Names in headlines (which are not complete sentences) and names of days do not count:
            // headlines name people in many ways, and which day is “Monday” depends on when the
            // report was printed.
            sentence.is_complete
                && !is_calendar_word(token.hash)
                && token.is_name()
                && !is_named_otherwise
                && !gives_name(pair, at, &sentence.tokens)
        };
        if is_left_out || quoted.contains(&at) {
            out.push(at);
        }
    }
    out
}

/// The quoted content words (words that are not function words like “the”) of a run that the other
/// story does not have anywhere, as indices of tokens. If they are fewer than [`MIN_QUOTED`], an
/// empty list.
fn quoted_left_out(run: Range<usize>, sentence: &Sentence, pair: Pair<'_>) -> Vec<usize> {
    let story = pair.story;
    let mut missing = Vec::new();
    for at in run {
        // A unit is the hash by which a token is looked up in another story.
        if story.tokens[at].is_content()
            && !pair.other.mentions(story.unit(at))
            && is_quoted(story, at, sentence)
        {
            missing.push(at);
        }
    }
    // The parts of a word with hyphens count as one word.
    let mut hyphens = 0;
    for neighbours in missing.windows(2) {
        let (first, second) = (story.tokens[neighbours[0]], story.tokens[neighbours[1]]);
        let between = first.span.end()..second.span.start();
        hyphens += usize::from(story.text.get(between) == Some("-"));
    }
    if missing.len() - hyphens < MIN_QUOTED {
        return Vec::new();
    }
    missing
}

/// The word “here” in several languages. Some newsrooms write it for the place of the dateline.
const HERE: [&str; 8] = ["here", "hier", "ici", "aquí", "aqui", "qui", "здесь", "тут"];

/// Whether a run of words that replaces a name has a word that can be another name for what the
/// name means: “the visitors”, “the Blues”. A number, a day or “here” cannot. It is not known who
/// is meant, but a word in the same place of the same sentence most likely means the same person
/// or thing.
fn may_be_other_name(story: &Story<'_>, run: Range<usize>) -> bool {
    for token in &story.tokens[run] {
        if token.is_content()
            && !token.is_number()
            && !is_calendar_word(token.hash)
            && !HERE.contains(&normalise(token.span.slice(story.text)).as_str())
        {
            return true;
        }
    }
    false
}

/// Whether the token with the index `at` is inside quotation marks that are opened in its sentence.
fn is_quoted(story: &Story<'_>, at: usize, sentence: &Sentence) -> bool {
    let start = sentence.span.start();
    let before = &story.text[start..story.tokens[at].span.start()];
    // A German quotation („…“) ends with the mark that opens an English one (“…”).
    let (opening, closing) = if before.contains('„') {
        ('„', '“')
    } else {
        ('“', '”')
    };
    if count(before, opening) > count(before, closing)
        || count(before, '«') > count(before, '»')
        || count(before, '「') > count(before, '」')
    {
        return true;
    }
    // A straight mark can open or close, so straight marks count only if they come in pairs.
    let is_paired = count(sentence.span.slice(story.text), '"').is_multiple_of(2);
    is_paired && count(before, '"') % 2 == 1
}

/// How often `mark` occurs in a text.
fn count(text: &str, mark: char) -> usize {
    text.matches(mark).count()
}

/// Whether a run of tokens begins a paragraph or line.
fn opens_paragraph(story: &Story<'_>, run: &Range<usize>) -> bool {
    // Only an empty run can begin after the last token.
    let Some(first) = story.tokens.get(run.start) else {
        return false;
    };
    let before = &story.text[..first.span.start()];
    before.is_empty() || before.ends_with('\n')
}

/// Whether the other story gives a number of the story anywhere. The units of measurement may
/// differ: `27.9` and `27.9%` are the same number.
fn gives_number(pair: Pair<'_>, number: Token) -> bool {
    let other = pair.other;
    // An equal token is found by a lookup. If the unit of measurement differs, the hash differs
    // too, so all numbers are compared.
    if other.mentions(number.hash) {
        return true;
    }
    let number_digits = digits(number.span.slice(pair.story.text));
    for token in &other.tokens {
        if token.is_number() && digits(token.span.slice(other.text)) == number_digits {
            return true;
        }
    }
    false
}

/// The digits in a text, of any script, without the characters between them.
fn digits(text: &str) -> String {
    let mut digits = text.to_owned();
    digits.retain(char::is_numeric);
    digits
}

/// Whether the other story gives the name with the index `at` in some form: another spelling, a
/// part of the full name, its initials, or the words that it is an abbreviation of. `sentence` is
/// the range of the tokens of the sentence that the name is in.
fn gives_name(pair: Pair<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let (story, other) = (pair.story, pair.other);
    let full_name = story.capitals_around(at, sentence);
    // One word is enough: “Shah” in the other story for “Union Home Minister Amit Shah”.
    for token in &story.tokens[full_name.clone()] {
        if token.is_content() && other.mentions(token.hash) {
            return true;
        }
    }
    // The remaining tests make and compare strings, so the cheap test comes first.
    let name = normalise(story.raw(at..at + 1));
    if other.has_abbreviation_of(&story.initials(full_name)) || other.spells_out(&name) {
        return true;
    }
    for token in &other.tokens {
        if token.is_capitalised() {
            let candidate = normalise(token.span.slice(other.text));
            if is_spelling_of(&name, &candidate) || share_stem(&name, &candidate) {
                return true;
            }
        }
    }
    false
}

/// Whether two words begin with the same letters: at least [`MIN_STEM`], and at least half of the
/// longer word.
fn share_stem(a: &str, b: &str) -> bool {
    let mut common = 0;
    for (x, y) in a.chars().zip(b.chars()) {
        if x != y {
            break;
        }
        common += 1;
    }
    common >= MIN_STEM && 2 * common >= a.chars().count().max(b.chars().count())
}

impl Story<'_> {
    /// The consecutive capitalised tokens around the one with the index `at`, inside its sentence.
    fn capitals_around(&self, at: usize, sentence: &Range<usize>) -> Range<usize> {
        let mut start = at;
        while start > sentence.start && self.continues_name(start) {
            start -= 1;
        }
        let mut end = at + 1;
        while end < sentence.end && self.continues_name(end) {
            end += 1;
        }
        start..end
    }

    /// Whether the token with the index `at` and the one before it are capitalised, with nothing
    /// between them but space, the full stop of an initial, or a hyphen.
    fn continues_name(&self, at: usize) -> bool {
        // There is no gap if the two tokens overlap.
        let Some(gap) = self.gap_before(at) else {
            return false;
        };
        gap.chars().all(is_inside_name)
            && self.tokens[at - 1].is_capitalised()
            && self.tokens[at].is_capitalised()
    }
}

/// Whether a character may be between two words of one name.
fn is_inside_name(c: char) -> bool {
    c.is_whitespace() || c == '.' || c == '-'
}
