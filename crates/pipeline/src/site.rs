//! Where a document comes from.

/// The site of a document: the host of its address, else its source, else the file it stands in (for `.txt` the folder).
pub(crate) fn site_of(url: Option<&str>, source: Option<&str>, file: &str) -> String {
    if let Some(host) = url.and_then(host_of) {
        return host;
    }
    if let Some(source) = source {
        return source.trim().to_lowercase();
    }
    if file.contains(".txt") {
        file.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned())
    } else {
        file.to_owned()
    }
}

/// Whether the record itself says where it comes from.
pub(crate) fn has_site(url: Option<&str>, source: Option<&str>) -> bool {
    source.is_some() || url.and_then(host_of).is_some()
}

/// The host of an address, in small letters, without `www.` and port. Of an address at a web archive, the archived host; what the
/// archive has of an archive is the archive's.
fn host_of(url: &str) -> Option<String> {
    let (host, path) = host_and_path(url)?;
    if host.as_deref() == Some("web.archive.org") {
        let archived = path.split_once('/').and_then(|(_, path)| path.split_once('/')).map(|(_, address)| address);
        if let Some((Some(found), _)) = archived.and_then(host_and_path) {
            return Some(found);
        }
    }
    host
}

/// The host of an address, if it is one, and what follows.
fn host_and_path(url: &str) -> Option<(Option<String>, &str)> {
    let rest = url.trim().split_once("://").map_or(url.trim(), |(_, rest)| rest);
    let (host, path) = rest.split_once(['/', '?', '#']).unwrap_or((rest, ""));
    let host = host.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let is_host = host.contains('.') && !host.contains(char::is_whitespace);
    Some((is_host.then(|| host.to_owned()), path))
}

#[cfg(test)]
mod tests {
    use super::site_of;

    #[test]
    fn hosts() {
        for (url, site) in [
            ("https://www.Example.com/a/b?c", "example.com"),
            ("www.example.co.uk/posts", "example.co.uk"),
            ("http://user@news.example.org:8080/x", "news.example.org"),
            ("https://web.archive.org/web/20190101000000/http://www.example.net/story", "example.net"),
            ("https://web.archive.org/about", "web.archive.org"),
            ("https://web.archive.org/web/2019/no-host/story.html", "web.archive.org"),
            (&format!("https://{}www.example.net", "web.archive.org/web/1/".repeat(50_000)), "web.archive.org"),
        ] {
            assert_eq!(site_of(Some(url), None, "f.jsonl"), site);
        }
    }

    #[test]
    fn without_an_address() {
        assert_eq!(site_of(Some("no host here"), Some("The Daily "), "f.jsonl"), "the daily");
        assert_eq!(site_of(None, None, "f.jsonl"), "f.jsonl");
        assert_eq!(site_of(None, None, "paper/1.txt"), "paper");
    }
}
