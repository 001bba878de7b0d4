//! Archives of files in the output folder: how they are written, and how `restore` reads them.
//!
//! First, each member of an archive is written as a file of its own, whose name is its index among
//! all input files. So a run that was killed continues from its last checkpoint, as with files that
//! are in no archive. When all input files are done, each archive is copied, with the new members
//! in place of the old ones.
//!
//! The *entries* of an archive are all that it contains. A *member* is an entry that is an input
//! file, and the *place* of an entry is its index among all entries.

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

/// Name of the file that lists the entries that were left out of the archives in the output, so
/// that `restore` can put them back.
pub(crate) const LEFT_OUT: &str = "left-out.jsonl.zst";

/// A line of [`LEFT_OUT`]: an entry that was left out of an archive because none of its records is
/// left.
#[derive(Serialize, Deserialize, Debug)]
pub(crate) struct LeftOutLine {
    /// The name of the archive.
    pub archive: String,
    /// The index of the entry among all entries of the archive in the input.
    pub place: u64,
    /// All bytes that describe the entry, without its data ([`LeftOut::head`]), in Base64.
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

    /// The entry in the form in which it is put back into its archive.
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

/// An archive that is copied with new members.
pub(crate) struct Repack {
    /// The name of the copy in the output.
    pub name: String,
    /// The archive from which all but the members is copied.
    pub container: Arc<Container>,
    /// Entries that are put back into the copy, because an earlier run left them out.
    pub returning: Vec<LeftOut>,
}

/// Says where the new members of archives are written, and then writes the archives.
pub(crate) struct Repacking {
    /// The folder in which the new members are written.
    folder: PathBuf,
    archives: Vec<Repack>,
    /// Whether the input is being restored. Then every archive gets all of its entries.
    is_restoring: bool,
}

impl Repacking {
    /// For the clean dump of these inputs. The members are beside the checkpoints of the run, so
    /// that a run that continues finds them.
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

    /// For a restored input with these archives.
    pub(crate) fn restored(staging: &Staging, archives: Vec<Repack>) -> Self {
        Self {
            folder: staging.members_folder(),
            archives,
            is_restoring: true,
        }
    }

    /// The path at which a new member is written. `index` is the index of the file among all input
    /// files. The folder is made if it does not exist.
    pub(crate) fn member_path(&self, disk: &Disk, index: usize) -> Result<PathBuf> {
        disk.make_folder(&self.folder).while_writing(&self.folder)?;
        Ok(self.folder.join(index.to_string()))
    }

    /// Writes the archives, after all new members were written. `files` are all input files.
    pub(crate) fn finish(self, staging: &Staging, files: &[FileEntry]) -> Result<()> {
        // For each archive, the index of the file that is at each place.
        let mut by_archive: HashMap<&str, HashMap<u64, usize>> = HashMap::new();
        for (index, file) in files.iter().enumerate() {
            if let Some(member) = &file.member {
                let members = by_archive.entry(&member.archive).or_default();
                members.insert(member.place, index);
            }
        }
        let mut lines = Vec::new();
        for archive in &self.archives {
            let members = by_archive.remove(&*archive.name).unwrap_or_default();
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
        staging.sync_later(writer.finish()?);
        Ok(())
    }

    /// Writes an archive. `members` has, for the place of each member, its index among all input
    /// files. Returns the entries that were left out.
    fn write(
        &self,
        staging: &Staging,
        archive: &Repack,
        members: &HashMap<u64, usize>,
    ) -> Result<Vec<LeftOut>> {
        let path = staging.path(&archive.name)?;
        let to = staging.disk.create(&path).while_writing(&path)?;
        let (container, returning) = (&archive.container, &archive.returning);
        let mut outcome_of_changes = Ok(());
        let left_out = container.rewrite(&staging.disk, (&path, to), returning, &mut |place| {
            let Some(&index) = members.get(&place) else {
                return Change::Keep;
            };
            match self.change_of(&staging.disk, index) {
                Ok(change) => change,
                // The closure cannot return the error, so it is returned below.
                Err(error) => {
                    outcome_of_changes = Err(error);
                    Change::Keep
                }
            }
        });
        // Even if the archive was written, it lacks this change.
        outcome_of_changes?;
        let left_out = left_out?;
        staging.sync_later(path);
        Ok(left_out)
    }

    /// What becomes of a member of an archive. `index` is the index of the file among all input
    /// files.
    fn change_of(&self, disk: &Disk, index: usize) -> Result<Change> {
        let path = self.folder.join(index.to_string());
        if path.exists() {
            return Ok(Change::Data(path));
        }
        // A member that was not written has no record left, and a format without empty files.
        if !self.is_restoring {
            return Ok(Change::LeaveOut);
        }
        // The member had no record in the input either, but it was there, so it becomes an empty
        // file.
        let path = self.member_path(disk, index)?;
        disk.create(&path).while_writing(&path)?;
        Ok(Change::Data(path))
    }

    /// Removes copydesk's own folder from a restored input. It holds only new members, which are in
    /// their archives now.
    pub(crate) fn remove_own_folder(staging: &Staging) -> Result<()> {
        let folder = staging.own_folder();
        staging.disk.remove_folder(&folder).while_writing(&folder)
    }
}

/// The error that the summary names no archive for this member.
fn no_archive_of(member: &MemberEntry) -> Error {
    Error::record(format!(
        "{}: is in no archive that the run has written",
        member.archive
    ))
}

/// The archives of an output folder. Each is opened when a member of it is first read.
pub(crate) struct OutputArchives<'a> {
    folder: &'a Path,
    archives: &'a [ContainerEntry],
    /// The entries that were left out of each archive, in the order of their places.
    left_out: BTreeMap<String, Vec<LeftOut>>,
    /// The archive that was opened last, with its name.
    open: Option<(&'a str, WrittenContainer)>,
}

impl<'a> OutputArchives<'a> {
    /// The archives in the output folder `folder`; `left_out` are the lines of [`LEFT_OUT`].
    pub(crate) fn new(
        folder: &'a Path,
        archives: &'a [ContainerEntry],
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
        // The binary search in `member` needs this order. The lines are in this order unless the
        // file was changed after the run.
        for entries in by_archive.values_mut() {
            entries.sort_by_key(|entry| entry.place);
        }
        Ok(Self {
            folder,
            archives,
            left_out: by_archive,
            open: None,
        })
    }

    /// Opens a member; `None` if it was left out of its archive.
    pub(crate) fn member(&mut self, member: &MemberEntry) -> Result<Option<Opened>> {
        let mut archives = self.archives.iter();
        let Some(archive) = archives.find(|archive| archive.name == member.archive) else {
            return Err(no_archive_of(member));
        };
        let left_out = self.left_out.get(&member.archive);
        let left_out = left_out.map_or(&[][..], Vec::as_slice);
        let left_out_before =
            match left_out.binary_search_by_key(&member.place, |entry| entry.place) {
                Ok(_) => return Ok(None),
                // The search returns how many entries are before the place.
                Err(left_out_before) => left_out_before,
            };
        let path = self.folder.join(&archive.name);
        let written = self.open(archive)?;
        // In the output, the place is lower by the number of entries that were left out before it.
        let place = member.place - left_out_before as u64;
        let opened = written.member(place).while_reading(&path)?;
        match opened {
            Some(opened) => Ok(Some(opened)),
            None => Err(Error::record(format!(
                "{}: lacks its entry {place}: it was changed",
                path.display()
            ))),
        }
    }

    /// Opens an archive, unless it is the one that was opened last: the members of an archive
    /// follow each other.
    fn open(&mut self, archive: &'a ContainerEntry) -> Result<&WrittenContainer> {
        let opened = match self.open.take() {
            Some((name, opened)) if name == archive.name => opened,
            _ => self.open_anew(archive)?,
        };
        let (_, opened) = self.open.insert((&archive.name, opened));
        Ok(opened)
    }

    fn open_anew(&self, archive: &ContainerEntry) -> Result<WrittenContainer> {
        let path = self.folder.join(&archive.name);
        WrittenContainer::open(&path, archive.kind, archive.compression)
    }

    /// The archives as they are to be restored: each with the entries that are put back into it.
    pub(crate) fn into_repacks(mut self) -> Result<Vec<Repack>> {
        let mut repacks = Vec::new();
        for archive in self.archives {
            let container = self.open_anew(archive)?.container();
            let returning = self.left_out.remove(&archive.name).unwrap_or_default();
            repacks.push(Repack {
                name: archive.name.clone(),
                container,
                returning,
            });
        }
        Ok(repacks)
    }
}
