//! One story in ten scripts: what happens to it must not depend on the script.

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
    /// A report on a form, with places for three figures.
    report: String,
}

impl Story {
    /// A page, a copy elsewhere, one cut short, one with another number, and one with a new
    /// paragraph and its caption scraped twice.
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

    /// The paragraphs as one page.
    fn whole(&self) -> String {
        self.paragraphs.join("\n\n")
    }

    /// The page with the other number.
    fn corrected(&self) -> String {
        let mut paragraphs = self.paragraphs.clone();
        paragraphs[1].clone_from(&self.changed);
        paragraphs.join("\n\n")
    }

    /// A report on the form.
    fn report(&self, figures: [u32; 3]) -> String {
        let places = ["{0}", "{1}", "{2}"].into_iter().zip(figures);
        places.fold(self.report.clone(), |report, (place, figure)| {
            report.replace(place, &figure.to_string())
        })
    }

    /// What must be told once. The page with the other number stays whole beside the others, so
    /// what it shares with them is told twice.
    fn told_once(&self) -> [&String; 4] {
        [
            &self.caption,
            &self.changed,
            &self.added,
            &self.paragraphs[1],
        ]
    }
}

/// Records of pages, given by address and text, each dated a day after the one before.
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

/// What became of each page: what it was dropped for and the page that stands in its place, if it
/// was.
fn fates(pages: &[(&str, String)]) -> Vec<Option<(String, String)>> {
    let pages = pages
        .iter()
        .map(|(url, text)| (format!("https://{url}"), text.clone()));
    let desk = Desk::new().file("dump.jsonl", dump_of(pages).as_bytes());
    desk.clean("out", &Config::default());
    let fate = |d: &copydesk_pipeline::Decision| {
        let stands_for_it = d.duplicate_of.as_ref().and_then(|other| other.id.clone());
        let relation = d.relation.map(|relation| relation.name().to_owned());
        relation.zip(stands_for_it)
    };
    desk.decisions("out").iter().map(fate).collect()
}

fn goes_for(relation: &str, page: usize) -> Option<(String, String)> {
    Some((relation.to_owned(), page.to_string()))
}

#[test]
fn a_later_version_of_a_page_supersedes_it_in_every_script() {
    for story in stories() {
        let updated = format!("{}\n\n{}", story.corrected(), story.added);
        for (later, relation) in [(story.corrected(), "corrected"), (updated, "updated")] {
            let page = "varn.example/dam";
            let found = fates(&[(page, story.whole()), (page, later)]);
            assert_eq!(found, [goes_for(relation, 1), None], "{}", story.lang);
        }
    }
}

#[test]
fn reports_on_one_form_stay_in_every_script() {
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
fn the_earlier_state_of_a_live_blog_goes_in_every_script() {
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
        assert_eq!(found, [goes_for("contained", 1), None], "{}", story.lang);
    }
}

/// A page of three items that other pages hold, each in a part of its own.
#[test]
fn a_digest_goes_only_if_all_of_it_stands_elsewhere() {
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
