//! Embedded posts, which are cut together with their signature or not at all.
//!
//! A *post* is a message from a social network that the page shows. Its *signature* is the line or
//! the end of the line with its author, account and date: `— Mayor (@mayor) July 1, 2019`.
//! `posts.rs` of the parent folder finds posts that the story quotes, and cuts them whole. Other
//! steps may cut a part of a post, and this file finds such cuts. Each line of a post is a segment.

use super::CutDocument;
use crate::repeats::Repeat;
use crate::repeats::lines::{MAX_SIGNATURE, signature_start};
use crate::repeats::quotations::is_open_quotation;
use copydesk_text::Span;

/// Most lines from a line of a post to the line with the signature, both included.
const MAX_POST_LINES: usize = 6;

impl CutDocument<'_> {
    /// Whether a cut takes the words of a post and not its signature, or the signature alone.
    /// `segment` is the one in which the cut begins, here and below.
    pub(super) fn splits_post(&self, segment: usize, cut: Span) -> bool {
        self.leaves_signature(cut) || self.takes_signature_alone(segment, cut)
    }

    /// Whether the text right after a cut is a signature and stays.
    fn leaves_signature(&self, cut: Span) -> bool {
        let text = self.document.text();
        let after = text[cut.end()..].trim_start();
        if !begins_like_signature(first_line(after)) {
            return false;
        }
        let start = text.len() - after.len();
        let first_byte_of_signature = Span::new(start, start + 1);
        !self.cut.overlap(first_byte_of_signature)
    }

    /// Whether a cut is a signature and the words before it stay.
    fn takes_signature_alone(&self, segment: usize, cut: Span) -> bool {
        let text = self.document.text();
        let cut_text = cut.slice(text);
        let Some(signature) = signature_start(cut_text) else {
            return false;
        };
        let has_words = !cut_text[..signature].trim().is_empty();
        if has_words {
            return false;
        }
        let line_start = self.content(segment).start();
        // The words of the post are before the signature in its line, or in the line above. A cut
        // may begin in the white space before its line.
        let before = text[line_start..cut.start().max(line_start)].trim_end();
        let Some(last_char) = before.chars().next_back() else {
            return segment > 0 && !self.ends_in_cut(segment - 1);
        };
        let end = line_start + before.len();
        !self.cut.overlap(Span::new(end - last_char.len_utf8(), end))
    }

    /// Whether a repeat cuts a line of a post whose signature stays, and keeps a quotation of that
    /// line in the story.
    pub(super) fn takes_quoted_line(&self, segment: usize, repeat: &Repeat) -> bool {
        let Some(signature) = self.signature_below(segment) else {
            return false;
        };
        let holder = self.content(self.holder(repeat));
        // A kept copy may begin in the white space before its paragraph.
        let start = repeat.kept.start().max(holder.start());
        let before_copy = Span::new(holder.start(), start).slice(self.document.text());
        !self.ends_in_cut(signature) && is_open_quotation(before_copy)
    }

    /// Whether a line is in a post and is cut together with the rest of the post below it.
    pub(super) fn is_cut_with_post(&self, segment: usize) -> bool {
        let Some(signature) = self.signature_below(segment) else {
            return false;
        };
        (segment..=signature).all(|line| self.ends_in_cut(line))
    }

    /// The first line that has a signature, from this line on. `None` if there is none among the
    /// [`MAX_POST_LINES`] lines that begin with this line; then this line is not in a post.
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
