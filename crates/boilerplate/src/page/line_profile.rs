//! Profiles of the lines of a page: how long each line is, and whether it is prose.
//!
//! Stories consist of prose. A line is prose if it is long enough and ends as a sentence does, or
//! if it is longer than any heading or button. But headlines in a long list may be as long as
//! sentences. So a line that holds one sentence and has no full stop at its end is not prose if
//! hardly any line around it ends in a full stop.

use copydesk_text::{Document, ends_in_full_stop, ends_sentence, sentences};

/// The least length of a line of prose that ends as a sentence does, in effective words.
const PROSE_WORDS: usize = 12;
/// The least length of a line of prose that does not end as a sentence does, in effective words.
const LONG_PROSE_WORDS: usize = 30;
/// The number of lines on either side that decide whether a line is in a list.
const AROUND: usize = 10;
/// The least number of lines around a line (itself included) that can show that it is in a list.
/// Near the top or the bottom of a page there may be fewer. Then the line is not taken for an item.
const LINES_AROUND_ITEM: usize = 13;
/// The largest share of these lines that may end in a full stop if the line is in a list.
const STOPS_IN_LIST: f32 = 0.1;
/// The least number of lines that end in a full stop on a page with lists. A page with fewer may be
/// in a script without full stops, so the lack of them does not show a list.
const LINES_WITH_STOP: usize = 3;

/// The properties of one line. Shares are in `0..=1`.
pub(super) struct LineProfile {
    /// The index of the line's segment.
    pub segment: usize,
    /// Length of the line in effective words.
    pub words: f32,
    /// Whether the line is prose, like the paragraphs of a story.
    pub is_prose: bool,
    /// Whether the line ends as a sentence does: with a full stop, a question mark, dots and the
    /// like.
    pub ends_sentence: bool,
    /// Whether the line ends in a full stop, as sentences do and items of a list do not.
    ends_in_full_stop: bool,
    /// Whether the line is an item of a long list: it does not end in a full stop, and hardly any
    /// line around it does.
    pub is_listed: bool,
    /// Share of the words that are numbers.
    pub numbers: f32,
    /// Share of the words that are common on the page; 0 until
    /// [`Vocabulary::measure`](super::vocabulary::Vocabulary::measure) sets it.
    pub common_words: f32,
    /// Of the words that are not common, the share that other lines of the page's prose hold; also
    /// set by [`Vocabulary::measure`](super::vocabulary::Vocabulary::measure).
    pub story_words: f32,
}

impl LineProfile {
    /// The profile of a segment, before the lines around it are looked at.
    fn of(document: &Document<'_>, segment: usize) -> Self {
        let content = document.content_of(segment);
        let words = document.effective_words_of(segment);
        let ends_sentence = ends_sentence(content);
        Self {
            segment,
            words: words as f32,
            is_prose: (ends_sentence && words >= PROSE_WORDS) || words >= LONG_PROSE_WORDS,
            ends_sentence,
            ends_in_full_stop: ends_in_full_stop(content),
            is_listed: false,
            numbers: share_of_numbers(document, segment),
            common_words: 0.0,
            story_words: 0.0,
        }
    }
}

/// The profiles of all lines that are not empty, in order.
pub(super) fn profiles(document: &Document<'_>) -> Vec<LineProfile> {
    let mut profiles = Vec::new();
    for (index, segment) in document.segments().iter().enumerate() {
        if !segment.content().is_empty() {
            profiles.push(LineProfile::of(document, index));
        }
    }
    // All lines are measured by now, because only the lines around a line show whether it is in a
    // list.
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

/// Whether the line with index `at` among the profiles is an item of a long list. Such an item may
/// be a headline as long as a sentence, and may end in a question mark or in dots. But it neither
/// ends in a full stop nor holds two sentences.
fn is_in_list(document: &Document<'_>, profiles: &[LineProfile], at: usize) -> bool {
    if profiles[at].ends_in_full_stop {
        return false;
    }
    let around = &profiles[at.saturating_sub(AROUND)..(at + AROUND + 1).min(profiles.len())];
    let with_stop = around.iter().filter(|line| line.ends_in_full_stop).count();
    if around.len() < LINES_AROUND_ITEM || with_stop as f32 > STOPS_IN_LIST * around.len() as f32 {
        return false;
    }
    // This test is the slowest, so it comes last.
    let content = document.segments()[profiles[at].segment].content();
    sentences(document.text(), content).len() == 1
}

/// Share of a segment's words that are numbers, in `0..=1`; 0 if it has no words.
fn share_of_numbers(document: &Document<'_>, segment: usize) -> f32 {
    let words = document.words_of(segment);
    let numbers = words.iter().filter(|word| word.is_number()).count();
    numbers as f32 / words.len().max(1) as f32
}
