//! Furniture needs two witnesses: a line is not cut only because it recurs, unless it is in nearly
//! all stories of its site. Also tests of form reports, and of pages that are no article.

use crate::bench_desk::Desk;
use copydesk_pipeline::{Config, Policy, Reason, RepeatsPolicy, Verdict};
use serde_json::json;

/// A story of its own about this number, in three paragraphs that no other story has.
fn story(number: usize) -> Vec<String> {
    let noun = [
        "ferry", "mill", "bell", "orchard", "tunnel", "choir", "lock",
    ][number % 7];
    let town = ["Varn", "Marl", "Hollin", "Kells", "Skerrow"][number % 5];
    vec![
        format!("The {noun} of {town}, number {number} on the list, is to be sold this spring."),
        format!("Offer {number} came from a {noun} keeper of {town} whom nobody had asked before."),
        format!("In {town} people spoke of little else than {noun} {number} for a whole week."),
    ]
}

/// A dump of pages of one site, each given by its paragraphs.
fn dump(pages: &[Vec<String>]) -> Desk {
    let mut lines = String::new();
    for (number, page) in pages.iter().enumerate() {
        let record = json!({
            "id": number.to_string(),
            "url": format!("https://www.ledger.example/{number}"),
            "date": format!("2031-03-{:02}", number % 28 + 1),
            "text": page.join("\n\n"),
        });
        lines += &format!("{record}\n");
    }
    Desk::new().file("dump.jsonl", lines.as_bytes())
}

fn clean_text(desk: &Desk) -> String {
    std::fs::read_to_string(desk.path("out/dump.jsonl")).unwrap()
}

#[test]
fn a_sentence_in_a_few_stories_is_not_cut() {
    let long = "The keeper denies that he ever sold a bell to anybody.";
    let short = "The trial continues.";
    let page = |number: usize| {
        let mut page = story(number);
        if number < 8 {
            page.push(
                if number.is_multiple_of(2) {
                    long
                } else {
                    short
                }
                .to_owned(),
            );
        }
        page
    };
    let desk = dump(&(0..30).map(page).collect::<Vec<_>>());
    desk.clean("out", &Config::default());
    let text = clean_text(&desk);
    assert_eq!(
        text.matches(short).count(),
        4,
        "too short to be cut because it recurs"
    );
    assert_eq!(text.matches(long).count(), 4, "four stories are too few");
}

#[test]
fn a_paragraph_that_recurs_is_left_once_and_the_edits_name_it() {
    let about_the_author = "Ada Holm has covered the courts of Varn since 2011.";
    let page = |number: usize| {
        let mut page = story(number);
        if number < 9 {
            page.push(about_the_author.to_owned());
        }
        page
    };
    let pages: Vec<_> = (0..40).map(page).collect();
    let desk = dump(&pages);
    desk.clean("out", &Config::default());
    assert_eq!(clean_text(&desk).matches(about_the_author).count(), 1);
    let decisions = desk.decisions("out");
    let edits = decisions.iter().flat_map(|decision| &decision.edits);
    for edit in edits {
        assert_eq!(edit.reason, Reason::RepeatedAcrossDocuments);
        assert!(edit.kept.is_some());
    }
    let desk = dump(&pages);
    let policy = Policy {
        repeats: RepeatsPolicy::Keep,
        ..Policy::default()
    };
    let config = Config {
        policy,
        ..Config::default()
    };
    desk.clean("out", &config);
    assert_eq!(clean_text(&desk).matches(about_the_author).count(), 9);
}

#[test]
fn a_line_at_the_foot_of_nearly_all_pages_is_furniture_but_not_a_heading_inside() {
    let line = "Harbour Ledger, founded at the quay";
    let heading = "What happened";
    let page = |number: usize| {
        let [lead, rest, last] = <[String; 3]>::try_from(story(number)).unwrap();
        vec![lead, heading.to_owned(), rest, last, line.to_owned()]
    };
    let desk = dump(&(0..20).map(page).collect::<Vec<_>>());
    desk.clean("out", &Config::default());
    let text = clean_text(&desk);
    assert_eq!(text.matches(line).count(), 0);
    assert_eq!(text.matches(heading).count(), 20);
}

#[test]
fn form_reports_stay() {
    let bulletin = |n: usize| {
        vec![format!(
            "The dam of Hollin stood at {n} per cent on Monday."
        )]
    };
    let quiz = |n: usize| {
        vec![
            format!("The Friday quiz, number {n}"),
            format!("How old is bell {n} of the chapel in the lane behind the mill?"),
            "Answers".to_owned(),
            format!("{n}a {}b", n + 1),
        ]
    };
    for form in [&bulletin as &dyn Fn(usize) -> Vec<String>, &quiz] {
        let desk = dump(&(0..14).map(form).collect::<Vec<_>>());
        desk.clean("out", &Config::default());
        for decision in desk.decisions("out") {
            assert_eq!(decision.verdict, Verdict::Keep, "{:?}", decision.id);
        }
    }
}

#[test]
fn an_access_denied_page_is_no_article_and_a_headline_above_one_stays() {
    let wall = |incident: &str| {
        vec![
            "Access denied".to_owned(),
            "You do not have permission to open this page.".to_owned(),
            format!("Incident ID: {incident}"),
        ]
    };
    let headed = |headline: &str| [vec![headline.to_owned()], wall("77c1")].concat();
    let pages = [
        wall("a81-04"),
        wall("b12-77"),
        headed("Ferry captain of Varn retires after forty years"),
        headed("Hollin buys back the bell that it sold in May"),
        story(1),
    ];
    let desk = dump(&pages);
    desk.clean("out", &Config::default());
    let decisions = desk.decisions("out");
    for decision in &decisions[..2] {
        assert_eq!(decision.reason.as_deref(), Some("no-article"));
        assert!(!decision.edits.is_empty(), "the edits say what was on it");
    }
    assert_eq!(decisions[2].verdict, Verdict::Edit);
    assert_eq!(decisions[3].verdict, Verdict::Edit);
    let text = clean_text(&desk);
    assert!(text.contains("retires after forty years\"") && text.contains("sold in May\""));
}
