//! Carriers: hosts that show or lead to pages of others, such as caches, archives, redirectors and
//! feed proxies.
//!
//! A story that was scraped from an archive belongs to the newspaper and not to the archive. If the
//! archive counted as its site, the furniture of a hundred newspapers would be counted together,
//! and the furniture of one newspaper in two places. So if a carrier's URL contains the URL of the
//! page, the page's URL is used in its place.
//!
//! A carrier whose URLs do not contain the page's (a shortener, `feedsportal.com`) says nothing
//! about the site. Its URLs are still addresses: two documents with the same URL are the same page.

use super::host::Host;
use url::{Position, Url};

/// A host whose URLs lead to pages of other hosts.
#[derive(Debug)]
pub(super) struct Carrier {
    /// The host, as a pattern for [`Host::matches`].
    host: &'static str,
    /// The path, or its first segments. Empty if all URLs of the host are meant.
    path: &'static str,
    /// Where in the carrier's URL the page's URL is.
    page_url: PageUrl,
}

/// Where in a carrier's URL the page's URL is.
#[derive(Debug)]
enum PageUrl {
    /// At the end of the path: `/web/2019/https://paper.example/story`.
    InPath,
    /// In the first of these parameters that the URL has.
    InParameter(&'static [&'static str]),
    /// In no part of it, but the carrier's URL has the name of a feed: `/~r/FEED/…`.
    OnlyFeed,
    /// In no part of the carrier's URL.
    Nowhere,
}

/// A row of the table below.
const fn carrier(host: &'static str, path: &'static str, page_url: PageUrl) -> Carrier {
    Carrier {
        host,
        path,
        page_url,
    }
}

use PageUrl::{InParameter, InPath, Nowhere, OnlyFeed};

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
    // Redirectors whose URL contains the page's.
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
    carrier("feedproxy.google.com", "", OnlyFeed),
    carrier("feedburner.com", "", OnlyFeed),
    carrier("feeds2.feedburner.com", "", OnlyFeed),
    carrier("feedproxy.feedburner.com", "", OnlyFeed),
    carrier("feedsportal.com", "", Nowhere),
    // Aggregators and shorteners whose URL does not contain the page's.
    carrier("news.google.com", "/articles", Nowhere),
    carrier("news.google.com", "/rss", Nowhere),
    carrier("news.google.com", "/read", Nowhere),
    carrier("news.google.com", "/__i", Nowhere),
    carrier("apple.news", "", Nowhere),
    carrier("t.co", "", Nowhere),
    carrier("bit.ly", "", Nowhere),
    carrier("buff.ly", "", Nowhere),
    carrier("dlvr.it", "", Nowhere),
    carrier("fb.me", "", Nowhere),
    carrier("goo.gl", "", Nowhere),
    carrier("ift.tt", "", Nowhere),
    carrier("is.gd", "", Nowhere),
    carrier("lnkd.in", "", Nowhere),
    carrier("ow.ly", "", Nowhere),
    carrier("tinyurl.com", "", Nowhere),
    carrier("trib.al", "", Nowhere),
];

/// Segments that may come before the page's URL in the path of a carrier. Numbers may come there as
/// well.
const PATH_WORDS: [&str; 14] = [
    "web", "wayback", "archive", "memento", "ukgwa", "all", "o", "amp", "c", "i", "v", "r", "s",
    "ii",
];

impl Carrier {
    /// The carrier that a URL with this host belongs to; `None` if it is no carrier's URL.
    pub(super) fn of(host: &Host, url: &Url) -> Option<&'static Self> {
        CARRIERS
            .iter()
            .find(|carrier| carrier.is_carrier_of(host, url))
    }

    fn is_carrier_of(&self, host: &Host, url: &Url) -> bool {
        host.matches(self.host) && begins_with_segments(url.path(), self.path)
    }

    /// The URL of the page; `None` if the carrier's URL does not contain it.
    pub(super) fn page_url_in(&self, carrier_url: &Url) -> Option<String> {
        match self.page_url {
            // Query and fragment are included: they belong to the page's URL, not to the carrier's.
            InPath => url_in_path(&carrier_url[Position::BeforePath..]).map(str::to_owned),
            InParameter(names) => {
                for name in names {
                    let mut parameters = carrier_url.query_pairs();
                    if let Some((_, value)) = parameters.find(|(key, _)| key == name) {
                        return url_in_value(&value).map(str::to_owned);
                    }
                }
                None
            }
            OnlyFeed | Nowhere => None,
        }
    }

    /// The name of the feed that the carrier's URL belongs to. `None` if it belongs to no feed.
    pub(super) fn feed(&self, carrier_url: &Url) -> Option<String> {
        if !matches!(self.page_url, OnlyFeed) {
            return None;
        }
        let segments = carrier_url.path_segments()?;
        // The name of the feed is the segment after `~r`.
        match segments.skip_while(|segment| *segment != "~r").nth(1)? {
            "" => None,
            name => Some(name.to_ascii_lowercase()),
        }
    }
}

/// Whether a path begins with these whole segments: `/amp/a` begins with `/amp`, and `/ampersand`
/// does not.
fn begins_with_segments(path: &str, segments: &str) -> bool {
    match path.strip_prefix(segments) {
        Some(rest) => segments.is_empty() || rest.is_empty() || rest.starts_with('/'),
        None => false,
    }
}

/// The page's URL in the path of a carrier. Before it there may be words and numbers of the
/// carrier, such as `/web/20190101id_/` or `/c/s/`. After other segments it is recognised only if
/// it has a scheme.
fn url_in_path(path: &str) -> Option<&str> {
    let mut rest = path.strip_prefix('/')?;
    let mut are_all_known = true;
    loop {
        let segment = first_segment(rest);
        if is_scheme_with_colon(segment) || (are_all_known && Host::is_certain(segment)) {
            return Some(rest);
        }
        let begins_with_digit = segment.as_bytes().first().is_some_and(u8::is_ascii_digit);
        // A host may begin with a digit too, but has a dot.
        let is_number = begins_with_digit && !segment.contains('.');
        // After an unknown segment, a name with a dot may be a file of the carrier's own.
        are_all_known &= is_number || PATH_WORDS.contains(&segment);
        rest = rest[segment.len()..].strip_prefix('/')?;
    }
}

/// The text before the first slash, query or fragment. If the text is a URL without its scheme,
/// this is the host.
fn first_segment(path: &str) -> &str {
    let end = path.find(['/', '?', '#']).unwrap_or(path.len());
    &path[..end]
}

/// The page's URL in the value of a parameter: the whole value, or a part of it for caches, whose
/// values have the form `cache:KEY:URL+search words`.
fn url_in_value(value: &str) -> Option<&str> {
    // The `+` before the search words is decoded to a space.
    let value = value.split_whitespace().next()?;
    let url = match value.strip_prefix("cache:") {
        Some(cached) => without_key(cached),
        None => value,
    };
    let first = first_segment(url);
    (is_scheme_with_colon(first) || Host::is_certain(first)).then_some(url)
}

/// A cached URL without the key before it, if there is one.
fn without_key(cached: &str) -> &str {
    match cached.split_once(':') {
        // The text before the colon may also be a host with a port, or the scheme of the URL.
        Some((key, url)) if !key.contains(['.', '/']) && !is_scheme(key) => url,
        _ => cached,
    }
}

/// Whether the text before a slash is a scheme with its colon: `https:`.
fn is_scheme_with_colon(segment: &str) -> bool {
    segment.strip_suffix(':').is_some_and(is_scheme)
}

fn is_scheme(text: &str) -> bool {
    text.eq_ignore_ascii_case("http") || text.eq_ignore_ascii_case("https")
}
