//! Tables: rows with named columns, from TSV, CSV or JSON lines.
//!
//! Truth is often kept in a spreadsheet or written by a script, so one reader takes all three
//! formats and returns every cell as text. Each kind of truth knows what its columns mean.

use super::fault::Fault;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Rows of cells that are text. Missing cells count as empty.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Names of the columns, in lower case. [`Table::of_cells`] takes the first row for the names,
    /// even if it is data.
    pub columns: Vec<String>,
    pub rows: Vec<TruthRow>,
}

/// A row, and the number of the line on which it begins, from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TruthRow {
    pub line: usize,
    pub cells: Vec<String>,
}

impl Table {
    /// Reads lines of cells. The first row is assumed to name the columns. If the caller finds that
    /// it is data, the caller reads the file again with [`Table::without_header`].
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

    /// Reads lines of cells, of which the first line is data too. The columns have no names.
    pub(super) fn without_header(text: &str) -> Result<Self, Fault> {
        Ok(Self {
            columns: Vec::new(),
            rows: rows(text)?,
        })
    }

    /// Takes JSON objects, each with the number of its line. The columns are all fields of all
    /// objects.
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

    /// The index of a column with one of these names; `None` if there is none. If there are
    /// several, the column whose name is earliest in `names`.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        for name in names {
            if let Some(column) = self.columns.iter().position(|column| column == name) {
                return Some(column);
            }
        }
        None
    }

    /// The index of the only column with one of these names; `None` if there is none. `what` says
    /// for the error what such a column says.
    ///
    /// # Errors
    /// If several columns have one of the names, since it is not clear which of them is meant.
    pub(super) fn only_column(&self, names: &[&str], what: &str) -> Result<Option<usize>, Fault> {
        let mut matching = Vec::new();
        for (column, name) in self.columns.iter().enumerate() {
            if names.contains(&name.as_str()) {
                matching.push(column);
            }
        }
        match matching.as_slice() {
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

    /// The names of these columns in backticks, as a list for a message.
    pub(super) fn names(&self, columns: &[usize]) -> String {
        let mut quoted = Vec::with_capacity(columns.len());
        for &column in columns {
            quoted.push(format!("`{}`", self.columns[column]));
        }
        quoted.join(", ")
    }

    /// The number of cells in the first row of data; if there is no data, in the header.
    pub(super) fn width(&self) -> usize {
        match self.rows.first() {
            Some(row) => row.cells.len(),
            None => self.columns.len(),
        }
    }
}

impl TruthRow {
    /// The text of a cell without the white space around it; empty if the cell is missing.
    pub(super) fn cell(&self, column: usize) -> &str {
        match self.cells.get(column) {
            Some(cell) => cell.trim(),
            None => "",
        }
    }
}

/// The content of a field as text; `None` if the field is missing, null, a list or an object.
pub(super) fn field(object: &Value, name: &str) -> Option<String> {
    object.get(name).and_then(scalar)
}

/// A JSON value as text: a string as it is, a number or a Boolean as JSON writes it. `None` for
/// null, a list or an object.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// The rows of a file. Cells are separated by tabs if the first line contains a tab, otherwise by
/// commas. Rows without content are left out.
///
/// A cell may be in double quotes. Then it may contain separators and line breaks, and a double
/// quote inside it is written twice.
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
        // Line breaks in quoted cells count too: the line of a row is its line in the file.
        line += usize::from(c == '\n');
        match c {
            '"' if quoted_since.is_some() => match chars.next_if_eq(&'"') {
                Some(_) => cell.push('"'),
                None => quoted_since = None,
            },
            _ if quoted_since.is_some() => cell.push(c),
            // A quote begins a quoted cell only if it is the first character of the cell. Elsewhere
            // it is an ordinary character.
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

/// Whether any cell of a row is more than white space.
fn has_content(row: &TruthRow) -> bool {
    row.cells.iter().any(|cell| !cell.trim().is_empty())
}

/// The content of a field that must hold a string or a number and must not be empty.
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
