//! What does not stand in the flow of the story.
//!
//! A page prints things twice because it prints them once beside the story: a standfirst above it,
//! a gallery between its paragraphs. Of two copies the one in the flow stays. A line that ends
//! without a stop, or that stands beside its own copy, is known as a caption without this; here is
//! what whole sentences are known by.

use super::partners::{Partners, come_again};
use ahash::AHashMap;
use copydesk_text::{Document, Word, ends_sentence};
use std::ops::Range;

/// Segments in front of the body, at most. What is in front of a dateline may be half of the text,
/// a summary that nothing but its words shows less.
const MAX_HEAD: usize = 12;
const MAX_HEAD_SHARE: usize = 4;
/// Words in a row by which a summary is known to tell the story.
const RUN: usize = 3;
/// Share of the words of a summary that come again below it, in per cent: of all paragraphs
/// together, and of each.
const MIN_TOLD: usize = 60;
const MIN_TOLD_EACH: usize = 40;
/// Paragraphs below a summary of which none comes again.
const PARAGRAPHS_BELOW: usize = 2;
/// What a quotation begins with.
const QUOTATION: &[char] = &['"', '“', '„', '«', '「', '‘', '\''];
/// Shorter paragraphs above a story are headlines and credits, in words.
const MIN_SUMMARY_WORDS: usize = 8;
/// Longest dateline, in bytes.
const MAX_DATELINE: usize = 60;
/// Words that a gallery says before each of its pictures, and how often it says them at least.
const LABEL: usize = 3;
const MIN_LABELS: usize = 3;
/// One word in so many of a gallery is in such a label, at least.
const WORDS_PER_LABEL_WORD: usize = 6;

/// For each segment, whether it is not in the flow of the story, whatever its last character is.
/// Only those are asked that share words with another.
pub(super) fn off_flow(
    document: &Document<'_>,
    ranges: &[Range<usize>],
    gone: &[bool],
    partners: &Partners,
) -> Vec<bool> {
    let shares = |i: usize| !partners.of_segment(i).is_empty();
    let body = body(document, gone);
    let words = document.words();
    let mut off: Vec<bool> = (0..ranges.len())
        .map(|i| shares(i) && (i < body || is_gallery(&words[ranges[i].clone()])))
        .collect();
    // A summary of one paragraph cannot be told from a lead.
    let may_be_told = |&i: &usize| {
        let len = ranges[i].len();
        len >= MIN_SUMMARY_WORDS && partners.may_hold_sentences(i, len)
    };
    let head = (0..ranges.len().min(MAX_HEAD)).filter(may_be_told);
    if body == 0 && head.count() > 1 {
        for i in summary(document, ranges) {
            off[i] = true;
        }
    }
    if let Some(first) = (0..ranges.len()).find(|&i| !gone[i] && !ranges[i].is_empty()) {
        off[first] |= is_pulled(first, document, ranges, partners);
    }
    if let Some(pulled) = pulled_from_end(document, ranges, gone, partners) {
        off[pulled] = true;
    }
    off
}

/// The paragraph that prints the last one of the story in its midst, as a pull quote does. If the
/// paragraph before the last comes again too, the story stands twice.
fn pulled_from_end(
    document: &Document<'_>,
    ranges: &[Range<usize>],
    gone: &[bool],
    partners: &Partners,
) -> Option<usize> {
    let is_paragraph = |&i: &usize| {
        let content = document.segments()[i].content().slice(document.text());
        !gone[i] && ranges[i].len() >= MIN_SUMMARY_WORDS && ends_sentence(content)
    };
    let mut from_end = (0..ranges.len()).rev().filter(is_paragraph);
    let last = from_end.next()?;
    let stands_alone = |i: usize| partners.of_segment(i).is_empty();
    if !from_end.take(PARAGRAPHS_BELOW).all(stands_alone) {
        return None;
    }
    let words = |i: usize| {
        document.words()[ranges[i].clone()]
            .iter()
            .map(|word| word.hash)
    };
    let mut copies = partners.of_segment(last).iter();
    let is_copy = |i: usize| i + PARAGRAPHS_BELOW < last && words(i).eq(words(last));
    copies
        .find(|copy| is_copy(copy.segment))
        .map(|copy| copy.segment)
}

/// Whether the first paragraph is a quotation pulled from the story: one that comes again some
/// paragraphs below, where its speaker is introduced.
fn is_pulled(
    first: usize,
    document: &Document<'_>,
    ranges: &[Range<usize>],
    partners: &Partners,
) -> bool {
    let content = document.segments()[first].content().slice(document.text());
    let is_quotation = content.starts_with(QUOTATION) && ranges[first].len() >= MIN_SUMMARY_WORDS;
    let comes_again_below = |segment: usize| {
        let between = first + 1..segment;
        let long = between.filter(|&i| ranges[i].len() >= MIN_SUMMARY_WORDS);
        long.count() >= PARAGRAPHS_BELOW
    };
    let mut partners = partners.of_segment(first).iter();
    is_quotation && partners.any(|partner| comes_again_below(partner.segment))
}

/// The paragraphs above a story that tell it in brief: most of their words come again below, in
/// runs.
fn summary(document: &Document<'_>, ranges: &[Range<usize>]) -> Vec<usize> {
    let words = document.words();
    let above = |&i: &usize| {
        let end = document.segments()[i].content().end();
        end * MAX_HEAD_SHARE <= document.text().len()
    };
    let head = (0..ranges.len().min(MAX_HEAD)).take_while(above).count();
    let long_from = |i: usize| {
        let long = (i..ranges.len()).filter(|&i| ranges[i].len() >= MIN_SUMMARY_WORDS);
        long.take(PARAGRAPHS_BELOW)
    };
    let end = long_from(head).last().map_or(head, |last| last + 1);
    let last = last_places(document, ranges, end);
    // How many words of a paragraph come again in segment `below` or after it.
    let told = |i: usize, below: usize| {
        let range = ranges[i].clone();
        let mut is_told = vec![false; range.len()];
        for (at, run) in words[range].windows(RUN).enumerate() {
            if last
                .get(&run_hash(run))
                .is_some_and(|&place| place >= below)
            {
                is_told[at..at + RUN].fill(true);
            }
        }
        is_told.into_iter().filter(|&is| is).count()
    };
    // Where what is below comes again too, the body stands twice, and its first copy is no summary.
    let is_doubled =
        |below: usize| long_from(below).any(|i| told(i, i + 1) * 100 >= ranges[i].len() * MIN_TOLD);
    for below in (1..=head).rev().filter(|&below| !is_doubled(below)) {
        let long = || (0..below).filter(|&i| ranges[i].len() >= MIN_SUMMARY_WORDS);
        let all: usize = long().map(|i| ranges[i].len()).sum();
        let again: usize = long().map(|i| told(i, below)).sum();
        let is_told = |&i: &usize| told(i, below) * 100 >= ranges[i].len() * MIN_TOLD_EACH;
        if long().filter(is_told).count() > 1 && again * 100 >= all * MIN_TOLD {
            return long().filter(is_told).collect();
        }
    }
    Vec::new()
}

/// For each run of words of the first `head` segments, the last segment in which it stands that
/// ends with a stop: a caption that repeats the lead makes no summary of it.
fn last_places(
    document: &Document<'_>,
    ranges: &[Range<usize>],
    head: usize,
) -> AHashMap<u64, usize> {
    let words = document.words();
    let mut last = AHashMap::new();
    for range in &ranges[..head] {
        last.extend(
            words[range.clone()]
                .windows(RUN)
                .map(|run| (run_hash(run), 0)),
        );
    }
    if last.is_empty() {
        return last;
    }
    for (i, range) in ranges.iter().enumerate() {
        let content = document.segments()[i].content();
        if !ends_sentence(content.slice(document.text())) {
            continue;
        }
        for run in words[range.clone()].windows(RUN) {
            if let Some(place) = last.get_mut(&run_hash(run)) {
                *place = i;
            }
        }
    }
    last
}

fn run_hash(run: &[Word]) -> u64 {
    run.iter()
        .fold(0, |hash: u64, word| hash.rotate_left(21) ^ word.hash)
}

/// The segment with which the body begins, if a dateline shows it: `PORT AMBRY: The ferry`.
fn body(document: &Document<'_>, gone: &[bool]) -> usize {
    let (text, segments) = (document.text(), document.segments());
    let mut datelines = (0..segments.len())
        .filter(|&i| !gone[i] && has_dateline(segments[i].content().slice(text)));
    let Some(first) = datelines.next() else {
        return 0;
    };
    // In a transcript every answer begins like that.
    let is_only = datelines.next().is_none();
    let is_near = segments[first].content().start() * 2 <= text.len();
    if is_only && is_near && first <= MAX_HEAD {
        first
    } else {
        0
    }
}

/// Whether a paragraph begins with a place in capitals and a colon or dash.
fn has_dateline(paragraph: &str) -> bool {
    let mark = paragraph
        .char_indices()
        .take_while(|&(at, _)| at <= MAX_DATELINE)
        .find(|&(_, c)| matches!(c, ':' | '—' | '–'));
    let Some((at, _)) = mark else {
        return false;
    };
    let place = &paragraph[..at];
    let word = place
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let is_shouted = word.chars().count() > 2 && !word.chars().any(char::is_lowercase);
    let has_case = word.chars().any(char::is_uppercase);
    is_shouted && has_case && ends_sentence(paragraph)
}

/// Whether a paragraph is a gallery scraped into one line: the same few words come again and again,
/// as `Hide caption 5 of 8 Photos` does.
///
/// ```
/// use copydesk_neardup::is_gallery;
/// use copydesk_text::Document;
///
/// let picture = |number| format!("Photos: The storm – The pier of Varn by night Hide Caption {number} of 9 ");
/// let gallery = Document::new((1..=9).map(picture).collect::<String>());
/// assert!(is_gallery(gallery.words()));
/// assert!(!is_gallery(Document::new("The pier of Varn was closed by night and opened by day.").words()));
/// ```
#[must_use]
pub fn is_gallery(words: &[Word]) -> bool {
    // The first print of a label does not come again.
    let least = words.len().div_ceil(LABEL * WORDS_PER_LABEL_WORD);
    let least = least.max(MIN_LABELS) - 1;
    if words.len() < LABEL * MIN_LABELS * 2 || !come_again(words, least) {
        return false;
    }
    let mut labels: Vec<u64> = words.windows(LABEL).map(run_hash).collect();
    labels.sort_unstable();
    let most = labels
        .chunk_by(|a, b| a == b)
        .map(<[u64]>::len)
        .max()
        .unwrap_or_default();
    most >= MIN_LABELS && most * LABEL * WORDS_PER_LABEL_WORD >= words.len()
}
