//! The origin of a document: its site, its publisher, the address of its page.
//!
//! A URL is either the page's own or a *carrier's*: that of a cache, an archive, a redirector or a
//! feed proxy, which shows or leads to somebody else's page. If the URL of a carrier contains that
//! of the page, the latter is used. If not, it says nothing about the site, and the source field of
//! the record is used first.
//!
//! Labels of a host that say how its pages are delivered (`www.`, `m.`, `amp.`) are dropped. All
//! others stay, because two papers in one domain are two sites.

mod address;
mod carriers;
mod host;
mod page;
mod parameters;
mod source;

use page::PageAddress;
use source::Source;

/// The fields of a record that say where its article comes from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin<'r> {
    /// Its URL.
    pub url: Option<&'r str>,
    /// The name of its source.
    pub source: Option<&'r str>,
    /// When it was published, in the form that the record has.
    pub date: Option<&'r str>,
    /// The file that the record is in, relative to the input.
    pub file: &'r str,
}

impl Origin<'_> {
    /// The site, within which furniture is counted: the host of the page, else the source, else the
    /// carrier, else the file (for a `.txt`, its folder).
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
        if let Some(page) = &page
            && page.carrier.is_none()
        {
            return page.host.readable();
        }
        if let Some(source) = self.source_name() {
            return source;
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

    /// The publisher: the registrable domain of the page by the public suffix list, else the
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
        match self.page() {
            Some(page) if page.carrier.is_none() => Some(page.host.registrable().readable()),
            _ => Some(self.named()?.publisher()),
        }
    }

    /// The address of the page, `host/path?parameters`, which is the same for all URLs of the page.
    /// `None` if the record has no URL.
    ///
    /// Scheme, delivery labels, carriers, fragments, trailing slashes, names of index pages and
    /// tracking parameters are dropped, and so is what asks for a print, mobile or AMP version. In
    /// doubtful cases two URLs are two pages.
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

    /// The source in the normal spelling of sites; `None` if the record names none.
    pub(crate) fn source_name(&self) -> Option<String> {
        Some(self.named()?.site())
    }

    /// The page that the URL leads to; `None` if there is no URL, or it cannot be parsed.
    fn page(&self) -> Option<PageAddress> {
        self.url.and_then(PageAddress::of)
    }

    /// The source that the record names; `None` if it is missing or blank.
    fn named(&self) -> Option<Source> {
        self.source.and_then(Source::of)
    }

    /// The site of a document about which only its file is known.
    fn file_or_folder(&self) -> &str {
        // A `.txt` file is one document, so a site is a folder of them. The file may be compressed
        // (`.txt.gz`), so the ending is not compared.
        if !self.file.contains(".txt") {
            return self.file;
        }
        match self.file.rsplit_once('/') {
            Some((folder, _)) => folder,
            None => "",
        }
    }
}

/// The name of a source or site in the normal spelling of sites; `None` if it is blank.
pub(crate) fn spelled(name: &str) -> Option<String> {
    Some(Source::of(name)?.site())
}

/// The site of a page whose carrier does not contain its address. Two feeds are two sites.
fn feed_or_host(page: &PageAddress) -> String {
    if let Some(carrier) = page.carrier
        && let Some(feed) = carrier.feed(&page.url)
    {
        // Several hosts serve the same feed.
        return format!("feedburner.com/{feed}");
    }
    page.host.readable()
}

#[cfg(test)]
mod tests;
