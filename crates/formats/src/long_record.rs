//! Records that are too long to be articles. They are rejected in pieces, and never held in memory
//! as a whole.
//!
//! To work on a record takes many times its size in memory, and a few kilobytes of gzip can unpack
//! to a line of gigabytes. So the length of a record is limited. A longer record is rejected in
//! pieces. Where the pieces end depends on the bytes of the record only, not on how they are read.
//! The record after the long one is found as usual.
//!
//! [`LongRecord`] finds the end of such a record. It is given the bytes one after the other and
//! remembers a few flags, never the bytes. So it has fewer safeguards against a missing quote or
//! bracket than the scan of a record that is in memory (`scan.rs`).

use crate::scan::is_space;

/// Largest length of a record in bytes. No article is longer.
pub(crate) const LONGEST_RECORD: usize = 16 << 20;
/// Length in bytes of the pieces in which a longer record is rejected. The last piece may be
/// shorter.
pub(crate) const LONG_PIECE: usize = 4 << 20;

/// Limits for records and files. Tests set smaller ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Largest length of a record in bytes.
    pub(crate) record: usize,
    /// Length in bytes of the pieces in which a longer record is rejected.
    pub(crate) piece: usize,
    /// How many bytes of a file are unpacked in any case, however small the compressed file is.
    pub(crate) unpacked: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            record: LONGEST_RECORD,
            piece: LONG_PIECE,
            unpacked: ALWAYS_UNPACKED,
        }
    }
}

impl Limits {
    /// The reason why a record that is too long is rejected, if it is rejected as a whole.
    pub(crate) fn whole_reason(&self) -> String {
        format!(
            "the record is longer than {}, and no article is; split it",
            in_units(self.record as u64)
        )
    }

    /// The reason why a piece of a record that is too long is rejected.
    pub(crate) fn piece_reason(&self) -> String {
        format!(
            "the record does not end within {}, and no article is that long; this is a piece of \
             it. Split it, or close the quote or bracket that is open",
            in_units(self.record as u64)
        )
    }

    /// The reason why a file that is a decompression bomb is not read further.
    pub(crate) fn bomb_reason(&self) -> String {
        format!(
            "the file unpacks to more than {}, over {MOST_FOR_ONE} times its size, without the end \
             of a record, as a file does that is made to fill the disk; if it is sound, unpack it \
             yourself",
            in_units(self.unpacked)
        )
    }

    /// The reason why a stream that is a decompression bomb is not copied to a temporary file.
    pub(crate) fn bomb_in_stream_reason(&self) -> String {
        format!(
            "unpacks to more than {}, over {MOST_FOR_ONE} times its size, as a stream does that is \
             made to fill the disk; if it is sound, unpack it yourself and name the file, or pass \
             it on unpacked",
            in_units(self.unpacked)
        )
    }

    /// Whether `packed` compressed bytes that unpack to `unpacked` bytes must be a decompression
    /// bomb: made to fill the disk.
    pub(crate) fn is_bomb(&self, packed: u64, unpacked: u64) -> bool {
        unpacked > self.unpacked && unpacked / MOST_FOR_ONE > packed
    }
}

/// How many bytes one compressed byte may unpack to. News never unpacks to so many: compression
/// makes text 3 to 20 times smaller. But even the fastest level of gzip makes zeros 200 times
/// smaller.
pub(crate) const MOST_FOR_ONE: u64 = 100;
/// How many bytes are unpacked in any case.
pub(crate) const ALWAYS_UNPACKED: u64 = 256 << 20;

/// A number of bytes with its unit, rounded down.
fn in_units(bytes: u64) -> String {
    const MIB: u64 = 1 << 20;
    match bytes < MIB {
        true => format!("{bytes} bytes"),
        false => format!("{} MiB", bytes / MIB),
    }
}

/// Finds the end of a record, whose bytes are given to it some at a time.
#[derive(Debug)]
pub struct LongRecord {
    ends: Ends,
    /// How many brackets are open.
    depth: u64,
    /// Whether the next byte is between quotes.
    in_string: bool,
    /// Whether the next byte is escaped by the byte before it.
    is_escaped: bool,
    /// Whether there was nothing but white space so far.
    is_start: bool,
}

/// Where a record ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ends {
    /// After the next line break, which is this byte.
    After(u8),
    /// After the next line break that is not between quotes. If `prefix` is another byte than
    /// `quote`, a quote after it neither opens nor closes a cell.
    Row {
        line_break: u8,
        quote: u8,
        prefix: u8,
    },
    /// After the bracket that closes the first bracket.
    Value,
    /// Before the comma after a member of an array, or before the bracket that closes the array.
    Member,
    /// At the end of the file.
    File,
}

impl LongRecord {
    fn new(ends: Ends) -> Self {
        Self {
            ends,
            depth: 0,
            in_string: false,
            is_escaped: false,
            is_start: true,
        }
    }

    /// For a record that ends with its line. `line_break` is the last byte of the line.
    pub(crate) fn line(line_break: u8) -> Self {
        Self::new(Ends::After(line_break))
    }

    /// For a row of a table in plain text. `quote` is the byte around quoted cells, and `prefix`
    /// the byte before a quote inside such a cell.
    pub(crate) fn row(line_break: u8, quote: u8, prefix: u8) -> Self {
        Self::new(Ends::Row {
            line_break,
            quote,
            prefix,
        })
    }

    /// For a JSON object or array.
    pub(crate) fn value() -> Self {
        Self::new(Ends::Value)
    }

    /// For a member of a JSON array. A comma before the member is part of the record.
    pub(crate) fn member() -> Self {
        Self::new(Ends::Member)
    }

    /// For a record that is the rest of the file.
    pub(crate) fn rest_of_file() -> Self {
        Self::new(Ends::File)
    }

    /// Takes the next bytes of the file and returns the offset among them at which the record ends.
    /// `None` if it does not end there.
    pub(crate) fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        match self.ends {
            Ends::File => None,
            Ends::After(byte) => memchr::memchr(byte, bytes).map(|at| at + 1),
            Ends::Row {
                line_break,
                quote,
                prefix,
            } => {
                for (at, &byte) in bytes.iter().enumerate() {
                    // If a quote is doubled, the first closes the cell and the second opens it
                    // again, so doubled quotes need no case of their own.
                    let is_escaped = std::mem::take(&mut self.is_escaped);
                    self.is_escaped = byte == prefix && prefix != quote && !is_escaped;
                    let opens_or_closes = byte == quote && !is_escaped;
                    self.in_string ^= opens_or_closes;
                    if byte == line_break && !self.in_string {
                        return Some(at + 1);
                    }
                }
                None
            }
            Ends::Value | Ends::Member => {
                for (at, &byte) in bytes.iter().enumerate() {
                    if self.is_end(byte) {
                        // The bracket that closes a value is part of the record. The byte that
                        // ends a member is not.
                        let includes_last_byte = self.ends == Ends::Value;
                        return Some(at + usize::from(includes_last_byte));
                    }
                }
                None
            }
        }
    }

    /// Takes the next byte of a JSON value, and returns whether the record ends at it.
    fn is_end(&mut self, byte: u8) -> bool {
        let is_start = self.is_start;
        self.is_start &= is_space(byte);
        if self.in_string {
            let is_escaped = std::mem::take(&mut self.is_escaped);
            match byte {
                // The closing quote is missing, because no JSON string contains a line break.
                b'\n' => self.in_string = false,
                b'\\' => self.is_escaped = !is_escaped,
                // Closes the string unless it is escaped.
                b'"' => self.in_string = is_escaped,
                _ => {}
            }
            return false;
        }
        let is_member = self.ends == Ends::Member;
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            // If the record is a member, this bracket closes the array around it.
            b'}' | b']' if self.depth == 0 => return is_member,
            b'}' | b']' => {
                self.depth -= 1;
                return self.depth == 0 && !is_member;
            }
            // The comma after the member. A comma at the beginning comes before the member.
            b',' => return is_member && self.depth == 0 && !is_start,
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{BATCH_BYTES, Batch};
    use crate::compression::{Compression, Encoder};
    use crate::fields::Fields;
    use crate::inputs::Inputs;
    use std::io::Write;

    const SMALL: Limits = Limits {
        record: 200,
        piece: 30,
        unpacked: 5000,
    };

    /// For each record in order, its text or the reason why it is rejected; and all bytes of the
    /// file. The limits are [`SMALL`].
    fn read(name: &str, bytes: Vec<u8>) -> (Vec<Result<String, String>>, Vec<u8>) {
        let inputs = Inputs::in_memory([(name.to_owned(), bytes)]).unwrap();
        let file = inputs.open(0, BATCH_BYTES).unwrap().with_limits(SMALL);
        let mut reader = inputs.files()[0].format().reader(file).unwrap();
        let (mut texts, mut all, mut batch) = (Vec::new(), Vec::new(), Batch::default());
        loop {
            let is_end = reader.fill(&mut batch).unwrap();
            let rest = batch.take_rest();
            for raw in batch
                .records
                .iter()
                .filter(|raw| !raw.belongs_to_no_record())
            {
                let record = batch.record(&inputs, raw);
                let fields = Fields::default();
                texts.push(
                    record
                        .parse(&fields)
                        .map(|article| article.text.into_owned()),
                );
            }
            all.extend_from_slice(&batch.bytes);
            if is_end {
                assert!(rest.is_empty());
                return (texts, all);
            }
            batch = Batch::default();
            batch.bytes = rest;
        }
    }

    #[test]
    fn a_record_that_is_too_long_is_kept_and_no_other_is_rejected() {
        let record = |text: &str| format!("{{\"text\":\"{text}\"}}");
        let long = "}],{ ".repeat(100);
        let (one, longer, two) = (record("One."), record(&long), record("Two."));
        let files = [
            ("a.jsonl", format!("{one}\n{longer}\n{two}\n")),
            ("b.json", format!("[{one}, {longer} , {two}]\n")),
            (
                "c.json",
                format!("{{\"articles\": [{longer},{one},{two}], \"n\": 3}}"),
            ),
            (
                "d.json",
                format!("{{\n\"text\": \"One.\"}}\n{longer}\n{two}\n"),
            ),
            (
                "e.csv",
                format!("id,text\n1,One.\n2,{}\n3,Two.\n", "x".repeat(500)),
            ),
        ];
        for (name, file) in files {
            let (texts, all) = read(name, file.clone().into_bytes());
            assert_eq!(String::from_utf8(all).unwrap(), file, "{name}");
            let whole: Vec<&str> = texts.iter().flatten().map(String::as_str).collect();
            assert_eq!(whole, ["One.", "Two."], "{name}");
            let reasons = texts.iter().filter_map(|text| text.as_ref().err());
            // The long record has over 500 bytes, and a piece has 30.
            assert!(reasons.clone().count() > 500 / 30, "{name}");
            for reason in reasons {
                assert!(
                    reason.contains("not end within 200 bytes"),
                    "{name}: {reason}"
                );
            }
        }
    }

    #[test]
    fn a_quote_that_is_not_closed_breaks_its_row_and_not_those_after() {
        let file = format!(
            "id,text\n1,\"One, two.\"\n2,\"x\n{}",
            "3,Two.\n".repeat(100)
        );
        let (texts, all) = read("a.csv", file.clone().into_bytes());
        assert_eq!(String::from_utf8(all).unwrap(), file);
        // One whole row, the broken row, and the rows after it.
        assert_eq!(texts.len(), 1 + 1 + 100);
        assert!(texts[1].is_err() && texts[2].as_deref() == Ok("Two."));
    }

    #[test]
    fn a_text_that_is_too_long_and_a_line_without_end_are_rejected_in_pieces() {
        for name in ["a.txt", "b.jsonl"] {
            for length in [SMALL.record + 1, 20 * SMALL.record] {
                let (texts, all) = read(name, vec![b'x'; length]);
                assert_eq!(all.len(), length);
                assert_eq!(texts.len(), length.div_ceil(SMALL.piece));
                assert!(texts.iter().all(Result::is_err));
            }
            assert_eq!(read(name, vec![b'x'; SMALL.record]).0.len(), 1);
        }
    }

    #[test]
    fn a_line_that_unpacks_without_end_ends_the_file() {
        for (ending, compression) in Compression::BY_ENDING {
            let mut packed = Vec::new();
            let mut encoder = Encoder::new(compression, &mut packed).unwrap();
            encoder.write_all(b"{\"text\":\"One.\"}\n").unwrap();
            encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
            encoder.write_all(b"\n{\"text\":\"Two.\"}\n").unwrap();
            encoder.finish().unwrap();
            let (texts, all) = read(&format!("a.jsonl.{ending}"), packed);
            assert_eq!(texts[0].as_deref(), Ok("One."));
            let reason = texts.last().unwrap().as_ref().unwrap_err();
            assert!(reason.contains("over 100 times its size"), "{reason}");
            assert!(all.len() < 1 << 20);
        }
    }

    /// The bytes before the end of the record, if `finder` is given `at_a_time` bytes at a time.
    /// `None` if it finds no end.
    fn record_in(mut finder: LongRecord, bytes: &str, at_a_time: usize) -> Option<&str> {
        let mut before = 0;
        for piece in bytes.as_bytes().chunks(at_a_time) {
            if let Some(end) = finder.end(piece) {
                return Some(&bytes[..before + end]);
            }
            before += piece.len();
        }
        None
    }

    #[test]
    fn where_a_record_ends_does_not_depend_on_how_many_bytes_come_at_a_time() {
        let file = r#",{"a":"},]\"","b":[1,{}]} , 2]"#;
        for at_a_time in 1..file.len() {
            let record = |finder| record_in(finder, file, at_a_time);
            let value = r#",{"a":"},]\"","b":[1,{}]}"#;
            assert_eq!(record(LongRecord::value()), Some(value));
            let up_to_space = Some(r#",{"a":"},]\"","b":[1,{}]} "#);
            assert_eq!(record(LongRecord::member()), up_to_space);
            assert_eq!(record(LongRecord::row(b' ', b'"', b'\\')), up_to_space);
            assert_eq!(record(LongRecord::line(b':')), Some(r#",{"a":"#));
            assert_eq!(record(LongRecord::rest_of_file()), None);
        }
    }

    #[test]
    fn a_string_ends_at_a_line_break_and_a_member_at_the_bracket_of_its_array() {
        let member = |file| record_in(LongRecord::member(), file, 4);
        assert_eq!(member("{\"a\":\"x},\n}]"), Some("{\"a\":\"x},\n}"));
        assert_eq!(member("12]"), Some("12"));
        // A bracket that closes nothing does not end the value.
        let value = record_in(LongRecord::value(), "}{}{}", 4);
        assert_eq!(value, Some("}{}"));
        let doubled = "1,\"a\n\"\"b\n\"\n";
        let escaped = "1,\"a\n\\\"\n\"\n";
        for (row, prefix) in [(doubled, b'"'), (escaped, b'\\')] {
            let file = format!("{row}2");
            let finder = LongRecord::row(b'\n', b'"', prefix);
            assert_eq!(record_in(finder, &file, 4), Some(row));
        }
    }

    #[test]
    fn a_file_is_a_bomb_if_it_unpacks_to_much_and_to_very_many_times_its_size() {
        let limits = Limits::default();
        assert!(!limits.is_bomb(1, ALWAYS_UNPACKED));
        assert!(limits.is_bomb(1, ALWAYS_UNPACKED + 1));
        assert!(!limits.is_bomb(20 << 20, 1 << 30));
    }
}
