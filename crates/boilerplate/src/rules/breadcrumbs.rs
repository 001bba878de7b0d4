//! Breadcrumbs, which the code also calls *trails*, and menus on one line. A trail is the path of
//! links from the front page to the page at hand; its *items* are the names of the pages.
//!
//! # What it finds
//! Lines of short items between `›`, `>`, `/`, `|` and the like, if the first item is the front
//! page or at least half of the items name sections and service pages of a site. Also lines that
//! consist of such names without a sign between them.
//!
//! # Why it is furniture
//! Such a line says where the page is on the site. It is above every story of that section.
//!
//! # Example
//! `Home › News › Harbour`
//!
//! # When it is wrong
//! Tables are written with bars as well, and scores with `Home / Away`. But their items are no
//! sections of a site. A sentence may list sectors (`health, energy and sport`), but it has commas
//! and a full stop.
//!
//! # How it is found
//! The line is divided at its signs. If every item but the last is short, the items are looked up
//! among the [labels](super::labels), the known names of pages and buttons. The first item must be
//! the front page, or at least half of the items (in some rows all) must name sections, service
//! pages or buttons. A line without signs is read from left to right, and the longest label at each
//! position is taken. Hardly a word may be left over.

use super::engine::{Classification, Family, Line};
use super::labels::{Labels, SiteLabel};
use crate::RuleName;
use copydesk_text::{Word, effective_words, ends_sentence};

/// Evidence for a trail or a menu on one line, in `0..=1`.
const EVIDENCE: f32 = 0.9;

/// Length of the longest line that is tried, in bytes.
const LONGEST_LINE: usize = 600;
/// The most effective words of an item, except for the last item, which may be the headline of the
/// story.
const ITEM_WORDS: usize = 5;
/// The most effective words of the last item of a trail that begins at the front page and has
/// arrows.
const LAST_ITEM_WORDS: usize = 24;
/// The most effective words of the last item of any other trail.
const LAST_ITEM_WORDS_IF_UNSURE: usize = 10;
/// Number of lines at the head of the page. There `Home / Harbour` is a trail although the section
/// is unknown. Further down it may be the score of the home team.
const HEAD_LINES: usize = 2;
/// In a row without arrows that has at least this many items, half of the items must name pages. In
/// a shorter row without arrows all must.
const ITEMS_OF_LONG_ROW: usize = 4;
/// The least number of names in a menu on one line without signs.
const NAMES_IN_A_ROW: usize = 5;
/// Longest name that is looked for in such a menu, in words.
const NAME_WORDS: usize = 4;
/// In such a menu, one word may be unknown for each of this many names.
const NAMES_PER_UNKNOWN: usize = 8;

/// Signs between a page and a page below it.
const ARROWS: [char; 8] = ['›', '»', '>', '→', '▸', '▶', '＞', '〉'];
/// Signs that separate items. They may also separate the cells of a table.
const BARS: [char; 7] = ['|', '｜', '/', '／', '·', '•', '∙'];

/// Marks the lines that are trails or menus.
pub(super) fn mark(lines: &mut [Line<'_>], labels: &Labels) {
    for (at, line) in lines.iter_mut().enumerate() {
        let raw = line.raw();
        // A sentence is never a trail, whatever signs are in it.
        if line.is_certain() || raw.len() > LONGEST_LINE || ends_sentence(raw) {
            continue;
        }
        let is_match = if may_hold_sign(raw) && (raw.contains(ARROWS) || raw.contains(BARS)) {
            is_trail(line, labels, at < HEAD_LINES)
        } else {
            line.effective_words() >= NAMES_IN_A_ROW && is_row_of_names(line, labels)
        };
        if is_match {
            let classification =
                Classification::certain(RuleName::Breadcrumbs, Family::Menu, EVIDENCE);
            line.set_classification(classification);
        }
    }
}

/// Whether a line may hold an arrow or a bar: it has `>`, `|` or `/`, or any character that is not
/// ASCII. The search for all arrows and bars is slow, and most lines need no search.
fn may_hold_sign(raw: &str) -> bool {
    let mut may_hold = false;
    // The loop never stops early, so that the compiler can test many bytes at a time.
    for byte in raw.bytes() {
        may_hold |= !byte.is_ascii() | (byte == b'>') | (byte == b'|') | (byte == b'/');
    }
    may_hold
}

/// Whether a line with signs is a trail or a menu. `is_head` says that it is one of the first lines
/// of the page.
fn is_trail(line: &Line<'_>, labels: &Labels, is_head: bool) -> bool {
    let items = items(line);
    let Some((last, others)) = items.split_last() else {
        return false;
    };
    let has_long_item = others.iter().any(|item| effective_words(item) > ITEM_WORDS);
    if others.is_empty() || has_long_item {
        return false;
    }
    let known: Vec<Option<SiteLabel>> = items.iter().map(|item| labels.get(item)).collect();
    let last_words = effective_words(last);
    let has_arrows = line.raw().contains(ARROWS);
    let begins_at_home =
        known[0] == Some(SiteLabel::Home) || says_you_are_here(items[0], line, labels);
    // Only a trail has arrows after the front page, so its last item may be long.
    if begins_at_home && has_arrows {
        return last_words <= LAST_ITEM_WORDS;
    }
    if last_words > LAST_ITEM_WORDS_IF_UNSURE {
        return false;
    }
    if begins_at_home {
        // `Home 2 / Away 1` is a score.
        let has_number = line.words.iter().any(|word| word.is_number());
        return known[1].is_some() || (is_head && !has_number);
    }
    names_enough_pages(&known, has_arrows)
}

/// Whether enough items name pages of a site, and at least one of them a page that only sites have.
/// `known` has the label of each item, `None` if it is unknown.
fn names_enough_pages(known: &[Option<SiteLabel>], has_arrows: bool) -> bool {
    let mut pages = 0;
    let mut only_of_sites = 0;
    for label in known.iter().flatten() {
        pages += usize::from(*label != SiteLabel::Place);
        only_of_sites += usize::from(label.is_only_of_sites());
    }
    // A short row without arrows may be the head of a table: `Reservoir | Level | Inflow`. So all
    // of its items must name pages.
    let half_is_enough = has_arrows || known.len() >= ITEMS_OF_LONG_ROW;
    let needed = if half_is_enough {
        known.len().div_ceil(2)
    } else {
        known.len()
    };
    // At least two pages are needed. Sections alone are not enough: `Politics / Religion` may be
    // the subjects of a story.
    pages >= needed.max(2) && only_of_sites >= 1
}

/// Whether an item begins with words such as “You are here”, followed by a colon: `You are here:
/// Home`, `当前位置：首页`.
fn says_you_are_here(item: &[Word], line: &Line<'_>, labels: &Labels) -> bool {
    // `length` is the number of words before the gap.
    for (length, pair) in (1..).zip(item.windows(2)) {
        let gap = pair[0].span.end()..pair[1].span.start();
        if line.text[gap].contains([':', '：']) {
            return labels.get(&item[..length]) == Some(SiteLabel::Here);
        }
    }
    false
}

/// The items of a line: the words between its signs.
fn items<'l>(line: &'l Line<'_>) -> Vec<&'l [Word]> {
    let mut items = Vec::new();
    let mut start = 0;
    for at in 1..line.words.len() {
        if separates_items(line.gap(at)) {
            items.push(&line.words[start..at]);
            start = at;
        }
    }
    if start < line.words.len() {
        items.push(&line.words[start..]);
    }
    items
}

/// Whether the characters between two words separate two items. Of the bars only `|` separates
/// items without a space: a slash or a dot without one (`TV/Radio`) is inside an item.
fn separates_items(gap: &str) -> bool {
    let separates_as_bar =
        gap.contains(BARS) && (gap.contains(char::is_whitespace) || gap.contains('|'));
    gap.contains(ARROWS) || separates_as_bar
}

/// Whether a line without signs consists of names of pages: `News Sport Weather Obituaries Jobs`.
fn is_row_of_names(line: &Line<'_>, labels: &Labels) -> bool {
    let mut at = 0;
    let mut names = 0;
    let mut only_of_sites = 0;
    let mut unknown = 0;
    while at < line.words.len() {
        // Too many words are unknown, even if every remaining word were a name. Most lines end here
        // after a few words.
        if unknown * NAMES_PER_UNKNOWN > names + line.words.len() - at {
            return false;
        }
        if let Some((length, label)) = longest_label(&line.words[at..], labels) {
            at += length;
            names += 1;
            only_of_sites += usize::from(label.is_only_of_sites());
        } else {
            at += 1;
            unknown += 1;
        }
    }
    // A sentence that lists sectors has commas.
    let has_commas = line.raw().contains([',', '，', '、', '،', '–', '—']);
    names >= NAMES_IN_A_ROW
        && 2 * only_of_sites >= names
        && unknown * NAMES_PER_UNKNOWN <= names
        && !has_commas
}

/// The longest label with which the words begin: its length in words, and its kind.
fn longest_label(words: &[Word], labels: &Labels) -> Option<(usize, SiteLabel)> {
    for length in (1..=NAME_WORDS.min(words.len())).rev() {
        if let Some(label) = labels.get(&words[..length]) {
            return Some((length, label));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::Document;

    /// Whether the line is marked if it is not at the head of the page.
    fn is_marked(text: &str) -> bool {
        let document = Document::new(text);
        // The same line at the head as well, so that the last one is below the head.
        let mut lines: Vec<Line<'_>> = (0..=HEAD_LINES).map(|_| Line::new(&document, 0)).collect();
        mark(&mut lines, &Labels::new());
        lines[HEAD_LINES].is_certain()
    }

    #[test]
    fn may_hold_sign_finds_every_sign() {
        assert!(
            ARROWS
                .iter()
                .chain(&BARS)
                .all(|sign| may_hold_sign(&format!("Home {sign} News")))
        );
        assert!(!may_hold_sign("Ferry fares to rise again"));
    }

    #[test]
    fn trails_and_menus_are_marked() {
        assert!(is_marked("Home / News / Harbour"));
        assert!(is_marked("当前位置：首页 > 本地新闻"));
        assert!(is_marked("You are here: Home » Harbour"));
        assert!(is_marked("News Sport Weather Obituaries What's On Jobs"));
    }

    #[test]
    fn scores_tables_and_subjects_are_not_marked() {
        assert!(!is_marked("Home 2 / Away 1") && !is_marked("Home / Away"));
        assert!(!is_marked("Reservoir | Level (ft) | Inflow | Outflow"));
        assert!(!is_marked("Politics / Religion"));
        assert!(!is_marked("Health, energy, culture, education and sport"));
    }
}
