//! Sentences that come again in the same order, wherever they stand.
//!
//! A page may hold its body twice on one line, a passage pasted twice into long paragraphs, or a
//! list of headlines at the top and again at the foot. Each sentence of these may be too short to
//! be taken for a repeat, or be only a part of its paragraph; it is the run that tells. The later
//! run goes.

use super::page::{MIN_WORDS, Page, Remainder};
use super::repeat::{Repeat, RepeatKind};
use crate::alike::WordOverlap;
use ahash::{AHashMap, AHashSet};
use copydesk_text::{Fingerprint, Span, Spans, effective_words, ends_sentence, sentences};
use std::ops::Range;

/// A run of no more than this many effective words may be meant: a refrain, an echo, an answer.
/// Sentences shorter than [`MIN_WORDS`], questions and lines of a dialogue do not count, nor does
/// a sentence that the run has already.
const MAX_MEANT_WORDS: usize = 20;
/// A run of no more than this many effective words, or of one sentence, is not cut out of a
/// paragraph: it is quoted or taken up again there, and the rest would hang in the air.
const MAX_QUOTED_WORDS: usize = 40;
/// Earlier places of one sentence that are followed up.
const MAX_PLACES: usize = 8;
/// Sentences that are followed at a time; a longer run is found in several parts.
const MAX_SENTENCES: usize = 512;
/// What begins a line of a list, which may look like verse otherwise.
const BULLETS: [char; 9] = ['•', '·', '▪', '■', '‣', '►', '*', '-', '–'];

/// Cuts every run that comes again and that no other cut touches.
pub(super) fn cut_runs(page: &Page<'_>, remainder: &Remainder, others: &[Repeat]) -> Vec<Repeat> {
    if !may_come_again(page, remainder) {
        return Vec::new();
    }
    let units = units(page, remainder, |_| true);
    let places = places(&units);
    if places.is_empty() {
        return Vec::new();
    }
    let mut runs = Runs::new(page, &units, others);
    let (mut i, mut free_from) = (0, 0);
    while i < units.len() {
        let earlier = places.get(&units[i].key).filter(|_| units[i].weight > 0);
        let found = earlier.and_then(|earlier| runs.longest(earlier, i, free_from));
        if let Some(run) = found {
            // What could not go, since its earlier copy went too, may stand a third time.
            i = runs.cut(&run).max(i + 1);
            free_from = i;
        } else {
            i += 1;
        }
    }
    runs.found
}

/// A sentence, or a line that holds no more than one.
struct Unit {
    segment: usize,
    span: Span,
    words: Range<usize>,
    key: Fingerprint,
    /// Effective words, 0 for a sentence that does not count.
    weight: usize,
}

/// Whether a sentence that counts may come more than once. Most documents have none, and only a few
/// of their segments need to be divided into sentences to know it: those whose runs of words come
/// again. Of lists that look like verse that is not known.
fn may_come_again(page: &Page<'_>, remainder: &Remainder) -> bool {
    let may_hold_one = |segment: usize| page.partners.may_come_again(segment, MIN_WORDS);
    let is_list = |segment: usize| page.verse[segment] && is_item(page, segment);
    (0..page.verse.len()).any(is_list) || !places(&units(page, remainder, may_hold_one)).is_empty()
}

fn is_item(page: &Page<'_>, segment: usize) -> bool {
    page.content(segment).starts_with(BULLETS)
}

/// The sentences of all wanted segments from which nothing was cut before and which are no verse.
fn units(page: &Page<'_>, remainder: &Remainder, is_wanted: impl Fn(usize) -> bool) -> Vec<Unit> {
    let mut out = Vec::new();
    for (segment, range) in page.document.ranges().iter().enumerate() {
        let is_whole = remainder.ranges[segment] == *range && !remainder.gone[segment];
        let is_verse = page.verse[segment] && !is_item(page, segment);
        if is_whole && !is_verse && !range.is_empty() && is_wanted(segment) {
            add_sentences(page, segment, &mut out);
        }
    }
    out
}

fn add_sentences(page: &Page<'_>, segment: usize, out: &mut Vec<Unit>) {
    for span in sentences(page.text(), page.segments()[segment].content()) {
        let words = page.document.words_in(span);
        if words.is_empty() {
            continue;
        }
        let key = Fingerprint::of(&page.words()[words.clone()]);
        let len = effective_words(&page.words()[words.clone()]);
        let counts = len >= MIN_WORDS && !is_spoken(span.slice(page.text()), len);
        out.push(Unit {
            segment,
            span,
            words,
            key,
            weight: if counts { len } else { 0 },
        });
    }
}

/// Whether a sentence may be put or answered twice: a short question, or words behind a name.
fn is_spoken(sentence: &str, len: usize) -> bool {
    let sentence = sentence.trim_end_matches(|c: char| c.is_whitespace() || "\"”'’»".contains(c));
    let is_question = sentence.ends_with(['?', '？', '؟']);
    let is_answer = sentence
        .split_once([':', '：'])
        .is_some_and(|(name, _)| name.split_whitespace().count() <= 3);
    len <= MAX_MEANT_WORDS && (is_question || is_answer)
}

/// The places of each sentence that counts and comes more than once.
fn places(units: &[Unit]) -> AHashMap<Fingerprint, Vec<usize>> {
    let counting = units.iter().enumerate().filter(|(_, unit)| unit.weight > 0);
    let mut keys: Vec<(Fingerprint, usize)> = counting.map(|(i, unit)| (unit.key, i)).collect();
    keys.sort_unstable();
    keys.chunk_by(|a, b| a.0 == b.0)
        .filter(|of| of.len() > 1)
        .map(|of| {
            let first = of.iter().take(MAX_PLACES);
            (of[0].0, first.map(|&(_, i)| i).collect())
        })
        .collect()
}

/// A run of sentences and an equal one before it.
struct Run {
    start: usize,
    earlier: usize,
    len: usize,
}

struct Runs<'r> {
    page: &'r Page<'r>,
    units: &'r [Unit],
    /// Whether a cut touches each sentence.
    is_cut: Vec<bool>,
    /// Whether each sentence is needed as the copy that stays.
    is_kept: Vec<bool>,
    found: Vec<Repeat>,
}

impl<'r> Runs<'r> {
    fn new(page: &'r Page<'r>, units: &'r [Unit], others: &[Repeat]) -> Self {
        let cut = Spans::union(others.iter().map(|repeat| repeat.cut));
        let kept = Spans::union(others.iter().map(|repeat| repeat.kept));
        let touch = |spans: &Spans| {
            let touches = |unit: &Unit| spans.overlap(unit.span);
            units.iter().map(touches).collect()
        };
        Self {
            page,
            units,
            is_cut: touch(&cut),
            is_kept: touch(&kept),
            found: Vec::new(),
        }
    }

    /// The run through sentence `i`, not before `free_from`, of which most can go, above all the
    /// sentence itself.
    fn longest(&self, earlier: &[usize], i: usize, free_from: usize) -> Option<Run> {
        let runs = earlier.iter().take_while(|&&at| at < i);
        let runs = runs.map(|&at| self.follow(at, i, free_from));
        runs.filter(|run| self.weight(&(run.start..run.start + run.len)) > MAX_MEANT_WORDS)
            .max_by_key(|run| {
                let can_go = (0..run.len).filter(|&k| self.may_go(run, k)).count();
                (self.may_go(run, i - run.start), can_go, run.len)
            })
    }

    /// The run through sentence `i` that is equal to one through sentence `at`.
    fn follow(&self, at: usize, i: usize, free_from: usize) -> Run {
        let key = |unit: usize| self.units[unit].key;
        let is_same = |k: &usize| key(at + k) == key(i + k) || self.are_spelt_alike(at + k, i + k);
        let most = (self.units.len() - i).min(i - at).min(MAX_SENTENCES);
        let behind = (1..most).take_while(is_same).count();
        // Sentences in front that count would have begun the run.
        let most = at.min(i - free_from).min(i - at - behind - 1);
        let before = (1..=most)
            .take_while(|k| key(at - k) == key(i - k) && self.units[i - k].weight == 0)
            .count();
        let mut run = Run {
            start: i - before,
            earlier: at - before,
            len: before + 1 + behind,
        };
        while run.len > 1 && self.ends_in_heading(&run) {
            run.len -= 1;
        }
        run
    }

    /// Whether two sentences have the same letters and numbers: `auto-rickshaws`, `autorickshaws`.
    fn are_spelt_alike(&self, a: usize, b: usize) -> bool {
        let letters = |unit: usize| {
            let text = self.units[unit].span.slice(self.page.text());
            text.chars()
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase)
        };
        letters(a).eq(letters(b))
    }

    /// Whether the last line of a run has no stop though the one before has: a heading, which
    /// belongs to what follows.
    fn ends_in_heading(&self, run: &Run) -> bool {
        let last = run.start + run.len - 1;
        let ends = |unit: usize| ends_sentence(self.units[unit].span.slice(self.page.text()));
        self.units.len() > last + 1 && !ends(last) && ends(last - 1)
    }

    /// Effective words of the different sentences that count.
    fn weight(&self, units: &Range<usize>) -> usize {
        let mut seen = AHashSet::new();
        let new = self.units[units.clone()]
            .iter()
            .filter(|unit| seen.insert(unit.key));
        new.map(|unit| unit.weight).sum()
    }

    /// Whether sentence `k` of a run still stands in both places and is not needed there.
    fn may_go(&self, run: &Run, k: usize) -> bool {
        let (later, earlier) = (run.start + k, run.earlier + k);
        !self.is_cut[later] && !self.is_kept[later] && !self.is_cut[earlier]
    }

    /// Cuts what can go of a run, as one piece for each pair of paragraphs that share it. Returns
    /// the end of the last piece, or of the run, if nothing of it can go.
    fn cut(&mut self, run: &Run) -> usize {
        let mut last = None;
        let is_long = self.is_long(&(run.start..run.start + run.len));
        let mut k = 0;
        while k < run.len {
            let segments = |k: usize| {
                let [later, earlier] = [run.start + k, run.earlier + k];
                (self.units[later].segment, self.units[earlier].segment)
            };
            let end = (k..run.len)
                .find(|&end| !self.may_go(run, end) || segments(end) != segments(k))
                .unwrap_or(run.len);
            let later = run.start + k..run.start + end;
            let may_go = end > k && (is_long || self.is_whole(&later));
            let found = may_go.then(|| self.without_torn_ends(later)).flatten();
            if let Some(later) = found {
                let back = run.start - run.earlier;
                last = Some(later.end);
                self.cut_piece(later.clone(), later.start - back..later.end - back);
            }
            k = end.max(k + 1);
        }
        last.unwrap_or(run.start + run.len)
    }

    /// Whether sentences are too long to be quoted or taken up again inside another paragraph.
    fn is_long(&self, units: &Range<usize>) -> bool {
        let counting = self.units[units.clone()]
            .iter()
            .filter(|unit| unit.weight > 0)
            .count();
        counting > 1 && self.weight(units) > MAX_QUOTED_WORDS
    }

    /// The sentences, or as many of them as can be cut without tearing a quotation apart.
    fn without_torn_ends(&self, units: Range<usize>) -> Option<Range<usize>> {
        if !self.would_tear(&units) {
            return Some(units);
        }
        let can_go = |rest: &Range<usize>| !self.would_tear(rest);
        let is_long = |rest: &Range<usize>| self.is_long(rest);
        let front = (units.start + 1..units.end)
            .rev()
            .map(|end| units.start..end)
            .take_while(is_long)
            .find(can_go);
        front.or_else(|| {
            (units.start + 1..units.end)
                .map(|start| start..units.end)
                .take_while(is_long)
                .find(can_go)
        })
    }

    /// Cuts sentences of one paragraph that stand in another.
    fn cut_piece(&mut self, later: Range<usize>, earlier: Range<usize>) {
        let len = |units: &Range<usize>| {
            self.units[units.end - 1].words.end - self.units[units.start].words.start
        };
        let (cut, kept) = (len(&later), len(&earlier));
        let overlap = WordOverlap {
            matched: cut.min(kept),
            cut,
            kept,
        };
        let kind = if self.is_whole(&later) && self.is_whole(&earlier) {
            RepeatKind::Equal
        } else {
            RepeatKind::Contained
        };
        self.found.push(Repeat {
            cut: self.span(&later),
            kept: self.span(&earlier),
            kind,
            overlap,
        });
        self.is_cut[later].fill(true);
        self.is_kept[earlier].fill(true);
    }

    /// Whether sentences are all of their paragraph.
    fn is_whole(&self, units: &Range<usize>) -> bool {
        self.content(units) == self.span(units)
    }

    /// The paragraph in which sentences stand.
    fn content(&self, units: &Range<usize>) -> Span {
        self.page.segments()[self.units[units.start].segment].content()
    }

    /// From the first sentence to the last, without the space behind it.
    fn span(&self, units: &Range<usize>) -> Span {
        let all = self.units[units.start]
            .span
            .join(self.units[units.end - 1].span);
        let visible = all.slice(self.page.text()).trim_end().len();
        Span::new(all.start(), all.start() + visible)
    }

    /// Whether a cut would leave half a quotation, or an introduction or a signature without what
    /// belongs to it.
    fn would_tear(&self, units: &Range<usize>) -> bool {
        let (text, cut) = (self.page.text(), self.span(units));
        let content = self.content(units);
        let before = text[content.start()..cut.start()].trim_end();
        let after = &text[cut.end()..content.end()];
        // A post is signed with an account.
        let is_signed =
            after.trim_start().starts_with(['—', '–', '-', '(']) || after.contains("(@");
        let is_introduced = text[..cut.start()].trim_end().ends_with([':', '：']);
        is_introduced || is_signed || !is_balanced(before) || !is_balanced(cut.slice(text))
    }
}

/// Whether every quotation and bracket that opens also closes.
fn is_balanced(text: &str) -> bool {
    let count = |mark: char| text.matches(mark).count();
    let pairs = [('“', '”'), ('«', '»'), ('„', '“'), ('(', ')')];
    // A German quotation closes with the mark that opens an English one.
    let is_german = count('„') > 0;
    let is_closed = |&(open, close): &(char, char)| {
        (is_german && open == '“') || (!is_german && open == '„') || count(open) == count(close)
    };
    pairs.iter().all(is_closed) && count('"') % 2 == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::Document;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sentence_that_comes_again_is_not_overlooked(
            text in "((• |- )?(it rained all day in varn|the ferry sank at noon|no one was hurt today|\
                      [a-e] [a-e])([.] |[.]\n|\n\n| )){2,14}",
            removed in proptest::option::of(0usize..6),
        ) {
            let document = Document::new(text);
            let spans = removed.and_then(|i| document.segments().get(i)).map(|s| s.content());
            let remainder = Remainder::of(&document, &Spans::union(spans));
            let page = Page::new(&document, &remainder);
            let all = units(&page, &remainder, |_| true);
            prop_assert!(may_come_again(&page, &remainder) || places(&all).is_empty());
        }
    }
}
