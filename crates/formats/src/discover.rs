//! Files, folders and globs into a list of input files.

use crate::batch::{OpenFile, ReadRecords};
use crate::compression::{Compression, sniffed};
use crate::format::FormatId;
use crate::source::{Opened, Source};
use copydesk_store::{Disk, Error, Result};
use std::collections::HashSet;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;
use tempfile::NamedTempFile;

/// Folder of copydesk's own files inside an output folder; nothing in it is input.
pub const OWN_FOLDER: &str = "_copydesk";
/// Ending of an output folder that is not complete yet.
pub const PARTIAL: &str = ".copydesk-partial";
/// Ending of an earlier output folder that is about to be replaced.
pub const REPLACED: &str = ".copydesk-old";
/// Ending of the notes of a run whose output folder is about to get its name.
pub const PARKED: &str = ".copydesk-run";
/// Endings of folders that stand beside an output folder while it is made; nothing in them is input.
const UNFINISHED: [&str; 3] = [PARTIAL, REPLACED, PARKED];

/// What standard input is called in the output and in the decisions; its ending says what it holds.
const STDIN_NAME: &str = "stdin.jsonl";
/// What standard input is called in errors.
const STDIN: &str = "standard input";

/// One input file.
#[derive(Clone, Debug)]
pub struct InputFile {
    path: PathBuf,
    name: String,
    format: FormatId,
    compression: Compression,
    source: Source,
    bytes: u64,
    modified: Option<SystemTime>,
}

impl InputFile {
    /// Where the file is; for one that is no file, what errors call it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Path under the output folder, with `/` on every system. Decisions name the file like this.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How records stand in it.
    #[must_use]
    pub fn format(&self) -> FormatId {
        self.format
    }

    /// How it is compressed.
    #[must_use]
    pub fn compression(&self) -> Compression {
        self.compression
    }

    /// Its size in bytes, before it is decompressed; 0 for a stream.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// When it was last written; `None` if the system does not tell, or if nobody else can write it.
    #[must_use]
    pub fn modified(&self) -> Option<SystemTime> {
        self.modified
    }

    /// Opens the bytes as they are, compressed or not.
    ///
    /// # Errors
    /// If the file cannot be opened, or if it is a stream that was opened before.
    pub fn open_raw(&self, disk: &Disk) -> io::Result<Opened> {
        self.source.open(disk, &self.path)
    }

    /// Opens the file, which is number `number` of its dump, to read it from its beginning.
    ///
    /// # Errors
    /// If it cannot be opened, or is no longer what it was when it was found.
    pub fn open(&self, number: usize, disk: &Disk) -> Result<OpenFile> {
        let opened = self.open_raw(disk).map_err(|e| Error::input(&self.path, e))?;
        opened.metadata().map_or(Ok(()), |now| self.is_unchanged(now))?;
        Ok(OpenFile::new(number, &self.path, self.compression, opened))
    }

    /// Opens the file, which is number `number` of its dump, to read its records.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn records(&self, number: usize, disk: &Disk) -> Result<Box<dyn ReadRecords>> {
        self.format.reader(self.open(number, disk)?)
    }

    /// Makes sure that the file is still what it was when it was found: otherwise its records would be taken for others.
    ///
    /// # Errors
    /// If it was changed.
    pub fn check_unchanged(&self) -> Result<()> {
        match self.source {
            Source::Disk => self.is_unchanged(std::fs::metadata(&self.path)),
            Source::Memory(_) | Source::Stream(_) => Ok(()),
        }
    }

    fn is_unchanged(&self, now: io::Result<Metadata>) -> Result<()> {
        let now = now.map_err(|e| Error::input(&self.path, e))?;
        if now.len() == self.bytes && self.modified.is_none_or(|then| now.modified().is_ok_and(|modified| modified == then)) {
            return Ok(());
        }
        Err(Error::changed(&self.path))
    }
}

/// The files of a dump, in the order in which they are read: on a disk, in memory, or one stream.
#[derive(Debug, Default)]
pub struct Inputs {
    files: Vec<InputFile>,
    disk: Disk,
    /// Keeps a spooled standard input alive while it is read.
    _spool: Option<Spool>,
}

impl Inputs {
    /// Finds the input files behind paths, folders (walked) and globs. Files inside `output` are left out, so that an output folder
    /// may lie in the input folder. Inside a folder, files of other formats are passed over.
    ///
    /// # Errors
    /// If a path does not exist, a named file has an unknown format, or nothing is found.
    pub fn discover(arguments: &[String], output: Option<&Path>) -> Result<Self> {
        let output = output.and_then(|path| path.canonicalize().ok());
        let mut found = Vec::new();
        for argument in arguments {
            let path = Path::new(argument);
            if path.is_dir() {
                walk_folder(path, output.as_deref(), &mut found)?;
            } else if path.exists() {
                found.push(named_file(path)?);
            } else if argument.contains(['*', '?', '[', '{']) {
                expand_glob(argument, output.as_deref(), &mut found)?;
            } else {
                return Err(Error::usage(format!("{argument}: no such file or folder")));
            }
        }
        if found.is_empty() {
            let names = arguments.join(" ");
            return Err(Error::usage(format!("{names}: no file with a known ending; known are {}", known_endings())));
        }
        Ok(Self { files: tell_apart(found)?, ..Self::default() })
    }

    /// Files in memory, each with its name, whose ending tells its format and compression. The name is where the file would stand in
    /// an output folder, with `/` between folders.
    ///
    /// ```
    /// use copydesk_formats::Inputs;
    ///
    /// let texts = [("a.txt".to_owned(), b"The ferry sank.".to_vec()), ("b.txt".to_owned(), b"It did not.".to_vec())];
    /// assert_eq!(Inputs::in_memory(texts)?.len(), 2);
    /// assert!(Inputs::in_memory([("a.docx".to_owned(), Vec::new())]).is_err());
    /// # Ok::<(), copydesk_store::Error>(())
    /// ```
    ///
    /// # Errors
    /// If a name has no known ending, leads out of a folder, or comes twice.
    pub fn in_memory(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Self> {
        let mut names = HashSet::new();
        let mut out = Vec::new();
        for (name, bytes) in files {
            let path = PathBuf::from(&name);
            if !path.components().all(|part| matches!(part, Component::Normal(_))) {
                return Err(Error::usage(format!("{name}: leads out of the folder; give a relative name")));
            }
            let found = Found { name: path.clone(), path };
            let file = InputFile { bytes: bytes.len() as u64, source: Source::Memory(bytes.into()), ..describe(found)? };
            if !names.insert(file.name.clone()) {
                return Err(Error::usage(format!("{name}: comes twice; give every file a name of its own")));
            }
            out.push(file);
        }
        Ok(Self { files: out, ..Self::default() })
    }

    /// A dump that came through standard input and was put into a temporary file.
    ///
    /// # Errors
    /// If the temporary file's size cannot be read.
    pub fn spooled(spool: Spool) -> Result<Self> {
        let path = spool.file.path().to_owned();
        let bytes = path.metadata().map_err(|e| Error::input(&path, e))?.len();
        let file = InputFile { bytes, ..describe(Found { path, name: STDIN_NAME.into() })? };
        Ok(Self { files: vec![file], _spool: Some(spool), ..Self::default() })
    }

    /// A dump of one stream, which can be read only once; it is decompressed by its first bytes.
    ///
    /// # Errors
    /// If the first bytes cannot be read.
    pub fn stream(from: impl Read + Send + 'static) -> Result<Self> {
        let from = sniffed(from).map_err(|e| Error::input(Path::new(STDIN), e))?;
        let file = describe(Found { path: STDIN.into(), name: STDIN_NAME.into() })?;
        Ok(Self { files: vec![InputFile { source: Source::stream(from), ..file }], ..Self::default() })
    }

    /// The same files, read through this disk.
    #[must_use]
    pub fn through(self, disk: Disk) -> Self {
        Self { disk, ..self }
    }

    /// The files.
    #[must_use]
    pub fn files(&self) -> &[InputFile] {
        &self.files
    }

    /// The disk that the files are read through.
    #[must_use]
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Size of all files, in bytes, before they are decompressed.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

/// Standard input in a temporary file, removed when dropped.
#[derive(Debug)]
pub struct Spool {
    file: NamedTempFile,
}

impl Spool {
    /// Reads `from` to its end into a temporary file, decompressing gzip and zstd by their first bytes.
    ///
    /// # Errors
    /// If reading fails or the temporary folder cannot be written.
    pub fn fill(from: impl Read + Send + 'static) -> Result<Self> {
        let temporary = std::env::temp_dir();
        let mut file = NamedTempFile::new().map_err(|e| Error::output(&temporary, e))?;
        let mut reader = sniffed(from).map_err(|e| Error::input(Path::new(STDIN), e))?;
        io::copy(&mut reader, &mut file).map_err(|e| Error::input(Path::new(STDIN), e))?;
        Ok(Self { file })
    }
}

/// The endings that a named file may have, for messages.
fn known_endings() -> String {
    let formats: Vec<&str> = FormatId::all().flat_map(|format| format.endings()).copied().collect();
    let compressions: Vec<&str> = Compression::BY_ENDING.iter().map(|(ending, _)| *ending).collect();
    format!("{}, each plain, {}", listed(&formats, "and"), listed(&compressions, "or"))
}

/// Endings as `.a, .b and .c`.
fn listed(endings: &[&str], last: &str) -> String {
    let dotted: Vec<String> = endings.iter().map(|ending| format!(".{ending}")).collect();
    match dotted.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => dotted.concat(),
    }
}

/// Format and compression by a file's name.
fn format_of(name: &str) -> Option<(FormatId, Compression)> {
    let lower = name.to_ascii_lowercase();
    let uncompressed =
        |(ending, compression): (&str, Compression)| Some((lower.strip_suffix(ending)?.strip_suffix('.')?, compression));
    let compressed = Compression::BY_ENDING.into_iter().find_map(uncompressed);
    let (stem, compression) = compressed.unwrap_or((&lower, Compression::Plain));
    let (_, ending) = stem.rsplit_once('.')?;
    Some((FormatId::by_ending(ending)?, compression))
}

/// A path with the name it has under the folder or glob it was found by.
struct Found {
    path: PathBuf,
    name: PathBuf,
}

fn named_file(path: &Path) -> Result<Found> {
    if !path.is_file() {
        // A pipe that is opened twice would wait for ever.
        return Err(Error::usage(format!("{}: is no file; a pipe can be read as `-`, from standard input", path.display())));
    }
    let name = path.file_name().map(PathBuf::from).unwrap_or_default();
    if format_of(&name.to_string_lossy()).is_none() {
        return Err(Error::usage(format!("{}: unknown format; known are {}", path.display(), known_endings())));
    }
    Ok(Found { path: path.to_owned(), name })
}

fn walk_folder(folder: &Path, output: Option<&Path>, found: &mut Vec<Found>) -> Result<()> {
    let is_ours = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let is_unfinished = UNFINISHED.iter().any(|ending| name.ends_with(ending));
        let is_own = entry.file_type().is_dir() && (name == OWN_FOLDER || is_unfinished);
        let is_output = output.is_some_and(|out| entry.path().canonicalize().is_ok_and(|path| path == out));
        !(is_own || is_output && entry.depth() > 0)
    };
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().follow_links(true).into_iter().filter_entry(is_ours) {
        let entry = match entry {
            Ok(entry) => entry,
            // A link that leads back up: what lies behind it was found already.
            Err(e) if e.loop_ancestor().is_some() => continue,
            Err(e) => return Err(Error::input(e.path().unwrap_or(folder), &e)),
        };
        if entry.file_type().is_file() && format_of(&entry.file_name().to_string_lossy()).is_some() {
            let name = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_owned();
            found.push(Found { path: entry.into_path(), name });
        }
    }
    Ok(())
}

fn expand_glob(pattern: &str, output: Option<&Path>, found: &mut Vec<Found>) -> Result<()> {
    let matcher = globset::GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map_err(|e| Error::usage(format!("{pattern}: not a glob: {e}")))?
        .compile_matcher();
    let fixed = pattern.split(['*', '?', '[', '{']).next().unwrap_or_default();
    let root = match fixed.rfind('/') {
        Some(0) => Path::new("/"),
        Some(end) => Path::new(&fixed[..end]),
        None => Path::new("."),
    };
    let mut below = Vec::new();
    walk_folder(root, output, &mut below)?;
    let before = found.len();
    let plain = |path: &Path| path.strip_prefix("./").map(Path::to_owned).unwrap_or(path.to_owned());
    found.extend(below.into_iter().filter(|f| matcher.is_match(plain(&f.path))));
    if found.len() == before {
        return Err(Error::usage(format!("{pattern}: matches no file with a known ending; known are {}", known_endings())));
    }
    Ok(())
}

/// Gives every file a name of its own: where two have the same, all are named from their common folder down.
fn tell_apart(mut found: Vec<Found>) -> Result<Vec<InputFile>> {
    let mut seen = HashSet::new();
    found.retain(|f| seen.insert(f.path.canonicalize().unwrap_or(f.path.clone())));
    let names: HashSet<&Path> = found.iter().map(|f| f.name.as_path()).collect();
    if names.len() < found.len() {
        let full: Vec<PathBuf> = found.iter().map(|f| f.path.canonicalize().unwrap_or(f.path.clone())).collect();
        let common = full.iter().skip(1).fold(full[0].clone(), |common, path| {
            common.components().zip(path.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
        });
        for (f, path) in found.iter_mut().zip(full) {
            f.name = path.strip_prefix(&common).unwrap_or(&path).to_owned();
        }
    }
    found.into_iter().map(on_disk).collect()
}

/// A file as it is on the disk now.
fn on_disk(found: Found) -> Result<InputFile> {
    let file = describe(found)?;
    let about = File::open(&file.path).and_then(|f| f.metadata()).map_err(|e| Error::input(&file.path, e))?;
    Ok(InputFile { bytes: about.len(), modified: about.modified().ok(), ..file })
}

/// What a file's name tells of it.
fn describe(found: Found) -> Result<InputFile> {
    let name = name_of(&found)?;
    let Some((format, compression)) = format_of(&name) else {
        return Err(Error::usage(format!("{name}: unknown format; known are {}", known_endings())));
    };
    let source = Source::Disk;
    Ok(InputFile { path: found.path, name, format, compression, source, bytes: 0, modified: None })
}

/// The name under which a file stands in the output and in the decisions.
fn name_of(found: &Found) -> Result<String> {
    let parts: Option<Vec<&str>> = found.name.components().map(|part| part.as_os_str().to_str()).collect();
    let Some(parts) = parts else {
        let message = "the name is not UTF-8, so the decisions cannot name the file; rename it, or leave it out";
        return Err(Error::usage(format!("{}: {message}", found.path.display())));
    };
    if parts.first() == Some(&OWN_FOLDER) {
        let message = "would be written among copydesk's own files; name it by another folder, or leave it out";
        return Err(Error::usage(format!("{}: {message}", found.path.display())));
    }
    Ok(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_tell_format_and_compression() {
        assert_eq!(known_endings(), ".jsonl, .ndjson, .json and .txt, each plain, .gz or .zst");
        let named = |name: &str| format_of(name).map(|(format, compression)| (format.name(), compression));
        assert_eq!(named("a.b.JSONL.gz"), Some(("jsonlines", Compression::Gzip)));
        assert_eq!(named("story.txt"), Some(("text", Compression::Plain)));
        assert_eq!(named("dump.json.zst"), Some(("jsonlines", Compression::Zstd)));
        assert_eq!((named("a.docx"), named(".gz"), named("jsonl"), named("dump.gz")), (None, None, None, None));
    }

    #[test]
    fn names_in_memory_stay_in_their_folder_and_differ() {
        for name in ["../a.txt", "/a.txt", "_copydesk/a.txt", "a"] {
            assert!(Inputs::in_memory([(name.to_owned(), Vec::new())]).is_err(), "{name}");
        }
        assert!(Inputs::in_memory([("a.txt".to_owned(), Vec::new()), ("a.txt".to_owned(), Vec::new())]).is_err());
    }
}
