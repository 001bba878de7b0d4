//! Cleans files and folders: `cargo run -p copydesk --example clean_folder --
//! testdata/dumps/newsroom out`. The last path is the folder that is written.
#![allow(clippy::print_stdout, reason = "an example shows what it did")]

use copydesk::{Config, clean_folder};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let out = paths
        .pop()
        .ok_or("name what to clean, and after that the folder to write")?;
    let summary = clean_folder(&paths, &out, &Config::default())?;
    let documents = summary.documents;
    println!(
        "{} read, {} edited, {} dropped; see {}",
        documents.read,
        documents.edited,
        documents.dropped,
        out.display()
    );
    Ok(())
}
