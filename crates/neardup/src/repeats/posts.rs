//! Embedded posts that the story quotes.
//!
//! A story quotes a post in full, and the page prints the post once more below: its words, links,
//! the author's name and account, the date. The quotation is the story's own, so the post goes,
//! from its first line to its signature, or all of it stays.

use super::lines::{introduces, signature};
use super::page::{MIN_WORDS, Page};
use super::repeat::{Repeat, RepeatKind};

use crate::alike::{Cover, WordOverlap, retold};
use copydesk_text::{Span, Word, effective_words};
use std::ops::Range;

/// A line with fewer words is quoted word for word.
const MIN_LOOSE_WORDS: usize = 12;
/// Lines of one post.
const MAX_LINES: usize = 12;

/// Cuts every post that a paragraph quotes; what was to be cut of such a post goes with it.
pub(super) fn cut_quoted(page: &mut Page<'_>, repeats: &mut Vec<Repeat>) {
    for last in 0..page.segments().len() {
        let Some(post) = Post::ending_in(page, last) else {
            continue;
        };
        let Some((first, found)) = post.quoted(page) else {
            continue;
        };
        let is_named = repeats.iter().any(|repeat| repeat.kept.overlaps(found.cut));
        if is_named || is_introduced(page, first) {
            continue;
        }
        repeats.retain(|repeat| !repeat.cut.overlaps(found.cut));
        let tail = post.tail.max(page.segments()[last].content().start());
        let words = page.text()[found.cut.start()..tail].trim_end().len();
        let words = Span::new(found.cut.start(), found.cut.start() + words);
        let signature = Repeat {
            cut: Span::new(tail, found.cut.end()),
            kind: RepeatKind::Signature,
            ..found
        };
        repeats.extend([
            Repeat {
                cut: words,
                ..found
            },
            signature,
        ]);
        for line in first..=last {
            (page.alive[line], page.cut[line]) = (false, true);
        }
    }
}

/// Whether the line before introduces a post: `She wrote:`.
fn is_introduced(page: &Page<'_>, first: usize) -> bool {
    let before = first.checked_sub(1).map(|line| page.content(line));
    before.is_some_and(introduces)
}

/// The last line of a post, and its words.
struct Post {
    /// Segment with the words.
    first: usize,
    /// Segment with the signature: the same, or the next.
    last: usize,
    /// The words, without links and signature.
    said: Range<usize>,
    /// Where the links and the signature begin.
    tail: usize,
}

impl Post {
    fn ending_in(page: &Page<'_>, last: usize) -> Option<Self> {
        if page.is_gone(last) {
            return None;
        }
        let content = page.segments()[last].content();
        let dash = content.start() + signature(page.content(last))?;
        let is_alone = page.document.words_in(Span::new(content.start(), dash));
        let (first, end) = if is_alone.is_empty() {
            (last.checked_sub(1)?, usize::MAX)
        } else {
            (last, dash)
        };
        let (said, links) = words_said(page, first, end);
        let is_enough = effective_words(&page.words()[said.clone()]) >= MIN_WORDS;
        let tail = if first == last { links.min(dash) } else { dash };
        let post = Self {
            first,
            last,
            said,
            tail,
        };
        (is_enough && !page.is_gone(first)).then_some(post)
    }

    /// The first line of the post and the cut of all of it, if a paragraph quotes it.
    fn quoted(&self, page: &Page<'_>) -> Option<(usize, Repeat)> {
        let partners = page.living_partners(self.first);
        let quotes = partners
            .map(|partner| partner.segment)
            .filter(|&by| by != self.last && signature(page.content(by)).is_none())
            .filter_map(|by| Some((by, says(page, self.said.clone(), by)?)));
        let most = quotes.max_by_key(|(by, found)| (found.overlap.matched, usize::MAX - by));
        let (by, found) = most?;
        let mut first = self.first;
        let mut overlap = found.overlap;
        let mut kept = found.kept;
        while let Some(line) = first.checked_sub(1) {
            let is_next = line != by && !page.is_gone(line) && self.last - line < MAX_LINES;
            if !is_next || signature(page.content(line)).is_some() {
                break;
            }
            let Some(more) = says(page, words_said(page, line, usize::MAX).0, by) else {
                break;
            };
            overlap = overlap.and(more.overlap);
            kept = kept.start.min(more.kept.start)..kept.end.max(more.kept.end);
            first = line;
        }
        // Of a few words it cannot be told whose they are: many write the same on one day.
        if overlap.cut < MIN_LOOSE_WORDS {
            return None;
        }
        let words = page.words();
        let contents = |i: usize| page.segments()[i].content();
        let cut = contents(first).join(contents(self.last));
        let overlap = WordOverlap {
            // Two lines of the post may be said by the same words.
            matched: overlap.matched.min(kept.len()),
            cut: page.document.words_in(cut).len(),
            kept: kept.len(),
        };
        let found = Repeat {
            cut,
            kept: words[kept.start].span.join(words[kept.end - 1].span),
            kind: RepeatKind::Contained,
            overlap,
        };
        Some((first, found))
    }
}

/// How a paragraph says some words of a post.
fn says(page: &Page<'_>, said: Range<usize>, by: usize) -> Option<Cover> {
    if said.is_empty() {
        return None;
    }
    let (len, quoted) = (said.len(), page.ranges[by].clone());
    let found = retold(page.side(), said, page.side(), quoted, |_| false)?;
    // Of a few words, all are in the quotation.
    (len >= MIN_LOOSE_WORDS || found.overlap.matched == len).then_some(found)
}

/// The words of a line of a post before byte `end`, without the links and tags behind them, and
/// without a word in which it breaks off; and where the links begin, if there are any.
fn words_said(page: &Page<'_>, line: usize, end: usize) -> (Range<usize>, usize) {
    let (text, words) = (page.text(), page.words());
    let range = page.ranges[line].clone();
    let is_before = |word: &Word| word.span.start() < end;
    let mut said = range.start..range.start + words[range].partition_point(is_before);
    let mut links = end;
    while let Some(last) = words[said.clone()].last() {
        let start = text[..last.span.start()]
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + 1);
        let token = text[start..].split(char::is_whitespace).next();
        let is_link = token.is_some_and(|token| {
            token.starts_with(['#', '@']) || token.contains('/') && token.contains('.')
        });
        if !is_link {
            break;
        }
        links = start;
        said.end -= 1;
    }
    let breaks_off = |word: &Word| {
        text[word.span.end()..].starts_with(['…']) || text[word.span.end()..].starts_with("...")
    };
    if said.len() > MIN_WORDS && breaks_off(&words[said.end - 1]) {
        said.end -= 1;
    }
    (said, links)
}
