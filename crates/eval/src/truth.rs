//! Truth files: opening one, and telling what kind of truth it holds.

use super::clusters::Listed;
use super::fault::Fault;
use super::kind::TruthKind;
use super::questions::Questions;
use super::table::Table;
use super::{blocks, clusters, core, news_copy, pairs, spans};
use copydesk_formats::{BYTE_ORDER_MARK, Compression, decoder};
use copydesk_pipeline::{Error, ErrorKind, Result};
use serde_json::Value;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// A truth file's content.
pub(super) enum Truth {
    Pairs(pairs::JudgedPairs),
    Clusters(Vec<Listed>),
    Blocks(Vec<blocks::LabelledPage>),
    Spans(Vec<spans::Marked>),
    Core(Vec<core::Paper>),
    NewsCopy(Vec<Listed>),
}

impl Truth {
    /// Opens and reads a truth file; what is wrong with it is said with its line.
    pub(super) fn open(path: &Path, questions: &Questions, id_field: &str) -> Result<Self> {
        let text = read(path)?;
        let read = Self::read(&text, questions, id_field);
        read.map_err(|fault| {
            Error::new(ErrorKind::Input, fault.message(&path.display().to_string()))
        })
    }

    fn read(text: &str, questions: &Questions, id_field: &str) -> std::result::Result<Self, Fault> {
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        match text.trim_start().chars().next() {
            Some('{') => Self::of_objects(&objects(text)?, questions, id_field),
            Some('[') => Ok(Self::NewsCopy(news_copy::of_edges(text)?)),
            _ => Self::of_table(text, questions),
        }
    }

    fn of_objects(
        lines: &[(usize, Value)],
        questions: &Questions,
        id_field: &str,
    ) -> std::result::Result<Self, Fault> {
        let first = lines.first().map(|(_, object)| object);
        let has = |field: &str| first.is_some_and(|object| object.get(field).is_some());
        let table = || Table::of_objects(lines);
        let kind = match questions.kind {
            Some(kind) => kind,
            None if has("blocks") => TruthKind::Blocks,
            None if has("spans") => TruthKind::Spans,
            None if has("core_id") && has("labelled_duplicates") => TruthKind::Core,
            None if has("cluster") && has("duplicates") => TruthKind::NewsCopy,
            None if pairs::Columns::are_in(&table()) => TruthKind::Pairs,
            None if clusters::columns(&table(), id_field).is_some() => TruthKind::Clusters,
            None => return Err(unknown(&table())),
        };
        Ok(match kind {
            TruthKind::Pairs => Self::Pairs(pairs::read(&table(), questions)?),
            TruthKind::Clusters => Self::Clusters(clusters::read(&table(), id_field)?),
            TruthKind::Blocks => Self::Blocks(blocks::read(lines)?),
            TruthKind::Spans => Self::Spans(spans::read(lines)?),
            TruthKind::Core => Self::Core(core::read(lines)?),
            TruthKind::NewsCopy => Self::NewsCopy(clusters::read(&table(), id_field)?),
        })
    }

    fn of_table(text: &str, questions: &Questions) -> std::result::Result<Self, Fault> {
        let table = Table::of_cells(text)?;
        let is_pairs = pairs::Columns::are_in(&table);
        let is_clusters = clusters::columns(&table, "id").is_some();
        match questions.kind {
            None if is_clusters && is_pairs => Err(Fault::at(
                1,
                "the columns may be pairs or clusters; say which with --truth-kind",
            )),
            Some(TruthKind::Clusters) if !is_clusters => Ok(Self::Clusters(clusters::read(
                &Table::without_header(text)?,
                "id",
            )?)),
            Some(TruthKind::NewsCopy) if is_clusters => {
                Ok(Self::NewsCopy(clusters::read(&table, "id")?))
            }
            Some(TruthKind::Clusters) | None if is_clusters => {
                Ok(Self::Clusters(clusters::read(&table, "id")?))
            }
            Some(TruthKind::Pairs) | None if is_pairs => {
                Ok(Self::Pairs(pairs::read(&table, questions)?))
            }
            Some(TruthKind::Pairs) | None if table.columns.len() == 2 && !has_names(&table) => Ok(
                Self::Pairs(pairs::read(&Table::without_header(text)?, questions)?),
            ),
            Some(kind) if !matches!(kind, TruthKind::Pairs | TruthKind::Clusters) => Err(
                Fault::at(1, "this kind of truth is read from JSON, one object a line"),
            ),
            _ => Err(unknown(&table)),
        }
    }
}

/// Whether the first row of a table is a header: one of its cells is the name of a column.
fn has_names(table: &Table) -> bool {
    let mut columns = table.columns.iter();
    columns.any(|column| pairs::is_column(column) || clusters::is_column(column))
}

fn unknown(table: &Table) -> Fault {
    let all: Vec<usize> = (0..table.columns.len().min(MOST_SHOWN)).collect();
    Fault::at(
        1,
        format!(
            "it cannot be told what kind of truth this is from {}; known are, for pairs: {}; for \
             clusters: {}; or the fields blocks, spans, or core_id and labelled_duplicates; \
             --truth-kind says which it is",
            table.names(&all),
            pairs::known_columns(),
            clusters::known_columns()
        ),
    )
}

/// The columns of truth in tables, for people to read: a line for each kind.
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

/// Most columns that a message names.
const MOST_SHOWN: usize = 12;

/// All JSON objects of a file with their lines; blank lines are skipped.
fn objects(text: &str) -> std::result::Result<Vec<(usize, Value)>, Fault> {
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    let mut objects = Vec::new();
    for (index, line) in lines {
        objects.push((index + 1, object(index + 1, line)?));
    }
    Ok(objects)
}

/// The JSON object of a line with this number, from 1.
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

fn read(path: &Path) -> Result<String> {
    let opened = File::open(path).and_then(|file| decoder(Compression::by_name(path), file));
    let mut text = String::new();
    let read = opened.and_then(|mut reader| reader.read_to_string(&mut text));
    read.map_err(|e| Error::input(path, e))?;
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
    fn kinds_are_told_by_header_and_fields() {
        for (text, kind) in [
            ("id1\tid2\tlabel\na\tb\t1\n", "pairs"),
            ("a\tb\nc\td\n", "pairs"),
            ("id,cluster\na,1\n", "clusters"),
            ("a\tb\t0.9\n", "unknown"),
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
    fn a_broken_line_is_named() {
        let fault = objects("{\"a\":1}\n\n{\"a\":\n").err().unwrap();
        assert!(
            fault
                .message("t.jsonl")
                .starts_with("t.jsonl: line 3: not a JSON object on one line")
        );
    }
}
