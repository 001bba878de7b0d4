//! One article, cut into segments and words as a run cuts it.

use copydesk_text::{Segment, Word, segments, words_in};

/// A text with its segments and words.
pub(super) struct Page<'t> {
    pub text: &'t str,
    pub segments: Vec<Segment>,
    /// The words of the segments, one segment after the other: no word crosses from one into the next.
    pub words: Vec<Word>,
}

impl<'t> Page<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let segments = segments(text);
        let mut words = Vec::with_capacity(text.len() / 6);
        for segment in &segments {
            words_in(text, segment.content(), &mut words);
        }
        Self { text, segments, words }
    }
}
