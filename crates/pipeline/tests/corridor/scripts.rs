//! One story in nine languages: what happens to it must not depend on the script.

use crate::bench_desk::{Desk, plain, testdata};
use copydesk_pipeline::{Config, Verdict};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    story: Vec<Story>,
}

#[derive(Deserialize)]
struct Story {
    lang: String,
    byline: String,
    caption: String,
    paragraphs: Vec<String>,
    changed: String,
    added: String,
}

impl Story {
    /// A page, a copy elsewhere, one cut short, one with another number, and one with a new paragraph and its caption scraped twice.
    fn dump(&self) -> String {
        let whole = self.paragraphs.join("\n\n");
        let changed = [
            &self.paragraphs[0],
            &self.changed,
            &self.paragraphs[2],
            &self.paragraphs[3],
            &self.paragraphs[4],
        ];
        let pages = [
            whole.clone(),
            format!("{}\n\n{whole}", self.byline),
            self.paragraphs[..3].join("\n\n"),
            changed.map(String::as_str).join("\n\n"),
            format!("{0}\n\n{0}\n\n{whole}\n\n{1}", self.caption, self.added),
        ];
        let record = |(i, text): (usize, &String)| {
            let url = format!("https://site{i}.example/varn");
            let date = format!("2024-03-{:02}", 4 + i);
            serde_json::json!({ "id": format!("{}-{i}", self.lang), "url": url, "date": date, "text": text }).to_string()
        };
        pages
            .iter()
            .enumerate()
            .map(record)
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// What must be told once. The page with the other number stays whole beside the others, so what it
    /// shares with them is told twice.
    fn told_once(&self) -> [&String; 4] {
        [
            &self.caption,
            &self.changed,
            &self.added,
            &self.paragraphs[1],
        ]
    }
}

fn stories() -> Vec<Story> {
    let text = std::fs::read_to_string(testdata("cases/story-in-scripts.toml")).unwrap();
    toml::from_str::<File>(&text).unwrap().story
}

/// Verdict, reason, and the reasons of the cuts, for each page.
fn outcome(desk: &Desk) -> Vec<(Verdict, Option<String>, Vec<&'static str>)> {
    let cuts =
        |d: &copydesk_pipeline::Decision| d.edits.iter().map(|edit| edit.reason.name()).collect();
    desk.decisions("out")
        .iter()
        .map(|d| (d.verdict, d.reason.clone(), cuts(d)))
        .collect()
}

#[test]
fn the_language_makes_no_difference() {
    let mut expected = None;
    for story in stories() {
        let desk = Desk::new().file("dump.jsonl", story.dump().as_bytes());
        desk.clean("out", &Config::default());
        let clean = String::from_utf8(plain(&desk.path("out/dump.jsonl"))).unwrap();
        for fact in story.told_once() {
            assert_eq!(
                clean.matches(fact.as_str()).count(),
                1,
                "{}: {fact}\n{clean}",
                story.lang
            );
        }
        let outcome = outcome(&desk);
        assert_eq!(
            &outcome,
            expected.get_or_insert_with(|| outcome.clone()),
            "{}",
            story.lang
        );
    }
}
