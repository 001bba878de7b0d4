//! A dump that is changed while it is read, two runs with one output folder, and runs that are
//! continued.

use crate::bench_desk::{Desk, contents};
use copydesk_pipeline::{
    Config, Error, ErrorKind, Inputs, Policy, Progress, RepeatsPolicy, Scope, Silent, Summary,
    clean, restore,
};
use copydesk_testkit::{Dump, Recipe};
use std::fs::{self, File};
use std::path::Path;

/// Calls a function when the pass with this name begins.
struct At<'a, F: Fn() + Sync>(&'a str, F);

impl<F: Fn() + Sync> Progress for At<'_, F> {
    fn begin(&self, name: &str, _: u64) {
        let Self(pass, act) = self;
        if name == *pass {
            act();
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

/// Changes a byte of the last record, but neither the length of the file nor its modification time.
fn change_secretly(path: &Path) {
    let modified = fs::metadata(path).unwrap().modified().unwrap();
    let mut bytes = fs::read(path).unwrap();
    let position = bytes.len() - 20;
    bytes[position] = if bytes[position] == b'x' { b'y' } else { b'x' };
    fs::write(path, bytes).unwrap();
    File::options()
        .write(true)
        .open(path)
        .unwrap()
        .set_modified(modified)
        .unwrap();
}

fn lengthen(path: &Path) {
    let bytes = [
        fs::read(path).unwrap(),
        b"{\"text\":\"One more.\"}\n".to_vec(),
    ]
    .concat();
    fs::write(path, bytes).unwrap();
}

fn shorten(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
}

fn remove(path: &Path) {
    fs::remove_file(path).unwrap();
}

#[test]
fn a_dump_that_is_changed_during_the_run_stops_it() {
    type Change = fn(&Path);
    let changes: [(&str, Change); 4] = [
        ("secretly", change_secretly),
        ("longer", lengthen),
        ("shorter", shorten),
        ("removed", remove),
    ];
    // So that there are all passes.
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
            // A secret change cannot be noticed if it is made before the file is first read.
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
            let says_why = error
                .to_string()
                .contains("was changed since the run began")
                || error.kind() == ErrorKind::Input;
            assert!(says_why, "{pass}, {name}: {error}");
            assert!(!desk.path("out").exists(), "{pass}, {name}");
            assert!(
                !desk.path(".out.copydesk-partial").exists(),
                "{pass}, {name}: checkpoints of a changed dump are of no use"
            );
        }
    }
}

#[test]
fn a_dump_that_is_changed_stops_a_run_in_document_scope() {
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
        &At("write", || lengthen(&path)),
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
fn a_second_run_with_the_same_output_folder_is_refused() {
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

/// Settings with which checkpoints are kept even of a small dump.
fn with_checkpoints() -> Config {
    Config {
        checkpoint: 1,
        ..Config::default()
    }
}

/// The error of a run that fails when the pass begins, because its input file is gone.
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
fn a_run_that_failed_is_continued_and_says_so() {
    let reported = std::sync::Mutex::new(Vec::new());
    struct Listening<'a>(&'a std::sync::Mutex<Vec<String>>);
    impl Progress for Listening<'_> {
        /// Notes passes only: steps between passes read 0 bytes.
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
    whole.clean("out", &with_checkpoints());
    for (pass, most_left) in [("examine", 5), ("compare", 4), ("write", 1)] {
        let desk = dump();
        let error = stopped_at(&desk, pass, &with_checkpoints());
        assert!(
            error
                .to_string()
                .ends_with("the same command continues from there"),
            "{error}"
        );
        reported.lock().unwrap().clear();
        clean(
            &desk.inputs(),
            &desk.path("out"),
            &with_checkpoints(),
            &Listening(&reported),
        )
        .unwrap();
        // A remark first, then the passes.
        let reported = std::mem::take(&mut *reported.lock().unwrap());
        assert!(
            reported[0].contains("continues where it was"),
            "{reported:?}"
        );
        assert!(
            reported.len() <= most_left + 1 && reported[1] == pass,
            "{pass}: {reported:?}"
        );
        assert!(
            contents(&desk.path("out")) == contents(&whole.path("out")),
            "{pass}"
        );
        assert!(!desk.path("out/__copydesk/run").exists());
    }
}

#[test]
fn a_run_with_other_settings_or_inputs_is_not_continued() {
    let desk = dump();
    stopped_at(&desk, "write", &with_checkpoints());
    let check_refused = |config: &Config, reason: &str| {
        let message = resumed(&desk, config).unwrap_err().to_string();
        assert!(
            message.contains(reason) && message.contains("--overwrite"),
            "{message}"
        );
    };
    check_refused(
        &Config {
            threshold: 0.7,
            ..with_checkpoints()
        },
        "--threshold was 0.8 and is now 0.7",
    );
    check_refused(
        &Config {
            checkpoint: u64::MAX,
            ..with_checkpoints()
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
    check_refused(
        &with_checkpoints(),
        "from the input file dump.jsonl, which was changed since",
    );
    fs::write(desk.path("in/more.jsonl"), "{\"text\":\"More.\"}\n").unwrap();
    check_refused(
        &with_checkpoints(),
        "from another number of input files (1, where there are now 2)",
    );
    let message = restore(&desk.path("in"), &desk.path("out"))
        .unwrap_err()
        .to_string();
    assert!(message.contains("not an output folder"), "{message}");
    resumed(
        &desk,
        &Config {
            overwrite: true,
            ..with_checkpoints()
        },
    )
    .unwrap();
    let fresh = Inputs::discover(&[desk.path("in").display().to_string()], None).unwrap();
    clean(&fresh, &desk.path("fresh"), &with_checkpoints(), &Silent).unwrap();
    assert!(contents(&desk.path("out")) == contents(&desk.path("fresh")));
}

#[test]
fn no_checkpoints_are_kept_of_a_small_dump() {
    let desk = dump();
    let error = stopped_at(&desk, "write", &Config::default());
    assert!(
        !error.to_string().contains("continues from there"),
        "{error}"
    );
    assert!(!desk.path(".out.copydesk-partial").exists());
}
