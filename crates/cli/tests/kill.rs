//! If a run is killed at any moment, the same command finishes it, and the output has the same
//! bytes as that of a run that was not killed.
//!
//! The built command is started, killed with a signal that it cannot handle, and started again,
//! until the run is complete. There are a few dozen kills by default.
//! `COPYDESK_KILLS=500 cargo test -p copydesk-cli --test kill` makes more.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use copydesk_testkit::{Dump, Recipe};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The number of kills, unless `COPYDESK_KILLS` is set.
const KILLS: u32 = 40;

/// Writes a dump of several formats, with an archive. Two of its records cannot be read, so a run
/// over it has the exit code 1.
fn write_dump(input: &Path) {
    let recipe = Recipe {
        seed: 31,
        stories: 60,
        sites: 5,
        background_share: 0.3,
        ..Recipe::default()
    };
    let lines: Vec<String> = Dump::synthetic(&recipe)
        .to_jsonl()
        .lines()
        .map(|line| format!("{line}\n"))
        .collect();
    fs::create_dir_all(input.join("b")).unwrap();
    // Six files: two each of plain lines, compressed lines, and lines with a bad record at the end.
    for (i, part) in lines.chunks(lines.len() / 6 + 1).enumerate() {
        let bytes = part.concat().into_bytes();
        match i % 3 {
            0 => fs::write(input.join(format!("{i}.jsonl")), bytes).unwrap(),
            1 => fs::write(
                input.join(format!("b/{i}.jsonl.zst")),
                zstd::encode_all(&bytes[..], 1).unwrap(),
            )
            .unwrap(),
            _ => fs::write(
                input.join(format!("{i}.ndjson")),
                [&bytes[..], b"no record\n"].concat(),
            )
            .unwrap(),
        }
    }
    let note = "The tower clock of Hollin stood still for an hour on Sunday, and nobody knows why.";
    fs::write(input.join("note.txt"), note).unwrap();
    fs::write(input.join("packed.tar"), archive(&lines[..9], note)).unwrap();
}

/// An archive with these records, a note that is dropped as a duplicate, a note that is kept, and a
/// file that is not read.
fn archive(lines: &[String], note: &str) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    let lines = lines.concat();
    for (name, text) in [
        ("a/note.txt", note),
        ("a/page.html", "<p>Not read.</p>"),
        ("a/lines.jsonl", &lines),
        (
            "b/other.txt",
            "The ferry of Hollin goes again, and the clock strikes twelve.",
        ),
    ] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        builder
            .append_data(&mut header, name, text.as_bytes())
            .unwrap();
    }
    builder.into_inner().unwrap()
}

/// Starts the command without waiting for its end. It writes as many checkpoints as possible.
fn start(input: &Path, out: &Path, more: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command
        .arg("clean")
        .arg(input)
        .arg("-o")
        .arg(out)
        .args(["--quiet", "--checkpoint", "1"])
        .args(more);
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The contents of all files in a folder, by relative path. What may differ from run to run is
/// removed from the summary: times, memory, and settings that do not change the output.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next)
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let name = entry.strip_prefix(folder).unwrap().display().to_string();
            let mut bytes = fs::read(&entry).unwrap();
            if name.ends_with("summary.json") {
                let mut summary: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
                let fields = summary.as_object_mut().unwrap();
                assert!(fields.remove("seconds").is_some());
                fields.remove("peak_memory_bytes");
                fields.remove("temporary_bytes");
                let settings = fields["settings"].as_object_mut().unwrap();
                settings.remove("threads");
                settings.remove("overwrite");
                bytes = serde_json::to_vec(&summary).unwrap();
            }
            out.insert(name, bytes);
        }
    }
    out
}

/// Pseudo-random numbers, which are the same each time: a linear congruential generator with
/// Knuth's constants.
struct Random(u64);

impl Random {
    /// A number below `limit`.
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        // The high bits are the most random.
        (self.0 >> 33) % limit.max(1)
    }
}

#[test]
fn a_run_that_is_killed_again_and_again_ends_with_the_same_output() {
    let wanted_kills = std::env::var("COPYDESK_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(KILLS);
    let folder = tempfile::tempdir().unwrap();
    let (input, undisturbed, out) = (
        folder.path().join("in"),
        folder.path().join("undisturbed"),
        folder.path().join("out"),
    );
    write_dump(&input);
    let began = Instant::now();
    assert_eq!(
        start(&input, &undisturbed, &[]).wait().unwrap().code(),
        Some(1),
        "two records are rejected"
    );
    let duration = began.elapsed();
    let expected = contents(&undisturbed);
    let mut random = Random(1);
    let (mut kills, mut runs, mut with_checkpoint) = (0, 0, 0);
    while kills < wanted_kills {
        // Threads and memory may differ from one attempt to the next.
        let threads = ["1", "2", "3"][random.below(3) as usize];
        let memory = ["1K", "1G"][random.below(2) as usize];
        let mut child = start(&input, &out, &["--threads", threads, "--tables", memory]);
        runs += 1;
        sleep(Duration::from_micros(
            random.below(duration.as_micros() as u64),
        ));
        let was_running = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        kills += u32::from(was_running);
        with_checkpoint += u32::from(
            folder
                .path()
                .join(".out.copydesk-partial/__copydesk/run/survey")
                .exists(),
        );
        if out.exists() {
            assert!(
                contents(&out) == expected,
                "after {kills} kills: other bytes"
            );
            fs::remove_dir_all(&out).unwrap();
        }
    }
    let code = start(&input, &out, &[]).wait().unwrap().code();
    assert_eq!(code, Some(1), "the last run is not killed");
    assert!(contents(&out) == expected);
    assert!(
        with_checkpoint > 0,
        "no kill of {kills} in {runs} runs left a checkpoint, so nothing was tested"
    );
    let entries = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    // A kill after the last rename leaves the checkpoints of that run, in a folder that ends in
    // `-run`. Everything else is removed.
    let left: Vec<String> = entries
        .filter(|name| name.starts_with('.') && !name.ends_with("-run"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_run_that_is_killed_while_it_replaces_an_output_leaves_the_old_or_the_new() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    write_dump(&input);
    assert_eq!(start(&input, &out, &[]).wait().unwrap().code(), Some(1));
    let expected = contents(&out);
    let mut random = Random(7);
    for _ in 0..KILLS / 4 {
        let mut child = start(&input, &out, &["--overwrite"]);
        sleep(Duration::from_millis(random.below(400)));
        child.kill().unwrap();
        child.wait().unwrap();
        let is_there = out.exists() || folder.path().join(".out.copydesk-old").exists();
        assert!(is_there, "neither the old output nor the new one");
    }
    assert_eq!(
        start(&input, &out, &["--overwrite"]).wait().unwrap().code(),
        Some(1)
    );
    assert!(contents(&out) == expected);
}

#[test]
fn a_second_run_into_the_same_folder_is_refused_and_names_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("in"), folder.path().join("out"));
    write_dump(&input);
    // The test itself holds the lock, in place of a first run.
    let lock = folder.path().join(".out.copydesk-lock");
    fs::write(&lock, "process 4711, which began at noon").unwrap();
    let first = fs::File::open(&lock).unwrap();
    first.lock().unwrap();
    let clean = || {
        Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .arg("clean")
            .arg(&input)
            .arg("-o")
            .arg(&out)
            .output()
            .unwrap()
    };
    let second = clean();
    let message = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(2), "{message}");
    assert!(
        message.contains("process 4711, which began at noon, is writing this folder"),
        "{message}"
    );
    drop(first);
    assert_eq!(
        clean().status.code(),
        Some(1),
        "a lock file that is not locked does not matter"
    );
    assert!(!lock.exists());
}
