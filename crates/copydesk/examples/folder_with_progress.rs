//! Cleans files and folders, and prints how far each pass is:
//! `cargo run -p copydesk --example folder_with_progress -- testdata/dumps/newsroom out`.
//! The last path is the folder that is written.
#![allow(clippy::print_stdout, reason = "an example prints its result")]

use copydesk::{Config, Inputs, Progress, clean};
use std::path::Path;
use std::sync::Mutex;

/// The pass that is running: its name, and how many of its bytes are done.
#[derive(Default)]
struct PrintedProgress {
    pass: Mutex<(String, u64)>,
}

impl Progress for PrintedProgress {
    fn begin(&self, name: &str, bytes: u64) {
        *self.pass.lock().expect("no thread panics here") = (name.to_owned(), bytes);
    }

    fn reach(&self, bytes: u64) {
        let pass = self.pass.lock().expect("no thread panics here");
        let percent = 100 * bytes / pass.1.max(1);
        println!("{}: {percent} %", pass.0);
    }

    fn end(&self) {
        let pass = self.pass.lock().expect("no thread panics here");
        println!("{}: done", pass.0);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let out = paths
        .pop()
        .ok_or("what is cleaned, and into which folder?")?;
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
