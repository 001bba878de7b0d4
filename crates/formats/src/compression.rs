//! Compressed files, read and written as streams.
//!
//! If the first bytes of a file and its name contradict each other, the bytes are right
//! ([`Compression::by_content`]). A file may consist of several gzip members, zstd frames, or
//! streams of xz or bzip2. They are read as one, as by the usual commands. That also lets many
//! threads compress parts of one file ([`Packer`](crate::Packer)). How much memory a decoder takes
//! is written in the first bytes of zstd and xz files ([`window_bytes`], [`xz_bytes`]), so that a
//! memory budget that is too small can be refused before a run begins.

use bzip2::read::MultiBzDecoder;
use bzip2::write::BzEncoder;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use libdeflater::{CompressionLvl, Compressor};
use liblzma::read::XzDecoder;
use liblzma::stream::{CONCATENATED, Stream};
use liblzma::write::XzEncoder;
use serde::{Deserialize, Serialize};
use std::ffi::OsStr;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

/// How a file is compressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compression {
    /// Not at all.
    Plain,
    /// gzip (RFC 1952).
    Gzip,
    /// Zstandard (RFC 8878).
    Zstd,
    /// xz, with LZMA2.
    Xz,
    /// bzip2.
    Bzip2,
}

impl Compression {
    /// The endings of the names of compressed files, without a dot and in small letters.
    pub(crate) const BY_ENDING: [(&str, Self); 4] = [
        ("gz", Self::Gzip),
        ("zst", Self::Zstd),
        ("xz", Self::Xz),
        ("bz2", Self::Bzip2),
    ];

    /// The compression of a file, by the ending of its name. [`Self::Plain`] for any other ending.
    ///
    /// ```
    /// use copydesk_formats::Compression;
    /// use std::path::Path;
    ///
    /// assert_eq!(Compression::by_name(Path::new("dump.jsonl.zst")), Compression::Zstd);
    /// assert_eq!(Compression::by_name(Path::new("dump.jsonl")), Compression::Plain);
    /// ```
    #[must_use]
    pub fn by_name(path: &Path) -> Self {
        for (ending, compression) in Self::BY_ENDING {
            if path.extension() == Some(OsStr::new(ending)) {
                return compression;
            }
        }
        Self::Plain
    }

    /// The compression of a stream that begins with these bytes. [`Self::Plain`] if no magic number
    /// is there.
    fn by_first_bytes(head: &[u8]) -> Self {
        match head {
            [0x1F, 0x8B, ..] => Self::Gzip,
            // The magic number of a frame, or of a skippable frame.
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Self::Zstd,
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Self::Xz,
            // After the size of the blocks comes the first byte of a block, or of the end mark of
            // an empty file.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31 | 0x17, ..] => Self::Bzip2,
            _ => Self::Plain,
        }
    }

    /// The compression of a file that begins with these bytes. `self` is the compression by the
    /// file's name. It is the result if there are no bytes, or if they have no magic number and are
    /// not text.
    pub(crate) fn by_content(self, head: &[u8]) -> Self {
        match Self::by_first_bytes(head) {
            Self::Plain if !head.is_empty() && is_text(head) => Self::Plain,
            Self::Plain => self,
            compression => compression,
        }
    }
}

/// Whether bytes have no control characters other than white space, so that they may be text.
fn is_text(head: &[u8]) -> bool {
    for byte in head {
        if *byte < b' ' && !byte.is_ascii_whitespace() {
            return false;
        }
    }
    true
}

impl Compression {
    /// These bytes, compressed as a complete file: a gzip member, a zstd frame, a bzip2 or xz
    /// stream. Several of them one after the other are also one file.
    pub(crate) fn compressed(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            // Compressed in one call where the library offers that. It is faster than a stream.
            Self::Gzip => gzip_member(bytes),
            Self::Zstd => zstd::bulk::compress(bytes, ZSTD_LEVEL),
            Self::Plain | Self::Xz | Self::Bzip2 => {
                let mut encoder = Encoder::new(self, Vec::new())?;
                encoder.write_all(bytes)?;
                encoder.finish()
            }
        }
    }
}

/// These bytes as a gzip member. It is made by libdeflate, which cannot compress streams, but is
/// faster than zlib for bytes that are in memory.
fn gzip_member(bytes: &[u8]) -> io::Result<Vec<u8>> {
    // The level is a valid one, so the default is never taken.
    let level = CompressionLvl::new(DEFLATE_LEVEL).unwrap_or_default();
    let mut compressor = Compressor::new(level);
    let mut member = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(bytes, &mut member);
    member.truncate(length.map_err(io::Error::other)?);
    Ok(member)
}

/// Binary logarithm of the largest window in zstd: 2 GiB, as `zstd --long=31` makes it. The window
/// is the number of decompressed bytes that a decoder keeps in memory.
const LARGEST_WINDOW_LOG: u32 = 31;
/// Largest number of bytes in the header of a zstd frame, which says how large its window is.
pub(crate) const FRAME_HEADER: usize = 18;

/// How many bytes of memory a decoder needs for the window of a zstd frame with this header. `None`
/// if these bytes do not begin a zstd frame.
///
/// The header is described in RFC 8878, section 3.1.1.1.
pub(crate) fn window_bytes(header: &[u8]) -> Option<u64> {
    let (descriptor, rest) = header
        .strip_prefix(&[0x28, 0xB5, 0x2F, 0xFD])?
        .split_first()?;
    let is_single_segment = (descriptor & 0x20) != 0;
    if !is_single_segment {
        let window = rest.first()?;
        // The byte holds an exponent in its upper five bits, and in the lower three how many
        // eighths are added.
        let (exponent, eighths) = (window >> 3, window & 7);
        let base = 1u64 << (10 + exponent);
        return Some(base + base / 8 * u64::from(eighths));
    }
    // The window is as large as the content. The descriptor says how many bytes the id of a
    // dictionary has, and how many bytes after it hold the size of the content.
    let (lowest_two_bits, highest_two_bits) = (descriptor & 3, descriptor >> 6);
    let id_bytes = [0, 1, 2, 4][usize::from(lowest_two_bits)];
    let size_bytes = [1, 2, 4, 8][usize::from(highest_two_bits)];
    let mut size = [0; 8];
    size[..size_bytes].copy_from_slice(rest.get(id_bytes..id_bytes + size_bytes)?);
    // A size in two bytes is written minus 256.
    Some(u64::from_le_bytes(size) + if size_bytes == 2 { 256 } else { 0 })
}

/// How many bytes of memory are needed to decompress an xz file that begins with these bytes and to
/// compress its content again. `None` if it is not an xz file, or uses other filters than LZMA2.
///
/// The decoder needs memory for its dictionary, whose size is in the header of the first block; see
/// section 3.1 of the description of the xz format.
pub(crate) fn xz_bytes(header: &[u8]) -> Option<u64> {
    const STREAM_HEADER: usize = 12;
    const LZMA2: u8 = 0x21;
    if Compression::by_first_bytes(header) != Compression::Xz {
        return None;
    }
    let (_length_of_block_header, rest) = header.get(STREAM_HEADER..)?.split_first()?;
    let (flags, mut rest) = rest.split_first()?;
    // The lowest two bits are the number of filters minus one.
    let has_one_filter = (flags & 3) == 0;
    // The compressed and the uncompressed size of the block are optional. They are skipped: each
    // byte holds seven bits, and the last byte of a size has its upper bit clear.
    let has_compressed_size = (flags & 0x40) != 0;
    let has_uncompressed_size = (flags & 0x80) != 0;
    for _ in 0..u8::from(has_compressed_size) + u8::from(has_uncompressed_size) {
        let length = rest.iter().position(|byte| (byte & 0x80) == 0)? + 1;
        rest = &rest[length..];
    }
    // The id of the filter, the length of its properties, and the size of the dictionary.
    let [LZMA2, 1, bits, ..] = rest else {
        return None;
    };
    if !has_one_filter || *bits > 40 {
        return None;
    }
    // The size is 2 or 3, by the lowest bit, times a power of two. By this rule 40 would be 4 GiB,
    // but it means one byte less.
    let dictionary = match bits {
        40 => u64::from(u32::MAX),
        bits => {
            let two_or_three = 2 | u64::from(bits & 1);
            two_or_three << (bits / 2 + 11)
        }
    };
    Some(dictionary + XZ_ENCODER)
}

/// How many bytes are read from a file at a time.
const BUFFER: usize = 1 << 17;
/// The default level of the `zstd` command.
const ZSTD_LEVEL: i32 = 3;
/// A level of libdeflate. It makes files within 3 % of the size that zlib makes at its default
/// level, in half of the time. A run over compressed files takes most of its time for compressing.
const DEFLATE_LEVEL: i32 = 4;
/// A low level, because higher ones take much more memory: 97 MB at the default level of the `xz`
/// command, 17 MB at this one.
const XZ_LEVEL: u32 = 2;
/// Bytes of memory that an encoder of level [`XZ_LEVEL`] takes.
const XZ_ENCODER: u64 = 17 << 20;

/// A reader of the decompressed bytes of `file`. Several gzip members, zstd frames or streams of xz
/// or bzip2 in one file are read as one.
///
/// # Errors
/// If the decompressor cannot be set up.
pub fn decoder(
    compression: Compression,
    file: impl Read + Send + 'static,
) -> io::Result<Box<dyn Read + Send>> {
    Ok(match compression {
        Compression::Plain => Box::new(file),
        Compression::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(BUFFER, file))),
        Compression::Zstd => {
            // By default the library refuses windows of more than 128 MiB.
            let mut decoder = zstd::Decoder::new(file)?;
            decoder.window_log_max(LARGEST_WINDOW_LOG)?;
            Box::new(decoder)
        }
        Compression::Xz => {
            let file = BufReader::with_capacity(BUFFER, file);
            // The decoder gets no memory limit, because `xz_bytes` was checked before.
            let stream = Stream::new_stream_decoder(u64::MAX, CONCATENATED)?;
            Box::new(XzDecoder::new_stream(file, stream))
        }
        Compression::Bzip2 => Box::new(MultiBzDecoder::new(BufReader::with_capacity(BUFFER, file))),
    })
}

/// How many first bytes are needed to recognise a compression.
const MAGIC: usize = 6;

/// A reader of the decompressed bytes of a stream, whose compression is recognised by its first
/// bytes.
///
/// # Errors
/// If the first bytes cannot be read.
pub fn sniffed(mut from: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let mut head = Vec::with_capacity(MAGIC);
    (&mut from).take(MAGIC as u64).read_to_end(&mut head)?;
    decoder(
        Compression::by_first_bytes(&head),
        io::Cursor::new(head).chain(from),
    )
}

/// A message that says why a file cannot be read further, and what the user can do. `error` is what
/// the decompressor returned after `bytes` decompressed bytes.
pub(crate) fn fault(error: &io::Error, bytes: u64) -> String {
    // If decompression fails before the first byte, the file more likely has the wrong name than
    // is damaged, unless it was cut short.
    if bytes == 0 && error.kind() != io::ErrorKind::UnexpectedEof {
        return format!(
            "the file is not what its ending says ({error}); name it after what it is, or fetch \
             it again"
        );
    }
    format!("the file breaks off after {bytes} bytes ({error}); fetch it again")
}

/// A writer that compresses. [`Encoder::finish`] must be called after the last byte.
pub struct Encoder<W: Write>(Inner<W>);

/// The compressor inside an [`Encoder`].
enum Inner<W: Write> {
    Plain(W),
    Gzip(GzEncoder<W>),
    Zstd(zstd::Encoder<'static, W>),
    Xz(XzEncoder<W>),
    Bzip2(BzEncoder<W>),
}

impl<W: Write> Encoder<W> {
    /// An encoder that writes compressed bytes to `to`.
    ///
    /// # Errors
    /// If the compressor cannot be set up.
    pub fn new(compression: Compression, to: W) -> io::Result<Self> {
        Ok(Self(match compression {
            Compression::Plain => Inner::Plain(to),
            Compression::Gzip => Inner::Gzip(GzEncoder::new(to, flate2::Compression::default())),
            Compression::Zstd => Inner::Zstd(zstd::Encoder::new(to, ZSTD_LEVEL)?),
            Compression::Xz => Inner::Xz(XzEncoder::new(to, XZ_LEVEL)),
            Compression::Bzip2 => Inner::Bzip2(BzEncoder::new(to, bzip2::Compression::best())),
        }))
    }

    /// Writes the bytes that are still buffered, and the end mark. Returns the inner writer.
    ///
    /// # Errors
    /// If the inner writer fails.
    pub fn finish(self) -> io::Result<W> {
        match self.0 {
            Inner::Plain(to) => Ok(to),
            Inner::Gzip(encoder) => encoder.finish(),
            Inner::Zstd(encoder) => encoder.finish(),
            Inner::Xz(encoder) => encoder.finish(),
            Inner::Bzip2(encoder) => encoder.finish(),
        }
    }
}

impl<W: Write> Write for Encoder<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Inner::Plain(to) => to.write(bytes),
            Inner::Gzip(to) => to.write(bytes),
            Inner::Zstd(to) => to.write(bytes),
            Inner::Xz(to) => to.write(bytes),
            Inner::Bzip2(to) => to.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Inner::Plain(to) => to.flush(),
            Inner::Gzip(to) => to.flush(),
            Inner::Zstd(to) => to.flush(),
            Inner::Xz(to) => to.flush(),
            Inner::Bzip2(to) => to.flush(),
        }
    }
}

/// A writer for the bytes of an output file that must be finished after the last byte, such as an
/// [`Encoder`].
pub trait Sink: Write + Send {
    /// Writes the bytes that are still buffered, and the end mark.
    ///
    /// # Errors
    /// If they cannot be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

impl<W: Write + Send> Sink for Encoder<W> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        (*self).finish()?.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_windows_are_read_and_their_size_is_known() {
        let text = b"The ferry sank at noon. ".repeat(1 << 12);
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
        encoder.window_log(30).unwrap();
        encoder.long_distance_matching(true).unwrap();
        encoder.write_all(&text).unwrap();
        let bytes = encoder.finish().unwrap();
        assert_eq!(window_bytes(&bytes), Some(1 << 30));
        let mut read = Vec::new();
        decoder(Compression::Zstd, io::Cursor::new(bytes))
            .unwrap()
            .read_to_end(&mut read)
            .unwrap();
        assert_eq!(read, text);
        let small = zstd::encode_all(&text[..300], 1).unwrap();
        assert!(window_bytes(&small).is_some_and(|bytes| bytes < 1 << 28));
        assert_eq!(window_bytes(b"{}"), None);
    }

    #[test]
    fn the_memory_of_xz_is_known() {
        let mut bytes = Vec::new();
        XzEncoder::new(&mut bytes, 6)
            .write_all(b"The ferry sank.")
            .unwrap();
        // At level 6, xz has a dictionary of 8 MiB.
        assert_eq!(xz_bytes(&bytes), Some((8 << 20) + XZ_ENCODER));
        assert_eq!(xz_bytes(&bytes[..13]), None);
        assert_eq!(xz_bytes(b"{}"), None);
    }

    #[test]
    fn content_counts_more_than_a_name() {
        let named = Compression::Gzip;
        assert_eq!(named.by_content(b"{\"text\""), Compression::Plain);
        assert_eq!(
            named.by_content(&[0x28, 0xB5, 0x2F, 0xFD]),
            Compression::Zstd
        );
        assert_eq!(named.by_content(b"PK\x03\x04"), Compression::Gzip);
        assert_eq!(named.by_content(b""), Compression::Gzip);
        assert_eq!(
            Compression::Plain.by_content(&[0x1F, 0x8B, 8]),
            Compression::Gzip
        );
    }

    #[test]
    fn what_was_written_is_read_even_if_its_compression_is_not_known() {
        let packed = Compression::BY_ENDING.map(|(_, compression)| compression);
        for compression in packed.into_iter().chain([Compression::Plain]) {
            let mut bytes = Vec::new();
            let mut sink = Box::new(Encoder::new(compression, &mut bytes).unwrap());
            sink.write_all(b"The ferry sank.").unwrap();
            Sink::finish(sink).unwrap();
            let mut text = String::new();
            sniffed(io::Cursor::new(bytes))
                .unwrap()
                .read_to_string(&mut text)
                .unwrap();
            assert_eq!(text, "The ferry sank.");
        }
    }
}
