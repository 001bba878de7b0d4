//! Lists of links to other stories.
//!
//! # What it finds
//! The headlines under a label such as `You may also like`, up to the blank line that ends the
//! block, or up to the first line that is no link. Some labels, the *weak* ones, are not always
//! above a list (`Read next`). The headlines under a weak label must be the last lines of the page,
//! except for furniture.
//!
//! # Why it is furniture
//! The headlines are those of other stories.
//!
//! # Example
//! `More on this story` / `Ferry fares to rise again` / `The pilot who cannot swim`
//!
//! # When it is wrong
//! If the links are missing and only their label is left, the next line may be a heading of the
//! story. So a short line directly above prose is not marked, unless a blank line or other
//! furniture ends the list. A long line above prose is not marked either if headings divide the
//! story.
//!
//! # How it is found
//! A label is a short line that one of the rules for links has found. If that rule is certain, the
//! label is *sure*, else *unsure*. The list continues while the lines may be links: they are short
//! enough and have no full stop at the end. If blank lines divide the page, the list ends at a
//! blank line. A list that ends at a blank line, at other furniture or with the page is marked as a
//! whole. If prose follows, the last line of the list is marked only if it looks like a headline
//! and not like a heading. The list of an unsure label must end at other furniture or with the
//! page.
//!
//! If the label is above the story, the headline of the page's own story may be among the lines.
//! Then the list ends before that headline.

use super::engine::{Classification, Family, Line};
use crate::{Certainty, RuleName};
use copydesk_text::ends_in_full_stop;

/// Evidence for a link in a list, in `0..=1`.
const EVIDENCE: f32 = 0.75;

/// The rules for links. They find labels that have a list of links under them.
const RULES_FOR_LINKS: [RuleName; 3] = [
    RuleName::Related,
    RuleName::RelatedList,
    RuleName::PressContact,
];

/// Rules for weak labels (`Read next`, `Up next`).
const RULES_FOR_WEAK_LABELS: [RuleName; 3] = [
    RuleName::ReadMore,
    RuleName::Player,
    RuleName::Advertisement,
];

/// Longest label of a list, in effective words.
const LABEL_WORDS: usize = 8;
/// Longest headline in a list, in effective words.
const HEADLINE_WORDS: usize = 24;
/// The most links in one list.
const LONGEST_LIST: usize = 30;
/// If prose follows a list with more links than this, the lines must be as long as headlines, or
/// the list may belong to the story.
const SHORT_LIST: usize = 5;
/// The least mean length of the lines in such a list, in effective words.
const MEAN_HEADLINE_WORDS: usize = 8;
/// Shortest line that is the headline of another story and no heading of this one, in effective
/// words.
const SURE_HEADLINE_WORDS: usize = 6;
/// Longest heading of the story, in effective words.
const HEADING_WORDS: usize = 12;
/// Shortest line that may be the headline of the page's own story, in effective words.
const OWN_HEADLINE_WORDS: usize = 5;
/// The most lines between the headline of the page's own story and the story: byline, date,
/// standfirst, buttons.
const LINES_TO_STORY: usize = 20;
/// The least number of numbers in a byline that says when the story was written.
const NUMBERS_OF_DATE: usize = 2;
/// A story is divided by headings if at least this many of its paragraphs have one above them.
const HEADINGS_OF_STORY: usize = 2;
/// Shortest sentence that is prose, in effective words.
const PROSE_WORDS: usize = 12;
/// Shortest sentence that shows that the story has begun, in effective words.
const SENTENCE_WORDS: usize = 5;
/// The least number of headlines in a list under a weak label.
const LEAST_HEADLINES: usize = 2;
/// Longest line in the list of an unsure label (`Tags`, `Ranking`), in effective words.
const ITEM_WORDS_IF_UNSURE: usize = 12;

/// Marks the links under labels of link lists.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    // If there is a blank line after every line, or none at all, blank lines do not show where a
    // list ends. The last line always closes a block.
    let closing = lines.iter().filter(|line| line.closes_block).count();
    let has_blocks = closing > 1 && closing < lines.len();
    // Whether headings divide the story. It is computed at the first label, because most pages have
    // no label.
    let mut is_divided = None;
    let mut at = 0;
    while at < lines.len() {
        // The number of links under the label; 0 if the line is no label.
        let length = match certainty_of_label(&lines[at]) {
            Some(certainty) => {
                let layout = PageLayout {
                    has_blocks,
                    is_divided: *is_divided.get_or_insert_with(|| is_divided_by_headings(lines)),
                };
                layout.list_length(&lines[at..], certainty)
            }
            None if is_weak_label(&lines[at]) => headlines_to_end_of_page(&lines[at..]),
            None => 0,
        };
        if length > 0 {
            let after_list = at + 1 + length;
            // If the headline of the page's own story is in the list, the list ends before it.
            let end = own_headline(lines, at, length).unwrap_or(after_list);
            // The label is marked too, since its rule may not be certain of it.
            for line in &mut lines[at..end] {
                let classification =
                    Classification::certain(RuleName::LinkList, Family::Menu, EVIDENCE);
                line.set_classification_unless_certain(classification);
            }
        }
        // No line of a list is the label of another one.
        at += 1 + length;
    }
}

/// How the page is divided, which decides where a list may end.
#[derive(Clone, Copy)]
struct PageLayout {
    /// Whether blank lines divide the page into blocks of several lines.
    has_blocks: bool,
    /// Whether headings divide the story, so that a line above prose may be a heading.
    is_divided: bool,
}

impl PageLayout {
    /// How many lines under the label belong to its list. The label is the first of `lines`, and
    /// `certainty` is that of its rule.
    fn list_length(self, lines: &[Line<'_>], certainty: Certainty) -> usize {
        let is_sure = certainty == Certainty::Cut;
        let most_words = if is_sure {
            HEADLINE_WORDS
        } else {
            ITEM_WORDS_IF_UNSURE
        };
        if self.has_blocks
            && let Some(length) = links_to_end_of_block(lines, most_words)
            && (is_sure || ends_list(lines.get(1 + length)))
        {
            return length;
        }
        let length = links_under(lines, most_words);
        if ends_list(lines.get(1 + length)) {
            return length;
        }
        // The next line is prose, or another line that is no link.
        if is_sure {
            self.links_before_prose(lines, length)
        } else {
            0
        }
    }

    /// How many of the `length` links under the label belong to its list, if prose follows them.
    /// The others may belong to the story: all links if they are many short lines, or the last one
    /// if it may be a heading. The label is the first of `lines`.
    fn links_before_prose(self, lines: &[Line<'_>], length: usize) -> usize {
        let links = &lines[1..=length];
        // Many short lines before prose are more likely a list of the story, such as the stops of a
        // journey or the guests of a party.
        let all_words: usize = links.iter().map(Line::effective_words).sum();
        if length > SHORT_LIST && all_words < MEAN_HEADLINE_WORDS * length {
            return 0;
        }
        let Some(last) = links.last() else {
            return 0;
        };
        // Headings have no bullets.
        if has_bullet(last.raw()) {
            return length;
        }
        let is_headline =
            last.effective_words() >= SURE_HEADLINE_WORDS && !may_head_story(last.raw());
        let from_last = &lines[length..];
        let may_be_heading = self.is_divided && heads_prose(from_last);
        if is_headline && !may_be_heading {
            return length;
        }
        // The last line may be a heading of the story. It stays.
        length - 1
    }
}

/// How many links there are under the label, which is the first of `lines`, up to the blank line
/// that ends its block or up to certain furniture. `None` if a blank line follows the label
/// directly, if one of the lines is no link, or if there are too many.
fn links_to_end_of_block(lines: &[Line<'_>], most_words: usize) -> Option<usize> {
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

/// How many links follow the label, which is the first of `lines`. A blank line does not end them.
fn links_under(lines: &[Line<'_>], most_words: usize) -> usize {
    let mut length = 0;
    for line in lines[1..].iter().take(LONGEST_LIST) {
        if !is_link(line, most_words) || line.is_certain() {
            break;
        }
        length += 1;
    }
    length
}

/// Whether headings divide the story.
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

/// Whether the first of these lines may be a heading: it is short, and the next line is prose.
fn heads_prose(lines: &[Line<'_>]) -> bool {
    let [first, next, ..] = lines else {
        return false;
    };
    !first.is_certain()
        && is_link(first, HEADING_WORDS)
        && !has_bullet(first.raw())
        && is_prose(next)
}

/// Whether the line is prose: it is long, ends in a full stop, and is not certain furniture.
fn is_prose(line: &Line<'_>) -> bool {
    line.effective_words() >= PROSE_WORDS && ends_in_full_stop(line.raw()) && !line.is_certain()
}

/// The index of the headline of the page's own story, if it is among the `length` lines under the
/// label. `label` is the index of the label. `None` if the story has begun above the label, if it
/// does not begin soon after the list, or if no line may be the headline.
///
/// If the list begins with short lines, which are sections or tags, the headline is the first line
/// that is long enough for one. Otherwise it is the last line that is no byline, if that is long
/// enough.
fn own_headline(lines: &[Line<'_>], label: usize, length: usize) -> Option<usize> {
    let (first, last) = (label + 1, label + length);
    let soon_after = (last + 1 + LINES_TO_STORY).min(lines.len());
    let begins_soon = lines[last + 1..soon_after].iter().any(is_prose);
    if has_begun(&lines[..label]) || !begins_soon {
        return None;
    }
    let first_long = (first..=last).find(|&at| is_long(&lines[at]))?;
    // `Culture`, `Harbour`, then the headline.
    if first_long > first {
        return Some(first_long);
    }
    // The list has links first, then the headline, and perhaps bylines below the headline.
    let mut above_byline = last;
    while is_byline(&lines[above_byline]) {
        if above_byline == first {
            return None;
        }
        above_byline -= 1;
    }
    is_long(&lines[above_byline]).then_some(above_byline)
}

/// Whether the line is long enough for the headline of the page's own story.
fn is_long(line: &Line<'_>) -> bool {
    line.effective_words() >= OWN_HEADLINE_WORDS
}

/// Whether a line may be a byline that says when the story was written: it has several numbers.
fn is_byline(line: &Line<'_>) -> bool {
    let mut numbers = 0;
    for word in line.words {
        numbers += usize::from(word.span.slice(line.text).contains(char::is_numeric));
    }
    numbers >= NUMBERS_OF_DATE
}

/// Whether the story has begun in these lines: one of them is a sentence. A sentence directly after
/// furniture does not count, because it may be a part of that furniture, such as the end of a
/// cookie notice.
fn has_begun(lines: &[Line<'_>]) -> bool {
    let mut follows_furniture = false;
    for line in lines {
        let is_sentence = line.effective_words() >= SENTENCE_WORDS
            && ends_in_full_stop(line.raw())
            && !line.is_certain();
        if is_sentence && !follows_furniture {
            return true;
        }
        follows_furniture = line.is_certain();
    }
    false
}

/// The certainty of the rule that takes the line for the label of a list of links; `None` if the
/// line is no such label.
fn certainty_of_label(line: &Line<'_>) -> Option<Certainty> {
    let classification = line.classification?;
    if !RULES_FOR_LINKS.contains(&classification.rule)
        || !line.is_short_and_no_sentence(LABEL_WORDS)
    {
        return None;
    }
    // `Related: Ferry fares to rise again` is label and link in one line.
    let name = line.raw().trim_end_matches([':', '：', ' ']);
    let holds_link = name.contains([':', '：']);
    (!holds_link).then_some(classification.certainty)
}

/// Whether the line is a weak label: it is short, and one of the rules for weak labels is certain
/// of it.
fn is_weak_label(line: &Line<'_>) -> bool {
    match line.classification {
        Some(classification) => {
            RULES_FOR_WEAK_LABELS.contains(&classification.rule)
                && line.is_certain()
                && line.is_short_and_no_sentence(LABEL_WORDS)
        }
        None => false,
    }
}

/// How many headlines follow the label, which is the first of `lines`. Zero if there are fewer than
/// [`LEAST_HEADLINES`], or if anything but certain furniture comes after them. A story does not end
/// in headlines. It may end in a list, but the lines of such a list are shorter.
fn headlines_to_end_of_page(lines: &[Line<'_>]) -> usize {
    let mut length = 0;
    for line in lines[1..].iter().take(LONGEST_LIST) {
        let is_headline = is_link(line, HEADLINE_WORDS)
            && !line.is_certain()
            && line.effective_words() >= SURE_HEADLINE_WORDS
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

/// Whether a list certainly ends before the line `next`: that is other furniture, or `None` because
/// the page has no more lines. A menu does not count, because its lines prove nothing about the
/// lines beside them.
fn ends_list(next: Option<&Line<'_>>) -> bool {
    match next {
        Some(line) => line.is_certain() && line.family() != Some(Family::Menu),
        None => true,
    }
}

/// Whether the line may be a link: it has at most `most_words` effective words, and ends neither in
/// a full stop nor in a sign after which the text continues.
fn is_link(line: &Line<'_>, most_words: usize) -> bool {
    let raw = line.raw();
    // A paragraph with furniture glued to its ends is no link.
    let has_no_glued_furniture = line.is_certain() || line.parts.is_empty();
    has_no_glued_furniture
        && line.effective_words() <= most_words
        && !ends_in_full_stop(raw)
        && !raw.ends_with([':', '：', ';', ','])
}

/// Whether a line is like a heading of the story and unlike the headline of another: it is a
/// question, or begins with a time as entries of a live blog do (`7h03 - …`).
fn may_head_story(raw: &str) -> bool {
    raw.ends_with('?') || begins_with_time(raw)
}

/// Whether a line begins with a time: one or two digits, a separator and another digit (`7h03`,
/// `19:30`, `7.5`).
fn begins_with_time(raw: &str) -> bool {
    let after_digits = raw.trim_start_matches(is_ascii_digit);
    let digits = raw.len() - after_digits.len();
    match after_digits.strip_prefix([':', 'h', '.']) {
        Some(rest) => (1..=2).contains(&digits) && rest.starts_with(is_ascii_digit),
        None => false,
    }
}

fn is_ascii_digit(character: char) -> bool {
    character.is_ascii_digit()
}

/// Whether the line begins with a bullet or a dash, as items of lists do.
fn has_bullet(raw: &str) -> bool {
    raw.starts_with(['•', '·', '-', '–', '*', '▪', '●', '►', '・', '．'])
}
