//! For tests: a disk on which any step can be made to fail, and a fault in the work on any record.

use copydesk_store::{Disk, Observer, Step};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What is to go wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Plan {
    /// Nothing; steps are only counted.
    Nothing,
    /// One step fails, all others work.
    Once(usize),
    /// From one step on nothing works any more: as if the process had been killed there, since it
    /// cannot even tidy up.
    Dead(usize),
    /// From one step on nothing can be made or written: the disk is full. Removing still works.
    Full(usize),
}

/// A plan, and what happened so far.
#[derive(Debug)]
pub(crate) struct Faults {
    plan: Plan,
    /// The pass and record in which the work fails with a panic.
    panic_at: Option<(&'static str, u64)>,
    /// The only path whose steps the plan counts, if it does not count all.
    folder: Option<PathBuf>,
    steps: Mutex<Vec<(Step, PathBuf)>>,
}

impl Faults {
    pub(crate) fn disk(plan: Plan) -> Disk {
        Disk::observed(Self::new(plan, None, None))
    }

    /// The same; the plan counts only the steps that are taken in this folder, and what is full or
    /// dead from then on is all of the disk.
    pub(crate) fn disk_in(folder: PathBuf, plan: Plan) -> Disk {
        Disk::observed(Self::new(plan, None, Some(folder)))
    }

    /// A disk that is sound, beside work that is not.
    pub(crate) fn panicking_at(pass: &'static str, record: u64) -> Disk {
        Disk::observed(Self::new(Plan::Nothing, Some((pass, record)), None))
    }

    /// A sound disk, and who counts its steps.
    pub(crate) fn counting() -> (Disk, Arc<Self>) {
        let faults = Self::new(Plan::Nothing, None, None);
        (Disk::observed(faults.clone()), faults)
    }

    fn new(
        plan: Plan,
        panic_at: Option<(&'static str, u64)>,
        folder: Option<PathBuf>,
    ) -> Arc<Self> {
        Arc::new(Self {
            plan,
            panic_at,
            folder,
            steps: Mutex::default(),
        })
    }

    /// The steps that were taken.
    pub(crate) fn steps(&self) -> Vec<(Step, PathBuf)> {
        self.steps.lock().unwrap().clone()
    }
}

impl Observer for Faults {
    /// Fails, if it is the step that the plan says.
    fn before(&self, step: Step, path: &Path) -> io::Result<()> {
        let mut steps = self.steps.lock().unwrap();
        steps.push((step, path.to_owned()));
        let is_counted = |path: &Path| self.folder.as_deref().is_none_or(|only| path == only);
        let counted = steps.iter().filter(|(_, path)| is_counted(path)).count();
        let makes = matches!(
            step,
            Step::Create | Step::Write | Step::Sync | Step::MakeFolder
        );
        // 5 is `EIO`, and 28 is `ENOSPC`, for which the message asks the user to make room.
        match self.plan {
            Plan::Once(at) if is_counted(path) && counted == at + 1 => {
                Err(io::Error::from_raw_os_error(5))
            }
            Plan::Dead(from) if counted > from => Err(io::Error::from_raw_os_error(5)),
            Plan::Full(from) if counted > from && makes => Err(io::Error::from_raw_os_error(28)),
            _ => Ok(()),
        }
    }

    fn before_record(&self, pass: &str, record: u64) {
        assert!(
            self.panic_at != Some((pass, record)),
            "planned fault in {pass}"
        );
    }
}

mod tests {
    use super::*;
    use crate::{Config, Inputs, Result, Silent, Summary, Verdict, clean, restore};
    use copydesk_clean::Decision;
    use copydesk_testkit::{Dump, Recipe};
    use std::collections::BTreeMap;
    use std::fs;
    use tempfile::TempDir;

    /// A dump of a few files, and what comes of it.
    struct Bench {
        folder: TempDir,
        /// Bytes of memory, if nearly all data is to be written to temporary files, which are then
        /// in a folder of their own.
        memory: Option<u64>,
        expected: BTreeMap<String, Vec<u8>>,
    }

    /// Notes are kept of any dump, and the output is marked as complete after each file.
    fn config() -> Config {
        Config {
            checkpoint: 1,
            threads: 2,
            ..Config::default()
        }
    }

    impl Bench {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let dump = Dump::synthetic(&Recipe {
                seed: 5,
                stories: 4,
                sites: 2,
                ..Recipe::default()
            });
            let lines: Vec<String> = dump
                .to_jsonl()
                .lines()
                .map(|line| format!("{line}\n"))
                .collect();
            let input = folder.path().join("in");
            fs::create_dir_all(input.join("deep")).unwrap();
            let (first, rest) = lines.split_at(lines.len() / 2);
            fs::write(input.join("a.jsonl"), first.concat()).unwrap();
            fs::write(
                input.join("deep/b.jsonl.zst"),
                zstd::encode_all(rest.concat().as_bytes(), 1).unwrap(),
            )
            .unwrap();
            fs::write(input.join("c.jsonl"), "not a record\n\n").unwrap();
            fs::write(input.join("d.txt"), &dump.records[0].text).unwrap();
            // An archive with a member that is read, an empty one, and one that is not read.
            let mut packed = tar::Builder::new(Vec::new());
            let last = lines[lines.len() - 1].as_bytes();
            for (name, bytes) in [("e.jsonl", last), ("f.txt", &b""[..]), ("g.html", b"<p>")] {
                let mut header = tar::Header::new_gnu();
                header.set_size(bytes.len() as u64);
                packed.append_data(&mut header, name, bytes).unwrap();
            }
            fs::write(input.join("e.tar"), packed.into_inner().unwrap()).unwrap();
            let mut bench = Self {
                folder,
                memory: None,
                expected: BTreeMap::new(),
            };
            bench.run(&Disk::default(), "expected", false).unwrap();
            bench.expected = bench.contents("expected");
            bench
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        fn run(&self, disk: &Disk, out: &str, overwrite: bool) -> Result<Summary> {
            let temp_dir = self.memory.map(|_| self.path("temporary"));
            let config = Config {
                overwrite,
                memory: self.memory,
                temp_dir,
                ..config()
            };
            clean(
                &inputs(disk, &self.path("in")),
                &self.path(out),
                &config,
                &Silent,
            )
        }

        /// All files but the summary, which holds timings.
        fn contents(&self, out: &str) -> BTreeMap<String, Vec<u8>> {
            contents(&self.path(out))
        }

        /// How many steps a run takes.
        fn steps(&self) -> usize {
            let (disk, faults) = Faults::counting();
            self.run(&disk, "counted", false).unwrap();
            faults.steps().len()
        }

        /// Runs under a plan, then again on a sound disk: the bytes must be right, whatever
        /// happened in between.
        fn survives(&self, plan: Plan, name: &str, overwrite: bool) -> Option<String> {
            self.survives_on(&Faults::disk(plan), plan, name, overwrite)
        }

        /// The same with a plan for the steps that are taken in one folder: of different files,
        /// some are written at the same time, in whatever order.
        fn survives_in(&self, folder: &str, plan: Plan) -> Option<String> {
            let disk = Faults::disk_in(self.path(folder), plan);
            self.survives_on(&disk, plan, "out", false)
        }

        fn survives_on(
            &self,
            disk: &Disk,
            plan: Plan,
            name: &str,
            overwrite: bool,
        ) -> Option<String> {
            let outcome = self.run(disk, name, overwrite);
            let out = self.path(name);
            if out.exists() && !overwrite {
                assert!(
                    self.contents(name) == self.expected,
                    "{plan:?}: an output folder that is not complete"
                );
            }
            let message = outcome.err().map(|e| e.to_string());
            let is_done = out.exists() && !overwrite;
            if !is_done {
                let again = self.run(&Disk::default(), name, overwrite);
                assert!(again.is_ok(), "{plan:?}: {message:?}, then {again:?}");
            }
            assert!(
                self.contents(name) == self.expected,
                "{plan:?}: other bytes"
            );
            self.nothing_else_is_left(name);
            fs::remove_dir_all(&out).unwrap();
            message
        }

        fn nothing_else_is_left(&self, name: &str) {
            let entries = fs::read_dir(self.folder.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap());
            // A kill after the last rename leaves the notes of the run. The next run over this
            // folder removes them.
            let left: Vec<String> = entries
                .filter(|entry| entry.starts_with(&format!(".{name}.")) && !entry.ends_with("-run"))
                .collect();
            assert!(left.is_empty(), "{left:?}");
        }
    }

    fn inputs(disk: &Disk, path: &Path) -> Inputs {
        Inputs::discover(&[path.display().to_string()], None)
            .unwrap()
            .through(disk.clone())
    }

    fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
        let files = walkdir::WalkDir::new(folder)
            .into_iter()
            .map(std::result::Result::unwrap)
            .filter(|e| e.file_type().is_file());
        let named = files.map(|e| {
            (
                e.path().strip_prefix(folder).unwrap().display().to_string(),
                fs::read(e.path()).unwrap(),
            )
        });
        // The summary holds timings; what recurs, in it, is the same in every run.
        let stable = named.map(|(name, bytes)| {
            if name.ends_with("summary.json") {
                let summary: Summary = serde_json::from_slice(&bytes).unwrap();
                assert!(!summary.recurring.is_empty());
                return (name, serde_json::to_vec(&summary.recurring).unwrap());
            }
            (name, bytes)
        });
        stable.collect()
    }

    #[test]
    fn any_one_step_fails() {
        let bench = Bench::new();
        let steps = bench.steps();
        assert!(steps > 60, "{steps}");
        let mut errors = 0;
        let mut tried = 0;
        for at in some_of(steps) {
            tried += 1;
            if let Some(message) = bench.survives(Plan::Once(at), "out", false) {
                errors += 1;
                assert!(
                    message.contains("/in/") || message.contains("out"),
                    "names no file: {message}"
                );
                assert!(
                    message.contains("Input/output error"),
                    "gives no cause: {message}"
                );
            }
        }
        assert!(
            errors * 10 > tried * 9,
            "{errors} of {tried} faults were told"
        );
    }

    /// A bench whose runs have hardly any memory, and how many of their steps are in temporary
    /// files.
    fn starved() -> (Bench, usize) {
        let bench = Bench {
            memory: Some(0),
            ..Bench::new()
        };
        fs::create_dir(bench.path("temporary")).unwrap();
        let (disk, faults) = Faults::counting();
        bench.run(&disk, "counted", false).unwrap();
        assert!(
            bench.contents("counted") == bench.expected,
            "the bytes depend on the memory"
        );
        let folder = bench.path("temporary");
        let steps = faults.steps();
        let steps = steps.iter().filter(|(_, path)| *path == folder).count();
        assert!(steps > 60, "{steps}");
        (bench, steps)
    }

    #[test]
    fn a_temporary_file_fails_at_any_step() {
        let (bench, steps) = starved();
        for at in some_of(steps) {
            let message = bench
                .survives_in("temporary", Plan::Once(at))
                .expect("a run without its tables is no run");
            assert!(
                message.contains("temporary") && message.contains("--temp-dir"),
                "{message}"
            );
        }
    }

    #[test]
    fn the_disk_of_temporary_files_is_full() {
        let (bench, steps) = starved();
        for at in some_of(steps) {
            let message = bench
                .survives_in("temporary", Plan::Full(at))
                .expect("it needs more");
            assert!(
                message.contains("--temp-dir") || message.contains("make room"),
                "{message}"
            );
        }
    }

    #[test]
    fn it_is_killed_at_any_step() {
        let bench = Bench::new();
        for at in some_of(bench.steps()) {
            assert!(bench.survives(Plan::Dead(at), "out", false).is_some());
        }
    }

    #[test]
    fn it_is_killed_at_any_step_of_a_replacement() {
        let bench = Bench::new();
        for at in some_of(bench.steps() + 2) {
            copy_folder(&bench.path("expected"), &bench.path("out"));
            fs::write(bench.path("out/a.jsonl"), "of yesterday").unwrap();
            let _ = bench.survives(Plan::Dead(at), "out", true);
        }
    }

    #[test]
    fn the_disk_is_full_from_any_step_on() {
        let bench = Bench::new();
        let mut told = 0;
        for at in some_of(bench.steps()) {
            if let Some(message) = bench.survives(Plan::Full(at), "out", false) {
                assert!(message.contains("make room"), "{message}");
                told += 1;
            }
        }
        assert!(told > 4, "{told}");
    }

    /// Every seventh step and the last ones, in which the folders are renamed; with
    /// `COPYDESK_EVERY_STEP` all of them.
    fn some_of(steps: usize) -> impl Iterator<Item = usize> {
        let every = if std::env::var_os("COPYDESK_EVERY_STEP").is_some() {
            1
        } else {
            7
        };
        (0..steps).filter(move |at| at % every == 0 || at + 6 >= steps)
    }

    fn copy_folder(from: &Path, to: &Path) {
        for entry in walkdir::WalkDir::new(from)
            .into_iter()
            .map(std::result::Result::unwrap)
        {
            let place = to.join(entry.path().strip_prefix(from).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir_all(place).unwrap();
            } else {
                _ = fs::copy(entry.path(), place).unwrap();
            }
        }
    }

    #[test]
    fn nothing_gets_its_name_before_it_is_on_the_disk() {
        let bench = Bench::new();
        let (disk, faults) = Faults::counting();
        bench.run(&disk, "out", false).unwrap();
        let mut dirty: Vec<PathBuf> = Vec::new();
        let mut renames = 0;
        for (step, path) in faults.steps() {
            match step {
                // A write after a sync makes the file dirty again.
                Step::Create | Step::Write => dirty.push(path),
                Step::Sync => dirty.retain(|other| *other != path),
                Step::Rename => {
                    renames += 1;
                    let unsafe_ones: Vec<&PathBuf> = dirty
                        .iter()
                        .filter(|other| other.starts_with(&path))
                        .collect();
                    assert!(
                        unsafe_ones.is_empty(),
                        "{} is renamed before {unsafe_ones:?} are on the disk",
                        path.display()
                    );
                }
                _ => {}
            }
        }
        assert!(renames >= 7, "{renames}");
    }

    /// Notes are written beside the next pass, so a kill may leave some and not those before them.
    #[test]
    fn each_note_is_as_good_without_the_others() {
        let bench = Bench::new();
        // Late enough that every note is written, early enough that the folder is not yet renamed.
        let near_the_end = Plan::Dead(bench.steps() - 20);
        let mut removed = 0;
        for gone in [
            &["manifest"][..],
            &["survey"],
            &["drafts"],
            &["survey", "drafts"],
            &["written"],
        ] {
            let killed = bench.run(&Faults::disk(near_the_end), "out", false);
            assert!(killed.is_err());
            let notes = bench.path(".out.copydesk-partial/__copydesk/run");
            for note in gone {
                removed += usize::from(fs::remove_file(notes.join(note)).is_ok());
            }
            bench.run(&Disk::default(), "out", false).unwrap();
            assert!(bench.contents("out") == bench.expected, "{gone:?}");
            bench.nothing_else_is_left("out");
            fs::remove_dir_all(bench.path("out")).unwrap();
        }
        assert!(removed >= 5, "{removed} of 6 were there to be removed");
    }

    /// A kill may leave the note of the examination and not that of the survey, because each is
    /// written beside the pass after it.
    #[test]
    fn an_examination_is_as_good_without_its_survey() {
        let bench = Bench::new();
        let partial = bench.path(".out.copydesk-partial");
        let notes = partial.join("__copydesk/run");
        let mut tried = 0;
        for at in 0..bench.steps() {
            let killed = bench.run(&Faults::disk(Plan::Dead(at)), "out", false);
            if killed.is_err() && notes.join("examined").exists() {
                _ = fs::remove_file(notes.join("survey"));
                bench.run(&Disk::default(), "out", false).unwrap();
                assert!(bench.contents("out") == bench.expected, "{at}");
                tried += 1;
            }
            for left in [&partial, &bench.path("out")] {
                _ = fs::remove_dir_all(left);
            }
            if tried == 3 {
                break;
            }
        }
        assert!(tried > 0, "no kill left an examination");
    }

    #[test]
    fn a_note_that_was_damaged_is_as_good_as_none() {
        let bench = Bench::new();
        let steps = bench.steps();
        let mut damaged = 0;
        let near_the_end = steps - 20;
        for (at, note) in [
            (steps / 2, "run/survey"),
            (near_the_end, "run/survey"),
            (near_the_end, "run/drafts"),
            (near_the_end, "run/written"),
            (near_the_end, "run/manifest"),
            (near_the_end, "decisions.jsonl.zst"),
        ] {
            assert!(
                bench
                    .run(&Faults::disk(Plan::Dead(at)), "out", false)
                    .is_err()
            );
            let path = bench.path(".out.copydesk-partial/__copydesk").join(note);
            if let Ok(mut bytes) = fs::read(&path) {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 0x55;
                // A note has a checksum. Of the decisions only the length is checked, so they are
                // made shorter.
                bytes.truncate(if note.ends_with(".zst") {
                    middle
                } else {
                    bytes.len()
                });
                fs::write(&path, bytes).unwrap();
                damaged += 1;
            }
            // Without a manifest it is not known whose the notes are, so only the user may discard
            // them.
            if note == "run/manifest" {
                let message = bench
                    .run(&Disk::default(), "out", false)
                    .unwrap_err()
                    .to_string();
                assert!(message.contains("--overwrite"), "{message}");
                fs::remove_dir_all(bench.path(".out.copydesk-partial")).unwrap();
            }
            bench.run(&Disk::default(), "out", false).unwrap();
            assert!(bench.contents("out") == bench.expected, "{note}");
            fs::remove_dir_all(bench.path("out")).unwrap();
        }
        assert!(damaged >= 5, "{damaged} of 6 were there to be damaged");
    }

    /// What others lost in favour of a record is in the output.
    fn assert_copies_stay(decisions: &[Decision]) {
        let stays = |record: u64| {
            let verdict = decisions[record as usize].verdict;
            matches!(verdict, Verdict::Keep | Verdict::Edit)
        };
        for decision in decisions {
            if let Some(other) = &decision.duplicate_of {
                assert!(stays(other.record), "{decision:?}");
            }
            let kept = decision.edits.iter().filter_map(|edit| edit.kept.as_ref());
            if decision.verdict != Verdict::Drop {
                assert!(kept.into_iter().all(|kept| stays(kept.record)));
            }
        }
    }

    #[test]
    fn a_fault_in_the_work_on_a_record_costs_that_record() {
        let folder = tempfile::tempdir().unwrap();
        let dump = Dump::synthetic(&Recipe {
            seed: 9,
            stories: 12,
            sites: 2,
            background_share: 0.5,
            ..Recipe::default()
        });
        let input = folder.path().join("in.jsonl");
        fs::write(&input, dump.to_jsonl()).unwrap();
        let run = |disk: &Disk, name: &str| {
            let inputs = inputs(disk, &input);
            let out = folder.path().join(name);
            let summary = clean(&inputs, &out, &Config::default(), &Silent).unwrap();
            (summary, out)
        };
        let records = dump.records.len() as u64;
        let (mut rejected, mut whole) = (0, 0);
        for pass in ["survey", "examine", "compare", "passages", "write"] {
            for record in 0..records {
                let (summary, out) = run(
                    &Faults::panicking_at(pass, record),
                    &format!("{pass}-{record}"),
                );
                let decisions: Vec<_> = crate::output::RunOutput::open(&out)
                    .unwrap()
                    .decisions()
                    .unwrap();
                let own = &decisions[record as usize];
                if matches!(pass, "survey" | "examine") {
                    assert_eq!(
                        (own.verdict, summary.documents.rejected),
                        (Verdict::Reject, 1),
                        "{pass} {record}"
                    );
                    assert!(
                        own.reason
                            .as_deref()
                            .unwrap()
                            .contains("copydesk failed on this record"),
                        "{own:?}"
                    );
                    rejected += 1;
                } else {
                    assert_eq!(summary.documents.rejected, 0);
                    whole += usize::from(
                        own.reason
                            .as_deref()
                            .is_some_and(|reason| reason.contains("copydesk failed")),
                    );
                }
                assert_copies_stay(&decisions);
                let back = folder.path().join(format!("back-{pass}-{record}"));
                restore(&out, &back).unwrap();
                assert!(fs::read(back.join("in.jsonl")).unwrap() == fs::read(&input).unwrap());
            }
        }
        assert!(
            rejected as u64 == 2 * records && whole > 0,
            "{rejected} {whole}"
        );
    }
}
