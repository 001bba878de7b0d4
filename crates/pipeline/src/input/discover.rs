//! Files, folders and globs into a list of input files.

use super::compression::Compression;
use crate::disk::Disk;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tempfile::NamedTempFile;

/// How records stand in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Shape {
    /// One JSON object a line.
    JsonLines,
    /// The whole file is one document.
    Text,
}

/// One input file.
#[derive(Clone, Debug)]
pub(crate) struct InputFile {
    pub path: PathBuf,
    /// Path under the output folder, with `/` on every system.
    pub name: String,
    pub shape: Shape,
    pub compression: Compression,
    /// Size on disk.
    pub bytes: u64,
    /// When it was last written; none if the system does not tell, or if it is a copy of our own.
    pub modified: Option<SystemTime>,
}

impl InputFile {
    /// An error if the file is no longer what it was when it was found: its records would be taken for others.
    pub(crate) fn is_unchanged(&self, now: io::Result<Metadata>) -> Result<()> {
        let now = now.map_err(|e| Error::input(&self.path, e))?;
        if now.len() == self.bytes && self.modified.is_none_or(|then| now.modified().is_ok_and(|modified| modified == then)) {
            return Ok(());
        }
        Err(Error::changed(&self.path))
    }
}

/// The files of a dump, in the order in which they are read.
#[derive(Debug, Default)]
pub struct Inputs {
    pub(crate) files: Vec<InputFile>,
    pub(crate) disk: Disk,
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
            return Err(Error::usage(format!("{names}: no file with a known ending; known are {KNOWN_ENDINGS}")));
        }
        Ok(Self { files: tell_apart(found)?, ..Self::default() })
    }

    /// A dump that came through standard input and was put into a temporary file.
    ///
    /// # Errors
    /// If the temporary file's size cannot be read.
    pub fn spooled(spool: Spool) -> Result<Self> {
        let path = spool.file.path().to_owned();
        let bytes = path.metadata().map_err(|e| Error::input(&path, e))?.len();
        let file = InputFile {
            path,
            name: "stdin.jsonl".into(),
            shape: Shape::JsonLines,
            compression: Compression::Plain,
            bytes,
            modified: None,
        };
        Ok(Self { files: vec![file], _spool: Some(spool), ..Self::default() })
    }

    /// A stream that is read once and has no size.
    pub(crate) fn of_stream(file: InputFile) -> Self {
        Self { files: vec![file], ..Self::default() }
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

    /// Size of all files on disk, in bytes.
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
        let mut reader = sniffed(from).map_err(|e| Error::input(Path::new("standard input"), e))?;
        io::copy(&mut reader, &mut file).map_err(|e| Error::input(Path::new("standard input"), e))?;
        Ok(Self { file })
    }
}

/// A stream of unknown compression, told by its first bytes.
pub(crate) fn sniffed(mut from: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let mut head = Vec::with_capacity(4);
    (&mut from).take(4).read_to_end(&mut head)?;
    let compression = match head.as_slice() {
        [0x1F, 0x8B, ..] => Compression::Gzip,
        [0x28, 0xB5, 0x2F, 0xFD] => Compression::Zstd,
        _ => Compression::Plain,
    };
    super::compression::decoder(compression, io::Cursor::new(head).chain(from))
}

const KNOWN_ENDINGS: &str = ".jsonl, .ndjson, .json and .txt, each plain, .gz or .zst";

/// Format and compression by a file's name.
fn format_of(name: &str) -> Option<(Shape, Compression)> {
    let lower = name.to_ascii_lowercase();
    let (stem, compression) = match lower.rsplit_once('.') {
        Some((stem, "gz")) => (stem, Compression::Gzip),
        Some((stem, "zst")) => (stem, Compression::Zstd),
        _ => (lower.as_str(), Compression::Plain),
    };
    let shape = match stem.rsplit_once('.')?.1 {
        "jsonl" | "ndjson" | "json" => Shape::JsonLines,
        "txt" => Shape::Text,
        _ => return None,
    };
    Some((shape, compression))
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
        return Err(Error::usage(format!("{}: unknown format; known are {KNOWN_ENDINGS}", path.display())));
    }
    Ok(Found { path: path.to_owned(), name })
}

fn walk_folder(folder: &Path, output: Option<&Path>, found: &mut Vec<Found>) -> Result<()> {
    let is_ours = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let is_unfinished = crate::output::UNFINISHED.iter().any(|ending| name.ends_with(ending));
        let is_own = entry.file_type().is_dir() && (name == crate::OWN_FOLDER || is_unfinished);
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
        return Err(Error::usage(format!("{pattern}: matches no file with a known ending; known are {KNOWN_ENDINGS}")));
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
    found.into_iter().map(describe).collect()
}

fn describe(found: Found) -> Result<InputFile> {
    let name = name_of(&found)?;
    let Some((shape, compression)) = format_of(&name) else {
        return Err(Error::usage(format!("{name}: unknown format; known are {KNOWN_ENDINGS}")));
    };
    let about = File::open(&found.path).and_then(|f| f.metadata()).map_err(|e| Error::input(&found.path, e))?;
    Ok(InputFile { path: found.path, name, shape, compression, bytes: about.len(), modified: about.modified().ok() })
}

/// The name under which a file stands in the output and in the decisions.
fn name_of(found: &Found) -> Result<String> {
    let parts: Option<Vec<&str>> = found.name.components().map(|part| part.as_os_str().to_str()).collect();
    let Some(parts) = parts else {
        let message = "the name is not UTF-8, so the decisions cannot name the file; rename it, or leave it out";
        return Err(Error::usage(format!("{}: {message}", found.path.display())));
    };
    if parts.first() == Some(&crate::OWN_FOLDER) {
        let message = "would be written among copydesk's own files; name it by another folder, or leave it out";
        return Err(Error::usage(format!("{}: {message}", found.path.display())));
    }
    Ok(parts.join("/"))
}
