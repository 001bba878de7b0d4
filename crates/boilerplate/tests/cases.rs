//! Tests the rules on cases that are data: `testdata/cases/furniture-<rule>.toml`.
//!
//! Each case has a `name` and a `text`. Text that must be cut is marked `⟦rule|the text⟧`; all
//! other text must stay.

use copydesk_boilerplate::{Certainty, Furniture, RuleName, Rules};
use copydesk_text::Document;
use proptest::prelude::*;
use serde::Deserialize;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A case file: its tables `[[case]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
}

fn cases_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/cases")
}

/// The case files in the order of their names: for each, the name of its rule, and its content.
fn case_files() -> Vec<(String, File)> {
    let mut files: Vec<(String, File)> = std::fs::read_dir(cases_folder())
        .expect("the folder of cases can be read")
        .map(|entry| entry.expect("its entries can be read").path())
        .filter_map(|path| {
            let name = path
                .file_name()?
                .to_str()?
                .strip_prefix("furniture-")?
                .strip_suffix(".toml")?
                .to_owned();
            let source = std::fs::read_to_string(&path).expect("a case file is text");
            let file = toml::from_str(&source).unwrap_or_else(|e| panic!("{name}: {e}"));
            Some((name, file))
        })
        .collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// The text without its marks, and for each mark its rule and its text.
fn unmarked(marked: &str) -> (String, Vec<(String, String)>) {
    let mut text = String::new();
    let mut cuts = Vec::new();
    let mut rest = marked;
    while let Some((before, from_mark)) = rest.split_once('⟦') {
        let (mark, after) = from_mark.split_once('⟧').expect("a mark is closed with ⟧");
        let (rule, cut) = mark.split_once('|').expect("a mark reads ⟦rule|text⟧");
        text.push_str(before);
        text.push_str(cut);
        cuts.push((rule.to_owned(), cut.trim().to_owned()));
        rest = after;
    }
    text.push_str(rest);
    (text, cuts)
}

fn find(rules: &Rules, text: &str) -> Vec<Furniture> {
    rules.find(&Document::new(text))
}

/// The furniture that the rules are certain of: for each piece, its rule and its text.
fn certain_cuts(rules: &Rules, text: &str) -> Vec<(String, String)> {
    let certain = |f: &Furniture| f.certainty == Certainty::Cut;
    find(rules, text)
        .into_iter()
        .filter(certain)
        .map(|f| (f.rule.to_string(), f.span.slice(text).trim().to_owned()))
        .collect()
}

/// A message that lists the cuts that are missing and those that are too many.
fn difference(expected: &[(String, String)], found: &[(String, String)]) -> String {
    let mut out = String::new();
    for (rule, text) in expected.iter().filter(|e| !found.contains(e)) {
        let _ = writeln!(out, "    not cut   {rule}: {text}");
    }
    for (rule, text) in found.iter().filter(|f| !expected.contains(f)) {
        let _ = writeln!(out, "    cut       {rule}: {text}");
    }
    out
}

#[test]
fn cases_are_cut_where_they_are_marked() {
    let rules = Rules::new();
    let mut failures = String::new();
    for (file, cases) in case_files() {
        for case in cases.case {
            let (text, expected) = unmarked(&case.text);
            let found = certain_cuts(&rules, &text);
            if found != expected {
                let _ = writeln!(
                    failures,
                    "furniture-{file}.toml, {}:\n{}",
                    case.name,
                    difference(&expected, &found)
                );
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn every_rule_has_a_case_that_it_cuts_and_one_without_cuts() {
    let files = case_files();
    let mut names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    // The page forest runs after the rules, and has tests of its own.
    let rules = RuleName::ALL.iter().filter(|&&name| name != RuleName::Page);
    let mut rule_names: Vec<&str> = rules.map(|name| name.as_str()).collect();
    names.sort_unstable();
    rule_names.sort_unstable();
    assert_eq!(names, rule_names);
    for (name, file) in &files {
        let cuts = |case: &Case| unmarked(&case.text).1;
        assert!(
            file.case
                .iter()
                .any(|c| cuts(c).iter().any(|(rule, _)| rule == name)),
            "{name} never cuts"
        );
        assert!(
            file.case.iter().any(|c| cuts(c).is_empty()),
            "{name} has no story that must survive whole"
        );
    }
}

#[test]
fn cutting_twice_is_cutting_once() {
    let rules = Rules::new();
    for (file, cases) in case_files() {
        for case in cases.case {
            let mut text = unmarked(&case.text).0;
            // From the last to the first, so that the spans of the others stay valid.
            for found in find(&rules, &text)
                .iter()
                .rev()
                .filter(|f| f.certainty == Certainty::Cut)
            {
                text.replace_range(found.span.range(), "");
            }
            assert_eq!(
                certain_cuts(&rules, &text),
                [],
                "furniture-{file}.toml, {}",
                case.name
            );
        }
    }
}

/// Texts of fewer than thirty pieces. Four in five are from the list, and any other is one random
/// character.
fn scraped() -> impl Strategy<Value = String> {
    let pieces = vec![
        "Sign up for our newsletter",
        "© 2031 Harbour Post",
        ". ",
        "\n",
        "\n\n",
        " ",
        "“",
        "”",
        "He said no.",
        "Play",
        "Loaded: 0%",
        "/",
        "Подпишитесь на наш канал",
        "版权所有",
        "。",
        "Donate now",
        "Account name: Tide",
        "\u{a0}",
        "…",
        "اقرأ أيضا:",
        "é",
    ];
    let piece = prop_oneof![
        4 => proptest::sample::select(pieces).prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn findings_are_in_order_and_on_character_boundaries(text in scraped()) {
        thread_local!(static RULES: Rules = Rules::new());
        let mut end = 0;
        for found in RULES.with(|rules| find(rules, &text)) {
            prop_assert!(found.span.start() >= end && !found.span.is_empty());
            prop_assert!(text.is_char_boundary(found.span.start()));
            prop_assert!(text.is_char_boundary(found.span.end()));
            prop_assert!((0.0..=1.0).contains(&found.evidence));
            end = found.span.end();
        }
    }
}
