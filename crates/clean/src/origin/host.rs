//! Hosts, without what says how a page is delivered.

use url::Url;

/// Labels of a host that say in which form its pages are delivered, and not whose pages they are.
/// The family of `www.` is not in the list, see [`is_www`].
const DELIVERY_LABELS: [&str; 10] = [
    "m", "amp", "mobile", "touch", "3g", "wap", "edition", "print", "rss", "feeds",
];

/// Platforms whose every subdomain is somebody else's, and which the public suffix list does not
/// have; patterns as in [`Host::is_below`].
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

/// The host of a page: in small letters, without port, user name, trailing dot and delivery labels.
///
/// A delivery label is dropped wherever it is above the registrable domain, as in
/// `en.m.wikipedia.org`, but never from that domain itself: `print.example` is a paper called
/// Print, and `amp.blogspot.com` a blog called Amp.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Host {
    /// ASCII, as in the domain name system.
    ascii: String,
    is_number: bool,
}

impl Host {
    /// The host of a parsed address; `None` for a single word (`localhost`), which names no site.
    ///
    /// A number counts only if the address has it with all its dots: `12345` is an id.
    pub(super) fn of(url: &Url, typed: &str) -> Option<Self> {
        match url.host()? {
            url::Host::Domain(name) => Self::of_name(name),
            url::Host::Ipv4(number) => {
                Self::of_number(number.to_string()).filter(|host| typed.contains(&host.ascii))
            }
            url::Host::Ipv6(number) => Self::of_number(format!("[{number}]")),
        }
    }

    fn of_number(ascii: String) -> Option<Self> {
        Some(Self {
            ascii,
            is_number: true,
        })
    }

    fn of_name(name: &str) -> Option<Self> {
        let name = name.strip_suffix('.').unwrap_or(name);
        let is_host = name.contains('.') && name.split('.').all(|label| !label.is_empty());
        is_host.then(|| Self {
            ascii: without_delivery(name),
            is_number: false,
        })
    }

    /// For people to read: with the letters of its own script.
    pub(super) fn readable(&self) -> String {
        if !self.ascii.contains("xn--") {
            return self.ascii.clone();
        }
        match idna::domain_to_unicode(&self.ascii) {
            (name, Ok(())) => name,
            (_, Err(_)) => self.ascii.clone(),
        }
    }

    /// The name that somebody registered, by the public suffix list with its private part
    /// (`github.io`) and by [`PLATFORMS`]: `example.co.uk` of `news.example.co.uk`. A public suffix
    /// is its own.
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

    /// Whether it is this host, or one below it. `google.*` is google under any public suffix.
    pub(super) fn is_below(&self, pattern: &str) -> bool {
        pattern_in(&self.ascii, pattern).is_some()
    }

    /// Whether a host without a scheme before it can be taken for one: it begins with `www.`, or
    /// ends in a suffix of the list. `story.html` does neither.
    pub(super) fn is_certain(name: &str) -> bool {
        if name.starts_with("www.") {
            return true;
        }
        name.contains('.') && psl::suffix(name.as_bytes()).is_some_and(|suffix| suffix.is_known())
    }
}

/// The end of a host that is a pattern's, if it is that host or one below it.
fn pattern_in<'h>(host: &'h str, pattern: &str) -> Option<&'h str> {
    let found = match pattern.strip_suffix(".*") {
        // `google.co.uk`, and `mail.google.co.uk` below it.
        Some(label) => psl::domain_str(host).filter(|domain| {
            domain
                .strip_prefix(label)
                .is_some_and(|suffix| suffix.starts_with('.'))
        })?,
        None => &host[host.strip_suffix(pattern)?.len()..],
    };
    let above = &host[..host.len() - found.len()];
    (above.is_empty() || above.ends_with('.')).then_some(found)
}

/// See [`Host::registrable`]; `None` of a public suffix.
fn registrable(host: &str) -> Option<&str> {
    let platform = PLATFORMS
        .iter()
        .find_map(|pattern| pattern_in(host, pattern));
    let Some(platform) = platform else {
        return psl::domain_str(host);
    };
    let above = host[..host.len() - platform.len()].trim_end_matches('.');
    let label = above.rsplit('.').next().unwrap_or_default();
    let length = if label.is_empty() { 0 } else { label.len() + 1 };
    Some(&host[host.len() - platform.len() - length..])
}

/// `www`, `www2`, …
fn is_www(label: &str) -> bool {
    label
        .strip_prefix("www")
        .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn without_delivery(name: &str) -> String {
    let mut rest = name;
    // Nobody is called www, so it is dropped from a public suffix too: www.gov.uk is gov.uk.
    while let Some((label, after)) = rest.split_once('.')
        && is_www(label)
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
