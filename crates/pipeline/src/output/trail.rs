//! What was decided, removed and rejected: three files of JSON lines.

use super::Staging;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use copydesk_formats::{Compression, Cut, Encoder};
use copydesk_store::{Disk, DiskFile, Error, Result};
use serde::{Deserialize, Serialize};
use std::io::{self, BufWriter, Seek, Write};
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
        decoded(self.raw, self.raw_base64, Trail::REMOVED)
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
        decoded(self.raw, self.raw_base64, Trail::REJECTED)
    }
}

/// Raw bytes as text if they are UTF-8, in Base64 if they are not.
fn encoded(raw: &[u8]) -> (Option<String>, Option<String>) {
    match std::str::from_utf8(raw) {
        Ok(text) => (Some(text.to_owned()), None),
        Err(_) => (None, Some(STANDARD.encode(raw))),
    }
}

fn decoded(raw: Option<String>, raw_base64: Option<String>, file: &str) -> Result<Vec<u8>> {
    match (raw, raw_base64) {
        (Some(text), _) => Ok(text.into_bytes()),
        (None, Some(coded)) => STANDARD
            .decode(coded)
            .map_err(|e| Error::record(format!("{file}: {e}"))),
        (None, None) => Err(Error::record(format!("{file}: a line holds no raw bytes"))),
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

    /// The three files, empty, or as they were at a mark.
    pub(crate) fn new(staging: &Staging, mark: Option<[u64; 3]>) -> Result<Self> {
        let open = |name: &str, at: usize| {
            let path = staging.own_path(name)?;
            match mark {
                None => LineWriter::create(&staging.disk, &path, Compression::Zstd),
                Some(lengths) => LineWriter::go_on(&staging.disk, &path, lengths[at]),
            }
        };
        let (decisions, removed) = (open(Self::DECISIONS, 0)?, open(Self::REMOVED, 1)?);
        Ok(Self {
            decisions,
            removed,
            rejected: open(Self::REJECTED, 2)?,
        })
    }

    /// Whether the three files still hold what they held at a mark.
    pub(crate) fn reaches(staging: &Staging, mark: [u64; 3]) -> bool {
        let names = [Self::DECISIONS, Self::REMOVED, Self::REJECTED];
        let length = |name: &str| {
            staging
                .own_path(name)
                .ok()
                .and_then(|path| path.metadata().ok())
                .map(|about| about.len())
        };
        names
            .iter()
            .zip(mark)
            .all(|(name, marked)| length(name).is_some_and(|length| length >= marked))
    }

    /// Ends what is written so far so that the files can be cut off here: their lengths.
    pub(crate) fn mark(&mut self, staging: &Staging) -> Result<[u64; 3]> {
        let [a, b, c] = [&mut self.decisions, &mut self.removed, &mut self.rejected];
        let lengths = [a.mark()?, b.mark()?, c.mark()?];
        [a, b, c]
            .into_iter()
            .for_each(|writer| staging.written(writer.path.clone()));
        Ok(lengths)
    }

    /// Appends lines that were serialised before; empty ones are left out.
    pub(crate) fn write(&mut self, decision: &[u8], removed: &[u8], rejected: &[u8]) -> Result<()> {
        self.decisions.write(decision)?;
        self.removed.write(removed)?;
        self.rejected.write(rejected)
    }

    pub(crate) fn finish(self, staging: &Staging) -> Result<()> {
        for writer in [self.decisions, self.removed, self.rejected] {
            staging.written(writer.finish()?);
        }
        Ok(())
    }
}

/// A file of lines while it is written.
pub(crate) struct LineWriter {
    path: PathBuf,
    compression: Compression,
    /// None only while a mark is set.
    writer: Option<Encoder<BufWriter<DiskFile>>>,
}

impl LineWriter {
    pub(crate) fn create(disk: &Disk, path: &Path, compression: Compression) -> Result<Self> {
        Self::on(path, compression, disk.create(path))
    }

    /// A zstd file cut to the length that [`Self::mark`] gave.
    fn go_on(disk: &Disk, path: &Path, len: u64) -> Result<Self> {
        Self::on(path, Compression::Zstd, disk.go_on(path, len))
    }

    fn on(path: &Path, compression: Compression, file: io::Result<DiskFile>) -> Result<Self> {
        let writer = file
            .and_then(|file| Encoder::new(compression, BufWriter::new(file)))
            .map_err(|e| Error::output(path, e))?;
        Ok(Self {
            path: path.to_owned(),
            compression,
            writer: Some(writer),
        })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let writer = self
            .writer
            .as_mut()
            .map_or(Ok(()), |writer| writer.write_all(bytes));
        writer.map_err(|e| Error::output(&self.path, e))
    }

    /// Ends a frame, so that the file is whole here and more can follow: its length.
    fn mark(&mut self) -> Result<u64> {
        let Some(writer) = self.writer.take() else {
            return Ok(0);
        };
        let next = || {
            let mut file = writer.finish()?;
            let length = file.stream_position()?;
            self.writer = Some(Encoder::new(self.compression, file)?);
            Ok(length)
        };
        next().map_err(|e: io::Error| Error::output(&self.path, e))
    }

    /// Ends the file, and says which it was.
    pub(crate) fn finish(mut self) -> Result<PathBuf> {
        let ended = self.writer.take().map_or(Ok(()), |writer| {
            writer.finish().and_then(|mut file| file.flush())
        });
        ended.map_err(|e| Error::output(&self.path, e))?;
        Ok(self.path)
    }
}
