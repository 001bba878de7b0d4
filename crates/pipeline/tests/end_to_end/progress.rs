//! What a run reports about its progress.

use copydesk_pipeline::{Config, Inputs, Progress, Scope, find};
use std::sync::Mutex;

/// Notes all that a run reports.
#[derive(Default)]
struct Notes {
    planned: Mutex<Vec<String>>,
    /// The name of each pass, its size in bytes, and the bytes that were reported as done.
    passes: Mutex<Vec<(String, u64, Vec<u64>)>>,
}

impl Progress for Notes {
    fn plan(&self, passes: &[&str]) {
        *self.planned.lock().unwrap() = passes.iter().map(|&pass| pass.to_owned()).collect();
    }

    fn begin(&self, name: &str, bytes: u64) {
        let mut passes = self.passes.lock().unwrap();
        passes.push((name.to_owned(), bytes, Vec::new()));
    }

    fn reach(&self, bytes: u64) {
        let mut passes = self.passes.lock().unwrap();
        passes.last_mut().unwrap().2.push(bytes);
    }

    fn end(&self) {}
}

/// Long lines that are quickly read, because only a small part of each is text. Compression makes
/// them half as long.
fn long_lines() -> Vec<u8> {
    let mut chance = 1u64;
    let mut page = || -> String {
        let mut next = || {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            format!("{chance:016x}")
        };
        (0..1250).map(|_| next()).collect()
    };
    let line = |n: usize| {
        let page = page();
        format!("{{\"id\":\"{n}\",\"text\":\"Ferry number {n} sailed.\",\"page\":\"{page}\"}}\n")
    };
    (0..800).map(line).collect::<String>().into_bytes()
}

#[test]
fn progress_moves_inside_a_file_and_passes_are_announced() {
    let dump = long_lines();
    let packed = zstd::encode_all(&dump[..], 1).unwrap();
    for (name, bytes) in [("dump.jsonl", dump), ("dump.jsonl.zst", packed)] {
        let size = bytes.len() as u64;
        let inputs = Inputs::in_memory([(name.to_owned(), bytes)]).unwrap();
        for scope in [Scope::Document, Scope::Dump] {
            let config = Config {
                scope,
                ..Config::default()
            };
            let (folder, notes) = (tempfile::tempdir().unwrap(), Notes::default());
            find(&inputs, &folder.path().join("out"), &config, &notes).unwrap();
            let passes = notes.passes.into_inner().unwrap();
            let read: Vec<_> = passes.iter().filter(|(_, bytes, _)| *bytes > 0).collect();
            let planned = notes.planned.into_inner().unwrap();
            let names: Vec<&String> = read.iter().map(|(name, ..)| name).collect();
            let mut rest = planned.iter();
            // `any` advances the iterator, so the order is checked too.
            assert!(
                names
                    .iter()
                    .all(|name| rest.any(|planned| planned == *name)),
                "{names:?} are not among {planned:?} in order"
            );
            for (pass, bytes, reached) in read {
                assert_eq!(*bytes, size);
                assert!(reached.is_sorted() && reached.last() <= Some(&size));
                let inside = reached.iter().filter(|&&at| 0 < at && at < size).count();
                assert!(inside >= 2, "{name}, {pass}: {reached:?} of {size}");
            }
        }
    }
}
