//! The only functions that write to the terminal. (Help texts are printed by the parser of the
//! arguments.)
//!
//! Text from a dump is not trusted: it may contain control characters that clear the screen or hide
//! what follows. Every text for people that may come from a dump goes through [`printable`] first.
//! Colours are added after that. JSON and CSV are for programs, and do not go through
//! [`printable`].
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is what this file is for"
)]

use crate::args::Color;
use copydesk_pipeline::is_fenced;
use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::panic::PanicHookInfo;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Prints an error on standard error.
pub fn print_error(problem: &impl Display) {
    let message = printable(&problem.to_string());
    err(&format!("copydesk: {message}\n"));
}

/// From now on, prints panics as errors. The message of a panic may quote a dump, so it must not
/// reach the terminal unchanged.
///
/// A panic of a library on a damaged file is not printed. The pipeline catches it and reports it as
/// an error of that file.
pub fn print_panics() {
    std::panic::set_hook(Box::new(print_panic));
}

fn print_panic(panic: &PanicHookInfo<'_>) {
    // Whether this thread reads data that may be damaged. The pipeline catches such a panic.
    if is_fenced() {
        return;
    }
    let at_location = match panic.location() {
        Some(location) => format!(" at {location}"),
        None => String::new(),
    };
    let message = panic.payload_as_str().unwrap_or("for no stated reason");
    print_error(&format!(
        "copydesk failed{at_location}: {message}; please report it"
    ));
}

/// Prints a note on standard error.
pub fn print_note(message: &str) {
    err(&format!("{}\n", printable(message)));
}

/// Ends the line of a progress bar, so that the next message has a line of its own.
pub fn end_line_of_bar() {
    if io::stderr().is_terminal() {
        err("\n");
    }
}

/// Writes to standard output. It is not an error if the reader of a pipe is gone.
pub fn out(text: &str) {
    let text = painted(text, OUT_IN_COLOUR.load(Ordering::Relaxed));
    let mut stdout = io::stdout().lock();
    if stdout.write_all(text.as_bytes()).is_ok() {
        let _ = stdout.flush();
    }
}

/// Writes a JSON text to standard output, and a line break after it. An error, which reports and
/// summaries never give, prints nothing.
pub fn out_json(json: serde_json::Result<String>) {
    if let Ok(json) = json {
        out(&(json + "\n"));
    }
}

/// Writes to standard error. It is not an error if the reader of a pipe is gone.
pub fn err(text: &str) {
    let text = painted(text, ERR_IN_COLOUR.load(Ordering::Relaxed));
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Whether standard output gets colours; see [`set_colours`].
static OUT_IN_COLOUR: AtomicBool = AtomicBool::new(false);
/// Whether standard error gets colours.
static ERR_IN_COLOUR: AtomicBool = AtomicBool::new(false);

/// Decides once whether standard output and standard error get colours.
pub fn set_colours(when: Color) {
    // By the convention of no-color.org, an empty variable counts as not set.
    let forbids_colours = match std::env::var_os("NO_COLOR") {
        Some(value) => !value.is_empty(),
        None => false,
    };
    let (out, err) = (io::stdout().is_terminal(), io::stderr().is_terminal());
    OUT_IN_COLOUR.store(is_coloured(when, out, forbids_colours), Ordering::Relaxed);
    ERR_IN_COLOUR.store(is_coloured(when, err, forbids_colours), Ordering::Relaxed);
}

/// Whether a stream gets colours. `forbids_colours` is whether the environment forbids them, which
/// counts only if the command line does not decide.
fn is_coloured(when: Color, is_terminal: bool, forbids_colours: bool) -> bool {
    match when {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && !forbids_colours,
    }
}

const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const YELLOW: &str = "\u{1b}[33m";
const RESET: &str = "\u{1b}[0m";

/// The beginnings of lines that are printed in colour, each with its colour. The rest of the line
/// has none. A line of a dump that begins in the same way also gets the colour, which is harmless.
const COLOURED: [(&str, &str); 7] = [
    ("copydesk: ", RED),
    ("note: ", YELLOW),
    ("    cut:  ", RED),
    ("    kept: ", GREEN),
    ("  dropped: ", RED),
    ("  kept:    ", GREEN),
    ("written to ", GREEN),
];

/// A text with colours if `in_colour`, otherwise unchanged.
fn painted(text: &str, in_colour: bool) -> Cow<'_, str> {
    if !in_colour {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match coloured_beginning(line) {
            Some((beginning, colour)) => {
                let rest = &line[beginning.len()..];
                out.extend([colour, beginning, RESET, rest]);
            }
            None => out.push_str(line),
        }
    }
    out.into()
}

/// The beginning of a line that is printed in colour, and its colour. `None` if the line has none.
fn coloured_beginning(line: &str) -> Option<(&'static str, &'static str)> {
    for (beginning, colour) in COLOURED {
        if line.starts_with(beginning) {
            return Some((beginning, colour));
        }
    }
    None
}

/// A text that is safe to print on a terminal: harmful characters are replaced by U+FFFD.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        out.push(if is_harmful(c) { '\u{FFFD}' } else { c });
    }
    out
}

/// Whether a character is a control character other than a line break or a tab, or a mark that
/// changes the direction of the text after it. Either could make a line look like another.
fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Copies a log of a run, which is compressed with zstd. The copy is decompressed unless its name
/// ends in `.zst`.
pub fn copy_log(from: &Path, to: &Path) -> io::Result<()> {
    if to.extension() == Some("zst".as_ref()) {
        std::fs::copy(from, to)?;
    } else {
        let mut lines = zstd::Decoder::new(std::fs::File::open(from)?)?;
        io::copy(&mut lines, &mut std::fs::File::create(to)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Color, is_coloured, painted, printable};

    #[test]
    fn only_terminals_get_colours_unless_the_command_line_decides() {
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
    fn harmful_characters_are_replaced() {
        assert_eq!(
            printable("a\u{1b}[31mb\u{202e}c\nd"),
            "a\u{fffd}[31mb\u{fffd}c\nd"
        );
    }
}
