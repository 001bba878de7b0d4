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
//! A post is found from its end: its *signature*, which has the author, the account and the date. A
//! line above belongs to the post if the same paragraph quotes that line, too. The words and the
//! signature are two repeats, because only the words have a copy that stays. Each line of a post is
//! a segment.

use super::lines::{introduces, signature_start};
use super::page::{MIN_WORDS, Page};
use super::repeat::{Repeat, RepeatKind};
use crate::align::{Coverage, WordOverlap, retold};
use copydesk_text::{Span, effective_words};
use std::cmp::Reverse;
use std::ops::Range;

/// Fewest words of a post. Many people write the same few words on one day, so shorter posts are
/// not cut.
const MIN_POST_WORDS: usize = 12;
/// Fewest words of a line that a quotation may change. A shorter line must be quoted word for word.
const MIN_LOOSE_WORDS: usize = 12;
/// Most lines of one post.
const MAX_LINES: usize = 12;

/// Cuts every post that a paragraph quotes. `repeats` are those of earlier steps. The repeats of
/// the posts are added to them, and replace those that cut parts of the posts.
pub(super) fn cut_quoted(page: &mut Page<'_>, repeats: &mut Vec<Repeat>) {
    for signature in 0..page.segments().len() {
        let Some(post) = PostEnd::in_segment(page, signature) else {
            continue;
        };
        let Some(quoted) = post.quoted(page) else {
            continue;
        };
        // Cuts the words and the signature.
        let whole = quoted.repeat;
        // If the post were cut, the line above it would introduce the next paragraph.
        let is_introduced = quoted.first > 0 && introduces(page.content(quoted.first - 1));
        // The kept copy of another repeat must stay.
        let is_named = repeats.iter().any(|repeat| repeat.kept.overlaps(whole.cut));
        if is_named || is_introduced {
            continue;
        }
        repeats.retain(|repeat| !repeat.cut.overlaps(whole.cut));
        // A link is taken from one white space to the next. If a line break is written as `<br>`, a
        // link before the signature seems to begin in the line above.
        let tail_start = post.tail.max(page.segments()[signature].content().start());
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
        for line in quoted.first..=signature {
            page.is_open[line] = false;
            page.is_cut[line] = true;
        }
    }
}

/// The end of a post: its last line with words, and the signature after or below that line.
struct PostEnd {
    /// The segment with this line.
    line: usize,
    /// The segment with the signature: `line` or the next one.
    signature: usize,
    /// The words of the line, without links and signature.
    words: Range<usize>,
    /// The byte at which the signature begins. If there are links before it in the same segment,
    /// the byte at which these begin.
    tail: usize,
}

/// A paragraph that quotes the words of a post.
struct Quotation {
    /// The number of the paragraph.
    by: usize,
    /// Where in the paragraph the words are, and how well they agree.
    cover: Coverage,
}

/// A post that a paragraph quotes.
struct QuotedPost {
    /// The segment with the first line of the post.
    first: usize,
    /// Cuts the whole post and keeps the quotation.
    repeat: Repeat,
}

impl PostEnd {
    /// The end of the post whose signature is in segment `signature`. `None` if no post is signed
    /// there, or its last line is too short.
    fn in_segment(page: &Page<'_>, signature: usize) -> Option<Self> {
        if page.has_no_words(signature) {
            return None;
        }
        let content = page.segments()[signature].content();
        let dash = content.start() + signature_start(page.content(signature))?;
        let words_before = page.document.words_in(Span::new(content.start(), dash));
        let post = if words_before.is_empty() {
            // The signature is a line of its own, below the words.
            let line = signature.checked_sub(1)?;
            Self {
                line,
                signature,
                words: QuotableWords::of(page, line).range,
                tail: dash,
            }
        } else {
            let quotable = QuotableWords::before(page, signature, dash);
            Self {
                line: signature,
                signature,
                words: quotable.range,
                tail: quotable.end,
            }
        };
        let is_long = effective_words(&page.words()[post.words.clone()]) >= MIN_WORDS;
        (is_long && !page.has_no_words(post.line)).then_some(post)
    }

    /// The whole post, if a paragraph quotes it.
    fn quoted(&self, page: &Page<'_>) -> Option<QuotedPost> {
        let Quotation { by, cover } = self.best_quotation(page)?;
        let (mut first, mut overlap, mut kept) = (self.line, cover.overlap, cover.kept);
        // A line above belongs to the post if the same paragraph quotes it.
        while first > 0 && self.may_include(page, first - 1, by) {
            let words = QuotableWords::of(page, first - 1).range;
            let Some(above) = quotation_in(page, words, by) else {
                break;
            };
            overlap = overlap.and(above.overlap);
            kept = kept.start.min(above.kept.start)..kept.end.max(above.kept.end);
            first -= 1;
        }
        let post_words = overlap.cut;
        if post_words < MIN_POST_WORDS {
            return None;
        }
        let segments = page.segments();
        let cut = segments[first]
            .content()
            .join(segments[self.signature].content());
        let overlap = WordOverlap {
            // Two lines of the post may have their copy in the same words, which count once.
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

    /// The paragraph that quotes most words of the last line; of equals the first on the page.
    fn best_quotation(&self, page: &Page<'_>) -> Option<Quotation> {
        let mut quotations = Vec::new();
        for partner in page.open_partners(self.line) {
            let by = partner.segment;
            // A post with the same words is not a quotation but the same post printed twice.
            if by == self.signature || signature_start(page.content(by)).is_some() {
                continue;
            }
            if let Some(cover) = quotation_in(page, self.words.clone(), by) {
                quotations.push(Quotation { by, cover });
            }
        }
        quotations
            .into_iter()
            .max_by_key(|Quotation { by, cover }| (cover.overlap.matched, Reverse(*by)))
    }

    /// Whether segment `line`, which is above, belongs to the post if paragraph `by` quotes it.
    fn may_include(&self, page: &Page<'_>, line: usize, by: usize) -> bool {
        line != by
            && !page.has_no_words(line)
            && self.signature - line < MAX_LINES
            && signature_start(page.content(line)).is_none()
    }
}

/// Where paragraph `by` quotes these words of a post, and how well; `None` if it does not.
fn quotation_in(page: &Page<'_>, words: Range<usize>, by: usize) -> Option<Coverage> {
    if words.is_empty() {
        return None;
    }
    let (len, paragraph) = (words.len(), page.ranges[by].clone());
    // Each word must be in the quotation itself. That the story has it elsewhere is not enough.
    let cover = retold(page.side(), words, page.side(), paragraph, |_| false)?;
    (len >= MIN_LOOSE_WORDS || cover.overlap.matched == len).then_some(cover)
}

/// The words of a line of a post that a quotation would have: all but the links and tags at the
/// end, and the word in which the line breaks off.
struct QuotableWords {
    range: Range<usize>,
    /// The byte at which the links and tags after the words begin. If there are none, the byte up
    /// to which the line was examined.
    end: usize,
}

impl QuotableWords {
    /// The words of a whole line.
    fn of(page: &Page<'_>, line: usize) -> Self {
        Self::before(page, line, usize::MAX)
    }

    /// The words of a line before byte `end` of the text.
    fn before(page: &Page<'_>, line: usize, mut end: usize) -> Self {
        let (text, words) = (page.text(), page.words());
        let mut range = page.ranges[line].clone();
        // The byte may be after the line, or before its first word.
        let first_word_after = page.document.first_word_from(end);
        range.end = first_word_after.clamp(range.start, range.end);
        while let Some(last) = words[range.clone()].last() {
            let start = start_of_token(text, last.span.start());
            if !is_link(&text[start..]) {
                break;
            }
            end = start;
            range.end -= 1;
        }
        if range.len() > MIN_WORDS {
            let after = &text[words[range.end - 1].span.end()..];
            if after.starts_with('…') || after.starts_with("...") {
                range.end -= 1;
            }
        }
        Self { range, end }
    }
}

/// The first byte of the token that has byte `at` in it. A *token* is a run of characters without
/// white space.
fn start_of_token(text: &str, at: usize) -> usize {
    let before = &text[..at];
    let front_of_token = before.rsplit(char::is_whitespace).next();
    at - front_of_token.map_or(0, str::len)
}

/// Whether a text begins with a link, an account (`@`) or a tag (`#`).
fn is_link(text: &str) -> bool {
    let token = text.split(char::is_whitespace).next().unwrap_or_default();
    token.starts_with(['#', '@']) || (token.contains('/') && token.contains('.'))
}
