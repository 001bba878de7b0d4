//! The name of a source, however it is spelled.

use super::host::Host;
use super::page::PageAddress;

/// A source that a record names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Source {
    /// By its address, or its host: `https://www.paper.example`, `Paper.example`.
    Host(Host),
    /// By a name: in small letters, with single spaces.
    Name(String),
}

impl Source {
    /// Reads what a record or a user calls a source; `None` if it is blank.
    ///
    /// An article before the name stays: The Nation and Nation are two papers.
    pub(super) fn of(typed: &str) -> Option<Self> {
        let name = name(typed);
        if name.is_empty() {
            return None;
        }
        Some(host(&name).map_or(Self::Name(name), Self::Host))
    }

    /// As a site.
    pub(super) fn site(&self) -> String {
        match self {
            Self::Host(host) => host.readable(),
            Self::Name(name) => name.clone(),
        }
    }

    /// As a publisher.
    pub(super) fn publisher(&self) -> String {
        match self {
            Self::Host(host) => host.registrable().readable(),
            Self::Name(name) => name.clone(),
        }
    }
}

/// In small letters, with straight quotes and single spaces.
fn name(typed: &str) -> String {
    let words: Vec<&str> = typed.split_whitespace().collect();
    words.join(" ").to_lowercase().replace(['’', '‘'], "'")
}

/// The host that a name is: with a scheme, or nothing but a host that can be no name.
fn host(name: &str) -> Option<Host> {
    let is_host = name.contains("://") || Host::is_certain(name.trim_end_matches('/'));
    if !is_host {
        return None;
    }
    let page = PageAddress::of(name)?;
    page.carrier.is_none().then_some(page.host)
}
