//! An output folder read again: the input, record by record.

use super::{RejectedLine, RemovedLine, Summary, Trail};
use crate::error::{Error, Result};
use crate::input::{Compression, Shape, decoder};
use crate::record::{body_of, digest};
use copydesk_clean::{Decision, Verdict, put_back};
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::marker::PhantomData;
use std::path::{Component, Path, PathBuf};

/// An output folder of an earlier run: what was decided, and why.
///
/// ```
/// use copydesk_pipeline::{Archive, Config, Inputs, Silent, find};
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("note.txt"), "Rain.")?;
/// let out = folder.path().join("out");
/// let inputs = Inputs::discover(&[folder.path().display().to_string()], Some(&out))?;
/// find(&inputs, &out, &Config::default(), &Silent)?;
///
/// let archive = Archive::open(&out)?;
/// assert_eq!(archive.summary.documents.read, 1);
/// assert_eq!(archive.decisions()?[0].id.as_deref(), Some("note.txt"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    /// What the run did and by which settings.
    pub summary: Summary,
}

/// One record of the input, whole again.
pub(crate) struct Entry {
    pub decision: Decision,
    pub raw: Vec<u8>,
}

impl Archive {
    /// Opens a folder and reads its summary.
    ///
    /// # Errors
    /// If it is no output folder of copydesk, or was tampered with.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(crate::OWN_FOLDER).join("summary.json");
        let bytes = std::fs::read(&path).map_err(|e| {
            let name = folder.display();
            Error::record(format!("{name}: is no output folder of copydesk ({e}: _copydesk/summary.json)"))
        })?;
        let summary: Summary = serde_json::from_slice(&bytes).map_err(|e| Error::record(format!("{}: {e}", path.display())))?;
        if let Some(file) = summary.files.iter().find(|file| leads_out(&file.name)) {
            return Err(Error::record(format!("{}: names the file {}, which lies outside the folder", path.display(), file.name)));
        }
        Ok(Self { folder: folder.to_owned(), summary })
    }

    fn own(&self, name: &str) -> PathBuf {
        self.folder.join(crate::OWN_FOLDER).join(name)
    }

    /// Where the decisions are.
    pub(crate) fn decisions_path(&self) -> PathBuf {
        self.own(Trail::DECISIONS)
    }

    /// All decisions, in input order.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        Lines::open(&self.decisions_path())?.collect()
    }

    /// Calls `each` on every decision, and the line it stands in, in input order.
    pub(crate) fn each_decision(&self, mut each: impl FnMut(&[u8], Decision) -> Result<()>) -> Result<()> {
        let mut lines = Lines::<Decision>::open(&self.decisions_path())?;
        while let Some(decision) = lines.next() {
            each(&lines.line, decision?)?;
        }
        Ok(())
    }

    /// Calls `each` on every record of the input in order, and `tail` with what follows the last record of each file.
    pub(crate) fn replay(
        &self,
        mut each: impl FnMut(usize, Entry) -> Result<()>,
        mut tail: impl FnMut(usize, &[u8]) -> Result<()>,
    ) -> Result<()> {
        if self.summary.command == "find" {
            return Err(Error::record(format!("{}: holds decisions only; the input was not changed", self.folder.display())));
        }
        let mut decisions = Lines::<Decision>::open(&self.own(Trail::DECISIONS))?.peekable();
        let mut removed = Lines::<RemovedLine>::open(&self.own(Trail::REMOVED))?;
        let mut rejected = Lines::<RejectedLine>::open(&self.own(Trail::REJECTED))?;
        let mut count = 0;
        for (index, file) in self.summary.files.iter().enumerate() {
            let path = self.folder.join(&file.name);
            let mut clean = CleanFile::open(&path, file.shape, file.compression)?;
            while let Some(decision) = decisions.next_if(|d| d.as_ref().map_or(true, |d| d.file == file.name)) {
                let decision = decision?;
                let raw = match decision.verdict {
                    Verdict::Keep => clean.record()?,
                    Verdict::Edit => {
                        let line = belongs(removed.next(), &decision)?;
                        whole(clean.record()?, &line).ok_or_else(|| misfit(&decision))?
                    }
                    Verdict::Drop => {
                        let line: RemovedLine = belongs(removed.next(), &decision)?;
                        line.raw.ok_or_else(|| misfit(&decision))?.into_bytes()
                    }
                    Verdict::Reject => belongs::<RejectedLine>(rejected.next(), &decision)?.raw_bytes()?,
                };
                if digest(body_of(&raw, file.shape, decision.record)) != decision.digest {
                    return Err(misfit(&decision));
                }
                count += 1;
                each(index, Entry { decision, raw })?;
            }
            let rest = clean.rest()?;
            if !rest.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&rest).trim_ascii().is_empty() {
                return Err(self.changed(&format!("{} has more records than were decided", file.name)));
            }
            tail(index, &rest)?;
        }
        let is_over = decisions.next().is_none() && removed.next().is_none() && rejected.next().is_none();
        if !is_over || count != self.summary.documents.read {
            return Err(self.changed("its files tell of different numbers of records"));
        }
        Ok(())
    }

    fn changed(&self, how: &str) -> Error {
        Error::record(format!("{}: {how}: it was changed after the run", self.folder.display()))
    }
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A folder may come from anybody: none of its files is read or restored outside of it.
fn leads_out(name: &str) -> bool {
    !Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

fn misfit(decision: &Decision) -> Error {
    let message = format!(
        "{}: record {}: the folder's files do not fit together; it was changed after the run",
        decision.file, decision.record
    );
    Error::record(message)
}

/// Lines that say which record they are about.
trait About {
    fn is_about(&self, decision: &Decision) -> bool;
}

impl About for RemovedLine {
    fn is_about(&self, decision: &Decision) -> bool {
        (&self.file, self.record) == (&decision.file, decision.record)
    }
}

impl About for RejectedLine {
    fn is_about(&self, decision: &Decision) -> bool {
        (&self.file, self.record) == (&decision.file, decision.record)
    }
}

fn belongs<T: About>(line: Option<Result<T>>, decision: &Decision) -> Result<T> {
    let line = line.transpose()?.filter(|line| line.is_about(decision));
    line.ok_or_else(|| misfit(decision))
}

fn whole(clean: Vec<u8>, line: &RemovedLine) -> Option<Vec<u8>> {
    let clean = String::from_utf8(clean).ok()?;
    let cuts: Vec<(usize, &str)> = line.cuts.iter().map(|(at, text)| (*at, text.as_str())).collect();
    put_back(&clean, &cuts).map(String::into_bytes)
}

/// A file of the clean dump, read record by record.
struct CleanFile {
    path: PathBuf,
    shape: Shape,
    reader: BufReader<Box<dyn Read + Send>>,
    is_start: bool,
    is_missing: bool,
}

impl CleanFile {
    fn open(path: &Path, shape: Shape, compression: Compression) -> Result<Self> {
        let is_missing = !path.exists() && shape == Shape::Text;
        let reader: Box<dyn Read + Send> = if is_missing {
            Box::new(std::io::empty())
        } else {
            let file = File::open(path).map_err(|e| Error::input(path, e))?;
            decoder(compression, file).map_err(|e| Error::input(path, e))?
        };
        Ok(Self { path: path.to_owned(), shape, reader: BufReader::with_capacity(1 << 18, reader), is_start: true, is_missing })
    }

    /// The next record with the blank lines in front of it.
    fn record(&mut self) -> Result<Vec<u8>> {
        let mut raw = Vec::new();
        if self.is_missing {
            return Err(Error::record(format!("{}: is missing; it was removed after the run", self.path.display())));
        }
        if self.shape == Shape::Text {
            self.reader.read_to_end(&mut raw).map_err(|e| Error::input(&self.path, e))?;
            return Ok(raw);
        }
        loop {
            let start = raw.len();
            let got = self.reader.read_until(b'\n', &mut raw).map_err(|e| Error::input(&self.path, e))?;
            if got == 0 {
                return Err(Error::record(format!("{}: ends too early; it was changed after the run", self.path.display())));
            }
            let mut line = &raw[start..];
            if std::mem::take(&mut self.is_start) {
                line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
            }
            if !line.iter().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')) {
                return Ok(raw);
            }
        }
    }

    fn rest(mut self) -> Result<Vec<u8>> {
        let mut rest = Vec::new();
        self.reader.read_to_end(&mut rest).map_err(|e| Error::input(&self.path, e))?;
        Ok(rest)
    }
}

/// Lines of JSON in a zstd file.
struct Lines<T> {
    path: PathBuf,
    reader: BufReader<Box<dyn Read + Send>>,
    /// The line that was read last.
    line: Vec<u8>,
    number: u64,
    of: PhantomData<T>,
}

impl<T> Lines<T> {
    fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|e| Error::input(path, e))?;
        let reader = decoder(Compression::Zstd, file).map_err(|e| Error::input(path, e))?;
        Ok(Self { path: path.to_owned(), reader: BufReader::new(reader), line: Vec::new(), number: 0, of: PhantomData })
    }
}

impl<T: DeserializeOwned> Iterator for Lines<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        self.line.clear();
        self.number += 1;
        match self.reader.read_until(b'\n', &mut self.line) {
            Ok(0) => None,
            Ok(_) => {
                let parsed = serde_json::from_slice(&self.line);
                Some(parsed.map_err(|e| Error::record(format!("{}: line {}: {e}", self.path.display(), self.number))))
            }
            Err(e) => Some(Err(Error::input(&self.path, e))),
        }
    }
}
