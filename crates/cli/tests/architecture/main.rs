//! Checks that `ARCHITECTURE.md` and `docs/crates.md` describe the crates as they are: their
//! picture and tables agree with the manifests and the sources. Also checks all pages: the files,
//! recipes and commands that they name exist.
#![allow(clippy::unwrap_used, reason = "all of it is a test")]

mod modules;
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use toml::Table;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn architecture() -> String {
    read(&root().join("ARCHITECTURE.md"))
}

/// The page with the two tables that the manifests are compared with.
fn crates_page() -> String {
    read(&root().join("docs/crates.md"))
}

/// The table of a page whose first line begins with `header`, as rows of cells. The first row is
/// the header.
fn table(page: &str, header: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| {
        line.trim()
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let lines = page
        .lines()
        .skip_while(|line| !line.starts_with(header))
        .take_while(|line| line.starts_with('|'));
    let rows: Vec<_> = lines
        .map(cells)
        .filter(|row| !row[0].starts_with("--"))
        .collect();
    assert!(
        rows.len() > 1,
        "the page has no table that begins with {header}"
    );
    rows
}

/// The names of the folders under `crates/`.
fn crates() -> Vec<String> {
    let entries = fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap());
    let crates = entries.filter(|entry| entry.path().join("Cargo.toml").exists());
    let mut names: Vec<String> = crates
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The dependencies that a manifest lists.
struct Dependencies {
    /// Those of the crate itself, and of its build script.
    always: BTreeSet<String>,
    /// Those that only its tests need.
    tests: BTreeSet<String>,
}

impl Dependencies {
    fn of(folder: &Path) -> Self {
        let manifest: Table = toml::from_str(&read(&folder.join("Cargo.toml"))).unwrap();
        let targets = manifest
            .get("target")
            .and_then(|targets| targets.as_table())
            .into_iter()
            .flatten();
        let tables: Vec<&Table> = targets
            .filter_map(|(_, target)| target.as_table())
            .chain([&manifest])
            .collect();
        let names = |section: &str| -> BTreeSet<String> {
            let tables = tables
                .iter()
                .filter_map(|place| place.get(section)?.as_table());
            tables
                .flat_map(|table| table.iter().map(|(key, value)| package(key, value)))
                .collect()
        };
        let always: BTreeSet<String> = names("dependencies")
            .union(&names("build-dependencies"))
            .cloned()
            .collect();
        Self {
            tests: names("dev-dependencies")
                .difference(&always)
                .cloned()
                .collect(),
            always,
        }
    }

    /// Whether `name` is used, in the words of the table in `docs/crates.md`.
    fn use_of(&self, name: &str) -> &'static str {
        if self.always.contains(name) {
            "yes"
        } else if self.tests.contains(name) {
            "tests"
        } else {
            "no"
        }
    }
}

/// The name of a dependency's package. The key in the manifest may be another name.
fn package(key: &str, value: &toml::Value) -> String {
    value
        .get("package")
        .and_then(|name| name.as_str())
        .unwrap_or(key)
        .to_owned()
}

/// The name of the package in a folder under `crates/`.
fn package_in(folder: &str) -> String {
    let manifest: Table = toml::from_str(&read(
        &root().join("crates").join(folder).join("Cargo.toml"),
    ))
    .unwrap();
    manifest["package"]["name"].as_str().unwrap().to_owned()
}

/// Whether a package is copydesk's own.
fn is_ours(package: &str) -> bool {
    package == "copydesk" || package.starts_with("copydesk-")
}

#[test]
fn the_table_of_crates_agrees_with_the_manifests() {
    let rows = table(&crates_page(), "| may use → |");
    let listed: BTreeSet<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    let crates = crates();
    assert_eq!(
        listed,
        crates.iter().map(String::as_str).collect(),
        "the table's rows and the folders under crates/"
    );
    let packages_with_column: BTreeSet<String> = rows[0]
        .iter()
        .filter(|name| crates.contains(name))
        .map(|name| package_in(name))
        .collect();
    for row in &rows[1..] {
        let dependencies = Dependencies::of(&root().join("crates").join(&row[0]));
        let unlisted: Vec<_> = dependencies
            .always
            .union(&dependencies.tests)
            .filter(|name| is_ours(name) && !packages_with_column.contains(*name))
            .collect();
        assert!(
            unlisted.is_empty(),
            "{}: the table has no column for {unlisted:?}",
            row[0]
        );
        for (name, cell) in rows[0].iter().zip(row).skip(1) {
            let found = match name.as_str() {
                // Another test checks these columns.
                "files" | "environment" | "terminal" => continue,
                "rayon" => dependencies.use_of("rayon"),
                own if *own == row[0] => "·",
                other if crates.iter().any(|name| name == other) => {
                    dependencies.use_of(&package_in(other))
                }
                other => panic!("the table has a column {other}, which is no crate"),
            };
            assert_eq!(
                cell, found,
                "whether {} uses {name}: docs/crates.md, and crates/{}/Cargo.toml",
                row[0], row[0]
            );
        }
    }
}

/// The crates that use a dependency.
#[derive(Default, PartialEq, Eq, Debug)]
struct Users {
    /// Those that use it in more than tests.
    always: BTreeSet<String>,
    /// Those that use it only in tests.
    tests: BTreeSet<String>,
}

/// The users of each dependency from outside, by the manifests.
fn users_by_manifest() -> BTreeMap<String, Users> {
    let mut users: BTreeMap<String, Users> = BTreeMap::new();
    let folders = crates()
        .into_iter()
        .map(|name| (root().join("crates").join(&name), name));
    for (folder, user) in folders.chain([(root().join("benches"), "benches".to_owned())]) {
        let dependencies = Dependencies::of(&folder);
        for name in dependencies.always {
            users.entry(name).or_default().always.insert(user.clone());
        }
        for name in dependencies.tests {
            users.entry(name).or_default().tests.insert(user.clone());
        }
    }
    users.retain(|dependency, _| !is_ours(dependency));
    users
}

/// The users of each dependency from outside, by the table in `docs/crates.md`.
fn users_by_page() -> BTreeMap<String, Users> {
    let names = |list: &str| {
        list.split([',', ';'])
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect()
    };
    let entry = |row: Vec<String>| {
        let (always, tests) = row[1].split_once("tests:").unwrap_or((&row[1], ""));
        assert!(!row[2].is_empty(), "{}: why is it worth having?", row[0]);
        let users = Users {
            always: names(always),
            tests: names(tests),
        };
        (row[0].trim_matches('`').to_owned(), users)
    };
    table(&crates_page(), "| dependency | used by |")
        .into_iter()
        .skip(1)
        .map(entry)
        .collect()
}

#[test]
fn the_table_of_dependencies_agrees_with_the_manifests() {
    let (listed, found) = (users_by_page(), users_by_manifest());
    for name in found.keys().chain(listed.keys()) {
        assert_eq!(
            listed.get(name),
            found.get(name),
            "users of {name}: docs/crates.md, and the manifests"
        );
    }
}

#[test]
fn no_modules_depend_on_each_other_in_a_cycle() {
    let mut cycles = String::new();
    for name in crates() {
        let arrows = arrows_in(&name);
        for cycle in modules::cycles(&arrows) {
            cycles.push_str(&modules::describe(&cycle, &arrows));
        }
    }
    assert!(
        cycles.is_empty(),
        "move what both sides need into a file below both:\n{cycles}"
    );
}

/// The module trees of a crate: that of its library, of its binary, or both.
fn trees_of(name: &str) -> Vec<modules::Crate> {
    let source = root().join("crates").join(name).join("src");
    let roots = ["lib.rs", "main.rs"].map(|file| source.join(file));
    roots
        .iter()
        .filter(|file| file.exists())
        .map(|file| modules::Crate::read(file))
        .collect()
}

/// The dependencies between the files of a crate, with paths from the root of the repository.
fn arrows_in(name: &str) -> BTreeSet<modules::Arrow> {
    let arrows = trees_of(name).into_iter().flat_map(|tree| tree.arrows());
    arrows.map(|arrow| arrow.relative_to(&root())).collect()
}

#[test]
fn every_file_is_a_module() {
    for name in crates() {
        let mut files = Vec::new();
        rust_files(&root().join("crates").join(&name).join("src"), &mut files);
        let modules: BTreeSet<PathBuf> = trees_of(&name)
            .iter()
            .flat_map(modules::Crate::files)
            .collect();
        let sources: String = modules.iter().map(|file| read(file)).collect();
        for file in files.iter().filter(|file| !modules.contains(*file)) {
            let stem = file.file_stem().unwrap().to_string_lossy();
            // Modules for tests are not in the trees.
            let is_for_tests = sources.contains(&format!("#[cfg(test)]\nmod {stem};"));
            assert!(is_for_tests, "{}: no module declares it", file.display());
        }
    }
}

/// For some columns of the table: pieces of source text that only a crate with a “yes” in the
/// column may contain.
const SIGNS: [(&str, &[&str]); 3] = [
    (
        "files",
        &[
            "std::fs",
            "File::open",
            "File::create",
            "OpenOptions",
            "std::net",
        ],
    ),
    (
        "environment",
        &[
            "std::env",
            "env::var",
            "env::args",
            "env::temp_dir",
            "env::current_dir",
        ],
    ),
    (
        "terminal",
        &[
            "println!",
            "eprintln!",
            "print!(",
            "eprint!(",
            "dbg!",
            "stdout()",
            "stderr()",
            "stdin()",
        ],
    ),
];

#[test]
fn only_crates_that_may_use_files_and_terminal_do() {
    let rows = table(&crates_page(), "| may use → |");
    let mut offences = Vec::new();
    for row in &rows[1..] {
        let mut sources = Vec::new();
        rust_files(
            &root().join("crates").join(&row[0]).join("src"),
            &mut sources,
        );
        for (name, signs) in SIGNS {
            let column = rows[0]
                .iter()
                .position(|head| head == name)
                .unwrap_or_else(|| panic!("the table has no column {name}"));
            if row[column] == "yes" {
                continue;
            }
            for path in &sources {
                let source = read(path);
                let lines =
                    code(&source).filter(|line| signs.iter().any(|sign| line.contains(sign)));
                offences.extend(
                    lines.map(|line| format!("{}: {name}: {}", path.display(), line.trim())),
                );
            }
        }
    }
    assert!(
        offences.is_empty(),
        "the table in docs/crates.md does not allow this:\n{}",
        offences.join("\n")
    );
}

/// The lines that are neither comments nor tests. Tests are at the end of a file.
fn code(source: &str) -> impl Iterator<Item = &str> {
    let is_comment = |line: &&str| line.trim_start().starts_with("//");
    source
        .lines()
        .take_while(|line| line.trim() != "#[cfg(test)]")
        .filter(move |line| !is_comment(line))
}

/// Appends all Rust files in a folder and its subfolders.
fn rust_files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            out.push(path);
        }
    }
}

/// The Markdown pages in the root, in some folders, and of the crates, each with its text.
fn pages() -> Vec<(PathBuf, String)> {
    let mut pages = Vec::new();
    for folder in ["", "docs", "benches", "benches/record", "testdata"] {
        let entries = fs::read_dir(root().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path());
        pages.extend(entries.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    }
    pages.extend(
        crates()
            .into_iter()
            .map(|name| root().join("crates").join(name).join("README.md"))
            .filter(|path| path.exists()),
    );
    pages.sort();
    pages
        .into_iter()
        .map(|path| (path.clone(), read(&path)))
        .collect()
}

/// The code on a page: all pieces of text in backticks, and all lines of fenced or indented blocks.
fn quoted(text: &str) -> Vec<&str> {
    let mut out: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .collect();
    // Every second part is inside a fenced block. Outside, every second part is inside backticks.
    for (i, part) in text.split("```").enumerate() {
        if i % 2 == 1 {
            out.extend(part.lines());
        } else {
            out.extend(part.split('`').skip(1).step_by(2));
        }
    }
    out
}

#[test]
fn every_relative_link_leads_somewhere() {
    let mut broken = Vec::new();
    for (page, text) in pages() {
        for rest in text.split("](").skip(1) {
            let target = rest.split([')', ' ']).next().unwrap();
            let path = target.split('#').next().unwrap();
            let is_elsewhere =
                path.is_empty() || target.contains("://") || target.starts_with("mailto:");
            if !is_elsewhere && !page.with_file_name(path).exists() {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "links to nothing:\n{}",
        broken.join("\n")
    );
}

#[test]
fn every_path_that_a_page_names_exists() {
    let folders = [
        "crates/",
        "benches/",
        "docs/",
        "external/",
        "testdata/",
        ".ci/",
    ];
    let mut missing = Vec::new();
    for (page, text) in pages() {
        let paths = quoted(&text).into_iter().filter(|q| {
            folders.iter().any(|start| q.starts_with(start)) && !q.contains(['*', '<', ' '])
        });
        let absent =
            paths.filter(|path| !root().join(path).exists() && !page.with_file_name(path).exists());
        missing.extend(absent.map(|path| format!("{}: {path}", page.display())));
    }
    assert!(
        missing.is_empty(),
        "named, but not there:\n{}",
        missing.join("\n")
    );
}

/// The names of the crates in each row of the picture, from top to bottom.
fn picture(page: &str) -> Vec<Vec<String>> {
    let start = page.find('┌').expect("ARCHITECTURE.md has a picture");
    let end = page.find('└').expect("the picture ends");
    let boxes = page[start..end].lines().map(|line| {
        let (_, inside) = line.split_once('│')?;
        let (inside, _description) = inside.rsplit_once('│')?;
        Some(
            inside
                .split('│')
                .map(|name| name.trim().to_owned())
                .collect(),
        )
    });
    boxes.flatten().collect()
}

#[test]
fn the_picture_agrees_with_the_manifests() {
    let rows = picture(&architecture());
    let row_of = |package: &str| {
        let is_here = |row: &Vec<String>| row.iter().any(|name| package_in(name) == package);
        rows.iter().position(is_here)
    };
    let mut drawn: Vec<String> = rows.iter().flatten().cloned().collect();
    drawn.sort();
    let mut expected = crates();
    expected.retain(|name| name != "testkit");
    assert_eq!(
        drawn, expected,
        "every crate is drawn once, but not the one for tests"
    );
    for (index, names) in rows.iter().enumerate() {
        for name in names {
            let dependencies = Dependencies::of(&root().join("crates").join(name));
            for package in dependencies
                .always
                .iter()
                .filter(|package| is_ours(package))
            {
                let below = row_of(package).is_some_and(|row| row > index);
                assert!(below, "{name} uses {package}, which is not drawn below it");
            }
        }
    }
}

/// The doc tests of the library run the examples in its own README. An example in the main README
/// is tested only if it is one of these.
#[test]
fn the_main_readme_shows_only_examples_of_the_library_readme() {
    let rust_blocks = |page: &str| -> Vec<String> {
        let blocks = page.split("```rust\n").skip(1);
        blocks
            .map(|block| block.split("```").next().unwrap().to_owned())
            .collect()
    };
    let tested = rust_blocks(&read(&root().join("crates/copydesk/README.md")));
    let shown = rust_blocks(&read(&root().join("README.md")));
    assert!(!shown.is_empty());
    for example in shown {
        assert!(
            tested.contains(&example),
            "not in the library's own page:\n{example}"
        );
    }
}

#[test]
fn the_architecture_page_is_short() {
    const MAX_LINES: usize = 160;
    let lines = architecture().lines().count();
    assert!(
        lines <= MAX_LINES,
        "ARCHITECTURE.md has {lines} lines; details belong in docs/ or beside the code"
    );
}

#[test]
fn every_crate_has_a_row_on_the_page() {
    let page = architecture();
    for name in crates() {
        assert!(
            page.contains(&format!("| `crates/{name}` |")),
            "ARCHITECTURE.md does not say what crates/{name} is for"
        );
    }
}

/// The calls of a program on the pages, each as the name of the page and the arguments.
fn calls_of(program: &str) -> Vec<(String, String)> {
    let start = format!("{program} ");
    let calls = |(page, text): &(PathBuf, String)| -> Vec<(String, String)> {
        let lines = quoted(text)
            .into_iter()
            .filter_map(|line| line.trim().trim_start_matches("$ ").strip_prefix(&start));
        lines
            .map(|call| {
                (
                    page.display().to_string(),
                    call.split(['|', '>', '#']).next().unwrap().to_owned(),
                )
            })
            .collect()
    };
    pages().iter().flat_map(calls).collect()
}

#[test]
fn every_recipe_that_a_page_names_is_in_the_justfile() {
    let justfile = read(&root().join("justfile"));
    for (page, call) in calls_of("just") {
        let recipe = call.split_whitespace().next().unwrap();
        let is_there = justfile
            .lines()
            .any(|line| line.split([' ', ':']).next() == Some(recipe));
        assert!(is_there, "{page}: the justfile has no recipe {recipe}");
    }
}

#[test]
fn every_command_that_a_page_names_can_be_typed() {
    let help_of = |command: &str| {
        let run = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args([command, "--help"])
            .output()
            .unwrap();
        run.status
            .success()
            .then(|| String::from_utf8(run.stdout).unwrap())
    };
    for (page, call) in calls_of("copydesk") {
        let Some(command) = call
            .split_whitespace()
            .next()
            .filter(|word| !word.starts_with('-'))
        else {
            continue;
        };
        let help =
            help_of(command).unwrap_or_else(|| panic!("{page}: there is no `copydesk {command}`"));
        for flag in call
            .split_whitespace()
            .filter_map(|word| word.split('=').next()?.strip_prefix("--"))
        {
            assert!(
                help.contains(&format!("--{flag}")),
                "{page}: `copydesk {command}` has no --{flag}"
            );
        }
    }
}
