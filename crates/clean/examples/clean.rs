//! Cleans one article and says why: `cargo run -p copydesk-clean --example clean`.
#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use copydesk_clean::Cleaner;

const ARTICLE: &str = "The old bridge in Varn after the storm of Monday night

The old bridge in Varn after the storm of Monday night.

The bridge will stay closed until spring, the council said.

Sign up for our newsletter here.";

fn main() {
    let cleaned = Cleaner::default().clean(ARTICLE);
    println!("{}\n", cleaned.text);
    for cut in &cleaned.cuts {
        println!(
            "removed, {}: {}",
            cut.reason.name(),
            cut.span.slice(ARTICLE).trim()
        );
    }
}
