//! Hosts, without the labels that say how a page is delivered.

use url::Url;

/// Labels of a host that say how its pages are delivered, not whose pages they are. `www` and its
/// variants are not in the list: see [`is_www`].
const DELIVERY_LABELS: [&str; 10] = [
    "m", "amp", "mobile", "touch", "3g", "wap", "edition", "print", "rss", "feeds",
];

/// Platforms that are not in the public suffix list although each of their subdomains belongs to
/// somebody else. Patterns for [`Host::is_below`].
const PLATFORMS: [&str; 23] = [
    "beehiiv.com",
    "blog.fc2.com",
    "blogspot.*",
    "canalblog.com",
    "exblog.jp",
    "ghost.io",
    "home.blog",
    "hubpages.com",
    "livedoor.blog",
    "livejournal.com",
    "medium.com",
    "narod.ru",
    "news.blog",
    "over-blog.com",
    "seesaa.net",
    "squarespace.com",
    "substack.com",
    "tistory.com",
    "tumblr.com",
    "typepad.com",
    "ucoz.ru",
    "weebly.com",
    "wordpress.com",
];

/// The host of a page: in lower case, without port, user name, trailing dot and delivery labels.
///
/// A delivery label is dropped wherever it is before the registrable domain, as in
/// `en.m.wikipedia.org`, but never from that domain itself: `print.example` is a paper called
/// Print, and `amp.blogspot.com` is a blog called Amp.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Host {
    /// In ASCII (Punycode), as in the domain name system.
    ascii: String,
    /// Whether it is an IP address.
    is_number: bool,
}

impl Host {
    /// The host of a parsed URL; `None` for a single word (`localhost`), which is not a site.
    ///
    /// An IPv4 address counts only if it is typed with its dots. The parser also reads `12345` as
    /// one, which is rather the id of an article.
    pub(super) fn of(url: &Url, typed: &str) -> Option<Self> {
        match url.host()? {
            url::Host::Domain(name) => Self::of_name(name),
            url::Host::Ipv4(number) => {
                let number = number.to_string();
                typed.contains(&number).then_some(Self::of_number(number))
            }
            url::Host::Ipv6(number) => Some(Self::of_number(format!("[{number}]"))),
        }
    }

    /// The host with this IP address. It has no labels, so nothing is dropped from it.
    fn of_number(ascii: String) -> Self {
        Self {
            ascii,
            is_number: true,
        }
    }

    /// The host with this name; `None` if it has only one label, or an empty one.
    fn of_name(name: &str) -> Option<Self> {
        let name = name.strip_suffix('.').unwrap_or(name);
        let has_empty_label = name.split('.').any(str::is_empty);
        if has_empty_label || !name.contains('.') {
            return None;
        }
        Some(Self {
            ascii: without_delivery(name),
            is_number: false,
        })
    }

    /// The host with the letters of its own script, for people to read.
    pub(super) fn readable(&self) -> String {
        if !self.ascii.contains("xn--") {
            return self.ascii.clone();
        }
        match idna::domain_to_unicode(&self.ascii) {
            (name, Ok(())) => name,
            (_, Err(_)) => self.ascii.clone(),
        }
    }

    /// The registrable domain, by the public suffix list with its private part (`github.io`) and by
    /// [`PLATFORMS`]: `example.co.uk` for `news.example.co.uk`. The whole host if it has none.
    pub(super) fn registrable(&self) -> Self {
        let name = if self.is_number {
            None
        } else {
            registrable(&self.ascii)
        };
        Self {
            ascii: name.unwrap_or(&self.ascii).to_owned(),
            is_number: self.is_number,
        }
    }

    /// Whether this is the host of the pattern, or a subdomain of it. `google.*` is google under
    /// any public suffix.
    pub(super) fn is_below(&self, pattern: &str) -> bool {
        pattern_in(&self.ascii, pattern).is_some()
    }

    /// Whether a text without a scheme is certain to be a host: it begins with `www.` or ends in a
    /// known public suffix. `story.html` does neither.
    pub(super) fn is_certain(name: &str) -> bool {
        if name.starts_with("www.") {
            return true;
        }
        if !name.contains('.') {
            return false;
        }
        // The list takes any last label for a suffix, even `html`. Only known suffixes are in it.
        match psl::suffix(name.as_bytes()) {
            Some(suffix) => suffix.is_known(),
            None => false,
        }
    }
}

/// The end of a host that matches a pattern, if it is that host or a subdomain of it.
fn pattern_in<'h>(host: &'h str, pattern: &str) -> Option<&'h str> {
    let found = match pattern.strip_suffix(".*") {
        // `google.co.uk`, also at the end of `mail.google.co.uk`.
        Some(label) => {
            let domain = psl::domain_str(host)?;
            let suffix = domain.strip_prefix(label)?;
            suffix.starts_with('.').then_some(domain)?
        }
        // The end of `host` and not `pattern`, because the result borrows from the host.
        None => &host[host.strip_suffix(pattern)?.len()..],
    };
    let subdomains = &host[..host.len() - found.len()];
    (subdomains.is_empty() || subdomains.ends_with('.')).then_some(found)
}

/// See [`Host::registrable`]. `None` for a public suffix.
fn registrable(host: &str) -> Option<&str> {
    for pattern in PLATFORMS {
        if let Some(platform) = pattern_in(host, pattern) {
            // The platform with one more label, if there is one.
            let subdomains = host[..host.len() - platform.len()].trim_end_matches('.');
            let label = subdomains.rsplit('.').next().unwrap_or_default();
            let length = if label.is_empty() { 0 } else { label.len() + 1 };
            return Some(&host[host.len() - platform.len() - length..]);
        }
    }
    psl::domain_str(host)
}

/// `www`, `www2`, …
fn is_www(label: &str) -> bool {
    match label.strip_prefix("www") {
        Some(number) => number.bytes().all(is_digit),
        None => false,
    }
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// A host without its delivery labels.
fn without_delivery(name: &str) -> String {
    let mut rest = name;
    // No paper is called www, so it is dropped before a public suffix too: www.gov.uk is gov.uk.
    while let Some((label, after)) = rest.split_once('.')
        && is_www(label)
        // What is left must have two labels, or it is not a host.
        && after.contains('.')
    {
        rest = after;
    }
    let Some(registered) = registrable(rest) else {
        return rest.to_owned();
    };
    let above = rest.strip_suffix(registered).unwrap_or_default();
    let mut kept: Vec<&str> = above.split('.').collect();
    kept.retain(|label| !label.is_empty() && !DELIVERY_LABELS.contains(label) && !is_www(label));
    kept.push(registered);
    kept.join(".")
}
