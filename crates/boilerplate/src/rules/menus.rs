//! Menus, link bars and rows of buttons, with one item on each line.
//!
//! # What it finds
//! Runs of short lines, if most of them name a section, a service page or a button of a site. In a
//! long run a smaller share of the lines is enough.
//!
//! # Why it is furniture
//! Menus are for moving around the site.
//!
//! # Example
//! `News` / `Sport` / `What's On` / `Obituaries`
//!
//! # When it is wrong
//! A story may list sectors or ministries (`Health`, `Energy`, `Education`), most often after a
//! colon. So some of the names must be names that only sites use, and more of them after a colon.
//!
//! # How it is found
//! Every short line is looked up among the [labels](super::labels), the names with which sites call
//! their pages and buttons. A line is *known* if it is a label, if another rule has found it, or if
//! it holds only signs. Each run of short lines is divided into parts. A part begins and ends with
//! a known line, and has at most a few unknown lines between two known ones. A part is a menu if it
//! has enough different names, few enough unknown lines, and names that only sites use. In a first
//! division, many unknown lines may be between two known ones. The lines that are in no menu after
//! that are divided again, with hardly any.

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
const LEAST_NAMES: usize = 3;
/// In a part with at least this many lines, it is enough if a quarter of the lines are known.
const LONG_PART: usize = 12;
/// The most unknown lines between two known ones, when a run is first divided.
const LONG_GAP: usize = 8;
/// The most unknown lines between two known ones, when the lines that are in no menu are divided
/// again.
const SHORT_GAP: usize = 1;
/// A button is taken for one that is printed under each entry of a live blog if it is alone on at
/// least this many lines.
const TIMES_IN_LIVE_BLOG: usize = 3;
/// Longest such button, in effective words.
const BUTTON_WORDS: usize = 2;

/// What a line would be in a menu.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    /// A known line: the name of a page or a button, or only signs.
    Name(SiteLabel),
    /// A line that is short enough for an item, but is not known.
    Unknown,
}

/// Marks the lines of menus.
pub(super) fn mark(lines: &mut [Line<'_>], labels: &Labels) {
    let items: Vec<Option<Item>> = lines.iter().map(|line| item(line, labels)).collect();
    let mut at = 0;
    while at < items.len() {
        // The next lines, up to the first that cannot be an item.
        let run: Vec<Item> = items[at..].iter().map_while(|item| *item).collect();
        if run.is_empty() {
            at += 1;
            continue;
        }
        // A list in a story often follows a line with a colon; a menu does not.
        let follows_colon = at > 0 && lines[at - 1].raw().ends_with([':', '：']);
        for part in menus(&run, &lines[at..at + run.len()], follows_colon) {
            for line in &mut lines[at + part.start..at + part.end] {
                line.set_classification_unless_certain(menu_item());
            }
        }
        at += run.len();
    }
    mark_repeated(lines, labels);
}

/// The item that the line would be in a menu; `None` if it cannot be in a menu.
fn item(line: &Line<'_>, labels: &Labels) -> Option<Item> {
    if line.words.is_empty() && line.is_filler() {
        // A line of signs (`|`) separates items. It is treated as the name of a place, because that
        // is no evidence for or against a menu either.
        return Some(Item::Name(SiteLabel::Place));
    }
    if line.words.is_empty()
        || line.content.len() > ITEM_BYTES
        || !line.is_short_and_no_sentence(ITEM_WORDS)
    {
        return None;
    }
    if let Some(label) = labels.get(line.words) {
        return Some(Item::Name(label));
    }
    // A line that some rule has found counts as a known button, whatever its certainty. Inline
    // furniture does not, because it is printed in stories. Appeals for money are no buttons.
    if !matches!(
        line.family(),
        None | Some(Family::Inline | Family::Donation)
    ) {
        return Some(Item::Name(SiteLabel::Site));
    }
    let introduces_list = line.raw().ends_with([':', '：']);
    // Lines of only numbers are results, and not items of a menu.
    if introduces_list || line.words.iter().all(|word| word.is_number()) {
        return None;
    }
    Some(Item::Unknown)
}

/// The parts of a run that are menus, as ranges of its lines. `follows_colon` says whether the line
/// before the run ends in a colon.
fn menus(run: &[Item], lines: &[Line<'_>], follows_colon: bool) -> Vec<Range<usize>> {
    // The indices of the known lines.
    let known: Vec<usize> = (0..run.len())
        .filter(|&at| run[at] != Item::Unknown)
        .collect();
    let mut out = Vec::new();
    let mut is_in_menu = vec![false; run.len()];
    // The long gap comes first, so that a long menu is not divided.
    for longest_gap in [LONG_GAP, SHORT_GAP] {
        // Between two known lines `a` and `b`, there are `b - a - 1` unknown ones.
        for part in known.chunk_by(|a, b| b - a - 1 <= longest_gap) {
            let (from, to) = (part[0], part[part.len() - 1] + 1);
            // A part with short gaps is inside a part with long gaps. So if its first line is in a
            // menu, all of its lines are.
            if is_in_menu[from] {
                continue;
            }
            // A colon before the run is directly above its first line only.
            if is_menu(&run[from..to], &lines[from..to], follows_colon && from == 0) {
                is_in_menu[from..to].fill(true);
                out.push(from..to);
            }
        }
    }
    out
}

/// Whether a part of a run is a menu: it has enough different names of pages, enough of these are
/// used only by sites, and there are not too many unknown lines.
fn is_menu(part: &[Item], lines: &[Line<'_>], follows_colon: bool) -> bool {
    let mut names = AHashSet::new();
    let mut names_only_of_sites = AHashSet::new();
    let mut places = 0;
    let mut unknown = 0;
    for (item, line) in part.iter().zip(lines) {
        match *item {
            Item::Unknown => unknown += 1,
            Item::Name(SiteLabel::Place) => places += 1,
            Item::Name(label) => {
                // A name that is printed twice counts once.
                let name = Fingerprint::of(line.words);
                names.insert(name);
                if label.is_only_of_sites() {
                    names_only_of_sites.insert(name);
                }
            }
        }
    }
    let (known, only_of_sites) = (names.len(), names_only_of_sites.len());
    // A story seldom has many short lines in a row, so in a long part fewer need to be known: a
    // quarter of those that are not places. In a shorter part two must be known for each unknown.
    let is_dense = if part.len() >= LONG_PART {
        known * 4 >= part.len() - places
    } else {
        known >= 2 * unknown
    };
    // Sectors and ministries have the same names as sections. So at least a third of the names must
    // be used only by sites, and at least half of them after a colon.
    let divisor = if follows_colon { 2 } else { 3 };
    let is_of_site = only_of_sites >= 1 && only_of_sites * divisor >= known;
    known >= LEAST_NAMES && is_dense && is_of_site
}

/// Marks the buttons that are printed under each entry of a live blog.
fn mark_repeated(lines: &mut [Line<'_>], labels: &Labels) {
    // For each button, the indices of the lines that consist of it.
    let mut buttons: AHashMap<Fingerprint, Vec<usize>> = AHashMap::new();
    for (at, line) in lines.iter().enumerate() {
        let is_button = line.is_short_and_no_sentence(BUTTON_WORDS)
            && line.classification.is_some()
            && labels.get(line.words) == Some(SiteLabel::Site);
        if is_button {
            let name = Fingerprint::of(line.words);
            buttons.entry(name).or_default().push(at);
        }
    }
    for indices in buttons.values() {
        if indices.len() < TIMES_IN_LIVE_BLOG {
            continue;
        }
        for &at in indices {
            lines[at].set_classification_unless_certain(menu_item());
        }
    }
}

/// The classification of an item of a menu.
fn menu_item() -> Classification {
    Classification::certain(RuleName::Menu, Family::Menu, EVIDENCE)
}
