//! Tables: rows with named columns, from TSV, CSV or JSON lines.
//!
//! Truth is often kept in a spreadsheet or written by a script, so one reader takes all three and
//! gives every cell as text. What a column means is for the kinds of truth to decide.

use super::fault::Fault;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Rows of text. Missing cells count as empty.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Names of the columns in lower case. For a table of cells, those in its first row, which may
    /// be data.
    pub columns: Vec<String>,
    pub rows: Vec<TruthRow>,
}

/// One row and the line it begins in, from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TruthRow {
    pub line: usize,
    pub cells: Vec<String>,
}

impl Table {
    /// Reads lines of cells. The first row is taken to name the columns; if the caller finds that
    /// it does not, it reads the file again with [`Table::without_header`].
    pub(super) fn of_cells(text: &str) -> Result<Self, Fault> {
        let mut rows = rows(text)?;
        if rows.is_empty() {
            return Err(Fault::at(1, "the file is empty"));
        }
        let header = rows.remove(0);
        let mut columns = Vec::with_capacity(header.cells.len());
        for name in &header.cells {
            columns.push(name.trim().to_lowercase());
        }
        Ok(Self { columns, rows })
    }

    /// Reads lines of cells of which the first is data as well. The columns have no names.
    pub(super) fn without_header(text: &str) -> Result<Self, Fault> {
        Ok(Self {
            columns: Vec::new(),
            rows: rows(text)?,
        })
    }

    /// Reads JSON objects, one a line. The columns are all fields of all objects.
    pub(super) fn of_objects(lines: &[(usize, Value)]) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut known = HashSet::new();
        for (_, object) in lines {
            // Objects may leave fields out, so the first of them does not show all columns.
            for name in object.as_object().into_iter().flat_map(Map::keys) {
                if known.insert(name) {
                    names.push(name.clone());
                }
            }
        }
        let mut rows = Vec::with_capacity(lines.len());
        for (line, object) in lines {
            let mut cells = Vec::with_capacity(names.len());
            for name in &names {
                cells.push(field(object, name).unwrap_or_default());
            }
            rows.push(TruthRow { line: *line, cells });
        }
        let columns = names.iter().map(|name| name.to_lowercase()).collect();
        Self { columns, rows }
    }

    /// The first column with one of these names; earlier names come first.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        for name in names {
            if let Some(column) = self.columns.iter().position(|column| column == name) {
                return Some(column);
            }
        }
        None
    }

    /// The only column with one of these names.
    ///
    /// # Errors
    /// If several columns have such a name, since it is not clear which of them is meant.
    pub(super) fn only_column(&self, names: &[&str], what: &str) -> Result<Option<usize>, Fault> {
        let mut found = Vec::new();
        for (column, name) in self.columns.iter().enumerate() {
            if names.contains(&name.as_str()) {
                found.push(column);
            }
        }
        match found.as_slice() {
            [] => Ok(None),
            [column] => Ok(Some(*column)),
            several => Err(Fault::at(
                1,
                format!(
                    "{} may all say {what}; keep one of them, or rename the others",
                    self.names(several)
                ),
            )),
        }
    }

    /// Names of columns, for people to read.
    pub(super) fn names(&self, columns: &[usize]) -> String {
        let mut quoted = Vec::with_capacity(columns.len());
        for &column in columns {
            quoted.push(format!("`{}`", self.columns[column]));
        }
        quoted.join(", ")
    }

    /// Number of cells of the first row.
    pub(super) fn width(&self) -> usize {
        match self.rows.first() {
            Some(row) => row.cells.len(),
            None => self.columns.len(),
        }
    }
}

impl TruthRow {
    /// A cell without the white space around it; empty if it is missing.
    pub(super) fn cell(&self, column: usize) -> &str {
        match self.cells.get(column) {
            Some(cell) => cell.trim(),
            None => "",
        }
    }
}

/// The content of a field; `None` if it is missing or holds more than one value.
pub(super) fn field(object: &Value, name: &str) -> Option<String> {
    object.get(name).and_then(scalar)
}

/// The content of a string; a number or a Boolean as it is written in JSON.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// The rows of a file whose cells are separated by tabs, if the first line has one, or by commas.
///
/// Cells may be in double quotes. A quote in them is doubled, and they may contain separators and
/// line breaks.
fn rows(text: &str) -> Result<Vec<TruthRow>, Fault> {
    let first_line = text.lines().next().unwrap_or_default();
    let separator = if first_line.contains('\t') { '\t' } else { ',' };
    let mut out: Vec<TruthRow> = Vec::new();
    let mut row = TruthRow {
        line: 1,
        cells: Vec::new(),
    };
    let (mut cell, mut line, mut quoted_since) = (String::new(), 1, None);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // Counted in quoted cells too: the line of a row is its line in the file.
        line += usize::from(c == '\n');
        match c {
            '"' if quoted_since.is_some() => match chars.next_if_eq(&'"') {
                Some(_) => cell.push('"'),
                None => quoted_since = None,
            },
            _ if quoted_since.is_some() => cell.push(c),
            // Only at its beginning does a quote make a cell a quoted one. Elsewhere it is a
            // character.
            '"' if cell.is_empty() => quoted_since = Some(line),
            // Part of a Windows line break: the line feed after it ends the row.
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => {
                row.cells.push(std::mem::take(&mut cell));
                let ended = std::mem::replace(
                    &mut row,
                    TruthRow {
                        line,
                        cells: Vec::new(),
                    },
                );
                out.extend(Some(ended).filter(has_content));
            }
            _ if c == separator => row.cells.push(std::mem::take(&mut cell)),
            _ => cell.push(c),
        }
    }
    if let Some(line) = quoted_since {
        return Err(Fault::at(
            line,
            "a quoted cell is not closed; double the quotes inside cells",
        ));
    }
    // The last line of a file may lack its line break.
    row.cells.push(cell);
    out.extend(Some(row).filter(has_content));
    Ok(out)
}

fn has_content(row: &TruthRow) -> bool {
    row.cells.iter().any(|cell| !cell.trim().is_empty())
}

/// A field that must hold a string or a number.
pub(super) fn required(line: usize, object: &Value, field: &str) -> Result<String, Fault> {
    match self::field(object, field) {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(Fault::at(
            line,
            format!("the field `{field}` is missing or is neither a string nor a number"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_quotes_commas_and_line_breaks() {
        let table = Table::of_cells("ID1,id2\r\n\"a, \"\"b\"\"\nc\",d\n\n  \ne,f").unwrap();
        assert_eq!(table.columns, ["id1", "id2"]);
        assert_eq!(
            table.rows[0],
            TruthRow {
                line: 2,
                cells: vec!["a, \"b\"\nc".into(), "d".into()]
            }
        );
        assert_eq!(
            table.rows[1],
            TruthRow {
                line: 6,
                cells: vec!["e".into(), "f".into()]
            }
        );
    }

    #[test]
    fn a_quote_that_stays_open_is_named_by_its_line() {
        let fault = Table::of_cells("id1\tid2\na\t\"b\n").unwrap_err();
        assert!(
            fault
                .message("t.tsv")
                .starts_with("t.tsv: line 2: a quoted cell is not closed")
        );
    }

    #[test]
    fn objects_are_rows() {
        let lines = [
            (1, serde_json::json!({"a": 7, "B": "x"})),
            (3, serde_json::json!({"B": null, "late": true})),
        ];
        let table = Table::of_objects(&lines);
        let (a, b) = (table.column(&["a"]).unwrap(), table.column(&["b"]).unwrap());
        assert_eq!(
            (
                table.rows[0].cell(a),
                table.rows[0].cell(b),
                table.rows[1].cell(b)
            ),
            ("7", "x", "")
        );
        assert_eq!(table.rows[1].cell(table.column(&["late"]).unwrap()), "true");
    }
}
