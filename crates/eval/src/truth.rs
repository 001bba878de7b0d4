//! Reads a truth file, and recognises which kind of truth it holds.
//!
//! A file that begins with `[` is an array of pairs of the kind news-copy. A file that begins with
//! `{` is JSON lines, and any other file is a table. In JSON lines and tables, the names of the
//! fields or columns show which kind it is, unless the user names the kind. For pairs and clusters
//! these names may vary; their modules list the names that are known.

use super::clusters::ClusterRow;
use super::fault::Fault;
use super::kind::TruthKind;
use super::questions::Questions;
use super::table::Table;
use super::{blocks, clusters, core, news_copy, pairs, spans};
use copydesk_formats::{BYTE_ORDER_MARK, Compression, decoder};
use copydesk_pipeline::{Error, Result};
use serde_json::Value;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The content of a truth file, by its kind.
pub(super) enum Truth {
    Pairs(pairs::JudgedPairs),
    Clusters(Vec<ClusterRow>),
    Blocks(Vec<blocks::LabelledPage>),
    Spans(Vec<spans::MarkedArticle>),
    Core(Vec<core::Paper>),
    NewsCopy(Vec<ClusterRow>),
}

impl Truth {
    /// Reads a truth file, plain or compressed. `id_field` is the name that the user gave to the
    /// field of the ids, or `id`.
    ///
    /// # Errors
    /// If the file cannot be read or understood. The message names the line.
    pub(super) fn open(path: &Path, questions: &Questions, id_field: &str) -> Result<Self> {
        let text = read(path)?;
        Self::read(&text, questions, id_field).map_err(|fault| fault.in_file(path))
    }

    /// Reads the content of a truth file.
    fn read(text: &str, questions: &Questions, id_field: &str) -> std::result::Result<Self, Fault> {
        // Spreadsheets write a byte order mark, and the JSON parser refuses it.
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        match text.trim_start().chars().next() {
            Some('{') => Self::of_objects(&objects(text)?, questions, id_field),
            // Only NEWS-COPY is an array, so `--truth-kind` makes no difference.
            Some('[') => Ok(Self::NewsCopy(news_copy::from_pairs(text)?)),
            _ => Self::of_table(text, questions),
        }
    }

    /// The truth in JSON objects, each with the number of its line.
    fn of_objects(
        lines: &[(usize, Value)],
        questions: &Questions,
        id_field: &str,
    ) -> std::result::Result<Self, Fault> {
        let kind = questions.kind.or(kind_by_fields(lines));
        match kind {
            Some(TruthKind::Blocks) => return Ok(Self::Blocks(blocks::read(lines)?)),
            Some(TruthKind::Spans) => return Ok(Self::Spans(spans::read(lines)?)),
            Some(TruthKind::Core) => return Ok(Self::Core(core::read(lines)?)),
            _ => {}
        }
        // Objects of the other kinds are rows of a table: each field is a cell.
        let table = Table::of_objects(lines);
        match kind {
            Some(TruthKind::NewsCopy) => Ok(Self::NewsCopy(clusters::read(&table, id_field)?)),
            Some(TruthKind::Pairs) => Ok(Self::Pairs(pairs::read(&table, questions)?)),
            Some(TruthKind::Clusters) => Ok(Self::Clusters(clusters::read(&table, id_field)?)),
            None if pairs::has_id_columns(&table) => {
                Ok(Self::Pairs(pairs::read(&table, questions)?))
            }
            None if clusters::columns(&table, id_field).is_some() => {
                Ok(Self::Clusters(clusters::read(&table, id_field)?))
            }
            _ => Err(unknown(&table)),
        }
    }

    /// The truth in a table of tab- or comma-separated cells. The name that the user gave to the
    /// field of the ids is not looked for here.
    fn of_table(text: &str, questions: &Questions) -> std::result::Result<Self, Fault> {
        let table = Table::of_cells(text)?;
        let is_pairs = pairs::has_id_columns(&table);
        let is_clusters = clusters::columns(&table, "id").is_some();
        match questions.kind {
            None if is_clusters && is_pairs => Err(Fault::at(
                1,
                "the columns may be pairs or clusters; say which with --truth-kind",
            )),
            Some(TruthKind::Clusters) | None if is_clusters => {
                Ok(Self::Clusters(clusters::read(&table, "id")?))
            }
            // The user says that these are clusters, but the first row does not name their columns.
            // So it is data.
            Some(TruthKind::Clusters) => Ok(Self::Clusters(clusters::read(
                &Table::without_header(text)?,
                "id",
            )?)),
            Some(TruthKind::NewsCopy) if is_clusters => {
                Ok(Self::NewsCopy(clusters::read(&table, "id")?))
            }
            Some(TruthKind::Pairs) | None if is_pairs => {
                Ok(Self::Pairs(pairs::read(&table, questions)?))
            }
            // A table of two columns without a header has two ids in each row, also in the first.
            Some(TruthKind::Pairs) | None if table.columns.len() == 2 && !has_header(&table) => Ok(
                Self::Pairs(pairs::read(&Table::without_header(text)?, questions)?),
            ),
            Some(TruthKind::Pairs) | None => Err(unknown(&table)),
            Some(TruthKind::Blocks | TruthKind::Spans | TruthKind::Core | TruthKind::NewsCopy) => {
                Err(Fault::at(
                    1,
                    "this kind of truth is read from JSON, one object a line",
                ))
            }
        }
    }
}

/// The kind of truth, recognised by the fields of the first object. Pairs and clusters are not
/// recognised here, because their fields may have many names.
fn kind_by_fields(lines: &[(usize, Value)]) -> Option<TruthKind> {
    let (_, first) = lines.first()?;
    if first.get("blocks").is_some() {
        Some(TruthKind::Blocks)
    } else if first.get("spans").is_some() {
        Some(TruthKind::Spans)
    } else if first.get("core_id").is_some() && first.get("labelled_duplicates").is_some() {
        Some(TruthKind::Core)
    } else if first.get("cluster").is_some() && first.get("duplicates").is_some() {
        Some(TruthKind::NewsCopy)
    } else {
        None
    }
}

/// Whether the first row of a table is a header, that is, whether any of its cells is the name of a
/// known column.
fn has_header(table: &Table) -> bool {
    // One known name is enough: if the other name is misspelled, the header must still not be read
    // as a pair of ids.
    for column in &table.columns {
        if pairs::is_column(column) || clusters::is_column(column) {
            return true;
        }
    }
    false
}

/// The error for a table that is neither pairs nor clusters. It names the first columns.
fn unknown(table: &Table) -> Fault {
    let shown: Vec<usize> = (0..table.columns.len().min(MAX_COLUMNS_SHOWN)).collect();
    Fault::at(
        1,
        format!(
            "cannot tell what kind of truth this is from {}; name it with --truth-kind (the help of \
             `eval` lists the columns that are known)",
            table.names(&shown)
        ),
    )
}

/// The part of the help that lists the known columns of tables: a line for pairs and a line for
/// clusters.
///
/// ```
/// assert!(copydesk_eval::known_columns().contains("is_duplicate"));
/// ```
#[must_use]
pub fn known_columns() -> String {
    format!(
        "Columns of pairs: {}.\nColumns of clusters: {}.",
        pairs::known_columns(),
        clusters::known_columns()
    )
}

/// The greatest number of columns that [`unknown`] names.
const MAX_COLUMNS_SHOWN: usize = 12;

/// The JSON objects of a file, each with the number of its line, from 1. Blank lines are skipped.
fn objects(text: &str) -> std::result::Result<Vec<(usize, Value)>, Fault> {
    let mut objects = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if !line.trim().is_empty() {
            objects.push((index + 1, object(index + 1, line)?));
        }
    }
    Ok(objects)
}

/// The JSON object on a line. `number` is the number of the line, from 1, for the message.
fn object(number: usize, line: &str) -> std::result::Result<Value, Fault> {
    let value: Value = serde_json::from_str(line).map_err(|e| {
        let message = format!("not a JSON object on one line ({e}); write one object a line");
        Fault::at(number, message)
    })?;
    if value.is_object() {
        Ok(value)
    } else {
        let message = "not a JSON object; write one object a line";
        Err(Fault::at(number, message))
    }
}

/// The text of a file, which may be compressed. An error names the file.
fn read(path: &Path) -> Result<String> {
    decompressed(path).map_err(|e| Error::input(path, e))
}

/// The text of a file, which may be compressed. An error does not name the file.
fn decompressed(path: &Path) -> io::Result<String> {
    let file = File::open(path)?;
    let mut text = String::new();
    decoder(Compression::by_name(path), file)?.read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(text: &str) -> &'static str {
        match Truth::read(text, &Questions::default(), "id") {
            Ok(Truth::Pairs(_)) => "pairs",
            Ok(Truth::Clusters(_)) => "clusters",
            Ok(Truth::Blocks(_)) => "blocks",
            Ok(Truth::Spans(_)) => "spans",
            Ok(Truth::Core(_)) => "core",
            Ok(Truth::NewsCopy(_)) => "news-copy",
            Err(_) => "unknown",
        }
    }

    #[test]
    fn kinds_are_recognised_by_header_and_fields() {
        for (text, kind) in [
            ("id1\tid2\tlabel\na\tb\t1\n", "pairs"),
            // Two columns without a header.
            ("a\tb\nc\td\n", "pairs"),
            ("id,cluster\na,1\n", "clusters"),
            // Without a header, three columns may mean anything.
            ("a\tb\t0.9\n", "unknown"),
            // A header in which one id has no name.
            ("id\tduplicate\na\tb\n", "unknown"),
            ("{\"id1\":1,\"id2\":2,\"similarity\":0.5}", "pairs"),
            ("{\"id\":1,\"cluster\":\"x\"}", "clusters"),
            ("{\"id\":1,\"cluster\":4,\"duplicates\":[1]}", "news-copy"),
            ("[[\"a\",\"b\"]]", "news-copy"),
            ("{\"id\":\"p\",\"blocks\":[[\"p\",\"x\",1]]}", "blocks"),
            ("\u{feff}{\"id\":\"p\",\"spans\":[]}", "spans"),
            (
                "{\"core_id\":\"1\",\"labelled_duplicates\":[],\"cat\":\"non_dup\"}",
                "core",
            ),
            ("{\"x\":1}", "unknown"),
        ] {
            assert_eq!(kind_of(text), kind, "{text}");
        }
    }

    #[test]
    fn the_message_names_the_line_that_is_not_json() {
        let fault = objects("{\"a\":1}\n\n{\"a\":\n").err().unwrap();
        assert!(
            fault
                .message("t.jsonl")
                .starts_with("t.jsonl: line 3: not a JSON object on one line")
        );
    }
}
