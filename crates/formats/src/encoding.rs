//! Files in other encodings than UTF-8: they are read as UTF-8, and written in their own encoding.
//!
//! UTF-16 is recognised by its byte order mark, which is part of the text. Any other encoding must
//! be named by the user.
//!
//! Two kinds of bytes are *escaped*: bytes that are not text in the encoding, such as half a
//! surrogate pair; and bytes that would not be written back as they were, because some encodings
//! have two spellings of one character. Each such byte becomes two bytes that occur nowhere in
//! UTF-8. So a record with such bytes is rejected like one with invalid UTF-8, the records after it
//! are read, and the escapes are written as the original bytes again.

use crate::compression::Sink;
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, Read, Write};

/// The encoding of a file, by the byte order mark at its beginning. `None` if there is no mark of
/// UTF-16.
pub(crate) fn by_mark(head: &[u8]) -> Option<&'static Encoding> {
    match head {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding with this label, which may be any label that browsers know. `None` for UTF-8, which
/// needs no conversion.
///
/// # Errors
/// If the label is unknown, or if files in the encoding cannot be written back.
pub(crate) fn by_label(label: &str) -> Result<Option<&'static Encoding>, String> {
    match Encoding::for_label(label.as_bytes()) {
        None => Err(format!(
            "--encoding {label}: unknown encoding; use a label that browsers know, such as \
             utf-16le, windows-1252 or gb18030"
        )),
        Some(encoding) if encoding == UTF_8 => Ok(None),
        // ISO-2022-JP has states: the meaning of a byte depends on bytes long before it. The
        // encoding called "replacement" decodes no text at all.
        Some(encoding) if ["ISO-2022-JP", "replacement"].contains(&encoding.name()) => {
            Err(format!(
                "--encoding {label}: files in this encoding cannot be written back; convert them to \
                 UTF-8"
            ))
        }
        Some(encoding) => Ok(Some(encoding)),
    }
}

/// The encoding with the name that is noted in a [`Layout`](crate::Layout). `None` if no name is
/// noted.
pub(crate) fn noted(name: Option<&str>) -> Option<&'static Encoding> {
    name.and_then(|name| Encoding::for_label(name.as_bytes()))
}

/// The possible first bytes of an escape. No character begins with one of them in UTF-8.
const FIRST_ESCAPES: std::ops::RangeInclusive<u8> = 0xF8..=0xFB;

/// Adds the escape of `byte`, which has two bytes. The first holds the upper two bits of `byte`,
/// the second the lower six.
fn escape(byte: u8, out: &mut Vec<u8>) {
    let (upper_two, lower_six) = (byte >> 6, byte & 0x3F);
    out.extend([FIRST_ESCAPES.start() | upper_two, 0x80 | lower_six]);
}

/// The byte that was escaped as these two bytes. `None` if they are no escape.
fn unescaped(first: u8, second: u8) -> Option<u8> {
    let is_escape = FIRST_ESCAPES.contains(&first) && (second & 0xC0) == 0x80;
    // The shift drops all bits of `first` but the lower two.
    is_escape.then_some((first << 6) | (second & 0x3F))
}

/// The text as bytes in an encoding. `None` if it holds a character that the encoding does not
/// have.
fn encoded(encoding: &'static Encoding, text: &str) -> Option<Vec<u8>> {
    // `encoding_rs` has no encoders for UTF-16.
    if encoding == UTF_16LE {
        return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    if encoding == UTF_16BE {
        return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    let (bytes, _, is_lossy) = encoding.encode(text);
    match is_lossy {
        true => None,
        false => Some(bytes.into_owned()),
    }
}

/// The most bytes that are decoded at a time.
const AT_A_TIME: usize = 1 << 16;
/// The most bytes of a character in any encoding.
const LONGEST_CHARACTER: usize = 4;

/// Reads a file in another encoding as UTF-8.
pub(crate) struct Decoding<R> {
    from: R,
    encoding: &'static Encoding,
    /// Bytes that were read and not decoded yet: the beginning of a character.
    undecoded: Vec<u8>,
    decoded: Vec<u8>,
    /// How many bytes of `decoded` were returned.
    returned: usize,
    /// Whether all of the file was read.
    is_end: bool,
    /// Why the file cannot be read further. It is returned after all bytes that were decoded before
    /// it.
    fault: Option<io::Error>,
}

/// The result of decoding one character.
enum Step {
    /// A character. `length` is the number of its bytes in the file.
    Text { text: String, length: usize },
    /// `length` bytes to be escaped: they are not text, or would be written back differently.
    NoText { length: usize },
    /// The bytes end before the character does.
    Open,
}

impl<R: Read> Decoding<R> {
    pub(crate) fn new(encoding: &'static Encoding, from: R) -> Self {
        Self {
            from,
            encoding,
            undecoded: Vec::new(),
            decoded: Vec::new(),
            returned: 0,
            is_end: false,
            fault: None,
        }
    }

    /// Reads and decodes the next bytes.
    fn decode(&mut self) {
        // `undecoded` holds less than a character here.
        let wanted = (AT_A_TIME - self.undecoded.len()) as u64;
        match (&mut self.from)
            .take(wanted)
            .read_to_end(&mut self.undecoded)
        {
            Ok(got) => self.is_end = (got as u64) < wanted,
            Err(e) => self.fault = Some(e),
        }
        self.decoded.clear();
        self.returned = 0;
        let taken = match self.decode_at_once() {
            Some((text, taken)) => {
                self.decoded = text.into_bytes();
                taken
            }
            None => self.decode_by_characters(),
        };
        self.undecoded.drain(..taken);
    }

    /// Decodes all bytes that were read, in one call. Returns the text, and how many bytes were
    /// decoded. `None` if some are not text, or would be written back as other bytes. To find out,
    /// the text is encoded again.
    fn decode_at_once(&self) -> Option<(String, usize)> {
        // The byte order mark is part of the text, so that it is written back.
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let most = decoder.max_utf8_buffer_length_without_replacement(self.undecoded.len())?;
        let mut text = String::with_capacity(most);
        let (result, _) =
            decoder.decode_to_string_without_replacement(&self.undecoded, &mut text, self.is_end);
        let again = encoded(self.encoding, &text)?;
        // A few bytes may be left over: the beginning of a character whose end was not read.
        let is_same = result == DecoderResult::InputEmpty
            && self.undecoded.starts_with(&again)
            && self.undecoded.len() - again.len() < LONGEST_CHARACTER;
        is_same.then_some((text, again.len()))
    }

    /// Decodes the bytes that were read, character by character, and escapes bytes that are not
    /// text. Returns how many bytes were decoded.
    fn decode_by_characters(&mut self) -> usize {
        let mut at = 0;
        while at < self.undecoded.len() {
            match self.step(&self.undecoded[at..]) {
                Step::Text { text, length } => {
                    self.decoded.extend_from_slice(text.as_bytes());
                    at += length;
                }
                Step::NoText { length } => {
                    for &byte in &self.undecoded[at..at + length] {
                        escape(byte, &mut self.decoded);
                    }
                    at += length;
                }
                Step::Open => break,
            }
        }
        at
    }

    /// Decodes the character at the beginning of `bytes`, by decoding one byte, two bytes and so on
    /// until there is a character. This is slow, but it is needed only if some of the bytes that
    /// were read are not text.
    fn step(&self, bytes: &[u8]) -> Step {
        for length in 1..=bytes.len().min(LONGEST_CHARACTER) {
            let mut text = String::with_capacity(4 * LONGEST_CHARACTER);
            // A decoder remembers the bytes that it was given, so each length needs a new one.
            let is_last = self.is_end && length == bytes.len();
            let mut decoder = self.encoding.new_decoder_without_bom_handling();
            let (result, _) =
                decoder.decode_to_string_without_replacement(&bytes[..length], &mut text, is_last);
            // Fewer bytes made no character, so the bytes that are not text come first. `clamp`
            // only makes sure that the loop around this method ends.
            if let DecoderResult::Malformed(malformed, _) = result {
                let length = usize::from(malformed).clamp(1, bytes.len());
                return Step::NoText { length };
            }
            if text.is_empty() {
                continue;
            }
            return match encoded(self.encoding, &text) {
                Some(again) if again == bytes[..length] => Step::Text { text, length },
                _ => Step::NoText { length },
            };
        }
        // There is no character, and more bytes would not make one.
        if self.is_end || bytes.len() >= LONGEST_CHARACTER {
            return Step::NoText { length: 1 };
        }
        Step::Open
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.returned == self.decoded.len() {
            if let Some(fault) = self.fault.take() {
                self.is_end = true;
                // The rest of the character at the end cannot be read.
                self.undecoded.clear();
                return Err(fault);
            }
            if self.is_end && self.undecoded.is_empty() {
                return Ok(0);
            }
            self.decode();
        }
        let ready = &self.decoded[self.returned..];
        let length = ready.len().min(into.len());
        into[..length].copy_from_slice(&ready[..length]);
        self.returned += length;
        Ok(length)
    }
}

/// Writes UTF-8 in another encoding.
pub(crate) struct Recoding<'s> {
    to: Box<dyn Sink + 's>,
    encoding: &'static Encoding,
    /// The beginning of a character or of an escape, at the end of the bytes so far.
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

impl Recoding<'_> {
    /// Writes text in the encoding of the file.
    fn write_text(&mut self, text: &str) -> io::Result<()> {
        // This does not fail for text that was read in this encoding, because a cut makes no new
        // characters.
        let Some(bytes) = encoded(self.encoding, text) else {
            let message = format!("a character is none of {}", self.encoding.name());
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        };
        self.to.write_all(&bytes)
    }
}

impl Write for Recoding<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.partial.extend_from_slice(bytes);
        let waiting = std::mem::take(&mut self.partial);
        let mut rest = waiting.as_slice();
        while !rest.is_empty() {
            // The longest beginning of `rest` that is UTF-8, and the bytes after it.
            let (text, after) = match std::str::from_utf8(rest) {
                Ok(text) => (text, &[][..]),
                Err(e) => {
                    let (text, after) = rest.split_at(e.valid_up_to());
                    let text = std::str::from_utf8(text).map_err(io::Error::other)?;
                    // The bytes end within a character. The rest of it comes with the next write.
                    if e.error_len().is_none() {
                        self.partial = after.to_vec();
                        (text, &[][..])
                    } else {
                        (text, after)
                    }
                }
            };
            self.write_text(text)?;
            rest = match after {
                [] => after,
                // The second byte of the escape comes with the next write.
                [first] if FIRST_ESCAPES.contains(first) => {
                    self.partial = after.to_vec();
                    &[]
                }
                [first, second, after @ ..] if let Some(byte) = unescaped(*first, *second) => {
                    self.to.write_all(&[byte])?;
                    after
                }
                _ => {
                    let message = "these bytes are neither UTF-8 nor an escape";
                    return Err(io::Error::new(io::ErrorKind::InvalidData, message));
                }
            };
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Sink for Recoding<'_> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        // `partial` is empty, because a file ends with a whole character or escape.
        self.to.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compression::{Compression, Encoder};
    use encoding_rs::{BIG5, EUC_KR, GB18030, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
    use proptest::prelude::*;
    use std::io::BufReader;

    /// The bytes of a file as [`Decoding`] reads them.
    fn read(encoding: &'static Encoding, bytes: &[u8]) -> Vec<u8> {
        // One byte at a time, so that characters are split.
        BufReader::with_capacity(1, Decoding::new(encoding, bytes))
            .bytes()
            .map(Result::unwrap)
            .collect()
    }

    /// The bytes of a file as [`Recoding`] writes them, if it is given `at_a_time` bytes at a time.
    fn written(encoding: &'static Encoding, text: &[u8], at_a_time: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let sink = Encoder::new(Compression::Plain, &mut bytes)?;
        let mut to = Recoding::new(encoding, Box::new(sink));
        for piece in text.chunks(at_a_time) {
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
        let unknown = by_label("klingon").unwrap_err();
        assert!(
            unknown.starts_with("--encoding klingon: unknown encoding; "),
            "{unknown}"
        );
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
            let bytes = written(encoding, text.as_bytes(), 3).unwrap();
            let name = encoding.name();
            assert_eq!(read(encoding, &bytes), text.as_bytes(), "{name}");
        }
    }

    /// The bytes of a file as [`Decoding`] reads them, with each escape shown as `<FF>`.
    fn read_with_visible_escapes(encoding: &'static Encoding, bytes: &[u8]) -> String {
        let mut rest = read(encoding, bytes).as_slice().to_vec();
        let mut shown = String::new();
        while !rest.is_empty() {
            let text = match std::str::from_utf8(&rest) {
                Ok(text) => text.len(),
                Err(e) => e.valid_up_to(),
            };
            let after = rest.split_off(text);
            shown.push_str(&String::from_utf8(rest).unwrap());
            rest = match after.as_slice() {
                [] => Vec::new(),
                [first, second, after @ ..] => {
                    let byte = unescaped(*first, *second).unwrap();
                    shown.push_str(&format!("<{byte:02X}>"));
                    after.to_vec()
                }
                [_] => panic!("half an escape"),
            };
        }
        shown
    }

    #[test]
    fn only_bytes_that_are_no_text_are_escaped() {
        for (encoding, bytes, expected) in [
            // Half a surrogate pair, and half a unit at the end.
            (UTF_16LE, &b"a\0\x00\xD8b\0"[..], "a<00><D8>b"),
            (UTF_16LE, b"\x3D\xD8\x3D\xD8\x00\xDE", "<3D><D8>😀"),
            (UTF_16BE, b"\0a\0", "a<00>"),
            (UTF_16LE, b"a\0\x3D\xD8\x00", "a<3D><D8><00>"),
            // Another spelling of a character that is usually written as 81 E6.
            (SHIFT_JIS, b"\x87\x54\x87\x9A\x41", "Ⅰ<87><9A>A"),
            (GB18030, b"a\x81", "a<81>"),
        ] {
            assert_eq!(
                read_with_visible_escapes(encoding, bytes),
                expected,
                "{}",
                encoding.name()
            );
        }
        let refused = written(WINDOWS_1252, "Маяк".as_bytes(), 100).unwrap_err();
        assert!(
            refused.to_string().contains("none of windows-1252"),
            "{refused}"
        );
        assert!(written(UTF_16LE, b"a\xFF\xFFb", 100).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            at_a_time in 1usize..9,
        ) {
            for encoding in [UTF_16LE, UTF_16BE, WINDOWS_1252, SHIFT_JIS, GB18030, EUC_KR, BIG5] {
                let back = written(encoding, &read(encoding, &bytes), at_a_time).unwrap();
                prop_assert_eq!(&back, &bytes, "{}", encoding.name());
            }
        }
    }

    #[test]
    fn a_character_that_two_reads_share_is_decoded() {
        let text = format!("{}é😀", "a".repeat(AT_A_TIME - 2));
        for encoding in [UTF_16LE, GB18030] {
            let bytes = written(encoding, text.as_bytes(), 100).unwrap();
            let mut all = Vec::new();
            Decoding::new(encoding, &bytes[..])
                .read_to_end(&mut all)
                .unwrap();
            assert_eq!(all, text.as_bytes());
        }
    }
}
