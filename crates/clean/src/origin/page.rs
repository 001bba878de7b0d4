//! Parses URLs, and finds the URL of the page in that of a carrier.

use super::carriers::Carrier;
use super::host::Host;
use url::Url;

/// How deeply carriers may be nested (a cached page of an archive). A URL with more of them was
/// made by a program with a bug, and following it could take very long.
const MOST_CARRIERS: usize = 4;

/// The URL of a page, or of a carrier that does not contain one.
#[derive(Clone, Debug)]
pub(super) struct PageAddress {
    pub host: Host,
    pub url: Url,
    /// The carrier, if the URL is a carrier's and the page's URL could not be found in it.
    pub carrier: Option<&'static Carrier>,
    /// Whether more than [`MOST_CARRIERS`] are nested. Then this is the outermost carrier.
    pub is_too_deep: bool,
}

impl PageAddress {
    /// Parses a URL, with or without its scheme. `None` if it has no host.
    pub(super) fn of(typed: &str) -> Option<Self> {
        let outermost = Self::as_typed(typed)?;
        if outermost.carrier.is_none() {
            return Some(outermost);
        }
        let mut page = outermost.clone();
        // One round for each carrier, and a last one that finds the page to be none.
        for _ in 0..=MOST_CARRIERS {
            let Some(carrier) = page.carrier else {
                return Some(page);
            };
            let carried = carrier.carried(&page.url);
            match carried.as_deref().and_then(Self::as_typed) {
                Some(carried) => page = carried,
                None => return Some(page),
            }
        }
        Some(Self {
            is_too_deep: true,
            ..outermost
        })
    }

    /// Parses a URL without looking for another one in it.
    fn as_typed(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        // As `http`, whatever the scheme was: the parser normalises hosts only for schemes of the
        // web.
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

/// What follows the scheme. `None` for the URL of a file, which has no host.
fn without_scheme(typed: &str) -> Option<&str> {
    // The address of a feed may have two schemes: `feed:https://…`.
    let typed = typed.strip_prefix("feed:").unwrap_or(typed);
    let rest = match typed.split_once(":/") {
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("file") => return None,
        Some((scheme, rest)) if is_scheme(scheme) => rest,
        _ => typed,
    };
    // Any number of slashes: a URL in the path of an archive may have lost one (`https:/`).
    Some(rest.trim_start_matches('/'))
}

/// Whether the text before `:/` may be a scheme. If not, the colon is part of something else, such
/// as a host with its port.
fn is_scheme(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(is_of_scheme)
}

fn is_of_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-')
}
