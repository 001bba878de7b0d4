//! Short lines that are furniture because their neighbours are.
//!
//! # What it finds
//! A line directly between two lines of certain furniture, or between certain furniture and the end
//! of the document. The line must have only a few words and not end as a sentence does. It may have
//! more words if it is the title of a film above the controls of its player. If a rule has found
//! the line without being certain of it, its length and its end do not matter. Also the name of a
//! button, if it is the last line and follows the last sentence of the story.
//!
//! # Why it is furniture
//! No story is three words between a newsletter box and a copyright line, and no story ends in a
//! line that says `Print`.
//!
//! # Example
//! `Our top stories` between `Sign up for our newsletter` and `Follow us on Twitter`.
//!
//! # When it is wrong
//! An advertisement in the middle of a story says nothing about its neighbours, and there may be
//! one above and one below an item of a list. Such furniture is of [`Family::Inline`]. So two lines
//! of that family are no evidence: the furniture on at least one side must be of another family.
//! Menus ([`Family::Menu`]) are no evidence at all.

use super::engine::{Classification, Family, Line};
use crate::{Certainty, RuleName};
use copydesk_text::ends_in_full_stop;

/// Evidence for a line that is furniture because of its neighbours, in `0..=1`. No step has less,
/// since nothing in the line itself shows that it is furniture.
const EVIDENCE: f32 = 0.6;

/// Longest line that is furniture because of its neighbours although no rule has found it, in
/// effective words.
const UNKNOWN_WORDS: usize = 6;
/// Longest title of a film above the controls of its player, in effective words.
const TITLE_WORDS: usize = 20;
/// Number of lines with controls that must be directly below such a title.
const CONTROL_LINES: usize = 3;
/// Longest name of a button after the story, in effective words.
const BUTTON_WORDS: usize = 2;
/// Shortest last sentence of a story, in effective words.
const SENTENCE_WORDS: usize = 8;

/// Marks the lines that are furniture because of their neighbours.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    // The families are copied before anything is changed. So a line that is marked here is no
    // evidence for the next line.
    let families: Vec<Option<Family>> = lines.iter().map(certain_family).collect();
    for at in 1..lines.len() {
        // If the line before is no furniture, this line cannot be between furniture.
        let Some(before) = families[at - 1] else {
            continue;
        };
        let after = &families[at + 1..];
        let most_words = if begins_player(after) {
            TITLE_WORDS
        } else {
            UNKNOWN_WORDS
        };
        if is_between_furniture(before, after) && may_be_furniture(&lines[at], most_words) {
            // The line belongs to the furniture before it.
            lines[at].classification = Some(neighbour(before));
        }
    }
    mark_last_button(lines);
}

/// The family of a line that is certain furniture; `None` for any other line. It is also `None` for
/// a line of a menu, which is no evidence about the lines beside it.
fn certain_family(line: &Line<'_>) -> Option<Family> {
    let classification = line.classification?;
    let is_evidence =
        classification.certainty == Certainty::Cut && classification.family != Family::Menu;
    is_evidence.then_some(classification.family)
}

/// Whether a line that comes after furniture of the family `before` is also followed by furniture,
/// or by the end of the page. `after` has the families of all lines after that line. Inline
/// furniture alone is not enough, because it is printed in stories.
fn is_between_furniture(before: Family, after: &[Option<Family>]) -> bool {
    match after.first() {
        Some(Some(after)) => before != Family::Inline || *after != Family::Inline,
        // The next line may be story.
        Some(None) => false,
        // This is the last line of the page.
        None => before != Family::Inline,
    }
}

/// Whether the first of these lines are the controls of a player.
fn begins_player(families: &[Option<Family>]) -> bool {
    families.starts_with(&[Some(Family::Player); CONTROL_LINES])
}

/// Marks the name of a button if it is the last line that is not empty, and the line before it is a
/// sentence. After an item of a list, the name may be an item too.
fn mark_last_button(lines: &mut [Line<'_>]) {
    let mut not_empty = (0..lines.len())
        .rev()
        .filter(|&at| !lines[at].content.is_empty());
    let (Some(last), Some(before)) = (not_empty.next(), not_empty.next()) else {
        return;
    };
    let is_button = match lines[last].classification {
        Some(classification) => {
            classification.certainty == Certainty::ShowOnly
                && lines[last].is_short_and_no_sentence(BUTTON_WORDS)
        }
        None => false,
    };
    let ends_story = lines[before].classification.is_none()
        && lines[before].effective_words() >= SENTENCE_WORDS
        && ends_in_full_stop(lines[before].raw());
    if is_button && ends_story {
        lines[last].classification = Some(neighbour(Family::Foot));
    }
}

/// The classification of a line that is furniture because of its neighbours.
fn neighbour(family: Family) -> Classification {
    Classification::certain(RuleName::Neighbour, family, EVIDENCE)
}

/// Whether the line is not certain furniture yet, but may be furniture: some rule has found it, or
/// it is no sentence and has at most `most_words` effective words.
fn may_be_furniture(line: &Line<'_>, most_words: usize) -> bool {
    match line.classification {
        Some(classification) => classification.certainty < Certainty::Cut,
        None => {
            // If only parts of a line are furniture, the rest of it is not.
            line.parts.is_empty()
                && !line.content.is_empty()
                && line.is_short_and_no_sentence(most_words)
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
