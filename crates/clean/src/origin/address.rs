//! One page, however many addresses it has.
//!
//! | dropped or changed | example | why it is safe |
//! |---|---|---|
//! | scheme, `www.`, `m.`, port 443 | `https://www.paper.example:443/a` | the same pages |
//! | parameters of campaigns and forms | `/a?utm_source=feed&print=1` | see `parameters.rs` |
//! | the order of other parameters | `/a?y=2&x=1` | servers read them by name |
//! | `/amp`, `/print`, `.amp`, a session | `/a/amp`, `/a;jsessionid=7F` | a form of the page |
//! | the page of an index, final slashes | `/news/index.html`, `/news/` | a folder has one index |
//! | the fragment, unless it begins with `!` | `/a#comments` | it never reaches the server |
//! | different escapes of one character | `/caf%c3%a9`, `/caf%C3%A9` | RFC 3986, section 6.2.2 |
//!
//! Letters keep their case: a path is a name of a file on many servers.

use super::page::PageAddress;
use super::parameters::identifies;
use std::fmt::Write;

/// What the last segment of a path may be without adding anything to the folder it is in.
const INDEX_PAGES: [&str; 7] = [
    "index.html",
    "index.htm",
    "index.php",
    "index.asp",
    "index.aspx",
    "default.asp",
    "default.aspx",
];

/// The address by which a page is known: `host/path?parameters`, where only what identifies the
/// page is left. Without a scheme, since a page has the same content under both.
///
/// Two addresses of one page may come out different, but not the other way round: what is dropped
/// is known to say how the page is shown or how somebody came to it.
pub(super) fn of(page: &PageAddress) -> Option<String> {
    if page.is_too_deep {
        return None;
    }
    let mut out = page.host.readable();
    if let Some(port) = page.url.port().filter(|port| *port != 443) {
        _ = write!(out, ":{port}");
    }
    let path = normal_escapes(page.url.path());
    // A carrier's path is no page's, and what is dropped from it might make it carry another.
    if page.carrier.is_some() {
        out.push_str(path.trim_end_matches('/'));
    } else {
        out.push_str(&without_form(&path));
    }
    if let Some(query) = page.url.query() {
        let query = identifying(&normal_escapes(query));
        if !query.is_empty() {
            out.push('?');
            out.push_str(&query);
        }
    }
    // Pages that a script loads are named in the fragment.
    if let Some(script) = page.url.fragment().filter(|name| name.starts_with('!')) {
        out.push('#');
        out.push_str(script);
    }
    Some(out)
}

/// With escapes in one form: letters, digits and `-._~` as they are, all else in capitals, and a
/// `%` that escapes nothing escaped itself.
fn normal_escapes(escaped: &str) -> String {
    let mut out = String::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let byte = after
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let Some(byte) = byte.filter(|_| !after.starts_with('+')) else {
            out.push_str("%25");
            rest = after;
            continue;
        };
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            _ = write!(out, "%{byte:02X}");
        }
        rest = &after[2..];
    }
    out.push_str(rest);
    out
}

/// A path without what says in which form the page is shown: `/amp/` before or after it, `/print`
/// after it, `.amp`, the page of an index, a session, slashes at the end.
fn without_form(path: &str) -> String {
    let mut path = path.to_owned();
    loop {
        let shorter = one_less(&path);
        // What is left must not turn into the folder itself or the one above.
        let is_dots = shorter.ends_with("/.") || shorter.ends_with("/..");
        if is_dots || shorter.len() == path.len() {
            return path;
        }
        path = shorter;
    }
}

/// A path with the outermost of these removed, or the same path if there is none. They can be
/// nested (`/a/print/amp`), so the caller repeats it.
fn one_less(path: &str) -> String {
    let path = path
        .split_once(";jsessionid=")
        .map_or(path, |(before, _)| before);
    let path = path.trim_end_matches('/');
    let path = match path.strip_prefix("/amp/") {
        Some(rest) if !rest.is_empty() => &path[path.len() - rest.len() - 1..],
        _ => path,
    };
    let Some((folder, last)) = path.rsplit_once('/') else {
        return path.to_owned();
    };
    let small = last.to_ascii_lowercase();
    let is_form = small == "amp" || small == "print" && !folder.is_empty();
    if is_form || INDEX_PAGES.contains(&small.as_str()) {
        return folder.to_owned();
    }
    match last.strip_suffix(".amp").or(last.strip_suffix(".amp.html")) {
        Some(stem) if !stem.is_empty() => {
            let html = if last.ends_with(".html") { ".html" } else { "" };
            format!("{folder}/{stem}{html}")
        }
        _ => path.to_owned(),
    }
}

/// The parameters that may say which page it is, by name; those of one name in their order.
fn identifying(query: &str) -> String {
    let mut kept: Vec<(&str, &str)> = Vec::new();
    for parameter in query.split('&') {
        // An address out of a page's source has its ampersands escaped.
        let parameter = parameter.trim_start_matches("amp;");
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if !parameter.is_empty() && identifies(name, value) {
            kept.push((name, parameter));
        }
    }
    kept.sort_by_key(|(name, _)| *name);
    let parameters: Vec<&str> = kept.into_iter().map(|(_, parameter)| parameter).collect();
    parameters.join("&")
}
