//! How the cells of a table in plain text are told apart, by its first rows.
//!
//! Each likely dialect is tried on the first rows. The best is the one in which most rows have as
//! many cells as the first, and at least two; of equal ones the more usual. A first row holds the
//! names of the columns, unless it holds what no column is called: a number, a date, an address, a
//! long text.

use crate::article::BYTE_ORDER_MARK;
use crate::dialect::{Dialect, RowEnd};
use std::collections::HashSet;

/// Rows that are looked at, at most.
const ROWS: usize = 400;
/// Bytes that are looked at, at most: a row may be an article.
const BYTES: usize = 1 << 20;
/// Between two cells, the more usual first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Longest name of a column.
const LONGEST_NAME: usize = 80;

/// The dialect of a table that begins like this; `None` if more bytes are needed to tell, if these
/// are not all of it. `usual` is the delimiter that its name tells.
pub(crate) fn dialect_of(bytes: &[u8], is_whole: bool, usual: u8) -> Option<Dialect> {
    let bytes = bytes
        .strip_prefix(BYTE_ORDER_MARK.as_bytes())
        .unwrap_or(bytes);
    let has_lines = memchr::memchr(b'\n', bytes).is_some();
    let ends_with_return = !has_lines && memchr::memchr(b'\r', bytes).is_some();
    let mut rows = bytes;
    while let [b'\r' | b'\n', after @ ..] = rows {
        rows = after;
    }
    let mut best: Option<(Score, Dialect)> = None;
    // More likely dialects come first and only a better score takes their place, so of equals the
    // more usual is chosen.
    for delimiter in by_likelihood(usual) {
        let plain = Dialect::new(delimiter).ending_with_return(ends_with_return);
        for dialect in [
            plain,
            plain.with_escape('\\'),
            plain.with_quote(None),
            plain.with_quote(Some('\'')),
        ] {
            let Some(tried) = tried(dialect, rows, is_whole) else {
                continue;
            };
            match best {
                Some((score, _)) if score >= tried.0 => {}
                _ => best = Some(tried),
            }
        }
    }
    match best {
        Some((_, dialect)) => Some(dialect),
        None if is_whole => Some(Dialect::new(usual).ending_with_return(ends_with_return)),
        None => None,
    }
}

/// The delimiters, the usual one first.
fn by_likelihood(usual: u8) -> Vec<u8> {
    let mut delimiters = vec![usual];
    for other in DELIMITERS {
        if other != usual {
            delimiters.push(other);
        }
    }
    delimiters
}

/// How well a dialect fits: whether it makes cells of most rows, and the share of rows that have as
/// many as the first, in thousandths.
type Score = (bool, usize);

/// A dialect tried on these rows, with the number of its columns; `None` if there is no whole row.
fn tried(dialect: Dialect, rows: &[u8], is_whole: bool) -> Option<(Score, Dialect)> {
    let (mut at, mut all, mut good) = (0, 0, 0);
    let mut first: Option<Vec<&[u8]>> = None;
    while at < rows.len().min(BYTES) && all < ROWS {
        let mut cells: Vec<&[u8]> = Vec::new();
        let scanned = dialect.row(rows, at, is_whole, |cell| {
            cells.push(&rows[dialect.inside(rows, cell)]);
        });
        let end = match scanned {
            RowEnd::Until(end) => end,
            RowEnd::Open => break,
            // The rest of a broken row is passed over with its line, as it will be when it is read.
            RowEnd::Broken => match dialect.with_quote(None).row(rows, at, is_whole, |_| {}) {
                RowEnd::Until(end) => end,
                RowEnd::Open | RowEnd::Broken => break,
            },
        };
        // Blank lines belong to the row after them and say nothing of the dialect.
        let is_blank = dialect.without_breaks(rows, at..end).is_empty();
        at = end;
        if is_blank {
            continue;
        }
        all += 1;
        // If cells look quoted, a dialect without quotes is the wrong one.
        let is_quoted_otherwise =
            dialect.quote() != Some('"') && cells.iter().copied().any(looks_quoted);
        let is_right = scanned != RowEnd::Broken && !is_quoted_otherwise;
        let number = cells.len();
        let wanted = first.get_or_insert(cells).len();
        good += usize::from(is_right && number == wanted);
    }
    let first = first?;
    let columns = first.len();
    let share = good * 1000 / all;
    let header = first.iter().copied().all(may_be_name) && !is_doubled(&first);
    Some((
        (columns > 1 && share >= 500, share),
        dialect.with_columns(columns, header),
    ))
}

/// Whether a cell, read in a dialect with other quotes or none, has quotes around it.
fn looks_quoted(cell: &[u8]) -> bool {
    cell.len() > 1 && cell.starts_with(b"\"") && cell.ends_with(b"\"")
}

/// Whether a column may be called this; one may have no name.
fn may_be_name(cell: &[u8]) -> bool {
    let Ok(name) = std::str::from_utf8(cell) else {
        return false;
    };
    let name = name.trim();
    // What begins with a digit is a number or a date. `nan` and `inf` are numbers for Rust, but as
    // likely names.
    let is_number = name.as_bytes().first().is_some_and(u8::is_ascii_digit)
        || name.parse::<f64>().is_ok_and(f64::is_finite);
    name.len() <= LONGEST_NAME && !is_number && !name.contains("://") && !name.contains('\n')
}

/// Whether two cells are equal, and not empty; or all are empty.
fn is_doubled(cells: &[&[u8]]) -> bool {
    let mut names = HashSet::new();
    let mut is_doubled = false;
    for cell in cells {
        if !cell.is_empty() {
            is_doubled |= !names.insert(cell);
        }
    }
    is_doubled || names.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(file: &str) -> String {
        let dialect = dialect_of(file.as_bytes(), true, b',').unwrap();
        format!(
            "{:?} {:?} {:?} {} {}",
            dialect.delimiter(),
            dialect.quote().unwrap_or('-'),
            dialect.escape().unwrap_or('-'),
            dialect.columns(),
            dialect.has_header()
        )
    }

    #[test]
    fn delimiters_and_quotes_are_told_by_what_makes_rows_alike() {
        for (file, dialect) in [
            ("id,text\n1,\"a, b\nc\"\n2,d\n", "',' '\"' '-' 2 true"),
            ("id;text\n1;a, b\n2;c, d\n", "';' '\"' '-' 2 true"),
            (
                "id\ttext\n1\t\"Rain,\" she said\n2\td, e\n",
                "'\\t' '-' '-' 2 true",
            ),
            ("id|text\n1|a, b\n", "'|' '\"' '-' 2 true"),
            (
                "id,text\n1,\"a \\\"b\\\", c\"\n2,\"d\"\n",
                "',' '\"' '\\\\' 2 true",
            ),
            ("id,text\r1,a\r2,b\r", "',' '\"' '-' 2 true"),
            ("text\nRain, and more.\nSnow.\n", "';' '\"' '-' 1 true"),
            ("text\n", "',' '\"' '-' 1 true"),
            ("", "',' '\"' '-' 1 true"),
            (
                "\u{feff}\n\"id\",\"text\"\n\"1\",\"a\"\n",
                "',' '\"' '-' 2 true",
            ),
        ] {
            assert_eq!(told(file), dialect, "{file}");
        }
    }

    #[test]
    fn a_row_of_data_is_no_header() {
        for (file, header) in [
            (",id,text\n0,1,a\n", true),
            ("N1\tnews\ta\nN2\tnews\tb\n", true),
            ("1,a\n2,b\n", false),
            ("a,2021-05-04\nb,2021-05-05\n", false),
            ("news,http://h/a\nnews,http://h/b\n", false),
            ("news,news\nnews,sport\n", false),
        ] {
            assert_eq!(told(file).ends_with("true"), header, "{file}");
        }
    }

    #[test]
    fn one_row_in_ten_that_is_ragged_changes_nothing() {
        let row = "1,\"Rain, she said.\",x\n";
        let file = format!("id,text,site\n{}1,Rain, she said.,x\n", row.repeat(9));
        assert_eq!(told(&file), "',' '\"' '-' 3 true");
    }
}
