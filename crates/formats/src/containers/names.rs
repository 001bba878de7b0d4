//! Chooses which entries of an archive are read as input files, and says why the others are not.
//!
//! Whoever made an archive chose the names in it, so each name is checked before it is used as a
//! path. A name that leads out of the archive (`../../etc/passwd`, `/etc/passwd`, `C:\Windows`) is
//! never used. If several entries have the same name, the last one counts, as it does when the
//! archive is unpacked.
//!
//! An archive may hold the output of an earlier run of copydesk. Such an output folder is known by
//! a folder in it that holds copydesk's own files ([`OWN_FOLDER`]). Nothing of it is read.

use super::listed::{BadPath, EntryKind, ListedEntry};
use crate::container_kind::ContainerKind;
use crate::discover::{EARLIER_OWN_FOLDER, OWN_FOLDER};
use crate::endings::has_known_ending;
use crate::skipped::Skipped;
use std::collections::{HashMap, HashSet};

// The reasons why an entry is not read.
const NOT_UTF8: &str = "its name is not UTF-8, so the decisions cannot name it";
const LEADS_OUT: &str = "its path leads out of the archive; nothing is read or written there";
const NO_NAME: &str = "it has no name";
const NESTED: &str = "an archive inside an archive is not read: unpack it first";
const UNKNOWN_ENDING: &str = "unknown ending";
const LINK: &str = "a link";
const NOT_A_FILE: &str = "neither a file nor a folder";
const REPLACED_LATER: &str =
    "the archive holds a later member of the same name, which would replace it when unpacked";
const OWN_FILES: &str = "copydesk's own files of an earlier run";
const EARLIER_OUTPUT: &str = "the output of an earlier run";

/// The path of an entry in the archive, from its name as the archive stores it. Parts that are
/// empty or `.` are left out. A backslash stays as it is.
pub(super) fn path_of(bytes: &[u8]) -> Result<String, BadPath> {
    match checked_path(bytes) {
        Ok(path) => Ok(path),
        Err(reason) => Err(BadPath {
            shown: String::from_utf8_lossy(bytes).into_owned(),
            reason,
        }),
    }
}

/// Does the work of [`path_of`]. The error is the reason why the entry is not read.
fn checked_path(bytes: &[u8]) -> Result<String, &'static str> {
    let Ok(path) = std::str::from_utf8(bytes) else {
        return Err(NOT_UTF8);
    };
    // `C:` at the beginning is a drive on Windows, so it leads out as well. No file system has a
    // path with a NUL byte; for simplicity, such a name is refused with the same reason.
    let is_drive =
        path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    if path.starts_with(['/', '\\']) || is_drive || path.contains('\0') {
        return Err(LEADS_OUT);
    }
    let mut parts = Vec::new();
    for part in path.split('/') {
        // On Windows a backslash separates folders as well.
        if part.split('\\').any(is_parent) {
            return Err(LEADS_OUT);
        }
        // Archives do have paths such as `a//b` and `./a`.
        if !["", "."].contains(&part) {
            parts.push(part);
        }
    }
    if parts.is_empty() {
        return Err(NO_NAME);
    }
    Ok(parts.join("/"))
}

fn is_parent(name: &str) -> bool {
    name == ".."
}

/// Chooses which entries of an archive are read, and notes why the others are not.
pub(super) struct EntryChoice<'a> {
    /// Name of the archive.
    archive: &'a str,
    /// For each path, the index of the last entry that has it. Folders are left out.
    last: HashMap<&'a str, usize>,
    /// Folders in the archive that are the output of an earlier run.
    outputs: HashSet<&'a str>,
    skipped: Vec<Skipped>,
}

impl<'a> EntryChoice<'a> {
    /// A choice among the entries of the archive with this name. `entries` are all of them.
    pub(super) fn new(archive: &'a str, entries: &'a [ListedEntry]) -> Self {
        let mut last = HashMap::new();
        let mut outputs = HashSet::new();
        for (index, entry) in entries.iter().enumerate() {
            if let Ok(path) = entry.path.as_deref()
                && entry.kind != EntryKind::Folder
            {
                last.insert(path, index);
                outputs.extend(output_above(path));
            }
        }
        Self {
            archive,
            last,
            outputs,
            skipped: Vec::new(),
        }
    }

    /// Decides whether an entry is read. If so, returns its path. If not, notes the reason, unless
    /// the entry is a folder.
    pub(super) fn choose(&mut self, index: usize, entry: &ListedEntry) -> Option<String> {
        if entry.kind == EntryKind::Folder {
            return None;
        }
        let path = match &entry.path {
            Ok(path) => path,
            // By its ending, the entry has articles, so the user must know that they are missing.
            Err(bad) if has_known_ending(&bad.shown) => {
                self.missed(&bad.shown, bad.reason);
                return None;
            }
            Err(bad) => {
                self.skip(&bad.shown, bad.reason);
                return None;
            }
        };
        // The order matters. `missed` tells the user that articles are missing from the output.
        // That must not be said of an entry that would be skipped anyway.
        match (entry.kind, self.reason_against(path, index)) {
            (_, Some(reason)) => self.skip(path, reason),
            (EntryKind::Link, _) => self.skip(path, LINK),
            (EntryKind::Other, _) => self.skip(path, NOT_A_FILE),
            (_, None) if ContainerKind::by_name(path).is_some() => self.missed(path, NESTED),
            (_, None) if !has_known_ending(path) => self.skip(path, UNKNOWN_ENDING),
            (EntryKind::Broken(reason), None) => self.missed(path, reason),
            // A folder does not get here: see the beginning of this function.
            (EntryKind::File | EntryKind::Folder, None) => return Some(path.clone()),
        }
        None
    }

    /// The reason why an entry is not read, if its path is the reason: a later entry has the same
    /// path, or the entry belongs to an earlier run.
    fn reason_against(&self, path: &str, index: usize) -> Option<&'static str> {
        if self.last.get(path) != Some(&index) {
            return Some(REPLACED_LATER);
        }
        let mut is_in_output = false;
        for folder in folders(path) {
            if is_own(last_part(folder)) {
                return Some(OWN_FILES);
            }
            is_in_output |= self.outputs.contains(folder);
        }
        match is_in_output {
            true => Some(EARLIER_OUTPUT),
            false => None,
        }
    }

    /// Notes that an entry is not read, without any article missing from the output.
    fn skip(&mut self, path: &str, reason: &str) {
        self.skipped
            .push(Skipped::new(format!("{}/{path}", self.archive), reason));
    }

    /// Notes that an entry is not read although articles are in it.
    pub(super) fn missed(&mut self, path: &str, reason: impl Into<String>) {
        self.skipped
            .push(Skipped::missed(format!("{}/{path}", self.archive), reason));
    }

    pub(super) fn into_skipped(self) -> Vec<Skipped> {
        self.skipped
    }
}

/// The folders that a path leads through, from the outermost inwards.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// The last part of a folder's path: its name.
fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a folder with this name holds copydesk's own files.
fn is_own(name: &str) -> bool {
    [OWN_FOLDER, EARLIER_OWN_FOLDER].contains(&name)
}

/// The output folder of an earlier run, if the path leads through the folder of copydesk's own
/// files in that output folder. `None` if it does not, or if the output folder would be the root of
/// the archive.
fn output_above(path: &str) -> Option<&str> {
    for folder in folders(path) {
        if is_own(last_part(folder)) {
            let (above, _) = folder.rsplit_once('/')?;
            return Some(above);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> ListedEntry {
        ListedEntry {
            path: path_of(path.as_bytes()),
            kind: EntryKind::File,
        }
    }

    /// An entry that is not read: its name, the reason, and whether articles are missing.
    type SkippedEntry = (String, String, bool);

    /// The index and path of each entry that is read, and the entries that are not read.
    fn chosen(entries: &[ListedEntry]) -> (Vec<(usize, String)>, Vec<SkippedEntry>) {
        let mut choice = EntryChoice::new("a.tar", entries);
        let mut read = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            read.extend(choice.choose(index, entry).map(|name| (index, name)));
        }
        let skipped = choice.into_skipped().into_iter();
        (
            read,
            skipped.map(|s| (s.name, s.reason, s.is_missed)).collect(),
        )
    }

    #[test]
    fn paths_that_lead_out_of_the_archive_are_reported_and_not_read() {
        for path in [
            "../a.txt",
            "a/../../b.txt",
            "/etc/a.txt",
            "C:/a.txt",
            "\\a.txt",
            "..\\a.txt",
        ] {
            let (read, skipped) = chosen(&[file(path)]);
            assert!(read.is_empty(), "{path}");
            assert_eq!(
                skipped,
                [(format!("a.tar/{path}"), LEADS_OUT.to_owned(), true)]
            );
        }
    }

    #[test]
    fn a_path_is_read_without_its_empty_parts() {
        assert_eq!(
            chosen(&[file("./in//a.txt")]).0,
            [(0, "in/a.txt".to_owned())]
        );
    }

    #[test]
    fn a_name_that_is_not_utf8_is_reported() {
        let latin = ListedEntry {
            path: path_of(b"caf\xE9.txt"),
            kind: EntryKind::File,
        };
        assert_eq!(chosen(&[latin]).1[0].1, NOT_UTF8);
    }

    #[test]
    fn of_equal_names_only_the_last_is_read_and_nested_archives_are_not() {
        let (read, skipped) = chosen(&[
            file("a.txt"),
            file("b.tar.gz"),
            file("./a.txt"),
            file("c.html"),
        ]);
        assert_eq!(read, [(2, "a.txt".to_owned())]);
        let reasons: Vec<(&str, bool)> = skipped.iter().map(|s| (&*s.1, s.2)).collect();
        assert_eq!(
            reasons,
            [
                (REPLACED_LATER, false),
                (NESTED, true),
                (UNKNOWN_ENDING, false)
            ]
        );
    }

    #[test]
    fn the_output_of_an_earlier_run_is_skipped() {
        let own = "old/out/__copydesk/decisions.jsonl.zst";
        let (read, skipped) = chosen(&[file(own), file("old/out/in/a.jsonl"), file("old/b.jsonl")]);
        assert_eq!(read, [(2, "old/b.jsonl".to_owned())]);
        let reasons: Vec<&str> = skipped.iter().map(|s| &*s.1).collect();
        assert_eq!(reasons, [OWN_FILES, EARLIER_OUTPUT]);
    }
}
