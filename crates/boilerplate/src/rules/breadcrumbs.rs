//! Breadcrumbs, and menus on one line.
//!
//! # What it finds
//! Lines of short items between `›`, `>`, `/`, `|` and the like whose first item is the front page,
//! or most of whose items are the site's sections and service pages; and lines that consist of such
//! names without any sign between them.
//!
//! # Why it is furniture
//! It tells where the page lies on the site, and stands over every story of that section.
//!
//! # Example
//! `Home › News › Harbour`
//!
//! # When it is wrong
//! Tables are written with bars as well, and scores with `Home / Away`: their items are no sections
//! of a site. A list of sectors in a sentence has commas and a full stop.

use super::engine::{Family, Line, Mark};
use super::labels::{Label, Labels};
use crate::{Certainty, RuleName};
use copydesk_text::{Span, Word, effective_words, ends_sentence};

const EVIDENCE: f32 = 0.9;

/// Longer lines are not looked at, in bytes.
const LONGEST_LINE: usize = 600;
/// An item of a trail has at most this many words; the last may be the story's own heading.
const ITEM_WORDS: usize = 5;
const HEADING_WORDS: usize = 24;
/// Lines at the head of the page, where `Home / Harbour` is a trail although nobody knows that
/// section.
const HEAD: usize = 2;
/// A menu on one line without signs names at least this many pages.
const NAMES_IN_A_ROW: usize = 5;
const LABEL_WORDS: usize = 4;

/// Signs that lead from a page to the one below it.
const ARROWS: [char; 9] = ['›', '»', '>', '→', '▸', '▶', '＞', '〉', '»'];
/// Signs that part items, and may as well part the cells of a table.
const BARS: [char; 7] = ['|', '｜', '/', '／', '·', '•', '∙'];

/// Marks the lines that are trails.
pub(super) fn mark(lines: &mut [Line<'_>], labels: &Labels) {
    let is_worth_it = |line: &Line<'_>| {
        !line.is_certain() && line.content.len() <= LONGEST_LINE && !ends_sentence(line.raw())
    };
    for (i, line) in lines
        .iter_mut()
        .enumerate()
        .filter(|(_, line)| is_worth_it(line))
    {
        let raw = line.raw();
        let is_trail = if may_hold_sign(raw) && (raw.contains(ARROWS) || raw.contains(BARS)) {
            is_trail(line, labels, i < HEAD)
        } else {
            !line.words.is_empty()
                && line.weight() >= NAMES_IN_A_ROW
                && is_row_of_names(line, labels)
        };
        if is_trail {
            line.ends.clear();
            line.mark = Some(Mark {
                rule: RuleName::Breadcrumbs,
                family: Family::Menu,
                certainty: Certainty::Cut,
                evidence: EVIDENCE,
            });
        }
    }
}

/// Whether a line may hold an arrow or a bar: those of them that are ASCII, or any other character
/// that is not.
fn may_hold_sign(raw: &str) -> bool {
    raw.bytes().fold(false, |any, byte| {
        any | !byte.is_ascii() | (byte == b'>') | (byte == b'|') | (byte == b'/')
    })
}

fn is_trail(line: &Line<'_>, labels: &Labels, is_head: bool) -> bool {
    let items = items(line);
    let weights: Vec<usize> = items.iter().map(|item| effective_words(item)).collect();
    let Some((&last, others)) = weights.split_last() else {
        return false;
    };
    if others.is_empty() || others.iter().any(|&weight| weight > ITEM_WORDS) {
        return false;
    }
    let known: Vec<Option<Label>> = items.iter().map(|item| labels.get(item)).collect();
    let has_arrows = line.raw().contains(ARROWS);
    let opens_at_home = known[0] == Some(Label::Home) || is_here(items[0], line, labels);
    if opens_at_home && !has_arrows && known[1].is_none() {
        return is_head
            && last <= 2 * ITEM_WORDS
            && !line.words.iter().any(|word| word.is_number());
    }
    if opens_at_home {
        return last
            <= if has_arrows {
                HEADING_WORDS
            } else {
                2 * ITEM_WORDS
            };
    }
    let count = |wanted: fn(Label) -> bool| {
        known
            .iter()
            .flatten()
            .filter(|&&label| wanted(label))
            .count()
    };
    let pages = count(|label| label != Label::Place);
    let needed = if has_arrows || items.len() > 3 {
        items.len().div_ceil(2)
    } else {
        items.len()
    };
    last <= 2 * ITEM_WORDS
        && pages >= needed.max(2)
        && count(|label| matches!(label, Label::Site | Label::Home)) >= 1
}

/// `You are here: Home`, `当前位置：首页`: the front page behind words that say where the reader is.
fn is_here(item: &[Word], line: &Line<'_>, labels: &Labels) -> bool {
    let is_parted = |at: usize| {
        Span::new(item[at - 1].span.end(), item[at].span.start())
            .slice(line.text)
            .contains([':', '：'])
    };
    (1..item.len())
        .find(|&at| is_parted(at))
        .is_some_and(|at| labels.get(&item[..at]) == Some(Label::Here))
}

/// The words between the signs. A slash or dot within a word (`TV/Radio`) parts nothing unless all
/// are like that.
fn items<'l>(line: &'l Line<'_>) -> Vec<&'l [Word]> {
    let parts = |gap: &str| {
        gap.contains(ARROWS)
            || gap.contains(BARS) && (gap.contains(char::is_whitespace) || gap.contains('|'))
    };
    let mut items = Vec::new();
    let mut start = 0;
    for at in 1..line.words.len() {
        if parts(
            Span::new(line.words[at - 1].span.end(), line.words[at].span.start()).slice(line.text),
        ) {
            items.push(&line.words[start..at]);
            start = at;
        }
    }
    if start < line.words.len() {
        items.push(&line.words[start..]);
    }
    items
}

/// `News Sport Weather Obituaries Jobs`: nothing but names of pages, one behind the other.
fn is_row_of_names(line: &Line<'_>, labels: &Labels) -> bool {
    let (mut at, mut names, mut sites, mut unknown) = (0, 0, 0, 0);
    while at < line.words.len() {
        // There cannot be more names than words.
        if unknown * 8 > names + line.words.len() - at {
            return false;
        }
        let longest = LABEL_WORDS.min(line.words.len() - at);
        let found = (1..=longest)
            .rev()
            .find_map(|length| Some((length, labels.get(&line.words[at..at + length])?)));
        match found {
            Some((length, label)) => {
                at += length;
                names += 1;
                sites += usize::from(matches!(label, Label::Site | Label::Home));
            }
            None => {
                at += 1;
                unknown += 1;
            }
        }
    }
    names >= NAMES_IN_A_ROW
        && sites * 2 >= names
        && unknown * 8 <= names
        && !line.raw().contains([',', '，', '、', '،', '–', '—'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::Document;

    /// Whether the line is marked where it stands far from the head of the page.
    fn is_marked(text: &str) -> bool {
        let document = Document::new(text);
        let mut lines: Vec<Line<'_>> = (0..=HEAD).map(|_| Line::new(&document, 0)).collect();
        mark(&mut lines, &Labels::new());
        lines[HEAD].is_certain()
    }

    #[test]
    fn signs_are_seen_in_bytes() {
        assert!(
            ARROWS
                .iter()
                .chain(&BARS)
                .all(|sign| may_hold_sign(&format!("Home {sign} News")))
        );
        assert!(!may_hold_sign("Ferry fares to rise again"));
    }

    #[test]
    fn trails_and_tables() {
        assert!(is_marked("Home / News / Harbour"));
        assert!(is_marked("当前位置：首页 > 本地新闻"));
        assert!(is_marked("You are here: Home » Harbour"));
        assert!(is_marked("News Sport Weather Obituaries What's On Jobs"));
        assert!(!is_marked("Home 2 / Away 1") && !is_marked("Home / Away"));
        assert!(!is_marked("Reservoir | Level (ft) | Inflow | Outflow"));
        assert!(!is_marked("Politics / Religion"));
        assert!(!is_marked("Health, energy, culture, education and sport"));
    }
}
