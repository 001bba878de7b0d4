//! What was decided, removed and rejected: three files of JSON lines.
//!
//! Each has a line for every record that it is about, in input order. Together with the clean files
//! they hold the whole input: what was cut is in `removed`, as [`Cut`]s of raw bytes; a record that
//! was dropped is there whole; one that could not be read is in `rejected`. JSON is UTF-8, so raw
//! bytes that are not are written in Base64.

use super::Staging;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use copydesk_formats::{Compression, Cut, Encoder, PackedFile, Packer, Sink};
use copydesk_store::{Disk, DiskFile, Error, IoContext, Result};
use serde::{Deserialize, Serialize};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// What was taken out of one record.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct RemovedLine {
    pub file: String,
    pub record: u64,
    /// The whole record with its line break, if it was dropped and is UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raw: Option<String>,
    /// The same in Base64, if it is not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raw_base64: Option<String>,
    /// What was done at which places of the raw record, if it was edited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<Cut>,
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
    raw: Option<String>,
    /// The same in Base64, if it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raw_base64: Option<String>,
}

impl RemovedLine {
    /// A record that was dropped.
    pub(crate) fn dropped(file: String, record: u64, raw: &[u8]) -> Self {
        let (raw, raw_base64) = encoded(raw);
        Self {
            file,
            record,
            raw,
            raw_base64,
            cuts: Vec::new(),
        }
    }

    /// A record that was edited, with the pieces that were taken out.
    pub(crate) fn edited(file: String, record: u64, cuts: Vec<Cut>) -> Self {
        Self {
            file,
            record,
            raw: None,
            raw_base64: None,
            cuts,
        }
    }

    /// The raw bytes of a record that was dropped.
    pub(crate) fn raw_bytes(self) -> Result<Vec<u8>> {
        decoded(self.raw, self.raw_base64, AuditLog::REMOVED)
    }
}

impl RejectedLine {
    /// A record that could not be read: which, where it is, and why.
    pub(crate) fn new(
        (file, record): (String, u64),
        (offset, line): (u64, u64),
        reason: String,
        raw: &[u8],
    ) -> Self {
        let (raw, raw_base64) = encoded(raw);
        Self {
            file,
            record,
            offset,
            line,
            reason,
            raw,
            raw_base64,
        }
    }

    /// The raw bytes again.
    pub(crate) fn raw_bytes(self) -> Result<Vec<u8>> {
        decoded(self.raw, self.raw_base64, AuditLog::REJECTED)
    }
}

/// Raw bytes as text if they are UTF-8, in Base64 if they are not.
fn encoded(raw: &[u8]) -> (Option<String>, Option<String>) {
    match std::str::from_utf8(raw) {
        Ok(text) => (Some(text.to_owned()), None),
        Err(_) => (None, Some(STANDARD.encode(raw))),
    }
}

/// The raw bytes that a line holds in one of two ways.
fn decoded(raw: Option<String>, raw_base64: Option<String>, file: &str) -> Result<Vec<u8>> {
    match (raw, raw_base64) {
        (Some(text), _) => Ok(text.into_bytes()),
        (None, Some(coded)) => match STANDARD.decode(coded) {
            Ok(raw) => Ok(raw),
            Err(e) => Err(Error::record(format!("{file}: {e}"))),
        },
        (None, None) => Err(Error::record(format!("{file}: a line holds no raw bytes"))),
    }
}

/// The three files while they are written.
pub(crate) struct AuditLog {
    packer: Packer,
    decisions: PackedFile,
    removed: PackedFile,
    rejected: PackedFile,
}

impl AuditLog {
    pub(crate) const DECISIONS: &'static str = "decisions.jsonl.zst";
    pub(crate) const REMOVED: &'static str = "removed.jsonl.zst";
    pub(crate) const REJECTED: &'static str = "rejected.jsonl.zst";

    /// The three files, empty, or as they were at a mark; `packer` compresses them, and is to
    /// settle before they are complete.
    pub(crate) fn new(staging: &Staging, packer: &Packer, mark: Option<[u64; 3]>) -> Result<Self> {
        let [decisions, removed, rejected] = match mark {
            None => [None; 3],
            Some(lengths) => lengths.map(Some),
        };
        Ok(Self {
            packer: packer.clone(),
            decisions: opened(staging, packer, Self::DECISIONS, decisions)?,
            removed: opened(staging, packer, Self::REMOVED, removed)?,
            rejected: opened(staging, packer, Self::REJECTED, rejected)?,
        })
    }

    /// Whether the three files still hold what they held at a mark.
    pub(crate) fn reaches(staging: &Staging, mark: [u64; 3]) -> bool {
        let names = [Self::DECISIONS, Self::REMOVED, Self::REJECTED];
        for (name, marked) in names.into_iter().zip(mark) {
            let Ok(path) = staging.own_path(name) else {
                return false;
            };
            match path.metadata() {
                Ok(about) if about.len() >= marked => {}
                _ => return false,
            }
        }
        true
    }

    /// Ends what is written so far so that the files can be cut off here: their lengths. All that
    /// was written to other files is complete, too.
    pub(crate) fn mark(&mut self, staging: &Staging) -> Result<[u64; 3]> {
        let mut files = [&mut self.decisions, &mut self.removed, &mut self.rejected];
        // Only at the end of a block can a compressed file be cut off and continued.
        for file in &mut files {
            file.end_block();
        }
        self.packer.settle()?;
        for file in &files {
            staging.written(file.path().to_owned());
        }
        let [decisions, removed, rejected] = files;
        Ok([decisions.len(), removed.len(), rejected.len()])
    }

    /// Appends lines that were serialised before.
    pub(crate) fn write(&mut self, decided: &[u8], removed: &[u8], rejected: &[u8]) -> Result<()> {
        let lines = [decided, removed, rejected];
        let files = [&mut self.decisions, &mut self.removed, &mut self.rejected];
        for (file, lines) in files.into_iter().zip(lines) {
            file.write_all(lines).while_writing(file.path())?;
        }
        // Blocks that other threads compressed and could not write are told of here.
        self.packer.check()
    }

    pub(crate) fn finish(self, staging: &Staging) -> Result<()> {
        for file in [self.decisions, self.removed, self.rejected] {
            let path = file.path().to_owned();
            Box::new(file).finish().while_writing(&path)?;
            staging.written(path);
        }
        self.packer.settle()
    }
}

/// A new file of the log, or one that is cut off at the length it had and then continued.
fn opened(
    staging: &Staging,
    packer: &Packer,
    name: &str,
    length: Option<u64>,
) -> Result<PackedFile> {
    let path = staging.own_path(name)?;
    let opened = match length {
        None => staging.disk.create(&path),
        Some(length) => staging.disk.go_on(&path, length),
    };
    let file = opened.while_writing(&path)?;
    Ok(packer.file(Compression::Zstd, &path, file, length.unwrap_or(0)))
}

/// A file of lines while it is written.
pub(crate) struct LineWriter {
    path: PathBuf,
    writer: Encoder<BufWriter<DiskFile>>,
}

impl LineWriter {
    pub(crate) fn create(disk: &Disk, path: &Path, compression: Compression) -> Result<Self> {
        let file = BufWriter::new(disk.create(path).while_writing(path)?);
        Ok(Self {
            path: path.to_owned(),
            writer: Encoder::new(compression, file).while_writing(path)?,
        })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.writer.write_all(bytes).while_writing(&self.path)
    }

    /// Ends the file, and says which it was.
    pub(crate) fn finish(self) -> Result<PathBuf> {
        let mut file = self.writer.finish().while_writing(&self.path)?;
        file.flush().while_writing(&self.path)?;
        Ok(self.path)
    }
}
