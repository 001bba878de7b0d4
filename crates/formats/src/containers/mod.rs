//! Archives of files (tar and zip). Their members are read as input files. For the output, an
//! archive is written again with the clean text in its members.
//!
//! An *entry* is anything that an archive lists: a file, a folder, a link. A *member* is an entry
//! that is read as an input file, because its name has a known ending. In the decisions a member is
//! named by the archive's name and its path in the archive, as in `dump.tar/2021/a.jsonl`. All
//! other entries stay in the archive as they are.
//!
//! A dump is read several times, so compressed bytes are unpacked once, into a temporary file
//! without a name. Bytes that are not compressed are read in the archive itself. Nothing is ever
//! written to a path that an archive names.
//!
//! To write an archive again, [`Container::rewrite`] asks its caller for every entry what becomes
//! of it ([`Change`]). It returns the entries that are left out ([`LeftOut`]), so that they can be
//! put back into their places when the input is restored. `tar.rs` and `zip.rs` know the two kinds
//! of archives, `names.rs` decides which entries are members, and `spool.rs` unpacks.

mod archive_file;
mod change;
mod listed;
mod names;
mod spool;
mod tar;
mod zip;

pub(crate) use archive_file::{ArchiveFile, OpenError};
pub use change::{Change, LeftOut};

use crate::compression::{Compression, window_bytes, xz_bytes};
use crate::container_kind::{ContainerKind, is_tar};
use crate::skipped::Skipped;
use crate::source::{Content, MemberBytes, Opened, Source};
use change::Plan;
use copydesk_store::{Disk, DiskFile, Error, IoContext, Result};
use names::EntryChoice;
use spool::unpack_archive;
use std::collections::HashMap;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// The largest number of entries in an archive. It is limited because each member takes nearly 2 KB
/// of memory while a dump is read.
const MOST_ENTRIES: usize = 1 << 17;

/// An archive among the input files, or in an output folder.
#[derive(Debug)]
pub struct Container {
    path: PathBuf,
    name: String,
    kind: ContainerKind,
    compression: Compression,
    content: Content,
    is_on_disk: bool,
    /// Size of the archive in bytes, before it is decompressed.
    bytes: u64,
    modified: Option<SystemTime>,
    /// How many bytes of memory it takes to decompress and compress the archive as a whole.
    codec_memory_bytes: u64,
    entries: Entries,
}

/// The entries of an archive, in its order. An entry is identified by its index, from 0, which is
/// called its *place*.
#[derive(Debug)]
enum Entries {
    /// Where each entry is in the archive.
    Tar(Vec<tar::EntrySpan>),
    /// The number of entries. The directory of the zip says where they are.
    Zip(u64),
}

/// An entry of an archive that is an input file.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// Its index among all entries of the archive, from 0.
    pub(crate) place: u64,
    /// Its path in the archive.
    pub(crate) name: String,
    pub(crate) source: Source,
    /// Its size in bytes, unpacked.
    pub(crate) bytes: u64,
}

/// An archive that was opened, with its members and a list of the entries that are not read.
pub(crate) struct OpenedContainer {
    pub(crate) container: Arc<Container>,
    pub(crate) members: Vec<Member>,
    pub(crate) skipped: Vec<Skipped>,
}

impl Container {
    /// Opens an archive. Compressed bytes are unpacked into a file without a name in the folder
    /// `temp`.
    pub(crate) fn open(
        archive: &ArchiveFile<'_>,
        disk: &Disk,
        temp: &Path,
    ) -> std::result::Result<OpenedContainer, OpenError> {
        let mut head = Vec::new();
        let opened = archive
            .source
            .open(disk, archive.path)
            .while_reading(archive.path)?;
        opened
            .take(tar::HEADER)
            .read_to_end(&mut head)
            .while_reading(archive.path)?;
        // The name may be wrong, so the content decides. A zip is not compressed as a whole.
        let compression = match archive.kind {
            ContainerKind::Tar if is_tar(&head) => Compression::Plain,
            ContainerKind::Tar => archive.compression.by_content(&head),
            ContainerKind::Zip => Compression::Plain,
        };
        let mut broken_off = None;
        let content = match (&archive.source, compression) {
            (Source::Memory(bytes), Compression::Plain) => Content::Memory(Arc::clone(bytes)),
            (_, Compression::Plain) => Content::Disk(archive.path.to_owned()),
            _ => {
                let (spooled, fault) = unpack_archive(archive, compression, disk, temp)?;
                broken_off = fault;
                Content::Unpacked(spooled)
            }
        };
        let mut container = Self {
            path: archive.path.to_owned(),
            name: archive.name.to_owned(),
            kind: archive.kind,
            compression,
            content,
            is_on_disk: matches!(archive.source, Source::Disk),
            bytes: archive.bytes,
            modified: archive.modified,
            // Only zstd and xz take much memory.
            codec_memory_bytes: window_bytes(&head).or(xz_bytes(&head)).unwrap_or(0),
            // A placeholder. `open_tar` or `open_zip` sets the entries.
            entries: Entries::Zip(0),
        };
        let Opening {
            members,
            mut skipped,
            missing,
        } = match archive.kind {
            ContainerKind::Tar => container.open_tar(disk)?,
            ContainerKind::Zip => container.open_zip(disk, temp)?,
        };
        // Either reason says that members are missing. One message is enough.
        if let Some(reason) = broken_off.or(missing) {
            skipped.push(Skipped::missed(archive.name, reason));
        }
        Ok(OpenedContainer {
            container: Arc::new(container),
            members,
            skipped,
        })
    }

    /// Lists the entries of a tar archive. The data of the members stays in the archive.
    fn open_tar(&mut self, disk: &Disk) -> std::result::Result<Opening, OpenError> {
        let list = match self.list_tar(disk) {
            Ok(list) => list,
            Err(e) => return Err(self.open_error(e, "cannot be read as a tar archive")),
        };
        check_count(list.spans.len())?;
        let mut choice = EntryChoice::new(&self.name, &list.entries);
        let mut members = Vec::new();
        for (index, (span, entry)) in list.spans.iter().zip(&list.entries).enumerate() {
            if let Some(name) = choice.choose(index, entry) {
                let data = span.data();
                members.push(Member {
                    place: index as u64,
                    name,
                    bytes: data.end - data.start,
                    source: self.source_of(data),
                });
            }
        }
        self.entries = Entries::Tar(list.spans);
        Ok(Opening {
            members,
            skipped: choice.into_skipped(),
            missing: list.missing,
        })
    }

    /// Finds the entries of a tar archive, without reading their data.
    fn list_tar(&self, disk: &Disk) -> io::Result<tar::Listing> {
        let mut content = self.content.open(disk)?;
        tar::list(&mut *content)
    }

    /// The error for an archive that cannot be opened; see [`OpenError::of`].
    fn open_error(&self, error: io::Error, what: &str) -> OpenError {
        OpenError::of(&self.path, error, what)
    }

    /// Reads the directory of a zip, and unpacks the members that are compressed.
    fn open_zip(&mut self, disk: &Disk, temp: &Path) -> std::result::Result<Opening, OpenError> {
        const UNREADABLE: &str = "cannot be read as a zip archive";
        let mut archive = match self.content.open(disk).and_then(zip::open_buffered) {
            Ok(archive) => archive,
            Err(e) => return Err(self.open_error(e, UNREADABLE)),
        };
        check_count(archive.len())?;
        if let Err(e) = zip::check_data(&mut archive, self.bytes) {
            return Err(self.open_error(e, UNREADABLE));
        }
        let entries = zip::list(&archive);
        let mut choice = EntryChoice::new(&self.name, &entries);
        let mut chosen = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            if let Some(name) = choice.choose(index, entry) {
                chosen.push((index, name));
            }
        }
        let mut members = Vec::new();
        // The temporary file to which compressed members are unpacked.
        let mut spool = spool::UnpackedBytes::new(&self.path, temp, self.bytes);
        let mut unpacked = Vec::new();
        for (index, name) in chosen {
            match zip::unpack(&mut archive, index, &mut spool)? {
                Ok(data) => unpacked.push((index, name, data)),
                Err(reason) => choice.missed(&name, reason),
            }
        }
        // All members share one temporary file, which can be read only when it is complete.
        let spooled = Content::Unpacked(spool.finish()?);
        for (index, name, data) in unpacked {
            let (content, range) = match data {
                zip::MemberData::Stored(range) => (self.content.clone(), range),
                zip::MemberData::Spooled(range) => (spooled.clone(), range),
            };
            let bytes = range.end - range.start;
            let source = Source::Part(MemberBytes::new(content, range));
            members.push(Member {
                place: index as u64,
                name,
                source,
                bytes,
            });
        }
        self.entries = Entries::Zip(entries.len() as u64);
        Ok(Opening {
            members,
            skipped: choice.into_skipped(),
            missing: None,
        })
    }

    /// A range of the archive's bytes as the source of a member.
    fn source_of(&self, range: Range<u64>) -> Source {
        Source::Part(MemberBytes::new(self.content.clone(), range))
    }

    /// The path of the archive. If it is in memory, errors call it by this path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name of the archive: its path under the output folder, with `/` between folders on every
    /// system.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The kind of the archive.
    #[must_use]
    pub fn kind(&self) -> ContainerKind {
        self.kind
    }

    /// How the archive is compressed as a whole.
    #[must_use]
    pub fn compression(&self) -> Compression {
        self.compression
    }

    /// Whether the archive is a file on the disk.
    pub(crate) fn is_on_disk(&self) -> bool {
        self.is_on_disk
    }

    /// The size of the archive in bytes, before it is decompressed.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// When the archive was last written. `None` if it is in memory, or if the system does not say.
    pub(crate) fn modified(&self) -> Option<SystemTime> {
        self.modified
    }

    /// How many bytes of memory it takes, besides buffers, to decompress the archive as a whole and
    /// to compress it again.
    pub(crate) fn codec_memory_bytes(&self) -> u64 {
        self.codec_memory_bytes
    }

    /// Writes the archive again to `to`, a file at `path`. The entries keep their order, names and
    /// metadata.
    ///
    /// `returning` are entries that were left out of this archive earlier, in the order of their
    /// places. They are put back. `change` is given a place, and says what becomes of the entry
    /// there. Here the place is the index among all entries, including those that are put back. For
    /// an entry that is put back, `change` must return [`Change::Data`]. Returns the entries that
    /// are left out now.
    ///
    /// # Errors
    /// If the archive cannot be read, or the new one cannot be written.
    pub fn rewrite(
        &self,
        disk: &Disk,
        (path, to): (&Path, DiskFile),
        returning: &[LeftOut],
        change: &mut dyn FnMut(u64) -> Change,
    ) -> Result<Vec<LeftOut>> {
        let content = self.content.open(disk).while_reading(&self.path)?;
        let mut plan = Plan {
            disk,
            returning,
            change,
            left_out: Vec::new(),
        };
        let written = match &self.entries {
            Entries::Tar(spans) => tar::rewrite(spans, content, self.compression, to, &mut plan),
            Entries::Zip(count) => zip::rewrite(*count, content, to, &mut plan),
        };
        written.while_writing(path)?;
        Ok(plan.left_out)
    }
}

/// An archive in an output folder. Any of its members can be read.
#[derive(Debug)]
pub struct WrittenContainer {
    container: Arc<Container>,
    /// The members by their places.
    members: HashMap<u64, Source>,
}

impl WrittenContainer {
    /// Opens the archive at this path. Compressed bytes are unpacked into a file without a name in
    /// the system's temporary folder.
    ///
    /// # Errors
    /// If the archive cannot be read, or is of another kind.
    pub fn open(path: &Path, kind: ContainerKind, compression: Compression) -> Result<Self> {
        let metadata = path.metadata().while_reading(path)?;
        let name = path.to_string_lossy();
        let archive = ArchiveFile {
            path,
            name: &name,
            kind,
            compression,
            source: Source::Disk,
            bytes: metadata.len(),
            modified: metadata.modified().ok(),
        };
        match Container::open(&archive, &Disk::default(), &std::env::temp_dir()) {
            Ok(opened) => {
                let mut members = HashMap::with_capacity(opened.members.len());
                for member in opened.members {
                    members.insert(member.place, member.source);
                }
                Ok(Self {
                    container: opened.container,
                    members,
                })
            }
            Err(OpenError::System(error)) => Err(error),
            Err(OpenError::Content(reason)) => Err(Error::input(path, reason)),
        }
    }

    /// The archive itself.
    #[must_use]
    pub fn container(&self) -> Arc<Container> {
        Arc::clone(&self.container)
    }

    /// Opens the member at this place (its index among all entries, from 0). `None` if the entry
    /// there is not a member, or if there is none.
    ///
    /// # Errors
    /// If the archive cannot be opened.
    pub fn member(&self, place: u64) -> io::Result<Option<Opened>> {
        match self.members.get(&place) {
            Some(source) => Ok(Some(source.open(&Disk::default(), &self.container.path)?)),
            None => Ok(None),
        }
    }
}

/// The result of listing the entries of an archive.
struct Opening {
    members: Vec<Member>,
    /// The entries that are not read.
    skipped: Vec<Skipped>,
    /// Why the archive may have more members that cannot be found. `None` if all were found.
    missing: Option<String>,
}

/// Refuses an archive with more entries than [`MOST_ENTRIES`].
fn check_count(entries: usize) -> std::result::Result<(), OpenError> {
    if entries <= MOST_ENTRIES {
        return Ok(());
    }
    Err(OpenError::Content(format!(
        "holds {entries} members, and no more than {MOST_ENTRIES} are read; unpack it, or divide it"
    )))
}
