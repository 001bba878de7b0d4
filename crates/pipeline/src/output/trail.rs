//! What was decided, removed and rejected: three files of JSON lines.

use super::Staging;
use crate::error::{Error, Result};
use crate::input::{Compression, Encoder};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// What was taken out of one record.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct RemovedLine {
    pub file: String,
    pub record: u64,
    /// The whole record with its line break, if it was dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Byte offsets in the raw record and what stood there, if it was edited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<(usize, String)>,
}

/// A record that could not be read.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct RejectedLine {
    pub file: String,
    pub record: u64,
    /// Byte offset in the (decompressed) file.
    pub offset: u64,
    /// Line in the file, from 1.
    pub line: u64,
    pub reason: String,
    /// The raw record with its line break, if it is UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// The same in Base64, if it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_base64: Option<String>,
}

impl RejectedLine {
    /// Stores the raw bytes in the field that can hold them.
    pub(crate) fn with_raw(mut self, raw: &[u8]) -> Self {
        match std::str::from_utf8(raw) {
            Ok(text) => self.raw = Some(text.to_owned()),
            Err(_) => self.raw_base64 = Some(STANDARD.encode(raw)),
        }
        self
    }

    /// The raw bytes again.
    pub(crate) fn raw_bytes(self) -> Result<Vec<u8>> {
        match (self.raw, self.raw_base64) {
            (Some(text), _) => Ok(text.into_bytes()),
            (None, Some(coded)) => STANDARD.decode(coded).map_err(|e| Error::record(format!("rejected.jsonl.zst: {e}"))),
            (None, None) => Err(Error::record("rejected.jsonl.zst: a line holds no raw bytes")),
        }
    }
}

/// The three files while they are written.
pub(crate) struct Trail {
    decisions: LineWriter,
    removed: LineWriter,
    rejected: LineWriter,
}

impl Trail {
    pub(crate) const DECISIONS: &'static str = "decisions.jsonl.zst";
    pub(crate) const REMOVED: &'static str = "removed.jsonl.zst";
    pub(crate) const REJECTED: &'static str = "rejected.jsonl.zst";

    pub(crate) fn new(staging: &Staging) -> Result<Self> {
        Ok(Self {
            decisions: LineWriter::create(&staging.own_path(Self::DECISIONS)?, Compression::Zstd)?,
            removed: LineWriter::create(&staging.own_path(Self::REMOVED)?, Compression::Zstd)?,
            rejected: LineWriter::create(&staging.own_path(Self::REJECTED)?, Compression::Zstd)?,
        })
    }

    /// Appends lines that were serialised before; empty ones are left out.
    pub(crate) fn write(&mut self, decision: &[u8], removed: &[u8], rejected: &[u8]) -> Result<()> {
        self.decisions.write(decision)?;
        self.removed.write(removed)?;
        self.rejected.write(rejected)
    }

    pub(crate) fn finish(self) -> Result<()> {
        self.decisions.finish()?;
        self.removed.finish()?;
        self.rejected.finish()
    }
}

/// A file of lines while it is written.
pub(crate) struct LineWriter {
    path: PathBuf,
    writer: Encoder<BufWriter<File>>,
}

impl LineWriter {
    pub(crate) fn create(path: &Path, compression: Compression) -> Result<Self> {
        let create = || Encoder::new(compression, BufWriter::new(File::create(path)?));
        Ok(Self { path: path.to_owned(), writer: create().map_err(|e| Error::output(path, e))? })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.writer.write_all(bytes).map_err(|e| Error::output(&self.path, e))
    }

    pub(crate) fn finish(self) -> Result<()> {
        let ended = self.writer.finish().and_then(|mut file| file.flush());
        ended.map_err(|e| Error::output(&self.path, e))
    }
}
