//! One marked article: its words, which of them were cut, and which should have been.

use super::{Marked, SpanLabel};
use crate::fault::Fault;
use crate::scores::Counts;
use copydesk_text::{Document, Span, Spans, Word, sentences};
use std::ops::Range;

/// What the run did with a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// It is kept, without these spans.
    Cut(Spans),
    /// It is dropped, and another document of its cluster is kept.
    DroppedRightly,
    /// It is dropped, and no other document of its cluster is kept.
    DroppedWrongly,
}

/// What should become of a word, and the mark that says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fate {
    /// It must be kept.
    Stays(SpanLabel),
    /// It should be cut.
    Goes(SpanLabel),
    /// It is not judged.
    Either,
}

/// An article with its text.
pub(super) struct Article<'t> {
    pub truth: &'t Marked,
    /// Number of the document in the dump.
    pub document: usize,
    pub page: Document<'t>,
    pub standing: Standing,
    /// Whether each word is cut.
    cut: Vec<bool>,
    /// What should become of each word.
    pub fates: Vec<Fate>,
}

/// The length of a word in halves of an effective word: two, or one for a letter of a script
/// without spaces. Whole numbers can be added without rounding.
pub(super) fn halves(word: &Word) -> u64 {
    if word.is_unspaced() { 1 } else { 2 }
}

/// Halves in effective words.
pub(super) fn in_words(halves: u64) -> f64 {
    halves as f64 / 2.0
}

impl<'t> Article<'t> {
    /// An article with the fates that its marks give to words. The fates of words in members of
    /// groups are set later, by [`judge`](super::groups::judge).
    ///
    /// # Errors
    /// If a mark is outside of the text or splits a character.
    pub(super) fn new(
        truth: &'t Marked,
        document: usize,
        text: &'t str,
        standing: Standing,
    ) -> Result<Self, Fault> {
        for mark in &truth.marks {
            let (start, end) = (mark.span.start(), mark.span.end());
            // `Span` knows neither the text nor its characters, so marks are checked as soon as the
            // text is there.
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
        let cut: Vec<bool> = match &standing {
            Standing::Cut(cuts) => page.words().iter().map(|w| cuts.contain(w.span)).collect(),
            // Nothing is left of a dropped document.
            Standing::DroppedRightly | Standing::DroppedWrongly => vec![true; page.words().len()],
        };
        let mut article = Self {
            fates: vec![Fate::Stays(SpanLabel::Text); cut.len()],
            truth,
            document,
            page,
            standing,
            cut,
        };
        for mark in &truth.marks {
            match mark.label {
                SpanLabel::Furniture => article.judge(mark.span, Fate::Goes(mark.label)),
                SpanLabel::Trap | SpanLabel::Update => {
                    article.judge(mark.span, Fate::Stays(mark.label));
                }
                SpanLabel::Either => article.judge(mark.span, Fate::Either),
                _ => {}
            }
        }
        Ok(article)
    }

    /// Sets the fate of the words of a span. [`Fate::Either`] takes precedence over [`Fate::Goes`],
    /// and [`Fate::Goes`] over [`Fate::Stays`].
    pub(super) fn judge(&mut self, span: Span, fate: Fate) {
        let range = self.words_in(span);
        for known in &mut self.fates[range] {
            *known = match (*known, fate) {
                (Fate::Either, _) => Fate::Either,
                (Fate::Goes(label), Fate::Stays(_)) => Fate::Goes(label),
                (_, fate) => fate,
            };
        }
    }

    /// The indices of the words that are inside a span.
    fn words_in(&self, span: Span) -> Range<usize> {
        let start = self.page.first_word_from(span.start());
        // A word that is only partly inside is not judged by the mark.
        let end = self
            .page
            .words()
            .partition_point(|word| word.span.end() <= span.end());
        // A span may be inside one word.
        start..end.max(start)
    }

    /// How many halves of words a span has: (those that are cut, all).
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

    /// Every word as (its length in effective words, its fate, whether it was cut).
    pub(super) fn words(&self) -> impl Iterator<Item = (f64, Fate, bool)> {
        let judged = self.page.words().iter().zip(&self.fates).zip(&self.cut);
        judged.map(|((word, &fate), &cut)| (in_words(halves(word)), fate, cut))
    }

    /// The counts for one word. In a document that was dropped wrongly, every judged word is cut
    /// wrongly.
    pub(super) fn counts(&self, words: f64, fate: Fate, cut: bool) -> Counts {
        let is_lost = self.standing == Standing::DroppedWrongly;
        match (fate, cut) {
            (Fate::Either, _) | (Fate::Stays(_), false) => Counts::default(),
            (Fate::Goes(_), true) if !is_lost => Counts {
                right: words,
                ..Counts::default()
            },
            (_, true) => Counts {
                wrong: words,
                ..Counts::default()
            },
            (Fate::Goes(_), false) => Counts {
                missed: words,
                ..Counts::default()
            },
        }
    }

    /// The sentences in which a word must be kept. Each comes with `true` if such a word is cut.
    /// Words for which `is_told` is true do not count: they are reported with a lost group.
    pub(super) fn sentences(&self, is_told: impl Fn(Span) -> bool) -> Vec<(Span, bool)> {
        let mut out = Vec::new();
        for segment in self.page.segments() {
            for sentence in sentences(self.page.text(), segment.content()) {
                let mut must_stay = false;
                let mut is_hurt = false;
                for i in self.words_in(sentence) {
                    let stays = matches!(self.fates[i], Fate::Stays(_));
                    if stays && !is_told(self.page.words()[i].span) {
                        must_stay = true;
                        is_hurt |= self.cut[i];
                    }
                }
                if must_stay {
                    out.push((sentence, is_hurt));
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
        let truth = Marked {
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
            Standing::Cut(Spans::union([Span::new(0, 17)])),
        )
        .unwrap();
        let words: Vec<_> = article.words().collect();
        assert_eq!(words[0], (1.0, Fate::Goes(SpanLabel::Furniture), true));
        assert_eq!(words[1].1, Fate::Either);
        assert_eq!(words[2], (0.5, Fate::Goes(SpanLabel::Furniture), true));
        assert_eq!(words[4], (1.0, Fate::Stays(SpanLabel::Trap), false));
        assert_eq!(article.cut_of(Span::new(0, 24)), (6, 8));
        assert_eq!(article.sentences(|_| false), [(Span::new(11, 24), false)]);
    }

    #[test]
    fn a_mark_that_splits_a_character_is_refused() {
        let truth = Marked {
            line: 3,
            id: "a".into(),
            lang: "en".into(),
            cluster: None,
            marks: vec![mark(0, 1, SpanLabel::Trap)],
        };
        let fault = Article::new(&truth, 0, "é", Standing::Cut(Spans::default()))
            .err()
            .unwrap();
        assert!(fault.message("t").starts_with(
            "t: line 3: a: 0..1 lies outside the text of 2 bytes or splits a character"
        ));
    }
}
