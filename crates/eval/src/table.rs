//! Rows with named columns, out of TSV, CSV or JSON lines.

use super::fault::Fault;
use serde_json::Value;
use std::collections::HashSet;

/// Rows as text; cells that are not there are empty.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Names of the columns in small letters; those of the first row, if it is a header.
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
    /// Reads lines of cells, parted by tabs if the first line holds one and else by commas. The
    /// first row names the columns; whether it does so is for the caller to judge, see
    /// [`Table::without_header`].
    pub(super) fn of_cells(text: &str) -> Result<Self, Fault> {
        let separator = if text.lines().next().unwrap_or_default().contains('\t') {
            '\t'
        } else {
            ','
        };
        let mut rows = rows(text, separator)?;
        if rows.is_empty() {
            return Err(Fault::at(1, "the file is empty"));
        }
        let header = rows.remove(0);
        let columns = header
            .cells
            .iter()
            .map(|name| name.trim().to_lowercase())
            .collect();
        Ok(Self { columns, rows })
    }

    /// The same file, if its first row is no header: every row is data, and columns have no names.
    pub(super) fn without_header(text: &str) -> Result<Self, Fault> {
        let separator = if text.lines().next().unwrap_or_default().contains('\t') {
            '\t'
        } else {
            ','
        };
        Ok(Self {
            columns: Vec::new(),
            rows: rows(text, separator)?,
        })
    }

    /// Reads JSON objects, one a line; all fields of all of them are the columns.
    pub(super) fn of_objects(lines: &[(usize, Value)]) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut known = HashSet::new();
        let fields = lines.iter().filter_map(|(_, object)| object.as_object());
        for name in fields.flat_map(|object| object.keys()) {
            if known.insert(name) {
                names.push(name.clone());
            }
        }
        let mut rows = Vec::new();
        for (line, object) in lines {
            let cells = names.iter().map(|name| field(object, name));
            rows.push(TruthRow {
                line: *line,
                cells: cells.map(Option::unwrap_or_default).collect(),
            });
        }
        Self {
            rows,
            columns: names.iter().map(|name| name.to_lowercase()).collect(),
        }
    }

    /// Place of the first column that has one of these names.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        names
            .iter()
            .find_map(|name| self.columns.iter().position(|column| column == name))
    }

    /// Place of the one column that has one of these names.
    ///
    /// # Errors
    /// If several have, and so may all be what is looked for.
    pub(super) fn only_column(&self, names: &[&str], what: &str) -> Result<Option<usize>, Fault> {
        let mut places: Vec<usize> = (0..self.columns.len()).collect();
        places.retain(|place| names.contains(&self.columns[*place].as_str()));
        match places.as_slice() {
            [] => Ok(None),
            [place] => Ok(Some(*place)),
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
        let quoted: Vec<String> = columns
            .iter()
            .map(|&column| format!("`{}`", self.columns[column]))
            .collect();
        quoted.join(", ")
    }

    /// Number of cells of the first row.
    pub(super) fn width(&self) -> usize {
        self.rows
            .first()
            .map_or(self.columns.len(), |row| row.cells.len())
    }
}

impl TruthRow {
    /// A cell without the white space around it; empty if it is not there.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

/// The content of a field; `None` if it is missing or holds more than one value.
pub(super) fn field(object: &Value, name: &str) -> Option<String> {
    object.get(name).and_then(scalar)
}

/// A string's content; a number or truth value as it is written.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// Cells may stand in double quotes, with a doubled quote for a quote; a quoted cell may hold
/// separators and line breaks.
fn rows(text: &str, separator: char) -> Result<Vec<TruthRow>, Fault> {
    let mut out: Vec<TruthRow> = Vec::new();
    let mut row = TruthRow {
        line: 1,
        cells: Vec::new(),
    };
    let (mut cell, mut line, mut quoted_since) = (String::new(), 1, None);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        line += usize::from(c == '\n');
        match c {
            '"' if quoted_since.is_some() => match chars.next_if_eq(&'"') {
                Some(_) => cell.push('"'),
                None => quoted_since = None,
            },
            _ if quoted_since.is_some() => cell.push(c),
            '"' if cell.is_empty() => quoted_since = Some(line),
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
    row.cells.push(cell);
    out.extend(Some(row).filter(has_content));
    Ok(out)
}

fn has_content(row: &TruthRow) -> bool {
    row.cells.iter().any(|cell| !cell.trim().is_empty())
}

/// A field that must hold a string or a number.
pub(super) fn required(line: usize, object: &Value, field: &str) -> Result<String, Fault> {
    let value = object
        .get(field)
        .and_then(scalar)
        .filter(|text| !text.is_empty());
    value.ok_or_else(|| {
        Fault::at(
            line,
            format!("the field `{field}` is missing or is neither a string nor a number"),
        )
    })
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
