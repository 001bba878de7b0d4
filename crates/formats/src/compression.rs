//! Compressed files, read and written as streams.
//!
//! What a file holds is believed before its name ([`Compression::by_content`]). Several members,
//! frames or streams in one file are read as one, as the usual commands do, which is also what lets
//! many threads write one file ([`Packer`](crate::Packer)). How much memory a decoder takes is
//! written in the first bytes of zstd and xz files ([`window_bytes`], [`xz_bytes`]), so that a
//! memory budget can be refused before a run begins.

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
    /// The compressions that a file's name tells by its ending, which is without its dot and in
    /// small letters.
    pub(crate) const BY_ENDING: [(&str, Self); 4] = [
        ("gz", Self::Gzip),
        ("zst", Self::Zstd),
        ("xz", Self::Xz),
        ("bz2", Self::Bzip2),
    ];

    /// How a file of this name is compressed.
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

    /// How a stream is compressed that begins with these bytes.
    fn by_first_bytes(head: &[u8]) -> Self {
        match head {
            [0x1F, 0x8B, ..] => Self::Gzip,
            // The magic number of a frame, or of one that is skipped.
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Self::Zstd,
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Self::Xz,
            // After the size of the blocks the first block begins, or the end of an empty file.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31 | 0x17, ..] => Self::Bzip2,
            _ => Self::Plain,
        }
    }

    /// How a file is compressed that is named like this one and begins with these bytes. What it
    /// holds is believed before its name; what is neither known to be compressed nor text is as its
    /// name says.
    pub(crate) fn by_content(self, head: &[u8]) -> Self {
        match Self::by_first_bytes(head) {
            Self::Plain if !head.is_empty() && is_text(head) => Self::Plain,
            Self::Plain => self,
            told => told,
        }
    }
}

/// Whether bytes have no control characters, as text has none.
fn is_text(head: &[u8]) -> bool {
    for byte in head {
        if *byte < b' ' && !byte.is_ascii_whitespace() {
            return false;
        }
    }
    true
}

impl Compression {
    /// These bytes as a file of their own: a member of gzip, a frame of zstd, a stream of bzip2 or
    /// xz. Several, one after the other, are one file.
    pub(crate) fn compressed(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            // In one call where the library has one: blocks are in memory, and that is faster than
            // a stream.
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

/// libdeflate has no streams, but for a block that is in memory it is faster than zlib.
fn gzip_member(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let level = CompressionLvl::new(DEFLATE_LEVEL).unwrap_or_default();
    let mut compressor = Compressor::new(level);
    let mut member = vec![0; compressor.gzip_compress_bound(bytes.len())];
    let length = compressor.gzip_compress(bytes, &mut member);
    member.truncate(length.map_err(io::Error::other)?);
    Ok(member)
}

/// The largest window that zstd knows, as `zstd --long=31` makes it: its decoder needs 2 GiB.
const LARGEST_WINDOW_LOG: u32 = 31;
/// Bytes at the beginning of a frame of zstd that tell its window.
pub(crate) const FRAME_HEADER: usize = 18;

/// Bytes that a decoder needs for the window of a frame of zstd that begins like this; `None` if it
/// is none.
///
/// The header is described in RFC 8878, section 3.1.1.1.
pub(crate) fn window_bytes(header: &[u8]) -> Option<u64> {
    let (descriptor, rest) = header
        .strip_prefix(&[0x28, 0xB5, 0x2F, 0xFD])?
        .split_first()?;
    let is_single_segment = descriptor & 0x20 != 0;
    if !is_single_segment {
        let window = rest.first()?;
        // The byte holds an exponent in its upper five bits, and in the lower three how many
        // eighths are added.
        let base = 1u64 << (10 + (window >> 3));
        return Some(base + base / 8 * u64::from(window & 7));
    }
    // The window is as large as what is inside. Its length is written in 1, 2, 4 or 8 bytes, after
    // a dictionary's number of 0, 1, 2 or 4; the lengths of 2 bytes begin at 256.
    let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let length = [1, 2, 4, 8][usize::from(descriptor >> 6)];
    let mut bytes = [0; 8];
    bytes[..length].copy_from_slice(rest.get(dictionary..dictionary + length)?);
    Some(u64::from_le_bytes(bytes) + if length == 2 { 256 } else { 0 })
}

/// Bytes that a decoder and an encoder need for a file of xz that begins like this; `None` if it is
/// none, or says it in another way than all writers do.
///
/// The dictionary's size is in the header of the first block, see section 3.1 of the format's
/// description.
pub(crate) fn xz_bytes(header: &[u8]) -> Option<u64> {
    const STREAM_HEADER: usize = 12;
    const LZMA2: u8 = 0x21;
    if Compression::by_first_bytes(header) != Compression::Xz {
        return None;
    }
    let (_, rest) = header.get(STREAM_HEADER..)?.split_first()?;
    let (flags, mut rest) = rest.split_first()?;
    let has_one_filter = flags & 3 == 0;
    // The sizes of the block, compressed and not, of seven bits a byte.
    for _ in 0..(flags & 0x40 != 0) as u8 + (flags & 0x80 != 0) as u8 {
        let length = rest.iter().position(|byte| byte & 0x80 == 0)? + 1;
        rest = &rest[length..];
    }
    // The number of the filter, the length of its properties, and the size of the dictionary.
    let [LZMA2, 1, bits, ..] = rest else {
        return None;
    };
    if !has_one_filter || *bits > 40 {
        return None;
    }
    // A mantissa of two bits, of which the upper one is always set, and an exponent. 40 would be 4
    // GiB, and means one byte less.
    let dictionary = match bits {
        40 => u64::from(u32::MAX),
        bits => (2 | u64::from(bits & 1)) << (bits / 2 + 11),
    };
    Some(dictionary + XZ_ENCODER)
}

/// Bytes that are read from a file at a time.
const BUFFER: usize = 1 << 17;
/// The level of the `zstd` command.
const ZSTD_LEVEL: i32 = 3;
/// Within 3 % of what zlib makes at its usual level, in half of the time: most of the work of a run
/// over compressed files is this.
const DEFLATE_LEVEL: i32 = 4;
/// Higher levels take much more memory: 97 MB at the level of the `xz` command, where this takes
/// 17.
const XZ_LEVEL: u32 = 2;
/// Bytes of memory that an encoder of that level takes.
const XZ_ENCODER: u64 = 17 << 20;

/// Reads through a decompressor. Several gzip members, zstd frames or streams of xz or bzip2 in one
/// file are read as one stream.
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
            // Without a limit of its own: the memory that a file asks for is checked before.
            let stream = Stream::new_stream_decoder(u64::MAX, CONCATENATED)?;
            Box::new(XzDecoder::new_stream(file, stream))
        }
        Compression::Bzip2 => Box::new(MultiBzDecoder::new(BufReader::with_capacity(BUFFER, file))),
    })
}

/// Bytes by which a compression is known.
const MAGIC: usize = 6;

/// A stream of unknown compression, told by its first bytes, read through a decompressor.
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

/// Why a file cannot be read further, and what to do: the error of a decompressor after it returned
/// so many bytes.
pub(crate) fn fault(error: &io::Error, bytes: u64) -> String {
    // A file that fails before its first byte is more likely misnamed than damaged, unless it ends
    // there.
    if bytes == 0 && error.kind() != io::ErrorKind::UnexpectedEof {
        return format!(
            "the file is not what its ending says ({error}); name it after what it is, or fetch \
             it again"
        );
    }
    format!("the file breaks off after {bytes} bytes ({error}); fetch it again")
}

/// Writes through a compressor; [`Encoder::finish`] must be called.
pub struct Encoder<W: Write>(Inner<W>);

/// The compressor.
enum Inner<W: Write> {
    Plain(W),
    Gzip(GzEncoder<W>),
    Zstd(zstd::Encoder<'static, W>),
    Xz(XzEncoder<W>),
    Bzip2(BzEncoder<W>),
}

impl<W: Write> Encoder<W> {
    /// Writes to `to`, compressed like this.
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

    /// Writes what is left and the end mark; returns the inner writer.
    ///
    /// # Errors
    /// If that cannot be written.
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

/// Where the bytes of an output file are written: a file, memory, or any other writer, through an
/// [`Encoder`].
pub trait Sink: Write + Send {
    /// Writes what is left and the end mark.
    ///
    /// # Errors
    /// If that cannot be written.
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
        assert_eq!(xz_bytes(&bytes), Some((8 << 20) + XZ_ENCODER));
        assert_eq!(xz_bytes(&bytes[..13]), None);
        assert_eq!(xz_bytes(b"{}"), None);
    }

    #[test]
    fn content_is_believed_before_a_name() {
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
    fn what_was_written_is_read_also_if_its_compression_must_be_guessed() {
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
