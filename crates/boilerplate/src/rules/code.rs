//! Program text of the page: scripts, style sheets and data for search engines.
//!
//! # What it finds
//! Lines of JavaScript, CSS and JSON-LD, short codes, attributes, and the countries that a form
//! offers, which a scraper took for text.
//!
//! # Why it is furniture
//! It tells a browser or a search engine what to do, and no reader.
//!
//! # Example
//! `(adsbygoogle = window.adsbygoogle || []).push({});`
//!
//! # When it is wrong
//! An article about programming prints code too. So a line must be written in the signs of a
//! program *and* name something that only a page has: its window, its document, its advertising,
//! the vocabulary of search engines.

use super::engine::{Family, Line, Mark};
use crate::{Certainty, RuleName};

const EVIDENCE: f32 = 0.97;
/// Signs in which programs are written.
const SIGNS: [char; 12] = [':', '{', '}', '(', ')', '[', ']', ';', '=', '<', '>', '"'];
/// In program text one character in so many is such a sign.
const ONE_SIGN_IN: usize = 12;
/// Shorter lines are the rest of others, such as `});`, in bytes.
const MAX_REST: usize = 8;

/// Words of a form before and behind the countries that it offers, in bytes.
const MAX_AROUND_CHOICE: usize = 600;

/// Names that only the code of a web page uses.
const OF_PAGES: [&str; 30] = [
    "window.",
    "document.",
    "googletag",
    "adsbygoogle",
    "jQuery(",
    "$(document)",
    "dataLayer",
    "addEventListener(",
    "getElementById(",
    "querySelector(",
    "fbq(",
    "gtag(",
    "ga('",
    "_gaq",
    "_taboola",
    "OBR.",
    "\"@context\"",
    "\"@type\"",
    "<script",
    "</script>",
    "<iframe",
    "<style",
    "@media",
    "font-family:",
    "background-color:",
    "margin-top:",
    "display:none",
    "display: none",
    "!important",
    "CDATA[",
];

/// Marks the lines that are program text, and what is left of their last statements under them.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let mut is_below_code = false;
    for line in lines {
        let raw = line.raw();
        if raw.is_empty() {
            continue;
        }
        is_below_code =
            is_program(raw) || is_markup(raw) || is_choice(raw) || is_below_code && is_rest(raw);
        if is_below_code {
            line.ends.clear();
            line.mark = Some(Mark {
                rule: RuleName::Code,
                family: Family::Inline,
                certainty: Certainty::Cut,
                evidence: EVIDENCE,
            });
        }
    }
}

fn is_program(raw: &str) -> bool {
    let closes = raw.ends_with([';', '}', ')', '>', ']', '{', ',']);
    let signs = || raw.matches(SIGNS).count();
    let mut named = OF_PAGES.iter();
    closes && signs() * ONE_SIGN_IN >= raw.chars().count() && named.any(|name| raw.contains(name))
}

/// Whether a line is a short code of an editorial system, or the attributes of an element without
/// it: `[embedtweet id="389"]`, `poster="https://video.varn.example/7.jpg"`.
fn is_markup(raw: &str) -> bool {
    let is_short_code = raw.starts_with('[') && raw.ends_with(']') && raw.contains("=\"");
    let is_attribute = || {
        // Most lines hold no such sign, and a single one is looked for faster than two in a row.
        if !raw.contains('=') {
            return false;
        }
        let (name, value) = raw.split_once("=\"").unwrap_or_default();
        let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        let is_address = value.starts_with("http") && !value.contains(char::is_whitespace);
        !name.is_empty() && is_name && is_address
    };
    is_short_code || is_attribute()
}

/// Whether a line is a form's list of all countries, with a few words of the form around it.
fn is_choice(raw: &str) -> bool {
    // Hardly any line holds this letter.
    if !raw.contains('Z') {
        return false;
    }
    let first = raw.find("Albania Algeria");
    let last = || raw.rfind("Zambia Zimbabwe");
    first.is_some_and(|at| at <= MAX_AROUND_CHOICE)
        && last().is_some_and(|at| raw.len() - at <= MAX_AROUND_CHOICE)
}

/// Whether a line is only the end of a statement.
fn is_rest(raw: &str) -> bool {
    raw.len() <= MAX_REST && raw.chars().all(|c| SIGNS.contains(&c) || c == ',')
}
