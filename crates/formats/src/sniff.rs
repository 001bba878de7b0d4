//! Finds out the dialect of a table in plain text (its delimiter, quotes and escapes) from its
//! first rows.
//!
//! Each likely dialect is tried on the first rows. The best dialect is the one in which the largest
//! share of the rows have as many cells as the first row. But a dialect that divides at least half
//! of the rows into several cells is better than any that does not. Of equally good dialects the
//! most usual one is taken. The first row is a header, unless two of its cells are equal, all are
//! empty, or one cannot be the name of a column because it is a number, a date, a URL or a long
//! text.

use crate::article::BYTE_ORDER_MARK;
use crate::dialect::{Dialect, RowEnd};
use std::collections::HashSet;

/// Largest number of rows that are looked at.
const MAX_ROWS: usize = 400;
/// No row that begins after this many bytes is looked at. A row may be as long as an article.
const MAX_BYTES: usize = 1 << 20;
/// The characters that may be between two cells, the most usual first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Longest name of a column, in bytes.
const LONGEST_NAME: usize = 80;

/// The dialect of a table. `bytes` are the first bytes of the table, and `is_whole` says whether
/// they are all of it. `usual` is the usual delimiter in files with the ending of this file.
/// `None` if more bytes are needed.
pub(crate) fn dialect_of(bytes: &[u8], is_whole: bool, usual: u8) -> Option<Dialect> {
    let bytes = bytes
        .strip_prefix(BYTE_ORDER_MARK.as_bytes())
        .unwrap_or(bytes);
    let has_line_feed = memchr::memchr(b'\n', bytes).is_some();
    let ends_with_return = !has_line_feed && memchr::memchr(b'\r', bytes).is_some();
    // The first row is the first line that is not blank.
    let mut rows = bytes;
    while let [b'\r' | b'\n', after @ ..] = rows {
        rows = after;
    }
    let mut best: Option<(Score, Dialect)> = None;
    // More usual dialects are tried first, and only a better score replaces a dialect.
    for delimiter in by_likelihood(usual) {
        let plain = Dialect::new(delimiter).ending_with_return(ends_with_return);
        for dialect in [
            plain,
            plain.with_escape('\\'),
            plain.with_quote(None),
            plain.with_quote(Some('\'')),
        ] {
            let Some((score, dialect)) = try_on_rows(dialect, rows, is_whole) else {
                continue;
            };
            match best {
                Some((best_score, _)) if best_score >= score => {}
                _ => best = Some((score, dialect)),
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

/// How well a dialect fits. A larger score is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    /// Whether the first row has several cells, and at least half of the rows have as many. This
    /// counts more than the share.
    divides_rows: bool,
    /// The share of the rows that have as many cells as the first, in thousandths.
    share: usize,
}

/// Tries a dialect on these rows. Returns its score, and the dialect with the number of columns and
/// whether there is a header. `None` if no row is complete.
fn try_on_rows(dialect: Dialect, rows: &[u8], is_whole: bool) -> Option<(Score, Dialect)> {
    let (mut at, mut tried_rows, mut good_rows) = (0, 0, 0);
    let mut first: Option<Vec<&[u8]>> = None;
    while at < rows.len().min(MAX_BYTES) && tried_rows < MAX_ROWS {
        let mut cells: Vec<&[u8]> = Vec::new();
        let scanned = dialect.row(rows, at, is_whole, |cell| {
            cells.push(&rows[dialect.content_range(rows, cell)]);
        });
        let end = match scanned {
            RowEnd::Until(end) => end,
            RowEnd::Open => break,
            // A quote is misplaced or not closed. The row ends with its line, as it does when the
            // table is read.
            RowEnd::Broken => match dialect.with_quote(None).row(rows, at, is_whole, |_| {}) {
                RowEnd::Until(end) => end,
                RowEnd::Open | RowEnd::Broken => break,
            },
        };
        // Blank lines say nothing about the dialect.
        let is_blank = dialect.without_breaks(rows, at..end).is_empty();
        at = end;
        if is_blank {
            continue;
        }
        tried_rows += 1;
        let is_quoted_otherwise =
            dialect.quote() != Some('"') && cells.iter().copied().any(looks_quoted);
        let is_sound = scanned != RowEnd::Broken && !is_quoted_otherwise;
        let cell_count = cells.len();
        let first_count = first.get_or_insert(cells).len();
        good_rows += usize::from(is_sound && cell_count == first_count);
    }
    let first = first?;
    let columns = first.len();
    // There is a first row, so `tried_rows` is not 0.
    let share = good_rows * 1000 / tried_rows;
    let half = 500;
    let score = Score {
        divides_rows: columns > 1 && share >= half,
        share,
    };
    let has_header = first.iter().copied().all(may_be_name) && are_distinct(&first);
    Some((score, dialect.with_columns(columns, has_header)))
}

/// Whether a cell begins and ends with a double quote. In a dialect with other quotes or none, that
/// shows that the dialect is wrong.
fn looks_quoted(cell: &[u8]) -> bool {
    cell.len() > 1 && cell.starts_with(b"\"") && cell.ends_with(b"\"")
}

/// Whether a cell may be the name of a column. An empty cell may: a column can be without a name.
fn may_be_name(cell: &[u8]) -> bool {
    let Ok(name) = std::str::from_utf8(cell) else {
        return false;
    };
    let name = name.trim();
    // A cell that begins with a digit is a number or a date. Rust parses `nan` and `inf` as
    // numbers, but here they are as likely to be names.
    let is_number = name.as_bytes().first().is_some_and(u8::is_ascii_digit)
        || name.parse::<f64>().is_ok_and(f64::is_finite);
    name.len() <= LONGEST_NAME && !is_number && !name.contains("://") && !name.contains('\n')
}

/// Whether the cells differ from each other, as names of columns do. Empty cells do not count, but
/// at least one cell must not be empty.
fn are_distinct(cells: &[&[u8]]) -> bool {
    let mut names = HashSet::new();
    for cell in cells {
        if !cell.is_empty() && !names.insert(cell) {
            return false;
        }
    }
    !names.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The delimiter, quote and escape of a table, its number of columns, and whether it has a
    /// header.
    fn sniffed(file: &str) -> String {
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
    fn the_dialect_is_the_one_in_which_rows_have_equally_many_cells() {
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
            // With `,` the second row would have two cells.
            ("text\nRain, and more.\nSnow.\n", "';' '\"' '-' 1 true"),
            ("text\n", "',' '\"' '-' 1 true"),
            ("", "',' '\"' '-' 1 true"),
            (
                "\u{feff}\n\"id\",\"text\"\n\"1\",\"a\"\n",
                "',' '\"' '-' 2 true",
            ),
        ] {
            assert_eq!(sniffed(file), dialect, "{file}");
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
            assert_eq!(sniffed(file).ends_with("true"), header, "{file}");
        }
    }

    #[test]
    fn one_row_in_ten_that_is_ragged_changes_nothing() {
        let row = "1,\"Rain, she said.\",x\n";
        let file = format!("id,text,site\n{}1,Rain, she said.,x\n", row.repeat(9));
        assert_eq!(sniffed(&file), "',' '\"' '-' 3 true");
    }
}
