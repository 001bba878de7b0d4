//! Remains of embedded posts, and the frames of comments.
//!
//! # What it finds
//! A link to the picture of a post on a line of its own; the signature of a post whose words are
//! missing; the line that says who comments, above the line that says when.
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

use super::engine::{Classification, Family, Line};
use crate::RuleName;
use copydesk_text::normal_starts_with;

/// Evidence of what is left of an embedded post, in `0..=1`.
const EVIDENCE: f32 = 0.93;
/// Hosts of the pictures and links that a service adds to a post.
const PICTURES: [&str; 4] = [
    "pic.twitter.com/",
    "pic.x.com/",
    "https://t.co/",
    "http://t.co/",
];
/// Services whose posts are embedded.
const SERVICES: [&str; 5] = ["instagram", "facebook", "tiktok", "threads", "twitter"];
/// Longest signature of a post, or line that asks to look at one, in effective words.
const MAX_SIGNATURE: usize = 14;
/// Longest line that names a commenter, in effective words.
const MAX_NAME: usize = 5;
/// Shortest and longest stamp of a comment, in words: `March 1, 2024 at 8:29 am`.
const MIN_STAMP: usize = 3;
const MAX_STAMP: usize = 9;

/// Marks what is left of embedded posts, and the frames of comments.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    // The last line above that has words. What is marked here is seen when the next line is judged,
    // so a picture can be followed by its signature.
    let mut above: Option<usize> = None;
    for at in 0..lines.len() {
        if lines[at].words.is_empty() {
            continue;
        }
        if is_picture(lines[at].raw()) {
            set(&mut lines[at], RuleName::Embed);
        }
        if let Some(above) = above {
            // The signature of a post whose words are there belongs to them. Only below a line that
            // is furniture already, and that asks to look at the post, the words are missing.
            if lines[above].is_certain() && is_signature(&lines[at]) && opens_embed(&lines[above]) {
                set(&mut lines[at], RuleName::Embed);
            } else if names_commenter(&lines[above]) && is_stamp(&lines[at]) {
                set(&mut lines[above], RuleName::Comments);
                set(&mut lines[at], RuleName::Comments);
            }
        }
        above = Some(at);
    }
}

/// Takes the whole line for what is left of a post, or for the frame of a comment. It is inline: a
/// post is printed between paragraphs of the story.
fn set(line: &mut Line<'_>, rule: RuleName) {
    line.set_whole(Classification::certain(rule, Family::Inline, EVIDENCE));
}

/// Whether a line is nothing but a link that a service added to a post.
fn is_picture(raw: &str) -> bool {
    for host in PICTURES {
        if raw.starts_with(host) {
            return !raw.contains(char::is_whitespace);
        }
    }
    false
}

/// Whether a line asks to look at a post where it was published: it names the service.
fn opens_embed(line: &Line<'_>) -> bool {
    if line.weight() > MAX_SIGNATURE {
        return false;
    }
    for word in line.words {
        let raw = word.span.slice(line.text);
        for service in SERVICES {
            if normal_starts_with(raw, service) {
                return true;
            }
        }
    }
    false
}

/// Whether a line ends in the account of its author: `A post shared by Lorne Rail (@lornerail)`.
fn is_signature(line: &Line<'_>) -> bool {
    if line.weight() > MAX_SIGNATURE {
        return false;
    }
    match line.raw().rsplit_once("(@") {
        Some((_, account)) => !account.trim_end_matches(')').contains([' ', ')']),
        None => false,
    }
}

/// Whether a line says no more than who speaks: `ada25 says:`.
fn names_commenter(line: &Line<'_>) -> bool {
    line.weight() <= MAX_NAME && line.raw().ends_with([':', '：'])
}

/// Whether a line says no more than the day and the time of day. A speaker of the story may be
/// named like a commenter, but no such stamp follows.
fn is_stamp(line: &Line<'_>) -> bool {
    let count = line.words.len();
    if !(MIN_STAMP..=MAX_STAMP).contains(&count) {
        return false;
    }
    let numbers = line.words.iter().filter(|word| word.is_number()).count();
    2 * numbers >= count && line.raw().as_bytes().windows(3).any(is_around_colon)
}

/// `8:2`: digits around a colon, as in a time of day.
fn is_around_colon(bytes: &[u8]) -> bool {
    bytes[0].is_ascii_digit() && bytes[1] == b':' && bytes[2].is_ascii_digit()
}
