//! Files in other encodings than UTF-8: read as UTF-8, and written as they were.
//!
//! UTF-16 is told by its byte order mark, which is part of the text; any other encoding must be
//! named. What would not be written back as it is, is an error: some encodings have two spellings
//! of one character.

use crate::compression::Sink;
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, Read, Write};

/// The encoding of a file that begins like this, if a byte order mark tells.
pub(crate) fn by_mark(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding with this name, under one of the labels that browsers know; `None` for UTF-8, which
/// needs nothing.
///
/// # Errors
/// If there is none, or if it has states that cannot be kept.
pub(crate) fn by_label(label: &str) -> Result<Option<&'static Encoding>, String> {
    match Encoding::for_label(label.as_bytes()) {
        None => Err(format!(
            "{label}: no encoding is called so; known are those of browsers, as utf-16le, windows-1252, gb18030"
        )),
        Some(encoding) if encoding == UTF_8 => Ok(None),
        Some(encoding) if ["ISO-2022-JP", "replacement"].contains(&encoding.name()) => {
            Err(format!(
                "{label}: files in this encoding cannot be written back; convert them to UTF-8"
            ))
        }
        Some(encoding) => Ok(Some(encoding)),
    }
}

/// The encoding that was noted under this name; `None` if none was.
pub(crate) fn noted(name: Option<&str>) -> Option<&'static Encoding> {
    name.and_then(|name| Encoding::for_label(name.as_bytes()))
}

/// Text as bytes in an encoding.
///
/// # Errors
/// If it holds a character that the encoding has not.
fn encoded(encoding: &'static Encoding, text: &str, out: &mut Vec<u8>) -> io::Result<()> {
    if encoding == UTF_16LE || encoding == UTF_16BE {
        let bytes = |unit: u16| match encoding == UTF_16LE {
            true => unit.to_le_bytes(),
            false => unit.to_be_bytes(),
        };
        out.extend(text.encode_utf16().flat_map(bytes));
        return Ok(());
    }
    let (bytes, _, is_lossy) = encoding.encode(text);
    if is_lossy {
        let message = format!("a character is none of {}", encoding.name());
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    out.extend_from_slice(&bytes);
    Ok(())
}

/// Bytes decoded at a time.
const AT_A_TIME: usize = 1 << 16;

/// Reads a file in another encoding as UTF-8.
pub(crate) struct Decoding<R> {
    from: R,
    encoding: &'static Encoding,
    decoder: Decoder,
    /// Bytes that were read and not yet decoded; bytes that were decoded, but are not yet known to
    /// be written back the same.
    unread: Vec<u8>,
    unchecked: Vec<u8>,
    decoded: Vec<u8>,
    /// How much of `decoded` was handed on.
    handed: usize,
    is_end: bool,
    /// Why the file cannot be read on, to be told after all before it.
    fault: Option<io::Error>,
}

impl<R: Read> Decoding<R> {
    pub(crate) fn new(encoding: &'static Encoding, from: R) -> Self {
        Self {
            from,
            encoding,
            decoder: encoding.new_decoder_without_bom_handling(),
            unread: Vec::new(),
            unchecked: Vec::new(),
            decoded: Vec::new(),
            handed: 0,
            is_end: false,
            fault: None,
        }
    }

    /// Decodes some more.
    fn decode(&mut self) -> io::Result<()> {
        let wanted = (AT_A_TIME - self.unread.len()) as u64;
        let got = (&mut self.from).take(wanted).read_to_end(&mut self.unread);
        let is_last = match got {
            Ok(got) => (got as u64) < wanted,
            Err(e) => {
                self.fault = Some(e);
                false
            }
        };
        let most = self
            .decoder
            .max_utf8_buffer_length_without_replacement(self.unread.len());
        let mut text = String::with_capacity(most.unwrap_or(AT_A_TIME * 4));
        let is_end = is_last && self.fault.is_none();
        let (result, read) =
            self.decoder
                .decode_to_string_without_replacement(&self.unread, &mut text, is_end);
        self.unchecked.extend(self.unread.drain(..read));
        let mut again = Vec::new();
        encoded(self.encoding, &text, &mut again)?;
        if !self.unchecked.starts_with(&again) {
            return Err(self.not_the_same());
        }
        self.unchecked.drain(..again.len());
        self.decoded = text.into_bytes();
        self.handed = 0;
        self.is_end = is_end;
        if let DecoderResult::Malformed(..) = result {
            let message = format!(
                "these bytes are no {}; name its --encoding",
                self.encoding.name()
            );
            self.fault = Some(io::Error::new(io::ErrorKind::InvalidData, message));
        } else if is_end && !self.unchecked.is_empty() {
            self.fault = Some(self.not_the_same());
        }
        Ok(())
    }

    fn not_the_same(&self) -> io::Error {
        let name = self.encoding.name();
        let message = format!("this is not written as {name} is usually; convert it to UTF-8");
        io::Error::new(io::ErrorKind::InvalidData, message)
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.handed == self.decoded.len() {
            if let Some(fault) = self.fault.take() {
                self.is_end = true;
                return Err(fault);
            }
            if self.is_end {
                return Ok(0);
            }
            self.decode()?;
        }
        let ready = &self.decoded[self.handed..];
        let length = ready.len().min(into.len());
        into[..length].copy_from_slice(&ready[..length]);
        self.handed += length;
        Ok(length)
    }
}

/// Writes UTF-8 in another encoding.
pub(crate) struct Recoding<'s> {
    to: Box<dyn Sink + 's>,
    encoding: &'static Encoding,
    /// The beginning of a character.
    partial: Vec<u8>,
}

impl<'s> Recoding<'s> {
    pub(crate) fn new(encoding: &'static Encoding, to: Box<dyn Sink + 's>) -> Self {
        Self {
            to,
            encoding,
            partial: Vec::new(),
        }
    }
}

impl Write for Recoding<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.partial.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.partial) {
            Ok(text) => text.len(),
            Err(e) if e.error_len().is_none() => e.valid_up_to(),
            Err(e) => return Err(io::Error::new(io::ErrorKind::InvalidData, e)),
        };
        let rest = self.partial.split_off(whole);
        let text = std::mem::replace(&mut self.partial, rest);
        let mut out = Vec::with_capacity(text.len() * 2);
        let text = String::from_utf8(text).map_err(io::Error::other)?;
        encoded(self.encoding, &text, &mut out)?;
        self.to.write_all(&out)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Sink for Recoding<'_> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        self.to.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compression::{Compression, Encoder};
    use encoding_rs::{BIG5, EUC_KR, GB18030, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
    use proptest::prelude::*;

    /// A file in an encoding as UTF-8, and why it could not be read on.
    fn read(encoding: &'static Encoding, bytes: &[u8]) -> (String, Option<String>) {
        let mut text = Vec::new();
        // One byte at a time, so that characters are split.
        let mut from = Decoding::new(encoding, bytes);
        let mut byte = [0];
        let fault = loop {
            match from.read(&mut byte) {
                Ok(0) => break None,
                Ok(_) => text.push(byte[0]),
                Err(e) => break Some(e.to_string()),
            }
        };
        (String::from_utf8(text).unwrap(), fault)
    }

    /// Text as a file in an encoding, written in pieces of so many bytes.
    fn written(encoding: &'static Encoding, text: &str, piece: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let sink = Encoder::new(Compression::Plain, &mut bytes)?;
        let mut to = Recoding::new(encoding, Box::new(sink));
        for piece in text.as_bytes().chunks(piece) {
            to.write_all(piece)?;
        }
        Sink::finish(Box::new(to))?;
        Ok(bytes)
    }

    #[test]
    fn encodings_are_known_by_their_marks_and_labels() {
        assert_eq!(by_mark(b"\xFF\xFEa\0"), Some(UTF_16LE));
        assert_eq!(by_mark(b"\xFE\xFF\0a"), Some(UTF_16BE));
        assert_eq!(by_mark("\u{feff}a".as_bytes()), None);
        assert_eq!(by_label("latin1"), Ok(Some(WINDOWS_1252)));
        assert_eq!(by_label("UTF-8"), Ok(None));
        assert!(by_label("klingon").unwrap_err().contains("called so"));
        assert!(
            by_label("iso-2022-jp")
                .unwrap_err()
                .contains("written back")
        );
        for (label, encoding) in [
            ("big5", BIG5),
            ("gbk", encoding_rs::GBK),
            ("sjis", SHIFT_JIS),
        ] {
            assert_eq!(by_label(label), Ok(Some(encoding)));
            assert_eq!(noted(Some(encoding.name())), Some(encoding));
        }
    }

    #[test]
    fn text_is_read_as_it_is_and_written_as_it_was() {
        for (encoding, text) in [
            (UTF_16LE, "\u{feff}Un café 😀\n"),
            (UTF_16BE, "\u{feff}灯台 😀\n"),
            (WINDOWS_1252, "Un café “à côté” du phare.\n"),
            (WINDOWS_1251, "Маяк снова зажгли.\n"),
            (SHIFT_JIS, "灯台に再び灯がともった。\n"),
            (EUC_KR, "등대에 다시 불이 켜졌다.\n"),
            (GB18030, "灯塔又亮了。😀\n"),
        ] {
            let bytes = written(encoding, text, 3).unwrap();
            assert_eq!(
                read(encoding, &bytes),
                (text.to_owned(), None),
                "{}",
                encoding.name()
            );
        }
    }

    #[test]
    fn what_could_not_be_written_back_ends_the_file() {
        // Half a surrogate pair, and half a unit at the end.
        let (text, fault) = read(UTF_16LE, b"a\0\x00\xD8b\0");
        assert_eq!(text, "a");
        assert!(fault.unwrap().contains("are no UTF-16LE"));
        let (text, fault) = read(UTF_16BE, b"\0a\0");
        assert_eq!(text, "a");
        assert!(fault.is_some());
        // Another spelling of a character that is usually written as FA 4A.
        let (text, fault) = read(SHIFT_JIS, b"\x87\x54\xED\x40");
        assert_eq!(text, "");
        assert!(fault.unwrap().contains("usually"));
        let refused = written(WINDOWS_1252, "Маяк", 100).unwrap_err().to_string();
        assert!(refused.contains("none of windows-1252"), "{refused}");
    }

    proptest! {
        #[test]
        fn any_bytes_come_back_as_far_as_they_are_read(
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            piece in 1usize..9,
        ) {
            for encoding in [UTF_16LE, UTF_16BE, WINDOWS_1252, SHIFT_JIS, GB18030, EUC_KR, BIG5] {
                let (text, fault) = read(encoding, &bytes);
                let back = written(encoding, &text, piece).unwrap();
                prop_assert!(bytes.starts_with(&back), "{}", encoding.name());
                prop_assert!(fault.is_some() || back == bytes, "{}", encoding.name());
            }
        }
    }
}
