//! Short lines that are furniture because their neighbours are.
//!
//! # What it finds
//! A line directly between two lines of certain furniture, or between one and the end of the
//! document. It must have a few words and no full stop, or be the title of a film above the
//! controls of its player, or some rule must have found it without being certain. Also the name of
//! a button that is the last line, after the last sentence of the story.
//!
//! # Why it is furniture
//! No story is three words between a newsletter box and a copyright line, and no story ends in a
//! line that says `Print`.
//!
//! # Example
//! `Our top stories` between `Sign up for our newsletter` and `Follow us on Twitter`.
//!
//! # When it is wrong
//! An advertisement in the middle of a story says nothing about its neighbours, and a list may have
//! one above and one below an item. So lines of [`Family::Inline`] on both sides are no evidence;
//! the furniture on one side must be of another family.

use super::engine::{Classification, Family, Line};
use crate::{Certainty, RuleName};
use copydesk_text::ends_in_full_stop;

/// Evidence for a line that is furniture because of its neighbours, in `0..=1`. It is the least of
/// all steps, since nothing in the line itself shows that it is furniture.
const EVIDENCE: f32 = 0.6;

/// Longest line that is furniture because of its neighbours although no rule has found it, in
/// effective words.
const LABEL_WORDS: usize = 6;
/// Longest title of a film above the controls of its player, in effective words.
const TITLE_WORDS: usize = 20;
/// Number of controls that must be directly below such a title.
const CONTROLS: usize = 3;
/// Longest button after the story, in effective words.
const BUTTON_WORDS: usize = 2;
/// Shortest last sentence of a story, in effective words.
const SENTENCE_WORDS: usize = 8;

/// Marks the lines that are furniture because of their neighbours.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    // The families are copied before anything is changed. So a line that is marked here is no
    // evidence for the next line.
    let evidence: Vec<Option<Family>> = lines.iter().map(evidence_of).collect();
    for at in 0..lines.len() {
        let before = at.checked_sub(1).and_then(|before| evidence[before]);
        let after = &evidence[at + 1..];
        let most_words = if begins_player(after) {
            TITLE_WORDS
        } else {
            LABEL_WORDS
        };
        if is_between_furniture(before, after) && may_be_furniture(&lines[at], most_words) {
            lines[at].whole = Some(neighbour(before.unwrap_or(Family::Foot)));
        }
    }
    mark_last_button(lines);
}

/// The family of a line that is evidence about its neighbours, which is certain furniture other
/// than a menu; `None` for any other line.
fn evidence_of(line: &Line<'_>) -> Option<Family> {
    let classification = line.whole?;
    let is_evidence =
        classification.certainty == Certainty::Cut && classification.family != Family::Menu;
    is_evidence.then_some(classification.family)
}

/// Whether a line is between two lines of furniture, or between furniture and the end of the page.
/// `before` and `after` are the evidence of the line before and of all lines after it. Inline
/// furniture alone is not enough, because it is printed in stories.
fn is_between_furniture(before: Option<Family>, after: &[Option<Family>]) -> bool {
    let Some(before) = before else {
        return false;
    };
    match after.first() {
        Some(Some(after)) => before != Family::Inline || *after != Family::Inline,
        // The next line may be story.
        Some(None) => false,
        None => before != Family::Inline,
    }
}

/// Whether the next lines are controls of a player.
fn begins_player(after: &[Option<Family>]) -> bool {
    after.len() >= CONTROLS && after[..CONTROLS] == [Some(Family::Player); CONTROLS]
}

/// Marks the name of a button if it is the last line and the line before it is a sentence. After an
/// item of a list the word may be an item too.
fn mark_last_button(lines: &mut [Line<'_>]) {
    let mut filled = (0..lines.len())
        .rev()
        .filter(|&at| !lines[at].content.is_empty());
    let (Some(last), Some(before)) = (filled.next(), filled.next()) else {
        return;
    };
    let is_button = match lines[last].whole {
        Some(classification) => {
            classification.certainty == Certainty::ShowOnly && lines[last].is_label(BUTTON_WORDS)
        }
        None => false,
    };
    let ends_story = lines[before].whole.is_none()
        && lines[before].weight() >= SENTENCE_WORDS
        && ends_in_full_stop(lines[before].raw());
    if is_button && ends_story {
        lines[last].whole = Some(neighbour(Family::Foot));
    }
}

/// The classification of a line that is furniture because of its neighbours. `family` is the family
/// of the furniture before it.
fn neighbour(family: Family) -> Classification {
    Classification::certain(RuleName::Neighbour, family, EVIDENCE)
}

/// Whether the line is not certain furniture yet, but may be furniture: some rule has found it, or
/// it is a label of at most this many effective words.
fn may_be_furniture(line: &Line<'_>, most_words: usize) -> bool {
    match line.whole {
        Some(classification) => classification.certainty < Certainty::Cut,
        None => {
            // If parts of a line are furniture, the rest of it is not.
            line.parts.is_empty()
                && !line.content.is_empty()
                && line.is_label(most_words)
                && !belongs_to_transcript(line.raw())
        }
    }
}

/// Whether a line is a mark of a transcript: `(LAUGHTER)`, `[applause]`, `MODERATOR:`.
fn belongs_to_transcript(raw: &str) -> bool {
    (raw.starts_with('(') && raw.ends_with(')'))
        || (raw.starts_with('[') && raw.ends_with(']'))
        || raw.ends_with([':', '：'])
}
