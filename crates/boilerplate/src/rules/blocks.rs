//! Lines that are furniture together: appeals of several lines, and the controls of a player.
//!
//! # What it finds
//! Prose between the lines of one appeal (the request between “Make a donation” and “Sort code”),
//! and the heading above the appeal. Also the single words (`Play`, `Previous`, `Email`) in a run
//! of player or share lines, if a rule is certain of some of these lines.
//!
//! # Why it is furniture
//! No story has three requests for the reader's money or address within a few lines, and nobody
//! reports `Mute`.
//!
//! # Example
//! `Loaded: 0%` / `Previous` / `Play` / `Duration 2:18`: the two in the middle would prove nothing
//! alone.
//!
//! # When it is wrong
//! When a story quotes an appeal line by line, or when a short news item is between two newsletter
//! lines. So most lines of a block must be appeals themselves.
//!
//! # How it is found
//! Lines that a rule takes for an appeal, with the certainty [`Certainty::CutIfAsked`] or
//! [`Certainty::Cut`], form a block if at most a few other lines are between two of them. If the
//! block has enough such lines, the whole block and the heading directly above it are furniture. A
//! run of player or share lines has no other lines in it but fillers. There one certain line is
//! enough for several that are not certain.

use super::engine::{Classification, Family, Line};
use crate::{Certainty, RuleName};

/// Evidence for a line that is furniture because of its block, in `0..=1`. It is less than the
/// evidence for the lines that form the block.
const EVIDENCE: f32 = 0.7;

/// The least number of appeal lines in a block.
const APPEAL_LINES: usize = 3;
/// The least number of appeal lines in a block that are certain. A letter from the editor may hold
/// one prompt, and is no block.
const CERTAIN_APPEAL_LINES: usize = 2;
/// The most other lines in a row inside a block.
const LONGEST_GAP: usize = 3;
/// The same number after or before a line that asks for money. Such appeals have more prose.
const LONGEST_GAP_OF_DONATION: usize = 4;
/// Longest heading of an appeal, in effective words.
const HEADING_WORDS: usize = 12;
/// Number of lines above an appeal among which its heading may be.
const LINES_TO_HEADING: usize = 2;

/// The most [fillers](Line::is_filler) (`/`, `0:00`) between two other lines of a run.
const MOST_FILLERS: usize = 2;
/// For each line of a run that is certain, this many may be unsure.
const UNSURE_PER_CERTAIN: usize = 6;

/// Marks the lines that belong to a block.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    mark_appeals(lines);
    mark_runs(lines, Family::Player);
    mark_runs(lines, Family::Share);
}

/// A line that a rule takes for an appeal, with at least [`Certainty::CutIfAsked`].
#[derive(Clone, Copy)]
struct AppealLine {
    /// The index of the line.
    at: usize,
    family: Family,
    is_certain: bool,
}

impl AppealLine {
    /// The appeal line with this index; `None` if the line is no appeal.
    fn of(at: usize, line: &Line<'_>) -> Option<Self> {
        let classification = line.whole?;
        let is_appeal =
            classification.family.is_appeal() && classification.certainty >= Certainty::CutIfAsked;
        is_appeal.then_some(Self {
            at,
            family: classification.family,
            is_certain: classification.certainty == Certainty::Cut,
        })
    }

    /// The most other lines between this line and the next appeal line of its block.
    fn longest_gap(self) -> usize {
        if self.family == Family::Donation {
            LONGEST_GAP_OF_DONATION
        } else {
            LONGEST_GAP
        }
    }

    /// Whether the next appeal line is close enough to belong to the same block.
    fn is_in_block_with(self, next: Self) -> bool {
        let other_lines = next.at - self.at - 1;
        other_lines <= self.longest_gap().max(next.longest_gap())
    }
}

/// Groups appeal lines into blocks, and marks the blocks that have enough of them.
fn mark_appeals(lines: &mut [Line<'_>]) {
    let mut appeal_lines = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        appeal_lines.extend(AppealLine::of(at, line));
    }
    for block in appeal_lines.chunk_by(|&line, &next| line.is_in_block_with(next)) {
        mark_block(lines, block);
    }
}

/// Marks a block from its heading to its last line, if it has enough appeal lines. `appeals` are
/// the appeal lines of the block.
fn mark_block(lines: &mut [Line<'_>], appeals: &[AppealLine]) {
    let (first, last) = (appeals[0], appeals[appeals.len() - 1]);
    let all_lines = last.at - first.at + 1;
    let certain = appeals.iter().filter(|line| line.is_certain).count();
    // More than three in five lines must be appeals: a story may be printed between two of them.
    let is_dense = appeals.len() * 5 > all_lines * 3;
    if appeals.len() < APPEAL_LINES || certain < CERTAIN_APPEAL_LINES || !is_dense {
        return;
    }
    let start = first.at - distance_to_heading(&lines[..first.at]).unwrap_or(0);
    for line in &mut lines[start..=last.at] {
        line.set_whole_unless_certain(block_line(first.family));
    }
}

/// How many lines above a block its heading is: 1 if it is directly above. A heading is a title
/// that some rule takes for an appeal, with any certainty. `None` if the block has no heading.
fn distance_to_heading(before: &[Line<'_>]) -> Option<usize> {
    for (distance, line) in (1..=LINES_TO_HEADING).zip(before.iter().rev()) {
        if line.is_label(HEADING_WORDS) && line.family().is_some_and(Family::is_appeal) {
            return Some(distance);
        }
    }
    None
}

/// Marks the runs of lines of one family that have enough certain lines.
fn mark_runs(lines: &mut [Line<'_>], family: Family) {
    let mut at = 0;
    while at < lines.len() {
        let length = run_length(&lines[at..], family);
        if length == 0 {
            at += 1;
            continue;
        }
        // The clock of a player is not in the run yet: it consists of fillers after the last
        // control.
        let mut end = at + length;
        if family == Family::Player {
            end += clock_lines(&lines[end..]);
        }
        let run = &mut lines[at..end];
        if is_block(run, family) {
            for line in run {
                line.set_whole_unless_certain(block_line(family));
            }
        }
        at = end;
    }
}

/// The length of the run with which these lines begin: lines of one family, and the fillers between
/// them. Fillers after the last line of the family do not count.
fn run_length(lines: &[Line<'_>], family: Family) -> usize {
    let mut length = 0;
    for (at, line) in lines.iter().enumerate() {
        let fillers = at - length;
        if line.family() == Some(family) {
            length = at + 1;
        } else if fillers == MOST_FILLERS || !line.is_filler() {
            break;
        }
    }
    length
}

/// How many lines with a time (`0:00`) follow the last control of a player. They are its clock.
fn clock_lines(lines: &[Line<'_>]) -> usize {
    let mut count = 0;
    for line in lines.iter().take(MOST_FILLERS) {
        if !line.is_filler() || !line.raw().contains(':') {
            break;
        }
        count += 1;
    }
    count
}

/// Whether a run has enough certain lines of its family for its unsure lines.
fn is_block(run: &[Line<'_>], family: Family) -> bool {
    let mut certain = 0;
    let mut unsure = 0;
    for line in run {
        if !line.is_certain() {
            unsure += 1;
        } else if line.family() == Some(family) {
            certain += 1;
        }
    }
    certain >= 1 && unsure <= UNSURE_PER_CERTAIN * certain
}

/// The classification of a line of a block. Later steps need its family, which is that of the
/// block, to decide about the lines beside it.
fn block_line(family: Family) -> Classification {
    Classification::certain(RuleName::Block, family, EVIDENCE)
}
