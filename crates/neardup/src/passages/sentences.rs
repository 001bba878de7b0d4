//! Whole sentences of a paragraph that occur in another document.
//!
//! A desk often pastes two sentences of background into a paragraph of its own. The paragraph is no
//! copy then, but the sentences are. Each sentence is looked up by itself; a short one (“He denied
//! it.”) proves nothing and counts only beside a sentence that is a copy, if it follows that
//! sentence in the other document too. Neighbours with copies in one source make a run, and a run
//! is cut if it is long enough and nothing opens or closes in it alone.
//!
//! ```text
//! document   Firemen came at four. ⟦The mill had stood empty for years.⟧ No one was hurt.
//! source     The council has bought it. The mill had stood empty for years. It wants a school.
//! ```
//!
//! Quotations are left alone. What someone said, wrote or tweeted appears word for word in every
//! report about it, and none of the reports was copied from another; without it the sentences
//! around it lose their sense.

use super::copies::{CopiedPassage, PassageFinder};
use super::quotation::{is_balanced, is_quoted};
use crate::align::{WordOverlap, long_sentences};
use crate::word_runs::same_words;
use copydesk_text::{Document, Span, effective_words};
use std::ops::Range;

/// Two reporters come by the same few words more easily than by many: shorter runs of sentences
/// must be equal, in effective words.
const LONG: usize = 25;
/// Shorter sentences are copies only if they follow the same sentence in both places, in effective
/// words.
const MIN_SENTENCE: usize = 8;

/// Where a short sentence is beside one that is a copy.
#[derive(Clone, Copy)]
enum Beside {
    /// It follows the copy.
    Behind,
    /// The copy follows it.
    InFront,
}

/// A sentence of the paragraph.
struct Sentence {
    /// Where it is, with the space after it.
    span: Span,
    /// Its words, by their numbers in the document.
    words: Range<usize>,
    /// Its copy in a source, if it has one.
    copy: Option<CopiedPassage>,
}

impl Sentence {
    /// Whether two sentences have copies in one source.
    fn shares_source(&self, other: &Self) -> bool {
        match (self.copy, other.copy) {
            (Some(own), Some(its)) => own.source == its.source,
            _ => false,
        }
    }
}

/// Runs of sentences of a paragraph that occur in one source and have at least `least` effective
/// words together. A run is one passage for each paragraph of the source that holds a part of it.
pub(super) fn copied_sentences(
    finder: &PassageFinder<'_>,
    paragraph: usize,
    least: usize,
) -> Vec<CopiedPassage> {
    let range = &finder.document.ranges()[paragraph];
    // One sentence at least must have a copy that does not lean on its neighbour. Most paragraphs
    // end here, before they are divided into sentences.
    if !finder.shared.may_hold(range, MIN_SENTENCE)
        || effective_words(&finder.document.side().words[range.clone()]) < least
    {
        return Vec::new();
    }
    let Some(mut sentences) = sentences_of(finder, paragraph) else {
        return Vec::new();
    };
    find_copies(finder, paragraph, &mut sentences);
    let mut passages = Vec::new();
    for run in sentences.chunk_by(Sentence::shares_source) {
        if is_passage(finder, run, least) {
            passages.extend(joined(finder, run));
        }
    }
    passages
}

/// The sentences of a paragraph; `None` if it has only one, which is the paragraph, and that was
/// looked at as a whole.
fn sentences_of(finder: &PassageFinder<'_>, paragraph: usize) -> Option<Vec<Sentence>> {
    let document = finder.document;
    let side = document.side();
    let span = document.spans()[paragraph];
    let pieces = long_sentences(
        side.text,
        side.words,
        span,
        &document.ranges()[paragraph],
        1,
    );
    if pieces.len() < 2 {
        return None;
    }
    let mut sentences = Vec::with_capacity(pieces.len());
    for (span, words) in pieces {
        sentences.push(Sentence {
            span,
            words,
            copy: None,
        });
    }
    Some(sentences)
}

/// Finds the copy of each sentence that has one.
fn find_copies(finder: &PassageFinder<'_>, paragraph: usize, sentences: &mut [Sentence]) {
    let side = finder.document.side();
    let mut before: Option<CopiedPassage> = None;
    for sentence in sentences.iter_mut() {
        let Sentence { span, words, copy } = sentence;
        let cut = trimmed(side.text, *span);
        if effective_words(&side.words[words.clone()]) >= MIN_SENTENCE {
            *copy = finder.best_copy(paragraph, words.clone(), cut);
        } else if let Some(before) = before {
            *copy = finder.copy_beside(&before, Beside::Behind, words, cut);
        }
        before = *copy;
    }
    // A short sentence may also come before one with a copy, so the same backwards.
    let mut after: Option<CopiedPassage> = None;
    for sentence in sentences.iter_mut().rev() {
        let Sentence { span, words, copy } = sentence;
        if let (Some(after), None) = (after, *copy) {
            let cut = trimmed(side.text, *span);
            *copy = finder.copy_beside(&after, Beside::InFront, words, cut);
        }
        after = *copy;
    }
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
    // One sentence that may not be cut keeps the whole run: without it the others lose their sense.
    for sentence in run {
        let Some(copy) = sentence.copy else {
            return false;
        };
        // Few words are no proof of copying, unless none of them differs.
        let is_equal = copy.overlap.similarity() >= 1.0;
        if len < LONG && !is_equal || finder.is_quotation(sentence.span, &copy) {
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
        // Else the copies are in two places, and each passage must name its own.
        if let Some(last) = out.last_mut()
            && last.is_followed_by(&copy, source)
        {
            last.cut = last.cut.join(copy.cut);
            last.kept = last.kept.join(copy.kept);
            last.overlap = last.overlap.and(copy.overlap);
        } else {
            out.push(copy);
        }
    }
    out
}

/// A span without the white space at its ends; of white space alone, the empty span at its end.
fn trimmed(text: &str, span: Span) -> Span {
    let piece = span.slice(text);
    let start = span.start() + (piece.len() - piece.trim_start().len());
    Span::new(start, (start + piece.trim().len()).max(start))
}

impl CopiedPassage {
    /// Whether the copy of the next passage occurs in the same paragraph of `source` with no word
    /// in between.
    fn is_followed_by(&self, next: &Self, source: &Document<'_>) -> bool {
        self.copy == next.copy
            && self.kept.end() <= next.kept.start()
            && source.first_word_from(self.kept.end()) == source.first_word_from(next.kept.start())
    }
}

impl PassageFinder<'_> {
    /// The copy of a sentence, if the words beside the copy of its neighbour are the same as its
    /// own. `beside` says where the sentence is; `run` are its words, and `cut` is its span.
    fn copy_beside(
        &self,
        neighbour: &CopiedPassage,
        beside: Beside,
        run: &Range<usize>,
        cut: Span,
    ) -> Option<CopiedPassage> {
        let source = self.sources[neighbour.source];
        let document = source.document();
        let start = match beside {
            Beside::Behind => document.first_word_from(neighbour.kept.end()),
            Beside::InFront => {
                let end = document.first_word_from(neighbour.kept.start());
                end.checked_sub(run.len())?
            }
        };
        let end = start + run.len();
        let there = document.words().get(start..end)?;
        let paragraph = &source.ranges()[neighbour.copy];
        let is_inside = paragraph.start <= start && end <= paragraph.end;
        let own = &self.document.side().words[run.clone()];
        if !is_inside || !same_words(there, own) {
            return None;
        }
        Some(CopiedPassage {
            cut,
            kept: there.first()?.span.join(there.last()?.span),
            overlap: WordOverlap::equal(run.len()),
            ..*neighbour
        })
    }

    /// Whether a sentence is someone's words, here or where its copy is.
    fn is_quotation(&self, sentence: Span, copy: &CopiedPassage) -> bool {
        let (document, source) = (self.document, self.sources[copy.source]);
        let (here, there) = (document.spans()[copy.paragraph], source.spans()[copy.copy]);
        is_quoted(document.side().text, here, sentence)
            || is_quoted(source.side().text, there, copy.kept)
    }
}
