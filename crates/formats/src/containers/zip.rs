//! zip: its members, and the archive written again.
//!
//! Members that stay as they are are copied as they are packed. One that was changed is packed in
//! the way that it was, under its name, with its times, permissions and comment.

use super::change::{Change, Plan, copy_exactly, without_data};
use super::listed::{EntryKind, Listed, Unread};
use super::names::path_of;
use super::spool::UnpackedMembers;
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

/// Where the data of a member is.
pub(super) enum At {
    /// In the archive, not compressed.
    Stored(Range<u64>),
    Spooled(Range<u64>),
}

/// Opens an archive and reads its directory.
///
/// # Errors
/// If it has none, or names several members alike.
pub(super) fn open<R: Read + Seek>(content: R) -> io::Result<ZipArchive<R>> {
    let archive = ZipArchive::new(content)?;
    match archive.has_duplicate_names() {
        // The crate finds members by name, and would give the data of one for both.
        true => Err(io::Error::other(EQUAL_NAMES)),
        false => Ok(archive),
    }
}

/// The same of an archive that is read through a buffer, as the directory is in small pieces.
pub(super) fn open_buffered(
    content: Box<dyn ReadAt>,
) -> io::Result<ZipArchive<BufReader<Box<dyn ReadAt>>>> {
    open(BufReader::new(content))
}

/// Makes sure that all members of an archive of so many bytes are where its directory says, since
/// they are copied when it is written again.
///
/// # Errors
/// If one is not, or if the archive cannot be read.
pub(super) fn check_places<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    length: u64,
) -> io::Result<()> {
    for place in 0..archive.len() {
        let file = archive.by_index_raw(place)?;
        match data_of(&file) {
            Some(data) if data.end <= length => {}
            _ => return Err(io::Error::other("a member is not where its directory says")),
        }
    }
    Ok(())
}

/// Where the packed data of a member is in the archive; `None` if its directory names no such
/// place.
fn data_of<R: Read>(file: &ZipFile<'_, R>) -> Option<Range<u64>> {
    let start = file.data_start()?;
    Some(start..start.checked_add(file.compressed_size())?)
}

/// Lists the members.
pub(super) fn list<R: Read + Seek>(archive: &ZipArchive<R>) -> Vec<Listed> {
    let mut all = Vec::with_capacity(archive.len());
    for place in 0..archive.len() {
        all.push(listed(archive, place));
    }
    all
}

/// What the directory of the archive says of one member.
fn listed<R: Read + Seek>(archive: &ZipArchive<R>, place: usize) -> Listed {
    const UNNAMED: Unread = Unread {
        shown: String::new(),
        reason: "its name cannot be read",
    };
    let Ok(entry) = archive.by_index_data(place) else {
        return Listed {
            path: Err(UNNAMED),
            kind: EntryKind::Other,
        };
    };
    let path = match entry.name() {
        Ok(name) => path_of(name.as_bytes()),
        Err(_) => Err(UNNAMED),
    };
    let kind = match () {
        () if entry.is_dir() => EntryKind::Folder,
        () if entry.is_symlink() => EntryKind::Link,
        () if entry.encrypted() => EntryKind::Broken(ENCRYPTED),
        () => EntryKind::File,
    };
    Listed { path, kind }
}

/// Finds the data of a member, which is unpacked if it is compressed; or says why it cannot be
/// read.
///
/// # Errors
/// If the system cannot read the archive or write what is unpacked.
pub(super) fn unpack<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    place: usize,
    spool: &mut UnpackedMembers,
) -> Result<Result<At, String>, Error> {
    let file = match archive.by_index(place) {
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
            // Later it is read from the archive directly, where no checksum is compared, so that is
            // done here.
            let checked = spool.check(file)?;
            checked.and(Ok(At::Stored(data)))
        }
        _ => spool.member(file, packed)?.map(At::Spooled),
    };
    match found {
        Ok(at) => Ok(Ok(at)),
        Err(stopped) => Ok(Err(stopped.in_words())),
    }
}

/// Writes the archive again, which has so many entries.
pub(super) fn rewrite(
    entries: u64,
    from: Box<dyn ReadAt>,
    to: DiskFile,
    plan: &mut Plan<'_>,
) -> io::Result<()> {
    let mut archive = open(BufReader::with_capacity(1 << 16, from))?;
    if archive.len() as u64 != entries {
        return Err(io::Error::other("the archive was changed meanwhile"));
    }
    let mut to = ZipWriter::new(BufWriter::with_capacity(1 << 18, to));
    to.set_raw_comment(archive.comment().into())?;
    let mut own = 0..archive.len();
    for number in 0..entries + plan.returning.len() as u64 {
        if let Some(head) = plan.returning_at(number) {
            let Change::Data(path) = (plan.change)(number) else {
                return Err(without_data(number));
            };
            let mut head = open(Cursor::new(head))?;
            write_member(&head.by_index_raw(0)?, &path, plan, &mut to)?;
            continue;
        }
        let Some(place) = own.next() else {
            return Err(without_data(number));
        };
        let file = archive.by_index_raw(place)?;
        match (plan.change)(number) {
            Change::Keep => to.raw_copy_file(file)?,
            Change::Data(path) => write_member(&file, &path, plan, &mut to)?,
            Change::LeaveOut => {
                let head = head_of(&file)?;
                plan.leave_out(number, head);
            }
        }
    }
    to.finish()?.flush()
}

/// Writes a member with other data.
fn write_member<R: Read, W: Write + Seek>(
    like: &ZipFile<'_, R>,
    path: &Path,
    plan: &Plan<'_>,
    to: &mut ZipWriter<W>,
) -> io::Result<()> {
    let (data, size) = plan.data(path)?;
    // Its length must be promised before the data is written: a member of 4 GiB and more needs
    // longer fields.
    let options = options(like)?.large_file(size >= u64::from(u32::MAX));
    to.start_file_with_options(options.name(like.name_raw()))?;
    copy_exactly(data, to, size)
}

/// All that an archive holds of a member but its data: an archive of it alone, without any.
fn head_of<R: Read>(file: &ZipFile<'_, R>) -> io::Result<Vec<u8>> {
    let mut head = ZipWriter::new(Cursor::new(Vec::new()));
    head.start_file_with_options(options(file)?.name(file.name_raw()))?;
    Ok(head.finish()?.into_inner())
}

/// How a member is packed, when it was written, and what else is noted of it.
fn options<R: Read>(file: &ZipFile<'_, R>) -> io::Result<FullFileOptions<'static, 'static>> {
    let mut options = file.options().into_full_options();
    if !file.comment().is_empty() {
        options = options.with_file_comment(file.comment());
    }
    // The time among the options is exact to two seconds; the time in this field, to one.
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

    /// An archive of an input file and of another, which begins at the place that is returned.
    fn archive() -> (Vec<u8>, usize) {
        let mut to = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.txt", "b.bin"] {
            to.start_file(name, FullFileOptions::default()).unwrap();
            to.write_all(b"Rain.").unwrap();
        }
        let bytes = to.finish().unwrap().into_inner();
        let headers = bytes.windows(4).rposition(|four| four == b"PK\x03\x04");
        (bytes, headers.unwrap())
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
        let told = &inputs.skipped()[0];
        assert_eq!((&*told.name, told.is_missed), ("a.zip/a.txt", true));
        assert!(
            told.reason.contains("fetch the archive again"),
            "{}",
            told.reason
        );
    }

    #[test]
    fn an_archive_that_could_not_be_copied_is_not_read() {
        let read = |bytes| Inputs::in_memory([("a.zip".to_owned(), bytes)]);
        let (sound, second) = archive();
        assert_eq!(read(sound.clone()).unwrap().len(), 1);
        let mut damaged = sound;
        damaged[second + 1] = b'X';
        let error = read(damaged).unwrap_err().to_string();
        assert!(error.contains("cannot be read as a zip archive"), "{error}");
    }
}
