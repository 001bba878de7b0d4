//! Lines that belong together: appeals of several lines, and the controls of a player.
//!
//! # What it finds
//! Prose between the lines of one appeal (the pleading between “Make a donation” and “Sort code”),
//! the heading in front of it, and the single words (`Play`, `Previous`, `Email`) in a run of
//! unmistakable player or share lines.
//!
//! # Why it is furniture
//! No story has three requests for the reader's money or address within a few lines, and nobody
//! reports `Mute`.
//!
//! # Example
//! `Loaded: 0%` / `Previous` / `Play` / `Duration 2:18`: the middle two say nothing alone.
//!
//! # When it is wrong
//! When a story quotes an appeal line by line, or a short item is between two newsletter lines; so
//! most of a block's lines must be appeals themselves.
//!
//! # How it is found
//! Lines that a rule takes for an appeal, at least when asked to cut much, are chained to a block
//! while no more than a few other lines are between two of them. If the block has enough such
//! lines, all of it is cut, with a heading directly above. A run of player or share lines is found
//! in the same way, but without other lines in it, and one certain line answers for several unsure
//! ones.

use super::engine::{Classification, Family, Line};
use crate::{Certainty, RuleName};

/// Evidence of a line that belongs to a block, in `0..=1`: less than that of the lines that make
/// the block.
const EVIDENCE: f32 = 0.7;

/// An appeal has at least this many lines that are known to be of one, and so many of them certain.
/// A letter of the editor may hold one prompt, and stays with it.
const APPEAL_LINES: usize = 3;
const CERTAIN_APPEAL_LINES: usize = 2;
/// Longest heading of an appeal, in effective words.
const HEADING_WORDS: usize = 12;
/// Lines in front of an appeal among which its heading may be.
const LINES_TO_HEADING: usize = 2;

/// Lines of a run that hold nothing to read (`/`, `0:00`), between two that do.
const FILLERS: usize = 2;
/// A run may have this many unsure lines for each certain one.
const UNSURE_PER_CERTAIN: usize = 6;

/// Marks the lines that belong to a block.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    mark_appeals(lines);
    mark_runs(lines, Family::Player);
    mark_runs(lines, Family::Share);
}

/// A line that a rule takes for one of an appeal, and that would be cut at least if asked.
#[derive(Clone, Copy)]
struct AppealLine {
    /// The number of the line.
    at: usize,
    family: Family,
    is_certain: bool,
}

impl AppealLine {
    /// The line with this number; `None` if it is none of an appeal.
    fn of(at: usize, line: &Line<'_>) -> Option<Self> {
        let found = line.whole?;
        let is_appeal = found.family.is_appeal() && found.certainty >= Certainty::CutIfAsked;
        is_appeal.then_some(Self {
            at,
            family: found.family,
            is_certain: found.certainty == Certainty::Cut,
        })
    }

    /// How many unknown lines in a row may follow inside the block. Appeals for money hold more
    /// prose than others.
    fn longest_gap(self) -> usize {
        if self.family == Family::Donation {
            4
        } else {
            3
        }
    }

    /// Whether the next line of an appeal is close enough to belong to the same one.
    fn reaches(self, next: Self) -> bool {
        next.at - self.at <= 1 + self.longest_gap().max(next.longest_gap())
    }
}

/// Chains the lines of appeals to blocks, and marks those that are long and dense enough.
fn mark_appeals(lines: &mut [Line<'_>]) {
    let mut known = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        known.extend(AppealLine::of(at, line));
    }
    for block in known.chunk_by(|&line, &next| line.reaches(next)) {
        mark_block(lines, block);
    }
}

/// Marks an appeal from its heading to its last line, if it is one.
fn mark_block(lines: &mut [Line<'_>], block: &[AppealLine]) {
    let (first, last) = (block[0], block[block.len() - 1]);
    let extent = last.at - first.at + 1;
    let certain = block.iter().filter(|line| line.is_certain).count();
    // More than three in five lines must be appeals: a story may be printed between two of them.
    let is_dense = block.len() * 5 > extent * 3;
    if block.len() < APPEAL_LINES || certain < CERTAIN_APPEAL_LINES || !is_dense {
        return;
    }
    let start = first.at - lines_with_heading(&lines[..first.at]);
    for line in &mut lines[start..=last.at] {
        line.set_whole_unless_certain(of_block(first.family));
    }
}

/// How many lines in front of a block belong to it because the first of them is its heading: a
/// title that some rule suspects of an appeal, however little.
fn lines_with_heading(before: &[Line<'_>]) -> usize {
    for (distance, line) in (1..=LINES_TO_HEADING).zip(before.iter().rev()) {
        if line.is_label(HEADING_WORDS) && line.family().is_some_and(Family::is_appeal) {
            return distance;
        }
    }
    0
}

/// Marks the runs of lines of one family that hold enough certain ones.
fn mark_runs(lines: &mut [Line<'_>], family: Family) {
    let mut at = 0;
    while at < lines.len() {
        let length = run_length(&lines[at..], family);
        if length == 0 {
            at += 1;
            continue;
        }
        // The clock is behind the last control, so no control follows that would make it a filler.
        let mut end = at + length;
        if family == Family::Player {
            end += clock_lines(&lines[end..]);
        }
        let run = &mut lines[at..end];
        if is_block(run, family) {
            for line in run {
                line.set_whole_unless_certain(of_block(family));
            }
        }
        at = end;
    }
}

/// How many lines from the first on are of one family, fillers between them included.
fn run_length(lines: &[Line<'_>], family: Family) -> usize {
    let mut length = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.family() == Some(family) {
            length = at + 1;
            // Fillers count only if another line of the family follows them.
        } else if at >= length + FILLERS || !line.is_filler() {
            break;
        }
    }
    length
}

/// How many times of day or of a recording (`0:00`) follow a player's last control: they are its
/// clock.
fn clock_lines(lines: &[Line<'_>]) -> usize {
    let mut count = 0;
    for line in lines.iter().take(FILLERS) {
        if !line.is_filler() || !line.raw().contains(':') {
            break;
        }
        count += 1;
    }
    count
}

/// Whether a run holds a certain line of its family, and enough of them for the unsure ones.
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

/// What a line of a block is. It takes the family of the block, so that later steps know its kind.
fn of_block(family: Family) -> Classification {
    Classification::certain(RuleName::Block, family, EVIDENCE)
}
