//! An output folder read again: the input, record by record.
//!
//! [`RunOutput::replay`] reads the decisions and, at the same time, the clean files and the files
//! of what was removed and rejected. All of them are in input order, so each is read once and
//! nothing is kept. For every decision, the record as it was before the run is rebuilt from the
//! clean record and what was removed from it, and is compared with the digest in the decision. So a
//! folder in which anything was changed gives an error and never wrong bytes.

use super::staging::leads_out;
use super::{
    AuditLog, FileEntry, LEFT_OUT, LeftOutLine, Packed, RejectedLine, RemovedLine, Summary,
};
use crate::config::OnBadRecord;
use copydesk_clean::{Decision, Verdict};
use copydesk_formats as formats;
use copydesk_formats::{
    Compression, Fields, Inputs, OWN_FOLDER, Opened, ReadClean, Record, decoder, own_folder_in,
    put_back,
};
use copydesk_store::{Error, IoContext, Result};
use serde::de::DeserializeOwned;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An output folder of an earlier run: what was decided, and why.
///
/// ```
/// use copydesk_pipeline::{RunOutput, Config, Inputs, Silent, find};
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("note.txt"), "Rain.")?;
/// let out = folder.path().join("out");
/// let inputs = Inputs::discover(&[folder.path().display().to_string()], Some(&out))?;
/// find(&inputs, &out, &Config::default(), &Silent)?;
///
/// let archive = RunOutput::open(&out)?;
/// assert_eq!(archive.summary.documents.read, 1);
/// assert_eq!(archive.decisions()?[0].id.as_deref(), Some("note.txt"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct RunOutput {
    folder: PathBuf,
    /// The folder of copydesk's own files in it.
    own: PathBuf,
    /// For temporary files.
    temp: PathBuf,
    /// What the run did and by which settings.
    pub summary: Summary,
}

/// Why a folder cannot be opened as one that copydesk has written.
fn unopened(folder: &Path, error: &std::io::Error) -> String {
    let name = folder.display();
    match error.kind() {
        ErrorKind::NotFound if !folder.exists() => format!("{name}: no such folder"),
        ErrorKind::NotFound | ErrorKind::NotADirectory => format!(
            "{name}: not an output folder of copydesk (it has no {OWN_FOLDER}/summary.json)"
        ),
        _ => format!("{name}: {OWN_FOLDER}/summary.json cannot be read: {error}"),
    }
}

/// Where a record is: the name of its file, and its number there.
pub(crate) type RecordPlace = (String, u64);

/// One record of the input, whole again.
pub(crate) struct Entry {
    pub decision: Decision,
    pub raw: Vec<u8>,
    /// Head of its file.
    pub head: Arc<[u8]>,
}

impl RunOutput {
    /// Opens a folder and reads its summary.
    ///
    /// # Errors
    /// If it is not an output folder of copydesk, or names files outside of it.
    pub fn open(folder: &Path) -> Result<Self> {
        // If there is none, reading the summary below fails with an error that says so.
        let own = own_folder_in(folder).unwrap_or_else(|| folder.join(OWN_FOLDER));
        let path = own.join("summary.json");
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) => {
                return Err(Error::record(unopened(folder, &e)));
            }
        };
        let summary: Summary = match serde_json::from_slice(&bytes) {
            Ok(summary) => summary,
            Err(e) => return Err(Error::record(format!("{}: {e}", path.display()))),
        };
        for file in &summary.files {
            check_name(&file.name, &path)?;
        }
        for archive in &summary.archives {
            check_name(&archive.name, &path)?;
        }
        Ok(Self {
            folder: folder.to_owned(),
            own,
            temp: std::env::temp_dir(),
            summary,
        })
    }

    /// The same, read with temporary files in this folder.
    pub(crate) fn with_temp(self, temp: &Path) -> Self {
        Self {
            temp: temp.to_owned(),
            ..self
        }
    }

    /// The fields of a file that the run read.
    pub(crate) fn fields_of(&self, file: &FileEntry) -> Fields {
        match &file.fields {
            Some(fields) => fields.clone(),
            None => self.summary.settings.fields.or(&Fields::default()),
        }
    }

    fn own(&self, name: &str) -> PathBuf {
        self.own.join(name)
    }

    /// A file that the run wrote and that is gone.
    pub(crate) fn missing_file(&self) -> Option<String> {
        for name in [AuditLog::DECISIONS, AuditLog::REMOVED, AuditLog::REJECTED] {
            if !self.own(name).exists() {
                return Some(name.to_owned());
            }
        }
        if self.summary.command == "find" {
            return None;
        }
        for file in &self.summary.files {
            // A `.txt` file whose text was dropped is not written, so nothing follows if it is not
            // there.
            let is_written = file.format.leaves_empty_file() || file.member.is_some();
            if is_written && !self.folder.join(file.file_name()).exists() {
                return Some(file.file_name().to_owned());
            }
        }
        None
    }

    /// The input files by their names, as the run has noted them.
    pub(crate) fn file_entries(&self) -> HashMap<&str, &FileEntry> {
        let mut entries = HashMap::with_capacity(self.summary.files.len());
        for file in &self.summary.files {
            entries.insert(file.name.as_str(), file);
        }
        entries
    }

    /// Where the decisions are.
    pub(crate) fn decisions_path(&self) -> PathBuf {
        self.own(AuditLog::DECISIONS)
    }

    /// All decisions, in input order.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        Lines::open(&self.decisions_path())?.collect()
    }

    /// Calls `each` on every decision and its line, in input order.
    pub(crate) fn each_decision(
        &self,
        mut each: impl FnMut(&[u8], Decision) -> Result<()>,
    ) -> Result<()> {
        let mut lines = Lines::<Decision>::open(&self.decisions_path())?;
        while let Some(decision) = lines.next() {
            each(&lines.line, decision?)?;
        }
        Ok(())
    }

    /// The digests of the records at these places.
    ///
    /// # Errors
    /// If the decisions cannot be read.
    pub(crate) fn digests(
        &self,
        wanted: &HashSet<RecordPlace>,
    ) -> Result<HashMap<RecordPlace, String>> {
        let mut digests = HashMap::new();
        self.each_decision(|_, decision| {
            let place = (decision.file, decision.record);
            if wanted.contains(&place) {
                digests.insert(place, decision.digest);
            }
            Ok(())
        })?;
        Ok(digests)
    }

    /// The input files that hold these places, from where the run has noted that they are.
    ///
    /// # Errors
    /// If it has not, or they are gone.
    pub(crate) fn noted_inputs(&self, wanted: &HashSet<RecordPlace>) -> Result<Inputs> {
        let wanted: HashSet<&str> = wanted.iter().map(|(file, _)| file.as_str()).collect();
        let mut files = Vec::new();
        for file in &self.summary.files {
            if !wanted.contains(file.name.as_str()) {
                continue;
            }
            let Some(path) = &file.path else {
                return Err(Error::record(format!(
                    "{}: does not tell where its input {} is; name the input of the find \
                     with --input",
                    self.folder.display(),
                    file.name
                )));
            };
            let named = (path.clone(), file.file_name().to_owned());
            // All members of an archive have its path.
            if !files.contains(&named) {
                files.push(named);
            }
        }
        match Inputs::listed(files) {
            Ok(inputs) => Ok(inputs),
            Err(e) => Err(e.and("; name the input of the find with --input")),
        }
    }

    /// The archives of files in the folder.
    pub(crate) fn packed(&self) -> Result<Packed<'_>> {
        let path = self.own(LEFT_OUT);
        let left_out: Option<Lines<LeftOutLine>> = match path.exists() {
            true => Some(Lines::open(&path)?),
            false => None,
        };
        Packed::new(
            &self.folder,
            &self.summary.archives,
            left_out.into_iter().flatten(),
        )
    }

    /// The name that a file of these inputs has in the decisions. If the run had one input file and
    /// there is one now, they are the same, whatever its name is now.
    pub(crate) fn name_of<'a>(&'a self, inputs: &'a Inputs, file: usize) -> &'a str {
        match (self.summary.files.as_slice(), inputs.len()) {
            ([only], 1) => &only.name,
            _ => inputs.files()[file].name(),
        }
    }

    /// The same inputs with the layouts and fields that the run used.
    pub(crate) fn laid_out(&self, inputs: &Inputs) -> Inputs {
        let noted = self.file_entries();
        let mut files = inputs.files().to_vec();
        for (number, file) in files.iter_mut().enumerate() {
            if let Some(noted) = noted.get(self.name_of(inputs, number)) {
                // The digest of a record in columns covers only the fields that are read.
                let fields = Arc::new(self.fields_of(noted));
                *file = file.laid_out(noted.layout.clone()).reading(fields);
            }
        }
        inputs.with_files(files, inputs.skipped().to_vec())
    }

    /// Calls `each` on every record of the input in order, and `rest` with what comes before the
    /// first and after the last record of each file.
    pub(crate) fn replay(
        &self,
        mut each: impl FnMut(usize, Entry) -> Result<()>,
        mut rest: impl FnMut(usize, &[u8]) -> Result<()>,
    ) -> Result<()> {
        if self.summary.command == "find" {
            return Err(Error::record(format!(
                "{}: holds decisions only, from a `find`; there is nothing to restore",
                self.folder.display()
            )));
        }
        let mut decisions = DecisionsByFile {
            lines: Lines::open(&self.own(AuditLog::DECISIONS))?,
            next: None,
        };
        let mut taken_out = TakenOut {
            removed: Lines::open(&self.own(AuditLog::REMOVED))?,
            rejected: Lines::open(&self.own(AuditLog::REJECTED))?,
            passes: self.summary.settings.on_bad_record == OnBadRecord::Pass,
        };
        let mut count = 0;
        let mut packed = self.packed()?;
        for (index, file) in self.summary.files.iter().enumerate() {
            let path = self.folder.join(&file.name);
            let fields = self.fields_of(file);
            let from = match &file.member {
                Some(member) => packed.member(member)?.map(CleanFile::in_archive),
                None => CleanFile::find(&path, file)?,
            };
            let mut clean = CleanFile::open(&path, file, &fields, from, &self.temp)?;
            let head: Arc<[u8]> = clean.head()?.into();
            rest(index, &head)?;
            while let Some(decision) = decisions.next_of(&file.name)? {
                let raw = taken_out.raw(&decision, &mut clean)?;
                let layout = (file.format, &file.layout);
                let record = Record::whole(layout, &file.name, decision.record, &raw);
                // Any change in the folder is found here, before a wrong byte is written.
                if record.digest() != decision.digest {
                    return Err(misfit(&decision));
                }
                count += 1;
                let head = Arc::clone(&head);
                each(
                    index,
                    Entry {
                        decision,
                        raw,
                        head,
                    },
                )?;
            }
            // Each clean file must end where its decisions do: a record without a decision is not
            // from this run.
            let Some(tail) = clean.rest()? else {
                let how = format!("{} has more records than were decided", file.name);
                return Err(self.changed(&how));
            };
            rest(index, &tail)?;
        }
        if !decisions.is_over() || !taken_out.is_over() || count != self.summary.documents.read {
            return Err(self.changed("its files tell of different numbers of records"));
        }
        Ok(())
    }

    /// The error that the folder was changed after the run; `how` says what shows it.
    fn changed(&self, how: &str) -> Error {
        Error::record(format!(
            "{}: {how}: it was changed after the run",
            self.folder.display()
        ))
    }
}

/// The decisions in input order, of one file at a time.
struct DecisionsByFile {
    lines: Lines<Decision>,
    /// The next decision, if it was read already.
    next: Option<Decision>,
}

impl DecisionsByFile {
    /// The next decision, if it is about a record of this file.
    fn next_of(&mut self, file: &str) -> Result<Option<Decision>> {
        // A decision about the next file stays in `next` until that file is read.
        if self.next.is_none() {
            self.next = self.lines.next().transpose()?;
        }
        match &self.next {
            Some(decision) if decision.file == file => Ok(self.next.take()),
            _ => Ok(None),
        }
    }

    /// Whether there are no more.
    fn is_over(&mut self) -> bool {
        self.next.is_none() && self.lines.next().is_none()
    }
}

/// What a run took out of the input, read again in input order.
struct TakenOut {
    removed: Lines<RemovedLine>,
    rejected: Lines<RejectedLine>,
    /// Whether rejected records were written to the clean files as well.
    passes: bool,
}

impl TakenOut {
    /// The bytes of a record as they were before the run.
    fn raw(&mut self, decision: &Decision, clean: &mut CleanFile) -> Result<Vec<u8>> {
        match decision.verdict {
            Verdict::Keep => clean.record(decision.record),
            Verdict::Edit => {
                let line = belongs(self.removed.next(), decision)?;
                let record = clean.record(decision.record)?;
                match put_back(&record, &line.cuts) {
                    Some(raw) => Ok(raw),
                    None => Err(misfit(decision)),
                }
            }
            Verdict::Drop => {
                let line: RemovedLine = belongs(self.removed.next(), decision)?;
                match line.raw_bytes() {
                    Ok(raw) => Ok(raw),
                    Err(_) => Err(misfit(decision)),
                }
            }
            Verdict::Reject => {
                let line: RejectedLine = belongs(self.rejected.next(), decision)?;
                let raw = line.raw_bytes()?;
                if self.passes && !clean.skip_same(decision.record, &raw)? {
                    return Err(misfit(decision));
                }
                Ok(raw)
            }
        }
    }

    /// Whether nothing is left that no decision asked for.
    fn is_over(&mut self) -> bool {
        self.removed.next().is_none() && self.rejected.next().is_none()
    }
}

/// Makes sure that a file which the summary at this path names is in the folder. A folder may come
/// from anybody, so no path in it may lead outside.
fn check_name(name: &str, summary: &Path) -> Result<()> {
    match leads_out(name) {
        false => Ok(()),
        true => Err(Error::record(format!(
            "{}: names the file {name}, which is outside the folder",
            summary.display()
        ))),
    }
}

/// The error that the files of the folder disagree about a record.
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

/// The next line of a file, which must be about the record that was decided.
fn belongs<T: About>(line: Option<Result<T>>, decision: &Decision) -> Result<T> {
    match line.transpose()? {
        Some(line) if line.is_about(decision) => Ok(line),
        _ => Err(misfit(decision)),
    }
}

/// A file of the clean dump, read record by record.
struct CleanFile {
    path: PathBuf,
    /// `None` if there is no such file, because none of its records is left.
    reader: Option<Box<dyn ReadClean>>,
}

impl CleanFile {
    /// The bytes of a file that is not in an archive; `None` if it was not written because nothing
    /// is left.
    fn find(path: &Path, entry: &FileEntry) -> Result<Option<Box<dyn Read + Send>>> {
        if !path.exists() && !entry.format.leaves_empty_file() {
            return Ok(None);
        }
        let file = File::open(path).while_reading(path)?;
        Ok(Some(Box::new(file)))
    }

    /// The bytes of a member of an archive as they are.
    fn in_archive(member: Opened) -> Box<dyn Read + Send> {
        Box::new(member)
    }

    /// Reads a file from these bytes.
    fn open(
        path: &Path,
        entry: &FileEntry,
        fields: &Fields,
        from: Option<Box<dyn Read + Send>>,
        temp: &Path,
    ) -> Result<Self> {
        let Some(from) = from else {
            return Ok(Self {
                path: path.to_owned(),
                reader: None,
            });
        };
        let bytes = decoder(entry.compression, from).while_reading(path)?;
        let bytes = entry.layout.decoded(bytes);
        let about = formats::About {
            file: &entry.name,
            head: &[],
            layout: &entry.layout,
            fields,
        };
        let reader = entry.format.clean_reader(path, &about, bytes, temp);
        Ok(Self {
            path: path.to_owned(),
            reader: Some(reader),
        })
    }

    /// What comes before the first record and belongs to none.
    fn head(&mut self) -> Result<Vec<u8>> {
        match &mut self.reader {
            Some(reader) => reader.head(),
            None => Ok(Vec::new()),
        }
    }

    /// The next record, which has this number in the input file.
    fn record(&mut self, number: u64) -> Result<Vec<u8>> {
        match &mut self.reader {
            Some(reader) => reader.record(number),
            None => Err(Error::record(format!(
                "{}: is missing; it was removed after the run",
                self.path.display()
            ))),
        }
    }

    /// Skips a rejected record that was written to the clean file. Returns whether it is there.
    fn skip_same(&mut self, number: u64, raw: &[u8]) -> Result<bool> {
        match &mut self.reader {
            Some(reader) => reader.skip_same(number, raw),
            None => Ok(false),
        }
    }

    /// What follows the last record; none if that is another record.
    fn rest(self) -> Result<Option<Vec<u8>>> {
        match self.reader {
            Some(reader) => reader.rest(),
            None => Ok(Some(Vec::new())),
        }
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
        let file = File::open(path).while_reading(path)?;
        let reader = decoder(Compression::Zstd, file).while_reading(path)?;
        Ok(Self {
            path: path.to_owned(),
            reader: BufReader::new(reader),
            line: Vec::new(),
            number: 0,
            of: PhantomData,
        })
    }
}

impl<T: DeserializeOwned> Iterator for Lines<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        self.line.clear();
        self.number += 1;
        match self.reader.read_until(b'\n', &mut self.line) {
            Ok(0) => None,
            Ok(_) => match serde_json::from_slice(&self.line) {
                Ok(value) => Some(Ok(value)),
                Err(e) => {
                    let place = format!("{}: line {}", self.path.display(), self.number);
                    Some(Err(Error::record(format!("{place}: {e}"))))
                }
            },
            Err(e) => Some(Err(Error::input(&self.path, e))),
        }
    }
}
