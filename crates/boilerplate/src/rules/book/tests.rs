use super::super::Rules;
use super::settings::{EVIDENCE, MAX_WORDS};
use super::*;
use crate::Certainty;
use copydesk_text::Document;
use proptest::prelude::*;

fn book(source: &str) -> Result<RuleBook, RulesError> {
    let mut book = RuleBook::default();
    book.add(source).map(|()| book)
}

fn error(source: &str) -> String {
    book(source).expect_err(source).to_string()
}

/// A rule with this table of phrases.
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
    assert!(first.must_address_reader && second.must_address_reader);
    assert_eq!((second.max_words, second.evidence), (MAX_WORDS, EVIDENCE));
    assert!(sources[0].rule.cuts_glued_sentences);
    let site = &book.sites()[0];
    assert_eq!(site.name(), "harbour.example");
    assert_eq!(site.cut(), [Document::new("TIDE AND TIME").key(0)]);
    assert_eq!(site.keep().len(), 1);
}

#[test]
fn errors_have_their_place_and_a_remedy() {
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
    for (name, what) in [
        ("Tide Table", "small letters"),
        ("listed", "choose another"),
        ("menu", "choose another"),
    ] {
        let refused = error(&format!("[[rule]]\nname = {name:?}"));
        assert!(
            refused.starts_with("line 2, column 8: ") && refused.contains(what),
            "{refused}"
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
            "line 4, column 14: \"english\" is no language",
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
    for (phrases, what) in cases {
        let told = error(&rule(phrases));
        assert!(told.starts_with(what), "{phrases}: {told}");
    }
}

#[test]
fn names_are_distinct_in_all_files_together() {
    let source = rule("languages = [\"en\"]\nmatch = \"start\"\npatterns = [\"high water *\"]");
    let twice = error(&format!("{source}\n{source}"));
    assert!(twice.starts_with("line 8, column 8: another rule is named \"tide-table\""));
    let mut book = book(&source).unwrap();
    let before = book.clone();
    assert!(book.add(&source).is_err());
    assert_eq!(book, before);
}

#[test]
fn what_is_wrong_with_listed_lines_is_told() {
    let site = |lists: &str| error(&format!("[sites.\"harbour.example\"]\n{lists}"));
    assert!(site("keep = [\"One\"]\ncut = [\"ONE\"]").starts_with("line 3, column 8: the line is"));
    assert!(site("cut = [\"One\\nTwo\"]").starts_with("line 2, column 8: more than one line"));
    assert!(site("cut = [\" \"]").starts_with("line 2, column 8: an empty line"));
    assert!(site("drop = []").starts_with("line 2, column 1: unknown key `drop`"));
    assert!(error("[sites.\" \"]").contains("the site has no name"));
}

#[test]
fn a_rule_of_a_built_in_name_takes_its_place() {
    let page = Document::new("Sign up for our newsletter");
    let instead = rule("languages = [\"en\"]\nmatch = \"start\"\npatterns = [\"high water *\"]")
        .replace("tide-table", "newsletter");
    assert_eq!(Rules::new().find(&page).len(), 1);
    let rules = Rules::with(&book(&instead).unwrap());
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

/// Read by the reader of a user's files they are sound, and say what the tables of the build say.
#[test]
fn built_in_tables_hold_what_their_files_hold() {
    for (name, file) in BuiltInRule::files() {
        let is_of_wall = name.starts_with("wall");
        let file = file.replace("name = \"wall\"", "name = \"of-wall\"");
        let book = book(&file).unwrap_or_else(|error| panic!("{name}.toml: {error}"));
        let table = match is_of_wall {
            true => BuiltInRule::of_walls()[usize::from(name == "wall-address")],
            false => {
                let named = |rule: &&BuiltInRule| rule.name().as_str() == name;
                BuiltInRule::all().find(named).unwrap()
            }
        };
        let said = |source: &PhraseSource<'_>| (source.settings, source.pattern.to_owned());
        let written = &book.rules()[0];
        let expected: Vec<_> = written.sources().map(|source| said(&source)).collect();
        let found: Vec<_> = table.sources().map(|source| said(&source)).collect();
        assert!(found == expected, "{name}");
        let rule = table.sources().next().unwrap().rule;
        assert!(is_of_wall || rule == written.rule, "{name}");
    }
}

#[test]
fn a_built_in_file_given_as_a_rule_of_the_user_changes_nothing() {
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

/// Scripts that only one language or a few are written in.
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
fn built_in_phrases_are_in_the_languages_that_they_name() {
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
            for (script, languages) in SCRIPTS {
                let is_written = text.contains(|c| script.contains(&c));
                let is_named = named.iter().any(|name| languages.contains(name));
                let others = SCRIPTS.iter().filter(|(other, _)| other != script);
                let is_otherwise = || {
                    let mut others =
                        others.filter(|(_, all)| named.iter().any(|n| all.contains(n)));
                    others.any(|(other, _)| text.contains(|c| other.contains(&c)))
                };
                assert!(is_named || !is_written, "{named:?}: {text}");
                assert!(
                    is_written || !is_named || is_otherwise(),
                    "{named:?}: {text}"
                );
            }
            let is_plain = |c: char| c.is_ascii() || !c.is_alphabetic();
            assert!(
                named != ["en"] || text.chars().all(is_plain),
                "{named:?}: {text}"
            );
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
