//! Menus, link bars and rows of buttons, one item a line.
//!
//! # What it finds
//! Runs of short lines most of which name a section, a service page or a button of a site; in a
//! long run fewer of them need to be known.
//!
//! # Why it is furniture
//! It is the way around the site.
//!
//! # Example
//! `News` / `Sport` / `What's On` / `Obituaries`
//!
//! # When it is wrong
//! A story may list sectors or ministries (`Health`, `Energy`, `Education`), most often behind a
//! colon. So some of the names must be such as only sites have.

use super::engine::{Family, Line, Mark};
use super::labels::{Label, Labels};
use crate::{Certainty, RuleName};
use ahash::{AHashMap, AHashSet};
use copydesk_text::Fingerprint;

const EVIDENCE: f32 = 0.8;

/// A line of a menu has at most this many words.
const ITEM_WORDS: usize = 4;
/// Different names that make a menu of a run.
const NAMES: usize = 3;
/// In a run this long, a quarter of the lines is enough.
const LONG_RUN: usize = 12;
/// Unknown lines in a row that may lie between two known ones, in a short run and in a long one.
const GAP: usize = 1;
const LONG_GAP: usize = 8;
/// A button that stands alone this often in one document belongs to its parts.
const TIMES: usize = 3;

/// What a line can be in a menu.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Name(Label),
    Unknown,
}

/// Marks the lines of menus.
pub(super) fn mark(lines: &mut [Line<'_>], labels: &Labels) {
    let items: Vec<Option<Item>> = lines.iter().map(|line| item(line, labels)).collect();
    let mut at = 0;
    while at < items.len() {
        let Some(length) = items[at..]
            .iter()
            .position(Option::is_none)
            .or(Some(items.len() - at))
            .filter(|&n| n > 0)
        else {
            at += 1;
            continue;
        };
        let follows_colon = at > 0 && lines[at - 1].raw().ends_with([':', '：']);
        let run: Vec<Item> = items[at..at + length].iter().flatten().copied().collect();
        for (from, to) in menus(&run, &lines[at..at + length], follows_colon) {
            lines[at + from..at + to].iter_mut().for_each(cut);
        }
        at += length;
    }
    mark_repeated(lines, labels);
}

fn item(line: &Line<'_>, labels: &Labels) -> Option<Item> {
    if line.words.is_empty() && line.is_filler() {
        return Some(Item::Name(Label::Place));
    }
    if line.words.is_empty() || line.content.len() > 120 || !line.is_label(ITEM_WORDS) {
        return None;
    }
    let is_weak_mark = |line: &Line<'_>| {
        line.mark_of(|f| f != Family::Inline && f != Family::Donation)
            .is_some()
    };
    match labels.get(line.words) {
        Some(label) => Some(Item::Name(label)),
        None if is_weak_mark(line) => Some(Item::Name(Label::Site)),
        None if line.raw().ends_with([':', '：']) || line.words.iter().all(|w| w.is_number()) => {
            None
        }
        None => Some(Item::Unknown),
    }
}

/// The parts of a run that are menus, as ranges of lines.
fn menus(run: &[Item], lines: &[Line<'_>], follows_colon: bool) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut is_taken = vec![false; run.len()];
    let is_known = |i: &usize| matches!(run[*i], Item::Name(_));
    let known: Vec<usize> = (0..run.len()).filter(is_known).collect();
    for gap in [LONG_GAP, GAP] {
        for part in known.chunk_by(|a, b| b - a <= gap + 1) {
            let (from, to) = (part[0], part[part.len() - 1] + 1);
            // A part by the smaller gap lies inside one by the larger.
            if !is_taken[from]
                && is_menu(&run[from..to], &lines[from..to], follows_colon && from == 0)
            {
                is_taken[from..to].fill(true);
                out.push((from, to));
            }
        }
    }
    out
}

fn is_menu(run: &[Item], lines: &[Line<'_>], follows_colon: bool) -> bool {
    let names = |wanted: fn(Label) -> bool| {
        let is_wanted = |item: &Item| matches!(item, Item::Name(label) if wanted(*label));
        let names = run.iter().zip(lines).filter(|(item, _)| is_wanted(item));
        names
            .map(|(_, line)| Fingerprint::of(line.words))
            .collect::<AHashSet<_>>()
            .len()
    };
    let places = run
        .iter()
        .filter(|item| **item == Item::Name(Label::Place))
        .count();
    let unknown = run.iter().filter(|item| **item == Item::Unknown).count();
    let known = names(|label| label != Label::Place);
    let of_sites = names(|label| matches!(label, Label::Site | Label::Home));
    let is_dense = if run.len() >= LONG_RUN {
        known * 4 >= run.len() - places
    } else {
        known >= 2 * unknown
    };
    known >= NAMES
        && is_dense
        && of_sites >= 1
        && (of_sites * 3 >= known)
        && !(follows_colon && of_sites * 2 < known)
}

/// Buttons that stand under each entry of a live blog.
fn mark_repeated(lines: &mut [Line<'_>], labels: &Labels) {
    let is_button = |line: &Line<'_>| {
        line.is_label(2) && line.mark.is_some() && labels.get(line.words) == Some(Label::Site)
    };
    let mut buttons: AHashMap<Fingerprint, Vec<usize>> = AHashMap::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, line)| is_button(line)) {
        buttons
            .entry(Fingerprint::of(line.words))
            .or_default()
            .push(i);
    }
    for same in buttons.values().filter(|same| same.len() >= TIMES) {
        same.iter().for_each(|&i| cut(&mut lines[i]));
    }
}

fn cut(line: &mut Line<'_>) {
    if !line.is_certain() {
        line.mark = Some(Mark {
            rule: RuleName::Menu,
            family: Family::Menu,
            certainty: Certainty::Cut,
            evidence: EVIDENCE,
        });
    }
}
