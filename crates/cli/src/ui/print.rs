//! The only lines that write to the terminal.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is what prints"
)]

use crate::args::Color;
use copydesk_pipeline::is_fenced;
use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Says what went wrong.
pub fn print_error(problem: &impl Display) {
    let message = shown(&problem.to_string());
    err(&format!("copydesk: {message}\n"));
}

/// Says that copydesk itself failed, and nothing of a damaged file that a library is not prepared
/// for, since that is told as an error. What it says may quote a dump, so it must not reach the
/// terminal as it is.
pub fn complain_of_panics() {
    std::panic::set_hook(Box::new(|panic| {
        if is_fenced() {
            return;
        }
        let place = panic
            .location()
            .map(|place| format!(" at {place}"))
            .unwrap_or_default();
        let message = panic.payload_as_str().unwrap_or("for no stated reason");
        print_error(&format!(
            "copydesk failed{place}: {message}; please report it"
        ));
    }));
}

/// Says something in passing.
pub fn print_note(message: &str) {
    err(&format!("{}\n", shown(message)));
}

/// Begins a line of its own where a progress bar may stand.
pub fn end_line_of_bar() {
    if io::stderr().is_terminal() {
        err("\n");
    }
}

/// Writes to standard output. A reader that went away is no error.
pub fn out(text: &str) {
    let text = painted(text, OUT_IN_COLOUR.load(Ordering::Relaxed));
    let mut stdout = io::stdout().lock();
    let _ = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
}

/// Writes to standard error. A reader that went away is no error here either.
pub fn err(text: &str) {
    let text = painted(text, ERR_IN_COLOUR.load(Ordering::Relaxed));
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

static OUT_IN_COLOUR: AtomicBool = AtomicBool::new(false);
static ERR_IN_COLOUR: AtomicBool = AtomicBool::new(false);

/// Says when to print in colour from now on.
pub fn paint(when: Color) {
    let is_unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let (out, err) = (io::stdout().is_terminal(), io::stderr().is_terminal());
    OUT_IN_COLOUR.store(is_coloured(when, out, is_unwanted), Ordering::Relaxed);
    ERR_IN_COLOUR.store(is_coloured(when, err, is_unwanted), Ordering::Relaxed);
}

/// Whether a stream gets colours. What is asked for on the command line is more than what the
/// environment asks for.
fn is_coloured(when: Color, is_terminal: bool, is_unwanted: bool) -> bool {
    match when {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && !is_unwanted,
    }
}

const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const YELLOW: &str = "\u{1b}[33m";
const RESET: &str = "\u{1b}[0m";

/// How lines begin that have a colour. It is given to that beginning alone, after what a dump says
/// was made harmless: a dump that writes such a line itself gets no more than its colour.
const COLOURED: [(&str, &str); 7] = [
    ("copydesk: ", RED),
    ("note: ", YELLOW),
    ("    cut:  ", RED),
    ("    kept: ", GREEN),
    ("  dropped: ", RED),
    ("  kept:    ", GREEN),
    ("written to ", GREEN),
];

/// Text with colours, if they are wanted.
fn painted(text: &str, is_wanted: bool) -> Cow<'_, str> {
    if !is_wanted {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let found = COLOURED
            .iter()
            .find_map(|(head, colour)| Some((head, colour, line.strip_prefix(head)?)));
        match found {
            Some((head, colour, rest)) => {
                out.extend([colour, *head, RESET, rest]);
            }
            None => out.push_str(line),
        }
    }
    out.into()
}

/// Text of a dump as it may be shown on a terminal: without control characters, and without marks
/// that turn the direction of what follows.
pub fn shown(text: &str) -> String {
    text.chars()
        .map(|c| if is_harmful(c) { '\u{FFFD}' } else { c })
        .collect()
}

/// Control characters, and the marks that turn the direction of the text after them.
fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Copies a compressed file of lines to where the user wants it: plain, unless the name says
/// otherwise.
pub fn copy_lines(from: &Path, to: &Path) -> io::Result<()> {
    if to.extension().is_some_and(|ending| ending == "zst") {
        return std::fs::copy(from, to).map(drop);
    }
    let mut lines = zstd::Decoder::new(std::fs::File::open(from)?)?;
    io::copy(&mut lines, &mut std::fs::File::create(to)?).map(drop)
}

#[cfg(test)]
mod tests {
    use super::{Color, is_coloured, painted, shown};

    #[test]
    fn colours_are_for_terminals_and_for_who_asks() {
        assert!(is_coloured(Color::Auto, true, false));
        assert!(!is_coloured(Color::Auto, true, true), "NO_COLOR");
        assert!(!is_coloured(Color::Auto, false, false), "a pipe");
        assert!(is_coloured(Color::Always, false, true));
        assert!(!is_coloured(Color::Never, true, false));
    }

    #[test]
    fn only_beginnings_of_lines_are_coloured() {
        let text = "copydesk: no\nnote: a note: b\nother\n";
        assert_eq!(
            painted(text, true),
            "\u{1b}[31mcopydesk: \u{1b}[0mno\n\u{1b}[33mnote: \u{1b}[0ma note: b\nother\n"
        );
        assert_eq!(painted(text, false), text);
    }

    #[test]
    fn terminal_escapes_do_not_get_through() {
        assert_eq!(
            shown("a\u{1b}[31mb\u{202e}c\nd"),
            "a\u{fffd}[31mb\u{fffd}c\nd"
        );
    }
}
