//! A marked article: its words, which of them were cut, and which should have been cut.

use super::{MarkedArticle, SpanLabel};
use crate::fault::Fault;
use crate::scores::Counts;
use copydesk_text::{Document, Span, Spans, Word, sentences};
use std::ops::Range;

/// How the run treated a document, judged by the truth.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Treatment {
    /// The document is kept, without these spans.
    KeptWithout(Spans),
    /// The document is dropped, and another one of its cluster is kept.
    DroppedRightly,
    /// The document is dropped, and no other one of its cluster is kept.
    DroppedWrongly,
}

/// The treatment that a word should get, and the label of the mark that says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Expected {
    /// The word must be kept.
    Kept(SpanLabel),
    /// The word should be cut.
    Cut(SpanLabel),
    /// The word is not judged.
    Either,
}

/// A marked article with its text, and how the run treated it.
pub(super) struct Article<'t> {
    /// The article in the truth file.
    pub truth: &'t MarkedArticle,
    /// The index of the document's decision.
    pub document: usize,
    /// The text, divided into words.
    pub page: Document<'t>,
    pub treatment: Treatment,
    /// Whether each word is cut.
    cut: Vec<bool>,
    /// The treatment that each word should get.
    pub expected: Vec<Expected>,
}

/// The length of a word in halves of an *effective word*: 1 for a letter of a script without
/// spaces, 2 for any other word. Halves are whole numbers, so sums of them are exact.
pub(super) fn halves(word: &Word) -> u64 {
    if word.is_unspaced() { 1 } else { 2 }
}

/// A number of halves as a number of effective words.
pub(super) fn in_words(halves: u64) -> f64 {
    halves as f64 / 2.0
}

impl<'t> Article<'t> {
    /// An article in which its marks say what should become of each word. Words in members of
    /// groups are judged later, by [`groups::judge`](super::groups::judge).
    ///
    /// # Errors
    /// If a mark lies outside the text or splits a character.
    pub(super) fn new(
        truth: &'t MarkedArticle,
        document: usize,
        text: &'t str,
        treatment: Treatment,
    ) -> Result<Self, Fault> {
        for mark in &truth.marks {
            let (start, end) = (mark.span.start(), mark.span.end());
            // The truth file does not contain the text, so its marks can be checked only now.
            if text.get(start..end).is_none() {
                let what = format!(
                    "{start}..{end} lies outside the text of {} bytes or splits a character",
                    text.len()
                );
                return Err(Fault::at(
                    truth.line,
                    format!(
                        "{}: {what}; offsets are bytes of the decoded text",
                        truth.id
                    ),
                ));
            }
        }
        let page = Document::new(text);
        let cut: Vec<bool> = match &treatment {
            Treatment::KeptWithout(cuts) => {
                page.words().iter().map(|w| cuts.contain(w.span)).collect()
            }
            // Nothing is left of a dropped document.
            Treatment::DroppedRightly | Treatment::DroppedWrongly => vec![true; page.words().len()],
        };
        let mut article = Self {
            expected: vec![Expected::Kept(SpanLabel::Text); cut.len()],
            truth,
            document,
            page,
            treatment,
            cut,
        };
        for mark in &truth.marks {
            match mark.label {
                SpanLabel::Furniture => article.judge(mark.span, Expected::Cut(mark.label)),
                SpanLabel::Trap | SpanLabel::Update => {
                    article.judge(mark.span, Expected::Kept(mark.label));
                }
                SpanLabel::Either => article.judge(mark.span, Expected::Either),
                _ => {}
            }
        }
        Ok(article)
    }

    /// Sets what should become of the words in a span. [`Expected::Either`] takes precedence over
    /// [`Expected::Cut`], and that over [`Expected::Kept`].
    pub(super) fn judge(&mut self, span: Span, expected: Expected) {
        let range = self.words_in(span);
        for word in &mut self.expected[range] {
            *word = match (*word, expected) {
                (Expected::Either, _) => Expected::Either,
                (Expected::Cut(label), Expected::Kept(_)) => Expected::Cut(label),
                (_, expected) => expected,
            };
        }
    }

    /// The indices of the words that are wholly inside a span.
    fn words_in(&self, span: Span) -> Range<usize> {
        let start = self.page.first_word_from(span.start());
        let end = self
            .page
            .words()
            .partition_point(|word| word.span.end() <= span.end());
        // If the span is inside a single word, `end` is before `start`.
        start..end.max(start)
    }

    /// The length of a span, in halves of words: (of its words that are cut, of all its words).
    pub(super) fn cut_of(&self, span: Span) -> (u64, u64) {
        let (mut cut, mut all) = (0, 0);
        for i in self.words_in(span) {
            let halves = halves(&self.page.words()[i]);
            all += halves;
            if self.cut[i] {
                cut += halves;
            }
        }
        (cut, all)
    }

    /// Every word as (its length in effective words, what should become of it, whether it was cut).
    pub(super) fn words(&self) -> impl Iterator<Item = (f64, Expected, bool)> {
        let judged = self.page.words().iter().zip(&self.expected).zip(&self.cut);
        judged.map(|((word, &expected), &cut)| (in_words(halves(word)), expected, cut))
    }

    /// The counts for one word, given its length in effective words. In a document that was dropped
    /// wrongly, every judged word is cut wrongly.
    pub(super) fn counts(&self, length: f64, expected: Expected, is_cut: bool) -> Counts {
        let is_lost = self.treatment == Treatment::DroppedWrongly;
        match (expected, is_cut) {
            (Expected::Either, _) | (Expected::Kept(_), false) => Counts::default(),
            (Expected::Cut(_), true) if !is_lost => Counts {
                right: length,
                ..Counts::default()
            },
            (_, true) => Counts {
                wrong: length,
                ..Counts::default()
            },
            (Expected::Cut(_), false) => Counts {
                missed: length,
                ..Counts::default()
            },
        }
    }

    /// The sentences in which at least one word must be kept, each with whether such a word is cut.
    /// Words for which `is_in_lost_group` is true do not count: the group is reported instead.
    pub(super) fn sentences(&self, is_in_lost_group: impl Fn(Span) -> bool) -> Vec<(Span, bool)> {
        let mut out = Vec::new();
        for segment in self.page.segments() {
            for sentence in sentences(self.page.text(), segment.content()) {
                let mut has_word_to_keep = false;
                let mut is_lost = false;
                for i in self.words_in(sentence) {
                    let must_be_kept = matches!(self.expected[i], Expected::Kept(_));
                    if must_be_kept && !is_in_lost_group(self.page.words()[i].span) {
                        has_word_to_keep = true;
                        is_lost |= self.cut[i];
                    }
                }
                if has_word_to_keep {
                    out.push((sentence, is_lost));
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::LabelledSpan;
    use super::*;

    fn mark(start: usize, end: usize, label: SpanLabel) -> LabelledSpan {
        LabelledSpan {
            span: Span::new(start, end),
            label,
            group: None,
        }
    }

    #[test]
    fn overlapping_marks_and_half_words() {
        let text = "Share now. 東京 burns.";
        let marks = vec![
            mark(0, 17, SpanLabel::Furniture),
            mark(6, 9, SpanLabel::Either),
            mark(11, 24, SpanLabel::Trap),
        ];
        let truth = MarkedArticle {
            line: 1,
            id: "a".into(),
            lang: "en".into(),
            cluster: None,
            marks,
        };
        let article = Article::new(
            &truth,
            0,
            text,
            Treatment::KeptWithout(Spans::union([Span::new(0, 17)])),
        )
        .unwrap();
        let words: Vec<_> = article.words().collect();
        assert_eq!(words[0], (1.0, Expected::Cut(SpanLabel::Furniture), true));
        assert_eq!(words[1].1, Expected::Either);
        assert_eq!(words[2], (0.5, Expected::Cut(SpanLabel::Furniture), true));
        assert_eq!(words[4], (1.0, Expected::Kept(SpanLabel::Trap), false));
        assert_eq!(article.cut_of(Span::new(0, 24)), (6, 8));
        assert_eq!(article.sentences(|_| false), [(Span::new(11, 24), false)]);
    }

    #[test]
    fn a_mark_that_splits_a_character_is_refused() {
        let truth = MarkedArticle {
            line: 3,
            id: "a".into(),
            lang: "en".into(),
            cluster: None,
            marks: vec![mark(0, 1, SpanLabel::Trap)],
        };
        let fault = Article::new(&truth, 0, "é", Treatment::KeptWithout(Spans::default()))
            .err()
            .unwrap();
        assert!(fault.message("t").starts_with(
            "t: line 3: a: 0..1 lies outside the text of 2 bytes or splits a character"
        ));
    }
}
