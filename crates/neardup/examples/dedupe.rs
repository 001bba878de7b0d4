//! Finds which of a few texts tell the same story, and prints which of them can be removed:
//! `cargo run -p copydesk-neardup --example dedupe`.
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use copydesk_neardup::Deduper;

fn main() {
    let texts = [
        "The ferry ran aground off Port Ambry on Monday, the coast guard said. Divers are searching the wreck.",
        "PORT AMBRY – The ferry ran aground off Port Ambry on Monday, the coast guard said. Divers are searching the wreck.",
        "The ferry ran aground off Port Ambry on Monday, the coast guard said. Divers are not searching the wreck.",
        "The mayor of Varn will open the new library in May.",
    ];
    for cluster in Deduper::default().clusters(texts.iter().enumerate()) {
        println!("kept: {}", texts[cluster.representative]);
        for member in cluster.members {
            println!(
                "  removed, {:.2} similar: {}",
                member.similarity, texts[member.id]
            );
        }
    }
}
