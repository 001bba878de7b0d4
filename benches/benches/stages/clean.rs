//! Whole runs of `clean`, from a dump on disk to an output folder.

use crate::dump::{dump, text_bytes};
use crate::group;
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use copydesk_pipeline::{Config, Inputs, Silent, Summary, clean};
use copydesk_testkit::{Dump, Record, Relation};
use criterion::Criterion;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// The size of the dump that is cleaned, in bytes.
const BYTES: usize = 3_000_000;

pub fn bench(criterion: &mut Criterion) {
    let dump = dump(BYTES);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let lines = folder.path().join("dump.jsonl");
    std::fs::write(&lines, dump.to_jsonl()).expect("the temporary folder can be written");
    let columns = folder.path().join("dump.parquet");
    write_parquet(&dump, &columns);

    let mut group = group(criterion, "clean", text_bytes(&dump));
    group.sample_size(10);
    for (name, path, threads) in [
        ("one thread", &lines, 1),
        ("all threads", &lines, 0),
        ("Parquet, one thread", &columns, 1),
        ("Parquet, all threads", &columns, 0),
    ] {
        let inputs = Inputs::discover(&[path.display().to_string()], None);
        let inputs = inputs.expect("the dump was just written");
        let run = || run(&inputs, &folder.path().join("out"), threads);
        assert_answer(&run(), &dump);
        group.bench_function(name, |bencher| bencher.iter(run));
    }
    group.finish();
}

/// Writes the dump as a table of strings, compressed with Snappy, the default of most programs that
/// write Parquet.
fn write_parquet(dump: &Dump, path: &Path) {
    let column = |field: fn(&Record) -> &String| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(
            dump.records.iter().map(field),
        ))
    };
    let columns = [
        ("id", column(|record| &record.id)),
        ("text", column(|record| &record.text)),
        ("url", column(|record| &record.url)),
        ("date", column(|record| &record.date)),
        ("source", column(|record| &record.source)),
        ("title", column(|record| &record.title)),
    ];
    let rows = RecordBatch::try_from_iter(columns).expect("columns of one length are a table");
    let snappy = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let file = File::create(path).expect("the temporary folder can be written");
    let writer = ArrowWriter::try_new(file, rows.schema(), Some(snappy.build()));
    let mut writer = writer.expect("a table of strings can be written");
    let written = writer.write(&rows).and_then(|()| writer.close());
    written.expect("the temporary folder can be written");
}

/// Cleans the dump once.
fn run(inputs: &Inputs, out: &Path, threads: usize) -> Summary {
    let config = Config {
        threads,
        overwrite: true,
        ..Config::default()
    };
    clean(inputs, out, &config, &Silent).expect("a synthetic dump can be cleaned")
}

/// Asserts that every record is counted, that of each article that was scraped twice one copy is
/// dropped, and that repeats and furniture are cut.
fn assert_answer(summary: &Summary, dump: &Dump) {
    let documents = summary.documents;
    assert_eq!(documents.read, dump.records.len() as u64);
    assert_eq!(
        documents.read,
        documents.kept + documents.edited + documents.dropped
    );
    let scraped_twice: BTreeSet<_> = dump
        .truth
        .pairs
        .iter()
        .filter(|pair| pair.relation == Relation::Exact)
        .map(|pair| pair.second)
        .collect();
    assert!(!scraped_twice.is_empty() && documents.dropped >= scraped_twice.len() as u64);
    assert!(
        summary.cuts.contains_key("repeated-in-document")
            && summary.cuts.contains_key("recurring-furniture")
    );
}
