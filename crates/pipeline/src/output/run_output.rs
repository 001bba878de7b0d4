//! An output folder read again: the input, record by record.

use super::{
    AuditLog, FileEntry, LEFT_OUT, LeftOutLine, Packed, RejectedLine, RemovedLine, Summary,
};
use crate::config::OnBadRecord;
use copydesk_clean::{Decision, Verdict};
use copydesk_formats as formats;
use copydesk_formats::{
    Compression, Fields, Inputs, OWN_FOLDER, ReadClean, Record, decoder, own_folder_in, put_back,
};
use copydesk_store::{Error, Result};
use serde::de::DeserializeOwned;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::marker::PhantomData;
use std::path::{Component, Path, PathBuf};
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

/// Where a record stands: the name of its file, and its number there.
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
    /// If it is no output folder of copydesk, or was tampered with.
    pub fn open(folder: &Path) -> Result<Self> {
        let own = own_folder_in(folder).unwrap_or_else(|| folder.join(OWN_FOLDER));
        let path = own.join("summary.json");
        let bytes = std::fs::read(&path).map_err(|e| {
            let name = folder.display();
            Error::record(format!(
                "{name}: is no output folder of copydesk ({e}: {OWN_FOLDER}/summary.json)"
            ))
        })?;
        let summary: Summary = serde_json::from_slice(&bytes)
            .map_err(|e| Error::record(format!("{}: {e}", path.display())))?;
        let archives = summary.archives.iter().map(|archive| &archive.name);
        let mut names = summary.files.iter().map(|file| &file.name).chain(archives);
        if let Some(name) = names.find(|name| leads_out(name)) {
            return Err(Error::record(format!(
                "{}: names the file {name}, which lies outside the folder",
                path.display()
            )));
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

    /// The fields that were looked at in a file.
    pub(crate) fn fields_of(&self, file: &FileEntry) -> Fields {
        match &file.fields {
            Some(fields) => fields.clone(),
            None => self.summary.settings.fields.or(&Fields::default()),
        }
    }

    fn own(&self, name: &str) -> PathBuf {
        self.own.join(name)
    }

    /// A file that the run left and that is not there any more.
    pub(crate) fn missing_file(&self) -> Option<String> {
        let own = [AuditLog::DECISIONS, AuditLog::REMOVED, AuditLog::REJECTED];
        if let Some(name) = own.iter().find(|name| !self.own(name).exists()) {
            return Some((*name).to_owned());
        }
        let is_written = self.summary.command != "find";
        let mut files = self.summary.files.iter().filter(|_| is_written);
        let missing = files.find(|file| {
            let is_written = file.format.leaves_empty_file() || file.member.is_some();
            is_written && !self.folder.join(file.file_name()).exists()
        });
        missing.map(|file| file.file_name().to_owned())
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

    /// Calls `each` on every decision, and the line it stands in, in input order.
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

    /// The digests of the records that stand at these places.
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
        let mut files = Vec::new();
        for file in &self.summary.files {
            if !wanted.iter().any(|(name, _)| *name == file.name) {
                continue;
            }
            let Some(path) = &file.path else {
                return Err(Error::record(format!(
                    "{}: does not tell where its input {} is; name the input of the find by \
                     --input",
                    self.folder.display(),
                    file.name
                )));
            };
            let named = (path.clone(), file.file_name().to_owned());
            if !files.contains(&named) {
                files.push(named);
            }
        }
        Inputs::listed(files).map_err(|e| e.and("; name the input of the find by --input"))
    }

    /// The archives of files in the folder.
    pub(crate) fn packed(&self) -> Result<Packed<'_>> {
        let path = self.own(LEFT_OUT);
        let left_out = path
            .exists()
            .then(|| Lines::<LeftOutLine>::open(&path))
            .transpose()?;
        Packed::new(
            &self.folder,
            &self.summary.archives,
            left_out.into_iter().flatten(),
        )
    }

    /// The name by which the decisions call a file of these inputs. One file is the same one file,
    /// whatever it is called now.
    pub(crate) fn name_of<'a>(&'a self, inputs: &'a Inputs, file: usize) -> &'a str {
        match (self.summary.files.as_slice(), inputs.len()) {
            ([only], 1) => &only.name,
            _ => inputs.files()[file].name(),
        }
    }

    /// The same inputs, laid out as they were taken to be when they were decided, and with the
    /// fields that were looked at.
    pub(crate) fn laid_out(&self, inputs: &Inputs) -> Inputs {
        let noted: HashMap<&str, &FileEntry> = self
            .summary
            .files
            .iter()
            .map(|file| (file.name.as_str(), file))
            .collect();
        let mut files = inputs.files().to_vec();
        for (number, file) in files.iter_mut().enumerate() {
            if let Some(noted) = noted.get(self.name_of(inputs, number)) {
                // Of a record in columns, its digest is that of the fields that are looked at.
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
                "{}: holds decisions only; the input was not changed",
                self.folder.display()
            )));
        }
        let mut decisions = Lines::<Decision>::open(&self.own(AuditLog::DECISIONS))?.peekable();
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
                Some(member) => packed.member(member)?.map(|opened| Box::new(opened) as _),
                None => CleanFile::find(&path, file)?,
            };
            let mut clean = CleanFile::open(&path, file, &fields, from, &self.temp)?;
            let head: Arc<[u8]> = clean.head()?.into();
            rest(index, &head)?;
            while let Some(decision) =
                decisions.next_if(|d| d.as_ref().map_or(true, |d| d.file == file.name))
            {
                let decision = decision?;
                let raw = taken_out.raw(&decision, &mut clean)?;
                let layout = (file.format, &file.layout);
                let record = Record::whole(layout, &file.name, decision.record, &raw);
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
            let Some(tail) = clean.rest()? else {
                let how = format!("{} has more records than were decided", file.name);
                return Err(self.changed(&how));
            };
            rest(index, &tail)?;
        }
        if decisions.next().is_some()
            || !taken_out.is_over()
            || count != self.summary.documents.read
        {
            return Err(self.changed("its files tell of different numbers of records"));
        }
        Ok(())
    }

    fn changed(&self, how: &str) -> Error {
        Error::record(format!(
            "{}: {how}: it was changed after the run",
            self.folder.display()
        ))
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
                put_back(&record, &line.cuts).ok_or_else(|| misfit(decision))
            }
            Verdict::Drop => {
                let line: RemovedLine = belongs(self.removed.next(), decision)?;
                line.raw_bytes().map_err(|_| misfit(decision))
            }
            Verdict::Reject => {
                let line: RejectedLine = belongs(self.rejected.next(), decision)?;
                let raw = line.raw_bytes()?;
                if self.passes && !clean.passed(decision.record, &raw)? {
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

/// A folder may come from anybody: none of its files is read or restored outside of it.
fn leads_out(name: &str) -> bool {
    !Path::new(name)
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
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

/// A file of the clean dump, read record by record.
struct CleanFile {
    path: PathBuf,
    /// None if there is no such file, because none of its records stayed.
    reader: Option<Box<dyn ReadClean>>,
}

impl CleanFile {
    /// The bytes of a file of its own as they are; `None` if there is none because nothing stayed.
    fn find(path: &Path, entry: &FileEntry) -> Result<Option<Box<dyn Read + Send>>> {
        if !path.exists() && !entry.format.leaves_empty_file() {
            return Ok(None);
        }
        let file = File::open(path).map_err(|e| Error::input(path, e))?;
        Ok(Some(Box::new(file)))
    }

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
        let bytes = decoder(entry.compression, from).map_err(|e| Error::input(path, e))?;
        let bytes = entry.layout.decoded(bytes);
        let about = formats::About {
            file: &entry.name,
            head: &[],
            layout: &entry.layout,
            fields,
        };
        let reader = entry.format.clean_reader_in(path, &about, bytes, temp);
        Ok(Self {
            path: path.to_owned(),
            reader: Some(reader),
        })
    }

    /// What comes before the first record and belongs to none.
    fn head(&mut self) -> Result<Vec<u8>> {
        self.reader
            .as_mut()
            .map_or(Ok(Vec::new()), |reader| reader.head())
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

    /// Passes over a record that was handed through; whether it is there.
    fn passed(&mut self, number: u64, raw: &[u8]) -> Result<bool> {
        self.reader
            .as_mut()
            .map_or(Ok(false), |reader| reader.passed(number, raw))
    }

    /// What follows the last record; none if that is another record.
    fn rest(self) -> Result<Option<Vec<u8>>> {
        self.reader.map_or(Ok(Some(Vec::new())), ReadClean::rest)
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
            Ok(_) => {
                let parsed = serde_json::from_slice(&self.line);
                Some(parsed.map_err(|e| {
                    Error::record(format!(
                        "{}: line {}: {e}",
                        self.path.display(),
                        self.number
                    ))
                }))
            }
            Err(e) => Some(Err(Error::input(&self.path, e))),
        }
    }
}
