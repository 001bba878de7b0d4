//! `--rules`: furniture rules of the user, and lines of a site that are always kept or cut.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The first line is empty, so `[[rule]]` is on line 2.
const RULES: &str = r#"
[[rule]]
name = "tide-table"
cuts = "The tides of the day."
languages = ["en"]
cuts_glued_sentences = true

[[rule.phrases]]
match = "start"
patterns = ["high water at ? : * "]

[sites."harbour.example"]
keep = ["Sign up for our newsletter here."]
cut = ["Tide and Time", "The Post has told it since 1931."]
"#;

const PAGE: &str = "Tide and Time\n\n\
    The ferry sank at noon in the strait.\n\n\
    High water at Varn: 7.40\n\n\
    Sign up for our newsletter here.\n\n\
    The Post has told it since 1931.";

/// A temporary folder with `dump.jsonl` and `rules.toml`. The dump has two pages: one of a site
/// that the rules name, and one of another site.
fn dump_and_rules() -> tempfile::TempDir {
    let scratch = tempfile::tempdir().unwrap();
    let page = |id: &str, site: &str, text: &str| {
        let url = format!("https://www.{site}/{id}");
        serde_json::json!({ "id": id, "url": url, "text": text }).to_string() + "\n"
    };
    let other = PAGE
        .replace("The ferry sank", "A mill burned down")
        .replace("strait", "hills");
    let dump = page("a", "harbour.example", PAGE) + &page("b", "mills.example", &other);
    fs::write(scratch.path().join("dump.jsonl"), dump).unwrap();
    fs::write(scratch.path().join("rules.toml"), RULES).unwrap();
    scratch
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

/// Runs a command, asserts its exit code, and returns what it printed on standard output and then
/// on standard error.
fn run_expecting(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = run(folder, arguments);
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    said
}

/// The values of the field `text` in a file of JSON lines.
fn texts(file: &Path) -> Vec<String> {
    let lines = fs::read_to_string(file).unwrap();
    let values = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    values
        .map(|value| value["text"].as_str().unwrap().to_owned())
        .collect()
}

/// The clean texts of the two pages. The rule `tide-table` cuts on both sites. Only
/// harbour.example has listed lines: it keeps the newsletter line, which a built-in rule cuts on
/// the other site, and two lines are cut.
const CLEAN: [&str; 2] = [
    "The ferry sank at noon in the strait.\n\nSign up for our newsletter here.",
    "Tide and Time\n\nA mill burned down at noon in the hills.\n\nThe Post has told it since 1931.",
];

#[test]
fn rules_and_listed_lines_are_applied_and_recorded() {
    let scratch = dump_and_rules();
    let folder = scratch.path();
    let said = run_expecting(
        folder,
        &["clean", "dump.jsonl", "-o", "out", "--rules", "rules.toml"],
        0,
    );
    assert!(said.contains("[tide-table] High water at Varn"), "{said}");
    assert_eq!(texts(&folder.join("out/dump.jsonl")), CLEAN);
    let why = run_expecting(folder, &["explain", "out", "a"], 0);
    assert!(
        why.contains("furniture-rule [tide-table], evidence 0.90"),
        "{why}"
    );
    assert!(
        why.contains("furniture-rule [listed], evidence 1.00"),
        "{why}"
    );
    assert!(
        why.contains("why:  listed as cut for harbour.example"),
        "{why}"
    );
    assert!(!why.contains("newsletter"), "{why}");
    run_expecting(folder, &["restore", "out", "-o", "back", "-q"], 0);
    let [before, after] = ["dump.jsonl", "back/dump.jsonl"].map(|name| fs::read(folder.join(name)));
    assert_eq!(before.unwrap(), after.unwrap());
    let summary = fs::read_to_string(folder.join("out/__copydesk/summary.json")).unwrap();
    let summary: Value = serde_json::from_str(&summary).unwrap();
    assert_eq!(summary["settings"]["rules"][0]["text"], RULES);
}

#[test]
fn find_apply_streams_and_document_scope_use_the_rules_too() {
    let scratch = dump_and_rules();
    let folder = scratch.path();
    run_expecting(
        folder,
        &[
            "find",
            "dump.jsonl",
            "-o",
            "found",
            "--rules",
            "rules.toml",
            "-q",
        ],
        0,
    );
    run_expecting(
        folder,
        &[
            "apply",
            "dump.jsonl",
            "--decisions",
            "found",
            "-o",
            "applied",
            "-q",
        ],
        0,
    );
    assert_eq!(texts(&folder.join("applied/dump.jsonl")), CLEAN);
    let document_scope = ["--scope", "document", "--rules", "rules.toml", "-q"];
    run_expecting(
        folder,
        &[
            &["clean", "dump.jsonl", "-o", "scoped"],
            &document_scope[..],
        ]
        .concat(),
        0,
    );
    assert_eq!(texts(&folder.join("scoped/dump.jsonl")), CLEAN);
    let input = fs::File::open(folder.join("dump.jsonl")).unwrap();
    let stream = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .current_dir(folder)
        .args([&["clean", "-", "-o", "-"], &document_scope[..]].concat())
        .stdin(Stdio::from(input))
        .output()
        .unwrap();
    fs::write(folder.join("streamed.jsonl"), stream.stdout).unwrap();
    assert_eq!(texts(&folder.join("streamed.jsonl")), CLEAN);
}

#[test]
fn furniture_keep_also_keeps_lines_that_are_listed_as_cut() {
    let scratch = dump_and_rules();
    let folder = scratch.path();
    let clean = [
        "clean",
        "dump.jsonl",
        "-o",
        "out",
        "--rules",
        "rules.toml",
        "--furniture",
        "keep",
        "--duplicates",
        "keep",
    ];
    run_expecting(folder, &clean, 0);
    assert_eq!(texts(&folder.join("out/dump.jsonl"))[0], PAGE);
}

#[test]
fn a_run_with_other_rules_into_the_same_folder_is_refused() {
    let scratch = dump_and_rules();
    let folder = scratch.path();
    let clean = ["clean", "dump.jsonl", "-o", "out", "--rules", "rules.toml"];
    run_expecting(folder, &clean, 0);
    assert!(run_expecting(folder, &clean, 0).contains("already complete"));
    fs::write(
        folder.join("rules.toml"),
        RULES.replace("Tide and Time", "Time and Tide"),
    )
    .unwrap();
    let refused = run_expecting(folder, &clean, 2);
    assert!(refused.contains("--rules had other files"), "{refused}");
}

#[test]
fn several_rule_files_are_combined_unless_they_name_a_rule_twice() {
    let scratch = dump_and_rules();
    let folder = scratch.path();
    fs::write(
        folder.join("more.toml"),
        // The second site is misspelt.
        "[sites.\"mills.example\"]\ncut = [\"TIDE AND TIME\"]\n\
         [sites.\"mils.example\"]\ncut = [\"x\"]",
    )
    .unwrap();
    let two_files = [
        "clean",
        "dump.jsonl",
        "-o",
        "out",
        "--rules",
        "rules.toml",
        "--rules",
        "more.toml",
    ];
    let said = run_expecting(folder, &two_files, 0);
    assert!(
        said.contains("note: no document is from mils.example"),
        "{said}"
    );
    let second = &texts(&folder.join("out/dump.jsonl"))[1];
    assert!(second.starts_with("A mill burned down"), "{second}");
    let same_file_twice = [
        "clean",
        "dump.jsonl",
        "-o",
        "two",
        "--rules",
        "rules.toml",
        "--rules",
        "rules.toml",
    ];
    let refused = run_expecting(folder, &same_file_twice, 2);
    assert!(
        refused.contains("rules.toml: line 3, column 8: another rule is named"),
        "{refused}"
    );
}

#[test]
fn a_bad_file_is_refused_with_line_and_column_before_anything_is_read() {
    let scratch = dump_and_rules();
    let folder = scratch.path();
    let cases = [
        (
            RULES.replace("cuts =", "cut ="),
            "line 4, column 1: unknown key `cut`",
        ),
        (
            RULES.replace("\"en\"", "\"English\""),
            "line 5, column 14: \"English\" is not a language",
        ),
        (
            RULES.replace("high water at ? : * ", " "),
            "line 10, column 13: an empty pattern",
        ),
        (
            RULES.replace("high water at ? : * ", "*"),
            "line 10, column 13: the pattern could match",
        ),
        (
            RULES.replace("tide-table", "Tides!"),
            "line 3, column 8: \"Tides!\" cannot be the name",
        ),
        (RULES.replace("keep = [", "keep = "), "line 13, column 42: "),
    ];
    for (rules, message) in cases {
        fs::write(folder.join("rules.toml"), rules).unwrap();
        let said = run_expecting(
            folder,
            &["clean", "dump.jsonl", "-o", "out", "--rules", "rules.toml"],
            2,
        );
        assert!(said.contains(&format!("rules.toml: {message}")), "{said}");
        assert!(!folder.join("out").exists());
    }
    let missing = run_expecting(
        folder,
        &["find", "dump.jsonl", "-o", "out", "--rules", "none.toml"],
        2,
    );
    assert!(missing.contains("none.toml"), "{missing}");
}

#[test]
fn the_readme_shows_the_example_of_a_rule_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let file = fs::read_to_string(root.join("testdata/rules/courier.toml")).unwrap();
    let page = fs::read_to_string(root.join("README.md")).unwrap();
    assert!(page.contains(&format!("```toml\n{file}```\n")));
}

/// The names of the fields in the table of a section of `docs/output.md`.
fn fields_in(page: &str, section: &str) -> Vec<String> {
    let rest = page.split(section).nth(1).unwrap();
    let section = rest.split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split('`').next().unwrap().to_owned())
        .collect()
}

#[test]
fn recurring_lines_have_the_fields_that_the_docs_list() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let scratch = tempfile::tempdir().unwrap();
    let newsroom = root.join("testdata/dumps/newsroom");
    run_expecting(
        scratch.path(),
        &["clean", newsroom.to_str().unwrap(), "-o", "out", "-q"],
        0,
    );
    let summary = fs::read_to_string(scratch.path().join("out/__copydesk/summary.json")).unwrap();
    let summary: Value = serde_json::from_str(&summary).unwrap();
    let sites = summary["recurring"].as_array().unwrap();
    let mut fields = Vec::new();
    for (name, value) in sites[0].as_object().unwrap() {
        fields.push(name.clone());
        for (name, _) in value[0].as_object().into_iter().flatten() {
            fields.push(format!("lines.{name}"));
        }
    }
    let page = fs::read_to_string(root.join("docs/output.md")).unwrap();
    let mut documented = fields_in(&page, "## What recurs, field by field");
    fields.sort_unstable();
    documented.sort_unstable();
    assert_eq!(fields, documented);
    // Each page that has the line is counted once by where the line is, and once by what became of
    // the line.
    for line in sites
        .iter()
        .flat_map(|site| site["lines"].as_array().unwrap())
    {
        let count = |name: &str| line[name].as_u64().unwrap();
        let rules = line["cut_by_rule"].as_object().unwrap().values();
        let by_rule: u64 = rules.map(|count| count.as_u64().unwrap()).sum();
        let otherwise = ["cut_by_count", "one_copy", "dropped", "kept"]
            .map(count)
            .iter()
            .sum::<u64>();
        let places = ["before", "inside", "after", "alone"]
            .map(count)
            .iter()
            .sum::<u64>();
        assert_eq!(places, by_rule + otherwise, "{line}");
        assert!(
            places > 1 && !line["why"].as_str().unwrap().is_empty(),
            "{line}"
        );
    }
}

#[test]
fn a_built_in_rule_that_is_also_given_by_the_flag_changes_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let scratch = tempfile::tempdir().unwrap();
    let newsroom = root.join("testdata/dumps/newsroom");
    let newsroom = newsroom.to_str().unwrap();
    let rule = root.join("crates/boilerplate/rules/newsletter.toml");
    run_expecting(scratch.path(), &["clean", newsroom, "-o", "plain", "-q"], 0);
    let clean = [
        "clean",
        newsroom,
        "-o",
        "ruled",
        "--rules",
        rule.to_str().unwrap(),
    ];
    let said = run_expecting(scratch.path(), &clean, 0);
    assert!(said.contains("note: the rule newsletter takes the place of the built-in one"));
    let [plain, ruled] = ["plain", "ruled"].map(|out| {
        let decisions = scratch
            .path()
            .join(out)
            .join("__copydesk/decisions.jsonl.zst");
        fs::read(decisions).unwrap()
    });
    assert!(plain == ruled);
}
