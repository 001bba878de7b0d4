//! Files, folders and globs into a list of paths, and what a path tells of the file.

use crate::compression::Compression;
use crate::formats::FormatId;
use copydesk_store::{Error, Result};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Folder of copydesk's own files inside an output folder; nothing in it is input.
pub const OWN_FOLDER: &str = "_copydesk";
/// Ending of an output folder that is not complete yet.
pub const PARTIAL: &str = ".copydesk-partial";
/// Ending of an earlier output folder that is about to be replaced.
pub const REPLACED: &str = ".copydesk-old";
/// Ending of the notes of a run whose output folder is about to get its name.
pub const PARKED: &str = ".copydesk-run";
/// Endings of folders that are beside an output folder while it is made; nothing in them is input.
const UNFINISHED: [&str; 3] = [PARTIAL, REPLACED, PARKED];

/// Finds the input files that paths, folders and globs name; see
/// [`Inputs::discover`](crate::Inputs::discover).
pub(crate) fn find(arguments: &[String], output: Option<&Path>) -> Result<Vec<Found>> {
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
        return Err(Error::usage(format!(
            "{names}: no file with a known ending; known are {}",
            known_endings()
        )));
    }
    Ok(tell_apart(found))
}

/// The endings that a named file may have, for messages.
fn known_endings() -> String {
    let formats: Vec<&str> = FormatId::all()
        .flat_map(|format| format.endings())
        .copied()
        .collect();
    let compressions: Vec<&str> = Compression::BY_ENDING
        .iter()
        .map(|(ending, _)| *ending)
        .collect();
    format!(
        "{}, each plain, {}",
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

/// Format and compression by a file's name.
fn format_of(name: &str) -> Option<(FormatId, Compression)> {
    let lower = name.to_ascii_lowercase();
    let uncompressed = |(ending, compression): (&str, Compression)| {
        Some((lower.strip_suffix(ending)?.strip_suffix('.')?, compression))
    };
    let compressed = Compression::BY_ENDING.into_iter().find_map(uncompressed);
    let (stem, compression) = compressed.unwrap_or((&lower, Compression::Plain));
    let (_, ending) = stem.rsplit_once('.')?;
    Some((FormatId::by_ending(ending)?, compression))
}

/// A path with the name it has under the folder or glob it was found by.
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    pub(crate) name: PathBuf,
}

fn named_file(path: &Path) -> Result<Found> {
    if !path.is_file() {
        // A pipe that is opened twice would wait for ever.
        return Err(Error::usage(format!(
            "{}: is no file; a pipe can be read as `-`, from standard input",
            path.display()
        )));
    }
    let name = path.file_name().map(PathBuf::from).unwrap_or_default();
    if format_of(&name.to_string_lossy()).is_none() {
        return Err(Error::usage(format!(
            "{}: unknown format; known are {}",
            path.display(),
            known_endings()
        )));
    }
    Ok(Found {
        path: path.to_owned(),
        name,
    })
}

fn walk_folder(folder: &Path, output: Option<&Path>, found: &mut Vec<Found>) -> Result<()> {
    let is_ours = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let is_unfinished = UNFINISHED.iter().any(|ending| name.ends_with(ending));
        let is_own = entry.file_type().is_dir() && (name == OWN_FOLDER || is_unfinished);
        let is_output =
            output.is_some_and(|out| entry.path().canonicalize().is_ok_and(|path| path == out));
        !(is_own || is_output && entry.depth() > 0)
    };
    for entry in walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .follow_links(true)
        .into_iter()
        .filter_entry(is_ours)
    {
        let entry = match entry {
            Ok(entry) => entry,
            // A link that leads back up: what it leads to was found already.
            Err(e) if e.loop_ancestor().is_some() => continue,
            Err(e) => return Err(Error::input(e.path().unwrap_or(folder), &e)),
        };
        if entry.file_type().is_file() && format_of(&entry.file_name().to_string_lossy()).is_some()
        {
            let name = entry
                .path()
                .strip_prefix(folder)
                .unwrap_or(entry.path())
                .to_owned();
            found.push(Found {
                path: entry.into_path(),
                name,
            });
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
    let fixed = pattern
        .split(['*', '?', '[', '{'])
        .next()
        .unwrap_or_default();
    let root = match fixed.rfind('/') {
        Some(0) => Path::new("/"),
        Some(end) => Path::new(&fixed[..end]),
        None => Path::new("."),
    };
    let mut below = Vec::new();
    walk_folder(root, output, &mut below)?;
    let before = found.len();
    let plain = |path: &Path| {
        path.strip_prefix("./")
            .map(Path::to_owned)
            .unwrap_or(path.to_owned())
    };
    found.extend(
        below
            .into_iter()
            .filter(|f| matcher.is_match(plain(&f.path))),
    );
    if found.len() == before {
        return Err(Error::usage(format!(
            "{pattern}: matches no file with a known ending; known are {}",
            known_endings()
        )));
    }
    Ok(())
}

/// Gives every file a name of its own: where two have the same, all are named from their common
/// folder down.
fn tell_apart(mut found: Vec<Found>) -> Vec<Found> {
    let mut seen = HashSet::new();
    found.retain(|f| seen.insert(f.path.canonicalize().unwrap_or(f.path.clone())));
    let names: HashSet<&Path> = found.iter().map(|f| f.name.as_path()).collect();
    if names.len() < found.len() {
        let full: Vec<PathBuf> = found
            .iter()
            .map(|f| f.path.canonicalize().unwrap_or(f.path.clone()))
            .collect();
        let common = full.iter().skip(1).fold(full[0].clone(), |common, path| {
            common
                .components()
                .zip(path.components())
                .take_while(|(a, b)| a == b)
                .map(|(a, _)| a)
                .collect()
        });
        for (f, path) in found.iter_mut().zip(full) {
            f.name = path.strip_prefix(&common).unwrap_or(&path).to_owned();
        }
    }
    found
}

/// What a file's name tells of it: the name in the output and in the decisions, and how the file is
/// to be read.
///
/// # Errors
/// If it cannot be named like that, or has no known ending.
pub(crate) fn told_by_name(found: &Found) -> Result<(String, FormatId, Compression)> {
    let name = name_of(found)?;
    match format_of(&name) {
        Some((format, compression)) => Ok((name, format, compression)),
        None => Err(Error::usage(format!(
            "{name}: unknown format; known are {}",
            known_endings()
        ))),
    }
}

/// The name that a file has in the output and in the decisions.
fn name_of(found: &Found) -> Result<String> {
    let parts: Option<Vec<&str>> = found
        .name
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
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
        assert_eq!(
            known_endings(),
            ".jsonl, .ndjson, .jl, .jsonlines, .json and .txt, each plain, .gz or .zst"
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
