//! Cleans files and folders, and prints the progress of each pass:
//! `cargo run -p copydesk --example folder_with_progress -- testdata/dumps/newsroom out`.
//! The last path is the folder that is written.
#![allow(clippy::print_stdout, reason = "an example prints its result")]

use copydesk::{Config, Inputs, Progress, clean};
use std::path::Path;
use std::sync::Mutex;

/// A pass over the input.
#[derive(Default)]
struct Pass {
    name: String,
    /// How many bytes it reads in all.
    bytes: u64,
}

/// Prints the progress of the pass that is running.
#[derive(Default)]
struct PrintedProgress {
    pass: Mutex<Pass>,
}

impl Progress for PrintedProgress {
    fn begin(&self, name: &str, bytes: u64) {
        let name = name.to_owned();
        *self.pass.lock().expect("no thread panics here") = Pass { name, bytes };
    }

    fn reach(&self, bytes: u64) {
        let pass = self.pass.lock().expect("no thread panics here");
        // An empty input has no bytes.
        let percent = 100 * bytes / pass.bytes.max(1);
        println!("{}: {percent} %", pass.name);
    }

    fn end(&self) {
        let pass = self.pass.lock().expect("no thread panics here");
        println!("{}: done", pass.name);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let out = paths
        .pop()
        .ok_or("name what to clean, and after that the folder to write")?;
    let out = Path::new(&out);
    let inputs = Inputs::discover(&paths, Some(out))?;
    let summary = clean(
        &inputs,
        out,
        &Config::default(),
        &PrintedProgress::default(),
    )?;
    println!(
        "{} articles read, {} dropped",
        summary.documents.read, summary.documents.dropped
    );
    Ok(())
}
