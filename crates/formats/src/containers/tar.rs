//! tar archives: lists the entries of one, and writes it again.
//!
//! An *entry* is anything in the archive: a file, a folder, a link. A *member* is an entry that is
//! read as an input file. The `tar` crate finds the entries.
//!
//! When an archive is written again, a [`Plan`] says what becomes of each entry. All bytes are
//! copied except the data of changed members and the size in their headers. So the long names,
//! times, owners and comments of every dialect of tar stay as they are. Of an entry that is left
//! out, the *head* (all its headers) is kept. With the head it is put back when the input is
//! restored.

use super::change::{Change, Plan, copy_exactly, without_data};
use super::listed::{EntryKind, ListedEntry};
use super::names::path_of;
use crate::compression::{Compression, Encoder};
use crate::random_access::ReadAt;
use copydesk_store::DiskFile;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;
use tar::{Archive, Entry, EntryType, Header};

/// Headers and data are written in blocks of this many bytes.
const BLOCK: u64 = 512;
/// Length in bytes of the header of an entry, by which a tar archive is recognised.
pub(super) const HEADER: u64 = BLOCK;

/// The position of an entry in its archive. An entry consists of its headers, its data, and zeros
/// up to the next block. The last of the headers is the entry's own; those before it extend it, by
/// a long name for example.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct EntrySpan {
    /// Offset of the first header.
    start: u64,
    /// Offset of the data.
    data: u64,
    /// Length of the data in bytes.
    size: u64,
}

impl EntrySpan {
    /// Reads all headers. `from` must be at the first of them.
    fn head(&self, from: &mut dyn ReadAt) -> io::Result<Vec<u8>> {
        let mut head = vec![0; (self.data - self.start) as usize];
        from.read_exact(&mut head)?;
        Ok(head)
    }

    /// The range of the data in the archive.
    pub(super) fn data(&self) -> Range<u64> {
        self.data..self.data + self.size
    }

    /// The offset after the zeros, where the next entry begins.
    fn end(&self) -> u64 {
        self.data + self.size.next_multiple_of(BLOCK)
    }
}

/// The entries of an archive.
#[derive(Default)]
pub(super) struct Listing {
    /// Where each entry is.
    pub(super) spans: Vec<EntrySpan>,
    /// Path and kind of each entry, in the same order.
    pub(super) entries: Vec<ListedEntry>,
    /// Why there may be more entries that cannot be found. `None` if all were found.
    pub(super) missing: Option<String>,
}

// The reasons why an entry cannot be read.
const SPARSE: &str =
    "it is stored with holes, which is not understood; pack it again without --sparse";
const CUT_OFF: &str = "the archive is cut off in it; fetch the archive again";

/// Lists the entries of an archive.
///
/// # Errors
/// If not even the first entry can be found, or if the system cannot read the archive.
pub(super) fn list(content: &mut dyn ReadAt) -> io::Result<Listing> {
    let length = content.seek(SeekFrom::End(0))?;
    content.seek(SeekFrom::Start(0))?;
    let mut list = Listing::default();
    let mut start = 0;
    let mut archive = Archive::new(&mut *content);
    for entry in archive.entries_with_seek()? {
        let mut entry = match entry {
            Ok(entry) => entry,
            // If the first entry (`start` is 0) is damaged, the file is probably not a tar archive.
            // If a later entry is damaged, the entries before it can be used.
            Err(e) if e.raw_os_error().is_some() || start == 0 => return Err(e),
            Err(e) => {
                list.missing = Some(rest_is_not_read(start, &e));
                break;
            }
        };
        let (data, size) = (entry.raw_file_position(), entry.size());
        let Some(span) = checked_span(start, data, size) else {
            list.missing = Some(rest_is_not_read(start, "its size cannot be"));
            break;
        };
        if entry.header().entry_type() == EntryType::GNUSparse {
            // The `tar` crate does not say where the next entry begins, so no later entry can be
            // left out or changed.
            list.missing = Some(rest_is_not_read(start, SPARSE));
            break;
        }
        let kind = if span.data().end > length {
            EntryKind::Broken(CUT_OFF)
        } else {
            kind_of(&mut entry)
        };
        let path = path_of(&entry.path_bytes());
        list.entries.push(ListedEntry { path, kind });
        list.spans.push(span);
        // The archive is cut off in this entry, so it is the last.
        if span.end() > length {
            break;
        }
        start = span.end();
    }
    if list.missing.is_none() {
        list.missing = bytes_after_the_end(content, start, length)?;
    }
    Ok(list)
}

/// The span of an entry with these offsets and size. `None` if its end does not fit 64 bits, as in
/// a damaged header.
fn checked_span(start: u64, data: u64, size: u64) -> Option<EntrySpan> {
    data.checked_add(size)?.checked_next_multiple_of(BLOCK)?;
    Some(EntrySpan { start, data, size })
}

/// A message that says why the entries from byte `from` on are not read.
fn rest_is_not_read(from: u64, why: impl std::fmt::Display) -> String {
    format!(
        "members after byte {from} of the archive are not read: {why}; they stay in it as they are"
    )
}

/// The kind of an entry. Headers that describe other entries count as folders, because no articles
/// are in them.
fn kind_of(entry: &mut Entry<'_, impl Read>) -> EntryKind {
    match entry.header().entry_type() {
        EntryType::Regular | EntryType::Continuous => {
            match is_sparse(entry) {
                true => EntryKind::Broken(SPARSE),
                // In the oldest dialect, a folder is a file whose name ends with a slash.
                false if entry.path_bytes().ends_with(b"/") => EntryKind::Folder,
                false => EntryKind::File,
            }
        }
        EntryType::Link | EntryType::Symlink => EntryKind::Link,
        EntryType::Directory | EntryType::XGlobalHeader | EntryType::XHeader => EntryKind::Folder,
        _ => EntryKind::Other,
    }
}

/// Whether a file is sparse (stored with holes) in the newer way: an ordinary file with an extended
/// header that says so.
fn is_sparse(entry: &mut Entry<'_, impl Read>) -> bool {
    let Ok(Some(extensions)) = entry.pax_extensions() else {
        return false;
    };
    for pair in extensions.flatten() {
        if pair.key_bytes().starts_with(b"GNU.sparse") {
            return true;
        }
    }
    false
}

/// A message if the bytes from `from` on, after the last entry, are not all zeros. Zeros are the
/// usual end of an archive; other bytes may be a second archive that was appended.
fn bytes_after_the_end(
    content: &mut dyn ReadAt,
    from: u64,
    length: u64,
) -> io::Result<Option<String>> {
    if from >= length {
        return Ok(None);
    }
    content.seek(SeekFrom::Start(from))?;
    let mut bytes = vec![0; 1 << 16];
    let zeros = vec![0; bytes.len()];
    loop {
        let got = content.read(&mut bytes)?;
        if got == 0 {
            return Ok(None);
        }
        if bytes[..got] != zeros[..got] {
            let why = "it ends there, and what follows is not part of it";
            return Ok(Some(rest_is_not_read(from, why)));
        }
    }
}

/// Writes an archive again, with the changes of `plan`. `from` is the archive, and `spans` are its
/// entries.
pub(super) fn rewrite(
    spans: &[EntrySpan],
    mut from: Box<dyn ReadAt>,
    compression: Compression,
    to: DiskFile,
    plan: &mut Plan<'_>,
) -> io::Result<()> {
    let mut to = Encoder::new(compression, BufWriter::with_capacity(1 << 18, to))?;
    let mut spans_in_archive = spans.iter();
    // A place is an index among the entries of this archive and those that are put back, together.
    let places = spans.len() + plan.returning.len();
    for place in 0..places as u64 {
        if let Some(head) = plan.returning_at(place) {
            let Change::Data(path) = (plan.change)(place) else {
                return Err(without_data(place));
            };
            write_member(head.to_vec(), &path, plan, &mut to)?;
            continue;
        }
        // Entries run out only if the places of those that are put back are wrong.
        let Some(span) = spans_in_archive.next() else {
            return Err(without_data(place));
        };
        from.seek(SeekFrom::Start(span.start))?;
        match (plan.change)(place) {
            // The last entry may be cut off, so fewer bytes than its size are no error.
            Change::Keep => {
                io::copy(&mut (&mut *from).take(span.end() - span.start), &mut to)?;
            }
            Change::Data(path) => write_member(span.head(&mut *from)?, &path, plan, &mut to)?,
            Change::LeaveOut => {
                let head = span.head(&mut *from)?;
                plan.leave_out(place, head);
            }
        }
    }
    // The zeros at the end, and all bytes that could not be read as entries, are copied.
    from.seek(SeekFrom::Start(spans.last().map_or(0, EntrySpan::end)))?;
    io::copy(&mut from, &mut to)?;
    to.finish()?.flush()
}

/// Writes a member with these headers and the data of the file at `path`.
fn write_member(
    mut head: Vec<u8>,
    path: &Path,
    plan: &Plan<'_>,
    to: &mut impl Write,
) -> io::Result<()> {
    let (data, size) = plan.data(path)?;
    set_size(&mut head, size)?;
    to.write_all(&head)?;
    copy_exactly(data, to, size)?;
    let zeros = size.next_multiple_of(BLOCK) - size;
    to.write_all(&[0; BLOCK as usize][..zeros as usize])
}

/// Writes the size of a member's data into its headers.
fn set_size(head: &mut [u8], size: u64) -> io::Result<()> {
    // The last header is the member's own. The length is checked because the head of an entry that
    // is put back was kept in a file, and the file may have been changed.
    let own_start = head
        .len()
        .checked_sub(BLOCK as usize)
        .ok_or(io::ErrorKind::InvalidData)?;
    let (headers_before, own) = head.split_at_mut(own_start);
    set_extended_size(headers_before, size)?;
    let mut header = Header::new_old();
    header.as_mut_bytes().copy_from_slice(own);
    // If the header has this size already, it is not touched: a number can be written in several
    // ways, and a member without cuts must be the same bytes again.
    if header.entry_size().ok() != Some(size) {
        header.set_size(size);
        header.set_cksum();
        own.copy_from_slice(header.as_bytes());
    }
    Ok(())
}

/// Writes the size of a member's data into the headers before its own, if one of them has a size.
/// There it is a line such as `19 size=8589934592`, which begins with its own length in bytes. The
/// new size gets as many digits as the old one, so that no byte moves.
fn set_extended_size(headers: &mut [u8], size: u64) -> io::Result<()> {
    let mut at = 0;
    while let Some(bytes) = headers.get(at..at + BLOCK as usize) {
        let mut header = Header::new_old();
        header.as_mut_bytes().copy_from_slice(bytes);
        let length = usize::try_from(header.entry_size()?).map_err(io::Error::other)?;
        let data = at + BLOCK as usize;
        let lines = match data.checked_add(length) {
            Some(end) => headers.get_mut(data..end),
            None => None,
        };
        let lines = lines.ok_or(io::ErrorKind::InvalidData)?;
        if header.entry_type().is_pax_local_extensions() {
            set_in_lines(lines, size)?;
        }
        at = data + length.next_multiple_of(BLOCK as usize);
    }
    Ok(())
}

/// Writes the size into the line `size=` of an extended header, if there is one.
fn set_in_lines(lines: &mut [u8], size: u64) -> io::Result<()> {
    let mut at = 0;
    while at < lines.len() {
        let (digits, length) = length_of_line(&lines[at..]);
        // If no line begins here, these bytes may be padding. Nothing after them is touched.
        let Some(line) = lines[at..].get_mut(..length) else {
            return Ok(());
        };
        // A line is longer than the digits of its length. Without this check, a line of length 0
        // would be read for ever.
        if line.len() <= digits {
            return Ok(());
        }
        if let Some(value) = line[digits..].strip_prefix(b" size=") {
            // The value ends with a line break. In a damaged line it may be empty.
            let width = value.len().saturating_sub(1);
            let new = format!("{size:0width$}");
            if new.len() != width {
                let message = "a member became too large for the size in its header";
                return Err(io::Error::other(message));
            }
            let value_start = length - 1 - width;
            line[value_start..length - 1].copy_from_slice(new.as_bytes());
        }
        at += length;
    }
    Ok(())
}

/// The first of these lines begins with its own length in bytes. Returns how many digits the length
/// has, and the length, which is 0 if it cannot be read.
fn length_of_line(lines: &[u8]) -> (usize, usize) {
    let mut digits = 0;
    while let Some(b'0'..=b'9') = lines.get(digits) {
        digits += 1;
    }
    let length = std::str::from_utf8(&lines[..digits]).unwrap_or_default();
    (digits, length.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_size_in_an_extended_header_has_as_many_digits_as_the_old_one() {
        let mut lines = *b"12 mode=644\n19 size=8589934592\n8 ab=c\n";
        set_in_lines(&mut lines, 17).unwrap();
        assert_eq!(&lines, b"12 mode=644\n19 size=0000000017\n8 ab=c\n");
        assert!(set_in_lines(&mut lines, 10_000_000_000).is_err());
        set_in_lines(&mut lines, 8_589_934_592).unwrap();
        assert_eq!(&lines, b"12 mode=644\n19 size=8589934592\n8 ab=c\n");
    }
}
