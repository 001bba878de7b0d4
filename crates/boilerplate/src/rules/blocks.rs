//! Lines that are furniture together: appeals of several lines, and the controls of a player.
//!
//! # What it finds
//! Prose between the lines of one appeal (the request between “Make a donation” and “Sort code”),
//! and the heading above the appeal. Also the single words (`Play`, `Previous`, `Email`) in a run
//! of player or share lines, if a rule is *certain* of some of these lines, which means that it
//! would have them cut ([`Certainty::Cut`]).
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
//! A line is an appeal if a rule takes it for one with the certainty [`Certainty::CutIfAsked`] or
//! [`Certainty::Cut`]. Appeals form a block if at most a few other lines are between each of them
//! and the next. If a block has enough appeals, all of its lines are furniture, and so are a
//! heading shortly above it and the lines from there to the block.
//!
//! A run of player or share lines has no other lines in it but *fillers*: short lines without
//! letters, such as `/` or `0:00`. In such a run one certain line is enough for several that are
//! not certain.

use super::engine::{Classification, Family, Line};
use crate::{Certainty, RuleName};

/// Evidence for a line that is furniture because of its block, in `0..=1`. It is less than the
/// evidence for the lines that form the block.
const EVIDENCE: f32 = 0.7;

/// The least number of appeal lines in a block.
const APPEAL_LINES: usize = 3;
/// The least number of certain appeal lines in a block. One is too few: a letter from the editor
/// may also hold one line such as `Subscribe now`, and is no block.
const CERTAIN_APPEAL_LINES: usize = 2;
/// The most other lines between two appeal lines of a block.
const LONGEST_GAP: usize = 3;
/// The limit in place of [`LONGEST_GAP`] if one of the two appeal lines asks for money. Such
/// appeals have more prose.
const LONGEST_GAP_OF_DONATION: usize = 4;
/// Longest heading of an appeal, in effective words.
const HEADING_WORDS: usize = 12;
/// The most lines from the first appeal line of a block up to the heading of the block.
const LINES_TO_HEADING: usize = 2;

/// The most [fillers](Line::is_filler) in a row.
const MOST_FILLERS: usize = 2;
/// For each certain line of a run, this many lines may be unsure, which means not certain.
const UNSURE_PER_CERTAIN: usize = 6;

/// Marks the lines that belong to a block of appeals, or to a run of player or share lines.
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
    /// The line with this index as an appeal line; `None` if it is no appeal.
    fn of(at: usize, line: &Line<'_>) -> Option<Self> {
        let classification = line.classification?;
        let is_appeal =
            classification.family.is_appeal() && classification.certainty >= Certainty::CutIfAsked;
        is_appeal.then_some(Self {
            at,
            family: classification.family,
            is_certain: classification.certainty == Certainty::Cut,
        })
    }

    /// The most other lines that this line allows between itself and another appeal line.
    fn longest_gap(self) -> usize {
        if self.family == Family::Donation {
            LONGEST_GAP_OF_DONATION
        } else {
            LONGEST_GAP
        }
    }

    /// Whether the next appeal line is close enough to belong to the same block. It is enough if
    /// one of the two lines allows the gap between them.
    fn is_in_block_with(self, next: Self) -> bool {
        let other_lines = next.at - self.at - 1;
        other_lines <= self.longest_gap() || other_lines <= next.longest_gap()
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
    let lines_of_block = last.at - first.at + 1;
    let certain = appeals.iter().filter(|line| line.is_certain).count();
    // More than three in five lines must be appeals: a story may be printed between two appeals.
    let is_dense = appeals.len() * 5 > lines_of_block * 3;
    if appeals.len() < APPEAL_LINES || certain < CERTAIN_APPEAL_LINES || !is_dense {
        return;
    }
    // Without a heading, the block begins with its first appeal line.
    let start = first.at - distance_to_heading(&lines[..first.at]).unwrap_or(0);
    for line in &mut lines[start..=last.at] {
        line.set_classification_unless_certain(block_line(first.family));
    }
}

/// How many lines above a block its heading is: 1 if it is directly above. `before` are the lines
/// above the block. A heading is a short line that does not end as a sentence does, and that some
/// rule takes for an appeal, with any certainty. `None` if there is no heading in the last
/// [`LINES_TO_HEADING`] lines.
fn distance_to_heading(before: &[Line<'_>]) -> Option<usize> {
    for (distance, line) in (1..=LINES_TO_HEADING).zip(before.iter().rev()) {
        if line.is_short_and_no_sentence(HEADING_WORDS)
            && line.family().is_some_and(Family::is_appeal)
        {
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
        // A run ends with a line of its family. The clock of a player comes after its last control,
        // and is added here.
        let mut end = at + length;
        if family == Family::Player {
            end += clock_lines(&lines[end..]);
        }
        let run = &mut lines[at..end];
        if has_enough_certain(run, family) {
            for line in run {
                line.set_classification_unless_certain(block_line(family));
            }
        }
        at = end;
    }
}

/// The number of lines in the run with which these lines begin; 0 if they begin with no run. A run
/// consists of lines of the family, each with up to [`MOST_FILLERS`] fillers before it. Fillers
/// after its last line of the family do not belong to it.
fn run_length(lines: &[Line<'_>], family: Family) -> usize {
    // The number of lines up to the last line of the family so far.
    let mut length = 0;
    for (at, line) in lines.iter().enumerate() {
        let fillers_before = at - length;
        if line.family() == Some(family) {
            length = at + 1;
        } else if fillers_before == MOST_FILLERS || !line.is_filler() {
            break;
        }
    }
    length
}

/// How many of the lines after the last control of a player are its clock: up to [`MOST_FILLERS`]
/// fillers with a time (`0:00`).
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
fn has_enough_certain(run: &[Line<'_>], family: Family) -> bool {
    let mut certain = 0;
    let mut unsure = 0;
    // A filler may be certain furniture of another family. It counts as neither.
    for line in run {
        if !line.is_certain() {
            unsure += 1;
        } else if line.family() == Some(family) {
            certain += 1;
        }
    }
    certain >= 1 && unsure <= UNSURE_PER_CERTAIN * certain
}

/// The classification of a line of a block or run of this family. The family is recorded with the
/// line, because later steps decide by it about the lines beside a block.
fn block_line(family: Family) -> Classification {
    Classification::certain(RuleName::Block, family, EVIDENCE)
}
