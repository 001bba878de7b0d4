//! A dump on disk, for tests.

use copydesk_pipeline::Inputs;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A temporary folder with a dump in its folder `in`.
pub struct DumpFolder {
    folder: TempDir,
}

impl DumpFolder {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Adds a file to the dump.
    pub fn with_file(self, name: &str, content: &[u8]) -> Self {
        let path = self.path("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub fn inputs(&self) -> Inputs {
        Inputs::discover(&[self.path("in").display().to_string()], None).unwrap()
    }
}

/// The path of a file or folder in `testdata`.
pub fn testdata(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../testdata")
        .join(name)
}
