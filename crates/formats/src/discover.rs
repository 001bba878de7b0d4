//! Finds the input files from the user's arguments: files, folders and globs.
//!
//! A file that is itself an argument must be readable. In folders, and among the files that match a
//! glob, everything that cannot be an input is skipped and listed with a reason. Each file is
//! in the list once. The files are in the order of the arguments, and by name inside a folder, so
//! the order does not depend on the file system. No two files have the same name, because the name
//! is also the path in the output folder.

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

/// Name of the folder with copydesk's own files inside an output folder. Nothing in it is input.
/// Spark skips names that begin with `_`, and Hugging Face `datasets` skips those that begin with
/// `__`.
pub const OWN_FOLDER: &str = "__copydesk";
/// Name of that folder in the output of earlier versions, which can still be read.
pub const EARLIER_OWN_FOLDER: &str = "_copydesk";
/// Ending of an output folder that is not complete yet.
pub const PARTIAL: &str = ".copydesk-partial";
/// Ending of an earlier output folder that is about to be replaced.
pub const REPLACED: &str = ".copydesk-old";
/// Ending of the folder that holds a run's checkpoints while its output folder gets its final name.
pub const PARKED: &str = ".copydesk-run";
/// Ending of the file that is locked while a run works on a folder.
pub const LOCK: &str = ".copydesk-lock";
/// Endings of the files and folders that are beside an output folder while a run makes it. They are
/// not input.
const UNFINISHED: [&str; 4] = [PARTIAL, REPLACED, PARKED, LOCK];

// The reasons why something is skipped.
const UNKNOWN_ENDING: &str = "unknown ending";
const NOT_A_FILE: &str = "neither a file nor a folder";
const LINK_TO_PARENT: &str = "a link to a folder that it is in";
const SAME_FILE: &str = "the same file as another input";
const THIS_OUTPUT: &str = "the output folder of this run";
const EARLIER_OUTPUT: &str = "the output of an earlier run";
const OWN_FILES: &str = "copydesk's own files of an earlier run";
const UNFINISHED_OUTPUT: &str = "left by a run that is still working or was stopped";

/// Whether a folder is the output of a run, of this version or an earlier one.
#[must_use]
pub fn is_output_folder(folder: &Path) -> bool {
    own_folder_in(folder).is_some()
}

/// The path of the folder with copydesk's own files in an output folder of this version or an
/// earlier one. `None` if `folder` has none, and so is no output folder.
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

/// The files that were found, and everything that is skipped.
#[derive(Default)]
pub(crate) struct Discovery {
    pub(crate) found: Vec<FoundFile>,
    pub(crate) skipped: Vec<Skipped>,
}

/// Finds the input files; see [`Inputs::discover`](crate::Inputs::discover).
pub(crate) fn find(arguments: &[String], output: Option<&Path>) -> Result<Discovery> {
    // `None` if the output folder does not exist yet: then it cannot be among the inputs.
    let output = output.and_then(real_path);
    let mut discovery = Discovery::default();
    for argument in arguments {
        let path = Path::new(argument);
        if path.is_dir() {
            let content = walk_folder(path, output.as_deref())?;
            discovery.found.extend(content.found);
            discovery
                .skipped
                .extend(content.skipped.into_iter().map(SkippedPath::into_skipped));
        } else if path.exists() {
            discovery.found.push(named_file(path)?);
        // Checked after the path, since a file may have a name that looks like a glob.
        } else if argument.contains(WILDCARDS) {
            expand_glob(argument, output.as_deref(), &mut discovery)?;
        } else {
            return Err(Error::usage(format!("{argument}: no such file or folder")));
        }
    }
    if discovery.found.is_empty() {
        return Err(nothing_found(
            &arguments.join(" "),
            "no",
            &discovery.skipped,
        ));
    }
    let repeats = take_repeats(&mut discovery.found);
    discovery.skipped.extend(repeats);
    make_names_unique(&mut discovery.found);
    // If two arguments lead to the same folder, what is skipped in it was listed twice.
    let mut seen = HashSet::new();
    discovery
        .skipped
        .retain(|skipped| seen.insert(skipped.name.clone()));
    Ok(discovery)
}

/// An argument with one of these characters is a glob, unless there is a file with that name.
const WILDCARDS: [char; 4] = ['*', '?', '[', '{'];

/// The absolute path, with links resolved. `None` if there is no such file.
fn real_path(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}

/// How many skipped files an error lists.
const MOST_NAMES: usize = 3;

/// The error if none of the `arguments` leads to an input file. It lists the first files that were
/// skipped. `before_file` are the words before “file” in the message: `no` or `matches no`.
pub(crate) fn nothing_found(arguments: &str, before_file: &str, skipped: &[Skipped]) -> Error {
    let mut message = format!(
        "{arguments}: {before_file} file with an ending that copydesk reads ({})",
        known_endings()
    );
    let mut names = Vec::new();
    for file in skipped.iter().take(MOST_NAMES) {
        names.push(format!("{} ({})", file.name, file.reason));
    }
    if !names.is_empty() {
        let more = if skipped.len() > MOST_NAMES {
            ", …"
        } else {
            ""
        };
        message.push_str(&format!("; skipped: {}{more}", names.join(", ")));
    }
    Error::usage(message)
}

/// The endings of input files, as a phrase for messages.
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

/// The endings as a list like `.a, .b and .c`. `last` is the word before the last ending.
fn listed(endings: &[&str], last: &str) -> String {
    let dotted: Vec<String> = endings.iter().map(|ending| format!(".{ending}")).collect();
    match dotted.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => dotted.concat(),
    }
}

/// Whether a file is read, or is an archive whose members are read. Its name shows that, or its
/// content shows that it is an archive.
fn is_known(path: &Path, name: &str) -> bool {
    has_known_ending(name)
        || ContainerKind::by_name(name).is_some()
        || ContainerKind::of_file(path).is_some()
}

/// A file that was found.
pub(crate) struct FoundFile {
    pub(crate) path: PathBuf,
    /// Its path under the folder in which it was found, or its file name if it was an argument
    /// itself.
    pub(crate) name: PathBuf,
}

/// The file at a path that the user named. Unlike a file in a folder, it must be an input.
fn named_file(path: &Path) -> Result<FoundFile> {
    if !path.is_file() {
        // A named pipe cannot be read several times: opening it again would wait for ever.
        return Err(Error::usage(format!(
            "{}: is not a file; a pipe can be read as `-`, from standard input",
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

/// The files in a folder and in the folders in it, and what is skipped there.
struct FolderContent {
    found: Vec<FoundFile>,
    skipped: Vec<SkippedPath>,
}

/// A file or folder that is skipped. A folder is skipped with everything in it.
struct SkippedPath {
    path: PathBuf,
    reason: &'static str,
}

impl SkippedPath {
    fn into_skipped(self) -> Skipped {
        Skipped::new(self.path.to_string_lossy(), self.reason)
    }

    /// Whether the file, or a file in the folder, matches a glob.
    fn matches(&self, matcher: &globset::GlobMatcher) -> bool {
        for entry in WalkDir::new(&self.path).into_iter().flatten() {
            if !entry.file_type().is_dir() && matcher.is_match(without_dot(entry.path())) {
                return true;
            }
        }
        false
    }
}

/// The path without `./` at its beginning, which a glob does not have.
fn without_dot(path: &Path) -> &Path {
    path.strip_prefix("./").unwrap_or(path)
}

/// A list of skipped paths. It is in a cell, because the walk through a folder and the filter
/// of that walk both add to it.
#[derive(Default)]
struct SkippedPaths(RefCell<Vec<SkippedPath>>);

impl SkippedPaths {
    fn add(&self, path: &Path, reason: &'static str) {
        let path = path.to_owned();
        self.0.borrow_mut().push(SkippedPath { path, reason });
    }
}

/// Finds the files in a folder and in the folders in it.
///
/// # Errors
/// If a folder cannot be read. If it were skipped, nobody would notice that its files are missing
/// from the output.
fn walk_folder(folder: &Path, output: Option<&Path>) -> Result<FolderContent> {
    let skipped = SkippedPaths::default();
    let mut found = Vec::new();
    let walk = WalkDir::new(folder).sort_by_file_name().follow_links(true);
    let entries = walk.into_iter().filter_entry(|entry| {
        // The folder itself (depth 0) was named by the user, so it is read even if it is an output
        // folder.
        match reason_to_skip(entry, output) {
            Some(reason) if entry.depth() > 0 => {
                skipped.add(entry.path(), reason);
                false
            }
            _ => true,
        }
    });
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            // The folder to which the link leads is searched anyway.
            Err(e) if e.loop_ancestor().is_some() => {
                skipped.add(e.path().unwrap_or(folder), LINK_TO_PARENT);
                continue;
            }
            Err(e) => return Err(Error::input(e.path().unwrap_or(folder), &e)),
        };
        if entry.file_type().is_dir() {
            continue;
        }
        if !entry.file_type().is_file() {
            skipped.add(entry.path(), NOT_A_FILE);
        } else if !is_known(entry.path(), &entry.file_name().to_string_lossy()) {
            skipped.add(entry.path(), UNKNOWN_ENDING);
        } else {
            let path = entry.into_path();
            let name = path.strip_prefix(folder).unwrap_or(&path).to_owned();
            found.push(FoundFile { path, name });
        }
    }
    let skipped = skipped.0.into_inner();
    Ok(FolderContent { found, skipped })
}

/// The reason why a file, or a folder with everything in it, is skipped. `None` if it is not.
fn reason_to_skip(entry: &DirEntry, output: Option<&Path>) -> Option<&'static str> {
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
/// If the pattern is not a glob, or matches no input file.
fn expand_glob(pattern: &str, output: Option<&Path>, all: &mut Discovery) -> Result<()> {
    // A `*` stays inside one folder, as in a shell.
    let glob = globset::GlobBuilder::new(pattern)
        .literal_separator(true)
        .build();
    let matcher = match glob {
        Ok(glob) => glob.compile_matcher(),
        Err(reason) => return Err(Error::usage(format!("{pattern}: not a glob: {reason}"))),
    };
    let content = walk_folder(fixed_folder(pattern), output)?;
    let mut skipped = Vec::new();
    for path in content.skipped {
        if path.matches(&matcher) {
            skipped.push(path.into_skipped());
        }
    }
    let found_before = all.found.len();
    for file in content.found {
        if matcher.is_match(without_dot(&file.path)) {
            all.found.push(file);
        }
    }
    if all.found.len() == found_before {
        return Err(nothing_found(pattern, "matches no", &skipped));
    }
    all.skipped.extend(skipped);
    Ok(())
}

/// The folder that holds every file that a glob can match: the path before its first wildcard.
fn fixed_folder(pattern: &str) -> &Path {
    let first_wildcard = pattern.find(WILDCARDS).unwrap_or(pattern.len());
    let fixed = &pattern[..first_wildcard];
    match fixed.rfind('/') {
        Some(0) => Path::new("/"),
        Some(end) => Path::new(&fixed[..end]),
        None => Path::new("."),
    }
}

impl FoundFile {
    /// The absolute path, with links resolved. If that fails, the path as it is.
    fn real_path(&self) -> PathBuf {
        real_path(&self.path).unwrap_or_else(|| self.path.clone())
    }
}

/// Removes repeated files from the list. Each file stays once, under the path by which it was found
/// first. Returns the other paths by which a file was found, such as links.
fn take_repeats(found: &mut Vec<FoundFile>) -> Vec<Skipped> {
    // The set is sorted, so that the summary lists the paths in the same order each time.
    let mut others = BTreeSet::new();
    let mut kept = Vec::new();
    let mut seen = HashSet::new();
    for file in found.drain(..) {
        match seen.insert(file.real_path()) {
            true => kept.push(file),
            false => {
                others.insert(file.path);
            }
        }
    }
    // A path that was found twice is not skipped: its file stays.
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

/// Gives every file a different name. If two files have the same name, the name of every file
/// becomes its path under the folder that all files have in common.
fn make_names_unique(found: &mut [FoundFile]) {
    let names: HashSet<&Path> = found.iter().map(|file| file.name.as_path()).collect();
    if names.len() == found.len() {
        return;
    }
    let real_paths: Vec<PathBuf> = found.iter().map(FoundFile::real_path).collect();
    let mut common = real_paths[0].clone();
    for path in &real_paths[1..] {
        common = common_folder(&common, path);
    }
    for (file, path) in found.iter_mut().zip(real_paths) {
        file.name = path.strip_prefix(&common).unwrap_or(&path).to_owned();
    }
}

/// The path of the innermost folder that two paths have in common.
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

/// The name of a file, and what the name says about the file.
pub(crate) struct KnownByName {
    /// The name in the output and in the decisions.
    pub(crate) name: String,
    /// The format by the ending of the name.
    pub(crate) format: FormatId,
    /// The compression by the ending of the name.
    pub(crate) compression: Compression,
}

/// The name of a file, and what the name says about the file.
///
/// # Errors
/// If the file cannot have its name in the output ([`name_of`]), or the ending is not known.
pub(crate) fn known_by_name(found: &FoundFile) -> Result<KnownByName> {
    let name = name_of(found)?;
    match format_of(&name) {
        Some((format, compression)) => Ok(KnownByName {
            name,
            format,
            compression,
        }),
        None => Err(Error::usage(format!(
            "{name}: unknown format; copydesk reads {}",
            known_endings()
        ))),
    }
}

/// The name of a file in the output and in the decisions: its path, with `/` between folders.
///
/// # Errors
/// If the name is not UTF-8, or is in the folder of copydesk's own files.
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
