//! Hosts of pages, without the labels that say how a page is delivered. The *labels* of a host are
//! the parts between its dots.

use url::Url;

/// Labels of a host that say how its pages are delivered, not whose pages they are. `www` and its
/// variants are not in the list: see [`is_www`].
const DELIVERY_LABELS: [&str; 10] = [
    "m", "amp", "mobile", "touch", "3g", "wap", "edition", "print", "rss", "feeds",
];

/// Platforms that are not in the public suffix list although each of their subdomains belongs to
/// somebody else. They are patterns for [`Host::matches`].
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
/// The *registrable domain* is the part that somebody can register: `example.co.uk` of
/// `news.example.co.uk`. A delivery label is dropped wherever it is before that domain, as in
/// `en.m.wikipedia.org`, but never from the domain itself: `print.example` is a paper called Print,
/// and `amp.blogspot.com` is a blog called Amp.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Host {
    /// The host in ASCII (Punycode), as in the domain name system.
    ascii: String,
    /// Whether the host is an IP address.
    is_ip: bool,
}

impl Host {
    /// The host of a URL, which was parsed from `typed`. `None` for a single word (`localhost`),
    /// which is not a site.
    ///
    /// An IPv4 address counts only if it is typed with its dots. The parser also reads `12345` as
    /// an address, which is more likely the id of an article.
    pub(super) fn of(url: &Url, typed: &str) -> Option<Self> {
        match url.host()? {
            url::Host::Domain(name) => Self::of_name(name),
            url::Host::Ipv4(address) => {
                let address = address.to_string();
                typed.contains(&address).then_some(Self::of_ip(address))
            }
            url::Host::Ipv6(address) => Some(Self::of_ip(format!("[{address}]"))),
        }
    }

    /// The host with this IP address. It has no labels, so nothing is dropped from it.
    fn of_ip(ascii: String) -> Self {
        Self { ascii, is_ip: true }
    }

    /// The host with this name; `None` if the name has only one label, or an empty one.
    fn of_name(name: &str) -> Option<Self> {
        let name = name.strip_suffix('.').unwrap_or(name);
        let has_empty_label = name.split('.').any(str::is_empty);
        if has_empty_label || !name.contains('.') {
            return None;
        }
        Some(Self {
            ascii: without_delivery_labels(name),
            is_ip: false,
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
    /// [`PLATFORMS`]. The whole host if it has no such domain.
    pub(super) fn registrable(&self) -> Self {
        let domain = if self.is_ip {
            None
        } else {
            registrable_domain(&self.ascii)
        };
        Self {
            ascii: domain.unwrap_or(&self.ascii).to_owned(),
            is_ip: self.is_ip,
        }
    }

    /// Whether this is the host of the pattern, or a subdomain of it. The pattern `google.*` means
    /// google under any public suffix.
    pub(super) fn matches(&self, pattern: &str) -> bool {
        matching_end(&self.ascii, pattern).is_some()
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
        // `suffix` takes any last label for a suffix, even `html`. A suffix is known if it is in
        // the list.
        match psl::suffix(name.as_bytes()) {
            Some(suffix) => suffix.is_known(),
            None => false,
        }
    }
}

/// The end of `host` that matches the pattern: `google.co.uk` of `mail.google.co.uk` for
/// `google.*`. `None` if `host` is neither a host that the pattern means nor a subdomain of one.
fn matching_end<'h>(host: &'h str, pattern: &str) -> Option<&'h str> {
    let end = match pattern.strip_suffix(".*") {
        Some(label) => {
            let domain = psl::domain_str(host)?;
            let suffix = domain.strip_prefix(label)?;
            suffix.starts_with('.').then_some(domain)?
        }
        // The end of `host` and not `pattern`, because the result borrows from the host.
        None => &host[host.strip_suffix(pattern)?.len()..],
    };
    let subdomains = &host[..host.len() - end.len()];
    (subdomains.is_empty() || subdomains.ends_with('.')).then_some(end)
}

/// The registrable domain at the end of a host. `None` if the host is a public suffix.
fn registrable_domain(host: &str) -> Option<&str> {
    for pattern in PLATFORMS {
        if let Some(platform) = matching_end(host, pattern) {
            // The domain is the platform with one more label, if there is one.
            let subdomains = host[..host.len() - platform.len()].trim_end_matches('.');
            let label = subdomains.rsplit('.').next().unwrap_or_default();
            let label_and_dot = if label.is_empty() { 0 } else { label.len() + 1 };
            return Some(&host[host.len() - platform.len() - label_and_dot..]);
        }
    }
    psl::domain_str(host)
}

/// Whether a label is `www`, or `www` and a number (`www2`).
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
fn without_delivery_labels(name: &str) -> String {
    let mut rest = name;
    // No paper is called `www`, so this label is dropped even before a public suffix: `www.gov.uk`
    // becomes `gov.uk`.
    while let Some((label, after)) = rest.split_once('.')
        && is_www(label)
        // Without a second label the rest would not be a host.
        && after.contains('.')
    {
        rest = after;
    }
    let Some(domain) = registrable_domain(rest) else {
        return rest.to_owned();
    };
    let subdomains = rest.strip_suffix(domain).unwrap_or_default();
    let mut kept: Vec<&str> = subdomains.split('.').collect();
    kept.retain(|label| !label.is_empty() && !DELIVERY_LABELS.contains(label) && !is_www(label));
    kept.push(domain);
    kept.join(".")
}
