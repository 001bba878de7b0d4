//! Short lines that are known by the company they keep.
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
//! of them: lines that commonly stand inside stories are no evidence, unless furniture of another
//! kind stands on the other side.

use super::engine::{Family, Line, Mark};
use crate::{Certainty, RuleName};
use copydesk_text::ends_in_full_stop;

const EVIDENCE: f32 = 0.6;

/// A line without a mark of its own may have at most this many words.
const LABEL_WORDS: usize = 6;
/// The title of a film stands right above so many controls of its player, and is no longer than
/// this.
const CONTROLS: usize = 3;
const TITLE_WORDS: usize = 20;
/// A button behind the story has at most this many words, and the sentence before it at least so
/// many.
const BUTTON_WORDS: usize = 2;
const SENTENCE_WORDS: usize = 8;

/// Turns unsure lines into cuts, all at once: a line cut here is no evidence for the next.
pub(super) fn settle(lines: &mut [Line<'_>]) {
    let certain: Vec<Option<Family>> = lines
        .iter()
        .map(|l| {
            l.mark
                .filter(|m| l.is_certain() && m.family != Family::Menu)
                .map(|m| m.family)
        })
        .collect();
    for i in 0..lines.len() {
        let before = i.checked_sub(1).and_then(|b| certain[b]);
        let is_last = i + 1 == lines.len();
        let after = certain.get(i + 1).copied().flatten();
        let is_surrounded = match (before, after) {
            (Some(a), Some(b)) => a != Family::Inline || b != Family::Inline,
            (Some(a), None) => is_last && a != Family::Inline,
            _ => false,
        };
        let player = certain[i + 1..].iter().take(CONTROLS);
        let is_title = player
            .filter(|family| **family == Some(Family::Player))
            .count()
            == CONTROLS;
        let most_words = if is_title { TITLE_WORDS } else { LABEL_WORDS };
        if is_surrounded && is_unsure(&lines[i], most_words) {
            lines[i].mark = Some(cut(before.unwrap_or(Family::Foot)));
        }
    }
    settle_last(lines);
}

/// Cuts the name of a button that is the last line, if a sentence stands before it.
fn settle_last(lines: &mut [Line<'_>]) {
    let mut filled = (0..lines.len())
        .rev()
        .filter(|&at| !lines[at].content.is_empty());
    let (Some(last), Some(before)) = (filled.next(), filled.next()) else {
        return;
    };
    let is_button = lines[last]
        .mark
        .is_some_and(|mark| mark.certainty == Certainty::ShowOnly)
        && lines[last].is_label(BUTTON_WORDS);
    let ends_story = lines[before].mark.is_none()
        && lines[before].weight() >= SENTENCE_WORDS
        && ends_in_full_stop(lines[before].raw());
    if is_button && ends_story {
        lines[last].mark = Some(cut(Family::Foot));
    }
}

fn cut(family: Family) -> Mark {
    Mark {
        rule: RuleName::Neighbour,
        family,
        certainty: Certainty::Cut,
        evidence: EVIDENCE,
    }
}

fn is_unsure(line: &Line<'_>, most_words: usize) -> bool {
    match line.mark {
        Some(mark) => mark.certainty < Certainty::Cut,
        None => {
            line.ends.is_empty()
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
