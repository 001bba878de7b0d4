//! The origin of a document: its site, its publisher, and the address of its page.
//!
//! The URL of a record belongs either to the page itself or to a *carrier*: a cache, an archive, a
//! redirector or a feed proxy, which shows or leads to somebody else's page. If the carrier's URL
//! contains the URL of the page, the page's URL is used in its place. If not, the URL says nothing
//! about the site. Then the source field of the record counts more than the URL.
//!
//! The *labels* of a host are the parts between its dots. Labels that say how pages are delivered
//! (`www.`, `m.`, `amp.`) are dropped. All others stay, because two papers in one domain are two
//! sites.

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
    /// The URL of the article.
    pub url: Option<&'r str>,
    /// The name of the source, as the record gives it.
    pub source: Option<&'r str>,
    /// The date of publication, as the record gives it.
    pub date: Option<&'r str>,
    /// The file with the record, relative to the input.
    pub file: &'r str,
}

impl Origin<'_> {
    /// The name of the site, within which furniture is counted: the host of the page, else the
    /// source, else the carrier, else the file (for a `.txt`, its folder).
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
            Some(page_of_carrier) => feed_or_host(&page_of_carrier),
            None => self.file_or_folder().to_owned(),
        }
    }

    /// Whether the record itself says which site it is from, by its URL or its source.
    #[must_use]
    pub fn names_site(&self) -> bool {
        self.named_source().is_some() || self.page().is_some()
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
            _ => Some(self.named_source()?.publisher()),
        }
    }

    /// The address of the page, `host/path?parameters`, which is the same for all URLs of the page.
    /// `None` if the record has no URL.
    ///
    /// Scheme, delivery labels, carriers, fragments, trailing slashes, names of index pages and
    /// tracking parameters are dropped, and so are parts that choose a print, mobile or AMP
    /// version. In doubtful cases two URLs are taken for two pages.
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
        Some(self.named_source()?.site())
    }

    /// The page that the URL leads to, or the carrier if its URL does not contain the page's.
    /// `None` if there is no URL, or it cannot be parsed.
    fn page(&self) -> Option<PageAddress> {
        self.url.and_then(PageAddress::of)
    }

    /// The source that the record names; `None` if it is missing or blank.
    fn named_source(&self) -> Option<Source> {
        self.source.and_then(Source::of)
    }

    /// The name of the site if only the file of the document is known.
    fn file_or_folder(&self) -> &str {
        // A `.txt` file is one document, so a folder of them is a site. `.txt` may not be the end
        // of the name, because the file may be compressed (`.txt.gz`).
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
pub(crate) fn normal_spelling(name: &str) -> Option<String> {
    Some(Source::of(name)?.site())
}

/// The name of the site if only a carrier is known, whose URL does not contain the page's: the feed
/// that the carrier serves, else the carrier's host.
fn feed_or_host(page: &PageAddress) -> String {
    if let Some(carrier) = page.carrier
        && let Some(feed) = carrier.feed(&page.url)
    {
        // Several hosts serve the same feed, so the host is not used.
        return format!("feedburner.com/{feed}");
    }
    page.host.readable()
}

#[cfg(test)]
mod tests;
