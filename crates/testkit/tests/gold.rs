//! Checks the gold set in `testdata/gold`: whether its files follow from its sources, and whether
//! the marks make sense.
//!
//! `COPYDESK_WRITE_GOLD=1 cargo test -p copydesk-testkit --test gold` writes the files anew.
#![allow(clippy::unwrap_used, reason = "all of it is a test")]

use copydesk_testkit::gold::{self, Article, MarkKind};
use copydesk_testkit::oracle;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The least share of the shorter text's words that two members of a group must have in common.
const SHARED_BY_MEMBERS: f64 = 0.7;
/// The same for an update and another text of its group.
const SHARED_WITH_UPDATE: f64 = 0.5;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/gold")
}

/// All articles. Sources are in order of their names, the articles of each in the order of the
/// file.
fn articles() -> Vec<Article> {
    let mut sources: Vec<PathBuf> = fs::read_dir(folder().join("sources"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    sources.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    sources.sort();
    let read = |path: &PathBuf| {
        gold::read(&fs::read_to_string(path).unwrap())
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    };
    sources.iter().flat_map(read).collect()
}

#[test]
fn the_files_follow_from_the_sources() {
    let articles = articles();
    for (name, text) in [
        ("articles.jsonl", gold::articles_jsonl(&articles)),
        ("truth.jsonl", gold::truth_jsonl(&articles)),
    ] {
        let path = folder().join(name);
        if std::env::var_os("COPYDESK_WRITE_GOLD").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == text,
            "{name} is not what the sources say; write it anew with COPYDESK_WRITE_GOLD=1"
        );
    }
}

#[test]
fn spans_of_the_truth_fit_the_articles_and_do_not_overlap() {
    // The contents of the files are made again here. The files themselves may just be rewritten by
    // the test above, which runs at the same time.
    let articles = articles();
    let lines = |text: String| -> Vec<Value> {
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let (records, truths) = (
        lines(gold::articles_jsonl(&articles)),
        lines(gold::truth_jsonl(&articles)),
    );
    assert_eq!(records.len(), truths.len());
    for (record, truth) in records.iter().zip(&truths) {
        assert_eq!(record["id"], truth["id"]);
        let text = record["text"].as_str().unwrap();
        let mut end_before = 0;
        for span in truth["spans"].as_array().unwrap() {
            let offset = |end: &str| usize::try_from(span[end].as_u64().unwrap()).unwrap();
            assert!(
                end_before <= offset("start"),
                "{}: {span} begins before the end of the span before it",
                record["id"]
            );
            end_before = offset("end");
            let marked = text
                .get(offset("start")..end_before)
                .unwrap_or_else(|| panic!("{}: {span} cuts a letter", record["id"]));
            assert!(
                !marked.is_empty() && marked.trim() == marked,
                "{}: {span} is {marked:?}",
                record["id"]
            );
        }
    }
}

#[test]
fn ids_and_addresses_are_unique() {
    let articles = articles();
    let ids: BTreeSet<&str> = articles.iter().map(|article| article.id.as_str()).collect();
    let urls: BTreeSet<&str> = articles
        .iter()
        .map(|article| article.url.as_str())
        .collect();
    assert_eq!((ids.len(), urls.len()), (articles.len(), articles.len()));
    assert!(
        articles
            .iter()
            .all(|article| article.url.contains(".example/")),
        "sites are invented"
    );
}

#[test]
fn the_set_has_many_languages_scripts_sites_and_kinds_of_marks() {
    let articles = articles();
    let count = |values: BTreeSet<&str>| values.len();
    assert!(articles.len() >= 64, "{} articles", articles.len());
    assert!(
        count(
            articles
                .iter()
                .map(|article| article.lang.as_str())
                .collect()
        ) >= 10
    );
    assert!(
        count(
            articles
                .iter()
                .map(|article| script(&article.text))
                .collect()
        ) >= 6
    );
    let sites = pages_by_site(&articles);
    assert!(
        sites.values().filter(|&&pages| pages >= 4).count() >= 4,
        "sites of four pages or more"
    );
    assert!(
        sites.values().filter(|&&pages| pages == 1).count() >= 8,
        "sites of a single page"
    );
    let kinds: BTreeSet<MarkKind> = articles
        .iter()
        .flat_map(|article| article.marks.iter().map(|mark| mark.kind))
        .collect();
    assert_eq!(kinds.len(), 9, "every kind of mark is used");
}

/// The number of pages of each site, by its host.
fn pages_by_site(articles: &[Article]) -> BTreeMap<&str, usize> {
    let mut pages = BTreeMap::new();
    for article in articles {
        *pages
            .entry(article.url.split('/').nth(2).unwrap())
            .or_default() += 1;
    }
    pages
}

/// The script that most letters of a text have.
fn script(text: &str) -> &'static str {
    let mut letters: BTreeMap<&str, usize> = BTreeMap::new();
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        let name = match c {
            '\u{370}'..='\u{3ff}' => "Greek",
            '\u{400}'..='\u{52f}' => "Cyrillic",
            '\u{590}'..='\u{5ff}' => "Hebrew",
            '\u{600}'..='\u{6ff}' => "Arabic",
            '\u{900}'..='\u{97f}' => "Devanagari",
            '\u{980}'..='\u{9ff}' => "Bengali",
            '\u{e00}'..='\u{e7f}' => "Thai",
            '\u{3040}'..='\u{30ff}' => "Kana",
            '\u{4e00}'..='\u{9fff}' => "Han",
            '\u{ac00}'..='\u{d7af}' => "Hangul",
            'a'..='z' | 'A'..='Z' => "Latin",
            _ => continue,
        };
        *letters.entry(name).or_default() += 1;
    }
    letters
        .into_iter()
        .max_by_key(|&(_, count)| count)
        .unwrap()
        .0
}

/// The marked texts of each group, by the name of the group. Only marks of the wanted kinds count.
fn groups(articles: &[Article], wanted: fn(MarkKind) -> bool) -> BTreeMap<&str, Vec<&str>> {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for article in articles {
        for mark in article.marks.iter().filter(|mark| wanted(mark.kind)) {
            groups
                .entry(mark.group.as_deref().unwrap())
                .or_default()
                .push(mark.span.slice(&article.text));
        }
    }
    groups
}

#[test]
fn members_of_a_group_share_most_of_their_words() {
    let articles = articles();
    for (name, members) in groups(&articles, MarkKind::is_member) {
        assert!(members.len() > 1, "group {name} has one member");
        for pair in members.windows(2) {
            let shared = oracle::containment(pair[0], pair[1], 1);
            assert!(
                shared >= SHARED_BY_MEMBERS,
                "group {name}: only {shared:.2} of the words are shared:\n{}\n{}",
                pair[0],
                pair[1]
            );
        }
    }
}

#[test]
fn an_update_looks_like_its_group_and_tells_something_else() {
    let articles = articles();
    let members = groups(&articles, MarkKind::is_member);
    for (name, mut texts) in groups(&articles, |kind| kind == MarkKind::Update) {
        texts.extend(members.get(name).and_then(|texts| texts.first()));
        assert!(
            texts.len() > 1,
            "update {name} has no other text in its group"
        );
        for pair in texts.windows(2) {
            assert!(
                oracle::containment(pair[0], pair[1], 1) >= SHARED_WITH_UPDATE,
                "update {name}: not alike:\n{}\n{}",
                pair[0],
                pair[1]
            );
            assert!(
                oracle::jaccard(pair[0], pair[1], 1) < 1.0,
                "update {name}: nothing new:\n{}\n{}",
                pair[0],
                pair[1]
            );
        }
    }
}

#[test]
fn repeats_are_equal_after_normalisation() {
    let articles = articles();
    for (name, members) in groups(&articles, |kind| kind == MarkKind::Repeat) {
        let forms: BTreeSet<String> = members
            .iter()
            .map(|text| copydesk_text::normalise(text))
            .collect();
        assert_eq!(
            forms.len(),
            1,
            "group {name}: mark members that differ as near: {forms:#?}"
        );
    }
}

#[test]
fn clusters_have_several_documents_and_share_no_group_with_others() {
    let articles = articles();
    let mut clusters: BTreeMap<&str, usize> = BTreeMap::new();
    let mut clusters_of_groups: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    for article in &articles {
        if let Some(cluster) = &article.cluster {
            *clusters.entry(cluster).or_default() += 1;
        }
        for mark in article.marks.iter().filter(|mark| mark.kind.is_member()) {
            clusters_of_groups
                .entry(mark.group.as_deref().unwrap())
                .or_default()
                .insert(article.cluster.as_deref());
        }
    }
    for (name, documents) in clusters {
        assert!(documents > 1, "cluster {name} has one document");
    }
    for (name, clusters) in clusters_of_groups {
        assert_eq!(
            clusters.len(),
            1,
            "group {name} is in documents of several clusters"
        );
    }
}
