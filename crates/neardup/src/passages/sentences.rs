//! Finds whole sentences of a paragraph that occur in another document, its *source*.
//!
//! Editors often paste two sentences of background into a paragraph of their own. Then the
//! paragraph is not a copy, but the sentences are. A copy of each sentence is looked for. A short
//! sentence (“He denied it.”) proves nothing by itself. It is a copy only if it is beside the same
//! sentence in both documents.
//!
//! Neighbouring sentences with copies in one source make a run. A run can be cut if it is long
//! enough, and if it has both marks of every pair of quotation marks or brackets. Here `⟦ ⟧` is a
//! cut:
//!
//! ```text
//! document   Firemen came at four. ⟦The mill had stood empty for years.⟧ No one was hurt.
//! source     The council has bought it. The mill had stood empty for years. It wants a school.
//! ```
//!
//! Quotations are not cut. What someone said, wrote or tweeted appears word for word in every
//! report about it, although none of the reports was copied from another. And the sentences around
//! a quotation make no sense without it.
//!
//! In a [`CopiedPassage`] `cut` is the span of the passage in the document, `kept` that of its copy
//! in the source, and `copy` the index of the paragraph of the source that has the copy.

use super::copies::{CopiedPassage, PassageFinder};
use super::quotation::{is_balanced, is_quoted};
use crate::align::{WordOverlap, long_sentences};
use crate::word_runs::same_words;
use copydesk_text::{Document, Span, effective_words};
use std::ops::Range;

/// Least length, in effective words, of a run of sentences that may differ from its copy. Two
/// reporters often write the same few words, so a shorter run must be equal.
const MIN_EDITED_RUN: usize = 25;
/// Least length, in effective words, of a sentence that can be a copy by itself. A shorter one must
/// be beside the same sentence in both documents.
const MIN_SENTENCE: usize = 8;

/// Where a short sentence is, seen from a sentence beside it.
#[derive(Clone, Copy)]
enum Beside {
    /// The short sentence follows its neighbour.
    After,
    /// The short sentence precedes its neighbour.
    Before,
}

/// A sentence of the paragraph.
struct Sentence {
    /// Its span in the text, with the space after it.
    span: Span,
    /// Its words: a range of indices of words in the document.
    words: Range<usize>,
    /// Its copy in a source; `None` if none was found.
    copy: Option<CopiedPassage>,
}

impl Sentence {
    /// Whether two sentences have copies in the same source.
    fn shares_source(&self, other: &Self) -> bool {
        match (self.copy, other.copy) {
            (Some(copy), Some(other_copy)) => copy.source == other_copy.source,
            _ => false,
        }
    }
}

/// The runs of sentences of a paragraph that can be cut because a source has copies of them. A run
/// has at least `least` effective words. It is one passage if its copies follow each other in one
/// paragraph of the source, else several.
pub(super) fn copied_sentences(
    finder: &PassageFinder<'_>,
    paragraph: usize,
    least: usize,
) -> Vec<CopiedPassage> {
    let range = &finder.document.word_ranges()[paragraph];
    // At least one sentence must be a copy by itself, and it has at least `MIN_SENTENCE` words.
    // Most calls end here, before the paragraph is divided into sentences.
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
            passages.extend(join_copies(finder, run));
        }
    }
    passages
}

/// The sentences of a paragraph, without copies yet; `None` if it has only one, since the whole
/// paragraph was tried before.
fn sentences_of(finder: &PassageFinder<'_>, paragraph: usize) -> Option<Vec<Sentence>> {
    let document = finder.document;
    let side = document.side();
    let span = document.spans()[paragraph];
    let range = &document.word_ranges()[paragraph];
    // The least length is one word, so short sentences are not joined to their neighbours.
    let with_words = long_sentences(side.text, side.words, span, range, 1);
    if with_words.len() < 2 {
        return None;
    }
    let mut sentences = Vec::with_capacity(with_words.len());
    for (span, words) in with_words {
        sentences.push(Sentence {
            span,
            words,
            copy: None,
        });
    }
    Some(sentences)
}

/// Finds the copies of the sentences of a paragraph.
fn find_copies(finder: &PassageFinder<'_>, paragraph: usize, sentences: &mut [Sentence]) {
    let side = finder.document.side();
    let mut previous_copy: Option<CopiedPassage> = None;
    for sentence in sentences.iter_mut() {
        let Sentence { span, words, copy } = sentence;
        let cut = trimmed(side.text, *span);
        if effective_words(&side.words[words.clone()]) >= MIN_SENTENCE {
            *copy = finder.best_copy(paragraph, words.clone(), cut);
        } else if let Some(neighbour) = previous_copy {
            *copy = finder.copy_beside(&neighbour, Beside::After, words, cut);
        }
        previous_copy = *copy;
    }
    // A sentence without a copy may also precede one with a copy, so the sentences are visited
    // backwards as well.
    let mut next_copy: Option<CopiedPassage> = None;
    for sentence in sentences.iter_mut().rev() {
        let Sentence { span, words, copy } = sentence;
        if let (Some(neighbour), None) = (next_copy, *copy) {
            let cut = trimmed(side.text, *span);
            *copy = finder.copy_beside(&neighbour, Beside::Before, words, cut);
        }
        next_copy = *copy;
    }
}

/// Whether a run of sentences can be cut: all have copies, together they have at least `least`
/// effective words, none is a quotation, and every quotation or bracket that begins or ends in the
/// run does both there.
fn is_passage(finder: &PassageFinder<'_>, run: &[Sentence], least: usize) -> bool {
    let side = finder.document.side();
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return false;
    };
    let len = effective_words(&side.words[first.words.start..last.words.end]);
    if first.copy.is_none() || len < least {
        return false;
    }
    // If one sentence must be kept, the whole run is kept, since the sentence would make no sense
    // without the others.
    for sentence in run {
        let Some(copy) = sentence.copy else {
            return false;
        };
        // A few words do not prove that they were copied, unless all of them are equal.
        let is_equal = copy.overlap.similarity() >= 1.0;
        let is_unproved = len < MIN_EDITED_RUN && !is_equal;
        if is_unproved || finder.is_quotation(sentence.span, &copy) {
            return false;
        }
    }
    is_balanced(first.span.join(last.span).slice(side.text))
}

/// The passages of a run of sentences: neighbours whose copies follow each other in one paragraph
/// are joined to one passage.
fn join_copies(finder: &PassageFinder<'_>, run: &[Sentence]) -> Vec<CopiedPassage> {
    let mut out: Vec<CopiedPassage> = Vec::new();
    for copy in run.iter().filter_map(|sentence| sentence.copy) {
        let source = finder.sources[copy.source].document();
        // Copies in two places make two passages, because a passage names only one span.
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

/// A span without the white space at its ends; for white space alone, the empty span at its end.
fn trimmed(text: &str, span: Span) -> Span {
    let piece = span.slice(text);
    let start = span.start() + (piece.len() - piece.trim_start().len());
    Span::new(start, start + piece.trim().len())
}

impl CopiedPassage {
    /// Whether the copy of the next passage follows the copy of this one in the same paragraph of
    /// `source`, with no word in between.
    fn is_followed_by(&self, next: &Self, source: &Document<'_>) -> bool {
        self.copy == next.copy
            && self.kept.end() <= next.kept.start()
            && source.first_word_from(self.kept.end()) == source.first_word_from(next.kept.start())
    }
}

impl PassageFinder<'_> {
    /// The copy of a short sentence beside the copy of its neighbour, if the words there are equal.
    /// `beside` says on which side of the neighbour the sentence is, `run` are its words, and `cut`
    /// is its span.
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
            Beside::After => document.first_word_from(neighbour.kept.end()),
            Beside::Before => {
                let end = document.first_word_from(neighbour.kept.start());
                end.checked_sub(run.len())?
            }
        };
        let end = start + run.len();
        let source_words = document.words().get(start..end)?;
        let paragraph = &source.word_ranges()[neighbour.copy];
        let is_inside = paragraph.start <= start && end <= paragraph.end;
        let own_words = &self.document.side().words[run.clone()];
        if !is_inside || !same_words(source_words, own_words) {
            return None;
        }
        Some(CopiedPassage {
            cut,
            kept: source_words.first()?.span.join(source_words.last()?.span),
            overlap: WordOverlap::equal(run.len()),
            ..*neighbour
        })
    }

    /// Whether a sentence or its copy in the source is a quotation.
    fn is_quotation(&self, sentence: Span, copy: &CopiedPassage) -> bool {
        let (document, source) = (self.document, self.sources[copy.source]);
        let paragraph = document.spans()[copy.paragraph];
        let source_paragraph = source.spans()[copy.copy];
        is_quoted(document.side().text, paragraph, sentence)
            || is_quoted(source.side().text, source_paragraph, copy.kept)
    }
}
