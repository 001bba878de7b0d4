//! One article, cut into segments and words.

use copydesk_text::{Fingerprint, Segment, Span, Word, effective_words, segments, words_in};
use std::ops::Range;

/// A text with its segments and words; `ranges[i]` are the words of segment `i`.
pub(crate) struct Page<'t> {
    pub text: &'t str,
    pub segments: Vec<Segment>,
    pub words: Vec<Word>,
    pub ranges: Vec<Range<usize>>,
}

/// Longest segment that is looked at without its numbers, in words.
const MAX_SHAPE_WORDS: usize = 25;
/// Stands for any number.
const NUMBER: u64 = 0x6E75_6D62_6572_3F3F;

impl<'t> Page<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let segments = segments(text);
        let mut words = Vec::with_capacity(text.len() / 6);
        let ranges = segments
            .iter()
            .map(|segment| {
                let start = words.len();
                words_in(text, segment.content(), &mut words);
                start..words.len()
            })
            .collect();
        Self { text, segments, words, ranges }
    }

    pub(crate) fn words_of(&self, segment: usize) -> &[Word] {
        &self.words[self.ranges[segment].clone()]
    }

    pub(crate) fn effective_len(&self, segment: usize) -> usize {
        effective_words(self.words_of(segment))
    }

    pub(crate) fn key(&self, segment: usize) -> u128 {
        let content = self.segments[segment].content();
        Fingerprint::of_piece(self.words_of(segment), content.slice(self.text)).bits()
    }

    /// The keys of all segments.
    pub(crate) fn keys(&self) -> Vec<u128> {
        (0..self.segments.len()).map(|i| self.key(i)).collect()
    }

    /// The key of a short segment with its numbers left blank; none if it has no numbers, or nothing else.
    pub(crate) fn shape_key(&self, segment: usize) -> Option<u128> {
        let words = self.words_of(segment);
        let numbers = words.iter().filter(|word| word.is_number()).count();
        if numbers == 0 || numbers == words.len() || words.len() > MAX_SHAPE_WORDS {
            return None;
        }
        let mut blanked = words.to_vec();
        blanked.iter_mut().filter(|word| word.is_number()).for_each(|word| word.hash = NUMBER);
        Some(Fingerprint::of(&blanked).bits())
    }

    /// The words that lie in none of the spans, which are in order and disjoint.
    pub(crate) fn words_outside(&self, spans: &[Span]) -> Vec<Word> {
        let mut cut = spans.iter().peekable();
        let is_kept = |word: &&Word| {
            while cut.next_if(|span| span.end() <= word.span.start()).is_some() {}
            cut.peek().is_none_or(|span| word.span.end() <= span.start())
        };
        self.words.iter().filter(is_kept).copied().collect()
    }
}
