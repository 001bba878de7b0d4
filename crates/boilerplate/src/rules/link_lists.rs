//! Lists of links to other stories.
//!
//! # What it finds
//! The headlines under a heading such as `You may also like`: up to the blank line that closes the
//! block, or up to the first line that is a sentence. Under a label that heads a list only
//! sometimes (`Read next`) they must be the last lines of the page.
//!
//! # Why it is furniture
//! The stories they name are other documents.
//!
//! # Example
//! `More on this story` / `Ferry fares to rise again` / `The pilot who cannot swim`
//!
//! # When it is wrong
//! When the links are gone and only their heading is left, the next line may be a heading of the
//! story. So where no blank line and no other furniture ends the list, a short last line in front
//! of prose stays, and a long one too if the story is divided by headings.
//!
//! # How it is found
//! A label of a list is a short line that one of the rules for links has found. The list goes on
//! while lines are short enough and do not end as sentences do, up to a blank line if blank lines
//! divide the page. It is certain if it ends there, at other furniture or with the page. If prose
//! follows, its last line must look like a headline and not like a heading. At last the headline of
//! the page itself is taken out, where the label is above the story.

use super::engine::{Classification, Family, Line};
use crate::{Certainty, RuleName};
use copydesk_text::ends_in_full_stop;

/// Evidence of a link in a list, in `0..=1`.
const EVIDENCE: f32 = 0.75;

/// Rules whose labels have a list under them.
const LABELS: [RuleName; 3] = [
    RuleName::Related,
    RuleName::RelatedList,
    RuleName::PressContact,
];

/// Rules whose lines may be above a list of headlines with which the page ends: `Read next`, `Up
/// next`.
const WEAK_LABELS: [RuleName; 3] = [
    RuleName::ReadMore,
    RuleName::Player,
    RuleName::Advertisement,
];

/// Longest label of a list, and longest headline in it, in effective words.
const LABEL_WORDS: usize = 8;
const HEADLINE_WORDS: usize = 24;
/// Most links that are taken for one list.
const LONGEST_LIST: usize = 30;
/// In front of prose, a longer list than this may be one of the story, unless its lines are on
/// average as long as headlines are.
const SHORT_LIST: usize = 5;
const MEAN_HEADLINE_WORDS: usize = 8;
/// A line in front of prose that is shorter, asks a question or tells a time may be the story's
/// next heading.
const SURE_HEADLINE_WORDS: usize = 6;
/// Shortest headline of the page's own story, and the most lines between it and the story: byline,
/// date, standfirst, buttons.
const OWN_HEADLINE_WORDS: usize = 5;
const LINES_TO_STORY: usize = 20;
/// Numbers in a line that tells when the story was written.
const NUMBERS_OF_DATE: usize = 2;
/// So many headings between paragraphs show that a story is divided by headings.
const HEADINGS_OF_STORY: usize = 2;
/// Words of a sentence with which a story may begin, and of one that shows that it has begun.
const PROSE_WORDS: usize = 12;
const SENTENCE_WORDS: usize = 5;
/// Headlines that make a list under a weak label.
const LEAST_HEADLINES: usize = 2;
/// Under a label that says little (`Tags`, `Ranking`), items are shorter, and the list must end
/// with the text or at furniture.
const UNSURE_WORDS: usize = 12;

/// Marks the links under labels of link lists.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    // With a blank line after every line, or with none, blank lines say nothing of lists.
    let closing = lines.iter().filter(|line| line.closes_block).count();
    let has_blocks = closing > 1 && closing < lines.len();
    // Most pages have no label, and need no look at their headings.
    let mut is_divided = None;
    let mut at = 0;
    while at < lines.len() {
        let length = match label(&lines[at]) {
            Some(certainty) => {
                let page = PageForm {
                    has_blocks,
                    is_divided: *is_divided.get_or_insert_with(|| is_divided_by_headings(lines)),
                };
                page.list_length(&lines[at..], certainty)
            }
            None if is_weak_label(&lines[at]) => last_headlines(&lines[at..]),
            None => 0,
        };
        if length > 0 {
            // The label itself as well, since it may be of a rule that is not certain.
            let end = own_headline(lines, at, length).unwrap_or(at + length + 1);
            for line in &mut lines[at..end] {
                let found = Classification::certain(RuleName::LinkList, Family::Menu, EVIDENCE);
                line.set_whole_unless_certain(found);
            }
        }
        // No line of a list is the label of another one.
        at += 1 + length;
    }
}

/// How the page is divided, which tells where a list may end.
#[derive(Clone, Copy)]
struct PageForm {
    /// Whether blank lines divide the page into blocks of several lines.
    has_blocks: bool,
    /// Whether headings divide the story, so that a line in front of its prose may be one.
    is_divided: bool,
}

impl PageForm {
    /// How many lines under the label, which is the first of `lines`, belong to its list.
    fn list_length(self, lines: &[Line<'_>], certainty: Certainty) -> usize {
        let is_sure = certainty == Certainty::Cut;
        let most_words = if is_sure {
            HEADLINE_WORDS
        } else {
            UNSURE_WORDS
        };
        if self.has_blocks
            && let Some(length) = list_to_end_of_block(lines, most_words)
            && (is_sure || is_end(lines.get(1 + length)))
        {
            return length;
        }
        let length = items_under(lines, most_words);
        if is_end(lines.get(1 + length)) {
            return length;
        }
        // What follows is prose, or a line that is no link.
        if is_sure {
            self.length_before_prose(lines, length)
        } else {
            0
        }
    }

    /// How many of the `length` links under a label belong to its list, if prose follows them. The
    /// list may be one of the story whose label lost its links, and its last line may be the next
    /// heading of the story.
    fn length_before_prose(self, lines: &[Line<'_>], length: usize) -> usize {
        // Many short lines in front of prose are more likely a list of the story, such as its stops
        // or its guests.
        let weight: usize = lines[1..=length].iter().map(Line::weight).sum();
        if length > SHORT_LIST && weight < MEAN_HEADLINE_WORDS * length {
            return 0;
        }
        let Some(last) = lines[1..=length].last() else {
            return 0;
        };
        // Headings have no bullets.
        if is_bullet(last.raw()) {
            return length;
        }
        let is_headline = last.weight() >= SURE_HEADLINE_WORDS && !may_head_story(last.raw());
        if is_headline && !(self.is_divided && heads_prose(&lines[length..])) {
            return length;
        }
        // The last line may be a heading of the story. It stays.
        length - 1
    }
}

/// How many lines under the label there are up to the blank line that closes its block or up to
/// other furniture, if all of them are links, and not too many.
fn list_to_end_of_block(lines: &[Line<'_>], most_words: usize) -> Option<usize> {
    if lines[0].closes_block {
        return None;
    }
    let mut length = 0;
    for line in &lines[1..] {
        if line.is_certain() {
            break;
        }
        length += 1;
        if length > LONGEST_LIST || !is_link(line, most_words) {
            return None;
        }
        if line.closes_block {
            break;
        }
    }
    Some(length)
}

/// How many links follow the label, which is the first of `lines`.
fn items_under(lines: &[Line<'_>], most_words: usize) -> usize {
    let mut length = 0;
    for line in lines[1..].iter().take(LONGEST_LIST) {
        if !is_link(line, most_words) || line.is_certain() {
            break;
        }
        length += 1;
    }
    length
}

/// Whether the story is divided by headings.
fn is_divided_by_headings(lines: &[Line<'_>]) -> bool {
    let mut headings = 0;
    for at in 1..lines.len() {
        if is_prose(&lines[at - 1]) && heads_prose(&lines[at..]) {
            headings += 1;
            if headings == HEADINGS_OF_STORY {
                return true;
            }
        }
    }
    false
}

/// Whether the first line is above prose as a heading is.
fn heads_prose(lines: &[Line<'_>]) -> bool {
    let [first, next, ..] = lines else {
        return false;
    };
    !first.is_certain() && is_link(first, UNSURE_WORDS) && !is_bullet(first.raw()) && is_prose(next)
}

/// Whether the line is a long sentence that stays.
fn is_prose(line: &Line<'_>) -> bool {
    line.weight() >= PROSE_WORDS && ends_in_full_stop(line.raw()) && !line.is_certain()
}

/// The number of the line that is the headline of the page's own story, if it may be among the
/// `length` lines under the label at `at`: the story has not begun, and begins soon.
///
/// It is the first line that is long enough, if shorter ones come before it, which are sections or
/// tags; otherwise the last, but for a byline.
fn own_headline(lines: &[Line<'_>], at: usize, length: usize) -> Option<usize> {
    let last = at + length;
    let soon = (last + 1 + LINES_TO_STORY).min(lines.len());
    if has_begun(&lines[..at]) || !lines[last + 1..soon].iter().any(is_prose) {
        return None;
    }
    let first = first_long(lines, at + 1, last)?;
    // `Culture`, `Harbour`, then the headline.
    if first > at + 1 {
        return Some(first);
    }
    // All lines from the first on may be links, and the last of them the headline, with its byline
    // and the day below it.
    let mut before_byline = last;
    while is_byline(&lines[before_byline]) {
        if before_byline == at + 1 {
            return None;
        }
        before_byline -= 1;
    }
    is_long(&lines[before_byline]).then_some(before_byline)
}

/// The number of the first line from `first` to `last` that is as long as a headline.
fn first_long(lines: &[Line<'_>], first: usize, last: usize) -> Option<usize> {
    (first..=last).find(|&at| is_long(&lines[at]))
}

/// Whether the line is as long as a headline of the page's own story.
fn is_long(line: &Line<'_>) -> bool {
    line.weight() >= OWN_HEADLINE_WORDS
}

/// Whether a line names the day on which a story was written: it has several numbers.
fn is_byline(line: &Line<'_>) -> bool {
    let mut numbers = 0;
    for word in line.words {
        numbers += usize::from(word.span.slice(line.text).contains(char::is_numeric));
    }
    numbers >= NUMBERS_OF_DATE
}

/// Whether there is a sentence of the story. What is right behind furniture may belong to it, as
/// the end of a notice about cookies does.
fn has_begun(lines: &[Line<'_>]) -> bool {
    let mut is_behind_furniture = false;
    for line in lines {
        let is_sentence =
            line.weight() >= SENTENCE_WORDS && ends_in_full_stop(line.raw()) && !line.is_certain();
        if is_sentence && !is_behind_furniture {
            return true;
        }
        is_behind_furniture = line.is_certain();
    }
    false
}

/// How sure it is that the line is the label of a list of links; `None` if it cannot be one.
fn label(line: &Line<'_>) -> Option<Certainty> {
    let found = line.whole?;
    if !LABELS.contains(&found.rule) || !line.is_label(LABEL_WORDS) {
        return None;
    }
    // `Related: Ferry fares to rise again` holds its link itself.
    let name = line.raw().trim_end_matches([':', '：', ' ']);
    (!name.contains([':', '：'])).then_some(found.certainty)
}

/// Whether a rule is certain of the line, and it may be the label of the last list of the page.
fn is_weak_label(line: &Line<'_>) -> bool {
    match line.whole {
        Some(found) => {
            WEAK_LABELS.contains(&found.rule) && line.is_certain() && line.is_label(LABEL_WORDS)
        }
        None => false,
    }
}

/// How many headlines follow, if there are two or more and nothing but furniture comes after them:
/// a story does not end in headlines, and a list of its own has shorter lines.
fn last_headlines(lines: &[Line<'_>]) -> usize {
    let mut length = 0;
    for line in lines[1..].iter().take(LONGEST_LIST) {
        let is_headline = is_link(line, HEADLINE_WORDS)
            && !line.is_certain()
            && line.weight() >= SURE_HEADLINE_WORDS
            && !may_head_story(line.raw());
        if !is_headline {
            break;
        }
        length += 1;
    }
    // `Read next` may also be above the rest of the story.
    let ends_page = lines[1 + length..].iter().all(Line::is_certain);
    if length >= LEAST_HEADLINES && ends_page {
        length
    } else {
        0
    }
}

/// Whether nothing follows, or other furniture. A menu does not count, because its lines prove
/// nothing of those beside them.
fn is_end(next: Option<&Line<'_>>) -> bool {
    match next {
        Some(line) => line.is_certain() && line.family() != Some(Family::Menu),
        None => true,
    }
}

/// Whether the line may be a link: it is not too long, and does not end as a sentence or as a line
/// that another one goes on.
fn is_link(line: &Line<'_>, most_words: usize) -> bool {
    let raw = line.raw();
    // A paragraph with furniture glued to its ends is no link.
    let is_of_one_piece = line.is_certain() || line.parts.is_empty();
    is_of_one_piece
        && line.weight() <= most_words
        && !ends_in_full_stop(raw)
        && !raw.ends_with([':', '：', ';', ','])
}

/// A question, or the entry of a live blog (`7h03 - …`).
fn may_head_story(raw: &str) -> bool {
    raw.ends_with('?') || begins_with_time(raw)
}

/// `7h03`, `19:30`, `7.5`: one or two digits, a sign and another digit.
fn begins_with_time(raw: &str) -> bool {
    let behind = raw.trim_start_matches(is_ascii_digit);
    let digits = raw.len() - behind.len();
    match behind.strip_prefix([':', 'h', '.']) {
        Some(rest) => (1..=2).contains(&digits) && rest.starts_with(is_ascii_digit),
        None => false,
    }
}

fn is_ascii_digit(character: char) -> bool {
    character.is_ascii_digit()
}

/// Whether the line begins with a sign for an item of a list.
fn is_bullet(raw: &str) -> bool {
    raw.starts_with(['•', '·', '-', '–', '*', '▪', '●', '►', '・', '．'])
}
