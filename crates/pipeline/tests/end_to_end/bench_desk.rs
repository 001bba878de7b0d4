//! Helpers for the tests: a dump on disk, runs over it, and their results.

use copydesk_formats::{Compression, decoder};
use copydesk_pipeline::{Config, Decision, Inputs, Silent, Summary, clean, restore};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A temporary folder for one test. The input files are in its folder `in`, and each run has an
/// output folder of its own beside it.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A path in the folder of the test.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file into the input folder.
    pub fn file(self, name: &str, content: &[u8]) -> Self {
        let path = self.path("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub fn inputs(&self) -> Inputs {
        Inputs::discover(&[self.path("in").display().to_string()], None).unwrap()
    }

    /// Cleans the input into this output folder.
    pub fn clean(&self, out: &str, config: &Config) -> Summary {
        clean(&self.inputs(), &self.path(out), config, &Silent).unwrap()
    }

    /// Restores the input from an output folder. Returns the path of the restored folder.
    pub fn restore(&self, out: &str) -> PathBuf {
        let back = self.path(&format!("{out}-back"));
        restore(&self.path(out), &back).unwrap();
        back
    }

    pub fn decisions(&self, out: &str) -> Vec<Decision> {
        decisions(&self.path(out))
    }
}

/// The decisions in an output folder.
pub fn decisions(out: &Path) -> Vec<Decision> {
    let bytes = plain(&out.join("__copydesk/decisions.jsonl.zst"));
    bytes
        .split(|&b| b == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

/// Every file of a folder, decompressed, by relative path. The summary and the manifest are left
/// out, because they hold times.
pub fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|e| e.file_type().is_file())
    {
        let name = entry
            .path()
            .strip_prefix(folder)
            .unwrap()
            .display()
            .to_string();
        // They say how long the run took, and when its input was written.
        let holds_times = ["summary.json", "manifest.json"]
            .iter()
            .any(|ending| name.ends_with(ending));
        if !holds_times {
            out.insert(name, plain(entry.path()));
        }
    }
    out
}

/// The bytes of a file, decompressed if its first bytes say that it is compressed.
pub fn plain(path: &Path) -> Vec<u8> {
    let packed = fs::read(path).unwrap();
    let mut bytes = Vec::new();
    match &packed[..] {
        [0x1F, 0x8B, ..] => flate2::read::MultiGzDecoder::new(&packed[..]).read_to_end(&mut bytes),
        [0x28, 0xB5, ..] => zstd::Decoder::new(&packed[..])
            .unwrap()
            .read_to_end(&mut bytes),
        [0xFD, b'7', ..] => decoder(Compression::Xz, Cursor::new(packed))
            .unwrap()
            .read_to_end(&mut bytes),
        [b'B', b'Z', b'h', ..] => decoder(Compression::Bzip2, Cursor::new(packed))
            .unwrap()
            .read_to_end(&mut bytes),
        _ => return packed,
    }
    .unwrap();
    bytes
}

/// A folder of `testdata`.
pub fn testdata(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../testdata")
        .join(name)
}
