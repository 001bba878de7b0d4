//! Menus, link bars and rows of buttons, with one item on each line.
//!
//! # What it finds
//! Runs of short lines, if most of them name a section, a service page or a button of a site. In a
//! long run fewer of them need to be known.
//!
//! # Why it is furniture
//! Menus are for moving around the site.
//!
//! # Example
//! `News` / `Sport` / `What's On` / `Obituaries`
//!
//! # When it is wrong
//! A story may list sectors or ministries (`Health`, `Energy`, `Education`), most often after a
//! colon. So some of the names must be names that only sites use.
//!
//! # How it is found
//! Every short line is looked up among the [labels](super::labels) of sites. Each run of short
//! lines is divided into parts: a part goes from one known line to another, and has at most a few
//! unknown lines between two known ones. First many are allowed there, then fewer. A part is a menu
//! if it has enough different names, few enough unknown lines, and names that only sites use.

use super::engine::{Classification, Family, Line};
use super::labels::{Labels, SiteLabel};
use crate::RuleName;
use ahash::{AHashMap, AHashSet};
use copydesk_text::Fingerprint;
use std::ops::Range;

/// Evidence for an item of a menu, in `0..=1`.
const EVIDENCE: f32 = 0.8;

/// The most effective words of an item of a menu.
const ITEM_WORDS: usize = 4;
/// The most bytes of an item of a menu.
const ITEM_BYTES: usize = 120;
/// The least number of different names in a menu.
const NAMES: usize = 3;
/// Number of lines from which on it is enough if a quarter of the lines of a part are known.
const LONG_RUN: usize = 12;
/// The most unknown lines between two known ones, when parts are first made.
const LONG_GAP: usize = 8;
/// The most unknown lines between two known ones, for the lines that are in no menu so far.
const GAP: usize = 1;
/// Number of times from which on a button that is alone on a line is one that the page prints with
/// each entry of a live blog.
const TIMES: usize = 3;
/// Longest such button, in effective words.
const BUTTON_WORDS: usize = 2;

/// What a line would be in a menu.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    /// The name of a page or a button.
    Name(SiteLabel),
    /// A line that is short enough to be an item; more is not known.
    Unknown,
}

/// Marks the lines of menus.
pub(super) fn mark(lines: &mut [Line<'_>], labels: &Labels) {
    let items: Vec<Option<Item>> = lines.iter().map(|line| item(line, labels)).collect();
    let mut at = 0;
    while at < items.len() {
        // The next lines, as long as they can be items.
        let run: Vec<Item> = items[at..].iter().map_while(|item| *item).collect();
        if run.is_empty() {
            at += 1;
            continue;
        }
        // A list in a story often follows a line with a colon; a menu does not.
        let follows_colon = at > 0 && lines[at - 1].raw().ends_with([':', '：']);
        for part in menus(&run, &lines[at..at + run.len()], follows_colon) {
            for line in &mut lines[at + part.start..at + part.end] {
                line.set_whole_unless_certain(menu_item());
            }
        }
        at += run.len();
    }
    mark_repeated(lines, labels);
}

/// The item that the line would be in a menu; `None` if it cannot be in a menu.
fn item(line: &Line<'_>, labels: &Labels) -> Option<Item> {
    if line.words.is_empty() && line.is_filler() {
        // A line of signs (`|`) separates items. Like a place, it is no evidence either way.
        return Some(Item::Name(SiteLabel::Place));
    }
    if line.words.is_empty() || line.content.len() > ITEM_BYTES || !line.is_label(ITEM_WORDS) {
        return None;
    }
    if let Some(label) = labels.get(line.words) {
        return Some(Item::Name(label));
    }
    // A line that some rule has found counts as a known button, whatever its certainty. Inline
    // furniture does not, because it is printed in stories.
    if !matches!(
        line.family(),
        None | Some(Family::Inline | Family::Donation)
    ) {
        return Some(Item::Name(SiteLabel::Site));
    }
    let introduces_list = line.raw().ends_with([':', '：']);
    // Lines of only numbers are results.
    if introduces_list || line.words.iter().all(|word| word.is_number()) {
        return None;
    }
    Some(Item::Unknown)
}

/// The parts of a run that are menus, as ranges of its lines. `follows_colon` says that the line
/// before the run ends in a colon.
fn menus(run: &[Item], lines: &[Line<'_>], follows_colon: bool) -> Vec<Range<usize>> {
    let known: Vec<usize> = (0..run.len())
        .filter(|&at| run[at] != Item::Unknown)
        .collect();
    let mut out = Vec::new();
    let mut is_taken = vec![false; run.len()];
    // The long gap comes first, so that a long menu is taken as a whole. Lines that are in no menu
    // then are tried in smaller parts.
    for gap in [LONG_GAP, GAP] {
        for part in known.chunk_by(|a, b| b - a <= gap + 1) {
            let (from, to) = (part[0], part[part.len() - 1] + 1);
            // A part with the smaller gap is inside one with the larger gap, so either all of its
            // lines are taken or none.
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

/// Whether these lines are a menu: they have enough different names of pages, enough of these are
/// used only by sites, and there are not too many unknown lines.
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
    // Sectors and ministries have the same names as sections. So at least a third of the names must
    // be used only by sites, and after a colon half of them.
    known >= NAMES
        && is_dense
        && of_sites >= 1
        && of_sites * 3 >= known
        && !(follows_colon && of_sites * 2 < known)
}

/// Marks the buttons that are printed under each entry of a live blog.
fn mark_repeated(lines: &mut [Line<'_>], labels: &Labels) {
    // The indices of the lines with each button.
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
    for places in buttons.values() {
        if places.len() < TIMES {
            continue;
        }
        for &at in places {
            lines[at].set_whole_unless_certain(menu_item());
        }
    }
}

/// The classification of an item of a menu.
fn menu_item() -> Classification {
    Classification::certain(RuleName::Menu, Family::Menu, EVIDENCE)
}
