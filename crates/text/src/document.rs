//! A text with its segments and words.
//!
//! [`Document::new`] finds the segments and words of an article once, and all later steps share
//! them. So two steps can never disagree about what a paragraph or a word is, and a span that one
//! step finds is valid in every other. Questions that several crates ask about a text are methods
//! of [`Document`]. A question that only one crate asks is answered in that crate.

use crate::fingerprint::Fingerprint;
use crate::legible::{legible_words_in, may_be_illegible};
use crate::segments::{Segment, segments};
use crate::span::{Span, Spans};
use crate::words::{BYTES_PER_WORD, Word, effective_words, words_in};
use std::borrow::Cow;
use std::ops::Range;

/// A text, cut into segments, and the words of each segment.
///
/// Words are found segment by segment, so no word crosses a line break, and the words of a
/// paragraph do not depend on the paragraphs around it. HTML entities and wrongly decoded letters
/// are read as the letters that were meant: `Skerrow&#39;s` is the word `Skerrow's`, and `FÃ¤hre`
/// is `Fähre`.
///
/// The text may be borrowed or owned; a `Document<'static>` owns it.
///
/// ```
/// use copydesk_text::Document;
///
/// let page = Document::new("The vote was close.\n\nIt ended at dawn.");
/// assert_eq!(page.segments().len(), 2);
/// assert_eq!(page.words_of(1).len(), 4);
/// assert_eq!(page.words_of(1)[0].span.slice(page.text()), "It");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Document<'t> {
    text: Cow<'t, str>,
    segments: Vec<Segment>,
    words: Vec<Word>,
    /// For each segment, the range of its words in `words`.
    word_ranges: Vec<Range<usize>>,
}

/// Longest segment that has a [template key](Document::template_key), in words. A longer segment is
/// prose.
const MAX_TEMPLATE_WORDS: usize = 25;
/// The hash that stands for every number in a template. Its bytes spell `number??`.
const ANY_NUMBER: u64 = 0x6E75_6D62_6572_3F3F;

/// How many segments at the top of a page count as its edge. Often they are a dateline and a
/// button.
const HEAD: usize = 2;
/// How many segments at the bottom of a page count as its edge. In a short page at most a third of
/// all segments count, or a short story would have no middle.
const FOOT: usize = 6;

impl<'t> Document<'t> {
    /// Finds the segments and words of a text.
    ///
    /// # Panics
    /// If the text is 4 GiB long or longer.
    #[must_use]
    pub fn new(text: impl Into<Cow<'t, str>>) -> Self {
        let text = text.into();
        let segments = segments(&text);
        let mut words = Vec::with_capacity(text.len() / BYTES_PER_WORD);
        let mut word_ranges = Vec::with_capacity(segments.len());
        // `legible_words_in` is slower: it copies each segment and resolves its entities. Most
        // texts have nothing to resolve.
        let append_words = if may_be_illegible(&text) {
            legible_words_in
        } else {
            words_in
        };
        for segment in &segments {
            let start = words.len();
            append_words(&text, segment.content(), &mut words);
            word_ranges.push(start..words.len());
        }
        Self {
            text,
            segments,
            words,
            word_ranges,
        }
    }

    /// The raw text, to which all spans refer.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Frees memory that is allocated but not used, for documents that are kept for a long time.
    pub fn shrink_to_fit(&mut self) {
        if let Cow::Owned(text) = &mut self.text {
            text.shrink_to_fit();
        }
        self.segments.shrink_to_fit();
        self.words.shrink_to_fit();
        self.word_ranges.shrink_to_fit();
    }

    /// The raw text, moved and not copied, for callers that need nothing else of the document.
    #[must_use]
    pub fn into_text(self) -> Cow<'t, str> {
        self.text
    }

    /// The paragraphs and lines, which tile the text.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The index of the segment whose tile holds this byte. At the end of the text, the index of
    /// the last segment.
    ///
    /// ```
    /// use copydesk_text::Document;
    ///
    /// let page = Document::new("One.\n\nTwo words.");
    /// assert_eq!([0, 5, 6, 16].map(|byte| page.segment_at(byte)), [0, 0, 1, 1]);
    /// ```
    ///
    /// # Panics
    /// If the document is empty and has no segment.
    #[must_use]
    pub fn segment_at(&self, byte: usize) -> usize {
        self.segments
            .partition_point(|segment| segment.tile().end() <= byte)
            .min(self.segments.len() - 1)
    }

    /// All words, in order.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// For each segment, the range of its words in [`Self::words`].
    #[must_use]
    pub fn word_ranges(&self) -> &[Range<usize>] {
        &self.word_ranges
    }

    /// The words of a segment.
    ///
    /// # Panics
    /// If there is no segment with this index. The methods that look at a segment's words or text
    /// all panic then.
    #[must_use]
    pub fn words_of(&self, segment: usize) -> &[Word] {
        &self.words[self.word_ranges[segment].clone()]
    }

    /// Length of a segment in [effective words](effective_words).
    #[must_use]
    pub fn effective_words_of(&self, segment: usize) -> usize {
        effective_words(self.words_of(segment))
    }

    /// The visible text of a segment.
    #[must_use]
    pub fn content_of(&self, segment: usize) -> &str {
        self.segments[segment].content().slice(&self.text)
    }

    /// The words that begin in a span, as a range of [`Self::words`].
    ///
    /// ```
    /// use copydesk_text::{Document, Span};
    ///
    /// let page = Document::new("One. Two words.");
    /// assert_eq!(page.words_in(Span::new(5, 15)), 1..3);
    /// ```
    #[must_use]
    pub fn words_in(&self, span: Span) -> Range<usize> {
        self.first_word_from(span.start())..self.first_word_from(span.end())
    }

    /// The index in [`Self::words`] of the first word that begins at this byte or after it. If
    /// there is none, the number of words.
    #[must_use]
    pub fn first_word_from(&self, byte: usize) -> usize {
        self.words.partition_point(|word| word.span.start() < byte)
    }

    /// The document without the words that these spans touch. Its text and its segments stay the
    /// same, so spans and indices of segments are valid in both documents.
    ///
    /// ```
    /// use copydesk_text::{Document, Span, Spans};
    ///
    /// let page = Document::new("Good story.\nShare this!");
    /// let kept = page.without(&Spans::union([Span::new(12, 23)]));
    /// assert_eq!(kept.words().len(), 2);
    /// assert!(kept.words_of(1).is_empty());
    /// ```
    #[must_use]
    pub fn without(&self, cut: &Spans) -> Document<'_> {
        // Words and spans are both in order, so one pass over the spans is enough. `rest` begins
        // with the first span that does not end before the word.
        let mut rest = cut.as_slice();
        let mut words = Vec::with_capacity(self.words.len());
        let mut word_ranges = Vec::with_capacity(self.word_ranges.len());
        for range in &self.word_ranges {
            let start = words.len();
            for &word in &self.words[range.clone()] {
                while let [span, later @ ..] = rest
                    && span.end() <= word.span.start()
                {
                    rest = later;
                }
                let is_touched = match rest.first() {
                    Some(span) => span.start() < word.span.end(),
                    None => false,
                };
                if !is_touched {
                    words.push(word);
                }
            }
            word_ranges.push(start..words.len());
        }
        Document {
            text: Cow::Borrowed(&self.text),
            segments: self.segments.clone(),
            words,
            word_ranges,
        }
    }

    /// The fingerprint of a segment: equal keys mean equal words. The key of a segment without
    /// words (`* * *`) is made of its visible characters.
    #[must_use]
    pub fn key(&self, segment: usize) -> Fingerprint {
        Fingerprint::of_segment(self.words_of(segment), self.content_of(segment))
    }

    /// The keys of all segments, in order.
    #[must_use]
    pub fn keys(&self) -> Vec<Fingerprint> {
        (0..self.segments.len())
            .map(|segment| self.key(segment))
            .collect()
    }

    /// The first segment with words, if it repeats the headline `title` word for word; else `None`.
    /// Scrapers often put the headline into the text as well.
    ///
    /// ```
    /// use copydesk_text::Document;
    ///
    /// let page = Document::new("Ferry sinks at noon\n\nThe ferry sank at noon in the strait.");
    /// let headline = page.repeated_headline("FERRY SINKS AT NOON").expect("it repeats");
    /// assert_eq!(headline.slice(page.text()), "Ferry sinks at noon");
    /// assert_eq!(page.repeated_headline("Ferry sinks"), None);
    /// ```
    #[must_use]
    pub fn repeated_headline(&self, title: &str) -> Option<Span> {
        let title = Document::new(title);
        // A line without words (`* * *`) may come before the headline.
        let first = self
            .word_ranges
            .iter()
            .position(|words| !words.is_empty())?;
        if have_same_hashes(self.words_of(first), &title.words) {
            Some(self.segments[first].content())
        } else {
            None
        }
    }

    /// The fingerprint of a short segment in which every number is replaced by a placeholder:
    /// `© 2019 Post` and `© 2020 Post` are one template. `None` if the segment has no number, has
    /// nothing but numbers, or is long.
    ///
    /// ```
    /// use copydesk_text::Document;
    ///
    /// let page = Document::new("© 2019 Harbour Post\n© 2020 Harbour Post\nHarbour Post");
    /// assert_eq!(page.template_key(0), page.template_key(1));
    /// assert!(page.template_key(0).is_some() && page.template_key(2).is_none());
    /// ```
    #[must_use]
    pub fn template_key(&self, segment: usize) -> Option<Fingerprint> {
        let words = self.words_of(segment);
        // A segment of only numbers has no template. Otherwise all rows of a table with equally
        // many numbers would have the same one.
        let numbers = words.iter().filter(|word| word.is_number()).count();
        if numbers == 0 || numbers == words.len() || words.len() > MAX_TEMPLATE_WORDS {
            return None;
        }
        let mut template = words.to_vec();
        for word in &mut template {
            if word.is_number() {
                word.hash = ANY_NUMBER;
            }
        }
        Some(Fingerprint::of(&template))
    }

    /// Whether a segment is near the top or the bottom of the page, where sites put their own text.
    #[must_use]
    pub fn is_at_edge(&self, segment: usize) -> bool {
        let count = self.segments.len();
        let foot_start = count - FOOT.min(count / 3);
        segment < HEAD || segment >= foot_start
    }
}

/// Whether two runs of words are equal in normal form.
fn have_same_hashes(words: &[Word], others: &[Word]) -> bool {
    let (hashes, other_hashes) = (words.iter().map(hash_of), others.iter().map(hash_of));
    hashes.eq(other_hashes)
}

fn hash_of(word: &Word) -> u64 {
    word.hash
}

#[cfg(test)]
mod tests {
    use super::Document;
    use crate::span::{Span, Spans};
    use crate::words::{Word, words_in};
    use proptest::prelude::*;

    fn raw_words(document: &Document<'_>) -> Vec<String> {
        document
            .words()
            .iter()
            .map(|word| word.span.slice(document.text()).to_owned())
            .collect()
    }

    #[test]
    fn no_word_crosses_a_line_break() {
        // Read as one text, the sign at the end of the first line would belong to the number on the
        // second.
        let page = Document::new("Price in US$\n\n500 people came");
        assert_eq!(
            raw_words(&page),
            ["Price", "in", "US", "500", "people", "came"]
        );
    }

    #[test]
    fn the_edge_is_two_lines_above_and_six_or_a_third_below() {
        let edges = |lines: usize| {
            let page = Document::new(
                (0..lines)
                    .map(|i| format!("line {i}\n"))
                    .collect::<String>(),
            );
            (0..lines)
                .filter(|&i| page.is_at_edge(i))
                .collect::<Vec<_>>()
        };
        assert_eq!(edges(2), [0, 1]);
        assert_eq!(edges(9), [0, 1, 6, 7, 8]);
        assert_eq!(edges(30), [0, 1, 24, 25, 26, 27, 28, 29]);
    }

    fn text() -> impl Strategy<Value = String> {
        proptest::string::string_regex("([a-zа-я]{1,6}|[0-9]{1,3}|[$€.,:%“” \n])([ \n])?")
            .map_or_else(
                |_| unreachable!("a valid expression"),
                |piece| proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat()),
            )
    }

    proptest! {
        /// The definition: each segment's words are those of its content alone.
        #[test]
        fn each_segment_has_the_words_of_its_content_alone(text in text()) {
            let page = Document::new(text.as_str());
            let mut all: Vec<Word> = Vec::new();
            for (i, segment) in page.segments().iter().enumerate() {
                let mut expected = Vec::new();
                words_in(&text, segment.content(), &mut expected);
                prop_assert_eq!(page.words_of(i), expected.as_slice());
                prop_assert_eq!(page.words_in(segment.content()), page.word_ranges()[i].clone());
                all.append(&mut expected);
            }
            prop_assert_eq!(page.words(), all.as_slice());
        }

        #[test]
        fn the_words_that_no_cut_touches_are_left(
            text in text(), cuts in proptest::collection::vec((0usize..60, 1usize..20), 0..5),
        ) {
            let page = Document::new(text.as_str());
            let span = |(start, len): (usize, usize)| {
                let start = text.floor_char_boundary(start.min(text.len()));
                Span::new(start, text.ceil_char_boundary((start + len).min(text.len())))
            };
            let cuts: Vec<Span> = cuts.into_iter().map(span).collect();
            let left = page.without(&Spans::union(cuts.iter().copied()));
            let is_left = |word: &&Word| !cuts.iter().any(|cut| cut.overlaps(word.span));
            let expected: Vec<Word> = page.words().iter().filter(is_left).copied().collect();
            prop_assert_eq!(left.words(), expected.as_slice());
            for (i, segment) in left.segments().iter().enumerate() {
                prop_assert_eq!(left.words_in(segment.content()), left.word_ranges()[i].clone());
            }
        }
    }
}
