//! The source that a record names, in one spelling.
//!
//! Records name their source by a host, a URL or a title, and one dump may name the same paper in
//! all three ways. A name that can only be a host is treated as one, so articles with that source
//! belong to the same site as articles with a URL.

use super::host::Host;
use super::page::PageAddress;

/// A source that a record names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Source {
    /// A URL or a host: `https://www.paper.example`, `Paper.example`.
    Host(Host),
    /// A title, in lower case and with single spaces.
    Name(String),
}

impl Source {
    /// The source that a record or a user names; `None` if the name is blank.
    ///
    /// “The” stays part of a name: The Nation and Nation are two papers.
    pub(super) fn of(typed: &str) -> Option<Self> {
        let name = normal_name(typed);
        if name.is_empty() {
            return None;
        }
        match host(&name) {
            Some(host) => Some(Self::Host(host)),
            None => Some(Self::Name(name)),
        }
    }

    /// The name of the source as a site.
    pub(super) fn site(&self) -> String {
        match self {
            Self::Host(host) => host.readable(),
            Self::Name(name) => name.clone(),
        }
    }

    /// The name of the source as a publisher: of a host only the registrable domain, such as
    /// `harbour.co.uk`.
    pub(super) fn publisher(&self) -> String {
        match self {
            Self::Host(host) => host.registrable().readable(),
            Self::Name(name) => name.clone(),
        }
    }
}

/// A name in lower case, with straight quotes and single spaces.
fn normal_name(typed: &str) -> String {
    // One paper may be written with a straight and with a curved apostrophe.
    let words: Vec<&str> = typed.split_whitespace().collect();
    words.join(" ").to_lowercase().replace(['’', '‘'], "'")
}

/// The host, if the name is a URL with a scheme, or a host that cannot be a title.
fn host(name: &str) -> Option<Host> {
    let is_host = name.contains("://") || Host::is_certain(name.trim_end_matches('/'));
    if !is_host {
        return None;
    }
    let page = PageAddress::of(name)?;
    // A carrier (a cache, an archive) shows pages of many papers, so its host is not the source of
    // any.
    page.carrier.is_none().then_some(page.host)
}
