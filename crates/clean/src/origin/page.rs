//! Parses URLs, and finds the page's URL in the URL of a *carrier* (a cache, an archive), which
//! shows or leads to pages of others.

use super::carriers::Carrier;
use super::host::Host;
use url::Url;

/// Most carriers that may be nested (a cached page of an archive). A URL with more of them was made
/// by a program with a bug, and following it could take very long.
const MAX_CARRIERS: usize = 4;

/// The parsed URL of a page, or of a carrier if its URL does not contain the page's.
#[derive(Clone, Debug)]
pub(super) struct PageAddress {
    pub host: Host,
    pub url: Url,
    /// The carrier, if the URL is a carrier's and the page's URL could not be found in it.
    pub carrier: Option<&'static Carrier>,
    /// Whether more than [`MAX_CARRIERS`] carriers are nested. Then this is the outermost carrier.
    pub is_too_deep: bool,
}

impl PageAddress {
    /// Parses a URL, with or without its scheme, and follows it through carriers. `None` if it has
    /// no host.
    pub(super) fn of(typed: &str) -> Option<Self> {
        let outermost = Self::parse(typed)?;
        if outermost.carrier.is_none() {
            return Some(outermost);
        }
        let mut page = outermost.clone();
        // One round for each carrier, and a last one in which the page turns out to be no carrier.
        for _ in 0..=MAX_CARRIERS {
            let Some(carrier) = page.carrier else {
                return Some(page);
            };
            let page_url = carrier.page_url_in(&page.url);
            match page_url.as_deref().and_then(Self::parse) {
                Some(next) => page = next,
                None => return Some(page),
            }
        }
        Some(Self {
            is_too_deep: true,
            ..outermost
        })
    }

    /// Parses a URL without looking for another one in it.
    fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        // The scheme is replaced by `http`, because the parser normalises hosts only for schemes of
        // the web.
        let url = Url::parse(&format!("http://{}", without_scheme(typed)?)).ok()?;
        let host = Host::of(&url, typed)?;
        Some(Self {
            carrier: Carrier::of(&host, &url),
            host,
            url,
            is_too_deep: false,
        })
    }
}

/// The part of a URL after its scheme. `None` for the URL of a file, which has no host.
fn without_scheme(typed: &str) -> Option<&str> {
    // The address of a feed may have two schemes: `feed:https://…`.
    let typed = typed.strip_prefix("feed:").unwrap_or(typed);
    let rest = match typed.split_once(":/") {
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("file") => return None,
        Some((scheme, rest)) if is_scheme(scheme) => rest,
        _ => typed,
    };
    // The number of slashes does not matter: a URL in the path of an archive may have lost one
    // (`https:/`).
    Some(rest.trim_start_matches('/'))
}

/// Whether the text before `:/` may be a scheme. If not, the colon is part of something else, such
/// as a host with its port.
fn is_scheme(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(may_be_in_scheme)
}

fn may_be_in_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-')
}
