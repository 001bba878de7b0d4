//! Turns the TOML files of phrases (patterns of words by which rules recognise furniture) and
//! labels (words of menus) into tables in Rust, so that the program reads no TOML when it starts.
//!
//! The tests of `src/rules/book` check that the files are valid and that the tables say the same as
//! the files.
#![allow(
    clippy::print_stdout,
    reason = "a build script gives instructions to cargo on standard output"
)]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};
use toml::{Table, Value};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=labels");
    write_labels();
    let folder = folder_of("CARGO_MANIFEST_DIR").join("rules");
    let entries = fs::read_dir(folder).expect("the folder of rules can be read");
    let paths = entries.map(|entry| entry.expect("its entries can be read").path());
    let mut files: Vec<(String, PathBuf)> = paths.filter_map(|path| rules_file(&path)).collect();
    // If two rules are equally sure of a line, the order of their files decides.
    files.sort();
    let mut code = String::from("&[\n");
    for (name, path) in &files {
        let text = fs::read_to_string(path).expect("a file of phrases is text");
        let file: Table = text
            .parse()
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let rules = file.get("rule").and_then(Value::as_array);
        let rules = rules.unwrap_or_else(|| panic!("{}: holds no [[rule]]", path.display()));
        for rule in rules.iter().filter_map(Value::as_table) {
            write_rule(&mut code, name, path, rule).expect("writing to a string cannot fail");
        }
    }
    code.push_str("]\n");
    fs::write(folder_of("OUT_DIR").join("rules.rs"), code).expect("the table can be written");
}

/// Writes the table of labels: pairs of a kind of label and the labels of that kind.
fn write_labels() {
    let path = folder_of("CARGO_MANIFEST_DIR").join("labels/signposts.toml");
    let text = fs::read_to_string(&path).expect("the file of labels is text");
    let file: Table = text
        .parse()
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lists = file.get("labels").and_then(Value::as_array);
    let lists = lists.unwrap_or_else(|| panic!("{}: holds no [[labels]]", path.display()));
    let mut code = String::from("&[\n");
    for list in lists.iter().filter_map(Value::as_table) {
        let kind = text_of(list, "kind").expect("a list of labels has a kind");
        let (label, names) = (variant_name(kind), texts_of(list, "names"));
        writeln!(code, "(SiteLabel::{label}, &{names:?}),")
            .expect("writing to a string cannot fail");
    }
    code.push_str("]\n");
    fs::write(folder_of("OUT_DIR").join("labels.rs"), code).expect("the table can be written");
}

/// The folder that cargo has put into this environment variable.
fn folder_of(variable: &str) -> PathBuf {
    env::var_os(variable).expect("cargo sets it").into()
}

/// The name of a rules file, without the ending, and its path; `None` if it is no TOML file.
fn rules_file(path: &Path) -> Option<(String, PathBuf)> {
    if path.extension()? != "toml" {
        return None;
    }
    let name = path.file_stem()?.to_str()?;
    Some((name.to_owned(), path.to_owned()))
}

/// Writes a rule to `to`, as an element of the table of built-in rules. `file` is the name of its
/// file without the ending, and `path` is where the file is.
fn write_rule(to: &mut String, file: &str, path: &Path, rule: &Table) -> std::fmt::Result {
    let name = text_of(rule, "name").unwrap_or_else(|| panic!("{file}: a rule has no name"));
    let family = text_of(rule, "family").unwrap_or("inline");
    let cuts_glued = rule.get("cuts_glued_sentences").and_then(Value::as_bool);
    writeln!(
        to,
        "BuiltInRule {{ file: {file:?}, #[cfg(test)] text: include_str!({path:?}), \
         rule: RuleInfo {{ name: RuleName::{}, family: Family::{}, cuts_glued_sentences: {} }}, \
         phrases: &[",
        variant_name(name),
        variant_name(family),
        cuts_glued.unwrap_or_default()
    )?;
    let phrases = rule.get("phrases").and_then(Value::as_array);
    for table in phrases.into_iter().flatten().filter_map(Value::as_table) {
        let mut languages = texts_of(table, "languages");
        if languages.is_empty() {
            languages = texts_of(rule, "languages");
        }
        let anchor = text_of(table, "match")
            .unwrap_or_else(|| panic!("{file}: a table of phrases has no key `match`"));
        let certainty = match text_of(table, "certainty") {
            None | Some("cut") => "Cut",
            Some("cut-unsure") => "CutIfAsked",
            Some("show") => "ShowOnly",
            Some(other) => panic!("{file}: certainty {other:?}: take cut, cut-unsure or show"),
        };
        writeln!(
            to,
            "    BuiltInPhrases {{ languages: &{languages:?}, anchor: Anchor::{}, \
             certainty: Certainty::{certainty}, max_words: {:?}, evidence: {:?}, \
             must_address_reader: {:?}, patterns: &[",
            variant_name(anchor),
            table.get("max_words").and_then(Value::as_integer),
            table.get("evidence").and_then(Value::as_float),
            table.get("must_address_reader").and_then(Value::as_bool),
        )?;
        for pattern in texts_of(table, "patterns") {
            writeln!(to, "        {pattern:?},")?;
        }
        writeln!(to, "    ] }},")?;
    }
    writeln!(to, "] }},")
}

/// The text under a key; `None` if there is none.
fn text_of<'t>(table: &'t Table, key: &str) -> Option<&'t str> {
    table.get(key).and_then(Value::as_str)
}

/// The list of texts under a key; empty if there is none.
fn texts_of<'t>(table: &'t Table, key: &str) -> Vec<&'t str> {
    let list = table.get(key).and_then(Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// The name of the enum variant for a word in kebab-case: `ReadMore` for `read-more`.
fn variant_name(word: &str) -> String {
    word.split('-').map(with_capital).collect()
}

/// The word with a capital as its first letter. It is ASCII, and may be empty.
fn with_capital(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_uppercase() + rest
}
