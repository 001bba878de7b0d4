//! Cleans an article and finds duplicates in a list: `cargo run -p copydesk --example clean_texts`.
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use copydesk::{Cleaner, Deduper};

fn main() {
    let cleaned =
        Cleaner::default().clean("The bridge stays closed.\n\nSign up for our newsletter here.");
    println!("{}", cleaned.text);

    let texts: Vec<String> = vec![
        "One ferry left.".into(),
        "One ferry left!".into(),
        "Two ferries left.".into(),
    ];
    for cluster in Deduper::default().clusters(texts.iter().enumerate()) {
        println!(
            "text {} stays for {} other",
            cluster.representative,
            cluster.members.len()
        );
    }
}
