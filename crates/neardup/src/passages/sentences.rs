//! Whole sentences of a paragraph that stand in another document.
//!
//! A desk often pastes two sentences of background into a paragraph of its own. The paragraph is no
//! copy then, but the sentences are. Each sentence is looked up by itself; a short one (“He denied
//! it.”) proves nothing and counts only beside a sentence that is a copy, if it follows that
//! sentence in the other document too. Neighbours with copies in one source make a run, and a run
//! is cut if it is long enough and nothing opens or closes in it alone.
//!
//! Quotations are left alone. What somebody said, wrote or tweeted stands word for word in every
//! report about it, and none of the reports was copied from another; without it the sentences
//! around it lose their sense.

use super::copies::{CopiedPassage, PassageFinder};
use super::quotation::{is_balanced, is_quoted};

use crate::alike::{WordOverlap, long_sentences};
use copydesk_text::{Document, Span, effective_words};
use std::ops::Range;

/// Two reporters come by the same few words more easily than by many: shorter runs of sentences
/// must be equal, in effective words.
const LONG: usize = 25;
/// Shorter sentences are copies only if they follow the same sentence in both places, in effective
/// words.
const MIN_SENTENCE: usize = 8;

/// Where a short sentence stands beside one that is a copy.
#[derive(Clone, Copy)]
enum Beside {
    Behind,
    InFront,
}

/// A sentence of the paragraph.
struct Sentence {
    span: Span,
    /// Its words, by their numbers in the document.
    words: Range<usize>,
    copy: Option<CopiedPassage>,
}

impl Sentence {
    /// The source that holds the copy.
    fn source(&self) -> Option<usize> {
        self.copy.map(|copy| copy.source)
    }
}

/// Runs of sentences of a paragraph that stand in one source and have at least `least` effective
/// words together. A run is one passage for each paragraph of the source that holds a part of it.
pub(super) fn copied_sentences(
    finder: &PassageFinder<'_>,
    paragraph: usize,
    least: usize,
) -> Vec<CopiedPassage> {
    let (side, range) = (finder.document.side(), &finder.document.ranges()[paragraph]);
    // One sentence at least must have a copy that does not lean on its neighbour.
    if !finder.places.may_hold(range, MIN_SENTENCE)
        || effective_words(&side.words[range.clone()]) < least
    {
        return Vec::new();
    }
    let pieces = long_sentences(
        side.text,
        side.words,
        finder.document.spans()[paragraph],
        range,
        1,
    );
    if pieces.len() < 2 {
        // One sentence is the paragraph, and that was looked at as a whole.
        return Vec::new();
    }
    let mut sentences: Vec<Sentence> = Vec::with_capacity(pieces.len());
    for (span, words) in pieces {
        let cut = trimmed(side.text, span);
        let before = sentences.last().and_then(|sentence| sentence.copy);
        let copy = if effective_words(&side.words[words.clone()]) >= MIN_SENTENCE {
            finder.best_copy(paragraph, words.clone(), cut)
        } else {
            before.and_then(|before| finder.copy_beside(&before, Beside::Behind, &words, cut))
        };
        sentences.push(Sentence { span, words, copy });
    }
    // A short sentence may also stand in front of one with a copy, so the same backwards.
    for i in (1..sentences.len()).rev() {
        let (Some(after), None) = (sentences[i].copy, sentences[i - 1].copy) else {
            continue;
        };
        let Sentence { span, words, .. } = &sentences[i - 1];
        let cut = trimmed(side.text, *span);
        sentences[i - 1].copy = finder.copy_beside(&after, Beside::InFront, words, cut);
    }
    let mut passages = Vec::new();
    for run in sentences.chunk_by(|a, b| a.copy.is_some() && a.source() == b.source()) {
        if is_passage(finder, run, least) {
            passages.extend(joined(finder, run));
        }
    }
    passages
}

/// Whether a run of sentences may be cut: long enough, no quotation, and nothing opens or closes in
/// it alone.
fn is_passage(finder: &PassageFinder<'_>, run: &[Sentence], least: usize) -> bool {
    let side = finder.document.side();
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return false;
    };
    let len = effective_words(&side.words[first.words.start..last.words.end]);
    if first.copy.is_none() || len < least {
        return false;
    }
    for sentence in run {
        let is_equal = sentence
            .copy
            .is_some_and(|copy| copy.overlap.similarity() >= 1.0);
        if len < LONG && !is_equal || finder.is_quotation(sentence) {
            return false;
        }
    }
    is_balanced(first.span.join(last.span).slice(side.text))
}

/// Neighbours whose copies follow each other in one paragraph become one passage.
fn joined(finder: &PassageFinder<'_>, run: &[Sentence]) -> Vec<CopiedPassage> {
    let mut out: Vec<CopiedPassage> = Vec::new();
    for copy in run.iter().filter_map(|sentence| sentence.copy) {
        let source = finder.sources[copy.source].document();
        match out
            .last_mut()
            .filter(|last| last.is_followed_by(&copy, source))
        {
            Some(last) => {
                last.cut = last.cut.join(copy.cut);
                last.kept = last.kept.join(copy.kept);
                last.overlap = last.overlap.and(copy.overlap);
            }
            None => out.push(copy),
        }
    }
    out
}

fn trimmed(text: &str, span: Span) -> Span {
    let piece = span.slice(text);
    let start = span.start() + (piece.len() - piece.trim_start().len());
    Span::new(start, (start + piece.trim().len()).max(start))
}

impl CopiedPassage {
    /// Whether the copy of the next passage stands in the same paragraph of `source` with no word
    /// in between.
    fn is_followed_by(&self, next: &Self, source: &Document<'_>) -> bool {
        self.copy == next.copy
            && self.kept.end() <= next.kept.start()
            && source.first_word_from(self.kept.end()) == source.first_word_from(next.kept.start())
    }
}

impl PassageFinder<'_> {
    /// The copy of a sentence, if the words beside the copy of its neighbour are the same as its
    /// own.
    fn copy_beside(
        &self,
        neighbour: &CopiedPassage,
        side: Beside,
        run: &Range<usize>,
        cut: Span,
    ) -> Option<CopiedPassage> {
        let source = self.sources[neighbour.source];
        let document = source.document();
        let start = match side {
            Beside::Behind => document.first_word_from(neighbour.kept.end()),
            Beside::InFront => {
                let end = document.first_word_from(neighbour.kept.start());
                end.checked_sub(run.len())?
            }
        };
        let there = source.side().words.get(start..start + run.len())?;
        let own = &self.document.side().words[run.clone()];
        let range = &source.ranges()[neighbour.copy];
        let is_inside = range.start <= start && start + run.len() <= range.end;
        let is_same = there
            .iter()
            .map(|word| word.hash)
            .eq(own.iter().map(|word| word.hash));
        let kept = there.first()?.span.join(there.last()?.span);
        let overlap = WordOverlap {
            matched: run.len(),
            cut: run.len(),
            kept: run.len(),
        };
        (is_inside && is_same).then_some(CopiedPassage {
            cut,
            kept,
            overlap,
            ..*neighbour
        })
    }

    /// Whether a sentence is somebody's words, here or where its copy stands.
    fn is_quotation(&self, sentence: &Sentence) -> bool {
        let Some(copy) = sentence.copy else {
            return false;
        };
        let source = self.sources[copy.source];
        is_quoted(
            self.document.side().text,
            self.document.spans()[copy.paragraph],
            sentence.span,
        ) || is_quoted(source.side().text, source.spans()[copy.copy], copy.kept)
    }
}
