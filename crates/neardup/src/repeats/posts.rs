//! Cuts embedded posts (messages from social networks) that the story quotes.
//!
//! A story quotes a post in full, and the page prints the post once more below: its words, links,
//! the author's name and account, the date. The quotation belongs to the story, so the post is cut.
//! It is cut from its first line to its signature, or not at all.
//!
//! ```text
//! “The ferry will sail on Friday, storm or no storm, and every ticket stays valid,” she wrote.
//!
//! ⟦The ferry will sail on Friday, storm or no storm, and every ticket stays valid.⟧
//! ⟦— Ida Marsh (@harbourmarsh) March 5, 2021⟧
//! ```
//!
//! A post is found from its end: a signature shows where its last line is, and a line above belongs
//! to the post if the same paragraph quotes that line too. The words and the signature are two
//! repeats, because only the words have a copy that stays.

use super::lines::{introduces, signature_start};
use super::page::{MIN_WORDS, Page};
use super::repeat::{Repeat, RepeatKind};
use crate::align::{Coverage, WordOverlap, retold};
use copydesk_text::{Span, effective_words};
use std::cmp::Reverse;
use std::ops::Range;

/// Fewest words of a line for which the quotation need not have every word, and fewest words of a
/// whole post. Shorter posts are not cut: many people write the same few words on one day.
const MIN_LOOSE_WORDS: usize = 12;
/// Most lines of one post.
const MAX_LINES: usize = 12;

/// Cuts every post that a paragraph quotes. `repeats` are those of earlier steps; the repeats of
/// the posts are added to them, and replace those inside the posts.
pub(super) fn cut_quoted(page: &mut Page<'_>, repeats: &mut Vec<Repeat>) {
    for last in 0..page.segments().len() {
        let Some(post) = Post::ending_in(page, last) else {
            continue;
        };
        let Some(quoted) = post.quoted(page) else {
            continue;
        };
        let whole = quoted.repeat;
        // If the post were cut, the line above it would introduce the next paragraph.
        let is_introduced = quoted.first > 0 && introduces(page.content(quoted.first - 1));
        // A copy that another repeat names must stay.
        let is_named = repeats.iter().any(|repeat| repeat.kept.overlaps(whole.cut));
        if is_named || is_introduced {
            continue;
        }
        repeats.retain(|repeat| !repeat.cut.overlaps(whole.cut));
        let tail_start = post.tail.max(page.segments()[last].content().start());
        let words_start = whole.cut.start();
        let words = page.text()[words_start..tail_start].trim_end();
        repeats.push(Repeat {
            cut: Span::new(words_start, words_start + words.len()),
            ..whole
        });
        repeats.push(Repeat {
            cut: Span::new(tail_start, whole.cut.end()),
            kind: RepeatKind::Signature,
            ..whole
        });
        // A line that is cut here cannot be the quotation for which the next post is cut.
        for line in quoted.first..=last {
            page.is_open[line] = false;
            page.is_cut[line] = true;
        }
    }
}

/// The end of a post: its last line with words, and the signature after or below that line.
struct Post {
    /// The segment with the words.
    first: usize,
    /// The segment with the signature: `first` or the next one.
    last: usize,
    /// The words, without links and signature.
    words: Range<usize>,
    /// The byte at which the links and the signature begin.
    tail: usize,
}

/// A post that a paragraph quotes.
struct QuotedPost {
    /// The segment with the first line of the post.
    first: usize,
    /// Cuts the whole post and keeps the quotation.
    repeat: Repeat,
}

impl Post {
    /// The end of the post whose signature is in segment `last`. `None` if no post is signed there,
    /// or its last line is too short.
    fn ending_in(page: &Page<'_>, last: usize) -> Option<Self> {
        if page.has_no_words(last) {
            return None;
        }
        let content = page.segments()[last].content();
        let dash = content.start() + signature_start(page.content(last))?;
        // The signature may be a line of its own, below the words.
        let words_before = page.document.words_in(Span::new(content.start(), dash));
        let (first, line) = if words_before.is_empty() {
            let above = last.checked_sub(1)?;
            (above, Line::of(page, above))
        } else {
            (last, Line::before(page, last, dash))
        };
        let is_long = effective_words(&page.words()[line.words.clone()]) >= MIN_WORDS;
        let tail = if first == last { line.end } else { dash };
        let post = Self {
            first,
            last,
            words: line.words,
            tail,
        };
        (is_long && !page.has_no_words(first)).then_some(post)
    }

    /// The whole post, if a paragraph quotes it.
    fn quoted(&self, page: &Page<'_>) -> Option<QuotedPost> {
        let (by, quotation) = self.best_quotation(page)?;
        let (mut first, mut overlap, mut kept) = (self.first, quotation.overlap, quotation.kept);
        // Each line of a post is a segment. A line above belongs to the post if the same paragraph
        // quotes it.
        while first > 0 && self.may_include(page, first - 1, by) {
            let Some(line) = quotation_in(page, Line::of(page, first - 1).words, by) else {
                break;
            };
            overlap = overlap.and(line.overlap);
            kept = kept.start.min(line.kept.start)..kept.end.max(line.kept.end);
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
            // Two lines of the post may be quoted by the same words.
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
        Some(QuotedPost { first, repeat })
    }

    /// The paragraph that has most words of the last line, of equals the first, and where it has
    /// them.
    fn best_quotation(&self, page: &Page<'_>) -> Option<(usize, Coverage)> {
        let mut quotations = Vec::new();
        for partner in page.open_partners(self.first) {
            let by = partner.segment;
            // A post with the same words is no quotation: it is the same post printed twice.
            if by == self.last || signature_start(page.content(by)).is_some() {
                continue;
            }
            if let Some(quotation) = quotation_in(page, self.words.clone(), by) {
                quotations.push((by, quotation));
            }
        }
        quotations
            .into_iter()
            .max_by_key(|(by, quotation)| (quotation.overlap.matched, Reverse(*by)))
    }

    /// Whether a line above may belong to the post, if paragraph `by` quotes that line.
    fn may_include(&self, page: &Page<'_>, line: usize, by: usize) -> bool {
        line != by
            && !page.has_no_words(line)
            && self.last - line < MAX_LINES
            && signature_start(page.content(line)).is_none()
    }
}

/// Where paragraph `by` quotes these words of a post, and how well; `None` if it does not.
fn quotation_in(page: &Page<'_>, words: Range<usize>, by: usize) -> Option<Coverage> {
    if words.is_empty() {
        return None;
    }
    let (len, paragraph) = (words.len(), page.ranges[by].clone());
    let cover = retold(page.side(), words, page.side(), paragraph, |_| false)?;
    // If the words are few, the quotation must have all of them.
    (len >= MIN_LOOSE_WORDS || cover.overlap.matched == len).then_some(cover)
}

/// The words of a line of a post that a quotation would have.
struct Line {
    /// The words without those that a quotation leaves out: links and tags at the end, and a word
    /// in which the line breaks off.
    words: Range<usize>,
    /// The byte at which the links and tags after the words begin. If there are none, the end of
    /// the part of the line that was examined.
    end: usize,
}

impl Line {
    /// The words in all of a line.
    fn of(page: &Page<'_>, line: usize) -> Self {
        Self::before(page, line, usize::MAX)
    }

    /// The words in the part of a line before byte `end`.
    fn before(page: &Page<'_>, line: usize, mut end: usize) -> Self {
        let (text, all_words) = (page.text(), page.words());
        let mut words = page.ranges[line].clone();
        // For all of the line (`usize::MAX`) this is the number of all words, and leaves out none.
        let first_word_after = page.document.first_word_from(end);
        words.end = first_word_after.clamp(words.start, words.end);
        while let Some(last) = all_words[words.clone()].last() {
            let start = start_of_token(text, last.span.start());
            if !is_link(&text[start..]) {
                break;
            }
            end = start;
            words.end -= 1;
        }
        if words.len() > MIN_WORDS {
            let after = &text[all_words[words.end - 1].span.end()..];
            if after.starts_with('…') || after.starts_with("...") {
                words.end -= 1;
            }
        }
        Self { words, end }
    }
}

/// The byte at which the run of characters without white space begins that is around byte `at`.
fn start_of_token(text: &str, at: usize) -> usize {
    let before = &text[..at];
    // The length is subtracted because the white space before the token may be several bytes long,
    // as a no-break space is.
    let token = before.rsplit(char::is_whitespace).next();
    at - token.map_or(0, str::len)
}

/// Whether a text begins with a link, an account or a tag.
fn is_link(text: &str) -> bool {
    let token = text.split(char::is_whitespace).next().unwrap_or_default();
    token.starts_with(['#', '@']) || token.contains('/') && token.contains('.')
}
