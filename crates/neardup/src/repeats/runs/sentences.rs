//! The sentences of a page, and the places at which each of them recurs. From these `mod.rs` makes
//! *runs*: sentences that recur in the same order.
//!
//! On most pages no sentence recurs. [`any_may_recur`] finds that out by dividing only a few
//! segments into sentences, so it is called before [`sentences`], which divides all of them.

use crate::repeats::lines::{QUESTION_MARKS, speaker, without_closing_quotes};
use crate::repeats::page::{MAX_SPOKEN_WORDS, MIN_WORDS, Page};
use ahash::AHashMap;
use copydesk_text::{Fingerprint, Span, effective_words};
use std::ops::Range;

/// How many places of one sentence are kept: the first ones. Later places are still cut; their copy
/// is in one of these.
const MAX_PLACES: usize = 8;
/// Marks that begin an item of a list. They distinguish a list from verse.
const BULLETS: [char; 9] = ['•', '·', '▪', '■', '‣', '►', '*', '-', '–'];

/// A sentence, or a line that holds no more than one.
pub(super) struct Sentence {
    /// Number of the segment that holds the sentence.
    pub segment: usize,
    /// The span of the sentence and the space after it.
    pub span: Span,
    /// The words of the sentence. There is at least one.
    pub words: Range<usize>,
    /// The fingerprint of the words. Equal sentences have equal fingerprints.
    pub key: Fingerprint,
    /// Length in effective words, or 0 if the sentence does not count. A sentence that does not
    /// count may be said twice on purpose, and is cut only together with one that counts.
    pub weight: usize,
}

/// Whether any sentence that counts may occur more than once on the page. To find out, only those
/// segments are divided into sentences in which a run of [`MIN_WORDS`] words may recur. If a list
/// on the page looks like verse, the answer is yes, because it is not known which runs of words
/// recur in verse.
pub(super) fn any_may_recur(page: &Page<'_>) -> bool {
    let mut candidates = Vec::new();
    for segment in 0..page.ranges.len() {
        if page.is_verse[segment] && is_item(page, segment) {
            return true;
        }
        if is_divided(page, segment) && page.partners.has_recurring_run(segment, MIN_WORDS) {
            add_sentences(page, segment, &mut candidates);
        }
    }
    !recurring_places(&candidates).is_empty()
}

/// All sentences of the page that may belong to a run, in order.
pub(super) fn sentences(page: &Page<'_>) -> Vec<Sentence> {
    let mut out = Vec::new();
    for segment in 0..page.ranges.len() {
        if is_divided(page, segment) {
            add_sentences(page, segment, &mut out);
        }
    }
    out
}

/// Whether a segment is divided into sentences: it has words, no furniture was cut out of it, and
/// it is not verse. An item of a list is divided even if it looks like verse.
fn is_divided(page: &Page<'_>, segment: usize) -> bool {
    let range = &page.document.word_ranges()[segment];
    let is_whole = page.remainder.ranges[segment] == *range && !page.remainder.is_gone[segment];
    let is_verse = page.is_verse[segment] && !is_item(page, segment);
    is_whole && !is_verse && !range.is_empty()
}

/// Whether a segment is an item of a list.
fn is_item(page: &Page<'_>, segment: usize) -> bool {
    page.content(segment).starts_with(BULLETS)
}

/// Adds to `out` the sentences of a segment, except those without words.
fn add_sentences(page: &Page<'_>, segment: usize, out: &mut Vec<Sentence>) {
    let content = page.segments()[segment].content();
    for span in copydesk_text::sentences(page.text(), content) {
        let words = page.document.words_in(span);
        if words.is_empty() {
            continue;
        }
        let sentence = &page.words()[words.clone()];
        let len = effective_words(sentence);
        let counts = len >= MIN_WORDS && !is_short_speech(span.slice(page.text()), len);
        out.push(Sentence {
            segment,
            span,
            key: Fingerprint::of(sentence),
            words,
            weight: if counts { len } else { 0 },
        });
    }
}

/// Whether a sentence of `len` effective words may be said twice on purpose: it is a short
/// question, or is short and begins with the name of its speaker.
fn is_short_speech(sentence: &str, len: usize) -> bool {
    let sentence = without_closing_quotes(sentence);
    let is_question = sentence.ends_with(QUESTION_MARKS);
    len <= MAX_SPOKEN_WORDS && (is_question || speaker(sentence).is_some())
}

/// The first places of each sentence that counts and occurs more than once, by its fingerprint. A
/// place is an index into `sentences`; the places are in order.
pub(super) fn recurring_places(sentences: &[Sentence]) -> AHashMap<Fingerprint, Vec<usize>> {
    let mut keys: Vec<(Fingerprint, usize)> = Vec::new();
    for (i, sentence) in sentences.iter().enumerate() {
        if sentence.weight > 0 {
            keys.push((sentence.key, i));
        }
    }
    keys.sort_unstable();
    let mut places = AHashMap::new();
    for group in keys.chunk_by(|(a, _), (b, _)| a == b) {
        if group.len() > 1 {
            let first_places = group.iter().take(MAX_PLACES).map(|&(_, i)| i);
            let (key, _) = group[0];
            places.insert(key, first_places.collect());
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repeats::remainder::Remainder;
    use copydesk_text::{Document, Spans};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_recurring_sentence_is_overlooked(
            text in "((• |- )?(it rained all day in varn|the ferry sank at noon|\
                      no one was hurt today|[a-e] [a-e])([.] |[.]\n|\n\n| )){2,14}",
            removed in proptest::option::of(0usize..6),
        ) {
            let document = Document::new(text);
            let spans = removed.and_then(|i| document.segments().get(i)).map(|s| s.content());
            let remainder = Remainder::of(&document, &Spans::union(spans));
            let page = Page::new(&document, &remainder);
            let all = sentences(&page);
            prop_assert!(any_may_recur(&page) || recurring_places(&all).is_empty());
        }
    }
}
