//! Which entries of an archive are input files, and what is said of the others.
//!
//! Whoever made an archive chose the names in it, so each name is checked before it is used as a
//! path. One that leads out of the archive (`../../etc/passwd`, `/etc/passwd`, `C:\Windows`) never
//! is. If several entries have the same name, the last one counts, as it does when the archive is
//! unpacked.

use super::listed::{EntryKind, Listed, Unread};
use crate::container_kind::ContainerKind;
use crate::discover::{EARLIER_OWN_FOLDER, OWN_FOLDER};
use crate::endings::has_known_ending;
use crate::skipped::Skipped;
use std::collections::{HashMap, HashSet};

const NOT_UTF8: &str = "its name is not UTF-8, so the decisions cannot name it";
const LEADS_OUT: &str = "its path leads out of the archive; nothing is read or written there";
const NO_NAME: &str = "it has no name";
const NESTED: &str = "an archive inside an archive is not read: unpack it first";
const UNKNOWN_ENDING: &str = "unknown ending";
const LINK: &str = "a link";
const NO_FILE: &str = "neither a file nor a folder";
const COMES_AGAIN: &str =
    "the archive holds a later member of the same name, which would replace it when unpacked";
const OWN_FILES: &str = "copydesk's own files of an earlier run";
const EARLIER_OUTPUT: &str = "the output of an earlier run";

/// The path of an entry in the archive, with `/` between folders.
pub(super) fn path_of(bytes: &[u8]) -> Result<String, Unread> {
    match checked_path(bytes) {
        Ok(path) => Ok(path),
        Err(reason) => Err(Unread {
            shown: String::from_utf8_lossy(bytes).into_owned(),
            reason,
        }),
    }
}

/// The same path, or why it cannot be read.
fn checked_path(bytes: &[u8]) -> Result<String, &'static str> {
    let Ok(path) = std::str::from_utf8(bytes) else {
        return Err(NOT_UTF8);
    };
    // `C:` at the beginning is a drive on Windows, so it leads out as well. No file system has a
    // path with a NUL byte; such a name is refused with the others for simplicity.
    let is_drive =
        path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    if path.starts_with(['/', '\\']) || is_drive || path.contains('\0') {
        return Err(LEADS_OUT);
    }
    let mut parts = Vec::new();
    for part in path.split('/') {
        // On Windows a backslash parts folders as well.
        if part.split('\\').any(is_folder_above) {
            return Err(LEADS_OUT);
        }
        // `a//b` and `./a` are paths that archives hold.
        if !["", "."].contains(&part) {
            parts.push(part);
        }
    }
    if parts.is_empty() {
        return Err(NO_NAME);
    }
    Ok(parts.join("/"))
}

fn is_folder_above(name: &str) -> bool {
    name == ".."
}

/// Chooses the entries that are read.
pub(super) struct Names<'a> {
    archive: &'a str,
    /// The last place of each path.
    last: HashMap<&'a str, usize>,
    /// Folders that are the output of a run.
    outputs: HashSet<&'a str>,
    skipped: Vec<Skipped>,
}

impl<'a> Names<'a> {
    pub(super) fn new(archive: &'a str, listed: &'a [Listed]) -> Self {
        let mut last = HashMap::new();
        let mut outputs = HashSet::new();
        for (place, entry) in listed.iter().enumerate() {
            if let Ok(path) = entry.path.as_deref()
                && entry.kind != EntryKind::Folder
            {
                // Later entries take the place of earlier ones of the same name.
                last.insert(path, place);
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

    /// The path by which the entry at this place is read; `None` if it is not.
    pub(super) fn input(&mut self, place: usize, entry: &Listed) -> Option<String> {
        if entry.kind == EntryKind::Folder {
            return None;
        }
        let path = match &entry.path {
            Ok(path) => path,
            // Its name says that articles are in it: the user must know that they are missing.
            Err(unread) if has_known_ending(&unread.shown) => {
                self.missed(&unread.shown, unread.reason);
                return None;
            }
            Err(unread) => {
                self.skip(&unread.shown, unread.reason);
                return None;
            }
        };
        // The order matters. `missed` tells the user that articles are lost, so it comes only after
        // every reason for which even an intact file would be skipped.
        match (entry.kind, self.reason_against(path, place)) {
            (_, Some(reason)) => self.skip(path, reason),
            (EntryKind::Link, _) => self.skip(path, LINK),
            (EntryKind::Other, _) => self.skip(path, NO_FILE),
            (_, None) if ContainerKind::by_name(path).is_some() => self.missed(path, NESTED),
            (_, None) if !has_known_ending(path) => self.skip(path, UNKNOWN_ENDING),
            (EntryKind::Broken(reason), None) => self.missed(path, reason),
            // A folder does not get here: see the beginning of this function.
            (EntryKind::File | EntryKind::Folder, None) => return Some(path.clone()),
        }
        None
    }

    /// Why a file at this place is not read, whatever it holds.
    fn reason_against(&self, path: &str, place: usize) -> Option<&'static str> {
        if self.last.get(path) != Some(&place) {
            return Some(COMES_AGAIN);
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

    /// Notes that something which was expected to hold no articles is not read.
    fn skip(&mut self, path: &str, reason: &str) {
        self.skipped
            .push(Skipped::new(format!("{}/{path}", self.archive), reason));
    }

    /// Notes that a member with articles is not read.
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

/// The name of a folder without those above it.
fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a folder of this name holds copydesk's own files.
fn is_own(name: &str) -> bool {
    [OWN_FOLDER, EARLIER_OWN_FOLDER].contains(&name)
}

/// The output folder of an earlier run, if the path leads through the folder of copydesk's own
/// files in it. `None` if that folder is at the root of the archive: there is none above it.
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

    fn file(path: &str) -> Listed {
        Listed {
            path: path_of(path.as_bytes()),
            kind: EntryKind::File,
        }
    }

    /// What is not read: its name, the reason, and whether articles are missing.
    type Told = (String, String, bool);

    /// What is read of these entries, and why the others are not.
    fn chosen(listed: &[Listed]) -> (Vec<(usize, String)>, Vec<Told>) {
        let mut names = Names::new("a.tar", listed);
        let mut read = Vec::new();
        for (place, entry) in listed.iter().enumerate() {
            read.extend(names.input(place, entry).map(|name| (place, name)));
        }
        let skipped = names.into_skipped().into_iter();
        (
            read,
            skipped.map(|s| (s.name, s.reason, s.is_missed)).collect(),
        )
    }

    #[test]
    fn paths_that_lead_out_are_not_read_and_are_named() {
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
        assert_eq!(
            chosen(&[file("./in//a.txt")]).0,
            [(0, "in/a.txt".to_owned())]
        );
        let latin = Listed {
            path: path_of(b"caf\xE9.txt"),
            kind: EntryKind::File,
        };
        assert_eq!(chosen(&[latin]).1[0].1, NOT_UTF8);
    }

    #[test]
    fn the_last_of_equal_names_counts_and_archives_are_not_opened() {
        let (read, skipped) = chosen(&[
            file("a.txt"),
            file("b.tar.gz"),
            file("./a.txt"),
            file("c.html"),
        ]);
        assert_eq!(read, [(2, "a.txt".to_owned())]);
        let told: Vec<(&str, bool)> = skipped.iter().map(|s| (&*s.1, s.2)).collect();
        assert_eq!(
            told,
            [
                (COMES_AGAIN, false),
                (NESTED, true),
                (UNKNOWN_ENDING, false)
            ]
        );
    }

    #[test]
    fn what_a_run_has_written_is_passed_over() {
        let own = "old/out/__copydesk/decisions.jsonl.zst";
        let (read, skipped) = chosen(&[file(own), file("old/out/in/a.jsonl"), file("old/b.jsonl")]);
        assert_eq!(read, [(2, "old/b.jsonl".to_owned())]);
        let told: Vec<&str> = skipped.iter().map(|s| &*s.1).collect();
        assert_eq!(told, [OWN_FILES, EARLIER_OUTPUT]);
    }
}
