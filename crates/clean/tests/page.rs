//! Furniture that is found by the page as a whole, and text that must stay.

use copydesk_boilerplate::RuleName;
use copydesk_clean::{Analyser, EvidenceKind};
use copydesk_text::Document;

const WHOLE: &str = include_str!("../../../testdata/pages/whole.txt");
const EXTRACT: &str = include_str!("../../../testdata/pages/extract.txt");

/// All texts that are cut from a page, and those that are cut because of the page as a whole.
fn cuts(page: &str) -> (Vec<String>, Vec<String>) {
    let document = Document::new(page);
    let (mut all, mut by_page) = (Vec::new(), Vec::new());
    for finding in Analyser::default().findings(&document, None) {
        let cut = finding.span.slice(page).to_owned();
        if finding.evidence_kind == EvidenceKind::Rule(RuleName::Page) {
            by_page.push(cut.clone());
        }
        all.push(cut);
    }
    (all, by_page)
}

#[test]
fn links_around_a_story_are_cut_and_the_story_stays() {
    let (all, by_page) = cuts(WHOLE);
    let story: Vec<&str> = WHOLE
        .split("Search\n")
        .nth(1)
        .and_then(|rest| rest.split("\n\nPrint").next())
        .expect("the story is between menu and buttons")
        .lines()
        .collect();
    assert!(by_page.len() >= 5, "{by_page:?}");
    assert!(
        all.iter().all(|cut| !story.contains(&cut.as_str())),
        "{all:?}"
    );
}

#[test]
fn only_the_newsletter_line_of_an_extract_is_cut() {
    let (all, by_page) = cuts(EXTRACT);
    assert_eq!(all, ["Sign up for our newsletter"]);
    assert!(by_page.is_empty(), "{by_page:?}");
}

#[test]
fn each_cut_by_the_page_has_its_reasons() {
    let document = Document::new(WHOLE);
    for finding in Analyser::default().findings(&document, None) {
        if finding.evidence_kind == EvidenceKind::Rule(RuleName::Page) {
            let reasons = finding.detail.expect("a reason is given");
            assert!((1..=3).contains(&reasons.split("; ").count()), "{reasons}");
            assert!(finding.evidence > 0.9, "{}", finding.evidence);
        }
    }
}
