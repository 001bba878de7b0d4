//! Tests of what happens when the disk fails or is full, when the process is killed, and when the
//! work on a record panics.
//!
//! The disk of a test fails as a plan says. The plan counts operations on the file system, such as
//! opening a file or one write to it.

use copydesk_store::{Disk, FileOperation, Observer};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Which operations of a run fail. Operations are numbered from 0.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Plan {
    /// No operation fails.
    Nothing,
    /// Only the operation with this number fails.
    Once(usize),
    /// All operations from this number on fail. This has the effect of killing the process there:
    /// it cannot even clean up.
    Dead(usize),
    /// From this number on, all operations fail that create or write something, as on a full disk.
    /// Renaming and removing still work.
    Full(usize),
}

/// The error number of a failed read or write, `EIO`.
const EIO: i32 = 5;
/// The error number of a full disk, `ENOSPC`. Its message asks the user to make room.
const ENOSPC: i32 = 28;

/// The observer of a disk, which makes operations fail as a plan says, and records all operations.
#[derive(Debug)]
pub(crate) struct Faults {
    plan: Plan,
    /// The name of a pass and the number of a record. The work of the pass on the record panics.
    panic_at: Option<(&'static str, u64)>,
    /// If the plan does not count all operations, the only path whose operations it counts.
    counted_path: Option<PathBuf>,
    operations: Mutex<Vec<(FileOperation, PathBuf)>>,
}

impl Faults {
    /// A disk that fails as the plan says.
    pub(crate) fn disk(plan: Plan) -> Disk {
        Disk::observed(Self::new(plan, None, None))
    }

    /// A disk that fails as the plan says. The plan counts only the operations on temporary files
    /// in this folder. Operations elsewhere can fail all the same, unless the plan is
    /// [`Plan::Once`].
    pub(crate) fn disk_counting_in(folder: PathBuf, plan: Plan) -> Disk {
        Disk::observed(Self::new(plan, None, Some(folder)))
    }

    /// A disk without faults, but the work on this record panics in this pass.
    pub(crate) fn panicking_at(pass: &'static str, record: u64) -> Disk {
        Disk::observed(Self::new(Plan::Nothing, Some((pass, record)), None))
    }

    /// A disk without faults, and the observer that records its operations.
    pub(crate) fn recording() -> (Disk, Arc<Self>) {
        let faults = Self::new(Plan::Nothing, None, None);
        (Disk::observed(faults.clone()), faults)
    }

    fn new(
        plan: Plan,
        panic_at: Option<(&'static str, u64)>,
        counted_path: Option<PathBuf>,
    ) -> Arc<Self> {
        Arc::new(Self {
            plan,
            panic_at,
            counted_path,
            operations: Mutex::default(),
        })
    }

    /// All operations so far, each with its path.
    pub(crate) fn operations(&self) -> Vec<(FileOperation, PathBuf)> {
        self.operations.lock().unwrap().clone()
    }
}

impl Observer for Faults {
    /// Fails if the plan says that this operation fails.
    fn before(&self, operation: FileOperation, path: &Path) -> io::Result<()> {
        let mut operations = self.operations.lock().unwrap();
        operations.push((operation, path.to_owned()));
        let is_counted = |path: &Path| self.counted_path.as_deref().is_none_or(|only| path == only);
        let counted = operations
            .iter()
            .filter(|(_, path)| is_counted(path))
            .count();
        let needs_space = matches!(
            operation,
            FileOperation::Create
                | FileOperation::Write
                | FileOperation::Sync
                | FileOperation::MakeFolder
        );
        // If this operation is counted, its number is `counted - 1`.
        match self.plan {
            Plan::Once(number) if is_counted(path) && counted == number + 1 => {
                Err(io::Error::from_raw_os_error(EIO))
            }
            Plan::Dead(first) if counted > first => Err(io::Error::from_raw_os_error(EIO)),
            Plan::Full(first) if counted > first && needs_space => {
                Err(io::Error::from_raw_os_error(ENOSPC))
            }
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

/// Most tests are named by what happens to a run. In the end, the output must be right.
mod tests {
    use super::*;
    use crate::{Config, Inputs, Result, Silent, Summary, Verdict, clean, restore};
    use copydesk_clean::Decision;
    use copydesk_testkit::{Dump, Recipe};
    use std::collections::BTreeMap;
    use std::fs;
    use tempfile::TempDir;

    /// A folder with a dump of a few files and with the right output for it.
    struct Fixture {
        folder: TempDir,
        /// The memory of a run in bytes. If it is given, temporary files are in the folder
        /// `temporary`. With very little memory, nearly all data is written to temporary files.
        memory: Option<u64>,
        /// The contents of the files in the right output folder, by their names.
        expected: BTreeMap<String, Vec<u8>>,
    }

    /// Settings with which even a small dump gets checkpoints, one after each file.
    fn config() -> Config {
        Config {
            checkpoint: 1,
            threads: 2,
            ..Config::default()
        }
    }

    impl Fixture {
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
            // An archive with a member that is read, an empty member, and one of a format that is
            // not read.
            let mut archive = tar::Builder::new(Vec::new());
            let last = lines[lines.len() - 1].as_bytes();
            for (name, bytes) in [("e.jsonl", last), ("f.txt", &b""[..]), ("g.html", b"<p>")] {
                let mut header = tar::Header::new_gnu();
                header.set_size(bytes.len() as u64);
                archive.append_data(&mut header, name, bytes).unwrap();
            }
            fs::write(input.join("e.tar"), archive.into_inner().unwrap()).unwrap();
            let mut fixture = Self {
                folder,
                memory: None,
                expected: BTreeMap::new(),
            };
            fixture.run(&Disk::default(), "expected", false).unwrap();
            fixture.expected = fixture.contents("expected");
            fixture
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

        /// The contents of the files in an output folder, by their names.
        fn contents(&self, out: &str) -> BTreeMap<String, Vec<u8>> {
            contents(&self.path(out))
        }

        /// How many operations a run without faults makes.
        fn operations(&self) -> usize {
            let (disk, faults) = Faults::recording();
            self.run(&disk, "counted", false).unwrap();
            faults.operations().len()
        }

        /// Checks that a run survives this plan: runs on a disk with the plan and then, unless the
        /// output is complete, on a disk without faults. Then the output must be right. Returns the
        /// error message of the first run, if it failed.
        fn survives(&self, plan: Plan, overwrite: bool) -> Option<String> {
            self.survives_on(&Faults::disk(plan), plan, overwrite)
        }

        /// Does what [`Self::survives`] does, with a plan that counts the operations on temporary
        /// files in one folder. If it counted all operations, theirs would have no fixed numbers,
        /// because threads write different files at the same time.
        fn survives_in(&self, folder: &str, plan: Plan) -> Option<String> {
            let disk = Faults::disk_counting_in(self.path(folder), plan);
            self.survives_on(&disk, plan, false)
        }

        /// Does what [`Self::survives`] does, on this disk.
        fn survives_on(&self, disk: &Disk, plan: Plan, overwrite: bool) -> Option<String> {
            let outcome = self.run(disk, "out", overwrite);
            let message = outcome.err().map(|e| e.to_string());
            // With `overwrite`, the folder may be the old one.
            let is_complete = self.path("out").exists() && !overwrite;
            if is_complete {
                assert!(
                    self.contents("out") == self.expected,
                    "{plan:?}: an output folder that is not complete"
                );
            } else {
                let again = self.run(&Disk::default(), "out", overwrite);
                assert!(again.is_ok(), "{plan:?}: {message:?}, then {again:?}");
                assert!(
                    self.contents("out") == self.expected,
                    "{plan:?}: other bytes"
                );
            }
            self.nothing_else_is_left("out");
            fs::remove_dir_all(self.path("out")).unwrap();
            message
        }

        /// Checks that no hidden file or folder of a run is left beside its output folder.
        fn nothing_else_is_left(&self, name: &str) {
            let entries = fs::read_dir(self.folder.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap());
            // A kill after the last rename leaves the checkpoints of the run. The next run into
            // this folder removes them.
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

    /// The contents of all files in a folder, at any depth, by their names. The content of a
    /// summary is only its recurring lines, because its timings differ from run to run.
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
    fn any_single_step_fails() {
        let fixture = Fixture::new();
        let operations = fixture.operations();
        assert!(operations > 60, "{operations}");
        let mut errors = 0;
        let mut tried = 0;
        for operation in some_of(operations) {
            tried += 1;
            if let Some(message) = fixture.survives(Plan::Once(operation), false) {
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
        // A few operations may fail without harm to the run.
        assert!(
            errors * 10 > tried * 9,
            "{errors} of {tried} faults were reported"
        );
    }

    /// A fixture whose runs have hardly any memory, and the number of operations of a run on
    /// temporary files.
    fn starved() -> (Fixture, usize) {
        let fixture = Fixture {
            memory: Some(0),
            ..Fixture::new()
        };
        fs::create_dir(fixture.path("temporary")).unwrap();
        let (disk, faults) = Faults::recording();
        fixture.run(&disk, "counted", false).unwrap();
        assert!(
            fixture.contents("counted") == fixture.expected,
            "the bytes depend on the memory"
        );
        let folder = fixture.path("temporary");
        let operations = faults.operations();
        let operations = operations
            .iter()
            .filter(|(_, path)| *path == folder)
            .count();
        assert!(operations > 60, "{operations}");
        (fixture, operations)
    }

    #[test]
    fn a_temporary_file_fails_at_any_step() {
        let (fixture, operations) = starved();
        for operation in some_of(operations) {
            let message = fixture
                .survives_in("temporary", Plan::Once(operation))
                .expect("a run cannot do without its tables");
            assert!(
                message.contains("temporary") && message.contains("--temp-dir"),
                "{message}"
            );
        }
    }

    #[test]
    fn the_disk_of_temporary_files_is_full() {
        let (fixture, operations) = starved();
        for operation in some_of(operations) {
            let message = fixture
                .survives_in("temporary", Plan::Full(operation))
                .expect("the run needs more disk space");
            assert!(
                message.contains("--temp-dir") || message.contains("make room"),
                "{message}"
            );
        }
    }

    #[test]
    fn it_is_killed_at_any_step() {
        let fixture = Fixture::new();
        for operation in some_of(fixture.operations()) {
            assert!(fixture.survives(Plan::Dead(operation), false).is_some());
        }
    }

    #[test]
    fn it_is_killed_at_any_step_of_a_replacement() {
        let fixture = Fixture::new();
        // A replacement makes two operations more: it renames the old folder, and removes it.
        for operation in some_of(fixture.operations() + 2) {
            copy_folder(&fixture.path("expected"), &fixture.path("out"));
            fs::write(fixture.path("out/a.jsonl"), "of yesterday").unwrap();
            let _ = fixture.survives(Plan::Dead(operation), true);
        }
    }

    #[test]
    fn the_disk_is_full_from_any_step_on() {
        let fixture = Fixture::new();
        let mut errors = 0;
        for operation in some_of(fixture.operations()) {
            if let Some(message) = fixture.survives(Plan::Full(operation), false) {
                assert!(message.contains("make room"), "{message}");
                errors += 1;
            }
        }
        assert!(errors > 4, "{errors}");
    }

    /// The numbers of the operations that are tried: of every seventh, and of the last six, which
    /// include the renaming of the folders. With `COPYDESK_EVERY_STEP`, of all.
    fn some_of(operations: usize) -> impl Iterator<Item = usize> {
        let every = if std::env::var_os("COPYDESK_EVERY_STEP").is_some() {
            1
        } else {
            7
        };
        (0..operations)
            .filter(move |operation| operation % every == 0 || operation + 6 >= operations)
    }

    fn copy_folder(from: &Path, to: &Path) {
        for entry in walkdir::WalkDir::new(from)
            .into_iter()
            .map(std::result::Result::unwrap)
        {
            let target = to.join(entry.path().strip_prefix(from).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir_all(target).unwrap();
            } else {
                _ = fs::copy(entry.path(), target).unwrap();
            }
        }
    }

    #[test]
    fn nothing_gets_its_name_before_it_is_on_the_disk() {
        let fixture = Fixture::new();
        let (disk, faults) = Faults::recording();
        fixture.run(&disk, "out", false).unwrap();
        // The files that were written and are not on the disk yet.
        let mut unsynced: Vec<PathBuf> = Vec::new();
        let mut renames = 0;
        for (operation, path) in faults.operations() {
            match operation {
                // A file that is written to after a sync must be synced again.
                FileOperation::Create | FileOperation::Write => unsynced.push(path),
                FileOperation::Sync => unsynced.retain(|other| *other != path),
                FileOperation::Rename => {
                    renames += 1;
                    let renamed_early: Vec<&PathBuf> = unsynced
                        .iter()
                        .filter(|other| other.starts_with(&path))
                        .collect();
                    assert!(
                        renamed_early.is_empty(),
                        "{} is renamed before {renamed_early:?} are on the disk",
                        path.display()
                    );
                }
                _ => {}
            }
        }
        assert!(renames >= 7, "{renames}");
    }

    /// A kill this many operations before the end of a run leaves all its checkpoints: they are
    /// written, and the folder is not renamed yet.
    const FROM_CHECKPOINTS_TO_END: usize = 20;

    /// A checkpoint is written while the next pass runs, so a kill may leave a later checkpoint
    /// without an earlier one.
    #[test]
    fn each_checkpoint_can_be_used_without_the_others() {
        let fixture = Fixture::new();
        let near_the_end = Plan::Dead(fixture.operations() - FROM_CHECKPOINTS_TO_END);
        let mut removed = 0;
        // The names of checkpoints: of the manifest, which identifies the run, and of steps.
        for gone in [
            &["manifest"][..],
            &["survey"],
            &["drafts"],
            &["survey", "drafts"],
            &["written"],
        ] {
            let killed = fixture.run(&Faults::disk(near_the_end), "out", false);
            assert!(killed.is_err());
            let checkpoints = fixture.path(".out.copydesk-partial/__copydesk/run");
            for name in gone {
                removed += usize::from(fs::remove_file(checkpoints.join(name)).is_ok());
            }
            fixture.run(&Disk::default(), "out", false).unwrap();
            assert!(fixture.contents("out") == fixture.expected, "{gone:?}");
            fixture.nothing_else_is_left("out");
            fs::remove_dir_all(fixture.path("out")).unwrap();
        }
        assert!(removed >= 5, "{removed} of 6 were there to be removed");
    }

    /// A kill may leave the checkpoint `examined` without the checkpoint `survey`, because each is
    /// written while the next pass runs.
    #[test]
    fn an_examination_can_be_used_without_its_survey() {
        let fixture = Fixture::new();
        let partial = fixture.path(".out.copydesk-partial");
        let checkpoints = partial.join("__copydesk/run");
        let mut tried = 0;
        for operation in 0..fixture.operations() {
            let killed = fixture.run(&Faults::disk(Plan::Dead(operation)), "out", false);
            if killed.is_err() && checkpoints.join("examined").exists() {
                _ = fs::remove_file(checkpoints.join("survey"));
                fixture.run(&Disk::default(), "out", false).unwrap();
                assert!(fixture.contents("out") == fixture.expected, "{operation}");
                tried += 1;
            }
            for left in [&partial, &fixture.path("out")] {
                _ = fs::remove_dir_all(left);
            }
            if tried == 3 {
                break;
            }
        }
        assert!(tried > 0, "no kill left an examination");
    }

    #[test]
    fn a_damaged_checkpoint_counts_as_missing() {
        let fixture = Fixture::new();
        let operations = fixture.operations();
        let mut damaged = 0;
        let near_the_end = operations - FROM_CHECKPOINTS_TO_END;
        // The operation at which the run is killed, and the file that is damaged then.
        for (operation, name) in [
            (operations / 2, "run/survey"),
            (near_the_end, "run/survey"),
            (near_the_end, "run/drafts"),
            (near_the_end, "run/written"),
            (near_the_end, "run/manifest"),
            (near_the_end, "decisions.jsonl.zst"),
        ] {
            assert!(
                fixture
                    .run(&Faults::disk(Plan::Dead(operation)), "out", false)
                    .is_err()
            );
            let path = fixture.path(".out.copydesk-partial/__copydesk").join(name);
            if let Ok(mut bytes) = fs::read(&path) {
                let middle = bytes.len() / 2;
                if name.ends_with(".zst") {
                    // Only the length of the file of decisions is checked.
                    bytes.truncate(middle);
                } else {
                    // A checkpoint has a checksum.
                    bytes[middle] ^= 1;
                }
                fs::write(&path, bytes).unwrap();
                damaged += 1;
            }
            // Without a manifest it is not known to which run the checkpoints belong, so only the
            // user may discard them.
            if name == "run/manifest" {
                let message = fixture
                    .run(&Disk::default(), "out", false)
                    .unwrap_err()
                    .to_string();
                assert!(message.contains("--overwrite"), "{message}");
                fs::remove_dir_all(fixture.path(".out.copydesk-partial")).unwrap();
            }
            fixture.run(&Disk::default(), "out", false).unwrap();
            assert!(fixture.contents("out") == fixture.expected, "{name}");
            fs::remove_dir_all(fixture.path("out")).unwrap();
        }
        assert!(damaged >= 5, "{damaged} of 6 were there to be damaged");
    }

    /// Checks that every document that is named as the kept copy of a cut or of a dropped document
    /// is in the output.
    fn assert_copies_are_kept(decisions: &[Decision]) {
        let is_kept = |record: u64| {
            let verdict = decisions[record as usize].verdict;
            matches!(verdict, Verdict::Keep | Verdict::Edit)
        };
        for decision in decisions {
            if let Some(other) = &decision.duplicate_of {
                assert!(is_kept(other.record), "{decision:?}");
            }
            let mut copies = decision.edits.iter().filter_map(|edit| edit.kept.as_ref());
            // The edits of a dropped document are not made.
            if decision.verdict != Verdict::Drop {
                assert!(copies.all(|copy| is_kept(copy.record)));
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
        let (mut rejected, mut unchanged) = (0, 0);
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
                let decision = &decisions[record as usize];
                // In the first two passes the record is rejected. Later, other records may already
                // have been cut in its favour, so it stays as it was.
                if matches!(pass, "survey" | "examine") {
                    assert_eq!(
                        (decision.verdict, summary.documents.rejected),
                        (Verdict::Reject, 1),
                        "{pass} {record}"
                    );
                    assert!(
                        decision
                            .reason
                            .as_deref()
                            .unwrap()
                            .contains("copydesk failed on this record"),
                        "{decision:?}"
                    );
                    rejected += 1;
                } else {
                    assert_eq!(summary.documents.rejected, 0);
                    unchanged += usize::from(
                        decision
                            .reason
                            .as_deref()
                            .is_some_and(|reason| reason.contains("copydesk failed")),
                    );
                }
                assert_copies_are_kept(&decisions);
                let back = folder.path().join(format!("back-{pass}-{record}"));
                restore(&out, &back).unwrap();
                assert!(fs::read(back.join("in.jsonl")).unwrap() == fs::read(&input).unwrap());
            }
        }
        assert!(
            rejected as u64 == 2 * records && unchanged > 0,
            "{rejected} {unchanged}"
        );
    }
}
