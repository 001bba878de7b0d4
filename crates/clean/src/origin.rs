//! Where a document comes from: its site, its publisher, the address of its page.
//!
//! An address is either a page's own or a *carrier's*: that of a cache, an archive, a redirector or
//! a feed proxy, which shows or leads to a page of somebody else. Where a carrier's address tells
//! what it carries, that is the address; where it does not, it says nothing of the site, and the
//! record's source is asked first. Of a host, labels that say how its pages are delivered (`www.`,
//! `m.`, `amp.`) are dropped, and no others: two papers of one domain are two sites.

mod address;
mod carriers;
mod host;
mod page;
mod parameters;
mod source;

use page::PageAddress;
use source::Source;

/// What a record says of where its article comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'r> {
    /// Its address.
    pub url: Option<&'r str>,
    /// The name of its source.
    pub source: Option<&'r str>,
    /// When it was published, as the record has it.
    pub date: Option<&'r str>,
    /// The file that the record is in, relative to the input.
    pub file: &'r str,
}

impl Origin<'_> {
    /// The site, whose furniture is its own: the host of the page, else the source, else the
    /// carrier, else the file (of a `.txt`, the folder).
    ///
    /// ```
    /// use copydesk_clean::Origin;
    ///
    /// let of = |url| Origin { url: Some(url), ..Origin::default() }.site();
    /// assert_eq!(of("https://www.harbour.example/a/b?c"), "harbour.example");
    /// assert_eq!(of("https://www.google.com/amp/s/www.harbour.example/a"), "harbour.example");
    /// assert_ne!(of("https://times.harbour.example/a"), of("https://harbour.example/a"));
    /// ```
    #[must_use]
    pub fn site(&self) -> String {
        let page = self.page();
        if let Some(page) = page.as_ref().filter(|page| page.carrier.is_none()) {
            return page.host.readable();
        }
        if let Some(source) = self.named() {
            return source.site();
        }
        match page {
            Some(carrier) => feed_or_host(&carrier),
            None => self.file_or_folder().to_owned(),
        }
    }

    /// Whether the record itself says which site it is from.
    #[must_use]
    pub fn names_site(&self) -> bool {
        self.named().is_some() || self.page().is_some()
    }

    /// Who publishes it: the registrable domain of the page by the public suffix list, else the
    /// source. `None` if neither is known.
    ///
    /// ```
    /// use copydesk_clean::Origin;
    ///
    /// let of = |url| Origin { url: Some(url), ..Origin::default() }.publisher();
    /// assert_eq!(of("https://sport.harbour.co.uk/a").as_deref(), Some("harbour.co.uk"));
    /// assert_eq!(of("https://mills.github.io/a").as_deref(), Some("mills.github.io"));
    /// assert_eq!(of("https://bit.ly/3xYz"), None);
    /// ```
    #[must_use]
    pub fn publisher(&self) -> Option<String> {
        match self.page().filter(|page| page.carrier.is_none()) {
            Some(page) => Some(page.host.registrable().readable()),
            None => self.named().map(|source| source.publisher()),
        }
    }

    /// The address of the page, the same for all addresses under which it is known to be found:
    /// `host/path?parameters`. `None` if the record has none.
    ///
    /// Scheme, delivery labels, carriers, fragments, slashes at the end, pages of an index and
    /// parameters that only track are dropped, and so is what asks for a print, mobile or AMP form.
    /// Where in doubt, two addresses stay two.
    ///
    /// ```
    /// use copydesk_clean::Origin;
    ///
    /// let of = |url| Origin { url: Some(url), ..Origin::default() }.address();
    /// let page = of("https://harbour.example/ferry?id=7");
    /// assert_eq!(page.as_deref(), Some("harbour.example/ferry?id=7"));
    /// assert_eq!(of("http://m.harbour.example/ferry/amp/?utm_source=feed&id=7#top"), page);
    /// assert_ne!(of("https://harbour.example/ferry?id=8"), page);
    /// ```
    #[must_use]
    pub fn address(&self) -> Option<String> {
        address::of(&self.page()?)
    }

    /// The source as a site is called; `None` if the record names none.
    pub(crate) fn source_name(&self) -> Option<String> {
        self.named().map(|source| source.site())
    }

    fn page(&self) -> Option<PageAddress> {
        self.url.and_then(PageAddress::of)
    }

    fn named(&self) -> Option<Source> {
        self.source.and_then(Source::of)
    }

    fn file_or_folder(&self) -> &str {
        if !self.file.contains(".txt") {
            return self.file;
        }
        self.file.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// What somebody calls a source or a site, spelled as sites are; `None` if it is blank.
pub(crate) fn spelled(name: &str) -> Option<String> {
    Source::of(name).map(|source| source.site())
}

/// What is known of a page whose carrier does not tell its address. Two feeds are two sites.
fn feed_or_host(page: &PageAddress) -> String {
    match page.carrier.and_then(|carrier| carrier.feed(&page.url)) {
        Some(feed) => format!("feedburner.com/{feed}"),
        None => page.host.readable(),
    }
}

#[cfg(test)]
mod tests;
