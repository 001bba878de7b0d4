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
    /// Names of the columns, in lower case. Empty if the columns have no names.
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
    /// Reads the text of a TSV or CSV file. The first row is taken for the names of the columns. A
    /// caller that finds data in the first row reads the text again with [`Table::without_header`].
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

    /// Reads the text of a TSV or CSV file. The first row is data, so the columns have no names.
    pub(super) fn without_header(text: &str) -> Result<Self, Fault> {
        Ok(Self {
            columns: Vec::new(),
            rows: rows(text)?,
        })
    }

    /// Makes a row of each JSON object, given with the number of its line. The columns are all
    /// fields of all objects.
    pub(super) fn of_objects(lines: &[(usize, Value)]) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut known = HashSet::new();
        for (_, object) in lines {
            // Objects may leave fields out, so the first object alone does not show all columns.
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

    /// The index of a column with one of these names. If there are several, the column whose name
    /// is earliest in `names`. `None` if there is none.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        for name in names {
            if let Some(column) = self.columns.iter().position(|column| column == name) {
                return Some(column);
            }
        }
        None
    }

    /// The index of the only column with one of these names. `None` if there is none. `meaning`
    /// completes the error message: the columns “may all say …”.
    ///
    /// # Errors
    /// If several columns have one of the names, since it is not clear which of them is meant.
    pub(super) fn only_column(
        &self,
        names: &[&str],
        meaning: &str,
    ) -> Result<Option<usize>, Fault> {
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
                    "{} may all say {meaning}; keep one of them, or rename the others",
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

    /// The number of cells in the first row of data. Without data, the number in the header.
    pub(super) fn width(&self) -> usize {
        match self.rows.first() {
            Some(row) => row.cells.len(),
            None => self.columns.len(),
        }
    }
}

impl TruthRow {
    /// The text of a cell without the white space around it. Empty if the cell is missing.
    pub(super) fn cell(&self, column: usize) -> &str {
        match self.cells.get(column) {
            Some(cell) => cell.trim(),
            None => "",
        }
    }
}

/// The content of a field as text. `None` if the field is missing, null, a list or an object.
pub(super) fn field(object: &Value, name: &str) -> Option<String> {
    object.get(name).and_then(scalar)
}

/// A JSON value as text: a string as it is, a number or a Boolean as JSON writes it. `None` for
/// null, a list or an object.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(boolean) => Some(boolean.to_string()),
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
    let mut cell = String::new();
    let mut line = 1;
    // Inside a quoted cell, the line on which it begins.
    let mut quoted_since = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // Line breaks in quoted cells count too: the line of a row is its line in the file.
        line += usize::from(c == '\n');
        match c {
            // In a quoted cell, a doubled quote means one quote. A quote that is not doubled ends
            // the quoted part.
            '"' if quoted_since.is_some() => match chars.next_if_eq(&'"') {
                Some(_) => cell.push('"'),
                None => quoted_since = None,
            },
            _ if quoted_since.is_some() => cell.push(c),
            // A quote begins a quoted cell only if it is the first character of the cell. Elsewhere
            // it is an ordinary character.
            '"' if cell.is_empty() => quoted_since = Some(line),
            // Part of a Windows line break. The line feed after it ends the row.
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' => {
                row.cells.push(std::mem::take(&mut cell));
                let next_row = TruthRow {
                    line,
                    cells: Vec::new(),
                };
                let ended_row = std::mem::replace(&mut row, next_row);
                if has_content(&ended_row) {
                    out.push(ended_row);
                }
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
    if has_content(&row) {
        out.push(row);
    }
    Ok(out)
}

/// Whether any cell of a row is more than white space.
fn has_content(row: &TruthRow) -> bool {
    row.cells.iter().any(|cell| !cell.trim().is_empty())
}

/// Like [`field`], but the field must have content.
///
/// # Errors
/// If the field is missing, empty, null, a list or an object.
pub(super) fn required(line: usize, object: &Value, name: &str) -> Result<String, Fault> {
    match field(object, name) {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(Fault::at(
            line,
            format!("the field `{name}` is missing or is neither a string nor a number"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_cells_may_have_quotes_commas_and_line_breaks() {
        // Line 2 and 3: a row with a line break in a cell. Line 4 and 5: rows without content.
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
    fn the_message_about_a_quote_that_is_not_closed_names_its_line() {
        let fault = Table::of_cells("id1\tid2\na\t\"b\n").unwrap_err();
        assert!(
            fault
                .message("t.tsv")
                .starts_with("t.tsv: line 2: a quoted cell is not closed")
        );
    }

    #[test]
    fn fields_of_objects_are_columns() {
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
