//! Tables in columns (Parquet, Arrow): they are decided like the same records in lines of JSON. The
//! rows, the schema, the metadata, the row groups and the codecs are restored.

use crate::bench_desk::{Desk, contents};
use crate::shapes::{STORY, comparable, newsroom};
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, BinaryArray, DictionaryArray, Float64Array, LargeStringArray, ListArray,
    RecordBatch, StringArray, StringViewArray, StructArray, TimestampMicrosecondArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use arrow_schema::{DataType, Field, Schema};
use copydesk_pipeline::{
    Config, Documents, Fields, Inputs, RestoreOptions, Role, Scope, Silent, explain, find,
    restore_with,
};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use serde_json::Value;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

/// A Parquet file of these columns, with this many rows in a group.
pub(super) fn parquet(columns: Vec<(&str, ArrayRef)>, rows_in_group: usize) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let about = [("made by".to_owned(), "a test".to_owned())];
    let schema =
        Schema::clone(&batch.schema()).with_metadata(std::collections::HashMap::from(about));
    let batch = batch.with_schema(Arc::new(schema)).unwrap();
    let zstd = Compression::ZSTD(ZstdLevel::default());
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(rows_in_group))
        .set_compression(Compression::SNAPPY)
        .set_column_compression("text".into(), zstd)
        .set_key_value_metadata(Some(vec![KeyValue::new(
            "origin".to_owned(),
            "us".to_owned(),
        )]))
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

/// All of a Parquet file that must be restored.
#[derive(PartialEq, Debug)]
struct Restorable {
    rows: Vec<RecordBatch>,
    schema: String,
    metadata: Vec<(String, Option<String>)>,
    /// How many rows each row group has.
    groups: Vec<i64>,
    /// The compression of each column of each row group.
    codecs: Vec<Compression>,
}

fn restorable(path: &Path) -> Restorable {
    let file = std::fs::File::open(path).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let about = Arc::clone(builder.metadata());
    let mut metadata: Vec<(String, Option<String>)> = about
        .file_metadata()
        .key_value_metadata()
        .into_iter()
        .flatten()
        .map(|pair| (pair.key.clone(), pair.value.clone()))
        .collect();
    metadata.sort();
    let groups = about.row_groups();
    Restorable {
        rows: builder
            .with_batch_size(1 << 20)
            .build()
            .unwrap()
            .map(Result::unwrap)
            .collect(),
        schema: format!("{:?}", about.file_metadata().schema()),
        metadata,
        groups: groups.iter().map(|group| group.num_rows()).collect(),
        codecs: groups
            .iter()
            .flat_map(|group| group.columns().iter().map(|column| column.compression()))
            .collect(),
    }
}

/// The strings in a column of a Parquet file.
fn texts(path: &Path, column: &str) -> Vec<Option<String>> {
    let rows = restorable(path).rows;
    let strings = rows.iter().flat_map(|batch| {
        let column = batch.column_by_name(column).unwrap();
        let strings = arrow_cast::cast(column, &DataType::Utf8).unwrap();
        let strings = strings
            .as_any()
            .downcast_ref::<StringArray>()
            .unwrap()
            .clone();
        (0..strings.len())
            .map(|row| (!strings.is_null(row)).then(|| strings.value(row).to_owned()))
            .collect::<Vec<_>>()
    });
    strings.collect()
}

/// The records of a file as columns: the fields that copydesk reads, and others of many types.
pub(super) fn columns(records: &[String]) -> Vec<(&'static str, ArrayRef)> {
    let records: Vec<Value> = records
        .iter()
        .map(|record| serde_json::from_str(record).unwrap())
        .collect();
    let strings = |name: &str| -> ArrayRef {
        let values = records.iter().map(|record| record[name].as_str());
        Arc::new(values.collect::<StringArray>())
    };
    let numbers = records.iter().map(|record| record["score"].as_f64());
    let sources: Vec<Option<&str>> = records.iter().map(|r| r["source"].as_str()).collect();
    let mut authors = ListBuilder::new(StringBuilder::new());
    for record in &records {
        match record["authors"].as_array() {
            Some(names) => {
                for name in names {
                    authors.values().append_option(name.as_str());
                }
                authors.append(true);
            }
            None => authors.append(false),
        }
    }
    let numbered = |row: usize| (!row.is_multiple_of(3)).then_some(row as i64 * 1_000_003 - 7);
    let times = (0..records.len()).map(numbered);
    let bytes: Vec<Option<&[u8]>> = records
        .iter()
        .map(|record| record["title"].as_str().map(str::as_bytes))
        .collect();
    vec![
        ("id", strings("id")),
        ("score", Arc::new(numbers.collect::<Float64Array>())),
        ("text", strings("text")),
        ("url", strings("url")),
        ("date", strings("date")),
        (
            "source",
            Arc::new(sources.into_iter().collect::<DictionaryArray<Int32Type>>()),
        ),
        ("title", strings("title")),
        ("authors", Arc::new(authors.finish())),
        (
            "fetched",
            Arc::new(
                times
                    .collect::<TimestampMicrosecondArray>()
                    .with_timezone("UTC"),
            ),
        ),
        ("raw", Arc::new(BinaryArray::from(bytes))),
    ]
}

/// The decisions about a dump in lines of JSON, as [`comparable`] returns them.
pub(super) fn comparable_of_lines(dump: &[(&'static str, Vec<String>)]) -> Vec<String> {
    let mut lines = Desk::new();
    for (name, records) in dump {
        lines = lines.file(
            &format!("{name}.json"),
            (records.join("\n") + "\n").as_bytes(),
        );
    }
    lines.clean("out", &Config::default());
    comparable(&lines.decisions("out"))
}

#[test]
fn parquet_is_decided_as_lines_of_json_are_and_restored() {
    let dump = newsroom();
    let wanted = comparable_of_lines(&dump);
    for rows_in_group in [1, 4, 1_000] {
        let mut desk = Desk::new();
        for (name, records) in &dump {
            let file = parquet(columns(records), rows_in_group);
            desk = desk.file(&format!("{name}.parquet"), &file);
        }
        let summary = desk.clean("out", &Config::default());
        assert_eq!((summary.documents.rejected, &summary.skipped), (0, &vec![]));
        assert_eq!(comparable(&desk.decisions("out")), wanted);
        let back = desk.restore("out");
        let (mut rows, all) = (0, dump.iter().map(|(_, records)| records.len()).sum());
        for (name, _) in &dump {
            let name = format!("{name}.parquet");
            let (input, clean) = (
                restorable(&desk.path("in").join(&name)),
                restorable(&desk.path("out").join(&name)),
            );
            rows += clean.rows.iter().map(RecordBatch::num_rows).sum::<usize>();
            assert_eq!(clean.schema, input.schema);
            assert_eq!(clean.metadata, input.metadata);
            assert!(
                clean
                    .groups
                    .iter()
                    .all(|rows| *rows as usize <= rows_in_group)
            );
            assert_eq!(restorable(&back.join(&name)), input);
        }
        assert!(0 < rows && rows < all, "some are dropped");
    }
}

/// Long stories in two row groups of several megabytes. Every fifth story is a copy of the one four
/// rows before it.
fn long_parquet() -> Vec<u8> {
    let story = |number: usize| {
        let word = |index: usize| format!("w{} ", (number * 7_919 + index * 104_729) % 50_021);
        let paragraph = |from: usize| (from..from + 90).map(word).collect::<String>() + ".\n";
        (0..10)
            .map(|index| paragraph(index * 90))
            .collect::<String>()
    };
    let number = |row: usize| if row % 5 == 4 { row - 4 } else { row };
    let texts: StringArray = (0..1_000).map(|row| Some(story(number(row)))).collect();
    let sources = (0..1_000).map(|row| Some(format!("paper {}.example", row % 3)));
    let sources: StringArray = sources.collect();
    let ids: StringArray = (0..1_000).map(|row| Some(format!("{row}"))).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(ids)),
        ("text", Arc::new(texts)),
        ("source", Arc::new(sources)),
    ];
    parquet(columns, 700)
}

/// What is written of a Parquet file is the same with one, two and three threads. With three there
/// is so little memory that no pages are kept. Returns the desk and what it counted.
fn same_with_all_threads(file: &[u8]) -> (Desk, Documents) {
    let desk = Desk::new().file("long.parquet", file);
    let out = |threads: usize, memory: Option<u64>| {
        let config = Config {
            threads,
            memory,
            ..Config::default()
        };
        let name = format!("out{threads}");
        let summary = desk.clean(&name, &config);
        (contents(&desk.path(&name)), summary.documents)
    };
    let (one, counts) = out(1, None);
    assert!(out(2, None).0 == one);
    assert!(out(3, Some(64 << 20)).0 == one);
    (desk, counts)
}

#[test]
fn a_long_file_gives_the_same_bytes_with_any_number_of_threads() {
    let (desk, counts) = same_with_all_threads(&long_parquet());
    assert_eq!(counts.dropped, 200);
    let back = desk.restore("out2").join("long.parquet");
    assert_eq!(restorable(&back), restorable(&desk.path("in/long.parquet")));
}

#[test]
fn a_long_file_with_a_damaged_page_gives_the_same_bytes_too() {
    let mut file = long_parquet();
    // In the texts of the second group.
    let at = file.len() * 9 / 10;
    file[at..at + 200].fill(0xFF);
    let (_, counts) = same_with_all_threads(&file);
    assert_eq!(counts.rejected, 1);
}

#[test]
fn a_text_after_many_rows_without_one_is_found() {
    let texts: StringArray = (0..250)
        .map(|row| (row == 240).then_some("The lamp on the pier was lit again on Friday."))
        .collect();
    let ids: StringArray = (0..250).map(|row| Some(format!("{row}"))).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![("id", Arc::new(ids)), ("text", Arc::new(texts))];
    let desk = Desk::new().file("in.parquet", &parquet(columns, 1_000));
    let config = Config {
        fields: Fields::none().with(Role::Text, "text"),
        ..Config::default()
    };
    assert_eq!(desk.clean("out", &config).documents.kept, 1);
}

#[test]
fn restore_puts_temporary_files_where_it_is_told() {
    let (name, records) = &newsroom()[0];
    let name = format!("{name}.parquet");
    let desk = Desk::new().file(&name, &parquet(columns(records), 4));
    desk.clean("out", &Config::default());
    let back = |name: &str, temp: &str| {
        let options = RestoreOptions {
            temp_dir: Some(desk.path(temp)),
            ..RestoreOptions::default()
        };
        restore_with(&desk.path("out"), &desk.path(name), &options)
    };
    let refused = back("back", "gone").unwrap_err().to_string();
    assert!(refused.contains("gone"), "{refused}");
    assert!(!desk.path("back").exists());
    assert_eq!(back("back", "in").unwrap(), records.len() as u64);
    let input = restorable(&desk.path("in").join(&name));
    assert_eq!(restorable(&desk.path("back").join(&name)), input);
    assert_eq!(contents(&desk.path("in")).len(), 1, "nothing is left there");
}

#[test]
fn texts_in_columns_of_every_type_are_cut_and_restored() {
    let doubled = format!("{STORY}\n\n{STORY}");
    let values = [
        Some(doubled.as_str()),
        None,
        Some("Rain \"and\" more.\u{0}"),
        Some(""),
    ];
    let text = [
        Arc::new(StringArray::from_iter(values)) as ArrayRef,
        Arc::new(LargeStringArray::from_iter(values)),
        Arc::new(StringViewArray::from_iter(values)),
        Arc::new(values.into_iter().collect::<DictionaryArray<Int32Type>>()),
    ];
    for column in text {
        let desk = Desk::new().file("a.parquet", &parquet(vec![("text", column)], 2));
        desk.clean("out", &Config::default());
        let clean = texts(&desk.path("out/a.parquet"), "text");
        assert_eq!(
            clean,
            [
                Some(STORY.to_owned()),
                Some("Rain \"and\" more.\u{0}".into())
            ]
        );
        let back = desk.restore("out").join("a.parquet");
        assert_eq!(restorable(&back), restorable(&desk.path("in/a.parquet")));
    }
}

/// A column of lists of strings, one list for each row.
fn lists(rows: &[Option<&[Option<&str>]>]) -> ListArray {
    let mut lists = ListBuilder::new(StringBuilder::new());
    for row in rows {
        for member in row.iter().copied().flatten() {
            lists.values().append_option(*member);
        }
        lists.append(row.is_some());
    }
    lists.finish()
}

#[test]
fn repeated_paragraphs_are_cut_from_lists() {
    let rows: [Option<&[Option<&str>]>; 4] = [
        Some(&[Some(STORY), None, Some(STORY), Some("It was dark.")]),
        None,
        Some(&[]),
        Some(&[Some("Nobody came to see the lamp of the lighthouse.")]),
    ];
    let file = parquet(vec![("text", Arc::new(lists(&rows)) as ArrayRef)], 10);
    let desk = Desk::new().file("a.parquet", &file);
    desk.clean("out", &Config::default());
    let clean = restorable(&desk.path("out/a.parquet"));
    let wanted: [Option<&[Option<&str>]>; 2] = [
        Some(&[Some(STORY), None, Some("It was dark.")]),
        Some(&[Some("Nobody came to see the lamp of the lighthouse.")]),
    ];
    let found = clean.rows[0].column(0);
    assert_eq!(
        found.as_any().downcast_ref::<ListArray>().unwrap(),
        &lists(&wanted)
    );
    let back = desk.restore("out").join("a.parquet");
    assert_eq!(restorable(&back), restorable(&desk.path("in/a.parquet")));
}

#[test]
fn explain_finds_the_columns_that_find_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    let caption = "The lamp of the old lighthouse was lit again on Friday.";
    let texts = StringArray::from(vec![format!("{caption}\n\n{caption}")]);
    let other = StringArray::from(vec!["nothing that is looked at"]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("key", Arc::new(StringArray::from(vec!["lamp"]))),
        ("other", Arc::new(other)),
        ("maintext", Arc::new(texts)),
    ];
    std::fs::write(&path, parquet(columns, 1)).unwrap();
    let config = Config {
        fields: Fields::none().with(Role::Id, "key"),
        ..Config::default()
    };
    let (inputs, out) = (
        Inputs::discover(&[path.display().to_string()], None).unwrap(),
        folder.path().join("found"),
    );
    find(&inputs, &out, &config, &Silent).unwrap();
    let explained = explain(&out, "lamp").unwrap();
    assert_eq!(explained[0].cuts.len(), 1);
    assert!(explained[0].text.starts_with(caption));
}

#[test]
fn nested_texts_are_found_by_path() {
    // Two rows: the first with two sections, the second with one.
    let paragraphs = lists(&[
        Some(&[Some(STORY), Some("It was dark.")]),
        Some(&[Some(STORY)]),
        Some(&[Some("Nobody came.")]),
    ]);
    let headings = StringArray::from_iter_values(["Light", "More light", "Dark"]);
    let sections = StructArray::from(vec![
        (
            Arc::new(Field::new("heading", DataType::Utf8, true)),
            Arc::new(headings) as ArrayRef,
        ),
        (
            Arc::new(Field::new(
                "paragraphs",
                paragraphs.data_type().clone(),
                true,
            )),
            Arc::new(paragraphs),
        ),
    ]);
    let member = Arc::new(Field::new("item", sections.data_type().clone(), true));
    let offsets = OffsetBuffer::from_lengths([2, 1]);
    let list = ListArray::new(member, offsets, Arc::new(sections), None);
    let body = StructArray::from(vec![(
        Arc::new(Field::new("sections", list.data_type().clone(), true)),
        Arc::new(list) as ArrayRef,
    )]);
    let ids: ArrayRef = Arc::new(StringArray::from_iter_values(["a", "b"]));
    let file = parquet(vec![("id", ids), ("body", Arc::new(body))], 10);
    let desk = Desk::new().file("a.parquet", &file);
    let fields = Config::default()
        .fields
        .with(Role::Text, "body.sections.paragraphs");
    let config = Config {
        fields,
        scope: Scope::Document,
        ..Config::default()
    };
    let summary = desk.clean("out", &config);
    assert_eq!(summary.documents.edited, 1, "{summary:?}");
    let clean = format!("{:?}", restorable(&desk.path("out/a.parquet")).rows);
    assert_eq!(clean.matches(STORY).count(), 1, "{clean}");
    let back = desk.restore("out").join("a.parquet");
    assert_eq!(restorable(&back), restorable(&desk.path("in/a.parquet")));
}

#[test]
fn no_other_file_is_lost_by_a_damaged_one() {
    let records: Vec<String> = (0..50)
        .map(|number| format!("{{\"id\": \"{number}\", \"text\": \"{STORY} Number {number}.\"}}"))
        .collect();
    let file = parquet(columns(&records), 10);
    let mut flipped = file.clone();
    // In the pages of the first group.
    flipped[60..200].fill(0xFF);
    let desk = Desk::new()
        .file("cut.parquet", &file[..file.len() / 2])
        .file("empty.parquet", b"")
        .file("flipped.parquet", &flipped)
        .file("lines.parquet", records.join("\n").as_bytes())
        .file("sound.parquet", &file);
    let config = Config {
        scope: Scope::Document,
        ..Config::default()
    };
    let summary = desk.clean("out", &config);
    assert!(summary.documents.rejected >= 4, "{summary:?}");
    assert_eq!(
        restorable(&desk.path("out/sound.parquet")).rows[0].num_rows(),
        50
    );
    let back = desk.restore("out");
    assert_eq!(
        restorable(&back.join("sound.parquet")),
        restorable(&desk.path("in/sound.parquet"))
    );
}

#[test]
fn a_file_that_loses_all_rows_keeps_its_schema() {
    let values = StringArray::from_iter([None::<&str>, Some("")]);
    let sound = parquet(
        vec![("text", Arc::new(StringArray::from_iter_values([STORY])))],
        10,
    );
    let desk = Desk::new()
        .file("a.parquet", &parquet(vec![("text", Arc::new(values))], 1))
        .file("b.parquet", &sound);
    desk.clean("out", &Config::default());
    let (clean, input) = (
        restorable(&desk.path("out/a.parquet")),
        restorable(&desk.path("in/a.parquet")),
    );
    assert_eq!((clean.schema, clean.groups), (input.schema.clone(), vec![]));
    assert_eq!(restorable(&desk.restore("out").join("a.parquet")), input);
    // Restoring leaves the output of the run as it is.
    assert!(contents(&desk.path("out")).contains_key("a.parquet"));
}

/// An Arrow file or stream of these columns, with this many rows in a batch.
pub(super) fn arrow(
    columns: Vec<(&str, ArrayRef)>,
    rows_in_batch: usize,
    is_stream: bool,
) -> Vec<u8> {
    let rows = RecordBatch::try_from_iter(columns).unwrap();
    let about = [("made by".to_owned(), "a test".to_owned())];
    let schema =
        Schema::clone(&rows.schema()).with_metadata(std::collections::HashMap::from(about));
    let rows = rows.with_schema(Arc::new(schema)).unwrap();
    let lz4 = Some(arrow_ipc::CompressionType::LZ4_FRAME);
    let options = IpcWriteOptions::default()
        .try_with_compression(lz4)
        .unwrap();
    let starts = (0..rows.num_rows()).step_by(rows_in_batch);
    let batches = starts.map(|start| rows.slice(start, rows_in_batch.min(rows.num_rows() - start)));
    let (mut bytes, schema) = (Vec::new(), rows.schema());
    if is_stream {
        let mut writer = StreamWriter::try_new_with_options(&mut bytes, &schema, options).unwrap();
        batches.for_each(|batch| writer.write(&batch).unwrap());
        writer.finish().unwrap();
    } else {
        let mut writer = FileWriter::try_new_with_options(&mut bytes, &schema, options).unwrap();
        batches.for_each(|batch| writer.write(&batch).unwrap());
        writer.write_metadata("origin", "us");
        writer.finish().unwrap();
    }
    bytes
}

/// All of an Arrow file or stream that must be restored: batches, schema and metadata.
fn restorable_arrow(path: &Path) -> (Vec<RecordBatch>, String, String) {
    let bytes = std::fs::read(path).unwrap();
    // The first bytes of a frame.
    let lz4_magic = b"\x04\"M\x18";
    assert!(
        bytes.windows(4).any(|four| four == lz4_magic),
        "not compressed with lz4"
    );
    if bytes.starts_with(b"ARROW1") {
        let reader = FileReader::try_new(Cursor::new(bytes), None).unwrap();
        let (schema, metadata) = (reader.schema(), reader.custom_metadata().clone());
        let batches = reader.map(Result::unwrap).collect();
        (batches, format!("{schema:?}"), format!("{metadata:?}"))
    } else {
        let reader = StreamReader::try_new(Cursor::new(bytes), None).unwrap();
        let schema = reader.schema();
        let batches = reader.map(Result::unwrap).collect();
        (batches, format!("{schema:?}"), String::new())
    }
}

#[test]
fn arrow_is_decided_as_lines_of_json_are_and_restored() {
    let dump = newsroom();
    let wanted = comparable_of_lines(&dump);
    for (ending, is_stream) in [("arrow", false), ("feather", false), ("arrows", true)] {
        for rows_in_batch in [1, 4, 1_000] {
            let mut desk = Desk::new();
            for (name, records) in &dump {
                let file = arrow(columns(records), rows_in_batch, is_stream);
                desk = desk.file(&format!("{name}.{ending}"), &file);
            }
            let summary = desk.clean("out", &Config::default());
            assert_eq!((summary.documents.rejected, &summary.skipped), (0, &vec![]));
            assert_eq!(comparable(&desk.decisions("out")), wanted);
            let back = desk.restore("out");
            for (name, _) in &dump {
                let name = format!("{name}.{ending}");
                let input = restorable_arrow(&desk.path("in").join(&name));
                let clean = restorable_arrow(&desk.path("out").join(&name));
                assert_eq!((&clean.1, &clean.2), (&input.1, &input.2));
                assert_eq!(
                    restorable_arrow(&back.join(&name)),
                    input,
                    "{name} {rows_in_batch}"
                );
            }
        }
    }
}

#[test]
fn an_arrow_file_that_loses_all_rows_keeps_its_dictionaries() {
    let sources = ["a", "b", "a", "c"].map(Some).into_iter();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("text", Arc::new(StringArray::from(vec![""; 4]))),
        (
            "source",
            Arc::new(sources.collect::<DictionaryArray<Int32Type>>()),
        ),
    ];
    let line = format!("{{\"text\":\"{STORY}\"}}\n");
    let desk = Desk::new()
        .file("a.arrow", &arrow(columns, 2, false))
        .file("b.jsonl", line.as_bytes());
    let summary = desk.clean("out", &Config::default());
    assert_eq!((summary.documents.dropped, summary.documents.kept), (4, 1));
    let batches = |path: &Path| -> Vec<RecordBatch> {
        let file = std::fs::File::open(path).unwrap();
        FileReader::try_new(file, None)
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    let back = desk.restore("out").join("a.arrow");
    assert_eq!(batches(&back), batches(&desk.path("in/a.arrow")));
}

#[test]
fn no_other_file_is_lost_by_a_damaged_arrow_file() {
    let records: Vec<String> = (0..50)
        .map(|number| format!("{{\"id\": \"{number}\", \"text\": \"{STORY} Number {number}.\"}}"))
        .collect();
    let file = arrow(columns(&records), 10, false);
    let stream = arrow(columns(&records), 10, true);
    let mut flipped = file.clone();
    flipped[file.len() / 2..file.len() / 2 + 300].fill(0xFF);
    let desk = Desk::new()
        .file("cut.arrow", &file[..file.len() / 2])
        .file("cut.arrows", &stream[..stream.len() / 2])
        .file("empty.feather", b"")
        .file("flipped.arrow", &flipped)
        .file("sound.arrow", &file);
    let config = Config {
        scope: Scope::Document,
        ..Config::default()
    };
    let summary = desk.clean("out", &config);
    assert!(summary.documents.rejected >= 4, "{summary:?}");
    let name = "sound.arrow";
    assert_eq!(restorable_arrow(&desk.path("out").join(name)).0.len(), 5);
    let back = desk.restore("out").join(name);
    assert_eq!(
        restorable_arrow(&back),
        restorable_arrow(&desk.path("in").join(name))
    );
}
