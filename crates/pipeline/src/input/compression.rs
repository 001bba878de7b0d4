//! Compressed files, read and written as streams.

use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

/// How a file is compressed, by its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Compression {
    Plain,
    Gzip,
    Zstd,
}

impl Compression {
    /// How a file of this name is compressed.
    pub(crate) fn by_name(path: &Path) -> Self {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("gz") => Self::Gzip,
            Some("zst") => Self::Zstd,
            _ => Self::Plain,
        }
    }
}

const BUFFER: usize = 1 << 17;
const ZSTD_LEVEL: i32 = 3;

/// Reads through a decompressor. Several gzip members or zstd frames in one file are read as one stream.
pub(crate) fn decoder(compression: Compression, file: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    Ok(match compression {
        Compression::Plain => Box::new(file),
        Compression::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(BUFFER, file))),
        Compression::Zstd => Box::new(zstd::Decoder::new(file)?),
    })
}

/// Why a file cannot be read on from here, and what to do: what a decompressor said after it gave so many bytes.
pub(crate) fn fault(error: &io::Error, bytes: u64) -> String {
    if bytes == 0 && error.kind() != io::ErrorKind::UnexpectedEof {
        return format!("the file is not what its ending says ({error}); name it after what it is, or fetch it again");
    }
    format!("the file breaks off after {bytes} bytes ({error}); fetch it again")
}

/// Writes through a compressor; [`Encoder::finish`] must be called.
pub(crate) enum Encoder<W: Write> {
    Plain(W),
    Gzip(GzEncoder<W>),
    Zstd(zstd::Encoder<'static, W>),
}

impl<W: Write> Encoder<W> {
    pub(crate) fn new(compression: Compression, to: W) -> io::Result<Self> {
        Ok(match compression {
            Compression::Plain => Self::Plain(to),
            Compression::Gzip => Self::Gzip(GzEncoder::new(to, flate2::Compression::default())),
            Compression::Zstd => Self::Zstd(zstd::Encoder::new(to, ZSTD_LEVEL)?),
        })
    }

    /// Writes what is left and the end mark, and hands the inner writer back.
    pub(crate) fn finish(self) -> io::Result<W> {
        match self {
            Self::Plain(to) => Ok(to),
            Self::Gzip(encoder) => encoder.finish(),
            Self::Zstd(encoder) => encoder.finish(),
        }
    }
}

impl<W: Write> Write for Encoder<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(to) => to.write(bytes),
            Self::Gzip(to) => to.write(bytes),
            Self::Zstd(to) => to.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(to) => to.flush(),
            Self::Gzip(to) => to.flush(),
            Self::Zstd(to) => to.flush(),
        }
    }
}
