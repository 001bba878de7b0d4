//! Embedded posts that the story quotes.
//!
//! A story quotes a post in full, and the page prints the post once more below: its words, links,
//! the author's name and account, the date. The quotation is the story's own, so the post is cut,
//! from its first line to its signature, or all of it stays.
//!
//! ```text
//! “The ferry will sail on Friday, storm or no storm, and every ticket stays valid,” she wrote.
//!
//! ⟦The ferry will sail on Friday, storm or no storm, and every ticket stays valid.⟧
//! ⟦— Ida Marsh (@harbourmarsh) March 5, 2021⟧
//! ```
//!
//! A post is found from its end. A signature shows its last line; the line above is part of it if
//! the same paragraph quotes that line too. The words and the signature are cut in two edits,
//! because only the words have a copy that stays.

use super::lines::{introduces, signature};
use super::page::{MIN_WORDS, Page};
use super::repeat::{Repeat, RepeatKind};
use crate::align::{Cover, WordOverlap, retold};
use copydesk_text::{Span, effective_words};
use std::cmp::Reverse;
use std::ops::Range;

/// A line with fewer words is quoted word for word, and a post with fewer words is not told from
/// another: many people write the same few on one day.
const MIN_LOOSE_WORDS: usize = 12;
/// Lines of one post.
const MAX_LINES: usize = 12;

/// Cuts every post that a paragraph quotes; what was to be cut of such a post is cut with it.
pub(super) fn cut_quoted(page: &mut Page<'_>, repeats: &mut Vec<Repeat>) {
    for last in 0..page.segments().len() {
        let Some(post) = Post::ending_in(page, last) else {
            continue;
        };
        let Some(quoted) = post.quoted(page) else {
            continue;
        };
        let found = quoted.repeat;
        // Without its words the line that introduces them would introduce the next paragraph.
        let is_introduced = quoted.first > 0 && introduces(page.content(quoted.first - 1));
        // Of what another cut names as its copy nothing can be cut.
        let is_named = repeats.iter().any(|repeat| repeat.kept.overlaps(found.cut));
        if is_named || is_introduced {
            continue;
        }
        repeats.retain(|repeat| !repeat.cut.overlaps(found.cut));
        let tail = post.tail.max(page.segments()[last].content().start());
        let words = page.text()[found.cut.start()..tail].trim_end().len();
        repeats.push(Repeat {
            cut: Span::new(found.cut.start(), found.cut.start() + words),
            ..found
        });
        repeats.push(Repeat {
            cut: Span::new(tail, found.cut.end()),
            kind: RepeatKind::Signature,
            ..found
        });
        // What is cut here cannot be the quotation for which the next post is cut.
        for line in quoted.first..=last {
            page.is_open[line] = false;
            page.is_cut[line] = true;
        }
    }
}

/// The last line of a post that has words, and the signature after or below it.
struct Post {
    /// Segment with the words.
    first: usize,
    /// Segment with the signature: the same, or the next.
    last: usize,
    /// The words, without links and signature.
    said: Range<usize>,
    /// Where the links and the signature begin, in bytes.
    tail: usize,
}

/// A post that a paragraph quotes.
struct Quoted {
    /// Segment with its first line.
    first: usize,
    /// The cut of all of it, for the quotation.
    repeat: Repeat,
}

impl Post {
    /// The post whose signature is in segment `last`.
    fn ending_in(page: &Page<'_>, last: usize) -> Option<Self> {
        if page.is_gone(last) {
            return None;
        }
        let content = page.segments()[last].content();
        let dash = content.start() + signature(page.content(last))?;
        // The signature may have a line of its own, below the words.
        let in_front = page.document.words_in(Span::new(content.start(), dash));
        let (first, line) = if in_front.is_empty() {
            let above = last.checked_sub(1)?;
            (above, Line::of(page, above))
        } else {
            (last, Line::before(page, last, dash))
        };
        let is_long = effective_words(&page.words()[line.said.clone()]) >= MIN_WORDS;
        let tail = if first == last { line.end } else { dash };
        let post = Self {
            first,
            last,
            said: line.said,
            tail,
        };
        (is_long && !page.is_gone(first)).then_some(post)
    }

    /// The whole post, if a paragraph quotes it.
    fn quoted(&self, page: &Page<'_>) -> Option<Quoted> {
        let (by, found) = self.best_quotation(page)?;
        let (mut first, mut overlap, mut kept) = (self.first, found.overlap, found.kept);
        // A post of several lines was divided into segments: take in those above that the same
        // paragraph quotes.
        while first > 0 && self.may_go_on_above(page, first - 1, by) {
            let Some(more) = says(page, Line::of(page, first - 1).said, by) else {
                break;
            };
            overlap = overlap.and(more.overlap);
            kept = kept.start.min(more.kept.start)..kept.end.max(more.kept.end);
            first -= 1;
        }
        if overlap.cut < MIN_LOOSE_WORDS {
            return None;
        }
        let segments = page.segments();
        let cut = segments[first]
            .content()
            .join(segments[self.last].content());
        let overlap = WordOverlap {
            // Two lines of the post may be said by the same words.
            matched: overlap.matched.min(kept.len()),
            cut: page.document.words_in(cut).len(),
            kept: kept.len(),
        };
        let repeat = Repeat {
            cut,
            kept: page.span_of(&kept),
            kind: RepeatKind::Contained,
            overlap,
        };
        Some(Quoted { first, repeat })
    }

    /// The paragraph that says most of the last line, of equals the first, and how it says it.
    fn best_quotation(&self, page: &Page<'_>) -> Option<(usize, Cover)> {
        let mut quotations = Vec::new();
        for partner in page.open_partners(self.first) {
            let by = partner.segment;
            // One post does not quote another: that is the same post twice.
            if by == self.last || signature(page.content(by)).is_some() {
                continue;
            }
            if let Some(found) = says(page, self.said.clone(), by) {
                quotations.push((by, found));
            }
        }
        quotations
            .into_iter()
            .max_by_key(|(by, found)| (found.overlap.matched, Reverse(*by)))
    }

    /// Whether a line above may belong to the post, if paragraph `by` quotes it.
    fn may_go_on_above(&self, page: &Page<'_>, line: usize, by: usize) -> bool {
        line != by
            && !page.is_gone(line)
            && self.last - line < MAX_LINES
            && signature(page.content(line)).is_none()
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

/// What a line of a post says.
struct Line {
    /// Its words without links, tags and the word in which it breaks off: a quotation leaves these
    /// out.
    said: Range<usize>,
    /// Where the links and tags after the words begin, in bytes. If there are none, where the part
    /// of the line ends that was asked for.
    end: usize,
}

impl Line {
    /// What all of a line says.
    fn of(page: &Page<'_>, line: usize) -> Self {
        Self::before(page, line, usize::MAX)
    }

    /// What the part of a line before byte `end` says.
    fn before(page: &Page<'_>, line: usize, mut end: usize) -> Self {
        let (text, words) = (page.text(), page.words());
        let mut said = page.ranges[line].clone();
        // If all of the line is asked for, this is after the last word of the text, and no word is
        // left out.
        let first_behind = page.document.first_word_from(end);
        said.end = first_behind.clamp(said.start, said.end);
        while let Some(last) = words[said.clone()].last() {
            let start = start_of_token(text, last.span.start());
            if !is_link(&text[start..]) {
                break;
            }
            end = start;
            said.end -= 1;
        }
        if said.len() > MIN_WORDS {
            let after = &text[words[said.end - 1].span.end()..];
            if after.starts_with('…') || after.starts_with("...") {
                said.end -= 1;
            }
        }
        Self { said, end }
    }
}

/// Where the run of characters without white space begins that holds byte `at`.
fn start_of_token(text: &str, at: usize) -> usize {
    let before = &text[..at];
    // White space may take several bytes, as a no-break space does, so the token is measured.
    let token = before.rsplit(char::is_whitespace).next();
    at - token.map_or(0, str::len)
}

/// Whether a text begins with a link, an account or a tag.
fn is_link(text: &str) -> bool {
    let token = text.split(char::is_whitespace).next().unwrap_or_default();
    token.starts_with(['#', '@']) || token.contains('/') && token.contains('.')
}
