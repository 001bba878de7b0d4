//! Embedded posts, which are cut together with their signature or not at all.
//!
//! `posts.rs` of the parent folder finds posts that the story quotes, and cuts them whole. Other
//! steps may cut a part of a post, and this file finds such cuts.

use super::CutDocument;
use crate::repeats::Repeat;
use crate::repeats::lines::{MAX_SIGNATURE, signature_start};
use crate::repeats::quotations::is_open_quotation;
use copydesk_text::Span;

/// Most lines from a line of a post to the signature, both included.
const MAX_POST_LINES: usize = 6;

impl CutDocument<'_> {
    /// Whether a cut takes the words of a post and not its signature, or the signature alone.
    pub(super) fn splits_post(&self, segment: usize, cut: Span) -> bool {
        self.leaves_signature(cut) || self.takes_signature_alone(segment, cut)
    }

    /// Whether the line after a cut is a signature and stays.
    fn leaves_signature(&self, cut: Span) -> bool {
        let text = self.document.text();
        let after = text[cut.end()..].trim_start();
        if !begins_like_signature(first_line(after)) {
            return false;
        }
        let start = text.len() - after.len();
        let first_byte = Span::new(start, start + 1);
        !self.cut.overlap(first_byte)
    }

    /// Whether a cut is a signature and the words before it stay.
    fn takes_signature_alone(&self, segment: usize, cut: Span) -> bool {
        let text = self.document.text();
        let cut_text = cut.slice(text);
        let signature = signature_start(cut_text);
        if !matches!(signature, Some(start) if cut_text[..start].trim().is_empty()) {
            return false;
        }
        let start = self.content(segment).start();
        // The words of the post are before the signature in its segment, or in the segment above.
        let before = text[start..cut.start().max(start)].trim_end();
        let Some(last) = before.chars().next_back() else {
            return segment > 0 && !self.ends_in_cut(segment - 1);
        };
        let end = start + before.len();
        !self.cut.overlap(Span::new(end - last.len_utf8(), end))
    }

    /// Whether a cut takes a line of a post whose signature stays, and the kept copy is a quotation
    /// of that line in the story.
    pub(super) fn takes_quoted_line(&self, segment: usize, repeat: &Repeat) -> bool {
        let Some(signature) = self.signature_below(segment) else {
            return false;
        };
        let holder = self.content(self.holder(repeat));
        let start = repeat.kept.start().max(holder.start());
        let before = Span::new(holder.start(), start).slice(self.document.text());
        !self.ends_in_cut(signature) && is_open_quotation(before)
    }

    /// Whether a line is in a post and is cut together with the rest of the post below it.
    pub(super) fn is_cut_with_post(&self, segment: usize) -> bool {
        let Some(signature) = self.signature_below(segment) else {
            return false;
        };
        (segment..=signature).all(|line| self.ends_in_cut(line))
    }

    /// The first line that has a signature, from this line on. `None` if there is none among the
    /// next [`MAX_POST_LINES`] lines, so that this line cannot be in a post.
    fn signature_below(&self, segment: usize) -> Option<usize> {
        let end = self.document.segments().len();
        let mut lines = segment..end.min(segment + MAX_POST_LINES);
        lines.find(|&line| signature_start(self.text(line)).is_some())
    }
}

/// The text before the first line break.
fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

/// Whether a line begins like the signature of an embedded post: `— Mayor (@mayor) July 1, 2019`.
fn begins_like_signature(line: &str) -> bool {
    let line = line.trim_start();
    let front = &line[..line.floor_char_boundary(MAX_SIGNATURE)];
    front.starts_with(['—', '–', '-', '―']) && front.contains("(@")
}
