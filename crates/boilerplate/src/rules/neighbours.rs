//! Short lines that are furniture because their neighbours are.
//!
//! # What it finds
//! A line of a few words and no full stop, the title of a film above the controls of its player, or
//! a line that some rule was unsure of, with certain furniture directly on both sides, or between
//! certain furniture and the end of the document. Also the name of a button that is the last line,
//! behind the story's last sentence.
//!
//! # Why it is furniture
//! Stories do not come in three words between a newsletter box and a copyright line, nor do they
//! end in a line that says `Print`.
//!
//! # Example
//! `Our top stories` between `Sign up for our newsletter` and `Follow us on Twitter`.
//!
//! # When it is wrong
//! An advertisement in mid-story says nothing about its neighbours, and a list may be broken by two
//! of them: lines that are commonly printed inside stories are no evidence, unless furniture of
//! another kind is on the other side.

use super::engine::{Classification, Family, Line};
use crate::{Certainty, RuleName};
use copydesk_text::ends_in_full_stop;

/// Evidence of a line that is cut for its neighbours, in `0..=1`: the least of all steps, since
/// nothing in the line itself speaks for it.
const EVIDENCE: f32 = 0.6;

/// Longest line that no rule knows and that is cut for its neighbours, in effective words.
const LABEL_WORDS: usize = 6;
/// Longest title of a film, and the controls of its player that must be right below it.
const TITLE_WORDS: usize = 20;
const CONTROLS: usize = 3;
/// A button behind the story has at most this many effective words, and the sentence before it at
/// least so many.
const BUTTON_WORDS: usize = 2;
const SENTENCE_WORDS: usize = 8;

/// Turns unsure lines into certain furniture, all at once: a line that is cut here is no evidence
/// for the next.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    // Taken before anything is changed, so that certainty does not spread from line to line.
    let evidence: Vec<Option<Family>> = lines.iter().map(evidence_of).collect();
    for at in 0..lines.len() {
        let before = at.checked_sub(1).and_then(|before| evidence[before]);
        let behind = &evidence[at + 1..];
        let most_words = if is_player(behind) {
            TITLE_WORDS
        } else {
            LABEL_WORDS
        };
        if is_between_furniture(before, behind) && is_unsure(&lines[at], most_words) {
            lines[at].whole = Some(of_neighbours(before.unwrap_or(Family::Foot)));
        }
    }
    mark_last_button(lines);
}

/// The family of a line that says something about its neighbours: certain furniture that is no
/// menu.
fn evidence_of(line: &Line<'_>) -> Option<Family> {
    let found = line.whole?;
    let is_evidence = found.certainty == Certainty::Cut && found.family != Family::Menu;
    is_evidence.then_some(found.family)
}

/// Whether a line is between furniture and furniture, or between furniture and the end of the page.
/// Inline furniture alone is no evidence: it is printed in stories.
fn is_between_furniture(before: Option<Family>, behind: &[Option<Family>]) -> bool {
    let Some(before) = before else {
        return false;
    };
    match behind.first() {
        Some(Some(after)) => before != Family::Inline || *after != Family::Inline,
        // The next line is story, or may be.
        Some(None) => false,
        None => before != Family::Inline,
    }
}

/// Whether the next lines are controls of a player.
fn is_player(behind: &[Option<Family>]) -> bool {
    behind.len() >= CONTROLS && behind[..CONTROLS] == [Some(Family::Player); CONTROLS]
}

/// Cuts the name of a button that is the last line, if a sentence is before it. Behind an item of a
/// list the word may be an item too.
fn mark_last_button(lines: &mut [Line<'_>]) {
    let mut filled = (0..lines.len())
        .rev()
        .filter(|&at| !lines[at].content.is_empty());
    let (Some(last), Some(before)) = (filled.next(), filled.next()) else {
        return;
    };
    let is_button = match lines[last].whole {
        Some(found) => found.certainty == Certainty::ShowOnly && lines[last].is_label(BUTTON_WORDS),
        None => false,
    };
    let ends_story = lines[before].whole.is_none()
        && lines[before].weight() >= SENTENCE_WORDS
        && ends_in_full_stop(lines[before].raw());
    if is_button && ends_story {
        lines[last].whole = Some(of_neighbours(Family::Foot));
    }
}

/// What a line is that is cut for its neighbours: of the family of the furniture before it.
fn of_neighbours(family: Family) -> Classification {
    Classification::certain(RuleName::Neighbour, family, EVIDENCE)
}

/// Whether the line is not certain yet and may become so: some rule suspects it, or it is a label.
fn is_unsure(line: &Line<'_>, most_words: usize) -> bool {
    match line.whole {
        Some(found) => found.certainty < Certainty::Cut,
        None => {
            // A line with furniture at its ends has something else between them.
            line.parts.is_empty()
                && !line.content.is_empty()
                && line.is_label(most_words)
                && !leads_on(line.raw())
        }
    }
}

/// `(LAUGHTER)`, `[applause]`, `MODERATOR:`: a transcript's marks, which belong to it.
fn leads_on(raw: &str) -> bool {
    (raw.starts_with('(') && raw.ends_with(')'))
        || (raw.starts_with('[') && raw.ends_with(']'))
        || raw.ends_with([':', '：'])
}
