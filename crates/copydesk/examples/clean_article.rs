//! Cleans an article from standard input and says what was cut:
//! `cargo run -p copydesk --example clean_article < article.txt`.
#![allow(clippy::print_stdout, reason = "an example prints its result")]

use copydesk::Cleaner;

fn main() -> std::io::Result<()> {
    let article = std::io::read_to_string(std::io::stdin())?;
    let cleaned = Cleaner::default().clean(&article);
    println!("{}", cleaned.text);
    for cut in &cleaned.cuts {
        println!(
            "cut, {}: {}",
            cut.reason.name(),
            cut.span.slice(&article).trim()
        );
    }
    Ok(())
}
