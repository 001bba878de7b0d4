//! Estimates how similar two texts are, and measures it exactly:
//! `cargo run -p copydesk --example signatures`.
#![allow(clippy::print_stdout, reason = "an example prints its result")]

use copydesk::{MinHasher, ShingleSet, words};

fn main() {
    let monday = "The bakers of Saltmarsh went on strike on Monday over the price of flour.";
    let tuesday = "The bakers of Saltmarsh went on strike on Tuesday over the price of flour.";
    // The shingles are three words long.
    let [monday, tuesday] = [monday, tuesday].map(|text| ShingleSet::new(&words(text), 3));

    let hasher = MinHasher::new(128);
    let estimate = hasher.sketch(&monday).estimate(&hasher.sketch(&tuesday));
    println!("estimated from 128 values: {estimate:.2}");
    println!("exact: {:.2}", monday.overlap(&tuesday).jaccard());
}
