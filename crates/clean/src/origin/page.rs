//! Addresses as they are typed, taken out of what carries them.

use super::carriers::Carrier;
use super::host::Host;
use url::Url;

/// An address may be carried by a carrier that is carried, and so on, this many times. What is
/// wrapped deeper was made by a program that went wrong.
const MOST_CARRIERS: usize = 4;

/// An address that was understood.
#[derive(Clone, Debug)]
pub(super) struct PageAddress {
    pub host: Host,
    pub url: Url,
    /// The carrier, if the address is a carrier's and does not tell what it carries.
    pub carrier: Option<&'static Carrier>,
    /// Whether it is carried more often than [`MOST_CARRIERS`]; then this is the outermost carrier.
    pub is_too_deep: bool,
}

impl PageAddress {
    /// Reads an address, with or without its scheme; `None` if it names no host.
    pub(super) fn of(typed: &str) -> Option<Self> {
        let outermost = Self::as_typed(typed)?;
        if outermost.carrier.is_none() {
            return Some(outermost);
        }
        let mut page = outermost.clone();
        for _ in 0..=MOST_CARRIERS {
            let Some(carrier) = page.carrier else {
                return Some(page);
            };
            match carrier
                .carried(&page.url)
                .as_deref()
                .and_then(Self::as_typed)
            {
                Some(carried) => page = carried,
                None => return Some(page),
            }
        }
        Some(Self {
            is_too_deep: true,
            ..outermost
        })
    }

    fn as_typed(typed: &str) -> Option<Self> {
        let typed = typed.trim();
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

/// What follows the scheme. Files have no host.
fn without_scheme(typed: &str) -> Option<&str> {
    let typed = typed.strip_prefix("feed:").unwrap_or(typed);
    let rest = match typed.split_once(":/") {
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("file") => return None,
        Some((scheme, rest)) if is_scheme(scheme) => rest,
        _ => typed,
    };
    Some(rest.trim_start_matches('/'))
}

fn is_scheme(name: &str) -> bool {
    let mut chars = name.chars();
    !name.is_empty() && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-'))
}
