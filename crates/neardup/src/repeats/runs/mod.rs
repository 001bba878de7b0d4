//! Cuts runs of sentences that recur in the same order, wherever on the page they are.
//!
//! A page may have its body twice on one line, a passage pasted twice into long paragraphs, or a
//! list of headlines at the top and again at the foot. A single one of these sentences may be too
//! short to be taken for a repeat, or may be only a part of its paragraph. But a run of sentences
//! in the same order shows that the text is repeated. The later run is cut.
//!
//! ```text
//! Storm tears the roof off the tram depot
//! Choir sings for the last lighthouse keeper
//! Goats win the right to graze the rampart
//!
//! What the night desk gathered while the town was asleep.
//!
//! ⟦Storm tears the roof off the tram depot
//! Choir sings for the last lighthouse keeper
//! Goats win the right to graze the rampart⟧
//! ```
//!
//! **The textbook version** treats the sentences as the letters of a string, and finds the longest
//! substrings that occur twice in it. Here the places of each sentence are in a table, and the page
//! is read once, from front to back:
//!
//! 1. *A run is looked for at each sentence that counts* and has occurred before. A sentence that
//!    may be said twice on purpose (a short question, an answer, fewer than five words) does not
//!    count. A run may include such sentences, but it must have one that counts.
//! 2. *Each earlier place of the sentence gives one run*: the texts at the two places are compared
//!    as far as they are alike. (Only the first few places are tried: `MAX_PLACES` in
//!    `sentences.rs`.) The run with most sentences that may be cut is taken, and the search
//!    continues after it. So no sentence is cut twice, and the time is in proportion to the page. A
//!    longer run that begins inside the taken run is missed.
//! 3. *Not all of a run can be cut.* A run is divided into pieces at other cuts and at the ends of
//!    paragraphs, in both of its places. So each piece has its copy in one paragraph.
//! 4. *Inside a paragraph a piece is cut only if its run is long.* A short run may be a quotation,
//!    without which the rest of the paragraph would make no sense. A cut never takes half a
//!    quotation.

mod sentences;

use super::page::{MAX_SPOKEN_WORDS, Page};
use super::quotations::{self, Pair};
use super::repeat::{Repeat, RepeatKind, cut_spans, kept_spans};
use crate::align::WordOverlap;
use ahash::AHashSet;
use copydesk_text::{Span, Spans, ends_sentence};
use sentences::{Sentence, any_may_recur, recurring_places, sentences};
use std::ops::Range;

/// Most effective words of a run that may be a quotation, and is therefore not cut out of a
/// paragraph. A single sentence may be a quotation however long it is.
const MAX_QUOTED_WORDS: usize = 40;
/// Most sentences of one run. A longer run is found in several parts.
const MAX_SENTENCES: usize = 512;
/// Pairs of marks. A cut must take both marks of a pair or neither.
const PAIRS: [Pair; 4] = [('“', '”'), ('«', '»'), ('„', '“'), ('(', ')')];

/// The repeats that cut every run that recurs. `others` are the repeats of the other steps; their
/// cuts and kept copies are left alone.
pub(super) fn cut_runs(page: &Page<'_>, others: &[Repeat]) -> Vec<Repeat> {
    if !any_may_recur(page) {
        return Vec::new();
    }
    let sentences = sentences(page);
    let places = recurring_places(&sentences);
    if places.is_empty() {
        return Vec::new();
    }
    let mut runs = Runs::new(page, &sentences, others);
    let (mut i, mut end_of_last_run) = (0, 0);
    while i < sentences.len() {
        let mut found = None;
        // A sentence counts if its weight is not 0.
        if sentences[i].weight > 0
            && let Some(places) = places.get(&sentences[i].key)
        {
            found = runs.best_run(places, i, end_of_last_run);
        }
        let Some(run) = found else {
            i += 1;
            continue;
        };
        // The last sentences of the run may not have been cut for this copy. Perhaps they can be
        // cut for another, so the search continues after the last sentence that was cut.
        i = runs.cut(&run).max(i + 1);
        end_of_last_run = i;
    }
    runs.found
}

/// A run of sentences that occurs twice. Its two places do not overlap. All sentences are given by
/// their index in [`Runs::sentences`].
struct Run {
    /// The first sentence of the run in its later place.
    later_start: usize,
    /// The first sentence of the run in its earlier place.
    earlier_start: usize,
    /// How many sentences the run has.
    len: usize,
}

impl Run {
    /// The sentences of the run in its later place.
    fn later(&self) -> Range<usize> {
        self.later_start..self.later_start + self.len
    }
}

/// The repeats that were found so far, and which sentences they cut and keep. All ranges are ranges
/// of sentences.
struct Runs<'r> {
    page: &'r Page<'r>,
    sentences: &'r [Sentence],
    /// Whether any part of each sentence is cut by another step or as a part of a run.
    is_cut: Vec<bool>,
    /// Whether any part of each sentence is needed as the copy that stays.
    is_kept: Vec<bool>,
    found: Vec<Repeat>,
}

impl<'r> Runs<'r> {
    /// The state before any run is found. `others` are the repeats of the other steps.
    fn new(page: &'r Page<'r>, sentences: &'r [Sentence], others: &[Repeat]) -> Self {
        Self {
            page,
            sentences,
            is_cut: overlapped(sentences, &cut_spans(others)),
            is_kept: overlapped(sentences, &kept_spans(others)),
            found: Vec::new(),
        }
    }

    /// The run that has sentence `i` in its later place and is most useful to cut
    /// ([`Self::usefulness`]). Its later place does not begin before sentence `free_from`. `places`
    /// are the places of sentence `i`, in order. `None` if all runs are too short.
    fn best_run(&self, places: &[usize], i: usize, free_from: usize) -> Option<Run> {
        let mut runs = Vec::new();
        for &place in places {
            // Only an earlier place can be the copy that stays.
            if place >= i {
                break;
            }
            let run = self.follow(place, i, free_from);
            // A shorter run may be said twice on purpose.
            if self.weight(&run.later()) > MAX_SPOKEN_WORDS {
                runs.push(run);
            }
        }
        runs.into_iter().max_by_key(|run| self.usefulness(run, i))
    }

    /// The sort key of a run that was found for sentence `i`: whether sentence `i` may be cut, how
    /// many sentences of the run may be cut, and how many it has. The run with the greatest key is
    /// the most useful to cut.
    fn usefulness(&self, run: &Run, i: usize) -> (bool, usize, usize) {
        let may_cut_i = self.may_cut(run, i - run.later_start);
        let cuttable = (0..run.len).filter(|&k| self.may_cut(run, k)).count();
        (may_cut_i, cuttable, run.len)
    }

    /// The longest run with sentence `i` in its later place and sentence `earlier` in its earlier
    /// place. The later place does not begin before sentence `free_from`.
    fn follow(&self, earlier: usize, i: usize, free_from: usize) -> Run {
        // First the sentences from `i` on. The earlier place must end before sentence `i`.
        let max_len = (self.sentences.len() - i)
            .min(i - earlier)
            .min(MAX_SENTENCES);
        let mut len = 1;
        while len < max_len && self.are_alike(earlier + len, i + len) {
            len += 1;
        }
        // Before sentence `i` only sentences that do not count are added. If one that counts
        // belonged to the run, the run would have been found there. The two places must not
        // overlap.
        let max_before = earlier.min(i - free_from).min(i - earlier - len);
        let mut before = 0;
        while before < max_before
            && self.are_equal_and_uncounted(earlier - before - 1, i - before - 1)
        {
            before += 1;
        }
        let mut run = Run {
            later_start: i - before,
            earlier_start: earlier - before,
            len: before + len,
        };
        // A heading at the end belongs to the text after the run, and is the same by chance.
        while run.len > 1 && self.ends_in_heading(&run) {
            run.len -= 1;
        }
        run
    }

    /// Whether two sentences have the same words, or at least the same letters and digits in the
    /// same order: `auto-rickshaws`, `autorickshaws`.
    fn are_alike(&self, a: usize, b: usize) -> bool {
        self.sentences[a].key == self.sentences[b].key
            || letters(self.text(a)).eq(letters(self.text(b)))
    }

    /// Whether two sentences have the same words and do not count.
    fn are_equal_and_uncounted(&self, a: usize, b: usize) -> bool {
        self.sentences[a].key == self.sentences[b].key && self.sentences[b].weight == 0
    }

    /// The text of a sentence, with the space after it.
    fn text(&self, sentence: usize) -> &str {
        self.sentences[sentence].span.slice(self.page.text())
    }

    /// Whether the last sentence of a run is a heading, which belongs to the text after the run: it
    /// ends without a stop, and the sentence before it ends with one. The run must have more than
    /// one sentence.
    fn ends_in_heading(&self, run: &Run) -> bool {
        let last = run.later_start + run.len - 1;
        last + 1 < self.sentences.len()
            && !ends_sentence(self.text(last))
            && ends_sentence(self.text(last - 1))
    }

    /// Length in effective words of those of these sentences that count. Equal sentences are added
    /// once: a chant that says one sentence ten times has the weight of that sentence.
    fn weight(&self, range: &Range<usize>) -> usize {
        let mut seen = AHashSet::new();
        let mut weight = 0;
        for sentence in &self.sentences[range.clone()] {
            if seen.insert(sentence.key) {
                weight += sentence.weight;
            }
        }
        weight
    }

    /// Whether sentence `k` of a run may be cut: it is not cut in either place, and the sentence in
    /// the later place is not needed as a kept copy.
    fn may_cut(&self, run: &Run, k: usize) -> bool {
        let (later, earlier) = (run.later_start + k, run.earlier_start + k);
        !self.is_cut[later] && !self.is_kept[later] && !self.is_cut[earlier]
    }

    /// Cuts the sentences of a run that may be cut, in pieces. A piece is in one paragraph, and so
    /// is its copy. Returns the first sentence after the last piece, or after the run if nothing is
    /// cut.
    fn cut(&mut self, run: &Run) -> usize {
        let mut end_of_last_piece = None;
        let is_long = self.is_long(&run.later());
        let mut k = 0;
        while k < run.len {
            let end = self.end_of_piece(run, k);
            let later = run.later_start + k..run.later_start + end;
            if end > k
                && (is_long || self.is_whole(&later))
                && let Some(later) = self.without_torn_ends(later)
            {
                let distance = run.later_start - run.earlier_start;
                let earlier = later.start - distance..later.end - distance;
                end_of_last_piece = Some(later.end);
                self.cut_piece(later, earlier);
            }
            k = end.max(k + 1);
        }
        end_of_last_piece.unwrap_or(run.later().end)
    }

    /// The end of the piece that begins with sentence `k` of a run: the first sentence that may not
    /// be cut, or that is in another paragraph than sentence `k` in either place. It is `k` if
    /// sentence `k` itself may not be cut.
    fn end_of_piece(&self, run: &Run, k: usize) -> usize {
        let mut end = k;
        while end < run.len
            && self.may_cut(run, end)
            && self.segments(run, end) == self.segments(run, k)
        {
            end += 1;
        }
        end
    }

    /// The segments that hold sentence `k` of a run, first in the later place, then in the earlier
    /// one.
    fn segments(&self, run: &Run, k: usize) -> (usize, usize) {
        let (later, earlier) = (run.later_start + k, run.earlier_start + k);
        let sentences = self.sentences;
        (sentences[later].segment, sentences[earlier].segment)
    }

    /// Whether these sentences together are too long to be a quotation.
    fn is_long(&self, range: &Range<usize>) -> bool {
        // How many of the sentences count.
        let mut counting = 0;
        for sentence in &self.sentences[range.clone()] {
            counting += usize::from(sentence.weight > 0);
        }
        counting > 1 && self.weight(range) > MAX_QUOTED_WORDS
    }

    /// As many of these sentences as can be cut without tearing apart what belongs together
    /// ([`Self::would_tear`]): all of them, or all but the last few, or all but the first few. The
    /// first of these that works is taken. `None` if none works, or too little would be cut.
    fn without_torn_ends(&self, range: Range<usize>) -> Option<Range<usize>> {
        if !self.would_tear(&range) {
            return Some(range);
        }
        for end in (range.start + 1..range.end).rev() {
            let front = range.start..end;
            if !self.is_long(&front) {
                break;
            }
            if !self.would_tear(&front) {
                return Some(front);
            }
        }
        for start in range.start + 1..range.end {
            let back = start..range.end;
            if !self.is_long(&back) {
                break;
            }
            if !self.would_tear(&back) {
                return Some(back);
            }
        }
        None
    }

    /// Cuts the sentences `later`, which are in one paragraph, and names `earlier` as their copy.
    fn cut_piece(&mut self, later: Range<usize>, earlier: Range<usize>) {
        // Sentences with the same letters may have different numbers of words.
        let (cut, kept) = (self.count_words(&later), self.count_words(&earlier));
        let kind = if self.is_whole(&later) && self.is_whole(&earlier) {
            RepeatKind::Equal
        } else {
            RepeatKind::Contained
        };
        self.found.push(Repeat {
            cut: self.span(&later),
            kept: self.span(&earlier),
            kind,
            overlap: WordOverlap {
                matched: cut.min(kept),
                cut,
                kept,
            },
        });
        self.is_cut[later].fill(true);
        self.is_kept[earlier].fill(true);
    }

    /// How many words these sentences have together.
    fn count_words(&self, range: &Range<usize>) -> usize {
        self.sentences[range.end - 1].words.end - self.sentences[range.start].words.start
    }

    /// Whether these sentences are a whole paragraph.
    fn is_whole(&self, range: &Range<usize>) -> bool {
        self.paragraph(range) == self.span(range)
    }

    /// The span of the paragraph that holds these sentences.
    fn paragraph(&self, range: &Range<usize>) -> Span {
        self.page.segments()[self.sentences[range.start].segment].content()
    }

    /// The span from the first of these sentences to the last, without the space after the last.
    fn span(&self, range: &Range<usize>) -> Span {
        let first = self.sentences[range.start].span;
        let all = first.join(self.sentences[range.end - 1].span);
        let visible = all.slice(self.page.text()).trim_end().len();
        Span::new(all.start(), all.start() + visible)
    }

    /// Whether a cut of these sentences would leave half a quotation, an introduction without the
    /// text that it introduces, or the signature of a post without its words.
    fn would_tear(&self, range: &Range<usize>) -> bool {
        let (text, cut) = (self.page.text(), self.span(range));
        let paragraph = self.paragraph(range);
        let before = text[paragraph.start()..cut.start()].trim_end();
        let after = &text[cut.end()..paragraph.end()];
        // A dash or bracket begins a signature, and `(@` the account in it.
        let is_signed =
            after.trim_start().starts_with(['—', '–', '-', '(']) || after.contains("(@");
        let is_introduced = text[..cut.start()].trim_end().ends_with([':', '：']);
        is_introduced || is_signed || !is_balanced(before) || !is_balanced(cut.slice(text))
    }
}

/// For each sentence, whether one of the spans overlaps the sentence or the space after it.
fn overlapped(sentences: &[Sentence], spans: &Spans) -> Vec<bool> {
    let mut out = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        out.push(spans.overlap(sentence.span));
    }
    out
}

/// Whether a text has both marks of each pair equally often.
fn is_balanced(text: &str) -> bool {
    quotations::is_balanced(text, &PAIRS)
}

/// The letters and digits of a text, in lower case.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
}
