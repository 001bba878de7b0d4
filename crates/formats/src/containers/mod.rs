//! Archives of files, tar and zip: the members that are read, and the archive written again.
//!
//! A member with a known ending is an input file like any other, called by the archive's name and
//! its own. What is no input stays in the archive as it is. A compressed archive, and what is
//! compressed in a zip, is unpacked once into a temporary file without a name, since a dump is read
//! several times; what is not compressed is read where it is.
//!
//! Nothing is ever written to a path that an archive names.
//!
//! To write an archive again, [`Container::rewrite`] asks for every entry what becomes of it
//! ([`Change`]). Entries that are left out are returned ([`LeftOut`]), so that restoring the input
//! can put them in their places again. `tar.rs` and `zip.rs` know the two kinds, `names.rs` decides
//! which entries are inputs, `spool.rs` unpacks.

mod change;
mod listed;
mod names;
mod spool;
mod tar;
mod whole;
mod zip;

pub use change::{Change, LeftOut};
pub(crate) use whole::{Trouble, Whole};

use crate::compression::{Compression, window_bytes, xz_bytes};
use crate::container_kind::{ContainerKind, is_tar};
use crate::skipped::Skipped;
use crate::source::{Content, Opened, Part, Source};
use change::Plan;
use copydesk_store::{Disk, DiskFile, Error, IoContext, Result};
use names::Names;
use spool::unpacked;
use std::collections::HashMap;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// The most members of an archive: each takes nearly 2 KB of memory while a dump is read.
const MOST_MEMBERS: usize = 1 << 17;

/// An archive among the input files, or one in an output folder.
#[derive(Debug)]
pub struct Container {
    path: PathBuf,
    name: String,
    kind: ContainerKind,
    compression: Compression,
    content: Content,
    is_on_disk: bool,
    bytes: u64,
    modified: Option<SystemTime>,
    /// Bytes of memory that decompressing and compressing it take.
    window: u64,
    places: Places,
}

/// The entries of an archive, in its order: an entry is known by its place, from 0.
#[derive(Debug)]
enum Places {
    Tar(Vec<tar::EntrySpan>),
    Zip(u64),
}

/// An entry of an archive that is an input file.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// Its place among all entries.
    pub(crate) place: u64,
    /// Its path in the archive.
    pub(crate) name: String,
    pub(crate) source: Source,
    pub(crate) bytes: u64,
}

/// An archive, opened.
pub(crate) struct Unpacked {
    pub(crate) container: Arc<Container>,
    pub(crate) members: Vec<Member>,
    pub(crate) skipped: Vec<Skipped>,
}

impl Container {
    /// Opens an archive and unpacks what is compressed into a file without a name in `temp`.
    pub(crate) fn open(
        whole: &Whole<'_>,
        disk: &Disk,
        temp: &Path,
    ) -> std::result::Result<Unpacked, Trouble> {
        let mut head = Vec::new();
        let opened = whole
            .source
            .open(disk, whole.path)
            .while_reading(whole.path)?;
        opened
            .take(tar::HEADER)
            .read_to_end(&mut head)
            .while_reading(whole.path)?;
        // What the archive holds is believed before its name.
        let compression = match whole.kind {
            ContainerKind::Tar if is_tar(&head) => Compression::Plain,
            ContainerKind::Tar => whole.compression.by_content(&head),
            ContainerKind::Zip => Compression::Plain,
        };
        let mut trouble = None;
        let content = match (&whole.source, compression) {
            (Source::Memory(bytes), Compression::Plain) => Content::Memory(Arc::clone(bytes)),
            (_, Compression::Plain) => Content::Disk(whole.path.to_owned()),
            _ => {
                let (spooled, broken) = unpacked(whole, compression, disk, temp)?;
                trouble = broken;
                Content::Unpacked(spooled)
            }
        };
        let mut container = Self {
            path: whole.path.to_owned(),
            name: whole.name.to_owned(),
            kind: whole.kind,
            compression,
            content,
            is_on_disk: matches!(whole.source, Source::Disk),
            bytes: whole.bytes,
            modified: whole.modified,
            window: window_bytes(&head).or(xz_bytes(&head)).unwrap_or(0),
            // A placeholder: the methods that find the entries need the container.
            places: Places::Zip(0),
        };
        let (members, mut skipped, more) = match whole.kind {
            ContainerKind::Tar => container.open_tar(disk)?,
            ContainerKind::Zip => container.open_zip(disk, temp)?,
        };
        if let Some(reason) = trouble.or(more) {
            skipped.push(Skipped::missed(whole.name, reason));
        }
        Ok(Unpacked {
            container: Arc::new(container),
            members,
            skipped,
        })
    }

    /// Lists the entries of a tar archive. Their data is read where it is.
    fn open_tar(&mut self, disk: &Disk) -> std::result::Result<Opening, Trouble> {
        let list = match self.list_tar(disk) {
            Ok(list) => list,
            Err(e) => return Err(self.trouble(e, "cannot be read as a tar archive")),
        };
        check_number(list.places.len())?;
        let mut names = Names::new(&self.name, &list.listed);
        let mut members = Vec::new();
        for (place, (at, listed)) in list.places.iter().zip(&list.listed).enumerate() {
            if let Some(name) = names.input(place, listed) {
                let source = self.part(at.data());
                let bytes = at.data().end - at.data().start;
                members.push(Member {
                    place: place as u64,
                    name,
                    source,
                    bytes,
                });
            }
        }
        self.places = Places::Tar(list.places);
        Ok((members, names.into_skipped(), list.trouble))
    }

    /// Finds the entries of a tar archive, without reading their data.
    fn list_tar(&self, disk: &Disk) -> io::Result<tar::List> {
        let mut content = self.content.open(disk)?;
        tar::list(&mut *content)
    }

    /// What reading the archive came to.
    fn trouble(&self, error: io::Error, what: &str) -> Trouble {
        Trouble::of(&self.path, error, what)
    }

    /// Reads the directory of a zip, and finds or unpacks its members.
    fn open_zip(&mut self, disk: &Disk, temp: &Path) -> std::result::Result<Opening, Trouble> {
        const UNREAD: &str = "cannot be read as a zip archive";
        let mut archive = match self.content.open(disk).and_then(zip::open_buffered) {
            Ok(archive) => archive,
            Err(e) => return Err(self.trouble(e, UNREAD)),
        };
        check_number(archive.len())?;
        if let Err(e) = zip::check_places(&mut archive, self.bytes) {
            return Err(self.trouble(e, UNREAD));
        }
        let listed = zip::list(&archive);
        let mut names = Names::new(&self.name, &listed);
        let mut inputs = Vec::new();
        for (place, listed) in listed.iter().enumerate() {
            if let Some(name) = names.input(place, listed) {
                inputs.push((place, name));
            }
        }
        let mut members = Vec::new();
        let mut spool = spool::UnpackedMembers::new(&self.path, temp, self.bytes);
        let mut found = Vec::new();
        for (place, name) in inputs {
            match zip::unpack(&mut archive, place, &mut spool)? {
                Ok(at) => found.push((place, name, at)),
                Err(reason) => names.missed(&name, reason),
            }
        }
        // All members share one temporary file, which can be read only when it is complete.
        let spooled = Content::Unpacked(spool.finish()?);
        for (place, name, at) in found {
            let (content, range) = match at {
                zip::At::Stored(range) => (self.content.clone(), range),
                zip::At::Spooled(range) => (spooled.clone(), range),
            };
            let bytes = range.end - range.start;
            let source = Source::Part(Part::new(content, range));
            members.push(Member {
                place: place as u64,
                name,
                source,
                bytes,
            });
        }
        self.places = Places::Zip(listed.len() as u64);
        Ok((members, names.into_skipped(), None))
    }

    /// These bytes of the archive, as a source that can be opened.
    fn part(&self, range: Range<u64>) -> Source {
        Source::Part(Part::new(self.content.clone(), range))
    }

    /// Where the archive is; for one in memory, what errors call it.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Path under the output folder, with `/` on every system.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How it is built.
    #[must_use]
    pub fn kind(&self) -> ContainerKind {
        self.kind
    }

    /// How it is compressed as a whole.
    #[must_use]
    pub fn compression(&self) -> Compression {
        self.compression
    }

    /// Whether it is a file on the disk.
    pub(crate) fn is_on_disk(&self) -> bool {
        self.is_on_disk
    }

    /// Its size in bytes, as it is.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// When it was last written.
    pub(crate) fn modified(&self) -> Option<SystemTime> {
        self.modified
    }

    /// Bytes of memory that decompressing it, and compressing it again, takes besides buffers.
    pub(crate) fn window(&self) -> u64 {
        self.window
    }

    /// Writes the archive again to `to`, which is at `path`: entries in the same order under the
    /// same names, with the same metadata. `change` says what becomes of the entry at a place;
    /// `returning` are entries that this archive lacks, by place, each of which must be given its
    /// data. Returns those that are left out, for a later call to return them.
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
        let written = match &self.places {
            Places::Tar(places) => tar::rewrite(places, content, self.compression, to, &mut plan),
            Places::Zip(entries) => zip::rewrite(*entries, content, to, &mut plan),
        };
        written.while_writing(path)?;
        Ok(plan.left_out)
    }
}

/// An archive in an output folder, of which any member can be read.
#[derive(Debug)]
pub struct WrittenContainer {
    container: Arc<Container>,
    members: HashMap<u64, Source>,
}

impl WrittenContainer {
    /// Opens the archive at this path. What is compressed is unpacked into a file without a name in
    /// the system's folder for temporary files.
    ///
    /// # Errors
    /// If it cannot be read, or is no such archive.
    pub fn open(path: &Path, kind: ContainerKind, compression: Compression) -> Result<Self> {
        let about = path.metadata().while_reading(path)?;
        let name = path.to_string_lossy();
        let whole = Whole {
            path,
            name: &name,
            kind,
            compression,
            source: Source::Disk,
            bytes: about.len(),
            modified: about.modified().ok(),
        };
        match Container::open(&whole, &Disk::default(), &std::env::temp_dir()) {
            Ok(unpacked) => {
                let mut members = HashMap::with_capacity(unpacked.members.len());
                for member in unpacked.members {
                    members.insert(member.place, member.source);
                }
                Ok(Self {
                    container: unpacked.container,
                    members,
                })
            }
            Err(Trouble::System(error)) => Err(error),
            Err(Trouble::Content(reason)) => Err(Error::input(path, reason)),
        }
    }

    /// The archive itself.
    #[must_use]
    pub fn container(&self) -> Arc<Container> {
        Arc::clone(&self.container)
    }

    /// Opens the member at this place among all entries, from 0; `None` if there is none that could
    /// be an input file.
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

/// What opening an archive gives: its members, what is passed over, and why there may be more
/// members that cannot be found.
type Opening = (Vec<Member>, Vec<Skipped>, Option<String>);

/// Refuses an archive with more entries than there is memory for.
fn check_number(entries: usize) -> std::result::Result<(), Trouble> {
    if entries <= MOST_MEMBERS {
        return Ok(());
    }
    Err(Trouble::Content(format!(
        "holds {entries} members, and no more than {MOST_MEMBERS} are read; unpack it, or divide it"
    )))
}
