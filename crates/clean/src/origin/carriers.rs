//! Who shows pages of others under addresses of their own: caches, archives, redirectors, feed
//! proxies.
//!
//! A story that was scraped from an archive belongs to the newspaper and not to the archive. If the
//! archive were taken for its site, the furniture of a hundred newspapers would be counted
//! together, and one newspaper's would be counted in two places. So the carried address is taken
//! out of the carrier's, where it is written there.
//!
//! A carrier that does not tell what it carries (a shortener, `feedsportal.com`) says nothing about
//! the site. Its addresses are still addresses: two documents with the same one are the same page.

use super::host::Host;
use url::{Position, Url};

/// A host whose addresses are about other pages.
#[derive(Debug)]
pub(super) struct Carrier {
    /// The host, see [`Host::is_below`].
    host: &'static str,
    /// The path, or the first segments of it; empty for all its addresses.
    path: &'static str,
    shows: Shows,
}

/// Where in a carrier's address the carried one is.
#[derive(Debug)]
enum Shows {
    /// At the end of the path: `/web/2019/https://paper.example/story`.
    InPath,
    /// In the first of these parameters that there is.
    InParameter(&'static [&'static str]),
    /// Nowhere, but the feed is named: `/~r/FEED/…`.
    Feed,
    /// Nowhere.
    Nothing,
}

/// A row of the table below.
const fn carrier(host: &'static str, path: &'static str, shows: Shows) -> Carrier {
    Carrier { host, path, shows }
}

use Shows::{Feed, InParameter, InPath, Nothing};

/// The known carriers. The first that matches is taken, so a longer path comes before a shorter one
/// of the same host.
const CARRIERS: &[Carrier] = &[
    // Caches of accelerated pages.
    carrier("ampproject.org", "", InPath),
    carrier("ampproject.net", "", InPath),
    carrier("bing-amp.com", "", InPath),
    carrier("google.*", "/amp", InPath),
    // Web caches and readers.
    carrier(
        "webcache.googleusercontent.com",
        "/search",
        InParameter(&["q"]),
    ),
    carrier("r.jina.ai", "", InPath),
    carrier("12ft.io", "/proxy", InParameter(&["q"])),
    carrier("12ft.io", "", InPath),
    carrier("removepaywall.com", "", InPath),
    carrier("outline.com", "", InPath),
    // Archives.
    carrier("web.archive.org", "", InPath),
    carrier("wayback.archive.org", "", InPath),
    carrier("archive.ph", "", InPath),
    carrier("archive.is", "", InPath),
    carrier("archive.today", "", InPath),
    carrier("archive.li", "", InPath),
    carrier("archive.fo", "", InPath),
    carrier("archive.md", "", InPath),
    carrier("archive.vn", "", InPath),
    carrier("arquivo.pt", "/wayback", InPath),
    carrier("wayback.archive-it.org", "", InPath),
    carrier("webarchive.nationalarchives.gov.uk", "", InPath),
    carrier("webarchive.org.uk", "/wayback", InPath),
    carrier("webarchive.loc.gov", "", InPath),
    carrier("wayback.vefsafn.is", "", InPath),
    carrier("timetravel.mementoweb.org", "", InPath),
    carrier("megalodon.jp", "", InPath),
    carrier("webcitation.org", "", InParameter(&["url"])),
    // Redirectors that name where they lead.
    carrier("google.*", "/url", InParameter(&["q", "url"])),
    carrier("news.google.com", "/news/url", InParameter(&["url"])),
    carrier("bing.com", "/news/apiclick.aspx", InParameter(&["url"])),
    carrier("facebook.com", "/l.php", InParameter(&["u"])),
    carrier("l.instagram.com", "", InParameter(&["u"])),
    carrier("out.reddit.com", "", InParameter(&["url"])),
    carrier("t.umblr.com", "/redirect", InParameter(&["z"])),
    carrier("vk.com", "/away.php", InParameter(&["to"])),
    carrier("youtube.com", "/redirect", InParameter(&["q"])),
    carrier("slack-redir.net", "/link", InParameter(&["url"])),
    carrier("flipboard.com", "/redirect", InParameter(&["url"])),
    carrier(
        "safelinks.protection.outlook.com",
        "",
        InParameter(&["url"]),
    ),
    // Feed proxies.
    carrier("feedproxy.google.com", "", Feed),
    carrier("feedburner.com", "", Feed),
    carrier("feeds2.feedburner.com", "", Feed),
    carrier("feedproxy.feedburner.com", "", Feed),
    carrier("feedsportal.com", "", Nothing),
    // Aggregators and shorteners that do not say where they lead.
    carrier("news.google.com", "/articles", Nothing),
    carrier("news.google.com", "/rss", Nothing),
    carrier("news.google.com", "/read", Nothing),
    carrier("news.google.com", "/__i", Nothing),
    carrier("apple.news", "", Nothing),
    carrier("t.co", "", Nothing),
    carrier("bit.ly", "", Nothing),
    carrier("buff.ly", "", Nothing),
    carrier("dlvr.it", "", Nothing),
    carrier("fb.me", "", Nothing),
    carrier("goo.gl", "", Nothing),
    carrier("ift.tt", "", Nothing),
    carrier("is.gd", "", Nothing),
    carrier("lnkd.in", "", Nothing),
    carrier("ow.ly", "", Nothing),
    carrier("tinyurl.com", "", Nothing),
    carrier("trib.al", "", Nothing),
];

/// What a carrier may have in its path before the carried address, besides numbers.
const PATH_WORDS: [&str; 14] = [
    "web", "wayback", "archive", "memento", "ukgwa", "all", "o", "amp", "c", "i", "v", "r", "s",
    "ii",
];

impl Carrier {
    /// The carrier that an address belongs to, if it belongs to one.
    pub(super) fn of(host: &Host, url: &Url) -> Option<&'static Self> {
        CARRIERS
            .iter()
            .find(|carrier| host.is_below(carrier.host) && is_in(url.path(), carrier.path))
    }

    /// The address that is carried, where the carrier's address tells it.
    pub(super) fn carried(&self, url: &Url) -> Option<String> {
        match self.shows {
            InPath => in_path(&url[Position::BeforePath..]).map(str::to_owned),
            InParameter(names) => {
                for name in names {
                    if let Some((_, value)) = url.query_pairs().find(|(key, _)| key == name) {
                        return in_value(&value).map(str::to_owned);
                    }
                }
                None
            }
            Feed | Nothing => None,
        }
    }

    /// The name of the feed that an address was found in.
    pub(super) fn feed(&self, url: &Url) -> Option<String> {
        if !matches!(self.shows, Feed) {
            return None;
        }
        let mut segments = url.path_segments()?.skip_while(|segment| *segment != "~r");
        let name = segments.nth(1).filter(|name| !name.is_empty())?;
        Some(name.to_ascii_lowercase())
    }
}

/// Whether a path is the given one or begins with its segments.
fn is_in(path: &str, given: &str) -> bool {
    path.strip_prefix(given)
        .is_some_and(|rest| given.is_empty() || rest.is_empty() || rest.starts_with('/'))
}

/// The address after a carrier's own words and numbers, as `/web/20190101id_/` or `/c/s/`. After
/// anything else an address must have its scheme.
fn in_path(path: &str) -> Option<&str> {
    let mut rest = path.strip_prefix('/')?;
    let mut is_known = true;
    loop {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let segment = &rest[..end];
        if ends_scheme(segment) || is_known && Host::is_certain(segment) {
            return Some(rest);
        }
        let is_number = segment.starts_with(|c: char| c.is_ascii_digit()) && !segment.contains('.');
        is_known &= is_number || PATH_WORDS.contains(&segment);
        rest = rest[end..].strip_prefix('/')?;
    }
}

/// The address in a parameter: itself, or as caches have it, `cache:KEY:ADDRESS+words looked for`.
fn in_value(value: &str) -> Option<&str> {
    let value = value.split_whitespace().next()?;
    let value = match value.strip_prefix("cache:") {
        None => value,
        Some(cached) => match cached.split_once(':') {
            Some((key, address))
                if key.bytes().all(|b| b != b'.' && b != b'/') && !is_scheme(key) =>
            {
                address
            }
            _ => cached,
        },
    };
    let end = value.find(['/', '?', '#']).unwrap_or(value.len());
    let first = &value[..end];
    (ends_scheme(first) || Host::is_certain(first)).then_some(value)
}

/// Whether the text before a slash is a scheme with its colon.
fn ends_scheme(segment: &str) -> bool {
    segment.strip_suffix(':').is_some_and(is_scheme)
}

fn is_scheme(text: &str) -> bool {
    text.eq_ignore_ascii_case("http") || text.eq_ignore_ascii_case("https")
}
