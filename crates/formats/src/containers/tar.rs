//! tar: its entries, and the archive written again.
//!
//! The `tar` crate finds the entries. Written again, an archive is the same bytes but for the data
//! of the members that were changed, and the size in their headers: so every dialect keeps its long
//! names, times, owners and comments.

use super::change::{Change, Plan, copy_exactly, without_data};
use super::listed::{EntryKind, Listed};
use super::names::path_of;
use crate::compression::{Compression, Encoder};
use crate::random_access::ReadAt;
use copydesk_store::DiskFile;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;
use tar::{Archive, Entry, EntryType, Header};

const BLOCK: u64 = 512;
/// Bytes by which a tar archive that is not compressed is known.
pub(super) const HEADER: u64 = BLOCK;

/// Where an entry is: first its headers, of which the last is its own, then its data, then zeros up
/// to the next block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct EntrySpan {
    start: u64,
    data: u64,
    size: u64,
}

impl EntrySpan {
    /// Reads the headers, from where `from` is now.
    fn head(&self, from: &mut dyn ReadAt) -> io::Result<Vec<u8>> {
        let mut head = vec![0; (self.data - self.start) as usize];
        from.read_exact(&mut head)?;
        Ok(head)
    }

    pub(super) fn data(&self) -> Range<u64> {
        self.data..self.data + self.size
    }

    fn end(&self) -> u64 {
        self.data + self.size.next_multiple_of(BLOCK)
    }
}

/// What an archive holds.
#[derive(Default)]
pub(super) struct List {
    pub(super) places: Vec<EntrySpan>,
    pub(super) listed: Vec<Listed>,
    /// Why there may be more that cannot be found.
    pub(super) trouble: Option<String>,
}

const SPARSE: &str =
    "it is stored with holes, which is not understood; pack it again without --sparse";
const CUT_OFF: &str = "the archive is cut off in it; fetch the archive again";

/// Lists the entries.
///
/// # Errors
/// If not even the first can be found.
pub(super) fn list(content: &mut dyn ReadAt) -> io::Result<List> {
    let length = content.seek(SeekFrom::End(0))?;
    content.seek(SeekFrom::Start(0))?;
    let mut list = List::default();
    let mut start = 0;
    let mut archive = Archive::new(&mut *content);
    for entry in archive.entries_with_seek()? {
        let mut entry = match entry {
            Ok(entry) => entry,
            // Damage in the first entry means that the file is no tar archive at all; later, that
            // what came before can be used.
            Err(e) if e.raw_os_error().is_some() || start == 0 => return Err(e),
            Err(e) => {
                list.trouble = Some(no_more(start, &e));
                break;
            }
        };
        let (data, size) = (entry.raw_file_position(), entry.size());
        let Some(place) = placed(start, data, size) else {
            list.trouble = Some(no_more(start, "its size cannot be"));
            break;
        };
        let is_sparse = entry.header().entry_type() == EntryType::GNUSparse;
        let kind = if place.data().end > length {
            EntryKind::Broken(CUT_OFF)
        } else {
            kind_of(&mut entry)
        };
        if is_sparse {
            // Where the next entry begins is not told: no entry after it can be left out or
            // changed.
            list.trouble = Some(no_more(start, SPARSE));
            break;
        }
        let path = path_of(&entry.path_bytes());
        list.listed.push(Listed { path, kind });
        list.places.push(place);
        // The archive is cut off in the data of this entry: there is nothing to be found after it.
        if place.end() > length {
            break;
        }
        start = place.end();
    }
    if list.trouble.is_none() {
        list.trouble = what_follows(content, start, length)?;
    }
    Ok(list)
}

/// An entry whose data is so many bytes from there on; `None` if that is further than numbers go.
fn placed(start: u64, data: u64, size: u64) -> Option<EntrySpan> {
    data.checked_add(size)?.checked_next_multiple_of(BLOCK)?;
    Some(EntrySpan { start, data, size })
}

/// Why entries from a byte on are not read. They are copied as they are.
fn no_more(from: u64, why: impl std::fmt::Display) -> String {
    format!(
        "members after byte {from} of the archive are not read: {why}; they stay in it as they are"
    )
}

/// What an entry is. Headers that describe other entries count as folders, because no articles are
/// in them.
fn kind_of(entry: &mut Entry<'_, impl Read>) -> EntryKind {
    match entry.header().entry_type() {
        EntryType::Regular | EntryType::Continuous => {
            match is_sparse(entry) {
                true => EntryKind::Broken(SPARSE),
                // In the oldest dialect, a folder is a file whose name ends like one.
                false if entry.path_bytes().ends_with(b"/") => EntryKind::Folder,
                false => EntryKind::File,
            }
        }
        EntryType::Link | EntryType::Symlink => EntryKind::Link,
        EntryType::Directory | EntryType::XGlobalHeader | EntryType::XHeader => EntryKind::Folder,
        _ => EntryKind::Other,
    }
}

/// Whether a file is stored with holes, in the newer way: as an ordinary file whose extended header
/// says so.
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

/// An archive ends in zeros. Other bytes after them may be an archive that was appended.
fn what_follows(content: &mut dyn ReadAt, from: u64, length: u64) -> io::Result<Option<String>> {
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
            return Ok(Some(no_more(from, why)));
        }
    }
}

/// Writes the archive again.
pub(super) fn rewrite(
    places: &[EntrySpan],
    mut from: Box<dyn ReadAt>,
    compression: Compression,
    to: DiskFile,
    plan: &mut Plan<'_>,
) -> io::Result<()> {
    let mut to = Encoder::new(compression, BufWriter::with_capacity(1 << 18, to))?;
    let mut own = places.iter();
    // Each place is that of an entry of this archive or of one that returns.
    let all = places.len() + plan.returning.len();
    for number in 0..all as u64 {
        if let Some(head) = plan.returning_at(number) {
            let Change::Data(path) = (plan.change)(number) else {
                return Err(without_data(number));
            };
            write_member(head.to_vec(), &path, plan, &mut to)?;
            continue;
        }
        let Some(place) = own.next() else {
            return Err(without_data(number));
        };
        from.seek(SeekFrom::Start(place.start))?;
        match (plan.change)(number) {
            // The last entry may be cut off, so fewer bytes than its size are no error.
            Change::Keep => {
                io::copy(&mut (&mut *from).take(place.end() - place.start), &mut to)?;
            }
            Change::Data(path) => write_member(place.head(&mut *from)?, &path, plan, &mut to)?,
            Change::LeaveOut => {
                let head = place.head(&mut *from)?;
                plan.leave_out(number, head);
            }
        }
    }
    // The zeros at the end, and whatever could not be read as entries, are the same bytes again.
    from.seek(SeekFrom::Start(places.last().map_or(0, EntrySpan::end)))?;
    io::copy(&mut from, &mut to)?;
    to.finish()?.flush()
}

/// Writes the headers of a member and its data.
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

/// Writes a size into the headers of a member.
fn set_size(head: &mut [u8], size: u64) -> io::Result<()> {
    // The head of an entry that returns was kept in a file, which may have been changed.
    let own = head
        .len()
        .checked_sub(BLOCK as usize)
        .ok_or(io::ErrorKind::InvalidData)?;
    let (more, own) = head.split_at_mut(own);
    set_extended_size(more, size)?;
    let mut header = Header::new_old();
    header.as_mut_bytes().copy_from_slice(own);
    // A header that says the size already is left alone: writing it again might spell it in another
    // way, and a member in which nothing was cut must be the same bytes.
    if header.entry_size().ok() != Some(size) {
        header.set_size(size);
        header.set_cksum();
        own.copy_from_slice(header.as_bytes());
    }
    Ok(())
}

/// The headers before a member's own may tell its size, too, as a line `27 size=8589934592`. It is
/// written anew with as many digits, so that nothing moves.
fn set_extended_size(headers: &mut [u8], size: u64) -> io::Result<()> {
    let mut at = 0;
    while let Some(header) = headers.get(at..at + BLOCK as usize) {
        let mut of = Header::new_old();
        of.as_mut_bytes().copy_from_slice(header);
        let length = usize::try_from(of.entry_size()?).map_err(io::Error::other)?;
        let data = at + BLOCK as usize;
        let lines = match data.checked_add(length) {
            Some(end) => headers.get_mut(data..end),
            None => None,
        };
        let lines = lines.ok_or(io::ErrorKind::InvalidData)?;
        if of.entry_type().is_pax_local_extensions() {
            set_in_lines(lines, size)?;
        }
        at = data + length.next_multiple_of(BLOCK as usize);
    }
    Ok(())
}

/// Writes a size into the line that holds it, if one does.
fn set_in_lines(lines: &mut [u8], size: u64) -> io::Result<()> {
    let mut at = 0;
    while at < lines.len() {
        let (digits, length) = length_of_line(&lines[at..]);
        // What is no line is left as it is, and so is all that follows: it may be padding.
        let Some(line) = lines[at..].get_mut(..length) else {
            return Ok(());
        };
        // No line is as short as the digits of its length. A length of 0 would never end this loop.
        if line.len() <= digits {
            return Ok(());
        }
        if let Some(value) = line[digits..].strip_prefix(b" size=") {
            // Without the line break at the end.
            let width = value.len().saturating_sub(1);
            let new = format!("{size:0width$}");
            if new.len() != width {
                let message = "a member became too large for the size in its header";
                return Err(io::Error::other(message));
            }
            let from = length - 1 - width;
            line[from..length - 1].copy_from_slice(new.as_bytes());
        }
        at += length;
    }
    Ok(())
}

/// The length that the first of some lines says it has, 0 if it says none, and how many digits it
/// says so in.
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
    fn a_size_in_an_extended_header_keeps_its_width() {
        let mut lines = *b"12 mode=644\n19 size=8589934592\n8 ab=c\n";
        set_in_lines(&mut lines, 17).unwrap();
        assert_eq!(&lines, b"12 mode=644\n19 size=0000000017\n8 ab=c\n");
        assert!(set_in_lines(&mut lines, 10_000_000_000).is_err());
        set_in_lines(&mut lines, 8_589_934_592).unwrap();
        assert_eq!(&lines, b"12 mode=644\n19 size=8589934592\n8 ab=c\n");
    }
}
