//! Reads an output folder, and rebuilds the input from it, record by record.
//!
//! [`RunOutput::rebuild_input`] reads the decisions and, at the same time, the clean files and the
//! files of removed bytes and rejected records. All of them are in input order, so each is read
//! once and nothing is kept in memory. For every decision, the record as it was before the run is
//! rebuilt from the clean record and the bytes that were removed from it. The digest (a hash) of
//! the rebuilt record must be equal to the digest in the decision. So a change in the folder leads
//! to an error, and never to a wrong byte.

use super::staging::leads_out;
use super::{
    AuditLog, FileEntry, LEFT_OUT, LeftOutLine, OutputArchives, RejectedLine, RemovedLine, Summary,
};
use crate::config::OnBadRecord;
use copydesk_clean::{Decision, Verdict};
use copydesk_formats::{
    About, Compression, Fields, Inputs, OWN_FOLDER, Opened, ReadClean, Record, decoder,
    own_folder_in, put_back,
};
use copydesk_store::{Error, IoContext, Result};
use serde::de::DeserializeOwned;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The output folder of an earlier run.
///
/// ```
/// use copydesk_pipeline::{RunOutput, Config, Inputs, Silent, find};
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("story.txt"), "Rain.")?;
/// let out = folder.path().join("out");
/// let inputs = Inputs::discover(&[folder.path().display().to_string()], Some(&out))?;
/// find(&inputs, &out, &Config::default(), &Silent)?;
///
/// let output = RunOutput::open(&out)?;
/// assert_eq!(output.summary.documents.read, 1);
/// assert_eq!(output.decisions()?[0].id.as_deref(), Some("story.txt"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct RunOutput {
    folder: PathBuf,
    /// The folder of copydesk's own files in `folder`.
    own_folder: PathBuf,
    /// The folder for temporary files.
    temp: PathBuf,
    /// What the run did and by which settings.
    pub summary: Summary,
}

/// The message for a folder whose summary cannot be read.
fn no_summary_message(folder: &Path, error: &io::Error) -> String {
    let name = folder.display();
    match error.kind() {
        io::ErrorKind::NotFound if !folder.exists() => format!("{name}: no such folder"),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => format!(
            "{name}: not an output folder of copydesk (it has no {OWN_FOLDER}/summary.json)"
        ),
        _ => format!("{name}: {OWN_FOLDER}/summary.json cannot be read: {error}"),
    }
}

/// Identifies a record of the input: the name of its file, and its number there, from 0.
pub(crate) type RecordKey = (String, u64);

/// A rebuilt record of the input, with its decision.
pub(crate) struct Entry {
    pub decision: Decision,
    /// The bytes of the record as they were before the run.
    pub raw: Vec<u8>,
    /// The bytes before the first record of its file, such as the header of a table.
    pub head: Arc<[u8]>,
}

impl RunOutput {
    /// Opens a folder and reads its summary.
    ///
    /// # Errors
    /// If it is not an output folder of copydesk, or names files outside of it.
    pub fn open(folder: &Path) -> Result<Self> {
        // If there is no such folder, reading the summary fails with an error that says so.
        let own_folder = own_folder_in(folder).unwrap_or_else(|| folder.join(OWN_FOLDER));
        let path = own_folder.join("summary.json");
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) => return Err(Error::record(no_summary_message(folder, &e))),
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
            own_folder,
            temp: std::env::temp_dir(),
            summary,
        })
    }

    /// This output folder, read with temporary files in the folder `temp`.
    pub(crate) fn with_temp(self, temp: &Path) -> Self {
        Self {
            temp: temp.to_owned(),
            ..self
        }
    }

    /// The names of the fields that the run read in a file.
    pub(crate) fn fields_of(&self, file: &FileEntry) -> Fields {
        match &file.fields {
            Some(fields) => fields.clone(),
            // The file has no fields, or an old version of copydesk did not record them. Then the
            // names are those in the settings, and the default names for the rest.
            None => self.summary.settings.fields.or(&Fields::default()),
        }
    }

    /// The path of one of copydesk's own files.
    fn own_path(&self, name: &str) -> PathBuf {
        self.own_folder.join(name)
    }

    /// The name of a file that the run wrote and that was removed since; `None` if no file was.
    pub(crate) fn missing_file(&self) -> Option<String> {
        for name in [AuditLog::DECISIONS, AuditLog::REMOVED, AuditLog::REJECTED] {
            if !self.own_path(name).exists() {
                return Some(name.to_owned());
            }
        }
        if self.summary.command == "find" {
            return None;
        }
        for file in &self.summary.files {
            // If the document of a `.txt` file was dropped, the file was not written. So nothing
            // follows from its absence.
            let must_exist = file.format.leaves_empty_file() || file.member.is_some();
            if must_exist && !self.folder.join(file.file_name()).exists() {
                return Some(file.file_name().to_owned());
            }
        }
        None
    }

    /// What the summary says of each input file, by the name of the file.
    pub(crate) fn file_entries(&self) -> HashMap<&str, &FileEntry> {
        let mut entries = HashMap::with_capacity(self.summary.files.len());
        for file in &self.summary.files {
            entries.insert(file.name.as_str(), file);
        }
        entries
    }

    /// The path of the file of decisions.
    pub(crate) fn decisions_path(&self) -> PathBuf {
        self.own_path(AuditLog::DECISIONS)
    }

    /// All decisions, in input order.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        Lines::open(&self.decisions_path())?.collect()
    }

    /// Calls `each` with every line of the file of decisions and the decision in it, in input
    /// order.
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

    /// The digests of these records: hashes of their raw bytes, by which changes are noticed.
    ///
    /// # Errors
    /// If the decisions cannot be read.
    pub(crate) fn digests(
        &self,
        wanted: &HashSet<RecordKey>,
    ) -> Result<HashMap<RecordKey, String>> {
        let mut digests = HashMap::new();
        self.each_decision(|_, decision| {
            let record = (decision.file, decision.record);
            if wanted.contains(&record) {
                digests.insert(record, decision.digest);
            }
            Ok(())
        })?;
        Ok(digests)
    }

    /// The input files that hold these records, opened at the paths that the run has recorded.
    ///
    /// # Errors
    /// If the run has recorded no paths, or the files are not there any more.
    pub(crate) fn recorded_inputs(&self, wanted: &HashSet<RecordKey>) -> Result<Inputs> {
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
            let path_and_name = (path.clone(), file.file_name().to_owned());
            // All members of an archive have the path of the archive, which is opened once.
            if !files.contains(&path_and_name) {
                files.push(path_and_name);
            }
        }
        match Inputs::listed(files) {
            Ok(inputs) => Ok(inputs),
            Err(e) => Err(e.and("; name the input of the find with --input")),
        }
    }

    /// The archives (such as zip files) in the folder.
    pub(crate) fn archives(&self) -> Result<OutputArchives<'_>> {
        let path = self.own_path(LEFT_OUT);
        let left_out: Option<Lines<LeftOutLine>> = match path.exists() {
            true => Some(Lines::open(&path)?),
            false => None,
        };
        OutputArchives::new(
            &self.folder,
            &self.summary.archives,
            left_out.into_iter().flatten(),
        )
    }

    /// The name that decisions use for the file with the index `file` of these inputs. If the run
    /// had one input file, and there is one file now, this is taken to be the same file, even if
    /// its name differs.
    pub(crate) fn name_of<'a>(&'a self, inputs: &'a Inputs, file: usize) -> &'a str {
        match (self.summary.files.as_slice(), inputs.len()) {
            ([only], 1) => &only.name,
            _ => inputs.files()[file].name(),
        }
    }

    /// These inputs, set to be read with the layouts and fields that the run used.
    pub(crate) fn laid_out(&self, inputs: &Inputs) -> Inputs {
        let entries = self.file_entries();
        let mut files = inputs.files().to_vec();
        for (index, file) in files.iter_mut().enumerate() {
            if let Some(entry) = entries.get(self.name_of(inputs, index)) {
                // The digest of a record in columns (as in Parquet) covers only the fields that are
                // read, so it would be different with other fields.
                let fields = Arc::new(self.fields_of(entry));
                *file = file.laid_out(entry.layout.clone()).reading(fields);
            }
        }
        inputs.with_files(files, inputs.skipped().to_vec())
    }

    /// Rebuilds the input: calls `each` with every record, in order, and `rest` with the bytes
    /// before the first and after the last record of each file. Both get the index of the file.
    ///
    /// # Errors
    /// If the folder holds only decisions, or was changed after the run; and as for `each` and
    /// `rest`.
    pub(crate) fn rebuild_input(
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
            lines: Lines::open(&self.own_path(AuditLog::DECISIONS))?,
            next: None,
        };
        let mut removed_and_rejected = RemovedAndRejected {
            removed: Lines::open(&self.own_path(AuditLog::REMOVED))?,
            rejected: Lines::open(&self.own_path(AuditLog::REJECTED))?,
            rejected_are_in_clean_files: self.summary.settings.on_bad_record == OnBadRecord::Pass,
        };
        let mut records = 0;
        let mut archives = self.archives()?;
        for (index, file) in self.summary.files.iter().enumerate() {
            let path = self.folder.join(&file.name);
            let fields = self.fields_of(file);
            let bytes = match &file.member {
                Some(member) => archives.member(member)?.map(CleanFile::bytes_of_member),
                None => CleanFile::bytes_at(&path, file)?,
            };
            let mut clean = CleanFile::open(&path, file, &fields, bytes, &self.temp)?;
            let head: Arc<[u8]> = clean.head()?.into();
            rest(index, &head)?;
            while let Some(decision) = decisions.next_of(&file.name)? {
                let raw = removed_and_rejected.rebuild(&decision, &mut clean)?;
                let layout = (file.format, &file.layout);
                let record = Record::whole(layout, &file.name, decision.record, &raw);
                // A change in the folder is noticed here, before a wrong byte is passed to `each`.
                if record.digest() != decision.digest {
                    return Err(misfit(&decision));
                }
                records += 1;
                let entry = Entry {
                    decision,
                    raw,
                    head: Arc::clone(&head),
                };
                each(index, entry)?;
            }
            // The clean file must have no more records: a record without a decision is not from
            // this run.
            let Some(tail) = clean.rest()? else {
                let how = format!("{} has more records than were decided", file.name);
                return Err(self.changed(&how));
            };
            rest(index, &tail)?;
        }
        let is_all_read = decisions.is_at_end() && removed_and_rejected.is_at_end();
        if !is_all_read || records != self.summary.documents.read {
            return Err(self.changed("its files tell of different numbers of records"));
        }
        Ok(())
    }

    /// The error that the folder was changed after the run; `how` says how that was noticed.
    fn changed(&self, how: &str) -> Error {
        Error::record(format!(
            "{}: {how}: it was changed after the run",
            self.folder.display()
        ))
    }
}

/// Reads the decisions in input order, one input file after the other.
struct DecisionsByFile {
    lines: Lines<Decision>,
    /// The next decision, if it was already read but not returned.
    next: Option<Decision>,
}

impl DecisionsByFile {
    /// The next decision about a record of this file; `None` if there are no more.
    fn next_of(&mut self, file: &str) -> Result<Option<Decision>> {
        // A decision about another file stays in `next` until that file is asked for.
        if self.next.is_none() {
            self.next = self.lines.next().transpose()?;
        }
        match &self.next {
            Some(decision) if decision.file == file => Ok(self.next.take()),
            _ => Ok(None),
        }
    }

    /// Whether there are no more decisions.
    fn is_at_end(&mut self) -> bool {
        self.next.is_none() && self.lines.next().is_none()
    }
}

/// Reads the removed bytes and the rejected records of a run, in input order.
struct RemovedAndRejected {
    removed: Lines<RemovedLine>,
    rejected: Lines<RejectedLine>,
    /// Whether rejected records were also written to the clean files ([`OnBadRecord::Pass`]).
    rejected_are_in_clean_files: bool,
}

impl RemovedAndRejected {
    /// Rebuilds the next record as it was before the run.
    fn rebuild(&mut self, decision: &Decision, clean: &mut CleanFile) -> Result<Vec<u8>> {
        match decision.verdict {
            Verdict::Keep => clean.record(decision.record),
            Verdict::Edit => {
                let line = line_about(decision, self.removed.next())?;
                let record = clean.record(decision.record)?;
                match put_back(&record, &line.cuts) {
                    Some(raw) => Ok(raw),
                    None => Err(misfit(decision)),
                }
            }
            Verdict::Drop => {
                let line: RemovedLine = line_about(decision, self.removed.next())?;
                match line.raw_bytes() {
                    Ok(raw) => Ok(raw),
                    Err(_) => Err(misfit(decision)),
                }
            }
            Verdict::Reject => {
                let line: RejectedLine = line_about(decision, self.rejected.next())?;
                let raw = line.raw_bytes()?;
                if self.rejected_are_in_clean_files && !clean.skip_same(decision.record, &raw)? {
                    return Err(misfit(decision));
                }
                Ok(raw)
            }
        }
    }

    /// Whether both files are read to the end.
    fn is_at_end(&mut self) -> bool {
        self.removed.next().is_none() && self.rejected.next().is_none()
    }
}

/// Checks that a file name in the summary does not lead out of the folder: the folder may be from
/// somebody else, and must not make copydesk read other files. `summary` is the path of the
/// summary.
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

/// A line that is about one record.
trait RecordLine {
    /// Whether the line is about the record of this decision.
    fn is_about(&self, decision: &Decision) -> bool;
}

impl RecordLine for RemovedLine {
    fn is_about(&self, decision: &Decision) -> bool {
        (&self.file, self.record) == (&decision.file, decision.record)
    }
}

impl RecordLine for RejectedLine {
    fn is_about(&self, decision: &Decision) -> bool {
        (&self.file, self.record) == (&decision.file, decision.record)
    }
}

/// Checks that `next`, the next line of a file, is about the record of this decision.
fn line_about<T: RecordLine>(decision: &Decision, next: Option<Result<T>>) -> Result<T> {
    match next.transpose()? {
        Some(line) if line.is_about(decision) => Ok(line),
        _ => Err(misfit(decision)),
    }
}

/// A file of the clean dump, read record by record.
struct CleanFile {
    path: PathBuf,
    /// `None` if the run did not write the file, because no record of it was left.
    reader: Option<Box<dyn ReadClean>>,
}

impl CleanFile {
    /// The bytes of a file that is not in an archive; `None` if the run did not write it, because
    /// no record of it was left.
    fn bytes_at(path: &Path, entry: &FileEntry) -> Result<Option<Box<dyn Read + Send>>> {
        if !path.exists() && !entry.format.leaves_empty_file() {
            return Ok(None);
        }
        let file = File::open(path).while_reading(path)?;
        Ok(Some(Box::new(file)))
    }

    /// The bytes of a member of an archive.
    fn bytes_of_member(member: Opened) -> Box<dyn Read + Send> {
        Box::new(member)
    }

    /// The file with these bytes. If they are `None`, a file without records.
    fn open(
        path: &Path,
        entry: &FileEntry,
        fields: &Fields,
        bytes: Option<Box<dyn Read + Send>>,
        temp: &Path,
    ) -> Result<Self> {
        let Some(bytes) = bytes else {
            return Ok(Self {
                path: path.to_owned(),
                reader: None,
            });
        };
        let decompressed = decoder(entry.compression, bytes).while_reading(path)?;
        let decoded = entry.layout.decoded(decompressed);
        let about = About {
            file: &entry.name,
            head: &[],
            layout: &entry.layout,
            fields,
        };
        let reader = entry.format.clean_reader(path, &about, decoded, temp);
        Ok(Self {
            path: path.to_owned(),
            reader: Some(reader),
        })
    }

    /// The bytes before the first record, which belong to no record.
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

    /// Skips the next record, a rejected one that was written to the clean file. Returns whether
    /// its bytes are `raw`, as they should be.
    fn skip_same(&mut self, number: u64, raw: &[u8]) -> Result<bool> {
        match &mut self.reader {
            Some(reader) => reader.skip_same(number, raw),
            None => Ok(false),
        }
    }

    /// The bytes after the last record. `None` if there is another record.
    fn rest(self) -> Result<Option<Vec<u8>>> {
        match self.reader {
            Some(reader) => reader.rest(),
            None => Ok(Some(Vec::new())),
        }
    }
}

/// Reads a value from each line of JSON in a zstd file.
struct Lines<T> {
    path: PathBuf,
    reader: BufReader<Box<dyn Read + Send>>,
    /// The bytes of the line that was read last.
    line: Vec<u8>,
    /// The number of the line that was read last, from 1.
    number: u64,
    value: PhantomData<T>,
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
            value: PhantomData,
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
