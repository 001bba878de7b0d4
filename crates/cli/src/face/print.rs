//! The only lines that write to the terminal.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is the face"
)]

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

/// Says what went wrong.
pub fn complain(problem: &impl Display) {
    eprintln!("copydesk: {}", shown(&problem.to_string()));
}

/// Says that copydesk itself failed. What it says may quote a dump, so it must not reach the terminal as it is.
pub fn complain_of_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(|place| format!(" at {place}"))
            .unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or("for no stated reason");
        complain(&format!(
            "copydesk failed{place}: {message}; please report it"
        ));
    }));
}

/// Says something in passing.
pub fn remark(message: &str) {
    eprintln!("{}", shown(message));
}

/// Writes to standard output. A reader that went away is no error.
pub fn out(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
}

/// Writes to standard error.
pub fn err(text: &str) {
    eprint!("{text}");
}

/// Text of a dump as it may be shown on a terminal: without control characters, and without marks that turn the direction of what
/// follows.
pub fn shown(text: &str) -> String {
    let is_harmful = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|c| if is_harmful(c) { '\u{FFFD}' } else { c })
        .collect()
}

/// Copies a compressed file of lines to where the user wants it: plain, unless the name says otherwise.
pub fn copy_lines(from: &Path, to: &Path) -> io::Result<()> {
    if to.extension().is_some_and(|ending| ending == "zst") {
        return std::fs::copy(from, to).map(drop);
    }
    let mut lines = zstd::Decoder::new(std::fs::File::open(from)?)?;
    io::copy(&mut lines, &mut std::fs::File::create(to)?).map(drop)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn terminal_escapes_do_not_get_through() {
        assert_eq!(
            shown("a\u{1b}[31mb\u{202e}c\nd"),
            "a\u{fffd}[31mb\u{fffd}c\nd"
        );
    }
}
