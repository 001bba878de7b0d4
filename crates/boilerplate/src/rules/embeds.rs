//! Remains of embedded posts, and the frames of comments.
//!
//! # What it finds
//! A link to the picture of a post on a line of its own; the signature of a post of which nothing
//! else is there; the line that says who comments, above the line that says when.
//!
//! # Why it is furniture
//! The picture, the post or the button is gone; what is left leads nowhere.
//!
//! # Example
//! `pic.twitter.com/1f911gcg9X`
//!
//! # When it is wrong
//! The signature under the words of a post belongs to them: it is left alone unless the line above
//! it opens an embed.

use super::engine::{Family, Line, Mark};
use crate::{Certainty, RuleName};
use copydesk_text::{Word, normal_starts_with};

const EVIDENCE: f32 = 0.93;
/// Hosts of the pictures and links that a service adds to a post.
const PICTURES: [&str; 4] = [
    "pic.twitter.com/",
    "pic.x.com/",
    "https://t.co/",
    "http://t.co/",
];
/// Longest signature of a post and longest name of a commenter, in effective words.
const MAX_SIGNATURE: usize = 14;
const MAX_NAME: usize = 5;
/// Longest stamp of a comment: `March 1, 2024 at 8:29 am`.
const MAX_STAMP: usize = 9;

/// Marks what is left of embedded posts, and the frames of comments.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let filled: Vec<usize> = (0..lines.len())
        .filter(|&i| !lines[i].words.is_empty())
        .collect();
    for (place, &i) in filled.iter().enumerate() {
        if is_picture(lines[i].raw()) {
            set(&mut lines[i], RuleName::Embed);
        }
        let Some(&above) = place.checked_sub(1).map(|before| &filled[before]) else {
            continue;
        };
        if lines[above].is_certain() && is_signature(&lines[i]) && opens_embed(&lines[above]) {
            set(&mut lines[i], RuleName::Embed);
        } else if names_commenter(&lines[above]) && is_stamp(&lines[i]) {
            set(&mut lines[above], RuleName::Comments);
            set(&mut lines[i], RuleName::Comments);
        }
    }
}

fn set(line: &mut Line<'_>, rule: RuleName) {
    line.ends.clear();
    line.mark = Some(Mark {
        rule,
        family: Family::Inline,
        certainty: Certainty::Cut,
        evidence: EVIDENCE,
    });
}

/// Whether a line is nothing but a link that a service added to a post.
fn is_picture(raw: &str) -> bool {
    PICTURES.iter().any(|host| raw.starts_with(host)) && !raw.contains(char::is_whitespace)
}

/// Whether a line asks to look at a post where it was published.
fn opens_embed(line: &Line<'_>) -> bool {
    let services = ["instagram", "facebook", "tiktok", "threads", "twitter"];
    let speaks_of = |word: &Word| {
        let raw = word.span.slice(line.text);
        services
            .iter()
            .any(|service| normal_starts_with(raw, service))
    };
    line.weight() <= MAX_SIGNATURE && line.words.iter().any(speaks_of)
}

/// Whether a line ends in the account of its author: `A post shared by Lorne Rail (@lornerail)`.
fn is_signature(line: &Line<'_>) -> bool {
    let account = line.raw().rsplit_once("(@");
    line.weight() <= MAX_SIGNATURE
        && account.is_some_and(|(_, account)| !account.trim_end_matches(')').contains([' ', ')']))
}

/// Whether a line says no more than who speaks: `ada25 says:`.
fn names_commenter(line: &Line<'_>) -> bool {
    line.weight() <= MAX_NAME && line.raw().ends_with([':', '：'])
}

/// Whether a line says no more than the day and the time of day.
fn is_stamp(line: &Line<'_>) -> bool {
    let numbers = line.words.iter().filter(|word| word.is_number()).count();
    let raw = line.raw().as_bytes();
    let is_time = |at: &[u8]| at[0].is_ascii_digit() && at[1] == b':' && at[2].is_ascii_digit();
    (3..=MAX_STAMP).contains(&line.words.len())
        && 2 * numbers >= line.words.len()
        && raw.windows(3).any(is_time)
}
