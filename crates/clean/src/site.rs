//! Where a document comes from.

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
    /// The site: the host of the address, else the source, else the file (of a `.txt`, the folder).
    ///
    /// ```
    /// use copydesk_clean::Origin;
    ///
    /// let origin = Origin { url: Some("https://www.harbour.example/a/b?c"), ..Origin::default() };
    /// assert_eq!(origin.site(), "harbour.example");
    /// ```
    #[must_use]
    pub fn site(&self) -> String {
        if let Some(host) = self.url.and_then(host_of) {
            return host;
        }
        if let Some(source) = self.source {
            return source.trim().to_lowercase();
        }
        if self.file.contains(".txt") {
            self.file
                .rsplit_once('/')
                .map_or(String::new(), |(folder, _)| folder.to_owned())
        } else {
            self.file.to_owned()
        }
    }

    /// Whether the record itself says which site it is from.
    #[must_use]
    pub fn names_site(&self) -> bool {
        self.source.is_some() || self.url.and_then(host_of).is_some()
    }
}

/// The host of an address, in small letters, without `www.` and port. Of an address at a web archive, the archived host; what the
/// archive has of an archive is the archive's.
fn host_of(url: &str) -> Option<String> {
    let (host, path) = host_and_path(url)?;
    if host.as_deref() == Some("web.archive.org") {
        let archived = path
            .split_once('/')
            .and_then(|(_, path)| path.split_once('/'))
            .map(|(_, address)| address);
        if let Some((Some(found), _)) = archived.and_then(host_and_path) {
            return Some(found);
        }
    }
    host
}

/// The host of an address, if it is one, and what follows.
fn host_and_path(url: &str) -> Option<(Option<String>, &str)> {
    let rest = url
        .trim()
        .split_once("://")
        .map_or(url.trim(), |(_, rest)| rest);
    let (host, path) = rest.split_once(['/', '?', '#']).unwrap_or((rest, ""));
    let host = host
        .rsplit('@')
        .next()?
        .split(':')
        .next()?
        .to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let is_host = host.contains('.') && !host.contains(char::is_whitespace);
    Some((is_host.then(|| host.to_owned()), path))
}

#[cfg(test)]
mod tests {
    use super::Origin;

    fn site_of(url: Option<&str>, source: Option<&str>, file: &str) -> String {
        Origin {
            url,
            source,
            date: None,
            file,
        }
        .site()
    }

    #[test]
    fn hosts() {
        for (url, site) in [
            ("https://www.Example.com/a/b?c", "example.com"),
            ("www.example.co.uk/posts", "example.co.uk"),
            ("http://user@news.example.org:8080/x", "news.example.org"),
            (
                "https://web.archive.org/web/20190101000000/http://www.example.net/story",
                "example.net",
            ),
            ("https://web.archive.org/about", "web.archive.org"),
            (
                "https://web.archive.org/web/2019/no-host/story.html",
                "web.archive.org",
            ),
            (
                &format!(
                    "https://{}www.example.net",
                    "web.archive.org/web/1/".repeat(50_000)
                ),
                "web.archive.org",
            ),
        ] {
            assert_eq!(site_of(Some(url), None, "f.jsonl"), site);
        }
    }

    #[test]
    fn without_an_address() {
        assert_eq!(
            site_of(Some("no host here"), Some("The Daily "), "f.jsonl"),
            "the daily"
        );
        assert_eq!(site_of(None, None, "f.jsonl"), "f.jsonl");
        assert_eq!(site_of(None, None, "paper/1.txt"), "paper");
    }
}
