//! Facts that are missing where a story otherwise says the same: a number, a name, quoted words.
//!
//! A sentence may be in the other story except for “at the stadium of Varn”. By its words it is the
//! same sentence, and yet the place is lost if the document is dropped.
//!
//! A fact is missing only if the other story gives it *nowhere*, in whatever form. What is missing
//! is counted as news.
//!
//! | fact | is given by |
//! |---|---|
//! | a number | the same digits anywhere, with any unit: `27.9`, `27.9%` |
//! | a name | a part of it: “Shah” for “Amit Shah” |
//! | | its initials, or the words that it is short for: `CBI` |
//! | | another spelling or form: “Hosseini” and “Hoseini”, “Iran” and “Iranian” |
//! | | any words in its place that can be another name for it: “the visitors” |
//! | quoted words | the same words anywhere, quoted or not; one word may be missing |

use super::dateline::is_dateline;
use super::pair::Pair;
use super::replacements::Replacement;
use super::story::{Sentence, Story};
use super::tokens::Token;
use crate::fact_words::is_calendar_word;
use crate::spelling::is_spelling_of;
use copydesk_text::normalise;
use std::ops::Range;

/// Letters that two forms of a name have in common at least: `Iran` and `Iranian`.
const MIN_STEM: usize = 4;
/// Words of a quotation that are missing before they count. One may be quoted in another form.
const MIN_QUOTED: usize = 2;

/// The tokens of the left side of a replacement that give a number, a name or quoted words which
/// the other story gives nowhere. A dateline gives none: each desk writes its own.
pub(super) fn facts_left_out(
    replacement: &Replacement,
    sentence: &Sentence,
    pair: Pair<'_>,
) -> Vec<usize> {
    let run = replacement.left.clone();
    let is_only_here = replacement.right.is_empty();
    if is_dateline(pair.story, &run) || is_only_here && opens_paragraph(pair.story, &run) {
        return Vec::new();
    }
    // Asked once for the whole run: which of its words is in the place of which is not known.
    let is_replaced = tells_who(pair.other, replacement.right.clone());
    let quoted = quoted_left_out(run.clone(), sentence, pair);
    let mut out = Vec::new();
    for at in run {
        let token = pair.story.tokens[at];
        let is_left_out = if token.is_number() {
            !gives_number(pair, token)
        } else {
            // A headline names people as it likes, and which day is “Monday” depends on the issue.
            sentence.is_complete
                && !is_calendar_word(token.hash)
                && token.is_name()
                && !is_replaced
                && !is_named(pair, at, &sentence.tokens)
        };
        if is_left_out || quoted.contains(&at) {
            out.push(at);
        }
    }
    out
}

/// The words of a run that were quoted and that the other story gives nowhere, if they are several.
fn quoted_left_out(run: Range<usize>, sentence: &Sentence, pair: Pair<'_>) -> Vec<usize> {
    let story = pair.story;
    let mut missing = Vec::new();
    for at in run {
        if story.tokens[at].is_content()
            && !pair.other.mentions(story.unit(at))
            && is_quoted(story, at, sentence)
        {
            missing.push(at);
        }
    }
    // The parts of a word with a hyphen are one word.
    let mut joined = 0;
    for two in missing.windows(2) {
        let between = story.tokens[two[0]].span.end()..story.tokens[two[1]].span.start();
        joined += usize::from(story.text.get(between) == Some("-"));
    }
    if missing.len() - joined < MIN_QUOTED {
        return Vec::new();
    }
    missing
}

/// “Here”, in the languages of the desks that write it for the place of the dateline.
const HERE: [&str; 8] = ["here", "hier", "ici", "aquí", "aqui", "qui", "здесь", "тут"];

/// Whether a run that is in the place of a name has a word that can be another name for it: “the
/// visitors”, “the Blues”. A number, a day or “here” cannot. Who is meant is not known, but a desk
/// that names somebody in the same place of the same sentence means the same one.
fn tells_who(story: &Story<'_>, run: Range<usize>) -> bool {
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

/// Whether a word is inside quotation marks that its sentence opens.
fn is_quoted(story: &Story<'_>, at: usize, sentence: &Sentence) -> bool {
    let start = sentence.span.start();
    let before = &story.text[start..story.tokens[at].span.start()];
    // A German quotation ends with the mark that opens an English one.
    let closing = if before.contains('„') { '“' } else { '”' };
    let opening = if before.contains('„') { '„' } else { '“' };
    if count(before, opening) > count(before, closing)
        || count(before, '«') > count(before, '»')
        || count(before, '「') > count(before, '」')
    {
        return true;
    }
    // Straight marks open and close alike, so they tell something only if they come in pairs.
    let is_paired = count(sentence.span.slice(story.text), '"').is_multiple_of(2);
    is_paired && count(before, '"') % 2 == 1
}

fn count(text: &str, mark: char) -> usize {
    text.matches(mark).count()
}

/// Whether a run opens a paragraph, as a dateline without a dash does.
fn opens_paragraph(story: &Story<'_>, run: &Range<usize>) -> bool {
    let Some(first) = story.tokens.get(run.start) else {
        return false;
    };
    let before = &story.text[..first.span.start()];
    before.is_empty() || before.ends_with('\n')
}

/// Whether the other story gives a number of the story somewhere. Units may differ: `27.9` is
/// `27.9%`.
fn gives_number(pair: Pair<'_>, number: Token) -> bool {
    let other = pair.other;
    // The same token is found at once. For another unit all numbers are compared.
    if other.mentions(number.hash) {
        return true;
    }
    let wanted = digits(number.span.slice(pair.story.text));
    for token in &other.tokens {
        if token.is_number() && digits(token.span.slice(other.text)) == wanted {
            return true;
        }
    }
    false
}

/// The digits of a text, of any script, without what is between them.
fn digits(text: &str) -> String {
    let mut digits = text.to_owned();
    digits.retain(char::is_numeric);
    digits
}

/// Whether the other story names what the name at `at` names: by that word, in another spelling, by
/// a part of the full name, or by its initials.
fn is_named(pair: Pair<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let (story, other) = (pair.story, pair.other);
    let phrase = story.capitals_around(at, sentence);
    // “Amit Shah” is told by “Shah”, and “the Union Home Minister Amit Shah” too.
    for token in &story.tokens[phrase.clone()] {
        if token.is_content() && other.mentions(token.hash) {
            return true;
        }
    }
    // From here on strings are made and compared, so the cheap question comes first.
    let name = normalise(story.raw(at..at + 1));
    if other.has_abbreviation_of(&story.initials(phrase)) || other.spells_out(&name) {
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

/// Whether two words begin with the same letters, and these are at least half of the longer one.
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
    /// The longest row of capitalised words around the one at `at`, inside its sentence.
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

    /// Whether a token and the one in front of it are capitalised, with nothing between them but
    /// space, the point of an initial or a hyphen.
    fn continues_name(&self, at: usize) -> bool {
        let Some(gap) = self.gap_before(at) else {
            return false;
        };
        gap.chars().all(is_inside_name)
            && self.tokens[at - 1].is_capitalised()
            && self.tokens[at].is_capitalised()
    }
}

fn is_inside_name(c: char) -> bool {
    c.is_whitespace() || c == '.' || c == '-'
}
