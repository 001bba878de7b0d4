//! The programs and services that write news dumps (*producers*), and what they call their fields.
//!
//! A producer is recognised by a few fields that other producers rarely have together. A [`Role`]
//! is what a field is needed for: it holds the text, the date and so on. To add a producer, add an
//! entry to [`PRODUCERS`]. To add a name that any producer may use, add it to the list for its role
//! (see [`aliases`]).

use crate::fields::Role;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A producer: how it is recognised, and what it calls its fields.
pub(crate) struct Producer {
    /// Names of fields by which the producer is recognised. The records must have all of them.
    pub known_by: &'static [&'static str],
    /// For a role, the names of the fields that may have it, the best first. If the role is not
    /// listed, or none of these fields holds what it needs, it belongs to the field with the role's
    /// own name ([`Role::name`]), if there is one.
    pub names: &'static [(Role, &'static [&'static str])],
}

impl Producer {
    /// The names that are listed for a role. Empty if the role is not listed.
    pub(crate) fn names_of(&self, role: Role) -> &'static [&'static str] {
        for (listed, names) in self.names {
            if *listed == role {
                return names;
            }
        }
        &[]
    }
}

/// Every producer that is known. If a file has the fields of several producers, it counts as the
/// first of these.
pub(crate) const PRODUCERS: &[Producer] = &[
    // news-please. Its `text` is the raw page.
    Producer {
        known_by: &["maintext", "date_download", "source_domain"],
        names: &[
            (Role::Text, &["maintext"]),
            (Role::Id, &["filename"]),
            (Role::Date, &["date_publish", "date_download"]),
            (Role::Source, &["source_domain"]),
        ],
    },
    // fundus
    Producer {
        known_by: &["publishing_date", "publisher", "plaintext"],
        names: &[
            (Role::Text, &["plaintext"]),
            (Role::Url, &["html.requested_url", "html.responded_url"]),
            (Role::Date, &["publishing_date"]),
            (Role::Source, &["publisher"]),
        ],
    },
    // fundus, if it writes the body as nested paragraphs.
    Producer {
        known_by: &["publishing_date", "body.sections.paragraphs"],
        names: &[
            (Role::Text, &["body.sections.paragraphs"]),
            (Role::Url, &["html.requested_url", "html.responded_url"]),
            (Role::Date, &["publishing_date"]),
            (Role::Source, &["publisher"]),
        ],
    },
    // trafilatura. Its `source` is the URL.
    Producer {
        known_by: &["source-hostname", "source", "text"],
        names: &[
            (Role::Text, &["text"]),
            (Role::Id, &["id", "fingerprint"]),
            (Role::Url, &["source"]),
            (Role::Source, &["hostname", "source-hostname"]),
        ],
    },
    // trafilatura, if it does not write `source-hostname`.
    Producer {
        known_by: &["fingerprint", "hostname", "source", "text"],
        names: &[
            (Role::Text, &["text"]),
            (Role::Id, &["id", "fingerprint"]),
            (Role::Url, &["source"]),
            (Role::Source, &["hostname"]),
        ],
    },
    // Webz.io
    Producer {
        known_by: &["thread.site", "uuid", "text"],
        names: &[
            (Role::Text, &["text"]),
            (Role::Id, &["uuid"]),
            (Role::Url, &["url", "thread.url"]),
            (Role::Date, &["published", "thread.published"]),
            (Role::Source, &["thread.site_full", "thread.site"]),
            (Role::Title, &["title", "thread.title"]),
        ],
    },
    // Event Registry, newsapi.ai
    Producer {
        known_by: &["uri", "body", "source.uri"],
        names: &[
            (Role::Text, &["body"]),
            (Role::Id, &["uri"]),
            (Role::Date, &["dateTimePub", "dateTime", "date"]),
            (Role::Source, &["source.uri"]),
        ],
    },
    // NewsAPI.org
    Producer {
        known_by: &["publishedAt", "source.name", "content"],
        names: &[
            (Role::Text, &["content"]),
            (Role::Date, &["publishedAt"]),
            (Role::Source, &["source.name"]),
        ],
    },
    // newsdata.io
    Producer {
        known_by: &["article_id", "pubDate", "source_id"],
        names: &[
            (Role::Text, &["content", "full_content", "description"]),
            (Role::Id, &["article_id"]),
            (Role::Url, &["link"]),
            (Role::Date, &["pubDate"]),
            (Role::Source, &["source_id"]),
        ],
    },
    // NewsCatcher
    Producer {
        known_by: &["clean_url", "published_date"],
        names: &[
            (Role::Text, &["content", "summary"]),
            (Role::Id, &["_id", "id"]),
            (Role::Url, &["link"]),
            (Role::Date, &["published_date"]),
            (Role::Source, &["clean_url"]),
        ],
    },
    // NewsCatcher, if it calls the site `domain_url`.
    Producer {
        known_by: &["domain_url", "published_date"],
        names: &[
            (Role::Text, &["content", "description"]),
            (Role::Id, &["_id", "id"]),
            (Role::Url, &["link"]),
            (Role::Date, &["published_date"]),
            (Role::Source, &["domain_url"]),
        ],
    },
    // stanford-oval/ccnews
    Producer {
        known_by: &["plain_text", "requested_url"],
        names: &[
            (Role::Text, &["plain_text"]),
            (Role::Url, &["requested_url", "responded_url"]),
            (Role::Date, &["published_date"]),
            (Role::Source, &["publisher", "sitename"]),
        ],
    },
    // newspaper3k, newspaper4k
    Producer {
        known_by: &["source_url", "publish_date", "text"],
        names: &[
            (Role::Text, &["text"]),
            (Role::Date, &["publish_date"]),
            (Role::Source, &["source_url"]),
        ],
    },
    // OSCAR
    Producer {
        known_by: &["content", "warc_headers.warc-target-uri"],
        names: &[
            (Role::Text, &["content"]),
            (Role::Id, &["warc_headers.warc-record-id"]),
            (Role::Url, &["warc_headers.warc-target-uri"]),
            (Role::Date, &["warc_headers.warc-date"]),
        ],
    },
    // HPLT
    Producer {
        known_by: &["u", "ts", "text"],
        names: &[
            (Role::Text, &["text"]),
            (Role::Url, &["u"]),
            (Role::Date, &["ts"]),
        ],
    },
    // Dolma
    Producer {
        known_by: &["added", "created", "source", "text"],
        names: &[
            (Role::Text, &["text"]),
            (Role::Url, &["metadata.url", "url"]),
            (Role::Date, &["created"]),
        ],
    },
];

/// Every name in the lists of this file, and the names of the roles.
static KNOWN_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let usual = Role::ALL.into_iter().flat_map(aliases);
    let by_producers = PRODUCERS.iter().flat_map(|producer| {
        let named = producer.names.iter().flat_map(|(_, names)| *names);
        producer.known_by.iter().chain(named)
    });
    let roles = Role::ALL.into_iter().map(Role::name);
    let all = usual.chain(by_producers).chain(SUMMARIES).copied();
    all.chain(roles).collect()
});

/// Whether a field with this name may be given a role, or is one by which a producer is recognised.
pub(crate) fn is_known_name(name: &str) -> bool {
    KNOWN_NAMES.contains(name)
}

/// Names for a role that any producer may use, the most usual first.
pub(crate) fn aliases(role: Role) -> &'static [&'static str] {
    match role {
        Role::Text => TEXT_NAMES,
        Role::Id => ID_NAMES,
        Role::Url => URL_NAMES,
        Role::Date => DATE_NAMES,
        Role::Source => SOURCE_NAMES,
        Role::Title => TITLE_NAMES,
    }
}

/// See [`aliases`].
const TEXT_NAMES: &[&str] = &[
    "text",
    "maintext",
    "main_text",
    "plaintext",
    "plain_text",
    "body",
    "content",
    "article",
    "article_text",
    "articleBody",
    "article_body",
    "full_text",
    "fulltext",
    "content_text",
    "raw_content",
    "paragraphs",
    "story",
    "document",
    "raw_text",
    "body.plain",
    "body.text",
    "content.text",
    "article.text",
];

/// See [`aliases`].
const ID_NAMES: &[&str] = &[
    "id",
    "_id",
    "uuid",
    "guid",
    "uid",
    "doc_id",
    "docid",
    "document_id",
    "article_id",
    "articleId",
    "itemId",
    "metadata.id",
    "fingerprint",
];

/// See [`aliases`].
const URL_NAMES: &[&str] = &[
    "url",
    "link",
    "URL",
    "article_url",
    "canonical_url",
    "canonical_link",
    "requested_url",
    "permalink",
    "web_url",
    "source_url",
    "metadata.url",
    "meta.url",
    "warc_headers.warc-target-uri",
];

/// See [`aliases`].
const DATE_NAMES: &[&str] = &[
    "date",
    "date_publish",
    "publish_date",
    "published_date",
    "publication_date",
    "publishing_date",
    "published",
    "publishedAt",
    "published_at",
    "datePublished",
    "date_published",
    "pub_date",
    "pubDate",
    "dateTime",
    "timestamp",
    "created",
    "created_at",
    "metadata.date",
    "meta.date",
    "warc_headers.warc-date",
];

/// See [`aliases`].
const SOURCE_NAMES: &[&str] = &[
    "source",
    "source_domain",
    "domain",
    "publisher",
    "publication",
    "site",
    "site_name",
    "sitename",
    "hostname",
    "outlet",
    "newspaper",
    "source_name",
    "source.name",
    "source.uri",
    "source.title",
    "publisher.name",
    "thread.site",
    "metadata.source",
];

/// See [`aliases`].
const TITLE_NAMES: &[&str] = &[
    "title",
    "headline",
    "head_line",
    "heading",
    "metadata.title",
];

/// Names of fields that count as the text only if no other field does: beside the text of an
/// article, they hold its summary.
pub(crate) const SUMMARIES: &[&str] = &[
    "description",
    "summary",
    "abstract",
    "short_description",
    "snippet",
    "excerpt",
];
