//! Remains of embedded posts, and the lines above comments that say who wrote them and when.
//!
//! # What it finds
//! A link to the picture of a post, alone on a line; the signature of a post whose text is missing;
//! the line that names a commenter, and below it the line with the time.
//!
//! # Why it is furniture
//! The picture or the post is gone, and its remains lead nowhere. Comments are not the story.
//!
//! # Example
//! `pic.twitter.com/1f911gcg9X`
//!
//! # When it is wrong
//! A signature below the text of a post belongs to that text. So it is marked only if the line
//! above it is furniture and invites readers to look at the post.

use super::engine::{Classification, Family, Line};
use crate::RuleName;
use copydesk_text::normal_starts_with;

/// Evidence for all findings of this step, in `0..=1`.
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
/// Longest signature of a post, or line that invites readers to look at one, in effective words.
const MAX_SIGNATURE: usize = 14;
/// Longest line that names a commenter, in effective words.
const MAX_NAME: usize = 5;
/// Shortest line with the day and time of a comment, in words: `March 1, 2024 at 8:29 am`.
const MIN_STAMP: usize = 3;
/// Longest line with the day and time of a comment, in words.
const MAX_STAMP: usize = 9;

/// Marks the remains of embedded posts, and the lines above comments.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    // The last line with words above line `at`. It may have been marked in this loop, so a line can
    // be marked because of the line that was marked before it.
    let mut above: Option<usize> = None;
    for at in 0..lines.len() {
        if lines[at].words.is_empty() {
            continue;
        }
        if is_picture(lines[at].raw()) {
            set(&mut lines[at], RuleName::Embed);
        }
        if let Some(above) = above {
            // A line that is furniture and invites readers to look at a post shows that the text of
            // the post is missing. Otherwise the signature belongs to the text above it.
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

/// Marks the whole line. Its family is [`Family::Inline`], because a post is printed between
/// paragraphs of the story.
fn set(line: &mut Line<'_>, rule: RuleName) {
    line.set_whole(Classification::certain(rule, Family::Inline, EVIDENCE));
}

/// Whether a line is only a link that a service added to a post.
fn is_picture(raw: &str) -> bool {
    for host in PICTURES {
        if raw.starts_with(host) {
            return !raw.contains(char::is_whitespace);
        }
    }
    false
}

/// Whether a line may invite readers to look at a post where it was published: it is short and
/// names the service.
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

/// Whether a line is a signature, which ends in the account of the author: `A post shared by Lorne
/// Rail (@lornerail)`.
fn is_signature(line: &Line<'_>) -> bool {
    if line.weight() > MAX_SIGNATURE {
        return false;
    }
    match line.raw().rsplit_once("(@") {
        Some((_, account)) => !account.trim_end_matches(')').contains([' ', ')']),
        None => false,
    }
}

/// Whether a line only says who speaks: `ada25 says:`.
fn names_commenter(line: &Line<'_>) -> bool {
    line.weight() <= MAX_NAME && line.raw().ends_with([':', '：'])
}

/// Whether a line only gives the day and the time of day. A speaker in the story may be named like
/// a commenter, but has no such line below.
fn is_stamp(line: &Line<'_>) -> bool {
    let count = line.words.len();
    if !(MIN_STAMP..=MAX_STAMP).contains(&count) {
        return false;
    }
    let numbers = line.words.iter().filter(|word| word.is_number()).count();
    2 * numbers >= count && line.raw().as_bytes().windows(3).any(is_around_colon)
}

/// Whether three bytes are a colon between two digits, as in a time of day: `8:2`.
fn is_around_colon(bytes: &[u8]) -> bool {
    bytes[0].is_ascii_digit() && bytes[1] == b':' && bytes[2].is_ascii_digit()
}
