//! One story in ten scripts (Latin, Cyrillic, …): what is decided must not depend on the script.

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
    /// The second paragraph with another number.
    changed: String,
    /// A paragraph that the other pages do not have.
    added: String,
    /// A report that is the same each day except for three figures, for which it has `{0}`, `{1}`
    /// and `{2}`.
    report: String,
}

impl Story {
    /// Five pages on five sites: the story, a copy with a byline, a copy that is cut short, one
    /// with another number, and one with a new paragraph and a caption that was scraped twice.
    fn dump(&self) -> String {
        let whole = self.whole();
        let pages = [
            whole.clone(),
            format!("{}\n\n{whole}", self.byline),
            self.paragraphs[..3].join("\n\n"),
            self.corrected(),
            format!("{0}\n\n{0}\n\n{whole}\n\n{1}", self.caption, self.added),
        ];
        let site = |i: usize| format!("https://site{i}.example/varn");
        dump_of(
            pages
                .into_iter()
                .enumerate()
                .map(|(i, text)| (site(i), text)),
        )
    }

    /// The story as one page.
    fn whole(&self) -> String {
        self.paragraphs.join("\n\n")
    }

    /// The story with another number in its second paragraph.
    fn corrected(&self) -> String {
        let mut paragraphs = self.paragraphs.clone();
        paragraphs[1].clone_from(&self.changed);
        paragraphs.join("\n\n")
    }

    /// The report with these figures.
    fn report(&self, figures: [u32; 3]) -> String {
        let placeholders = ["{0}", "{1}", "{2}"].into_iter().zip(figures);
        placeholders.fold(self.report.clone(), |report, (placeholder, figure)| {
            report.replace(placeholder, &figure.to_string())
        })
    }

    /// The texts that must be in the clean dump exactly once. The other paragraphs stay twice,
    /// because the page with the other number is kept whole beside the original.
    fn kept_once(&self) -> [&String; 4] {
        [
            &self.caption,
            &self.changed,
            &self.added,
            &self.paragraphs[1],
        ]
    }
}

/// A dump of pages, given by URL and text. Each page is a day later than the one before it.
fn dump_of(pages: impl IntoIterator<Item = (String, String)>) -> String {
    let record = |(i, (url, text)): (usize, (String, String))| {
        let date = format!("2024-03-{:02}", 4 + i);
        serde_json::json!({ "id": i.to_string(), "url": url, "date": date, "text": text })
            .to_string()
    };
    let records = pages.into_iter().enumerate().map(record);
    records.collect::<Vec<_>>().join("\n")
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
        for text in story.kept_once() {
            assert_eq!(
                clean.matches(text.as_str()).count(),
                1,
                "{}: {text}\n{clean}",
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

/// For each page that is dropped, how it relates to the page that is kept in its place, and the id
/// of that page. `None` for a page that is kept. The id of a page is its index in `pages`.
fn fates(pages: &[(&str, String)]) -> Vec<Option<(String, String)>> {
    let pages = pages
        .iter()
        .map(|(url, text)| (format!("https://{url}"), text.clone()));
    let desk = Desk::new().file("dump.jsonl", dump_of(pages).as_bytes());
    desk.clean("out", &Config::default());
    let fate = |d: &copydesk_pipeline::Decision| {
        let kept = d.duplicate_of.as_ref().and_then(|other| other.id.clone());
        let relation = d.relation.map(|relation| relation.name().to_owned());
        relation.zip(kept)
    };
    desk.decisions("out").iter().map(fate).collect()
}

/// The fate of a page that is dropped for the page with this index.
fn dropped_for(relation: &str, page: usize) -> Option<(String, String)> {
    Some((relation.to_owned(), page.to_string()))
}

#[test]
fn a_later_version_of_a_page_supersedes_it_in_every_script() {
    for story in stories() {
        let updated = format!("{}\n\n{}", story.corrected(), story.added);
        for (later, relation) in [(story.corrected(), "corrected"), (updated, "updated")] {
            let page = "varn.example/dam";
            let found = fates(&[(page, story.whole()), (page, later)]);
            assert_eq!(found, [dropped_for(relation, 1), None], "{}", story.lang);
        }
    }
}

#[test]
fn reports_that_differ_in_figures_only_stay_in_every_script() {
    for story in stories() {
        let (early, late) = (story.report([312, 287, 455]), story.report([318, 281, 460]));
        let found = fates(&[
            ("varn.example/levels/1", early),
            ("varn.example/levels/2", late),
        ]);
        assert_eq!(found, [None, None], "{}", story.lang);
    }
}

#[test]
fn the_earlier_state_of_a_live_blog_is_dropped_in_every_script() {
    for story in stories() {
        let entries: Vec<String> = (story.paragraphs.iter().enumerate())
            .map(|(i, entry)| format!("{:02}:15\n\n{entry}", 6 + i))
            .collect();
        let later = entries
            .iter()
            .rev()
            .cloned()
            .collect::<Vec<_>>()
            .join("\n\n");
        let earlier = entries[..3]
            .iter()
            .rev()
            .cloned()
            .collect::<Vec<_>>()
            .join("\n\n");
        let page = "varn.example/live";
        let found = fates(&[(page, earlier), (page, later)]);
        assert_eq!(found, [dropped_for("contained", 1), None], "{}", story.lang);
    }
}

/// The digest is a page of three items, and each item is on another page too.
#[test]
fn a_digest_is_dropped_only_if_all_of_it_is_on_other_pages() {
    for story in stories() {
        let [a, b, c, d, e] = &story.paragraphs[..] else {
            panic!("five paragraphs are wanted");
        };
        let items = [
            format!("{a}\n\n{b}"),
            format!("{c}\n\n{d}"),
            format!("{e}\n\n{}", story.added),
        ];
        let digest = items.join("\n\n");
        let [first, second, third] = &items;
        let pages = |digest: &str| {
            fates(&[
                ("front.example/today", digest.to_owned()),
                ("one.example/a", first.clone()),
                ("two.example/b", second.clone()),
                ("three.example/c", third.clone()),
            ])
        };
        let found = pages(&digest);
        assert!(
            matches!(&found[0], Some((relation, _)) if relation == "contained"),
            "{}: {found:?}",
            story.lang
        );
        assert_eq!(found[1..], [None, None, None], "{}", story.lang);
        let found = pages(&format!("{digest}\n\n{}", story.report([312, 287, 455])));
        assert_eq!(found, [None, None, None, None], "{}", story.lang);
    }
}
