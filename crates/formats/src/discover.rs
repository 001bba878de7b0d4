//! Files, folders and globs into a list of paths, and what a path tells of the file.
//!
//! A path that is named must be readable; in a folder or behind a glob, what is no input is passed
//! over and listed with a reason. Every file is in the list once, in the order of the arguments and
//! in a folder by name, so the order does not depend on the file system. Each file has a name of
//! its own, which is also its path in the output folder.

use crate::compression::Compression;
use crate::container_kind::ContainerKind;
use crate::endings::{format_of, has_known_ending};
use crate::formats::FormatId;
use crate::skipped::Skipped;
use copydesk_store::{Error, Result};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Folder of copydesk's own files inside an output folder; nothing in it is input. Spark passes
/// over names that begin with `_`, Hugging Face `datasets` over those that begin with `__`.
pub const OWN_FOLDER: &str = "__copydesk";
/// What that folder was called by earlier versions, whose output can still be read.
pub const EARLIER_OWN_FOLDER: &str = "_copydesk";
/// Ending of an output folder that is not complete yet.
pub const PARTIAL: &str = ".copydesk-partial";
/// Ending of an earlier output folder that is about to be replaced.
pub const REPLACED: &str = ".copydesk-old";
/// Ending of the notes of a run whose output folder is about to get its name.
pub const PARKED: &str = ".copydesk-run";
/// Ending of the file that is locked while a run works on a folder.
pub const LOCK: &str = ".copydesk-lock";
/// Endings of what is beside an output folder while it is made; nothing in it is input.
const UNFINISHED: [&str; 4] = [PARTIAL, REPLACED, PARKED, LOCK];

const UNKNOWN_ENDING: &str = "unknown ending";
const NO_FILE: &str = "neither a file nor a folder";
const LINK_UP: &str = "a link to a folder that it is in";
const SAME_FILE: &str = "the same file as another input";
const THIS_OUTPUT: &str = "the output folder of this run";
const EARLIER_OUTPUT: &str = "the output of an earlier run";
const OWN_FILES: &str = "copydesk's own files of an earlier run";
const UNFINISHED_OUTPUT: &str = "left by a run that works or was stopped";

/// Whether a folder is the output of a run, of this version or an earlier one.
#[must_use]
pub fn is_output_folder(folder: &Path) -> bool {
    own_folder_in(folder).is_some()
}

/// The folder of copydesk's own files in an output folder of this version or an earlier one; `None`
/// if there is none.
#[must_use]
pub fn own_folder_in(folder: &Path) -> Option<PathBuf> {
    for name in [OWN_FOLDER, EARLIER_OWN_FOLDER] {
        let own = folder.join(name);
        if own.is_dir() {
            return Some(own);
        }
    }
    None
}

/// The files that are read, and what is passed over.
#[derive(Default)]
pub(crate) struct Discovery {
    pub(crate) found: Vec<FoundFile>,
    pub(crate) skipped: Vec<Skipped>,
}

/// Finds the input files that paths, folders and globs name; see
/// [`Inputs::discover`](crate::Inputs::discover).
pub(crate) fn find(arguments: &[String], output: Option<&Path>) -> Result<Discovery> {
    // An output folder that is not there yet cannot be among the inputs.
    let output = output.and_then(real_path);
    let mut all = Discovery::default();
    for argument in arguments {
        let path = Path::new(argument);
        if path.is_dir() {
            let below = walk_folder(path, output.as_deref())?;
            all.found.extend(below.found);
            all.skipped
                .extend(below.passed.into_iter().map(Passed::skipped));
        } else if path.exists() {
            all.found.push(named_file(path)?);
        // After the path itself, since a file may be called like a glob.
        } else if argument.contains(['*', '?', '[', '{']) {
            expand_glob(argument, output.as_deref(), &mut all)?;
        } else {
            return Err(Error::usage(format!("{argument}: no such file or folder")));
        }
    }
    if all.found.is_empty() {
        return Err(nothing_found(&arguments.join(" "), "no", &all.skipped));
    }
    all.skipped.extend(take_repeats(&mut all.found));
    name_apart(&mut all.found);
    // A folder that two arguments lead to was passed over twice.
    let mut seen = HashSet::new();
    all.skipped
        .retain(|skipped| seen.insert(skipped.name.clone()));
    Ok(all)
}

/// The path without links; `None` if there is no such file.
fn real_path(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}

/// The most names in an error.
const NAMED: usize = 3;

/// That nothing of what was named can be read, with the first things that were passed over.
pub(crate) fn nothing_found(named: &str, no: &str, skipped: &[Skipped]) -> Error {
    let mut message = format!(
        "{named}: {no} file with an ending that copydesk reads ({})",
        known_endings()
    );
    let mut names = Vec::new();
    for file in skipped.iter().take(NAMED) {
        names.push(format!("{} ({})", file.name, file.reason));
    }
    if !names.is_empty() {
        let more = if skipped.len() > NAMED { ", …" } else { "" };
        message.push_str(&format!("; skipped: {}{more}", names.join(", ")));
    }
    Error::usage(message)
}

/// The endings that a named file may have, for messages.
fn known_endings() -> String {
    let mut formats = Vec::new();
    for format in FormatId::all() {
        formats.extend(format.endings());
    }
    let compressions = Compression::BY_ENDING.map(|(ending, _)| ending);
    format!(
        "{}, uncompressed or as {}, and all of these inside .tar (also compressed) and .zip",
        listed(&formats, "and"),
        listed(&compressions, "or")
    )
}

/// Endings as `.a, .b and .c`.
fn listed(endings: &[&str], last: &str) -> String {
    let dotted: Vec<String> = endings.iter().map(|ending| format!(".{ending}")).collect();
    match dotted.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => dotted.concat(),
    }
}

/// Whether a file of this name is read, or its members are, also if only its content tells that it
/// has any.
fn is_known(path: &Path, name: &str) -> bool {
    has_known_ending(name)
        || ContainerKind::by_name(name).is_some()
        || ContainerKind::of_file(path).is_some()
}

/// A path with the name it has under the folder or glob it was found by.
pub(crate) struct FoundFile {
    pub(crate) path: PathBuf,
    pub(crate) name: PathBuf,
}

/// A file that was named itself, which must therefore be readable as an input.
fn named_file(path: &Path) -> Result<FoundFile> {
    if !path.is_file() {
        // A pipe that is opened twice would wait for ever.
        return Err(Error::usage(format!(
            "{}: is no file; a pipe can be read as `-`, from standard input",
            path.display()
        )));
    }
    let name = path.file_name().map(PathBuf::from).unwrap_or_default();
    if !is_known(path, &name.to_string_lossy()) {
        return Err(Error::usage(format!(
            "{}: unknown format; copydesk reads {}",
            path.display(),
            known_endings()
        )));
    }
    Ok(FoundFile {
        path: path.to_owned(),
        name,
    })
}

/// What a folder holds.
struct Below {
    found: Vec<FoundFile>,
    passed: Vec<Passed>,
}

/// Something that is passed over; of a folder, with all that it holds.
struct Passed {
    path: PathBuf,
    reason: &'static str,
}

impl Passed {
    fn skipped(self) -> Skipped {
        Skipped::new(self.path.to_string_lossy(), self.reason)
    }

    /// Whether it is meant by a glob: itself, or a file in it.
    fn is_meant(&self, matcher: &globset::GlobMatcher) -> bool {
        for entry in WalkDir::new(&self.path).into_iter().flatten() {
            if !entry.file_type().is_dir() && matcher.is_match(plain(entry.path())) {
                return true;
            }
        }
        false
    }
}

/// A path as a glob names it.
fn plain(path: &Path) -> &Path {
    path.strip_prefix("./").unwrap_or(path)
}

/// The paths that are skipped. In a cell, because the walk and its filter both add to them.
#[derive(Default)]
struct PassedPaths(RefCell<Vec<Passed>>);

impl PassedPaths {
    fn add(&self, path: &Path, reason: &'static str) {
        let path = path.to_owned();
        self.0.borrow_mut().push(Passed { path, reason });
    }
}

/// Finds the files in a folder and in the folders in it.
///
/// # Errors
/// If a folder cannot be read: what is in it would be missing from the output without a word.
fn walk_folder(folder: &Path, output: Option<&Path>) -> Result<Below> {
    let passed = PassedPaths::default();
    let mut found = Vec::new();
    let walk = WalkDir::new(folder).sort_by_file_name().follow_links(true);
    let entries = walk.into_iter().filter_entry(|entry| {
        // What is named itself is read, even if it is an output folder.
        match reason_against(entry, output) {
            Some(reason) if entry.depth() > 0 => {
                passed.add(entry.path(), reason);
                false
            }
            _ => true,
        }
    });
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            // What the link leads to is found anyway.
            Err(e) if e.loop_ancestor().is_some() => {
                passed.add(e.path().unwrap_or(folder), LINK_UP);
                continue;
            }
            Err(e) => return Err(Error::input(e.path().unwrap_or(folder), &e)),
        };
        if entry.file_type().is_dir() {
            continue;
        }
        if !entry.file_type().is_file() {
            passed.add(entry.path(), NO_FILE);
        } else if !is_known(entry.path(), &entry.file_name().to_string_lossy()) {
            passed.add(entry.path(), UNKNOWN_ENDING);
        } else {
            let path = entry.into_path();
            let name = path.strip_prefix(folder).unwrap_or(&path).to_owned();
            found.push(FoundFile { path, name });
        }
    }
    let passed = passed.0.into_inner();
    Ok(Below { found, passed })
}

/// Why something is passed over with all that it holds; `None` if it is not.
fn reason_against(entry: &DirEntry, output: Option<&Path>) -> Option<&'static str> {
    let name = entry.file_name().to_string_lossy();
    for ending in UNFINISHED {
        if name.ends_with(ending) {
            return Some(UNFINISHED_OUTPUT);
        }
    }
    if !entry.file_type().is_dir() {
        return None;
    }
    if output.is_some() && real_path(entry.path()).as_deref() == output {
        Some(THIS_OUTPUT)
    } else if [OWN_FOLDER, EARLIER_OWN_FOLDER].contains(&&*name) {
        Some(OWN_FILES)
    } else if is_output_folder(entry.path()) {
        Some(EARLIER_OUTPUT)
    } else {
        None
    }
}

/// Adds the files whose paths match a pattern.
///
/// # Errors
/// If it is no glob, or matches no file that can be read.
fn expand_glob(pattern: &str, output: Option<&Path>, all: &mut Discovery) -> Result<()> {
    // A `*` stays inside one folder, as in a shell.
    let glob = globset::GlobBuilder::new(pattern)
        .literal_separator(true)
        .build();
    let matcher = match glob {
        Ok(glob) => glob.compile_matcher(),
        Err(reason) => return Err(Error::usage(format!("{pattern}: not a glob: {reason}"))),
    };
    let below = walk_folder(fixed_folder(pattern), output)?;
    let mut skipped = Vec::new();
    for passed in below.passed {
        if passed.is_meant(&matcher) {
            skipped.push(passed.skipped());
        }
    }
    let before = all.found.len();
    for file in below.found {
        if matcher.is_match(plain(&file.path)) {
            all.found.push(file);
        }
    }
    if all.found.len() == before {
        return Err(nothing_found(pattern, "matches no", &skipped));
    }
    all.skipped.extend(skipped);
    Ok(())
}

/// The folder that everything is in that a glob may match: its path up to the first sign.
fn fixed_folder(pattern: &str) -> &Path {
    let signs = pattern.find(['*', '?', '[', '{']).unwrap_or(pattern.len());
    let fixed = &pattern[..signs];
    match fixed.rfind('/') {
        Some(0) => Path::new("/"),
        Some(end) => Path::new(&fixed[..end]),
        None => Path::new("."),
    }
}

impl FoundFile {
    /// The path without links, as far as the system can tell.
    fn real_path(&self) -> PathBuf {
        real_path(&self.path).unwrap_or_else(|| self.path.clone())
    }
}

/// Leaves every file in the list once; returns the other paths, such as links, by which they were
/// found as well.
fn take_repeats(found: &mut Vec<FoundFile>) -> Vec<Skipped> {
    // Sorted, so that the summary lists them in the same order each time.
    let mut others = BTreeSet::new();
    let mut kept = Vec::new();
    let mut seen = HashSet::new();
    // The path that comes first is the one that is kept.
    for file in found.drain(..) {
        match seen.insert(file.real_path()) {
            true => kept.push(file),
            false => {
                others.insert(file.path);
            }
        }
    }
    // A path that was named twice is not passed over.
    for file in &kept {
        others.remove(&file.path);
    }
    *found = kept;
    let mut skipped = Vec::new();
    for path in others {
        skipped.push(Skipped::new(path.to_string_lossy(), SAME_FILE));
    }
    skipped
}

/// Gives every file a name of its own: where two have the same, all are named from their common
/// folder down.
fn name_apart(found: &mut [FoundFile]) {
    let names: HashSet<&Path> = found.iter().map(|file| file.name.as_path()).collect();
    if names.len() == found.len() {
        return;
    }
    let full: Vec<PathBuf> = found.iter().map(FoundFile::real_path).collect();
    let mut common = full[0].clone();
    for path in &full[1..] {
        common = common_folder(&common, path);
    }
    for (file, path) in found.iter_mut().zip(full) {
        file.name = path.strip_prefix(&common).unwrap_or(&path).to_owned();
    }
}

/// The beginning that two paths share, in whole folders.
fn common_folder(one: &Path, another: &Path) -> PathBuf {
    let mut common = PathBuf::new();
    for (part, other) in one.components().zip(another.components()) {
        if part != other {
            break;
        }
        common.push(part);
    }
    common
}

/// What a file's name tells of it: the name in the output and in the decisions, and how the file is
/// to be read.
///
/// # Errors
/// If it cannot be named like that, or has no known ending.
pub(crate) fn told_by_name(found: &FoundFile) -> Result<(String, FormatId, Compression)> {
    let name = name_of(found)?;
    match format_of(&name) {
        Some((format, compression)) => Ok((name, format, compression)),
        None => Err(Error::usage(format!(
            "{name}: unknown format; copydesk reads {}",
            known_endings()
        ))),
    }
}

/// The name that a file has in the output and in the decisions.
pub(crate) fn name_of(found: &FoundFile) -> Result<String> {
    let mut parts = Vec::new();
    for part in found.name.components() {
        let Some(part) = part.as_os_str().to_str() else {
            let message = "the name is not UTF-8, so the decisions cannot name the file; rename \
                           it, or leave it out";
            return Err(Error::usage(format!("{}: {message}", found.path.display())));
        };
        parts.push(part);
    }
    if let Some(&(OWN_FOLDER | EARLIER_OWN_FOLDER)) = parts.first() {
        let message = "would be written among copydesk's own files; name a folder above it, or \
                       leave it out";
        return Err(Error::usage(format!("{}: {message}", found.path.display())));
    }
    Ok(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_tell_format_and_compression() {
        assert_eq!(
            known_endings(),
            ".jsonl, .ndjson, .jl, .jsonlines, .json, .csv, .tsv, .tab, .parquet, .pq, .arrow, .feather, .ipc, .arrows and .txt, uncompressed or as .gz, .zst, .xz or .bz2, and all of these inside .tar (also compressed) and .zip"
        );
        let named =
            |name: &str| format_of(name).map(|(format, compression)| (format.name(), compression));
        assert_eq!(
            named("a.b.JSONL.gz"),
            Some(("jsonlines", Compression::Gzip))
        );
        assert_eq!(named("story.txt"), Some(("text", Compression::Plain)));
        assert_eq!(
            named("dump.json.zst"),
            Some(("jsonlines", Compression::Zstd))
        );
        assert_eq!(
            (
                named("a.docx"),
                named(".gz"),
                named("jsonl"),
                named("dump.gz")
            ),
            (None, None, None, None)
        );
    }
}
