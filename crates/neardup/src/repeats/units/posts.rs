//! Embedded posts, which are cut together with their signature or not at all.
//!
//! A *post* is a message from a social network that the page shows. It ends in its *signature*:
//! its author, account and date, as in `— Mayor (@mayor) July 1, 2019`. The signature has a line of
//! its own, or follows the words of the post in their line. Each line of a post is a segment.
//! `repeats/posts.rs` cuts posts that the story quotes, each as a whole. Other steps may cut a part
//! of a post, and this file finds such cuts.

use super::CutDocument;
use crate::repeats::Repeat;
use crate::repeats::lines::{MAX_SIGNATURE, signature_start};
use crate::repeats::quotations::is_open_quotation;
use copydesk_text::Span;

/// How far below a line of a post its signature may be, in lines, both lines included.
const MAX_POST_LINES: usize = 6;

impl CutDocument<'_> {
    /// Whether a cut takes the words of a post and not its signature, or the signature alone. The
    /// cut begins in `segment`.
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
        // One byte is enough to ask, whatever the length of the dash there.
        let first_byte_of_signature = Span::new(start, start + 1);
        // `self.cut` has all cuts of the document.
        !self.cut.overlap(first_byte_of_signature)
    }

    /// Whether a cut that begins in `segment` is a signature, and the words before it stay.
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
        // The words of the post are before the signature in its line, or in the line above. The
        // cut may take white space along and so begin before the line's content.
        let before = text[line_start..cut.start().max(line_start)].trim_end();
        let Some(last_char) = before.chars().next_back() else {
            return segment > 0 && !self.ends_in_cut(segment - 1);
        };
        let end = line_start + before.len();
        !self.cut.overlap(Span::new(end - last_char.len_utf8(), end))
    }

    /// Whether a repeat cuts a line of a post (`segment`) whose signature stays, while the copy
    /// that stays is a quotation of that line in the story.
    pub(super) fn takes_quoted_line(&self, segment: usize, repeat: &Repeat) -> bool {
        let Some(signature_line) = self.line_of_signature(segment) else {
            return false;
        };
        let paragraph_of_copy = self.content(self.segment_of_copy(repeat));
        // The kept copy may begin in the white space before its paragraph.
        let start = repeat.kept.start().max(paragraph_of_copy.start());
        let before_copy = Span::new(paragraph_of_copy.start(), start).slice(self.document.text());
        !self.ends_in_cut(signature_line) && is_open_quotation(before_copy)
    }

    /// Whether a line is in a post and is cut together with the rest of the post below it.
    pub(super) fn is_cut_with_post(&self, segment: usize) -> bool {
        let Some(signature_line) = self.line_of_signature(segment) else {
            return false;
        };
        (segment..=signature_line).all(|line| self.ends_in_cut(line))
    }

    /// The first line that has a signature: this line, or one after it. `None` if none of the next
    /// [`MAX_POST_LINES`] lines, this line included, has one. Then this line is not in a post.
    fn line_of_signature(&self, segment: usize) -> Option<usize> {
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
