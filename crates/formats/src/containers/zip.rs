//! zip archives: lists the entries of one, unpacks its members, and writes it again.
//!
//! An *entry* is anything in the archive: a file, a folder, a link. A *member* is an entry that is
//! read as an input file.
//!
//! When an archive is written again, a [`Plan`] says what becomes of each entry. The compressed
//! bytes of unchanged entries are copied. A changed member is compressed by the same method as
//! before, and keeps its name, times, permissions and comment. An entry that is left out leaves its
//! *head*, which describes it. With the head it is put back when the input is restored.

use super::change::{Change, Plan, copy_exactly, without_data};
use super::listed::{BadPath, EntryKind, ListedEntry};
use super::names::path_of;
use super::spool::UnpackedBytes;
use crate::random_access::ReadAt;
use copydesk_store::{DiskFile, Error};
use std::io::{self, BufReader, BufWriter, Cursor, Read, Seek, Write};
use std::ops::Range;
use std::path::Path;
use zip::extra_fields::ExtraField;
use zip::read::ZipFile;
use zip::write::FullFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const ENCRYPTED: &str = "it is encrypted; unpack it yourself";
const EQUAL_NAMES: &str =
    "holds several members of one name, of which only one can be read; give each its own";

/// Where the data of a member can be read.
pub(super) enum MemberData {
    /// In the archive, where it is not compressed.
    Stored(Range<u64>),
    /// In the temporary file to which it was unpacked ([`UnpackedBytes`]).
    Spooled(Range<u64>),
}

/// Opens an archive and reads its directory, the list of entries at its end.
///
/// # Errors
/// If there is no directory, or if several entries have the same name.
pub(super) fn open<R: Read + Seek>(content: R) -> io::Result<ZipArchive<R>> {
    let archive = ZipArchive::new(content)?;
    match archive.has_duplicate_names() {
        // The `zip` crate finds entries by name, so it would return the same data for all of them.
        true => Err(io::Error::other(EQUAL_NAMES)),
        false => Ok(archive),
    }
}

/// Opens an archive through a buffer, because the directory is read in small pieces.
pub(super) fn open_buffered(
    content: Box<dyn ReadAt>,
) -> io::Result<ZipArchive<BufReader<Box<dyn ReadAt>>>> {
    open(BufReader::new(content))
}

/// Checks that the data of each entry is where the directory of the archive says. When the archive
/// is written again, the data is copied from there. `length` is the size of the archive in bytes.
///
/// # Errors
/// If the data of an entry is not there, or if the archive cannot be read.
pub(super) fn check_data<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    length: u64,
) -> io::Result<()> {
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index)?;
        match data_of(&file) {
            Some(data) if data.end <= length => {}
            _ => return Err(io::Error::other("a member is not where its directory says")),
        }
    }
    Ok(())
}

/// The range of an entry's compressed data in the archive. `None` if the directory has no valid
/// range for it.
fn data_of<R: Read>(file: &ZipFile<'_, R>) -> Option<Range<u64>> {
    let start = file.data_start()?;
    Some(start..start.checked_add(file.compressed_size())?)
}

/// All entries of an archive, in the order of its directory.
pub(super) fn list<R: Read + Seek>(archive: &ZipArchive<R>) -> Vec<ListedEntry> {
    let mut entries = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        entries.push(entry_at(archive, index));
    }
    entries
}

/// The entry with this index in the directory.
fn entry_at<R: Read + Seek>(archive: &ZipArchive<R>, index: usize) -> ListedEntry {
    const UNNAMED: BadPath = BadPath {
        shown: String::new(),
        reason: "its name cannot be read",
    };
    let Ok(entry) = archive.by_index_data(index) else {
        return ListedEntry {
            path: Err(UNNAMED),
            kind: EntryKind::Other,
        };
    };
    let path = match entry.name() {
        Ok(name) => path_of(name.as_bytes()),
        Err(_) => Err(UNNAMED),
    };
    let kind = if entry.is_dir() {
        EntryKind::Folder
    } else if entry.is_symlink() {
        EntryKind::Link
    } else if entry.encrypted() {
        EntryKind::Broken(ENCRYPTED)
    } else {
        EntryKind::File
    };
    ListedEntry { path, kind }
}

/// Finds the data of the member with this index, and unpacks it if it is compressed. The inner
/// error is the reason why the member cannot be read.
///
/// # Errors
/// If the system cannot read the archive or write the unpacked bytes.
pub(super) fn unpack<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
    spool: &mut UnpackedBytes,
) -> Result<Result<MemberData, String>, Error> {
    let file = match archive.by_index(index) {
        Ok(file) => file,
        Err(error) => {
            return Ok(Err(format!(
                "cannot be unpacked ({error}); unpack it yourself"
            )));
        }
    };
    let packed = file.compressed_size();
    let found = match data_of(&file) {
        Some(data) if file.compression() == CompressionMethod::Stored => {
            // The data will be read from the archive directly, without a check of its checksum. So
            // the checksum is compared now.
            let checked = spool.check(file)?;
            checked.and(Ok(MemberData::Stored(data)))
        }
        _ => spool.member(file, packed)?.map(MemberData::Spooled),
    };
    match found {
        Ok(data) => Ok(Ok(data)),
        Err(stopped) => Ok(Err(stopped.reason())),
    }
}

/// Writes an archive again, with the changes of `plan`. `from` is the archive, and `count` the
/// number of its entries when it was opened first.
pub(super) fn rewrite(
    count: u64,
    from: Box<dyn ReadAt>,
    to: DiskFile,
    plan: &mut Plan<'_>,
) -> io::Result<()> {
    let mut archive = open(BufReader::with_capacity(1 << 16, from))?;
    if archive.len() as u64 != count {
        return Err(io::Error::other("the archive was changed meanwhile"));
    }
    let mut to = ZipWriter::new(BufWriter::with_capacity(1 << 18, to));
    to.set_raw_comment(archive.comment().into())?;
    let mut indices = 0..archive.len();
    // A place is an index among the entries of this archive and those that are put back, together.
    let places = count + plan.returning.len() as u64;
    for place in 0..places {
        if let Some(head) = plan.returning_at(place) {
            let Change::Data(path) = (plan.change)(place) else {
                return Err(without_data(place));
            };
            let mut head = open(Cursor::new(head))?;
            write_member(&head.by_index_raw(0)?, &path, plan, &mut to)?;
            continue;
        }
        // Entries run out only if the places of those that are put back are wrong.
        let Some(index) = indices.next() else {
            return Err(without_data(place));
        };
        let file = archive.by_index_raw(index)?;
        match (plan.change)(place) {
            Change::Keep => to.raw_copy_file(file)?,
            Change::Data(path) => write_member(&file, &path, plan, &mut to)?,
            Change::LeaveOut => {
                let head = head_of(&file)?;
                plan.leave_out(place, head);
            }
        }
    }
    to.finish()?.flush()
}

/// Writes a member that is like `original`, but with the data of the file at `path`.
fn write_member<R: Read, W: Write + Seek>(
    original: &ZipFile<'_, R>,
    path: &Path,
    plan: &Plan<'_>,
    to: &mut ZipWriter<W>,
) -> io::Result<()> {
    let (data, size) = plan.data(path)?;
    // The header of a member of 4 GiB or more has longer fields. It is written before the data, so
    // its length must be known now.
    let options = options_of(original)?.large_file(size >= u64::from(u32::MAX));
    to.start_file_with_options(options.name(original.name_raw()))?;
    copy_exactly(data, to, size)
}

/// The head of an entry that is left out: an archive with only this entry, and without its data.
fn head_of<R: Read>(file: &ZipFile<'_, R>) -> io::Result<Vec<u8>> {
    let mut head = ZipWriter::new(Cursor::new(Vec::new()));
    head.start_file_with_options(options_of(file)?.name(file.name_raw()))?;
    Ok(head.finish()?.into_inner())
}

/// The compression method, times, permissions and comment of a member.
fn options_of<R: Read>(file: &ZipFile<'_, R>) -> io::Result<FullFileOptions<'static, 'static>> {
    let mut options = file.options().into_full_options();
    if !file.comment().is_empty() {
        options = options.with_file_comment(file.comment());
    }
    // The time among the options is always an even second. This extra field has the exact second.
    for field in file.extra_data_fields() {
        if let ExtraField::ExtendedTimestamp(times) = field {
            options = options.with_extended_timestamp(times.mod_time(), None, None)?;
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Inputs;

    /// An archive with an input file and a file that is not read, and the offset at which the
    /// second file begins.
    fn archive() -> (Vec<u8>, usize) {
        let mut to = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.txt", "b.bin"] {
            to.start_file(name, FullFileOptions::default()).unwrap();
            to.write_all(b"Rain.").unwrap();
        }
        let bytes = to.finish().unwrap().into_inner();
        // Each file begins with this signature.
        let second = bytes.windows(4).rposition(|four| four == b"PK\x03\x04");
        (bytes, second.unwrap())
    }

    #[test]
    fn a_stored_member_with_a_wrong_checksum_is_not_read() {
        let mut to = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = FullFileOptions::default().compression_method(CompressionMethod::Stored);
        for (name, text) in [("a.txt", "Rain."), ("b.txt", "Snow.")] {
            to.start_file(name, stored.clone()).unwrap();
            to.write_all(text.as_bytes()).unwrap();
        }
        let mut bytes = to.finish().unwrap().into_inner();
        let at = bytes.windows(5).position(|five| five == b"Rain.").unwrap();
        bytes[at] = b'G';
        let inputs = Inputs::in_memory([("a.zip".to_owned(), bytes)]).unwrap();
        let names: Vec<&str> = inputs.files().iter().map(|file| file.name()).collect();
        assert_eq!(names, ["a.zip/b.txt"]);
        let skipped = &inputs.skipped()[0];
        assert_eq!((&*skipped.name, skipped.is_missed), ("a.zip/a.txt", true));
        assert!(
            skipped.reason.contains("fetch the archive again"),
            "{}",
            skipped.reason
        );
    }

    #[test]
    fn an_archive_in_which_an_entry_is_damaged_is_not_read() {
        let read = |bytes| Inputs::in_memory([("a.zip".to_owned(), bytes)]);
        let (sound, second) = archive();
        assert_eq!(read(sound.clone()).unwrap().len(), 1);
        // No article is in the second file, but it could not be copied.
        let mut damaged = sound;
        damaged[second + 1] = b'X';
        let error = read(damaged).unwrap_err().to_string();
        assert!(error.contains("cannot be read as a zip archive"), "{error}");
    }
}
