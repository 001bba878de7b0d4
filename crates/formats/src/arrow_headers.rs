//! What the headers of the batches of an Arrow file or stream tell, which are read before any batch
//! is: how many rows there are, and how much memory they take.

use crate::column_files::TIMES_IN_MEMORY;
use crate::column_files::check_rows;
use crate::layout::{Groups, TableLayout};
use crate::random_access::Seekable;
use crate::table_parts::TablePages;
use arrow_ipc::{
    Block, CompressionType, Message, RecordBatch as RecordBatchHeader, root_as_footer,
    root_as_message,
};
use arrow_schema::ArrowError;
use std::io::Read;
use std::ops::Range;

/// What files begin and end with; streams do not.
const MAGIC: &[u8] = b"ARROW1";
/// Longest footer or header of a message that is read, in bytes.
const LONGEST_HEADER: u64 = 1 << 28;

pub(crate) fn damaged(what: impl Into<String>) -> ArrowError {
    ArrowError::IpcError(what.into())
}

/// What a library says is wrong with a header.
#[allow(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
fn as_damaged(error: impl ToString) -> ArrowError {
    damaged(error.to_string())
}

fn bytes_at(opened: &Seekable, at: u64, length: u64) -> Result<Vec<u8>, ArrowError> {
    if length > LONGEST_HEADER || at.saturating_add(length) > opened.length() {
        return Err(damaged("a part of it is missing"));
    }
    let mut bytes = vec![0; length as usize];
    opened.from(at).read_exact(&mut bytes)?;
    Ok(bytes)
}

pub(crate) fn is_stream(opened: &Seekable) -> bool {
    !bytes_at(opened, 0, MAGIC.len() as u64).is_ok_and(|bytes| bytes == MAGIC)
}

/// What the headers of all batches tell, which are read without the batches.
#[derive(Default)]
pub(crate) struct Scan {
    pub(crate) rows: Vec<u64>,
    codec: Option<CompressionType>,
    /// Bytes of the largest batch, unpacked.
    largest: u64,
    /// Whether a batch of a stream is not there as a whole.
    pub(crate) breaks_off: bool,
}

/// Nothing unpacks to more than so many times its bytes: in four bytes zstd can say that 128 KiB
/// are all the same byte.
const MOST_TIMES_PACKED: u64 = 1 << 15;
/// Bytes before a compressed buffer, which tell how many there will be.
const UNPACKED_LENGTH: u64 = 8;

impl Scan {
    /// Adds what a message has in its header and, at this place, in its body.
    fn add(
        &mut self,
        opened: &Seekable,
        message: &Message<'_>,
        body: Range<u64>,
    ) -> Result<(), ArrowError> {
        let rows = message.header_as_record_batch();
        let dictionary = message.header_as_dictionary_batch();
        let Some(batch) = rows.or_else(|| dictionary.and_then(|of| of.data())) else {
            return Ok(());
        };
        if rows.is_some() {
            self.rows.push(batch.length().max(0) as u64);
        }
        let codec = batch.compression().map(|compression| compression.codec());
        let unpacked = match codec {
            None => body.end - body.start,
            Some(_) => unpacked_bytes(opened, batch, &body)?,
        };
        self.codec = self.codec.or(codec);
        self.largest = self.largest.max(unpacked);
        Ok(())
    }
}

/// How many bytes the buffers of a compressed batch unpack to, as they say themselves: a decoder
/// allocates so much memory before it reads them.
///
/// # Errors
/// If one says more than can be true.
fn unpacked_bytes(
    opened: &Seekable,
    batch: RecordBatchHeader<'_>,
    body: &Range<u64>,
) -> Result<u64, ArrowError> {
    let mut all = 0u64;
    for buffer in batch.buffers().into_iter().flatten() {
        let (at, length) = (buffer.offset().max(0) as u64, buffer.length().max(0) as u64);
        let is_inside = at.saturating_add(length) <= body.end - body.start;
        // One that is not inside, or too short, is not unpacked.
        if !is_inside || length < UNPACKED_LENGTH {
            continue;
        }
        let bytes = bytes_at(opened, body.start + at, UNPACKED_LENGTH)?;
        let told = bytes.try_into().map_or(0, i64::from_le_bytes);
        // A number below zero says that it is not compressed.
        let unpacked = u64::try_from(told).unwrap_or(length);
        if unpacked > length.saturating_mul(MOST_TIMES_PACKED) {
            let message = format!("{length} compressed bytes are said to be {unpacked}");
            return Err(damaged(message));
        }
        all = all.saturating_add(unpacked);
    }
    Ok(all)
}

/// What the headers of a file tell.
///
/// # Errors
/// If they tell what cannot be.
pub(crate) fn scan_of(opened: &Seekable) -> Result<Scan, ArrowError> {
    let mut scan = Scan::default();
    match is_stream(opened) {
        true => scan_stream(opened, &mut scan)?,
        false => scan_file(opened, &mut scan)?,
    }
    let mut rows = 0u64;
    for of_batch in &scan.rows {
        rows = rows.saturating_add(*of_batch);
    }
    check_rows(rows, opened.length())?;
    Ok(scan)
}

/// How a file is divided and compressed.
pub(crate) fn scanned(opened: &Seekable) -> Result<TableLayout, ArrowError> {
    let scan = scan_of(opened)?;
    let codec = match scan.codec {
        None => "uncompressed",
        Some(CompressionType::ZSTD) => "zstd",
        Some(_) => "lz4",
    };
    Ok(TableLayout {
        groups: Groups::new(scan.rows),
        codecs: vec![codec.to_owned()],
        is_stream: is_stream(opened),
        memory: scan.largest.saturating_mul(TIMES_IN_MEMORY),
        row_bytes: 0,
        pages: TablePages::default(),
    })
}

/// Looks at the batches that the footer of a file names.
fn scan_file(opened: &Seekable, scan: &mut Scan) -> Result<(), ArrowError> {
    // A file ends with the length of its footer, in four bytes, and the magic number.
    let tail = MAGIC.len() as u64 + 4;
    let Some(end) = opened.length().checked_sub(tail) else {
        return Err(damaged("it is too short"));
    };
    let last = bytes_at(opened, end, tail)?;
    let length = u32::from_le_bytes([last[0], last[1], last[2], last[3]]);
    if !last.ends_with(MAGIC) {
        return Err(damaged("it breaks off"));
    }
    let Some(start) = end.checked_sub(u64::from(length)) else {
        return Err(damaged("its footer is not valid"));
    };
    let bytes = bytes_at(opened, start, u64::from(length))?;
    let footer = root_as_footer(&bytes).map_err(as_damaged)?;
    let dictionaries = footer.dictionaries().into_iter().flatten();
    for block in dictionaries.chain(footer.recordBatches().into_iter().flatten()) {
        let Some((at, body)) = places_of(block) else {
            return Err(damaged("its footer is not valid"));
        };
        // A reader allocates memory for a whole batch before it finds out that the batch is not
        // there.
        if body.end > opened.length() {
            return Err(damaged("a part of it is missing"));
        }
        let Some((header, _)) = header_at(opened, at)? else {
            return Err(damaged("a batch is missing"));
        };
        let message = root_as_message(&header).map_err(as_damaged)?;
        scan.add(opened, &message, body)?;
    }
    Ok(())
}

/// Where a batch begins that a footer names, and where its body is; `None` if that is nowhere.
fn places_of(block: &Block) -> Option<(u64, Range<u64>)> {
    let at = u64::try_from(block.offset()).ok()?;
    let start = at.checked_add(u64::try_from(block.metaDataLength()).ok()?)?;
    let end = start.checked_add(u64::try_from(block.bodyLength()).ok()?)?;
    Some((at, start..end))
}

/// Goes through a stream from message to message, as far as they are there.
fn scan_stream(opened: &Seekable, scan: &mut Scan) -> Result<(), ArrowError> {
    let mut at = 0;
    while at < opened.length() {
        let header = match header_at(opened, at) {
            Ok(header) => header,
            // The messages before this one are still read. If not even the first can be read, it is
            // no stream.
            Err(_) if at > 0 => {
                scan.breaks_off = true;
                return Ok(());
            }
            Err(e) => return Err(e),
        };
        let Some((header, start)) = header else {
            return Ok(());
        };
        let message = root_as_message(&header).map_err(as_damaged)?;
        let length = u64::try_from(message.bodyLength()).map_err(as_damaged)?;
        let body = start..start.saturating_add(length);
        if body.end > opened.length() {
            scan.breaks_off = true;
            return Ok(());
        }
        at = body.end;
        scan.add(opened, &message, body)?;
    }
    Ok(())
}

/// The number of 32 bits at this place.
fn number_at(opened: &Seekable, at: u64) -> Result<u32, ArrowError> {
    let bytes = bytes_at(opened, at, 4)?;
    Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// The header of the message at this place, and where it ends; `None` if the place is the end of a
/// stream.
fn header_at(opened: &Seekable, at: u64) -> Result<Option<(Vec<u8>, u64)>, ArrowError> {
    // Since version 0.15 of the format this number comes before the length. Older streams have the
    // length alone.
    const CONTINUES: u32 = u32::MAX;
    let (length, start) = match number_at(opened, at)? {
        CONTINUES => (number_at(opened, at + 4)?, at + 8),
        length => (length, at + 4),
    };
    if length == 0 {
        return Ok(None);
    }
    let header = bytes_at(opened, start, u64::from(length))?;
    Ok(Some((header, start + u64::from(length))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use arrow_ipc::writer::{FileWriter, IpcWriteOptions};
    use std::io::Cursor;
    use std::sync::Arc;

    const TEXT: usize = 50_000;

    /// A file of one text of so many equal letters.
    fn file(codec: Option<CompressionType>) -> Vec<u8> {
        let text: ArrayRef = Arc::new(StringArray::from(vec!["a".repeat(TEXT)]));
        let batch = RecordBatch::try_from_iter([("text", text)]).unwrap();
        let options = IpcWriteOptions::default()
            .try_with_compression(codec)
            .unwrap();
        let mut bytes = Vec::new();
        let schema = batch.schema();
        let mut writer = FileWriter::try_new_with_options(&mut bytes, &schema, options).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
        drop(writer);
        bytes
    }

    fn opened(bytes: Vec<u8>) -> Seekable {
        let length = bytes.len() as u64;
        Seekable::new(Box::new(Cursor::new(bytes)), length)
    }

    /// What is said of a file in which a number of 64 bits is another, wherever it stands.
    fn with_number(mut bytes: Vec<u8>, number: i64, other: i64) -> Option<String> {
        let number = number.to_le_bytes();
        let places = (0..bytes.len() - 8).filter(|&at| bytes[at..at + 8] == number);
        for at in places.collect::<Vec<_>>() {
            bytes[at..at + 8].copy_from_slice(&other.to_le_bytes());
        }
        let error = scanned(&opened(bytes)).err()?;
        Some(error.to_string())
    }

    #[test]
    fn no_memory_is_taken_for_a_batch_that_is_not_there() {
        let sound = file(None);
        let batch = scan_of(&opened(sound.clone())).unwrap().largest as i64;
        assert!(batch > TEXT as i64);
        assert_eq!(with_number(sound.clone(), batch, batch), None);
        for other in [1 << 32, i64::MAX, -1] {
            assert!(
                with_number(sound.clone(), batch, other).is_some(),
                "{other}"
            );
        }
    }

    #[test]
    fn no_memory_is_taken_for_what_bytes_cannot_unpack_to() {
        let packed = file(Some(CompressionType::LZ4_FRAME));
        assert!(packed.len() < TEXT / 10);
        // The text, the bytes that say where it ends, and nothing else.
        let memory = scanned(&opened(packed.clone())).unwrap().memory / TIMES_IN_MEMORY;
        assert!(
            (TEXT as u64..TEXT as u64 + 100).contains(&memory),
            "{memory}"
        );
        let refused = with_number(packed, TEXT as i64, 1 << 50).unwrap();
        assert!(
            refused.contains("are said to be 1125899906842624"),
            "{refused}"
        );
    }
}
