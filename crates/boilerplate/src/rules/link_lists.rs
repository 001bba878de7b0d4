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

use super::engine::{Family, Line, Mark};
use crate::{Certainty, RuleName};
use copydesk_text::{Word, ends_in_full_stop};

const EVIDENCE: f32 = 0.75;

/// Rules whose headings have a list under them.
const HEADINGS: [RuleName; 3] = [
    RuleName::Related,
    RuleName::RelatedList,
    RuleName::PressContact,
];

/// Rules whose lines may stand over a list of headlines that ends with the page: `Read next`, `Up
/// next`.
const WEAK_HEADINGS: [RuleName; 3] = [
    RuleName::ReadMore,
    RuleName::Player,
    RuleName::Advertisement,
];

/// Headings are no longer than this, in words, and headlines no longer than that.
const HEADING_WORDS: usize = 8;
const HEADLINE_WORDS: usize = 24;
/// Most links that are taken for one list.
const LONGEST_LIST: usize = 30;
/// In front of prose, a longer list than this may be one of the story, unless its lines are as long
/// as headlines are.
const SHORT_LIST: usize = 5;
const MEAN_HEADLINE_WORDS: usize = 8;
/// A line in front of prose that is shorter, asks a question or tells a time may be the story's
/// next heading.
const SURE_HEADLINE_WORDS: usize = 6;
/// Shortest headline of the page's own story, and the lines between it and the story: byline, date,
/// standfirst, buttons.
const OWN_HEADLINE_WORDS: usize = 5;
const LINES_TO_STORY: usize = 20;
/// Numbers in a line that tells when the story was written.
const NUMBERS_OF_DATE: usize = 2;
/// Headings between paragraphs of a story that has headings.
const HEADINGS_OF_STORY: usize = 2;
/// Words of a sentence with which a story may begin, and of one that shows that it has begun.
const PROSE_WORDS: usize = 12;
const SENTENCE_WORDS: usize = 5;
/// Headlines that make a list under a heading that is none everywhere.
const LEAST_HEADLINES: usize = 2;
/// Under a heading that says little (`Tags`, `Ranking`), items are shorter, and the list must end
/// with the text or at furniture.
const UNSURE_WORDS: usize = 12;

/// Marks the links under headings of link lists.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let count = lines.iter().filter(|line| line.closes_block).count();
    let has_blocks = count > 1 && count < lines.len();
    let mut has_headings = None;
    let mut at = 0;
    while at < lines.len() {
        let length = match heading(&lines[at]) {
            Some(certainty) => {
                let has_headings = *has_headings.get_or_insert_with(|| self::has_headings(lines));
                list_length(&lines[at..], has_blocks, has_headings, certainty)
            }
            None if is_weak_heading(&lines[at]) => last_headlines(&lines[at..]),
            None => 0,
        };
        if length > 0 {
            let end = own_headline(lines, at, length).unwrap_or(at + length + 1);
            lines[at..end].iter_mut().for_each(cut);
        }
        at += 1 + length;
    }
}

/// Whether the story is divided by headings, so that a line in front of its prose may be one.
fn has_headings(lines: &[Line<'_>]) -> bool {
    let is_heading = |at: &usize| is_prose(&lines[*at - 1]) && heads_prose(&lines[*at..]);
    (1..lines.len())
        .filter(is_heading)
        .take(HEADINGS_OF_STORY)
        .count()
        == HEADINGS_OF_STORY
}

/// Whether the first line stands over prose as a heading does.
fn heads_prose(lines: &[Line<'_>]) -> bool {
    let [first, next, ..] = lines else {
        return false;
    };
    let is_heading = is_link(first, UNSURE_WORDS) && !is_bullet(first.raw());
    !first.is_certain() && is_heading && is_prose(next)
}

fn is_prose(line: &Line<'_>) -> bool {
    line.weight() >= PROSE_WORDS && ends_in_full_stop(line.raw()) && !line.is_certain()
}

/// Where the headline of the page's own story stands, if it may be among the lines under the
/// heading at `at`: the story has not begun, and begins soon.
///
/// It is the first line that is long enough behind shorter ones, which are sections or tags;
/// otherwise the last, but for a byline.
fn own_headline(lines: &[Line<'_>], at: usize, length: usize) -> Option<usize> {
    let last = at + length;
    let soon = (last + 1 + LINES_TO_STORY).min(lines.len());
    if has_begun(&lines[..at]) || !lines[last + 1..soon].iter().any(is_prose) {
        return None;
    }
    let is_long = |at: &usize| lines[*at].weight() >= OWN_HEADLINE_WORDS;
    let first = (at + 1..=last).find(is_long)?;
    if first > at + 1 {
        return Some(first);
    }
    let is_byline = |at: &usize| {
        let numbers = |word: &&Word| word.span.slice(lines[*at].text).contains(char::is_numeric);
        lines[*at].words.iter().filter(numbers).count() >= NUMBERS_OF_DATE
    };
    (at + 1..=last)
        .rev()
        .find(|at| !is_byline(at))
        .filter(is_long)
}

/// Whether there is a sentence of the story. What stands right behind furniture may belong to it,
/// as the end of a notice about cookies does.
fn has_begun(lines: &[Line<'_>]) -> bool {
    let is_sentence = |line: &Line<'_>| {
        line.weight() >= SENTENCE_WORDS && ends_in_full_stop(line.raw()) && !line.is_certain()
    };
    let is_behind_furniture = |at: usize| at > 0 && lines[at - 1].is_certain();
    (0..lines.len()).any(|at| is_sentence(&lines[at]) && !is_behind_furniture(at))
}

/// How sure it is that the line heads a list of links, if it may.
fn heading(line: &Line<'_>) -> Option<Certainty> {
    let mark = line.mark.filter(|mark| HEADINGS.contains(&mark.rule))?;
    let is_bare = || {
        line.raw()
            .trim_end_matches([':', '：', ' '])
            .find([':', '：'])
            .is_none()
    };
    (line.is_label(HEADING_WORDS) && is_bare()).then_some(mark.certainty)
}

fn is_weak_heading(line: &Line<'_>) -> bool {
    let is_weak = |mark: &Mark| WEAK_HEADINGS.contains(&mark.rule);
    line.mark.as_ref().is_some_and(is_weak) && line.is_certain() && line.is_label(HEADING_WORDS)
}

/// How many headlines follow, if there are two or more and nothing but furniture stands after them:
/// a story does not end in headlines, and a list of its own has shorter lines.
fn last_headlines(lines: &[Line<'_>]) -> usize {
    let is_headline = |line: &&Line<'_>| {
        is_link(line, HEADLINE_WORDS)
            && !line.is_certain()
            && line.weight() >= SURE_HEADLINE_WORDS
            && !may_head_story(line.raw())
    };
    let length = lines[1..]
        .iter()
        .take(LONGEST_LIST)
        .take_while(is_headline)
        .count();
    let is_end = lines[1 + length..].iter().all(Line::is_certain);
    if length >= LEAST_HEADLINES && is_end {
        length
    } else {
        0
    }
}

/// How many lines under the heading belong to its list.
fn list_length(
    lines: &[Line<'_>],
    has_blocks: bool,
    has_headings: bool,
    certainty: Certainty,
) -> usize {
    let is_sure = certainty == Certainty::Cut;
    let most_words = if is_sure {
        HEADLINE_WORDS
    } else {
        UNSURE_WORDS
    };
    let is_item = |line: &Line<'_>| is_link(line, most_words);
    if has_blocks && !lines[0].closes_block {
        // One line more than a list may have tells that there are too many.
        let most = (lines.len() - 1).min(LONGEST_LIST + 1);
        let block = lines[1..=most]
            .iter()
            .position(|line| line.closes_block)
            .map_or(most, |place| place + 1);
        let items = lines[1..=block]
            .iter()
            .take_while(|line| !line.is_certain())
            .count();
        let is_list = items <= LONGEST_LIST && lines[1..=items].iter().all(is_item);
        if is_list && (is_sure || is_end(lines.get(1 + items))) {
            return items;
        }
    }
    let length = lines[1..]
        .iter()
        .take(LONGEST_LIST)
        .take_while(|line| is_item(line) && !line.is_certain())
        .count();
    let is_closed = is_end(lines.get(1 + length));
    if !is_sure {
        return if is_closed { length } else { 0 };
    }
    let is_headline = |line: &Line<'_>| {
        let is_sure = line.weight() >= SURE_HEADLINE_WORDS && !may_head_story(line.raw());
        let is_heading = has_headings && heads_prose(&lines[length..]);
        is_bullet(line.raw()) || is_sure && !is_heading
    };
    let weight: usize = lines[1..=length].iter().map(Line::weight).sum();
    match lines[1..=length].last() {
        _ if is_closed => length,
        _ if length > SHORT_LIST && weight < MEAN_HEADLINE_WORDS * length => 0,
        Some(last) if is_headline(last) => length,
        _ => length.saturating_sub(1),
    }
}

/// Whether nothing follows, or other furniture.
fn is_end(next: Option<&Line<'_>>) -> bool {
    next.is_none_or(|line| line.is_certain() && line.mark_of(|f| f == Family::Menu).is_none())
}

fn is_link(line: &Line<'_>, most_words: usize) -> bool {
    let raw = line.raw();
    let is_shown = line.is_certain() || line.ends.is_empty();
    is_shown
        && line.weight() <= most_words
        && !ends_in_full_stop(raw)
        && !raw.ends_with([':', '：', ';', ','])
}

/// A question, or the entry of a live blog (`7h03 - …`).
fn may_head_story(raw: &str) -> bool {
    let behind = raw.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_time = raw.len() - behind.len() <= 2
        && behind
            .strip_prefix([':', 'h', '.'])
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    raw.ends_with('?') || behind.len() < raw.len() && is_time
}

fn is_bullet(raw: &str) -> bool {
    raw.starts_with(['•', '·', '-', '–', '*', '▪', '●', '►', '・', '．'])
}

fn cut(line: &mut Line<'_>) {
    if !line.is_certain() {
        line.mark = Some(Mark {
            rule: RuleName::LinkList,
            family: Family::Menu,
            certainty: Certainty::Cut,
            evidence: EVIDENCE,
        });
    }
}
