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
//!
//! # How it is found
//! Every short line is looked up among the [labels](super::labels) of sites. In each run of short
//! lines, the known ones are chained to parts while few unknown lines are between two of them,
//! first with a generous gap and then with a narrow one. A part is a menu if it has enough
//! different names, few enough unknown lines, and names that only sites have.

use super::engine::{Classification, Family, Line};
use super::labels::{Labels, SiteLabel};
use crate::RuleName;
use ahash::{AHashMap, AHashSet};
use copydesk_text::Fingerprint;
use std::ops::Range;

/// Evidence of an item of a menu, in `0..=1`.
const EVIDENCE: f32 = 0.8;

/// A line of a menu has at most this many effective words…
const ITEM_WORDS: usize = 4;
/// …and bytes.
const ITEM_BYTES: usize = 120;
/// Different names that make a menu of a run.
const NAMES: usize = 3;
/// In a run of this many lines, a quarter of them is enough.
const LONG_RUN: usize = 12;
/// Unknown lines in a row between two known ones, in a long run and in a short one.
const LONG_GAP: usize = 8;
const GAP: usize = 1;
/// A button that is alone on a line this often in one document is printed with each of its entries.
const TIMES: usize = 3;
/// Longest such button, in effective words.
const BUTTON_WORDS: usize = 2;

/// What a line can be in a menu.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    /// It names a page or a button.
    Name(SiteLabel),
    /// It is short enough to be an item, and that is all that is known.
    Unknown,
}

/// Marks the lines of menus.
pub(super) fn mark(lines: &mut [Line<'_>], labels: &Labels) {
    let items: Vec<Option<Item>> = lines.iter().map(|line| item(line, labels)).collect();
    let mut at = 0;
    while at < items.len() {
        // The lines from here on that can be items.
        let run: Vec<Item> = items[at..].iter().map_while(|item| *item).collect();
        if run.is_empty() {
            at += 1;
            continue;
        }
        // A list of the story is introduced; a menu is not.
        let follows_colon = at > 0 && lines[at - 1].raw().ends_with([':', '：']);
        for part in menus(&run, &lines[at..at + run.len()], follows_colon) {
            for line in &mut lines[at + part.start..at + part.end] {
                line.set_whole_unless_certain(of_menu());
            }
        }
        at += run.len();
    }
    mark_repeated(lines, labels);
}

/// What the line would be in a menu; `None` if no menu has such a line.
fn item(line: &Line<'_>, labels: &Labels) -> Option<Item> {
    if line.words.is_empty() && line.is_filler() {
        // A line of signs (`|`) divides a menu, and proves as little as a place.
        return Some(Item::Name(SiteLabel::Place));
    }
    if line.words.is_empty() || line.content.len() > ITEM_BYTES || !line.is_label(ITEM_WORDS) {
        return None;
    }
    if let Some(label) = labels.get(line.words) {
        return Some(Item::Name(label));
    }
    // What some rule suspects of furniture is as good as a known button. Inline furniture is
    // printed in stories.
    if !matches!(
        line.family(),
        None | Some(Family::Inline | Family::Donation)
    ) {
        return Some(Item::Name(SiteLabel::Site));
    }
    let heads_list = line.raw().ends_with([':', '：']);
    // Lines of nothing but numbers are results, and a colon introduces something.
    if heads_list || line.words.iter().all(|word| word.is_number()) {
        return None;
    }
    Some(Item::Unknown)
}

/// The parts of a run that are menus, as ranges of its lines.
fn menus(run: &[Item], lines: &[Line<'_>], follows_colon: bool) -> Vec<Range<usize>> {
    let known: Vec<usize> = (0..run.len())
        .filter(|&at| run[at] != Item::Unknown)
        .collect();
    let mut out = Vec::new();
    let mut is_taken = vec![false; run.len()];
    // The long gap comes first: a long menu is taken whole. Only what is none that way is looked at
    // in smaller parts.
    for gap in [LONG_GAP, GAP] {
        for part in known.chunk_by(|a, b| b - a <= gap + 1) {
            let (from, to) = (part[0], part[part.len() - 1] + 1);
            // A part by the smaller gap is inside one by the larger, so one line tells for all.
            if is_taken[from] {
                continue;
            }
            if is_menu(&run[from..to], &lines[from..to], follows_colon && from == 0) {
                is_taken[from..to].fill(true);
                out.push(from..to);
            }
        }
    }
    out
}

/// Whether these lines are a menu: enough different names of pages, of which enough are such as
/// only sites have, among not too many unknown lines.
fn is_menu(run: &[Item], lines: &[Line<'_>], follows_colon: bool) -> bool {
    let mut known = AHashSet::new();
    let mut of_sites = AHashSet::new();
    let mut places = 0;
    let mut unknown = 0;
    for (item, line) in run.iter().zip(lines) {
        match *item {
            Item::Unknown => unknown += 1,
            Item::Name(SiteLabel::Place) => places += 1,
            Item::Name(label) => {
                // Sets, because a name that is printed twice proves no more than once.
                let name = Fingerprint::of(line.words);
                known.insert(name);
                if label.is_of_sites() {
                    of_sites.insert(name);
                }
            }
        }
    }
    let (known, of_sites) = (known.len(), of_sites.len());
    // A story seldom has so many short lines in a row, so fewer of them need to be known.
    let is_dense = if run.len() >= LONG_RUN {
        known * 4 >= run.len() - places
    } else {
        known >= 2 * unknown
    };
    // Sectors and ministries have the names of sections. At least a third of the names must be such
    // as only sites have, and behind a colon half of them.
    known >= NAMES
        && is_dense
        && of_sites >= 1
        && of_sites * 3 >= known
        && !(follows_colon && of_sites * 2 < known)
}

/// Marks the buttons that are printed under each entry of a live blog.
fn mark_repeated(lines: &mut [Line<'_>], labels: &Labels) {
    let mut buttons: AHashMap<Fingerprint, Vec<usize>> = AHashMap::new();
    for (at, line) in lines.iter().enumerate() {
        let is_button = line.is_label(BUTTON_WORDS)
            && line.whole.is_some()
            && labels.get(line.words) == Some(SiteLabel::Site);
        if is_button {
            let name = Fingerprint::of(line.words);
            buttons.entry(name).or_default().push(at);
        }
    }
    for same in buttons.values() {
        if same.len() < TIMES {
            continue;
        }
        for &at in same {
            lines[at].set_whole_unless_certain(of_menu());
        }
    }
}

/// What an item of a menu is.
fn of_menu() -> Classification {
    Classification::certain(RuleName::Menu, Family::Menu, EVIDENCE)
}
