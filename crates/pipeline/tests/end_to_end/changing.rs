//! A dump that is changed while it is read, two runs on one folder, and runs that are taken up.

use crate::bench_desk::{Desk, contents};
use copydesk_pipeline::{
    Config, Error, ErrorKind, Inputs, Policy, Progress, RepeatsPolicy, Scope, Silent, Summary,
    clean, restore,
};
use copydesk_testkit::{Dump, Recipe};
use std::fs::{self, File};
use std::path::Path;

/// Does something when a walk begins.
struct At<'a, F: Fn() + Sync>(&'a str, F);

impl<F: Fn() + Sync> Progress for At<'_, F> {
    fn begin(&self, name: &str, _: u64) {
        if name == self.0 {
            self.1();
        }
    }
    fn reach(&self, _: u64) {}
    fn end(&self) {}
}

fn dump() -> Desk {
    let recipe = Recipe {
        seed: 21,
        stories: 20,
        sites: 3,
        background_share: 0.5,
        ..Recipe::default()
    };
    Desk::new().file("dump.jsonl", Dump::synthetic(&recipe).to_jsonl().as_bytes())
}

/// Writes over the first letter of the last record's text, and makes the file look as old as it
/// was.
fn secretly(path: &Path) {
    let modified = fs::metadata(path).unwrap().modified().unwrap();
    let mut bytes = fs::read(path).unwrap();
    let at = bytes.len() - 20;
    bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
    fs::write(path, bytes).unwrap();
    File::options()
        .write(true)
        .open(path)
        .unwrap()
        .set_modified(modified)
        .unwrap();
}

fn longer(path: &Path) {
    let bytes = [
        fs::read(path).unwrap(),
        b"{\"text\":\"One more.\"}\n".to_vec(),
    ]
    .concat();
    fs::write(path, bytes).unwrap();
}

fn shorter(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
}

fn gone(path: &Path) {
    fs::remove_file(path).unwrap();
}

#[test]
fn a_dump_that_changes_under_the_run_stops_it() {
    type Change = fn(&Path);
    let changes: [(&str, Change); 4] = [
        ("secretly", secretly),
        ("longer", longer),
        ("shorter", shorter),
        ("gone", gone),
    ];
    // So that there are passes of all kinds.
    let policy = Policy {
        repeats: RepeatsPolicy::Cut,
        ..Policy::default()
    };
    let config = Config {
        policy,
        ..Config::default()
    };
    for pass in ["survey", "examine", "compare", "passages", "write"] {
        for (name, change) in changes {
            // Nobody can tell a change that was made in secret before the first look.
            if (pass, name) == ("survey", "secretly") {
                continue;
            }
            let desk = dump();
            let path = desk.path("in/dump.jsonl");
            let error = clean(
                &desk.inputs(),
                &desk.path("out"),
                &config,
                &At(pass, || change(&path)),
            )
            .unwrap_err();
            assert!(
                error.to_string().contains("in/dump.jsonl"),
                "{pass}, {name}: {error}"
            );
            let is_told = error
                .to_string()
                .contains("was changed since the run began")
                || error.kind() == ErrorKind::Input;
            assert!(is_told, "{pass}, {name}: {error}");
            assert!(!desk.path("out").exists(), "{pass}, {name}");
            assert!(
                !desk.path(".out.copydesk-partial").exists(),
                "{pass}, {name}: what is known of it is of no use"
            );
        }
    }
}

#[test]
fn in_document_scope_too() {
    let desk = dump();
    let path = desk.path("in/dump.jsonl");
    let config = Config {
        scope: Scope::Document,
        ..Config::default()
    };
    let error = clean(
        &desk.inputs(),
        &desk.path("out"),
        &config,
        &At("write", || longer(&path)),
    )
    .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("was changed since the run began"),
        "{error}"
    );
}

#[test]
fn two_runs_on_one_folder() {
    let desk = dump();
    let second = std::sync::Mutex::new(None);
    let run = || {
        clean(
            &desk.inputs(),
            &desk.path("out"),
            &Config::default(),
            &Silent,
        )
    };
    let first = clean(
        &desk.inputs(),
        &desk.path("out"),
        &Config::default(),
        &At("examine", || *second.lock().unwrap() = Some(run())),
    );
    let refused: Error = second.into_inner().unwrap().unwrap().unwrap_err();
    let message = refused.to_string();
    assert!(
        message.contains(&format!("process {}", std::process::id()))
            && message.contains("choose another folder"),
        "{message}"
    );
    assert!(first.is_ok(), "the first is not disturbed");
    restore(&desk.path("out"), &desk.path("back")).unwrap();
    assert_eq!(contents(&desk.path("back")), contents(&desk.path("in")));
    assert!(!desk.path(".out.copydesk-lock").exists());
}

/// Notes are kept of any dump.
fn noting() -> Config {
    Config {
        checkpoint: 1,
        ..Config::default()
    }
}

/// A run that fails as the walk begins.
fn stopped_at(desk: &Desk, pass: &str, config: &Config) -> Error {
    let (path, aside) = (desk.path("in/dump.jsonl"), desk.path("aside"));
    let stop = || fs::rename(&path, &aside).unwrap();
    let error = clean(&desk.inputs(), &desk.path("out"), config, &At(pass, stop)).unwrap_err();
    fs::rename(&aside, &path).unwrap();
    error
}

fn resumed(desk: &Desk, config: &Config) -> Result<Summary, Error> {
    clean(&desk.inputs(), &desk.path("out"), config, &Silent)
}

#[test]
fn a_run_that_stopped_goes_on_and_says_so() {
    let walks = std::sync::Mutex::new(Vec::new());
    struct Listening<'a>(&'a std::sync::Mutex<Vec<String>>);
    impl Progress for Listening<'_> {
        /// Walks read something, what is done between them does not.
        fn begin(&self, name: &str, bytes: u64) {
            if bytes > 0 {
                self.0.lock().unwrap().push(name.to_owned());
            }
        }
        fn reach(&self, _: u64) {}
        fn end(&self) {}
        fn remark(&self, message: &str) {
            self.0.lock().unwrap().push(message.to_owned());
        }
    }
    let whole = dump();
    whole.clean("out", &noting());
    for (pass, left) in [("examine", 5), ("compare", 4), ("write", 1)] {
        let desk = dump();
        let error = stopped_at(&desk, pass, &noting());
        assert!(
            error
                .to_string()
                .ends_with("the same command continues from there"),
            "{error}"
        );
        walks.lock().unwrap().clear();
        clean(
            &desk.inputs(),
            &desk.path("out"),
            &noting(),
            &Listening(&walks),
        )
        .unwrap();
        let heard = std::mem::take(&mut *walks.lock().unwrap());
        assert!(heard[0].contains("continues where it was"), "{heard:?}");
        assert!(
            heard.len() <= left + 1 && heard[1] == pass,
            "{pass}: {heard:?}"
        );
        assert!(
            contents(&desk.path("out")) == contents(&whole.path("out")),
            "{pass}"
        );
        assert!(!desk.path("out/__copydesk/run").exists());
    }
}

#[test]
fn another_run_is_not_taken_up() {
    let desk = dump();
    stopped_at(&desk, "write", &noting());
    let refused = |config: &Config, remedy: &str| {
        let message = resumed(&desk, config).unwrap_err().to_string();
        assert!(
            message.contains(remedy) && message.contains("--overwrite"),
            "{message}"
        );
    };
    refused(
        &Config {
            threshold: 0.7,
            ..noting()
        },
        "--threshold was 0.8 and is now 0.7",
    );
    refused(
        &Config {
            checkpoint: u64::MAX,
            ..noting()
        },
        "with other settings",
    );
    let path = desk.path("in/dump.jsonl");
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(modified + std::time::Duration::from_secs(2))
        .unwrap();
    refused(
        &noting(),
        "from the input file dump.jsonl, which was changed since",
    );
    fs::write(desk.path("in/more.jsonl"), "{\"text\":\"More.\"}\n").unwrap();
    refused(&noting(), "from 1 input files, and now there are 2");
    let message = restore(&desk.path("in"), &desk.path("out"))
        .unwrap_err()
        .to_string();
    assert!(message.contains("not an output folder"), "{message}");
    resumed(
        &desk,
        &Config {
            overwrite: true,
            ..noting()
        },
    )
    .unwrap();
    let fresh = Inputs::discover(&[desk.path("in").display().to_string()], None).unwrap();
    clean(&fresh, &desk.path("fresh"), &noting(), &Silent).unwrap();
    assert!(contents(&desk.path("out")) == contents(&desk.path("fresh")));
}

#[test]
fn of_a_small_dump_nothing_is_kept() {
    let desk = dump();
    let error = stopped_at(&desk, "write", &Config::default());
    assert!(
        !error.to_string().contains("continues from there"),
        "{error}"
    );
    assert!(!desk.path(".out.copydesk-partial").exists());
}
