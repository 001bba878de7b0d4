//! Removes near-duplicate lines from a file, on all cores:
//! `cargo run -p copydesk --example dedup_list lines.txt`.
#![allow(clippy::print_stdout, reason = "an example prints its result")]

use copydesk::{Deduper, ParallelDedup};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file")?;
    let mut texts: Vec<String> = std::fs::read_to_string(path)?
        .lines()
        .map(str::to_owned)
        .collect();
    // The ids in the clusters are indices of the list as it was before lines were removed.
    let clusters = Deduper::default().par_dedup(&mut texts);
    for text in &texts {
        println!("{text}");
    }
    for cluster in clusters {
        for member in cluster.members {
            println!(
                "line {} was removed: line {} is kept, similarity {:.2}",
                member.id + 1,
                cluster.representative + 1,
                member.similarity
            );
        }
    }
    Ok(())
}
