//! The *address* of a page: what all URLs of the page have in common.
//!
//! | dropped or changed | example | why it is safe |
//! |---|---|---|
//! | scheme, `www.`, `m.`, port 443 | `https://www.paper.example:443/a` | the same pages |
//! | parameters of campaigns and layouts | `/a?utm_source=feed&print=1` | see `parameters.rs` |
//! | the order of other parameters | `/a?y=2&x=1` | servers read them by name |
//! | `/amp`, `/print`, `.amp`, id of a session | `/a/amp`, `/a;jsessionid=7F` | the same page |
//! | name of an index page, last slashes | `/news/index.html`, `/news/` | a folder has one index |
//! | the fragment, unless it begins with `!` | `/a#comments` | it never reaches the server |
//! | different escapes of one character | `/caf%c3%a9`, `/caf%C3%A9` | RFC 3986, section 6.2.2 |
//!
//! Letters keep their case, because on many servers a path is the name of a file.

use super::page::PageAddress;
use super::parameters::identifies;
use std::fmt::Write;

/// File names of the page that a server shows for a folder: `/news/index.html` is `/news/`.
const INDEX_PAGES: [&str; 7] = [
    "index.html",
    "index.htm",
    "index.php",
    "index.asp",
    "index.aspx",
    "default.asp",
    "default.aspx",
];

/// The address of a page: `host/path?parameters`, with only the parts that identify the page. It
/// has no scheme, because a page has the same content under `http` and `https`. `None` if the page
/// is nested in too many carriers (caches, archives and the like).
///
/// Two URLs of one page may give different addresses, but two pages should never have the same. So
/// a part is dropped only if it is known to say no more than how the page is shown or how somebody
/// came to it.
pub(super) fn of(page: &PageAddress) -> Option<String> {
    if page.is_too_deep {
        return None;
    }
    let mut out = page.host.readable();
    // The URL was parsed as `http`, so the parser has dropped port 80 but not 443.
    if let Some(port) = page.url.port()
        && port != 443
    {
        _ = write!(out, ":{port}");
    }
    let path = normal_escapes(page.url.path());
    // The path of a carrier is kept whole: a shorter path might lead to another page.
    if page.carrier.is_some() {
        out.push_str(path.trim_end_matches('/'));
    } else {
        out.push_str(&without_layout(&path));
    }
    if let Some(query) = page.url.query() {
        let query = identifying_parameters(&normal_escapes(query));
        if !query.is_empty() {
            out.push('?');
            out.push_str(&query);
        }
    }
    // Some sites load their pages with a script, which reads the name of the page from a fragment
    // that begins with `!`.
    if let Some(fragment) = page.url.fragment()
        && fragment.starts_with('!')
    {
        out.push('#');
        out.push_str(fragment);
    }
    Some(out)
}

/// The text with its escapes (`%7E`) in one form: letters, digits and `-._~` are not escaped,
/// escapes are in capitals, and a `%` that does not begin an escape is escaped itself.
fn normal_escapes(escaped: &str) -> String {
    let mut out = String::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let Some(byte) = escaped_byte(after) else {
            out.push_str("%25");
            rest = after;
            continue;
        };
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            _ = write!(out, "%{byte:02X}");
        }
        // The two digits of the escape, which are ASCII.
        rest = &after[2..];
    }
    out.push_str(rest);
    out
}

/// The byte that the two hexadecimal digits at the beginning of a text encode. `None` if the text
/// does not begin with two such digits.
fn escaped_byte(text: &str) -> Option<u8> {
    let digits = text.get(..2)?;
    // `from_str_radix` would read `+F` as a number.
    if digits.starts_with('+') {
        return None;
    }
    u8::from_str_radix(digits, 16).ok()
}

/// A path without the parts that only say how the page is shown: `/amp` at its beginning or end,
/// `/print` at its end, `.amp`, the name of an index page, a session, trailing slashes.
fn without_layout(path: &str) -> String {
    let mut path = path.to_owned();
    // Such parts can be nested: `/a/print/amp`.
    loop {
        let shorter = without_one_part(&path);
        // `/a/..;jsessionid=7` must not become `/a/..`, which is another folder.
        let ends_in_dots = shorter.ends_with("/.") || shorter.ends_with("/..");
        if ends_in_dots || shorter.len() == path.len() {
            return path;
        }
        path = shorter;
    }
}

/// The path without the outermost of the parts that only say how the page is shown. The same path
/// if there is none.
fn without_one_part(path: &str) -> String {
    let path = match path.split_once(";jsessionid=") {
        Some((before, _)) => before,
        None => path,
    };
    let path = path.trim_end_matches('/');
    let path = match path.strip_prefix("/amp/") {
        Some(rest) if !rest.is_empty() => &path["/amp".len()..],
        _ => path,
    };
    let Some((folder, last)) = path.rsplit_once('/') else {
        return path.to_owned();
    };
    let lower = last.to_ascii_lowercase();
    // `/print` alone may be a section of the site.
    let is_layout = lower == "amp" || (lower == "print" && !folder.is_empty());
    if is_layout || INDEX_PAGES.contains(&lower.as_str()) {
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

/// The parameters of a query that may identify the page, sorted by name. Parameters with the same
/// name stay in their order, which can matter to the server.
fn identifying_parameters(query: &str) -> String {
    let mut kept: Vec<(&str, &str)> = Vec::new();
    for parameter in query.split('&') {
        // In a URL that was copied from the source of a page, `&` is written `&amp;`.
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
