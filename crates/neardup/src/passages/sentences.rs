//! Whole sentences of a paragraph that stand in another document.
//!
//! Quotations are left alone. What somebody said, wrote or tweeted stands word for word in every
//! report about it, and none of the reports was copied from another; without it the sentences
//! around it lose their sense.

use super::copies::{CopiedPassage, Desk};
use super::quotation::{is_balanced, is_quoted};

use crate::alike::{WordOverlap, long_sentences};
use copydesk_text::{Span, effective_words};
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

/// A sentence, its words, and its copy.
type Sentence = (Span, Range<usize>, Option<CopiedPassage>);

/// Runs of sentences of a paragraph that stand in one source and have at least `least` effective
/// words together. A run is one passage for each paragraph of the source that holds a part of it.
pub(super) fn copied_sentences(
    desk: &Desk<'_>,
    paragraph: usize,
    least: usize,
) -> Vec<CopiedPassage> {
    let (side, range) = (desk.document.side(), &desk.document.ranges()[paragraph]);
    // One sentence at least must have a copy that does not lean on its neighbour.
    if !desk.places.may_hold(range, MIN_SENTENCE)
        || effective_words(&side.words[range.clone()]) < least
    {
        return Vec::new();
    }
    let pieces = long_sentences(
        side.text,
        side.words,
        desk.document.spans()[paragraph],
        range,
        1,
    );
    if pieces.len() < 2 {
        // One sentence is the paragraph, and that was looked at as a whole.
        return Vec::new();
    }
    let mut sentences: Vec<Sentence> = Vec::with_capacity(pieces.len());
    for (span, run) in pieces {
        let cut = trimmed(side.text, span);
        let copy = if effective_words(&side.words[run.clone()]) >= MIN_SENTENCE {
            desk.best_copy(paragraph, run.clone(), cut)
        } else {
            sentences
                .last()
                .and_then(|front| front.2)
                .and_then(|front| desk.copy_beside(&front, Beside::Behind, &run, cut))
        };
        sentences.push((span, run, copy));
    }
    for i in (1..sentences.len()).rev() {
        let (Some(back), (span, run, None)) = (sentences[i].2, &sentences[i - 1]) else {
            continue;
        };
        sentences[i - 1].2 =
            desk.copy_beside(&back, Beside::InFront, run, trimmed(side.text, *span));
    }
    let source = |sentence: &Sentence| sentence.2.map(|copy| copy.source);
    let runs = sentences.chunk_by(|a, b| source(a).is_some() && source(a) == source(b));
    runs.filter(|run| is_passage(desk, run, least))
        .flat_map(|run| joined(desk, run))
        .collect()
}

/// Whether a run of sentences may be cut: long enough, no quotation, and nothing opens or closes in
/// it alone.
fn is_passage(desk: &Desk<'_>, run: &[Sentence], least: usize) -> bool {
    let side = desk.document.side();
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return false;
    };
    let words = &side.words[first.1.start..last.1.end];
    let is_equal = |sentence: &Sentence| {
        sentence
            .2
            .is_some_and(|copy| copy.overlap.similarity() >= 1.0)
    };
    let is_close = effective_words(words) >= LONG || run.iter().all(is_equal);
    first.2.is_some()
        && is_close
        && run.iter().all(|sentence| !desk.is_quotation(sentence))
        && effective_words(words) >= least
        && is_balanced(first.0.join(last.0).slice(side.text))
}

/// Neighbours whose copies follow each other in one paragraph become one passage.
fn joined(desk: &Desk<'_>, run: &[Sentence]) -> Vec<CopiedPassage> {
    let mut out: Vec<CopiedPassage> = Vec::new();
    let follows = |last: &CopiedPassage, next: &CopiedPassage| {
        let source = desk.sources[next.source].document();
        let at = |byte: usize| source.first_word_from(byte);
        last.copy == next.copy
            && last.kept.end() <= next.kept.start()
            && at(last.kept.end()) == at(next.kept.start())
    };
    for copy in run.iter().filter_map(|sentence| sentence.2) {
        match out.last_mut().filter(|last| follows(last, &copy)) {
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

impl Desk<'_> {
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
        let at = |byte: usize| source.document().first_word_from(byte);
        let start = match side {
            Beside::Behind => at(neighbour.kept.end()),
            Beside::InFront => at(neighbour.kept.start()).checked_sub(run.len())?,
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
    fn is_quotation(&self, (cut, _, copy): &Sentence) -> bool {
        let Some(copy) = copy else { return false };
        let source = self.sources[copy.source];
        is_quoted(
            self.document.side().text,
            self.document.spans()[copy.paragraph],
            *cut,
        ) || is_quoted(source.side().text, source.spans()[copy.copy], copy.kept)
    }
}
