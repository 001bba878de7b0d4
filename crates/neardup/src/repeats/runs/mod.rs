//! Sentences that recur in the same order, wherever they are.
//!
//! A page may hold its body twice on one line, a passage pasted twice into long paragraphs, or a
//! list of headlines at the top and again at the foot. A single sentence of these may be too short
//! to be taken for a repeat, or may be only a part of its paragraph. The run of sentences shows
//! that the text is repeated. The later run is cut.
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
//! **The textbook version** finds the longest common substrings of the page with itself, sentences
//! being its letters. Here a table of sentences is used, and the page is read from front to back:
//!
//! 1. *A run is looked for at each sentence that counts* and has come before. A sentence that may
//!    be said twice on purpose (a short question, an answer, fewer than five words) does not count.
//!    It is only added to a run that has a sentence that counts.
//! 2. *Each of the first eight earlier places is followed* as far as both texts are alike. The run
//!    of which most can be cut is taken, and the search continues after it. So no sentence is cut
//!    twice, and the time is in proportion to the page. A longer run that begins inside the taken
//!    run is not seen.
//! 3. *Not all of a run can be cut.* A run is divided at other cuts and at the ends of paragraphs,
//!    in both of its places. So each piece names one paragraph as its copy.
//! 4. *Inside a paragraph a piece is cut only if its run is long.* A short run is quoted there or
//!    taken up again, and the rest of the paragraph would make no sense without it. Half a
//!    quotation is never cut.

mod sentences;

use super::page::{MAX_SPOKEN_WORDS, Page};
use super::quotations::{self, Pair};
use super::repeat::{Repeat, RepeatKind, cut_spans, kept_spans};
use crate::align::WordOverlap;
use ahash::AHashSet;
use copydesk_text::{Span, Spans, ends_sentence};
use sentences::{Sentence, may_recur, places, sentences};
use std::ops::Range;

/// A run of no more than this many effective words, or of one sentence, is not cut out of a
/// paragraph.
const MAX_QUOTED_WORDS: usize = 40;
/// How many sentences are followed at most from one place on. A longer run is found in several
/// parts.
const MAX_SENTENCES: usize = 512;
/// Pairs of marks: a piece must hold both or neither.
const PAIRS: [Pair; 4] = [('“', '”'), ('«', '»'), ('„', '“'), ('(', ')')];

/// Cuts every run that recurs and that no other cut touches.
pub(super) fn cut_runs(page: &Page<'_>, others: &[Repeat]) -> Vec<Repeat> {
    if !may_recur(page) {
        return Vec::new();
    }
    let sentences = sentences(page);
    let places = places(&sentences);
    if places.is_empty() {
        return Vec::new();
    }
    let mut runs = Runs::new(page, &sentences, others);
    let (mut i, mut free_from) = (0, 0);
    while i < sentences.len() {
        let mut found = None;
        if sentences[i].weight > 0
            && let Some(earlier) = places.get(&sentences[i].key)
        {
            found = runs.longest(earlier, i, free_from);
        }
        let Some(run) = found else {
            i += 1;
            continue;
        };
        // Sentences at the end that could not be cut, since their earlier copy was cut too, may
        // occur in a third place.
        i = runs.cut(&run).max(i + 1);
        free_from = i;
    }
    runs.found
}

/// A run of sentences and an equal one before it. The two do not overlap.
struct Run {
    /// The first sentence of the later run.
    start: usize,
    /// The first sentence of the earlier run.
    earlier: usize,
    /// How many sentences each of the two runs has.
    len: usize,
}

impl Run {
    /// The sentences of the later run.
    fn later(&self) -> Range<usize> {
        self.start..self.start + self.len
    }
}

/// The cuts of the runs that were found so far, and which sentences they touch. All ranges are
/// ranges of sentences.
struct Runs<'r> {
    page: &'r Page<'r>,
    sentences: &'r [Sentence],
    /// Whether each sentence is touched by a cut, of an earlier step or of a run.
    is_cut: Vec<bool>,
    /// Whether each sentence is needed as the copy that stays.
    is_kept: Vec<bool>,
    found: Vec<Repeat>,
}

impl<'r> Runs<'r> {
    /// `others` are the cuts of earlier steps. No run takes a sentence that they touch.
    fn new(page: &'r Page<'r>, sentences: &'r [Sentence], others: &[Repeat]) -> Self {
        Self {
            page,
            sentences,
            is_cut: touched(sentences, &cut_spans(others)),
            is_kept: touched(sentences, &kept_spans(others)),
            found: Vec::new(),
        }
    }

    /// The run through sentence `i` that is most useful to cut ([`Self::use_of`]). It does not
    /// begin before `free_from`. `earlier` are places of the sentence, in order.
    fn longest(&self, earlier: &[usize], i: usize, free_from: usize) -> Option<Run> {
        let mut runs = Vec::new();
        for &at in earlier {
            // Places ascend, and only an earlier one can be the copy that stays.
            if at >= i {
                break;
            }
            let run = self.follow(at, i, free_from);
            if self.weight(&run.later()) > MAX_SPOKEN_WORDS {
                runs.push(run);
            }
        }
        runs.into_iter().max_by_key(|run| self.use_of(run, i))
    }

    /// How useful it is to cut a run that was found for sentence `i`: whether sentence `i` can be
    /// cut, how many sentences of the run can be cut, and how many sentences the run has.
    fn use_of(&self, run: &Run, i: usize) -> (bool, usize, usize) {
        let can_be_cut = (0..run.len).filter(|&k| self.may_cut(run, k)).count();
        (self.may_cut(run, i - run.start), can_be_cut, run.len)
    }

    /// The longest run through sentence `i` that repeats a run through sentence `at`.
    fn follow(&self, at: usize, i: usize, free_from: usize) -> Run {
        // The earlier run must end before the later one begins.
        let most = (self.sentences.len() - i).min(i - at).min(MAX_SENTENCES);
        let mut behind = 0;
        while behind + 1 < most && self.are_alike(at + behind + 1, i + behind + 1) {
            behind += 1;
        }
        // Before sentence `i` only sentences that do not count are added. A sentence that counts
        // would have been followed itself.
        let most = at.min(i - free_from).min(i - at - behind - 1);
        let mut before = 0;
        while before < most && self.are_equal_and_light(at - before - 1, i - before - 1) {
            before += 1;
        }
        let mut run = Run {
            start: i - before,
            earlier: at - before,
            len: before + 1 + behind,
        };
        // A heading at the end belongs to the text after the run, and is the same by chance.
        while run.len > 1 && self.ends_in_heading(&run) {
            run.len -= 1;
        }
        run
    }

    /// Whether two sentences have the same words, or the same letters and numbers at least:
    /// `auto-rickshaws`, `autorickshaws`.
    fn are_alike(&self, a: usize, b: usize) -> bool {
        self.sentences[a].key == self.sentences[b].key
            || letters(self.text(a)).eq(letters(self.text(b)))
    }

    /// Whether two sentences have the same words and do not count.
    fn are_equal_and_light(&self, a: usize, b: usize) -> bool {
        self.sentences[a].key == self.sentences[b].key && self.sentences[b].weight == 0
    }

    /// The text of a sentence, with the space after it.
    fn text(&self, sentence: usize) -> &str {
        self.sentences[sentence].span.slice(self.page.text())
    }

    /// Whether the last sentence of a run is a heading, which belongs to the text after the run: it
    /// ends without a stop, and the sentence before it ends with one.
    fn ends_in_heading(&self, run: &Run) -> bool {
        let last = run.start + run.len - 1;
        last + 1 < self.sentences.len()
            && !ends_sentence(self.text(last))
            && ends_sentence(self.text(last - 1))
    }

    /// Effective words of the sentences that count, each different sentence once: a chant that says
    /// one sentence ten times has the weight of that sentence.
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

    /// Whether sentence `k` of a run may be cut: it is not cut in either place, and no other cut
    /// names its later place as the kept copy.
    fn may_cut(&self, run: &Run, k: usize) -> bool {
        let (later, earlier) = (run.start + k, run.earlier + k);
        !self.is_cut[later] && !self.is_kept[later] && !self.is_cut[earlier]
    }

    /// Cuts the sentences of a run that can be cut, divided into pieces. A piece is in one
    /// paragraph, and so is its copy. Returns the end of the last piece, or the end of the run if
    /// nothing is cut.
    fn cut(&mut self, run: &Run) -> usize {
        let mut last = None;
        let is_long = self.is_long(&run.later());
        let mut k = 0;
        while k < run.len {
            let end = self.end_of_piece(run, k);
            let later = run.start + k..run.start + end;
            if end > k
                && (is_long || self.is_whole(&later))
                && let Some(later) = self.without_torn_ends(later)
            {
                let back = run.start - run.earlier;
                last = Some(later.end);
                self.cut_piece(later.clone(), later.start - back..later.end - back);
            }
            k = end.max(k + 1);
        }
        last.unwrap_or(run.start + run.len)
    }

    /// Where the piece ends that begins with sentence `k` of a run: before the first sentence that
    /// cannot be cut, or that is in another paragraph than sentence `k` in either of its two
    /// places.
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

    /// The two segments that hold sentence `k` of a run: that of the later and of the earlier
    /// place.
    fn segments(&self, run: &Run, k: usize) -> (usize, usize) {
        let (later, earlier) = (run.start + k, run.earlier + k);
        let sentences = self.sentences;
        (sentences[later].segment, sentences[earlier].segment)
    }

    /// Whether sentences are too long to be quoted or taken up again inside another paragraph.
    fn is_long(&self, range: &Range<usize>) -> bool {
        let mut counting = 0;
        for sentence in &self.sentences[range.clone()] {
            counting += usize::from(sentence.weight > 0);
        }
        counting > 1 && self.weight(range) > MAX_QUOTED_WORDS
    }

    /// The sentences, or as many of them as can be cut without tearing a quotation apart. The last
    /// sentences are left out if that helps, otherwise the first ones.
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
        let (cut, kept) = (self.words(&later), self.words(&earlier));
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

    /// How many words sentences have together.
    fn words(&self, range: &Range<usize>) -> usize {
        self.sentences[range.end - 1].words.end - self.sentences[range.start].words.start
    }

    /// Whether the sentences are their whole paragraph.
    fn is_whole(&self, range: &Range<usize>) -> bool {
        self.content(range) == self.span(range)
    }

    /// The span of the paragraph that holds the sentences.
    fn content(&self, range: &Range<usize>) -> Span {
        self.page.segments()[self.sentences[range.start].segment].content()
    }

    /// The span from the first sentence to the last, without the space after the last.
    fn span(&self, range: &Range<usize>) -> Span {
        let first = self.sentences[range.start].span;
        let all = first.join(self.sentences[range.end - 1].span);
        let visible = all.slice(self.page.text()).trim_end().len();
        Span::new(all.start(), all.start() + visible)
    }

    /// Whether a cut would leave half a quotation, an introduction without the words that it
    /// introduces, or a signature without the words that it signs.
    fn would_tear(&self, range: &Range<usize>) -> bool {
        let (text, cut) = (self.page.text(), self.span(range));
        let content = self.content(range);
        let before = text[content.start()..cut.start()].trim_end();
        let after = &text[cut.end()..content.end()];
        // A post is signed with an account.
        let is_signed =
            after.trim_start().starts_with(['—', '–', '-', '(']) || after.contains("(@");
        let is_introduced = text[..cut.start()].trim_end().ends_with([':', '：']);
        is_introduced || is_signed || !is_balanced(before) || !is_balanced(cut.slice(text))
    }
}

/// For each sentence, whether one of the spans touches the sentence or the space after it.
fn touched(sentences: &[Sentence], spans: &Spans) -> Vec<bool> {
    let mut out = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        out.push(spans.overlap(sentence.span));
    }
    out
}

/// Whether every mark of a text has its other half in the text.
fn is_balanced(text: &str) -> bool {
    quotations::is_balanced(text, &PAIRS)
}

/// The letters and digits of a text, in small letters.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
}
