//! One whole `clean`: a dump on disk in, an output folder out.

use crate::dump::{dump, text_bytes};
use crate::group;
use copydesk_pipeline::{Config, Inputs, Silent, Summary, clean};
use copydesk_testkit::{Dump, Relation};
use criterion::Criterion;
use std::collections::BTreeSet;
use std::path::Path;

/// Size of the dump that is cleaned.
const BYTES: usize = 3_000_000;

pub fn bench(criterion: &mut Criterion) {
    let dump = dump(BYTES);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("dump.jsonl");
    std::fs::write(&path, dump.to_jsonl()).expect("the temporary folder can be written");
    let inputs =
        Inputs::discover(&[path.display().to_string()], None).expect("the dump was just written");

    let mut group = group(criterion, "clean", text_bytes(&dump));
    group.sample_size(10);
    for (name, threads) in [("one thread", 1), ("all threads", 0)] {
        let run = || run(&inputs, &folder.path().join("out"), threads);
        assert_answer(&run(), &dump);
        group.bench_function(name, |bencher| bencher.iter(run));
    }
    group.finish();
}

fn run(inputs: &Inputs, out: &Path, threads: usize) -> Summary {
    let config = Config {
        threads,
        overwrite: true,
        ..Config::default()
    };
    clean(inputs, out, &config, &Silent).expect("a synthetic dump can be cleaned")
}

/// Every record is accounted for, and of what was scraped twice one copy went.
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
