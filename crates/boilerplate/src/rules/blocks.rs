//! Lines that belong together: appeals of several lines, and the controls of a player.
//!
//! # What it finds
//! Prose between the lines of one appeal (the pleading between “Make a donation” and “Sort code”),
//! the heading in front of it, and the single words (`Play`, `Previous`, `Email`) that stand in a
//! run with unmistakable player or share lines.
//!
//! # Why it is furniture
//! No story has three requests for the reader's money or address within a few lines, and nobody
//! reports `Mute`.
//!
//! # Example
//! `Loaded: 0%` / `Previous` / `Play` / `Duration 2:18`: the middle two say nothing alone.
//!
//! # When it is wrong
//! When a story quotes an appeal line by line, or a short item stands between two newsletter lines;
//! so most of a block's lines must be appeals themselves.

use super::engine::{Family, Line, Mark};
use crate::{Certainty, RuleName};

const EVIDENCE: f32 = 0.7;

/// An appeal has at least this many lines that are known for appeals.
const APPEAL_LINES: usize = 3;

/// Lines of a run that may hold nothing at all (`/`, `0:00`) between two that do.
const FILLERS: usize = 2;

/// Sets marks on lines that belong to a block.
pub(super) fn gather(lines: &mut [Line<'_>]) {
    appeals(lines);
    runs(lines, Family::Player);
    runs(lines, Family::Share);
}

/// How many unknown lines in a row may lie inside a block behind a finding of this family.
fn longest_gap(family: Family) -> usize {
    if family == Family::Donation { 4 } else { 3 }
}

fn appeal(line: &Line<'_>) -> Option<Mark> {
    line.mark_of(Family::is_appeal)
        .filter(|m| m.certainty >= Certainty::CutIfAsked)
}

fn appeals(lines: &mut [Line<'_>]) {
    let known: Vec<(usize, Mark)> = lines
        .iter()
        .enumerate()
        .filter_map(|(i, l)| Some((i, appeal(l)?)))
        .collect();
    let mut rest = known.as_slice();
    while !rest.is_empty() {
        let joined = |a: &(usize, Mark), b: &(usize, Mark)| {
            b.0 - a.0 <= 1 + longest_gap(a.1.family).max(longest_gap(b.1.family))
        };
        let length = 1 + rest
            .windows(2)
            .take_while(|pair| joined(&pair[0], &pair[1]))
            .count();
        let (block, behind) = rest.split_at(length);
        close_block(lines, block);
        rest = behind;
    }
}

fn close_block(lines: &mut [Line<'_>], block: &[(usize, Mark)]) {
    let (Some(first), Some(last)) = (block.first(), block.last()) else {
        return;
    };
    let extent = last.0 - first.0 + 1;
    let certain = block
        .iter()
        .filter(|(_, m)| m.certainty == Certainty::Cut)
        .count();
    let is_dense = block.len() * 5 > extent * 3;
    if block.len() < APPEAL_LINES || certain < 2 || !is_dense {
        return;
    }
    let start = first.0 - headings(&lines[..first.0]);
    for line in &mut lines[start..=last.0] {
        cut(line, first.1.family);
    }
}

/// How many lines in front of a block are its heading: a title that names an appeal, with at most
/// one line between.
fn headings(before: &[Line<'_>]) -> usize {
    let is_heading = |l: &Line<'_>| l.is_label(12) && l.mark_of(Family::is_appeal).is_some();
    before
        .iter()
        .rev()
        .take(2)
        .position(is_heading)
        .map_or(0, |i| i + 1)
}

fn runs(lines: &mut [Line<'_>], family: Family) {
    let mut at = 0;
    while at < lines.len() {
        let length = run_length(&lines[at..], family);
        let length = length
            + clock_length(
                &lines[at + length..],
                if length > 0 { family } else { Family::Inline },
            );
        let run = &mut lines[at..at + length];
        let strong = run
            .iter()
            .filter(|l| {
                l.mark_of(|f| f == family)
                    .is_some_and(|m| m.certainty == Certainty::Cut)
            })
            .count();
        let weak = run.iter().filter(|l| !l.is_certain()).count();
        if strong >= 1 && (strong * 6 >= weak) {
            run.iter_mut().for_each(|line| cut(line, family));
        }
        at += length.max(1);
    }
}

/// How many lines from the first on are of one family, fillers between them included.
fn run_length(lines: &[Line<'_>], family: Family) -> usize {
    let mut length = 0;
    for (i, line) in lines.iter().enumerate() {
        if line.mark_of(|f| f == family).is_some() {
            length = i + 1;
        } else if i >= length + FILLERS || !line.is_filler() {
            break;
        }
    }
    length
}

/// How many times of day or of a recording (`0:00`) stand behind a player's last line.
fn clock_length(lines: &[Line<'_>], family: Family) -> usize {
    let is_clock = |line: &Line<'_>| line.is_filler() && line.raw().contains(':');
    if family == Family::Player {
        lines
            .iter()
            .take(FILLERS)
            .take_while(|line| is_clock(line))
            .count()
    } else {
        0
    }
}

fn cut(line: &mut Line<'_>, family: Family) {
    if !line.is_certain() {
        line.mark = Some(Mark {
            rule: RuleName::Block,
            family,
            certainty: Certainty::Cut,
            evidence: EVIDENCE,
        });
    }
}
