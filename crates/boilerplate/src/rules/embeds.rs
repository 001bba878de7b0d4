//! Remains of embedded posts, and the lines above comments that say who wrote them and when.
//!
//! # What it finds
//! A link that belongs to a post, alone on a line; the signature of a post whose text is missing;
//! the line that names a commenter, and the line below it with the time.
//!
//! # Why it is furniture
//! The picture or the text of the post is missing, and the rest says nothing without it. Comments
//! are not part of the story.
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
use std::ops::RangeInclusive;

/// Evidence for all findings of this step, in `0..=1`.
const EVIDENCE: f32 = 0.93;
/// How the links begin that a service adds to a post, for its picture or for itself.
const POST_LINKS: [&str; 4] = [
    "pic.twitter.com/",
    "pic.x.com/",
    "https://t.co/",
    "http://t.co/",
];
/// The names of services whose posts are embedded, in normal form.
const SERVICES: [&str; 5] = ["instagram", "facebook", "tiktok", "threads", "twitter"];
/// Longest signature of a post, in effective words.
const SIGNATURE_WORDS: usize = 14;
/// Longest line that invites readers to look at a post, in effective words.
const INVITATION_WORDS: usize = 14;
/// Longest line that names a commenter, in effective words.
const NAME_WORDS: usize = 5;
/// Length of a line with the day and time of a comment, in words: `March 1, 2024 at 8:29 am`.
const STAMP_WORDS: RangeInclusive<usize> = 3..=9;

/// Marks the remains of embedded posts, and the lines above comments.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    // The index of the nearest line above line `at` that has words.
    let mut line_above: Option<usize> = None;
    for at in 0..lines.len() {
        if lines[at].words.is_empty() {
            continue;
        }
        if is_post_link(lines[at].raw()) {
            mark_line(&mut lines[at], RuleName::Embed);
        }
        if let Some(above) = line_above {
            // If the line above is furniture and invites readers to look at a post, the text of the
            // post is missing. Otherwise the line above may be that text. This is asked last,
            // because few lines are signatures.
            if lines[above].is_certain()
                && is_signature(&lines[at])
                && invites_to_post(&lines[above])
            {
                mark_line(&mut lines[at], RuleName::Embed);
            } else if names_commenter(&lines[above]) && is_stamp(&lines[at]) {
                mark_line(&mut lines[above], RuleName::Comments);
                mark_line(&mut lines[at], RuleName::Comments);
            }
        }
        line_above = Some(at);
    }
}

/// Marks the whole line. Its family is [`Family::Inline`], because a post is printed between
/// paragraphs of the story.
fn mark_line(line: &mut Line<'_>, rule: RuleName) {
    line.set_classification(Classification::certain(rule, Family::Inline, EVIDENCE));
}

/// Whether a line is only a link that a service added to a post.
fn is_post_link(raw: &str) -> bool {
    for link in POST_LINKS {
        if raw.starts_with(link) {
            return !raw.contains(char::is_whitespace);
        }
    }
    false
}

/// Whether a line may invite readers to look at a post where it was published: it is short and
/// names the service.
fn invites_to_post(line: &Line<'_>) -> bool {
    if line.effective_words() > INVITATION_WORDS {
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
    if line.effective_words() > SIGNATURE_WORDS {
        return false;
    }
    match line.raw().rsplit_once("(@") {
        Some((_, account)) => !account.trim_end_matches(')').contains([' ', ')']),
        None => false,
    }
}

/// Whether a line only says who speaks: `ada25 says:`.
fn names_commenter(line: &Line<'_>) -> bool {
    line.effective_words() <= NAME_WORDS && line.raw().ends_with([':', '：'])
}

/// Whether a line only gives the day and the time of day. A story may name a speaker as comments
/// name a commenter, but has no such line below the name.
fn is_stamp(line: &Line<'_>) -> bool {
    let count = line.words.len();
    if !STAMP_WORDS.contains(&count) {
        return false;
    }
    let numbers = line.words.iter().filter(|word| word.is_number()).count();
    let is_half_numbers = 2 * numbers >= count;
    is_half_numbers && line.raw().as_bytes().windows(3).any(is_part_of_time)
}

/// Whether three bytes are a colon between two digits, as in a time of day: `8:2`.
fn is_part_of_time(bytes: &[u8]) -> bool {
    bytes[0].is_ascii_digit() && bytes[1] == b':' && bytes[2].is_ascii_digit()
}
