//! Reads the headers in an Arrow file or stream before any batch is read. They tell how many rows
//! there are, and how much memory it takes to read them.
//!
//! An Arrow file or stream consists of *messages*. A message is a header, then a body. The message
//! of a batch holds rows. The message of a dictionary holds the distinct values of a column, to
//! which the rows refer by number. At the end of a file, but not of a stream, a *footer* lists
//! where the messages are.
//!
//! A damaged file may claim any sizes, and a reader would allocate that much memory. So the sizes
//! are checked here.

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

/// The bytes with which an Arrow file begins and ends. A stream does not have them.
const MAGIC: &[u8] = b"ARROW1";
/// The longest header or footer that is read, in bytes. A longer one is damaged.
const LONGEST_HEADER: u64 = 1 << 28;

/// The error for a damaged file. `what` says what is wrong with it.
pub(crate) fn damaged(what: impl Into<String>) -> ArrowError {
    ArrowError::IpcError(what.into())
}

/// The error for a header that a library cannot read.
#[allow(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
fn unreadable_header(error: impl ToString) -> ArrowError {
    damaged(error.to_string())
}

/// The `length` bytes at this offset.
fn bytes_at(opened: &Seekable, offset: u64, length: u64) -> Result<Vec<u8>, ArrowError> {
    if length > LONGEST_HEADER || offset.saturating_add(length) > opened.length() {
        return Err(damaged("a part of it is missing"));
    }
    let mut bytes = vec![0; length as usize];
    opened.from(offset).read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Whether this is a stream and not a file.
pub(crate) fn is_stream(opened: &Seekable) -> bool {
    !bytes_at(opened, 0, MAGIC.len() as u64).is_ok_and(|bytes| bytes == MAGIC)
}

/// What the headers of all batches tell.
#[derive(Default)]
pub(crate) struct BatchHeaders {
    /// The number of rows in each batch.
    pub(crate) rows: Vec<u64>,
    /// The compression of the first batch that is compressed.
    codec: Option<CompressionType>,
    /// Bytes of the largest batch or dictionary, unpacked.
    largest_bytes: u64,
    /// Whether a stream ends before its last batch is complete.
    pub(crate) breaks_off: bool,
}

/// The most bytes to which one byte can unpack: in four bytes, zstd can say that 128 KiB are all
/// the same byte.
const MOST_UNPACKED_FOR_ONE: u64 = (128 << 10) / 4;
/// A compressed buffer begins with its unpacked length, in this many bytes.
const UNPACKED_LENGTH_BYTES: u64 = 8;

impl BatchHeaders {
    /// Adds a message. Only the messages of batches and dictionaries matter. `body` is the range of
    /// the message's body in the file. It has been checked that the file has all of it.
    fn add(
        &mut self,
        opened: &Seekable,
        message: &Message<'_>,
        body: Range<u64>,
    ) -> Result<(), ArrowError> {
        let rows = message.header_as_record_batch();
        let dictionary = message.header_as_dictionary_batch();
        // The values of a dictionary are a batch of one column.
        let Some(batch) = rows.or_else(|| dictionary.and_then(|dictionary| dictionary.data()))
        else {
            return Ok(());
        };
        if rows.is_some() {
            // A negative length is not valid, and counts as 0.
            self.rows.push(batch.length().max(0) as u64);
        }
        let codec = batch.compression().map(|compression| compression.codec());
        let unpacked = match codec {
            None => body.end - body.start,
            Some(_) => unpacked_bytes(opened, batch, &body)?,
        };
        self.codec = self.codec.or(codec);
        self.largest_bytes = self.largest_bytes.max(unpacked);
        Ok(())
    }
}

/// To how many bytes the buffers of a compressed batch claim to unpack. A decoder allocates that
/// much memory before it unpacks them.
///
/// # Errors
/// If a buffer claims more than it can unpack to.
fn unpacked_bytes(
    opened: &Seekable,
    batch: RecordBatchHeader<'_>,
    body: &Range<u64>,
) -> Result<u64, ArrowError> {
    let mut total = 0u64;
    for buffer in batch.buffers().into_iter().flatten() {
        // Negative numbers are not valid, and count as 0.
        let (offset, length) = (buffer.offset().max(0) as u64, buffer.length().max(0) as u64);
        let is_in_body = offset.saturating_add(length) <= body.end - body.start;
        // A decoder does not unpack a buffer that is not in the body, or is shorter than the number
        // with which it should begin.
        if !is_in_body || length < UNPACKED_LENGTH_BYTES {
            continue;
        }
        let bytes = bytes_at(opened, body.start + offset, UNPACKED_LENGTH_BYTES)?;
        // `bytes` are 8 bytes, so `try_into` never fails.
        let claimed = bytes.try_into().map_or(0, i64::from_le_bytes);
        // A negative number says that the buffer is not compressed.
        let unpacked = u64::try_from(claimed).unwrap_or(length);
        if unpacked > length.saturating_mul(MOST_UNPACKED_FOR_ONE) {
            let message = format!("{length} compressed bytes are said to be {unpacked}");
            return Err(damaged(message));
        }
        total = total.saturating_add(unpacked);
    }
    Ok(total)
}

/// Reads the headers of a file or stream.
///
/// # Errors
/// If a header is damaged, or claims what cannot be true.
pub(crate) fn read_headers(opened: &Seekable) -> Result<BatchHeaders, ArrowError> {
    let mut headers = BatchHeaders::default();
    match is_stream(opened) {
        true => read_stream(opened, &mut headers)?,
        false => read_file(opened, &mut headers)?,
    }
    let mut rows = 0u64;
    for &rows_of_batch in &headers.rows {
        rows = rows.saturating_add(rows_of_batch);
    }
    check_rows(rows, opened.length())?;
    Ok(headers)
}

/// How a file or stream is divided into batches, and how it is compressed.
pub(crate) fn table_layout(opened: &Seekable) -> Result<TableLayout, ArrowError> {
    let headers = read_headers(opened)?;
    let codec = match headers.codec {
        None => "uncompressed",
        Some(CompressionType::ZSTD) => "zstd",
        Some(_) => "lz4",
    };
    Ok(TableLayout {
        groups: Groups::new(headers.rows),
        codecs: vec![codec.to_owned()],
        is_stream: is_stream(opened),
        memory: headers.largest_bytes.saturating_mul(TIMES_IN_MEMORY),
        row_bytes: 0,
        pages: TablePages::default(),
    })
}

/// Reads the headers of the batches and dictionaries that the footer of a file lists.
fn read_file(opened: &Seekable, headers: &mut BatchHeaders) -> Result<(), ArrowError> {
    // The length of the footer is four bytes before the magic bytes at the end.
    let tail_length = 4 + MAGIC.len() as u64;
    let Some(footer_end) = opened.length().checked_sub(tail_length) else {
        return Err(damaged("it is too short"));
    };
    let tail = bytes_at(opened, footer_end, tail_length)?;
    let length = u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]);
    if !tail.ends_with(MAGIC) {
        return Err(damaged("it breaks off"));
    }
    let Some(footer_start) = footer_end.checked_sub(u64::from(length)) else {
        return Err(damaged("its footer is not valid"));
    };
    let bytes = bytes_at(opened, footer_start, u64::from(length))?;
    let footer = root_as_footer(&bytes).map_err(unreadable_header)?;
    let dictionaries = footer.dictionaries().into_iter().flatten();
    for block in dictionaries.chain(footer.recordBatches().into_iter().flatten()) {
        let Some(place) = MessagePlace::of(block) else {
            return Err(damaged("its footer is not valid"));
        };
        // Without this check, a reader would allocate memory for the whole batch before it notices
        // that the batch is not there.
        if place.body.end > opened.length() {
            return Err(damaged("a part of it is missing"));
        }
        let Some(header) = header_at(opened, place.start)? else {
            return Err(damaged("a batch is missing"));
        };
        let message = root_as_message(&header.bytes).map_err(unreadable_header)?;
        headers.add(opened, &message, place.body)?;
    }
    Ok(())
}

/// Where a message is in a file: the header and then the body of a batch or dictionary.
struct MessagePlace {
    /// Offset at which the message begins.
    start: u64,
    body: Range<u64>,
}

impl MessagePlace {
    /// The place that an entry of the footer names. `None` if its numbers are negative or too
    /// large.
    fn of(block: &Block) -> Option<Self> {
        let start = u64::try_from(block.offset()).ok()?;
        let header_length = u64::try_from(block.metaDataLength()).ok()?;
        let body_start = start.checked_add(header_length)?;
        let body_end = body_start.checked_add(u64::try_from(block.bodyLength()).ok()?)?;
        Some(Self {
            start,
            body: body_start..body_end,
        })
    }
}

/// Reads the headers of a stream, message by message. Stops at the end of the stream, or at the
/// first message that is not complete.
fn read_stream(opened: &Seekable, headers: &mut BatchHeaders) -> Result<(), ArrowError> {
    let mut start = 0;
    while start < opened.length() {
        let header = match header_at(opened, start) {
            Ok(Some(header)) => header,
            Ok(None) => return Ok(()),
            // The messages before this one can be read.
            Err(_) if start > 0 => {
                headers.breaks_off = true;
                return Ok(());
            }
            // Not even the first message can be read, so this is not a stream.
            Err(e) => return Err(e),
        };
        let message = root_as_message(&header.bytes).map_err(unreadable_header)?;
        let length = u64::try_from(message.bodyLength()).map_err(unreadable_header)?;
        let body = header.end..header.end.saturating_add(length);
        if body.end > opened.length() {
            headers.breaks_off = true;
            return Ok(());
        }
        start = body.end;
        headers.add(opened, &message, body)?;
    }
    Ok(())
}

/// The 32-bit number at this offset.
fn number_at(opened: &Seekable, offset: u64) -> Result<u32, ArrowError> {
    let bytes = bytes_at(opened, offset, 4)?;
    Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// The header of a message.
struct MessageHeader {
    bytes: Vec<u8>,
    /// Offset of the end of the header, where the body begins.
    end: u64,
}

/// Reads the header of the message that begins at this offset. `None` if the stream ends there.
fn header_at(opened: &Seekable, offset: u64) -> Result<Option<MessageHeader>, ArrowError> {
    // A header begins with its length in four bytes. Since version 0.15 of the format, the four
    // bytes of this constant come before the length.
    const CONTINUATION: u32 = u32::MAX;
    let (length, start) = match number_at(opened, offset)? {
        CONTINUATION => (number_at(opened, offset + 4)?, offset + 8),
        length => (length, offset + 4),
    };
    // A stream ends with a length of 0.
    if length == 0 {
        return Ok(None);
    }
    let bytes = bytes_at(opened, start, u64::from(length))?;
    let end = start + u64::from(length);
    Ok(Some(MessageHeader { bytes, end }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    use arrow_ipc::writer::{FileWriter, IpcWriteOptions};
    use std::io::Cursor;
    use std::sync::Arc;

    const TEXT_BYTES: usize = 50_000;

    /// A file with one text, which is a single letter many times.
    fn file(codec: Option<CompressionType>) -> Vec<u8> {
        let text: ArrayRef = Arc::new(StringArray::from(vec!["a".repeat(TEXT_BYTES)]));
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

    /// The error for a file in which each 64-bit number that is `old` was replaced by `new`. `None`
    /// if there is no error.
    fn error_after(mut bytes: Vec<u8>, old: i64, new: i64) -> Option<String> {
        let old = old.to_le_bytes();
        let offsets = (0..bytes.len() - 8).filter(|&at| bytes[at..at + 8] == old);
        for at in offsets.collect::<Vec<_>>() {
            bytes[at..at + 8].copy_from_slice(&new.to_le_bytes());
        }
        let error = table_layout(&opened(bytes)).err()?;
        Some(error.to_string())
    }

    #[test]
    fn a_batch_that_cannot_be_as_long_as_it_claims_is_refused() {
        let sound = file(None);
        let length = read_headers(&opened(sound.clone())).unwrap().largest_bytes as i64;
        assert!(length > TEXT_BYTES as i64);
        assert_eq!(error_after(sound.clone(), length, length), None);
        for claimed in [1 << 32, i64::MAX, -1] {
            let error = error_after(sound.clone(), length, claimed);
            assert!(error.is_some(), "{claimed}");
        }
    }

    #[test]
    fn a_buffer_that_claims_to_unpack_to_more_than_is_possible_is_refused() {
        let packed = file(Some(CompressionType::LZ4_FRAME));
        assert!(packed.len() < TEXT_BYTES / 10);
        // Besides the text there are only a few bytes, which say where the text ends.
        let memory = table_layout(&opened(packed.clone())).unwrap().memory / TIMES_IN_MEMORY;
        let text_bytes = TEXT_BYTES as u64;
        assert!((text_bytes..text_bytes + 100).contains(&memory), "{memory}");
        let claimed = 1 << 50;
        let error = error_after(packed, TEXT_BYTES as i64, claimed).unwrap();
        let expected = format!("are said to be {claimed}");
        assert!(error.contains(&expected), "{error}");
    }
}
