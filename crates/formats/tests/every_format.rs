//! Tests of the promises of every format, on random input: the records tile a file, every cut can
//! be undone, and the input is restored from the clean file.
#![allow(clippy::unwrap_used, reason = "all of it is a test")]

use copydesk_formats::{
    About, Article, Compression, Cut, Encoder, Fields, FormatId, Inputs, Layout, Opened, RawRecord,
    Record, Spill, Spliced, put_back, read_batches,
};
use copydesk_store::Disk;
use copydesk_text::Span;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use std::collections::HashSet;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

/// Endings of file names with which the files of [`any_file`] are read in every format whose
/// records are runs of bytes.
const ENDINGS: [&str; 4] = ["jsonl", "txt", "csv", "tsv"];

/// Bytes that look more or less like a file of some format.
fn any_file() -> impl Strategy<Value = Vec<u8>> {
    let text = "(\\\\n|\\\\u00e9|\\\\ud83d\\\\ude00|\\\\\"|[a-zé, ])*";
    let record = text.prop_flat_map(|text: String| {
        let line = format!("{{\"id\":\"x\",\"text\":\"{text}\",\"n\":[1,{{}}]}}");
        let pretty = format!("{{\n  \"id\": \"x\",\n  \"text\": \"{text}\"\n}}");
        let member = format!("{line},");
        let row = format!("x,\"{text}\"\n");
        let plain_row = format!("\"x\"\t{}", text.replace(',', "\""));
        prop_oneof![
            3 => Just(line.into_bytes()),
            2 => Just(member.into_bytes()),
            1 => Just(pretty.into_bytes()),
            2 => Just(row.into_bytes()),
            1 => Just(plain_row.into_bytes()),
            1 => Just(text.into_bytes()),
        ]
    });
    let noise = proptest::collection::vec(any::<u8>(), 0..9);
    let between = "[ \r\n]{0,2},?[ \r\n]{0,2}".prop_map(String::into_bytes);
    let part = prop_oneof![4 => record, 1 => noise, 4 => between, 2 => Just(b"\n".to_vec())];
    let mark = proptest::option::of(Just("\u{feff}".as_bytes().to_vec()));
    let ends = prop_oneof![
        3 => Just(["", ""]),
        2 => Just(["[", "]\n"]),
        2 => Just(["{\"n\":{\"a\":[1]},\"articles\" : [", "],\"x\":[{}] }\n"]),
        1 => Just(["id,text\n", ""]),
        1 => Just(["id\ttext\n", ""]),
        1 => Just(["text\n", ""]),
    ];
    (mark, ends, proptest::collection::vec(part, 0..12)).prop_map(|(mark, [start, end], parts)| {
        [
            mark.unwrap_or_default(),
            start.into(),
            parts.concat(),
            end.into(),
        ]
        .concat()
    })
}

/// A record with its raw bytes, or bytes of the file that belong to no record.
type PieceOfFile = (RawRecord, Vec<u8>);

/// The content of a file, as it is read.
struct FileContent {
    /// The records and the bytes between them, in order.
    pieces: Vec<PieceOfFile>,
    head: Vec<u8>,
}

/// Reads the only file of these inputs.
fn read(inputs: &Inputs) -> FileContent {
    let (mut pieces, mut head) = (Vec::new(), Vec::new());
    read_batches(inputs, 0, |batch| {
        pieces.extend(
            batch
                .records
                .iter()
                .map(|record| (record.clone(), batch.bytes[record.range.clone()].to_vec())),
        );
        head = batch.head(0).to_vec();
        Ok(true)
    })
    .unwrap();
    FileContent { pieces, head }
}

fn pieces_of(inputs: &Inputs) -> Vec<PieceOfFile> {
    read(inputs).pieces
}

/// The raw bytes of each piece.
fn raw_pieces(inputs: &Inputs) -> Vec<Vec<u8>> {
    let pieces = pieces_of(inputs);
    pieces.into_iter().map(|(_, raw)| raw).collect()
}

/// Spans of a text, in order and disjoint. They begin and end at the characters that are picked.
fn spans_of(text: &str, picks: &[bool]) -> Vec<Span> {
    let mut places = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .zip(picks.iter().cycle());
    let mut out = Vec::new();
    while let Some((start, _)) = places.find(|(_, pick)| **pick) {
        let Some((end, _)) = places.find(|(_, pick)| **pick) else {
            break;
        };
        out.push(Span::new(start, end));
    }
    out
}

/// The text of an article without these spans.
fn without(article: &Article<'_>, spans: &[Span]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for span in spans {
        out.push_str(&article.text[at..span.start()]);
        at = span.end();
    }
    out + &article.text[at..]
}

fn compressed(bytes: &[u8], compression: Compression) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(compression, &mut out).unwrap();
    std::io::copy(&mut &*bytes, &mut encoder).unwrap();
    encoder.finish().unwrap();
    out
}

/// What the records of a file have in common.
struct Setting<'f> {
    name: &'f str,
    format: FormatId,
    layout: &'f Layout,
    head: &'f [u8],
}

impl Setting<'_> {
    fn record<'r>(&'r self, number: u64, raw: &'r [u8]) -> Record<'r> {
        Record::whole((self.format, self.layout), self.name, number, raw).with_head(self.head)
    }

    /// Whether the file is a table in plain text in which no cell is quoted.
    fn has_no_quotes(&self) -> bool {
        let dialect = self.layout.dialect;
        dialect.is_some_and(|dialect| dialect.quote().is_none())
    }

    /// Cuts a record, and checks that the cut can be undone and that the other text is left. `None`
    /// if the record cannot stay.
    fn cut(
        &self,
        number: u64,
        raw: &[u8],
        picks: &[bool],
    ) -> Result<Option<Spliced>, TestCaseError> {
        let record = self.record(number, raw);
        // A record that cannot be read is removed as a whole.
        let Ok(article) = record.parse(&Fields::default()) else {
            return Ok(None);
        };
        let only = self.format.only_text(record.body(), self.head, self.layout);
        if only.is_some() || !article.text.is_empty() {
            prop_assert_eq!(only.as_ref(), Some(&article.text));
        }
        let spans = spans_of(&article.text, picks);
        let wanted = without(&article, &spans);
        // In a dialect without quotes, an empty row cannot be written. copydesk drops a record
        // whose text becomes empty, so this does not happen.
        if self.has_no_quotes() && wanted.trim_matches('\r').is_empty() {
            return Ok(None);
        }
        let spliced = record.splice(&article, &spans);
        let undone = put_back(&spliced.bytes, &spliced.removed);
        prop_assert_eq!(undone.as_deref(), Some(raw));
        let again = self.record(number, &spliced.bytes);
        let left = again.parse(&Fields::default()).unwrap().text;
        match self.has_no_quotes() {
            // A carriage return at the end of a row is read as part of its line break.
            true => prop_assert_eq!(left.trim_matches('\r'), wanted.trim_matches('\r')),
            false => prop_assert_eq!(left, wanted),
        }
        Ok(Some(spliced))
    }

    /// The input file, restored from the clean file. `removed` has the cuts of each record, or
    /// `None` if the whole record was removed.
    fn restored(
        &self,
        pieces: &[PieceOfFile],
        removed: &[Option<Vec<Cut>>],
        clean: Vec<u8>,
    ) -> Vec<u8> {
        let is_written = self.format.leaves_empty_file() || removed.iter().any(Option::is_some);
        let from: Box<dyn Read + Send> = match is_written {
            true => Box::new(Cursor::new(clean)),
            false => Box::new(std::io::empty()),
        };
        let about = About {
            file: self.name,
            head: &[],
            layout: self.layout,
            fields: &Fields::default(),
        };
        let (path, temp) = (Path::new(self.name), std::env::temp_dir());
        let mut reader = self.format.clean_reader(path, &about, from, &temp);
        let mut back = reader.head().unwrap();
        let records = pieces
            .iter()
            .filter(|(place, _)| !place.belongs_to_no_record());
        for ((place, raw), removed) in records.zip(removed) {
            match removed {
                None => back.extend_from_slice(raw),
                Some(cuts) => {
                    let clean = reader.record(place.number).unwrap();
                    back.extend(put_back(&clean, cuts).unwrap());
                }
            }
        }
        back.extend(reader.rest().unwrap().expect("no record is left"));
        back
    }
}

/// Reads a file whose name has this ending, cuts the records that stay, writes them, and restores
/// the file.
fn cut_and_restore(
    ending: &str,
    file: &[u8],
    picks: &[bool],
    stays: &[bool],
) -> Result<(), TestCaseError> {
    let name = format!("dump.{ending}");
    let inputs = Inputs::in_memory([(name.clone(), file.to_vec())]).unwrap();
    let FileContent { pieces, head } = read(&inputs);
    let setting = Setting {
        name: &name,
        format: inputs.files()[0].format(),
        layout: inputs.files()[0].layout(),
        head: &head,
    };
    prop_assert_eq!(raw_pieces(&inputs).concat(), file);

    let mut clean = Vec::new();
    let encoder = Encoder::new(Compression::Plain, &mut clean).unwrap();
    let spill = Spill::to(&std::env::temp_dir());
    let mut writer = setting.format.writer(Box::new(encoder), spill);
    let mut removed = Vec::new();
    let mut offset = 0;
    for (place, raw) in &pieces {
        prop_assert_eq!(place.offset, offset);
        offset += raw.len() as u64;
        if place.belongs_to_no_record() {
            writer.rest(raw).unwrap();
            continue;
        }
        let index = removed.len();
        prop_assert_eq!(place.number, index as u64);
        let record = setting.record(place.number, raw);
        prop_assert_eq!(record.body().len(), place.body.len());
        let spliced = match stays[index % stays.len()] {
            true => setting.cut(place.number, raw, picks)?,
            false => None,
        };
        if let Some(spliced) = &spliced {
            writer.record(place.number, &spliced.bytes).unwrap();
        }
        removed.push(spliced.map(|spliced| spliced.removed));
    }
    writer.finish().unwrap();
    prop_assert_eq!(setting.restored(&pieces, &removed, clean), file);
    Ok(())
}

proptest! {
    #[test]
    fn records_tile_a_file_and_every_cut_is_undone(
        file in any_file(),
        picks in proptest::collection::vec(any::<bool>(), 1..9),
        stays in proptest::collection::vec(any::<bool>(), 1..5),
    ) {
        for ending in ENDINGS {
            cut_and_restore(ending, &file, &picks, &stays)
                .map_err(|reason| TestCaseError::fail(format!("{ending}: {reason}")))?;
        }
    }

    #[test]
    fn a_compressed_file_has_the_same_records(file in any_file()) {
        for ending in ENDINGS {
            let name = format!("dump.{ending}");
            let inputs = Inputs::in_memory([(name.clone(), file.clone())]).unwrap();
            let plain = raw_pieces(&inputs);
            for (packed_ending, compression) in [
                (".gz", Compression::Gzip),
                (".zst", Compression::Zstd),
                (".xz", Compression::Xz),
                (".bz2", Compression::Bzip2),
            ] {
                let packed = (name.clone() + packed_ending, compressed(&file, compression));
                let inputs = Inputs::in_memory([packed]).unwrap();
                prop_assert_eq!(&raw_pieces(&inputs), &plain, "{}{}", name, packed_ending);
            }
        }
    }
}

#[test]
fn names_and_endings_are_unique() {
    let (mut names, mut endings) = (HashSet::new(), HashSet::new());
    for format in FormatId::all() {
        assert!(names.insert(format.name()), "{format:?}");
        for ending in format.endings() {
            assert!(
                endings.insert(*ending) && *ending == ending.to_lowercase(),
                "{ending}"
            );
        }
        let json = serde_json::to_string(&format).unwrap();
        assert_eq!(serde_json::from_str::<FormatId>(&json).unwrap(), format);
    }
    let unknown = serde_json::from_str::<FormatId>("\"docx\"")
        .unwrap_err()
        .to_string();
    assert!(unknown.contains("jsonlines"), "{unknown}");
}

#[test]
fn a_compressed_file_that_breaks_off_ends_in_a_record_with_a_fault() {
    let dump = "{\"text\":\"The ferry sank.\"}\n".repeat(2000);
    for ending in ENDINGS {
        let mut bytes = compressed(dump.as_bytes(), Compression::Gzip);
        bytes.truncate(bytes.len() / 2);
        let inputs = Inputs::in_memory([(format!("dump.{ending}.gz"), bytes)]).unwrap();
        let pieces = pieces_of(&inputs);
        let (last, _) = pieces.last().unwrap();
        assert!(
            last.fault.as_deref().unwrap().contains("breaks off after"),
            "{last:?}"
        );
        assert!(
            pieces[..pieces.len() - 1]
                .iter()
                .all(|(record, _)| record.fault.is_none())
        );
    }
}

#[test]
fn files_larger_than_a_batch_are_whole() {
    let line = format!("{{\"text\":\"{}\"}}\n", "word ".repeat(1_000));
    let batch_bytes = 4 << 20;
    let lines = line.repeat(3 * batch_bytes / line.len());
    let array = format!("[{}]", lines.trim_end().replace('\n', ",\n"));
    let under = format!("{{\"articles\": {array}, \"next\": null}}\n");
    let objects = lines.replace("{", "{\n");
    for (format, ending, file) in [
        ("jsonlines", "jsonl", &lines),
        ("jsonarray", "json", &array),
        ("jsonarray", "json", &under),
        ("jsonobjects", "json", &objects),
        ("text", "txt", &lines),
    ] {
        let named = |name: &str| (format!("{name}.{ending}"), file.clone().into_bytes());
        let inputs = Inputs::in_memory([named("a"), named("b")]).unwrap();
        assert_eq!(inputs.files()[0].format().name(), format);
        let mut together = [Vec::new(), Vec::new()];
        read_batches(&inputs, 0, |batch| {
            for record in &batch.records {
                together[record.file].extend_from_slice(&batch.bytes[record.range.clone()]);
            }
            Ok(true)
        })
        .unwrap();
        assert!(
            together.iter().all(|bytes| bytes == file.as_bytes()),
            "{format:?}"
        );
    }
}

#[test]
fn a_stream_can_be_read_once_and_memory_any_number_of_times() {
    let dump = b"{\"text\":\"One.\"}\n".to_vec();
    let stream = Inputs::stream(Cursor::new(compressed(&dump, Compression::Zstd))).unwrap();
    assert_eq!(pieces_of(&stream)[0].1, dump);
    let refused = read_batches(&stream, 0, |_| Ok(true))
        .unwrap_err()
        .to_string();
    assert!(refused.contains("only once"), "{refused}");

    let inputs = Inputs::in_memory([("dump.jsonl".to_owned(), dump.clone())]).unwrap();
    assert_eq!(pieces_of(&inputs)[0].1, pieces_of(&inputs)[0].1);
    let mut raw: Opened = inputs.files()[0].open_raw(&Disk::default()).unwrap();
    raw.seek(SeekFrom::Start(9)).unwrap();
    let mut rest = Vec::new();
    raw.read_to_end(&mut rest).unwrap();
    assert_eq!(rest, &dump[9..]);
}
