//! Tables of URLs with their sites and addresses, and properties that hold for any text.

use super::Origin;
use proptest::prelude::*;

/// The origin of a record with this URL and no source.
fn at(url: &str) -> Origin<'_> {
    Origin {
        url: Some(url),
        file: "f.jsonl",
        ..Origin::default()
    }
}

/// The origin of a record with this source and no URL.
fn from(source: &str) -> Origin<'_> {
    Origin {
        source: Some(source),
        file: "f.jsonl",
        ..Origin::default()
    }
}

/// Hosts of many countries, the site of each, and its publisher.
const HOSTS: [(&str, &str, &str); 48] = [
    ("www.harbour.example", "harbour.example", "harbour.example"),
    (
        "WWW2.Harbour.Example.",
        "harbour.example",
        "harbour.example",
    ),
    ("m.harbour.co.uk", "harbour.co.uk", "harbour.co.uk"),
    (
        "sport.harbour.co.uk",
        "sport.harbour.co.uk",
        "harbour.co.uk",
    ),
    ("mobile.harbour.com.au", "harbour.com.au", "harbour.com.au"),
    ("www.abc.net.au", "abc.net.au", "abc.net.au"),
    ("amp.harbour.co.nz", "harbour.co.nz", "harbour.co.nz"),
    ("wap.harbour.com.cn", "harbour.com.cn", "harbour.com.cn"),
    ("3g.harbour.cn", "harbour.cn", "harbour.cn"),
    ("touch.harbour.com.tw", "harbour.com.tw", "harbour.com.tw"),
    ("news.harbour.co.jp", "news.harbour.co.jp", "harbour.co.jp"),
    ("www.harbour.or.kr", "harbour.or.kr", "harbour.or.kr"),
    ("m.harbour.com.br", "harbour.com.br", "harbour.com.br"),
    ("g1.harbour.com.br", "g1.harbour.com.br", "harbour.com.br"),
    ("www.harbour.com.mx", "harbour.com.mx", "harbour.com.mx"),
    ("edition.harbour.com", "harbour.com", "harbour.com"),
    ("print.harbour.de", "harbour.de", "harbour.de"),
    ("rss.harbour.fr", "harbour.fr", "harbour.fr"),
    ("feeds.harbour.it", "harbour.it", "harbour.it"),
    ("www.m.harbour.es", "harbour.es", "harbour.es"),
    ("en.m.harbour.org", "en.harbour.org", "harbour.org"),
    ("times.harbour.in", "times.harbour.in", "harbour.in"),
    (
        "economictimes.harbour.in",
        "economictimes.harbour.in",
        "harbour.in",
    ),
    ("www.harbour.co.in", "harbour.co.in", "harbour.co.in"),
    ("harbour.co.za", "harbour.co.za", "harbour.co.za"),
    ("www.harbour.co.ke", "harbour.co.ke", "harbour.co.ke"),
    ("www.harbour.com.ng", "harbour.com.ng", "harbour.com.ng"),
    ("www.harbour.com.tr", "harbour.com.tr", "harbour.com.tr"),
    ("www.harbour.co.il", "harbour.co.il", "harbour.co.il"),
    ("www.harbour.ae", "harbour.ae", "harbour.ae"),
    ("m.harbour.ru", "harbour.ru", "harbour.ru"),
    ("www.xn--e1afmkfd.xn--p1ai", "пример.рф", "пример.рф"),
    ("м.Пример.рф", "м.пример.рф", "пример.рф"),
    (
        "www.zeitung-münchen.de",
        "zeitung-münchen.de",
        "zeitung-münchen.de",
    ),
    ("mills.github.io", "mills.github.io", "mills.github.io"),
    ("m.mills.github.io", "mills.github.io", "mills.github.io"),
    ("amp.github.io", "amp.github.io", "amp.github.io"),
    (
        "m.mills.blogspot.com",
        "mills.blogspot.com",
        "mills.blogspot.com",
    ),
    (
        "mills.blogspot.co.uk",
        "mills.blogspot.co.uk",
        "mills.blogspot.co.uk",
    ),
    (
        "www.mills.wordpress.com",
        "mills.wordpress.com",
        "mills.wordpress.com",
    ),
    ("amp.substack.com", "amp.substack.com", "amp.substack.com"),
    ("www.substack.com", "substack.com", "substack.com"),
    (
        "mills.blog.fc2.com",
        "mills.blog.fc2.com",
        "mills.blog.fc2.com",
    ),
    ("print.example", "print.example", "print.example"),
    ("m.co.uk", "m.co.uk", "m.co.uk"),
    ("www.gov.uk", "gov.uk", "gov.uk"),
    ("192.0.2.7", "192.0.2.7", "192.0.2.7"),
    ("[2001:db8::1]", "[2001:db8::1]", "[2001:db8::1]"),
];

#[test]
fn hosts_of_many_countries() {
    for (host, site, publisher) in HOSTS {
        for url in [
            format!("https://{host}/a/b?c#d"),
            format!("HTTP://user:secret@{host}:8080"),
            format!("//{host}/"),
            format!(" {host}/a "),
            format!("https://web.archive.org/web/2019id_/http://{host}/a"),
        ] {
            assert_eq!(at(&url).site(), site, "{url}");
            assert_eq!(at(&url).publisher().as_deref(), Some(publisher), "{url}");
            assert!(at(&url).names_site(), "{url}");
        }
    }
}

#[test]
fn the_url_of_a_page_is_found_in_that_of_its_carrier() {
    for url in [
        "https://www-harbour-example.cdn.ampproject.org/c/s/www.harbour.example/a",
        "https://cdn.ampproject.org/v/s/amp.harbour.com/a?amp_js_v=0.1",
        "https://www.google.co.uk/amp/s/www.harbour.example/amp/a",
        "https://www.google.com/amp/www.harbour.example/a",
        "https://www.google.com/url?q=https://www.harbour.example/a&sa=t",
        "https://www.google.com/url?sa=t&url=https%3A%2F%2Fwww.harbour.example%2Fa",
        "https://webcache.googleusercontent.com/search?q=cache:aB-3_x:https://www.harbour.example/a",
        "https://webcache.googleusercontent.com/search?q=cache:www.harbour.example/a+ferry&hl=en",
        "https://web.archive.org/web/20190101000000/http://harbour.example:80/a",
        "web.archive.org/web/2019*/www.harbour.example/a",
        "https://web.archive.org/web/2019if_/https:/www.harbour.example/a",
        "https://archive.ph/20240305/https://www.harbour.example/a",
        "http://archive.is/https://www.harbour.example/a",
        "https://archive.ph/o/k2Xyz/https://www.harbour.example/a",
        "https://arquivo.pt/wayback/20010203/http://www.harbour.example/a",
        "https://webarchive.nationalarchives.gov.uk/ukgwa/2012/http://www.harbour.example/a",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fm.harbour.example%2Fa&h=AT0",
        "https://out.reddit.com/t3_x?url=https%3A%2F%2Fharbour.example%2Fa",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fharbour.example%2Fa",
        "https://r.jina.ai/https://www.harbour.example/a",
        "https://www.google.com/url?q=https://web.archive.org/web/2019/http://harbour.example/a",
        "feed:https://harbour.example/a",
    ] {
        let site = at(url).site();
        assert!(
            site == "harbour.example" || site == "harbour.com",
            "{url}: {site}"
        );
        let address = at(url).address().unwrap_or_default();
        assert_eq!(address, format!("{site}/a"), "{url}");
    }
}

#[test]
fn if_a_carrier_does_not_contain_the_page_the_source_is_the_site() {
    for (url, site_without_source) in [
        ("https://t.co/aB3", "t.co"),
        ("https://archive.ph/aB3xY", "archive.ph"),
        (
            "https://news.google.com/rss/articles/CBMi",
            "news.google.com",
        ),
        (
            "https://feedproxy.google.com/~r/Harbour/~3/x1/",
            "feedburner.com/harbour",
        ),
        (
            "http://feeds.feedburner.com/~r/harbour/x2",
            "feedburner.com/harbour",
        ),
        ("http://feeds.feedburner.com/", "feedburner.com"),
        ("https://web.archive.org/about", "web.archive.org"),
        (
            "https://web.archive.org/web/2019/no-host/story.html",
            "web.archive.org",
        ),
        (
            "https://web.archive.org/web/2019/story.html",
            "web.archive.org",
        ),
    ] {
        assert_eq!(
            (at(url).site().as_str(), at(url).publisher()),
            (site_without_source, None)
        );
        let named = Origin {
            source: Some("The Harbour Post"),
            ..at(url)
        };
        assert_eq!(named.site(), "the harbour post", "{url}");
        assert_eq!(named.publisher().as_deref(), Some("the harbour post"));
    }
    // These hosts have pages of their own as well.
    for (url, site) in [
        ("https://news.google.com/topstories", "news.google.com"),
        ("https://www.google.com/ampersand/x.com", "google.com"),
        ("https://www.facebook.com/harbour/posts/1", "facebook.com"),
    ] {
        let named = Origin {
            source: Some("The Harbour Post"),
            ..at(url)
        };
        assert_eq!(named.site(), site);
    }
}

#[test]
fn of_too_many_nested_carriers_the_outermost_is_the_site() {
    let url = format!(
        "https://{}www.harbour.example",
        "web.archive.org/web/1/".repeat(50_000)
    );
    assert_eq!(
        (at(&url).site().as_str(), at(&url).address()),
        ("web.archive.org", None)
    );
}

#[test]
fn a_text_without_a_host_is_no_url() {
    for url in [
        "no host here",
        "localhost/a",
        "12345",
        "1.5",
        "",
        "urn:isbn:7",
        "file:///a.b/c",
    ] {
        let origin = Origin {
            source: Some("The Daily "),
            ..at(url)
        };
        assert_eq!(
            (origin.site().as_str(), origin.address()),
            ("the daily", None),
            "{url}"
        );
        assert!(origin.names_site() && !at(url).names_site());
        assert_eq!(
            (at(url).site().as_str(), at(url).publisher()),
            ("f.jsonl", None)
        );
    }
    assert_eq!(from("  ").site(), "f.jsonl");
    let in_folder = Origin {
        file: "paper/1.txt",
        ..Origin::default()
    };
    assert_eq!(in_folder.site(), "paper");
}

#[test]
fn all_spellings_of_a_source_are_one_site() {
    for source in [
        "The Sentinel",
        "THE  SENTINEL ",
        " the\tSentinel\n",
        "the sentinel",
    ] {
        assert_eq!(from(source).site(), "the sentinel");
    }
    assert_eq!(
        from("People’s Daily").site(),
        from("People's  daily").site()
    );
    for source in [
        "Harbour.com",
        "www.harbour.com",
        "https://m.harbour.com/",
        "harbour.com/",
    ] {
        assert_eq!(
            from(source).site(),
            at("https://harbour.com/a").site(),
            "{source}"
        );
        assert_eq!(from(source).publisher().as_deref(), Some("harbour.com"));
    }
    for (one, other) in [
        ("The Nation", "Nation"),
        ("Harbour", "Harbour.com"),
        ("A+ News", "A News"),
        ("St. Louis", "St.Louis"),
        ("AP/Reuters", "AP"),
    ] {
        assert_ne!(from(one).site(), from(other).site());
    }
}

#[test]
fn all_urls_of_a_page_have_one_address() {
    for (url, address) in [
        ("http://www.harbour.example", "harbour.example"),
        ("https://harbour.example/", "harbour.example"),
        (
            "https://harbour.example/index.html?utm_source=x",
            "harbour.example",
        ),
        (
            "https://m.harbour.example:443/News/ferry/",
            "harbour.example/News/ferry",
        ),
        (
            "https://harbour.example/News/ferry?amp",
            "harbour.example/News/ferry",
        ),
        (
            "https://harbour.example/News/ferry?outputType=amp",
            "harbour.example/News/ferry",
        ),
        (
            "https://harbour.example/amp/News/ferry",
            "harbour.example/News/ferry",
        ),
        (
            "https://harbour.example/News/ferry/amp/",
            "harbour.example/News/ferry",
        ),
        (
            "https://harbour.example/News/ferry.amp",
            "harbour.example/News/ferry",
        ),
        (
            "https://harbour.example/News/ferry/print/?print=1",
            "harbour.example/News/ferry",
        ),
        (
            "https://harbour.example/News/ferry;jsessionid=A1",
            "harbour.example/News/ferry",
        ),
        (
            "https://harbour.example/ferry.amp.html",
            "harbour.example/ferry.html",
        ),
        (
            "https://harbour.example/News/ferry#comments",
            "harbour.example/News/ferry",
        ),
        (
            "https://harbour.example/a?ref=home&hpid=3&fbclid=I&_ga=2.1",
            "harbour.example/a",
        ),
        (
            "https://harbour.example/s?utm_medium=x&id=7&Amp=1",
            "harbour.example/s?id=7",
        ),
        (
            "https://harbour.example/s?a=1&amp;utm_source=x",
            "harbour.example/s?a=1",
        ),
        (
            "https://harbour.example/s?story=2&p=1",
            "harbour.example/s?p=1&story=2",
        ),
        (
            "https://harbour.example/%7Eann/f%c3%a4hre",
            "harbour.example/~ann/f%C3%A4hre",
        ),
        (
            "https://harbour.example/~ann/fähre",
            "harbour.example/~ann/f%C3%A4hre",
        ),
        (
            "https://harbour.example/app#!/story/7",
            "harbour.example/app#!/story/7",
        ),
        ("https://harbour.example/x://y", "harbour.example/x://y"),
        ("https://t.co/aB3?amp=1", "t.co/aB3"),
    ] {
        assert_eq!(at(url).address().as_deref(), Some(address), "{url}");
    }
}

#[test]
fn two_pages_have_two_addresses() {
    for (one, other) in [
        ("/s?id=7", "/s?id=8"),
        ("/?p=12", "/?p=13"),
        ("/s?article_id=1", "/s?article_id=2"),
        ("/watch?v=aB", "/watch?v=aC"),
        ("/News/ferry", "/news/ferry"),
        ("/story?ref=12345", "/story?ref=12346"),
        ("/archive?m=202401", "/archive?m=202402"),
        ("/s?page=2", "/s?page=3"),
        ("/index.php?module=sport", "/index.php?module=town"),
        ("/s?view=map", "/s?view=list"),
        ("/print", "/"),
        ("/ferry", "/ferry.html"),
        ("/app#!/a", "/app#!/b"),
        (":8080/a", ":8081/a"),
    ] {
        let [one, other] = [one, other].map(|rest| format!("https://harbour.example{rest}"));
        assert_ne!(at(&one).address(), at(&other).address(), "{one} {other}");
    }
    assert_ne!(
        at("https://times.harbour.in/a").address(),
        at("https://harbour.in/a").address()
    );
}

/// Texts that resemble URLs, so that many of them meet the special cases.
fn url_like_texts() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "http://",
        "https:/",
        "//",
        "/",
        "?",
        "&",
        "=",
        "#",
        "#!",
        "%2F",
        "%41",
        "%",
        ":",
        "@",
        ".",
        "www.",
        "m.",
        "amp.",
        "amp",
        "/amp/",
        "/print/",
        "index.html",
        "google.com",
        "/url",
        "?q=",
        "web.archive.org/web/2019/",
        "cache:",
        "webcache.googleusercontent.com/search?q=",
        "t.co/",
        "feedproxy.google.com/~r/",
        "harbour.co.uk",
        "xn--e1afmkfd",
        "пример.рф",
        "ß",
        "id=7",
        " ",
        "utm_source=x",
        ";jsessionid=1",
        ".amp",
        "print",
        "/c/s/",
        "cdn.ampproject.org",
        "443",
        "a",
    ]);
    prop_oneof![
        "\\PC{0,40}",
        "[a-z0-9.:/?#@%\\[\\]_-]{0,40}",
        prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn sites_and_addresses_do_not_change_if_used_as_urls(
        url in url_like_texts(),
        source in prop::option::of(url_like_texts()),
    ) {
        let origin = Origin { source: source.as_deref(), ..at(&url) };
        let site = origin.site();
        prop_assert!(!site.is_empty());
        if let Some(address) = origin.address() {
            prop_assert_eq!(at(&address).address(), Some(address.clone()), "{}", url);
            let bare = at(&url);
            if bare.publisher().is_some() {
                prop_assert_eq!(at(&address).site(), bare.site());
                prop_assert_eq!(at(&bare.site()).site(), bare.site());
                let publisher = bare.publisher().unwrap_or_default();
                prop_assert_eq!(at(&publisher).publisher(), Some(publisher));
            }
        } else if source.is_some() {
            prop_assert_eq!(from(&site).site(), site);
        }
        prop_assert!(origin.names_site() || origin.site() == "f.jsonl");
    }
}
