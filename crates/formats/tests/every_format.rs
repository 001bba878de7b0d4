//! Tests of the promises of every format, on random input: the records tile a file, every cut can
//! be undone, and the input is restored from the clean file.
#![allow(clippy::unwrap_used, reason = "all of it is a test")]

use copydesk_formats::{
    About, Article, Compression, Encoder, Fields, FormatId, Inputs, Opened, RawRecord, Record,
    Spill, put_back, read_batches,
};
use copydesk_store::Disk;
use copydesk_text::Span;
use proptest::prelude::*;
use std::collections::HashSet;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

/// Endings of names that lead to every format of bytes.
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

/// The records of a file and the bytes between them, in order, each with its raw bytes; and the
/// head of the file.
fn read(inputs: &Inputs) -> (Vec<(RawRecord, Vec<u8>)>, Vec<u8>) {
    let (mut out, mut head) = (Vec::new(), Vec::new());
    read_batches(inputs, 0, |batch| {
        out.extend(
            batch
                .records
                .iter()
                .map(|record| (record.clone(), batch.bytes[record.range.clone()].to_vec())),
        );
        head = batch.head(0).to_vec();
        Ok(true)
    })
    .unwrap();
    (out, head)
}

fn pieces_of(inputs: &Inputs) -> Vec<(RawRecord, Vec<u8>)> {
    read(inputs).0
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

proptest! {
    #[test]
    fn records_tile_a_file_and_every_cut_is_undone(
        file in any_file(),
        picks in proptest::collection::vec(any::<bool>(), 1..9),
        stays in proptest::collection::vec(any::<bool>(), 1..5),
    ) {
        for ending in ENDINGS {
            let name = format!("dump.{ending}");
            let inputs = Inputs::in_memory([(name.clone(), file.clone())]).unwrap();
            let (format, layout) = (inputs.files()[0].format(), inputs.files()[0].layout());
            let (pieces, head) = read(&inputs);
            let together: Vec<u8> = pieces.iter().flat_map(|(_, raw)| raw.iter().copied()).collect();
            prop_assert_eq!(&together, &file, "{:?}", format);
            let numbers: Vec<u64> = pieces.iter().filter(|(r, _)| !r.belongs_to_no_record()).map(|(r, _)| r.number).collect();
            prop_assert_eq!(&numbers, &(0..numbers.len() as u64).collect::<Vec<_>>(), "{:?}", format);

            let mut clean = Vec::new();
            let mut writer = format.writer(Box::new(Encoder::new(Compression::Plain, &mut clean).unwrap()), Spill::to(&std::env::temp_dir()));
            // What is needed to restore a record besides the clean file: its cuts, or `None` if the
            // whole record was removed.
            let mut removed = Vec::new();
            let mut offset = 0;
            for (place, raw) in &pieces {
                prop_assert_eq!(place.offset, offset);
                offset += raw.len() as u64;
                if place.belongs_to_no_record() {
                    writer.rest(raw).unwrap();
                    continue;
                }
                let record = Record::whole((format, layout), &name, place.number, raw).with_head(&head);
                prop_assert_eq!(record.body().len(), place.body.len(), "{:?}", format);
                if !stays[place.number as usize % stays.len()] {
                    removed.push(None);
                    continue;
                }
                // A record that cannot be read is removed as a whole.
                let Ok(article) = record.parse(&Fields::default()) else {
                    removed.push(None);
                    continue;
                };
                let only = format.only_text(record.body(), &head, layout);
                if only.is_some() || !article.text.is_empty() {
                    prop_assert_eq!(only.as_ref(), Some(&article.text), "{:?}", format);
                }
                let spans = spans_of(&article.text, &picks);
                // In a dialect without quotes, an empty row cannot be written. copydesk drops a
                // record whose text becomes empty, so this does not happen.
                let is_raw = layout.dialect.is_some_and(|dialect| dialect.quote().is_none());
                if is_raw && without(&article, &spans).trim_matches('\r').is_empty() {
                    removed.push(None);
                    continue;
                }
                let spliced = record.splice(&article, &spans);
                let undone = put_back(&spliced.bytes, &spliced.removed);
                prop_assert_eq!(undone.as_ref(), Some(raw), "{:?}", format);
                let again = Record::whole((format, layout), &name, place.number, &spliced.bytes).with_head(&head);
                let left = again.parse(&Fields::default()).unwrap().text.into_owned();
                let wanted = without(&article, &spans);
                // In a dialect without quotes, a carriage return at the end of a row is read as
                // part of its line break.
                let shown = |text: &str| if is_raw { text.trim_matches('\r').to_owned() } else { text.to_owned() };
                prop_assert_eq!(shown(&left), shown(&wanted), "{:?}", format);
                writer.record(place.number, &spliced.bytes).unwrap();
                removed.push(Some(spliced.removed));
            }
            writer.finish().unwrap();

            let is_written = format.leaves_empty_file() || removed.iter().any(Option::is_some);
            let from: Box<dyn Read + Send> = if is_written { Box::new(Cursor::new(clean)) } else { Box::new(std::io::empty()) };
            let fields = Fields::default();
            let about = About { file: &name, head: &[], layout, fields: &fields };
            let mut reader = format.clean_reader(Path::new(&name), &about, from, &std::env::temp_dir());
            let mut back = reader.head().unwrap();
            let records = pieces.iter().filter(|(place, _)| !place.belongs_to_no_record());
            for ((place, raw), removed) in records.zip(&removed) {
                match removed {
                    None => back.extend_from_slice(raw),
                    Some(cuts) => back.extend(put_back(&reader.record(place.number).unwrap(), cuts).unwrap()),
                }
            }
            back.extend(reader.rest().unwrap().expect("no record is left"));
            prop_assert_eq!(&back, &file, "{:?}", format);
        }
    }

    #[test]
    fn a_compressed_file_has_the_same_records(file in any_file()) {
        for of in ENDINGS {
            let named = |ending: &str| format!("dump.{of}{ending}");
            let bytes = |inputs: Inputs| pieces_of(&inputs).into_iter().map(|(_, raw)| raw).collect::<Vec<_>>();
            let plain = bytes(Inputs::in_memory([(named(""), file.clone())]).unwrap());
            for (ending, compression) in [
                (".gz", Compression::Gzip),
                (".zst", Compression::Zstd),
                (".xz", Compression::Xz),
                (".bz2", Compression::Bzip2),
            ] {
                let inputs = Inputs::in_memory([(named(ending), compressed(&file, compression))]).unwrap();
                prop_assert_eq!(&bytes(inputs), &plain);
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
    let lines = line.repeat(3 * (4 << 20) / line.len());
    let array = format!("[{}]", lines.trim_end().replace('\n', ",\n"));
    let under = format!("{{\"articles\": {array}, \"next\": null}}\n");
    let objects = lines.replace("{", "{\n");
    let text = ("text", "txt", &lines);
    for (format, ending, file) in [
        ("jsonlines", "jsonl", &lines),
        ("jsonarray", "json", &array),
        ("jsonarray", "json", &under),
        ("jsonobjects", "json", &objects),
        text,
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
