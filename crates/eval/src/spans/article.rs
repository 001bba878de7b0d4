//! A marked article: its words, which of them were cut, and which should have been cut. A *mark* is
//! a span that an editor labelled ([`LabelledSpan`](super::LabelledSpan)). A *group* is a set of
//! marks on spans that say the same.

use super::{MarkedArticle, SpanLabel};
use crate::fault::Fault;
use crate::scores::Counts;
use copydesk_text::{Document, Span, Spans, Word, sentences};
use std::ops::Range;

/// How the run treated a document, and whether that was right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Treatment {
    /// The document is kept, without these spans.
    KeptWithout(Spans),
    /// The document is dropped, and another document of its true cluster is kept.
    DroppedRightly,
    /// The document is dropped, and no other document of its true cluster is kept.
    DroppedWrongly,
}

/// What should become of a word, and the label of the mark that says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Expected {
    /// The word must be kept.
    Kept(SpanLabel),
    /// The word should be cut.
    Cut(SpanLabel),
    /// The word is not judged.
    Either,
}

/// A word, as far as it is scored.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct JudgedWord {
    /// The length, in effective words.
    pub length: f64,
    pub expected: Expected,
    pub is_cut: bool,
}

/// The length of a span of text, in halves of effective words (see [`halves`]).
pub(super) struct SpanLength {
    /// The length of its words that are cut.
    pub cut: u64,
    /// The length of all its words.
    pub all: u64,
}

/// A sentence in which at least one word must be kept.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct JudgedSentence {
    pub span: Span,
    /// Whether a word is cut that must be kept.
    pub is_lost: bool,
}

/// A marked article with its text, and how the run treated it.
pub(super) struct Article<'t> {
    /// The article in the truth file.
    pub truth: &'t MarkedArticle,
    /// The index of the document's decision.
    pub document: usize,
    /// The text, divided into words.
    pub content: Document<'t>,
    pub treatment: Treatment,
    /// For each word, whether all of it is cut.
    is_cut: Vec<bool>,
    /// For each word, what should become of it.
    pub expected: Vec<Expected>,
}

/// The length of a word in halves of an *effective word*: 1 for a letter of a script without spaces
/// between words, 2 for any other word. Halves are counted because sums of whole numbers are exact.
pub(super) fn halves(word: &Word) -> u64 {
    if word.is_unspaced() { 1 } else { 2 }
}

/// A number of halves as a number of effective words.
pub(super) fn in_words(halves: u64) -> f64 {
    halves as f64 / 2.0
}

impl<'t> Article<'t> {
    /// An article in which `expected` follows from the marks. For words in members of groups,
    /// [`groups::judge`](super::groups::judge) sets it later.
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
        let content = Document::new(text);
        let words = content.words();
        let is_cut: Vec<bool> = match &treatment {
            Treatment::KeptWithout(cuts) => {
                words.iter().map(|word| cuts.contain(word.span)).collect()
            }
            // Nothing is left of a dropped document.
            Treatment::DroppedRightly | Treatment::DroppedWrongly => vec![true; words.len()],
        };
        let mut article = Self {
            expected: vec![Expected::Kept(SpanLabel::Text); words.len()],
            truth,
            document,
            content,
            treatment,
            is_cut,
        };
        for mark in &truth.marks {
            match mark.label {
                SpanLabel::Furniture => article.set_expected(mark.span, Expected::Cut(mark.label)),
                SpanLabel::Trap | SpanLabel::Update => {
                    article.set_expected(mark.span, Expected::Kept(mark.label));
                }
                SpanLabel::Either => article.set_expected(mark.span, Expected::Either),
                // Members of groups.
                _ => {}
            }
        }
        Ok(article)
    }

    /// Sets what should become of the words in a span. If something was set before, the first of
    /// these takes precedence: [`Expected::Either`], [`Expected::Cut`], [`Expected::Kept`].
    pub(super) fn set_expected(&mut self, span: Span, expected: Expected) {
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
        let start = self.content.first_word_from(span.start());
        let end = self
            .content
            .words()
            .partition_point(|word| word.span.end() <= span.end());
        // If the span is inside a single word, `end` is before `start`.
        start..end.max(start)
    }

    /// The length of the words that are wholly inside a span.
    pub(super) fn length_of(&self, span: Span) -> SpanLength {
        let mut length = SpanLength { cut: 0, all: 0 };
        for i in self.words_in(span) {
            let halves = halves(&self.content.words()[i]);
            length.all += halves;
            if self.is_cut[i] {
                length.cut += halves;
            }
        }
        length
    }

    /// The words of the article, in order.
    pub(super) fn words(&self) -> impl Iterator<Item = JudgedWord> {
        let words = self.content.words().iter();
        let judged = words.zip(&self.expected).zip(&self.is_cut);
        judged.map(|((word, &expected), &is_cut)| JudgedWord {
            length: in_words(halves(word)),
            expected,
            is_cut,
        })
    }

    /// The counts for one word of the article.
    pub(super) fn counts(&self, word: JudgedWord) -> Counts {
        let mut counts = Counts::default();
        // In a document that was dropped wrongly, no word is cut rightly.
        let is_document_lost = self.treatment == Treatment::DroppedWrongly;
        match (word.expected, word.is_cut) {
            (Expected::Either, _) | (Expected::Kept(_), false) => {}
            (Expected::Cut(_), false) => counts.missed = word.length,
            (Expected::Cut(_), true) if !is_document_lost => counts.right = word.length,
            (_, true) => counts.wrong = word.length,
        }
        counts
    }

    /// The sentences in which at least one word must be kept. A word for which `is_in_lost_group`
    /// is true does not count as such a word: the group is reported instead.
    pub(super) fn judged_sentences(
        &self,
        is_in_lost_group: impl Fn(Span) -> bool,
    ) -> Vec<JudgedSentence> {
        let mut out = Vec::new();
        for segment in self.content.segments() {
            for sentence in sentences(self.content.text(), segment.content()) {
                let mut has_word_to_keep = false;
                let mut is_lost = false;
                for i in self.words_in(sentence) {
                    let must_be_kept = matches!(self.expected[i], Expected::Kept(_));
                    if must_be_kept && !is_in_lost_group(self.content.words()[i].span) {
                        has_word_to_keep = true;
                        is_lost |= self.is_cut[i];
                    }
                }
                if has_word_to_keep {
                    out.push(JudgedSentence {
                        span: sentence,
                        is_lost,
                    });
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

    fn mark(span: Span, label: SpanLabel) -> LabelledSpan {
        LabelledSpan {
            span,
            label,
            group: None,
        }
    }

    fn word(length: f64, expected: Expected, is_cut: bool) -> JudgedWord {
        JudgedWord {
            length,
            expected,
            is_cut,
        }
    }

    #[test]
    fn words_are_judged_by_the_mark_that_takes_precedence() {
        let text = "Share now. 東京 burns.";
        let (first_sentence, second_sentence) = ("Share now. ".len(), "東京 burns.".len());
        let until_burns = Span::new(0, "Share now. 東京".len());
        let now = Span::new("Share ".len(), "Share now".len());
        let second = Span::new(first_sentence, first_sentence + second_sentence);
        let marks = vec![
            mark(until_burns, SpanLabel::Furniture),
            mark(now, SpanLabel::Either),
            mark(second, SpanLabel::Trap),
        ];
        let truth = MarkedArticle {
            line: 1,
            id: "a".into(),
            lang: "en".into(),
            cluster: None,
            marks,
        };
        let treatment = Treatment::KeptWithout(Spans::union([until_burns]));
        let article = Article::new(&truth, 0, text, treatment).unwrap();
        let furniture = Expected::Cut(SpanLabel::Furniture);
        assert_eq!(
            article.words().collect::<Vec<_>>(),
            [
                word(1.0, furniture, true),                        // Share
                word(1.0, Expected::Either, true),                 // now
                word(0.5, furniture, true),                        // 東
                word(0.5, furniture, true),                        // 京
                word(1.0, Expected::Kept(SpanLabel::Trap), false), // burns
            ]
        );
        let length = article.length_of(Span::new(0, text.len()));
        // Three words and two letters; "burns" is not cut.
        assert_eq!((length.cut, length.all), (6, 8));
        let sentence = JudgedSentence {
            span: second,
            is_lost: false,
        };
        assert_eq!(article.judged_sentences(|_| false), [sentence]);
    }

    #[test]
    fn a_mark_that_splits_a_character_is_refused() {
        let truth = MarkedArticle {
            line: 3,
            id: "a".into(),
            lang: "en".into(),
            cluster: None,
            marks: vec![mark(Span::new(0, 1), SpanLabel::Trap)],
        };
        let fault = Article::new(&truth, 0, "é", Treatment::KeptWithout(Spans::default()))
            .err()
            .unwrap();
        assert!(fault.message("t").starts_with(
            "t: line 3: a: 0..1 lies outside the text of 2 bytes or splits a character"
        ));
    }
}
