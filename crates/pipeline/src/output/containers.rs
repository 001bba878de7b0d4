//! Archives of files in the output folder: written again when all their members are, and read
//! again.
//!
//! While the dump is written, each member of an archive is a file of its own, named by its number
//! among the input files: a run that was killed goes on from its last mark as with any files. When
//! the last of them is done, the archives are written as a whole.

use super::members::{ContainerEntry, MemberEntry, containers};
use super::summary::FileEntry;
use super::{LineWriter, Staging};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use copydesk_formats::{Change, Compression, Container, Inputs, LeftOut, Opened, WrittenContainer};
use copydesk_store::{Disk, Error, IoContext, Result};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Entries that are not in the output's archives.
pub(crate) const LEFT_OUT: &str = "left-out.jsonl.zst";

/// An entry that was left out of an archive.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct LeftOutLine {
    pub archive: String,
    pub place: u64,
    /// What the archive held of it besides its data, in Base64.
    head: String,
}

impl LeftOutLine {
    fn new(archive: &str, left_out: &LeftOut) -> Self {
        let archive = archive.to_owned();
        Self {
            archive,
            place: left_out.place,
            head: STANDARD.encode(&left_out.head),
        }
    }

    /// The entry, to be put back.
    pub(crate) fn entry(&self) -> Result<LeftOut> {
        match STANDARD.decode(&self.head) {
            Ok(head) => Ok(LeftOut {
                place: self.place,
                head,
            }),
            Err(e) => Err(Error::record(format!("{LEFT_OUT}: {e}"))),
        }
    }
}

/// An archive that is to be written again.
pub(crate) struct Repack {
    /// Its name in the output.
    pub name: String,
    pub container: Arc<Container>,
    /// Entries that it lacks.
    pub returning: Vec<LeftOut>,
}

/// The members of archives while they are written, and the archives when they are done.
pub(crate) struct Repacking {
    /// Where the members are.
    folder: PathBuf,
    archives: Vec<Repack>,
    /// Whether the input is written again, whose archives have all their entries.
    is_restoring: bool,
}

impl Repacking {
    /// For the clean dump of these inputs. The members are among the notes of the run, since one
    /// that goes on needs them.
    pub(crate) fn clean(staging: &Staging, inputs: &Inputs) -> Self {
        let mut archives = Vec::new();
        for container in containers(inputs) {
            archives.push(Repack {
                name: container.name().to_owned(),
                container,
                returning: Vec::new(),
            });
        }
        Self {
            folder: staging.members_folder(),
            archives,
            is_restoring: false,
        }
    }

    /// For the input again.
    pub(crate) fn restored(staging: &Staging, archives: Vec<Repack>) -> Self {
        Self {
            folder: staging.members_folder(),
            archives,
            is_restoring: true,
        }
    }

    /// Where the member with this number among all files is written.
    pub(crate) fn member_path(&self, disk: &Disk, number: usize) -> Result<PathBuf> {
        disk.make_folder(&self.folder).while_writing(&self.folder)?;
        Ok(self.folder.join(number.to_string()))
    }

    /// Writes the archives; all members are written.
    pub(crate) fn finish(self, staging: &Staging, files: &[FileEntry]) -> Result<()> {
        let mut numbers: HashMap<&str, HashMap<u64, usize>> = HashMap::new();
        for (number, file) in files.iter().enumerate() {
            if let Some(member) = &file.member {
                let places = numbers.entry(&member.archive).or_default();
                places.insert(member.place, number);
            }
        }
        let mut lines = Vec::new();
        for archive in &self.archives {
            let members = numbers.remove(&*archive.name).unwrap_or_default();
            let left_out = self.write(staging, archive, &members)?;
            for entry in &left_out {
                lines.push(LeftOutLine::new(&archive.name, entry));
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        let mut writer = LineWriter::create(
            &staging.disk,
            &staging.own_path(LEFT_OUT)?,
            Compression::Zstd,
        )?;
        for line in &lines {
            // Plain structs of strings and numbers always serialise.
            let mut bytes = serde_json::to_vec(line).unwrap_or_default();
            bytes.push(b'\n');
            writer.write(&bytes)?;
        }
        staging.written(writer.finish()?);
        Ok(())
    }

    /// Writes an archive whose members have these numbers, by place.
    fn write(
        &self,
        staging: &Staging,
        archive: &Repack,
        members: &HashMap<u64, usize>,
    ) -> Result<Vec<LeftOut>> {
        let path = staging.path(&archive.name)?;
        let to = staging.disk.create(&path).while_writing(&path)?;
        let (container, returning) = (&archive.container, &archive.returning);
        let mut unmade = Ok(());
        let left_out = container.rewrite(&staging.disk, (&path, to), returning, &mut |place| {
            let Some(&number) = members.get(&place) else {
                return Change::Keep;
            };
            match self.change_of(&staging.disk, number) {
                Ok(change) => change,
                Err(error) => {
                    unmade = Err(error);
                    Change::Keep
                }
            }
        });
        // What the archive came to without the member says less.
        unmade?;
        let left_out = left_out?;
        staging.written(path);
        Ok(left_out)
    }

    /// What becomes of the member with this number among all files.
    fn change_of(&self, disk: &Disk, number: usize) -> Result<Change> {
        let path = self.folder.join(number.to_string());
        if path.exists() {
            return Ok(Change::Data(path));
        }
        // None of its records stayed, and a file of its format without any is no file.
        if !self.is_restoring {
            return Ok(Change::LeaveOut);
        }
        // A file without a record, which no writer has made.
        let path = self.member_path(disk, number)?;
        disk.create(&path).while_writing(&path)?;
        Ok(Change::Data(path))
    }

    /// Removes the members, which are in their archives now.
    pub(crate) fn clear(staging: &Staging) -> Result<()> {
        let folder = staging.own_folder();
        staging.disk.remove_folder(&folder).while_writing(&folder)
    }
}

fn unknown(member: &MemberEntry) -> Error {
    Error::record(format!(
        "{}: is in no archive that the run has written",
        member.archive
    ))
}

/// The archives of an output folder, each opened when a member of it is first read.
pub(crate) struct Packed<'a> {
    folder: &'a Path,
    entries: &'a [ContainerEntry],
    /// What was left out, by archive, in the order of the places.
    left_out: BTreeMap<String, Vec<LeftOut>>,
    /// The archive that was opened last.
    open: Option<(&'a str, WrittenContainer)>,
}

impl<'a> Packed<'a> {
    /// The archives in `folder`; `left_out` are the lines of what was left out of them.
    pub(crate) fn new(
        folder: &'a Path,
        entries: &'a [ContainerEntry],
        left_out: impl IntoIterator<Item = Result<LeftOutLine>>,
    ) -> Result<Self> {
        let mut by_archive: BTreeMap<String, Vec<LeftOut>> = BTreeMap::new();
        for line in left_out {
            let line = line?;
            by_archive
                .entry(line.archive.clone())
                .or_default()
                .push(line.entry()?);
        }
        // In the order of the lines they are already, unless the file was changed.
        for entries in by_archive.values_mut() {
            entries.sort_by_key(|entry| entry.place);
        }
        Ok(Self {
            folder,
            entries,
            left_out: by_archive,
            open: None,
        })
    }

    /// Opens a member; `None` if it was left out.
    pub(crate) fn member(&mut self, member: &MemberEntry) -> Result<Option<Opened>> {
        let entries = self.entries;
        let Some(entry) = entries.iter().find(|entry| entry.name == member.archive) else {
            return Err(unknown(member));
        };
        let left_out = self.left_out.get(&member.archive);
        let left_out = left_out.map_or(&[][..], Vec::as_slice);
        let before = match left_out.binary_search_by_key(&member.place, |entry| entry.place) {
            Ok(_) => return Ok(None),
            Err(before) => before,
        };
        let path = self.folder.join(&entry.name);
        let written = self.open(entry)?;
        // The entries that were left out before it do not count in the archive.
        let place = member.place - before as u64;
        let opened = written.member(place).while_reading(&path)?;
        match opened {
            Some(opened) => Ok(Some(opened)),
            None => Err(Error::record(format!(
                "{}: lacks its entry {place}: it was changed",
                path.display()
            ))),
        }
    }

    /// An archive, opened unless it was the last that was: members of one follow each other.
    fn open(&mut self, entry: &'a ContainerEntry) -> Result<&WrittenContainer> {
        let archive = match self.open.take() {
            Some((name, archive)) if name == entry.name => archive,
            _ => self.opened(entry)?,
        };
        let (_, archive) = self.open.insert((&entry.name, archive));
        Ok(archive)
    }

    fn opened(&self, entry: &ContainerEntry) -> Result<WrittenContainer> {
        let path = self.folder.join(&entry.name);
        WrittenContainer::open(&path, entry.kind, entry.compression)
    }

    /// The archives, each with what is to be put back into it.
    pub(crate) fn into_repacks(mut self) -> Result<Vec<Repack>> {
        let mut repacks = Vec::new();
        for entry in self.entries {
            let container = self.opened(entry)?.container();
            let returning = self.left_out.remove(&entry.name).unwrap_or_default();
            repacks.push(Repack {
                name: entry.name.clone(),
                container,
                returning,
            });
        }
        Ok(repacks)
    }
}
