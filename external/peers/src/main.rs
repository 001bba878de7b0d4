//! One job over a file of JSON lines, by copydesk's crates or by another: `peers JOB FILE [OUT]`. What was found goes to standard
//! output as JSON. `peers dump BYTES OUT` makes a dump. Threads are RAYON_NUM_THREADS; all of them parse, shingle and sign.

use copydesk_neardup::{MinHasher as OurMinHasher, ShingleSet};
use copydesk_testkit::{Dump, Recipe};
use fnv::{FnvBuildHasher, FnvHasher};
use gaoya::minhash::{MinHashIndex, MinHasher, MinHasher32};
use probminhash::densminhash::OptDensMinHash;
use probminhash::superminhasher2::{NoHashHasher, SuperMinHash2};
use rayon::prelude::*;
use serde::Deserialize;
use std::borrow::Cow;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::io::{BufWriter, Write};

/// Words of a shingle, values of a signature; for documents, bands × rows and the similarity.
const WIDTH: usize = 5;
const VALUES: usize = 128;
const BANDING: (usize, usize) = (25, 5);
const THRESHOLD: f64 = 0.8;

#[derive(Deserialize)]
struct Line<'l> {
    #[serde(borrow)]
    text: Cow<'l, str>,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (job, file) = (args[0].as_str(), &args[1]);
    if job == "dump" {
        return dump(file.parse().expect("a number of bytes"), &args[2]);
    }
    let bytes = std::fs::read(file).expect("the file can be read");
    let lines: Vec<&[u8]> = bytes.split_inclusive(|&byte| byte == b'\n').collect();
    match job {
        "signatures-copydesk" => {
            let hasher = OurMinHasher::new(VALUES);
            signatures(&lines, |text| {
                checksum(
                    hasher
                        .sketch(&ShingleSet::new(&copydesk_text::words(text), WIDTH))
                        .values(),
                )
            });
        }
        "signatures-gaoya" => {
            let hasher = MinHasher32::new(VALUES);
            signatures(&lines, |text| checksum(&sketch(&hasher, text)));
        }
        "signatures-probminhash" => signatures(&lines, |text| {
            let mut hasher =
                SuperMinHash2::<u64, u64, NoHashHasher>::new(VALUES, BuildHasherDefault::default());
            hasher
                .sketch_slice(&shingles(text))
                .map_or(0, |()| checksum(hasher.get_hsketch()))
        }),
        "signatures-probminhash-densified" => signatures(&lines, |text| {
            let hashes = shingles(text);
            // It looks for a value to copy until it finds one, and of nothing there is none.
            if hashes.is_empty() {
                return 0;
            }
            let mut hasher = OptDensMinHash::<f64, u64, NoHashHasher>::new(
                VALUES,
                BuildHasherDefault::default(),
            );
            hasher
                .sketch_slice(&hashes)
                .map_or(0, |()| checksum(&hasher.get_hsketch_u64()))
        }),
        "documents-gaoya" => documents(&lines, &args[2]),
        _ => panic!("no such job: {job}"),
    }
}

/// Writes a seeded dump with about as few copies as scraped news has: one article in fifty stands twice, few are wire copy.
fn dump(bytes: usize, out: &str) {
    let few = Recipe {
        wire_share: 0.005,
        rescrape_share: 0.02,
        short_share: 0.002,
        update_share: 0.005,
        ..Recipe::of_about(bytes)
    };
    let recipe = Recipe {
        caption_share: 0.01,
        background_share: 0.05,
        stories: few.stories * 8 / 5,
        ..few
    };
    let dump = Dump::synthetic(&recipe);
    std::fs::write(out, dump.to_jsonl()).expect("the output can be written");
    println!("{{\"documents\":{}}}", dump.records.len());
}

/// Words between white space: less work than finding the words of all scripts in their normal form.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn runs<'w>(words: &'w [&'w str]) -> impl Iterator<Item = &'w [&'w str]> {
    words.windows(WIDTH.min(words.len()).max(1))
}

/// A signature by gaoya, which hashes the runs itself.
fn sketch(hasher: &MinHasher32<FnvBuildHasher>, text: &str) -> Vec<u32> {
    hasher.create_signature(runs(&words(text)))
}

/// The runs as numbers, for a crate that takes what is hashed already.
fn shingles(text: &str) -> Vec<u64> {
    let hash = |run: &[&str]| {
        let mut hasher = FnvHasher::default();
        run.hash(&mut hasher);
        hasher.finish()
    };
    runs(&words(text)).map(hash).collect()
}

fn checksum<V: Copy + Into<u64>>(values: &[V]) -> u64 {
    values
        .iter()
        .fold(0, |sum: u64, &value| sum.rotate_left(1) ^ value.into())
}

fn signatures(lines: &[&[u8]], sign: impl Fn(&str) -> u64 + Sync) {
    let of = |line: &&[u8]| {
        sonic_rs::from_slice::<Line<'_>>(line)
            .ok()
            .map(|line| sign(&line.text))
    };
    let signed: Vec<Option<u64>> = lines.par_iter().map(of).collect();
    let sum = signed
        .iter()
        .flatten()
        .fold(0, |sum: u64, value| sum.wrapping_add(*value));
    println!(
        "{{\"documents\":{},\"checksum\":\"{sum:016x}\"}}",
        signed.iter().flatten().count()
    );
}

/// Keeps a document if the index knows none like it, by the estimate of the signatures.
fn documents(lines: &[&[u8]], out: &str) {
    let hasher = MinHasher32::new(BANDING.0 * BANDING.1);
    let sign = |line: &&[u8]| {
        let line = sonic_rs::from_slice::<Line<'_>>(line).ok()?;
        Some(sketch(&hasher, &line.text))
    };
    let signatures: Vec<Option<Vec<u32>>> = lines.par_iter().map(sign).collect();
    let mut index = MinHashIndex::<u32, usize>::new(BANDING.0, BANDING.1, THRESHOLD);
    let mut out = BufWriter::with_capacity(
        1 << 18,
        std::fs::File::create(out).expect("the output can be written"),
    );
    let mut removed = 0;
    for (number, (line, signature)) in lines.iter().zip(signatures).enumerate() {
        let Some(signature) = signature else { continue };
        if index.query_one(&signature).is_some() {
            removed += 1;
        } else {
            index.insert(number, signature);
            out.write_all(line).expect("the output can be written");
        }
    }
    out.flush().expect("the output can be written");
    println!("{{\"documents\":{},\"removed\":{removed}}}", lines.len());
}
