//! Program text of the page: scripts, style sheets and data for search engines.
//!
//! # What it finds
//! Lines that a scraper took for text: JavaScript, CSS and JSON-LD, short codes of a content
//! management system, attributes of HTML elements, and the list of countries that a form offers.
//!
//! # Why it is furniture
//! It is for a browser or a search engine and not for readers.
//!
//! # Example
//! `(adsbygoogle = window.adsbygoogle || []).push({});`
//!
//! # When it is wrong
//! An article about programming prints code too. So a line must be written in the signs of a
//! program *and* name something that only the code of web pages uses: the window, the document,
//! advertising, the vocabulary of search engines.

use super::engine::{Classification, Family, Line};
use crate::RuleName;

/// Evidence for a line of program text, in `0..=1`.
const EVIDENCE: f32 = 0.97;
/// Signs that are frequent in programs.
const SIGNS: [char; 12] = [':', '{', '}', '(', ')', '[', ']', ';', '=', '<', '>', '"'];
/// In program text, at least one in this many characters is one of [`SIGNS`].
const CHARACTERS_PER_SIGN: usize = 12;
/// Longest line that is only the end of a statement, such as `});`, in bytes.
const STATEMENT_END_BYTES: usize = 8;

/// Longest text of a form before its list of countries, or after it, in bytes.
const BYTES_AROUND_COUNTRIES: usize = 600;

/// Names that are used only in the code of web pages. An article about programming seldom prints
/// one in a line that is full of signs.
const NAMES_IN_PAGE_CODE: [&str; 30] = [
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

/// Marks the lines that are program text, and the short lines below them that end a statement.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    // Whether the nearest line above that is not empty is code.
    let mut is_code = false;
    for line in lines {
        let raw = line.raw();
        // Scripts are scraped with the blank lines between their statements.
        if raw.is_empty() {
            continue;
        }
        let is_below_code = is_code;
        is_code = is_program(raw)
            || is_markup(raw)
            || is_list_of_countries(raw)
            || (is_below_code && is_statement_end(raw));
        if is_code {
            let classification = Classification::certain(RuleName::Code, Family::Inline, EVIDENCE);
            line.set_classification(classification);
        }
    }
}

/// Whether a line is written in the signs of a program and has a name that only the code of web
/// pages uses. The fastest test comes first: most lines are prose, which does not end in these
/// signs.
fn is_program(raw: &str) -> bool {
    if !raw.ends_with([';', '}', ')', '>', ']', '{', ',']) {
        return false;
    }
    if raw.matches(SIGNS).count() * CHARACTERS_PER_SIGN < raw.chars().count() {
        return false;
    }
    for name in NAMES_IN_PAGE_CODE {
        if raw.contains(name) {
            return true;
        }
    }
    false
}

/// Whether a line is a short code of a content management system (`[embedtweet id="389"]`), or is
/// left over from an HTML element (`poster="https://video.varn.example/7.jpg"`).
fn is_markup(raw: &str) -> bool {
    let is_short_code = raw.starts_with('[') && raw.ends_with(']') && raw.contains("=\"");
    is_short_code || is_attribute(raw)
}

/// Whether a line begins with an attribute of an HTML element whose value is a web address.
fn is_attribute(raw: &str) -> bool {
    // Most lines have no `=`, and a search for one sign is faster than for two in a row.
    if !raw.contains('=') {
        return false;
    }
    let Some((name, value)) = raw.split_once("=\"") else {
        return false;
    };
    !name.is_empty()
        && name.chars().all(is_of_attribute_name)
        && value.starts_with("http")
        && !value.contains(char::is_whitespace)
}

/// Whether a character may be in the name of an attribute: a small letter or a hyphen (`data-src`).
fn is_of_attribute_name(character: char) -> bool {
    character.is_ascii_lowercase() || character == '-'
}

/// Whether a line is a form's list of all countries, with a few words of the form around it.
fn is_list_of_countries(raw: &str) -> bool {
    // This test comes first because it is fast: few lines have a capital Z.
    if !raw.contains('Z') {
        return false;
    }
    let (Some(first), Some(last)) = (raw.find("Albania Algeria"), raw.rfind("Zambia Zimbabwe"))
    else {
        return false;
    };
    first <= BYTES_AROUND_COUNTRIES && raw.len() - last <= BYTES_AROUND_COUNTRIES
}

/// Whether a line is only the end of a statement.
fn is_statement_end(raw: &str) -> bool {
    raw.len() <= STATEMENT_END_BYTES && raw.chars().all(is_of_statement_end)
}

/// Whether a character may be in the end of a statement. A comma is there if the arguments of a
/// call are on several lines.
fn is_of_statement_end(character: char) -> bool {
    SIGNS.contains(&character) || character == ','
}
