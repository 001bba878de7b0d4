//! The audit log: three files of JSON lines with the decisions, the removed bytes and the rejected
//! records. [`LineWriter`] is for other text files of the output folder.
//!
//! - `decisions` has a line for every record.
//! - `removed` has a line for every record that was edited or dropped: the [`Cut`]s (bytes and
//!   where they were) of an edited record, or the whole dropped record.
//! - `rejected` has a line for every record that could not be read: the record, and why.
//!
//! All lines are in input order. Together with the clean files, the three files hold every record
//! of the input. JSON is UTF-8, so raw bytes that are not UTF-8 are written in Base64.

use super::Staging;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use copydesk_formats::{Compression, Cut, Encoder, PackedFile, Packer, Sink};
use copydesk_store::{Disk, DiskFile, Error, IoContext, Result};
use serde::{Deserialize, Serialize};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A line of `removed`: a dropped record, or the cuts in an edited one.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct RemovedLine {
    /// Name of the input file.
    pub file: String,
    /// Number of the record in the file, from 0.
    pub record: u64,
    /// The whole record with its line break, if it was dropped and is UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raw: Option<String>,
    /// The whole record in Base64, if it was dropped and is not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raw_base64: Option<String>,
    /// The cuts in the raw record, if it was edited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<Cut>,
}

/// A line of `rejected`: a record that could not be read.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct RejectedLine {
    /// Name of the input file.
    pub file: String,
    /// Number of the record in the file, from 0.
    pub record: u64,
    /// Offset of the record in the (decompressed) file, in bytes.
    pub offset: u64,
    /// Line in the file on which the record begins, from 1.
    pub line: u64,
    pub reason: String,
    /// The raw record with its line break, if it is UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raw: Option<String>,
    /// The raw record in Base64, if it is not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raw_base64: Option<String>,
}

impl RemovedLine {
    /// The line for a record that was dropped.
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

    /// The line for a record that was edited, with its cuts.
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
    /// The line for a record that could not be read, for this reason.
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

    /// The raw bytes of the record.
    pub(crate) fn raw_bytes(self) -> Result<Vec<u8>> {
        decoded(self.raw, self.raw_base64, AuditLog::REJECTED)
    }
}

/// The values of the fields `raw` and `raw_base64` for these bytes: text if they are UTF-8, and
/// Base64 if not.
fn encoded(raw: &[u8]) -> (Option<String>, Option<String>) {
    match std::str::from_utf8(raw) {
        Ok(text) => (Some(text.to_owned()), None),
        Err(_) => (None, Some(STANDARD.encode(raw))),
    }
}

/// The raw bytes in a line with these fields. `file` is the name of the line's file, for errors.
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

/// The three files of the audit log while they are written.
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

    /// Begins three empty files. With `lengths`, continues the files of an earlier run instead:
    /// truncates them to the lengths that they had at its last checkpoint. Here and below, lengths
    /// are in the order decisions, removed, rejected. `packer` compresses the files; they are
    /// complete when [`Packer::settle`] has returned.
    pub(crate) fn new(
        staging: &Staging,
        packer: &Packer,
        lengths: Option<[u64; 3]>,
    ) -> Result<Self> {
        let [decisions, removed, rejected] = match lengths {
            None => [None; 3],
            Some(lengths) => lengths.map(Some),
        };
        Ok(Self {
            packer: packer.clone(),
            decisions: open(staging, packer, Self::DECISIONS, decisions)?,
            removed: open(staging, packer, Self::REMOVED, removed)?,
            rejected: open(staging, packer, Self::REJECTED, rejected)?,
        })
    }

    /// Whether the three files of an earlier run have at least these lengths, which they had at its
    /// last checkpoint.
    pub(crate) fn reaches(staging: &Staging, lengths: [u64; 3]) -> bool {
        let names = [Self::DECISIONS, Self::REMOVED, Self::REJECTED];
        for (name, length) in names.into_iter().zip(lengths) {
            // No error is returned: if this is false, the files are written again from the
            // beginning.
            let Ok(path) = staging.own_path(name) else {
                return false;
            };
            match path.metadata() {
                Ok(metadata) if metadata.len() >= length => {}
                _ => return false,
            }
        }
        true
    }

    /// Completes the files up to here, and returns their lengths. A later run can truncate them to
    /// these lengths and continue. Other files that are written through the same packer are
    /// completed up to here, too.
    pub(crate) fn mark(&mut self, staging: &Staging) -> Result<[u64; 3]> {
        let mut files = [&mut self.decisions, &mut self.removed, &mut self.rejected];
        // A file is compressed in blocks, and can be truncated and continued only at the end of
        // one.
        for file in &mut files {
            file.end_block();
        }
        self.packer.settle()?;
        for file in &files {
            staging.sync_later(file.path().to_owned());
        }
        // The lengths are final only now: before `settle`, blocks may still have been compressed.
        let [decisions, removed, rejected] = files;
        Ok([decisions.len(), removed.len(), rejected.len()])
    }

    /// Appends serialised lines, with their line breaks, to the three files.
    pub(crate) fn write(
        &mut self,
        decisions: &[u8],
        removed: &[u8],
        rejected: &[u8],
    ) -> Result<()> {
        let files = [&mut self.decisions, &mut self.removed, &mut self.rejected];
        for (file, lines) in files.into_iter().zip([decisions, removed, rejected]) {
            file.write_all(lines).while_writing(file.path())?;
        }
        // If another thread could not write a block, its error is returned here.
        self.packer.check()
    }

    /// Ends the three files.
    pub(crate) fn finish(self, staging: &Staging) -> Result<()> {
        for file in [self.decisions, self.removed, self.rejected] {
            let path = file.path().to_owned();
            Box::new(file).finish().while_writing(&path)?;
            staging.sync_later(path);
        }
        // Completes the files. They are synced later, with all other files.
        self.packer.settle()
    }
}

/// Opens a new file of the log. With a length, opens the existing file, truncated to this length.
fn open(staging: &Staging, packer: &Packer, name: &str, length: Option<u64>) -> Result<PackedFile> {
    let path = staging.own_path(name)?;
    let opened = match length {
        None => staging.disk.create(&path),
        Some(length) => staging.disk.go_on(&path, length),
    };
    let file = opened.while_writing(&path)?;
    let bytes_so_far = length.unwrap_or(0);
    Ok(packer.file(Compression::Zstd, &path, file, bytes_so_far))
}

/// Writes a text file. The thread that writes also compresses.
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

    /// Ends the file, and returns its path.
    pub(crate) fn finish(self) -> Result<PathBuf> {
        let mut file = self.writer.finish().while_writing(&self.path)?;
        file.flush().while_writing(&self.path)?;
        Ok(self.path)
    }
}
