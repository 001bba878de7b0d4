//! What the lines of a page are like by themselves: how long, and whether they are prose.
//!
//! Prose is what stories are made of. A line is prose if it is long enough and ends as a sentence
//! does, or if it is longer than any label. Headlines in a long list may be as long, so a line is
//! no prose if it and the lines around it have no full stops.

use copydesk_text::{Document, ends_in_full_stop, ends_sentence, sentences};

/// The least length of a line of prose that ends a sentence, in effective words.
const PROSE_WORDS: usize = 12;
/// A line this long is prose even without a full stop, in effective words.
const LONG_PROSE_WORDS: usize = 30;
/// Lines on either side of a line that tell whether it is in a list.
const AROUND: usize = 10;
/// So many lines make a list, at least.
const LIST_LINES: usize = 12;
/// The largest share of lines with a full stop in a list.
const STOPS_IN_LIST: f32 = 0.1;
/// Lines with a full stop that a page must have before their absence means anything: its script may
/// have no full stops.
const LINES_WITH_STOP: usize = 3;

/// What one line is like by itself. Shares are in `0..=1`.
pub(super) struct LineProfile {
    /// The number of the line's segment.
    pub segment: usize,
    /// Its length in effective words.
    pub words: f32,
    /// Whether it is of the kind that stories are made of.
    pub is_prose: bool,
    /// Whether it ends as a sentence does, also with a question mark or dots.
    pub ends_sentence: bool,
    /// The stricter question, which tells items of a list from sentences.
    ends_in_full_stop: bool,
    /// Whether it is an item of a long list: neither it nor the lines around end in a full stop.
    pub is_listed: bool,
    /// Share of its words that are numbers.
    pub numbers: f32,
    /// Share of its words that are common on the page; 0 until the
    /// [vocabulary](super::vocabulary::Vocabulary) of the page has measured it.
    pub common_words: f32,
    /// Share of its other words that the prose of the page holds; 0 until then as well.
    pub story_words: f32,
}

impl LineProfile {
    /// What can be said of a segment without the lines around it.
    fn of(document: &Document<'_>, segment: usize) -> Self {
        let content = document.content_of(segment);
        let words = document.effective_words_of(segment);
        let ends_sentence = ends_sentence(content);
        Self {
            segment,
            words: words as f32,
            is_prose: ends_sentence && words >= PROSE_WORDS || words >= LONG_PROSE_WORDS,
            ends_sentence,
            ends_in_full_stop: ends_in_full_stop(content),
            is_listed: false,
            numbers: share_of_numbers(document, segment),
            common_words: 0.0,
            story_words: 0.0,
        }
    }
}

/// The profiles of all lines that hold anything, in order.
pub(super) fn profiles(document: &Document<'_>) -> Vec<LineProfile> {
    let mut profiles = Vec::new();
    for (number, segment) in document.segments().iter().enumerate() {
        if !segment.content().is_empty() {
            profiles.push(LineProfile::of(document, number));
        }
    }
    // Headlines in a list of teasers may be as long as sentences. They are found out by their
    // neighbours, so this comes after all lines are known.
    let with_stop = profiles
        .iter()
        .filter(|line| line.ends_in_full_stop)
        .count();
    if with_stop < LINES_WITH_STOP {
        return profiles;
    }
    for at in 0..profiles.len() {
        if is_in_list(document, &profiles, at) {
            profiles[at].is_listed = true;
            profiles[at].is_prose = false;
        }
    }
    profiles
}

/// Whether the line at `at` is an item of a long list. Headlines of a list may be as long as
/// sentences, and some end in a question or in dots, but none ends in a full stop or holds two
/// sentences.
fn is_in_list(document: &Document<'_>, profiles: &[LineProfile], at: usize) -> bool {
    if profiles[at].ends_in_full_stop {
        return false;
    }
    let around = &profiles[at.saturating_sub(AROUND)..(at + AROUND + 1).min(profiles.len())];
    let with_stop = around.iter().filter(|line| line.ends_in_full_stop).count();
    if around.len() <= LIST_LINES || with_stop as f32 > STOPS_IN_LIST * around.len() as f32 {
        return false;
    }
    // Finding sentences takes longest, so it is asked last.
    let content = document.segments()[profiles[at].segment].content();
    sentences(document.text(), content).len() == 1
}

/// Share of a segment's words that are numbers, in `0..=1`; 0 if it has no words.
fn share_of_numbers(document: &Document<'_>, segment: usize) -> f32 {
    let words = document.words_of(segment);
    let numbers = words.iter().filter(|word| word.is_number()).count();
    numbers as f32 / words.len().max(1) as f32
}
