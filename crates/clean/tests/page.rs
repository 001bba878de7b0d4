//! The page as a whole: what goes for the company it keeps, and what stays.

use copydesk_boilerplate::RuleName;
use copydesk_clean::{Analyser, Seen};
use copydesk_text::Document;

const WHOLE: &str = include_str!("../../../testdata/pages/whole.txt");
const EXTRACT: &str = include_str!("../../../testdata/pages/extract.txt");

/// What is cut of a page, and which of it by the page as a whole.
fn cuts(page: &str) -> (Vec<String>, Vec<String>) {
    let document = Document::new(page);
    let findings = Analyser::default().findings(&document, None);
    let told = |by_page: bool| {
        let wanted = findings
            .iter()
            .filter(|finding| !by_page || finding.seen == Seen::Rule(RuleName::Page));
        wanted
            .map(|finding| finding.span.slice(page).to_owned())
            .collect()
    };
    (told(false), told(true))
}

#[test]
fn links_around_a_story_go_and_the_story_stays() {
    let (all, by_page) = cuts(WHOLE);
    let story: Vec<&str> = WHOLE
        .split("Search\n")
        .nth(1)
        .and_then(|rest| rest.split("\n\nPrint").next())
        .expect("the story stands between menu and buttons")
        .lines()
        .collect();
    assert!(by_page.len() >= 5, "{by_page:?}");
    assert!(
        all.iter().all(|cut| !story.contains(&cut.as_str())),
        "{all:?}"
    );
}

#[test]
fn an_extract_keeps_its_list() {
    let (all, by_page) = cuts(EXTRACT);
    assert_eq!(
        (all, by_page.len()),
        (vec!["Sign up for our newsletter".to_owned()], 0)
    );
}

#[test]
fn each_cut_says_why() {
    let document = Document::new(WHOLE);
    for finding in Analyser::default().findings(&document, None) {
        if finding.seen == Seen::Rule(RuleName::Page) {
            let reasons = finding.detail.expect("a reason is given");
            assert!((1..=3).contains(&reasons.split("; ").count()), "{reasons}");
            assert!(finding.evidence > 0.9, "{}", finding.evidence);
        }
    }
}
