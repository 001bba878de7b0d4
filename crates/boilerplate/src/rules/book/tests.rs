use super::super::Rules;
use super::settings::{DEFAULT_EVIDENCE, DEFAULT_MAX_WORDS};
use super::*;
use crate::Certainty;
use copydesk_text::Document;
use proptest::prelude::*;

fn book(source: &str) -> Result<RuleBook, RulesError> {
    let mut book = RuleBook::default();
    book.add(source).map(|()| book)
}

/// The message for a rules file that is not valid.
fn error(source: &str) -> String {
    book(source).expect_err(source).to_string()
}

/// The text of a rules file with one rule, which has this table of phrases.
fn rule(phrases: &str) -> String {
    format!("[[rule]]\nname = \"tide-table\"\n[[rule.phrases]]\n{phrases}")
}

#[test]
fn all_keys_are_understood() {
    let book = book(
        r#"
        [[rule]]
        name = "tide-table"
        cuts = "Tables of the tides."
        languages = ["en"]
        family = "foot"
        cuts_glued_sentences = true
        [[rule.phrases]]
        match = "whole"
        max_words = 8
        certainty = "cut-unsure"
        evidence = 0.7
        patterns = ["high water : #"]
        [[rule.phrases]]
        languages = ["nb", "da"]
        match = "start"
        must_address_reader = true
        patterns = ["høyvann *"]
        [sites."harbour.example"]
        keep = ["The Harbour Post asks"]
        cut = ["Tide and Time"]
        "#,
    )
    .unwrap();
    let sources: Vec<PhraseSource<'_>> = book.rules()[0].sources().collect();
    assert_eq!(book.names().next().unwrap().as_str(), "tide-table");
    let (first, second) = (sources[0].settings, sources[1].settings);
    assert_eq!((first.max_words, first.evidence), (8, 0.7));
    assert_eq!(first.certainty, Certainty::CutIfAsked);
    // By default in the first table, whose language is English, and by its key in the second.
    assert!(first.must_address_reader && second.must_address_reader);
    assert_eq!(second.max_words, DEFAULT_MAX_WORDS);
    assert_eq!(second.evidence, DEFAULT_EVIDENCE);
    assert!(sources[0].rule.cuts_glued_sentences);
    let site = &book.sites()[0];
    assert_eq!(site.name(), "harbour.example");
    assert_eq!(site.cut(), [Document::new("TIDE AND TIME").key(0)]);
    assert_eq!(site.keep().len(), 1);
}

#[test]
fn errors_say_where_they_are_and_what_to_do() {
    let unknown = error("[[rule]]\nname = \"a\"\npatern = []");
    assert!(unknown.starts_with("line 3, column 1: unknown key `patern`, expected one of"));
    assert!(unknown.contains("`phrases`"), "{unknown}");
    let syntax = error("[[rule]]\nname = tide");
    assert!(syntax.starts_with("line 2, column 8: "), "{syntax}");
    let unnamed = error("[[rule]]\nfamily = \"foot\"");
    assert!(
        unnamed.starts_with("line 1, column 1: missing key `name`"),
        "{unnamed}"
    );
    let family = error("[[rule]]\nname = \"a\"\nfamily = \"feet\"");
    assert!(family.starts_with("line 3, column 10: unknown variant `feet`, expected one of"));
    for (name, remedy) in [
        ("Tide Table", "small letters"),
        ("listed", "choose another"),
        ("menu", "choose another"),
    ] {
        let message = error(&format!("[[rule]]\nname = {name:?}"));
        assert!(
            message.starts_with("line 2, column 8: ") && message.contains(remedy),
            "{message}"
        );
    }
    assert!(error("[[rule]]\nname = \"a\"").contains("add a table [[rule.phrases]]"));
}

#[test]
fn errors_in_phrases_are_reported() {
    let cases = [
        (
            "match = \"start\"\npatterns = [\"a b\"]",
            "line 3, column 1: no language: add",
        ),
        (
            "languages = [\"english\"]\nmatch = \"start\"\npatterns = [\"a b\"]",
            "line 4, column 14: \"english\" is not a language",
        ),
        (
            "languages = [\"en\"]\npatterns = [\"a b\"]",
            "line 3, column 1: missing key `match`",
        ),
        (
            "languages = [\"en\"]\nmatch = \"start\"\npatterns = []",
            "line 6, column 12: no pattern",
        ),
        (
            "languages = [\"en\"]\nmatch = \"start\"\npatterns = [\n  \"a b\",\n  \"\",\n]",
            "line 8, column 3: an empty pattern",
        ),
        (
            "languages = [\"en\"]\nmatch = \"start\"\npatterns = [\"* ? #\"]",
            "line 6, column 13: the pattern could match any line: add",
        ),
        (
            "languages = [\"en\"]\nmatch = \"start\"\npatterns = [\"^ *\"]",
            "line 6, column 13: the pattern could match any line: add",
        ),
        (
            "languages = [\"en\"]\nmatch = \"anywhere\"\npatterns = [\"© #\"]",
            "line 6, column 13: the pattern could match any line: add",
        ),
        (
            "languages = [\"en\"]\nmatch = \"start\"\npatterns = [\"(a|b\"]",
            "line 6, column 13: a group is not closed",
        ),
        (
            "languages = [\"en\"]\nmatch = \"start\"\nmax_words = 0\npatterns = [\"a b\"]",
            "line 6, column 13: max_words 0",
        ),
        (
            "languages = [\"en\"]\nmatch = \"start\"\nevidence = 7.0\npatterns = [\"a b\"]",
            "line 6, column 12: evidence 7",
        ),
    ];
    for (phrases, expected) in cases {
        let message = error(&rule(phrases));
        assert!(message.starts_with(expected), "{phrases}: {message}");
    }
}

#[test]
fn two_rules_of_one_name_are_an_error_in_one_file_and_in_two() {
    let source = rule("languages = [\"en\"]\nmatch = \"start\"\npatterns = [\"high water *\"]");
    let twice = error(&format!("{source}\n{source}"));
    assert!(twice.starts_with("line 8, column 8: another rule is named \"tide-table\""));
    let mut book = book(&source).unwrap();
    let before = book.clone();
    assert!(book.add(&source).is_err());
    assert_eq!(book, before);
}

#[test]
fn errors_in_listed_lines_are_reported() {
    let error_in = |lists: &str| error(&format!("[sites.\"harbour.example\"]\n{lists}"));
    let in_both = error_in("keep = [\"One\"]\ncut = [\"ONE\"]");
    assert!(in_both.starts_with("line 3, column 8: the line is"));
    let two_lines = error_in("cut = [\"One\\nTwo\"]");
    assert!(two_lines.starts_with("line 2, column 8: more than one line"));
    assert!(error_in("cut = [\" \"]").starts_with("line 2, column 8: an empty line"));
    assert!(error_in("drop = []").starts_with("line 2, column 1: unknown key `drop`"));
    assert!(error("[sites.\" \"]").contains("the site has no name"));
}

#[test]
fn a_rule_with_a_built_in_name_replaces_the_built_in_rule() {
    let page = Document::new("Sign up for our newsletter");
    let replacement =
        rule("languages = [\"en\"]\nmatch = \"start\"\npatterns = [\"high water *\"]")
            .replace("tide-table", "newsletter");
    assert_eq!(Rules::new().find(&page).len(), 1);
    let rules = Rules::with(&book(&replacement).unwrap());
    assert!(
        rules
            .find(&page)
            .iter()
            .all(|f| f.rule != RuleName::Newsletter)
    );
    let found = rules.find(&Document::new("High water at noon"));
    assert_eq!(found[0].rule, RuleName::Newsletter);
}

#[test]
fn every_rule_has_its_file_and_every_name_its_rule() {
    let mut names: Vec<RuleName> = BuiltInRule::all().map(BuiltInRule::name).collect();
    names.extend(RuleName::STEPS);
    names.sort_unstable();
    assert_eq!(names, RuleName::ALL);
    let all = BuiltInRule::all().chain(BuiltInRule::of_walls());
    assert_eq!(BuiltInRule::files().count(), all.count());
}

/// The tables are made by the build script. Here the same files are read as users' files are.
#[test]
fn built_in_tables_hold_what_their_files_hold() {
    for (name, file) in BuiltInRule::files() {
        // The two rules for walls are named `wall`, as the step is, and users cannot use that name.
        let is_of_wall = name.starts_with("wall");
        let file = file.replace("name = \"wall\"", "name = \"of-wall\"");
        let book = book(&file).unwrap_or_else(|error| panic!("{name}.toml: {error}"));
        let from_build = match name {
            "wall" => BuiltInRule::of_walls()[0],
            "wall-address" => BuiltInRule::of_walls()[1],
            _ => {
                let has_name = |rule: &&BuiltInRule| rule.name().as_str() == name;
                BuiltInRule::all().find(has_name).unwrap()
            }
        };
        let content = |source: PhraseSource<'_>| (source.settings, source.pattern.to_owned());
        let from_file = &book.rules()[0];
        let expected: Vec<_> = from_file.sources().map(content).collect();
        let found: Vec<_> = from_build.sources().map(content).collect();
        assert!(found == expected, "{name}");
        let rule = from_build.sources().next().unwrap().rule;
        assert!(is_of_wall || rule == from_file.rule, "{name}");
    }
}

#[test]
fn a_built_in_file_that_a_user_adds_changes_nothing() {
    let page = Document::new(
        "Read more: The bridge\nSign up for our newsletter here.\nThe ferry sank. Share this!",
    );
    let found = Rules::new().find(&page);
    assert!(found.len() > 1);
    for (name, file) in BuiltInRule::files() {
        if !name.starts_with("wall") {
            assert_eq!(
                Rules::with(&book(file).unwrap()).find(&page),
                found,
                "{name}"
            );
        }
    }
}

/// Scripts that only a few languages use: the letters of each, and the languages among those of the
/// built-in rules.
const SCRIPTS: &[(std::ops::RangeInclusive<char>, &[&str])] = &[
    ('\u{370}'..='\u{3ff}', &["el"]),
    ('\u{400}'..='\u{4ff}', &["ru", "uk", "bg"]),
    ('\u{5d0}'..='\u{5ea}', &["he"]),
    ('\u{600}'..='\u{6ff}', &["ar", "fa", "ur"]),
    ('\u{900}'..='\u{97f}', &["hi", "mr"]),
    ('\u{980}'..='\u{9ff}', &["bn"]),
    ('\u{a00}'..='\u{a7f}', &["pa"]),
    ('\u{a80}'..='\u{aff}', &["gu"]),
    ('\u{b80}'..='\u{bff}', &["ta"]),
    ('\u{c00}'..='\u{c7f}', &["te"]),
    ('\u{c80}'..='\u{cff}', &["kn"]),
    ('\u{d00}'..='\u{d7f}', &["ml"]),
    ('\u{e00}'..='\u{e7f}', &["th"]),
    ('\u{3041}'..='\u{30ff}', &["ja"]),
    ('\u{4e00}'..='\u{9fff}', &["zh", "ja"]),
    ('\u{ac00}'..='\u{d7a3}', &["ko"]),
];

#[test]
fn built_in_phrases_are_written_in_the_scripts_of_their_languages() {
    for (_, file) in BuiltInRule::files() {
        let file: File = toml::from_str(file).unwrap();
        for phrases in file.rule.iter().flat_map(|rule| &rule.phrases) {
            let table = phrases.get_ref();
            let named: Vec<&str> = table
                .languages
                .iter()
                .flatten()
                .map(|l| &**l.get_ref())
                .collect();
            let patterns = table.patterns.get_ref().iter();
            let text: String = patterns.map(|pattern| pattern.get_ref().as_str()).collect();
            let (mut has_own_script, mut uses_own_script) = (false, false);
            for (letters, languages) in SCRIPTS {
                let is_used = text.contains(|c| letters.contains(&c));
                let is_of_named = named.iter().any(|name| languages.contains(name));
                assert!(!is_used || is_of_named, "{named:?}: {text}");
                has_own_script |= is_of_named;
                uses_own_script |= is_of_named && is_used;
            }
            assert!(!has_own_script || uses_own_script, "{named:?}: {text}");
            if named == ["en"] {
                let is_english = |c: char| c.is_ascii() || !c.is_alphabetic();
                assert!(text.chars().all(is_english), "{text}");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_pattern_makes_a_book_panic(pattern in "[a-c ~*?#:@©^|()\\]é7ß。]{0,12}") {
        let quoted = format!("{pattern:?}");
        let phrases = format!("languages = [\"en\"]\nmatch = \"whole\"\npatterns = [{quoted}]");
        if let Ok(book) = book(&rule(&phrases)) {
            let page = Document::new(pattern.as_str());
            let _ = Rules::with(&book).find(&page);
        }
    }
}
