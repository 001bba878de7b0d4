//! Tables of decisions, of clusters and of cuts.
//!
//! A row is a value that can be serialised. Arrow's reader of JSON puts its fields into the columns
//! with the same names. A record is identified by its file and its number in the file, or by its
//! number alone if the input was a table in memory.

use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};
use copydesk_pipeline::{CharacterOffsets, Decision, MemoryTable, RowTexts};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// A column, or a field of a struct.
fn field(name: &str, data_type: DataType) -> Field {
    // Every field may be null, because JSON leaves out what a decision does not have.
    Field::new(name, data_type, true)
}

/// A field of strings.
fn text(name: &str) -> Field {
    field(name, DataType::Utf8)
}

/// A field of whole numbers.
fn number(name: &str) -> Field {
    field(name, DataType::Int64)
}

/// A field of numbers from 0 to 1.
fn share(name: &str) -> Field {
    field(name, DataType::Float64)
}

/// The type of a struct.
fn object(fields: Vec<Field>) -> DataType {
    DataType::Struct(Fields::from(fields))
}

/// A field of lists of structs.
fn list(name: &str, fields: Vec<Field>) -> Field {
    field(
        name,
        DataType::List(Arc::new(field("item", object(fields)))),
    )
}

/// The columns of a decision, which are the fields in a line of the decisions file.
fn decision_fields() -> Vec<Field> {
    // The copy that is kept of a passage that is cut.
    let copy = vec![
        text("file"),
        number("record"),
        text("id"),
        number("start"),
        number("end"),
        share("similarity"),
    ];
    let edit = vec![
        number("start"),
        number("end"),
        text("reason"),
        text("rule"),
        text("detail"),
        share("evidence"),
        field("kept", object(copy)),
    ];
    // Another document.
    let other = vec![text("file"), number("record"), text("id")];
    let measured = vec![share("similarity"), share("containment")];
    let duplicate_of = other.iter().cloned().chain(measured).collect();
    let also_in = other
        .iter()
        .cloned()
        .chain([share("containment")])
        .collect();
    let shares_with = other.into_iter().chain([number("words")]).collect();
    vec![
        text("file"),
        number("record"),
        text("id"),
        text("verdict"),
        text("digest"),
        text("reason"),
        field("duplicate_of", object(duplicate_of)),
        list("also_in", also_in),
        text("relation"),
        list("differing", vec![text("gone"), text("kept")]),
        number("cluster_size"),
        field("left_whole", DataType::Boolean),
        list("shares_with", shares_with),
        list("edits", edit),
    ]
}

/// The number of rows that are converted to columns together.
const ROWS_AT_A_TIME: usize = 8192;

/// A table with these columns, from rows that have the same fields.
fn table_of<S: Serialize>(fields: Vec<Field>, rows: &[S]) -> Result<MemoryTable, ArrowError> {
    let schema = Arc::new(Schema::new(fields));
    let mut decoder = ReaderBuilder::new(Arc::clone(&schema))
        .with_batch_size(ROWS_AT_A_TIME)
        .build_decoder()?;
    let mut batches: Vec<RecordBatch> = Vec::new();
    for rows in rows.chunks(ROWS_AT_A_TIME) {
        decoder.serialize(rows)?;
        batches.extend(decoder.flush()?);
    }
    MemoryTable::new(schema, batches)
}

/// One row for each decision.
///
/// # Errors
/// None is known: every field of a decision has a column.
pub fn decisions(decisions: &[Decision]) -> Result<MemoryTable, ArrowError> {
    table_of(decision_fields(), decisions)
}

/// A row of the table of clusters: a document that was dropped (the member), and the one that is
/// kept instead (the representative), each with the number of its record.
#[derive(Serialize)]
struct ClusterRow<'d> {
    representative_file: &'d str,
    representative: u64,
    representative_id: Option<&'d str>,
    member_file: &'d str,
    member: u64,
    member_id: Option<&'d str>,
    relation: Option<&'static str>,
    similarity: f64,
    containment: f64,
}

impl<'d> ClusterRow<'d> {
    /// The row for a decision. `None` if the document was not dropped in favour of another.
    fn of(decision: &'d Decision) -> Option<Self> {
        let kept = decision.duplicate_of.as_ref()?;
        Some(Self {
            representative_file: &kept.file,
            representative: kept.record,
            representative_id: kept.id.as_deref(),
            member_file: &decision.file,
            member: decision.record,
            member_id: decision.id.as_deref(),
            relation: decision.relation.map(copydesk_pipeline::Relation::name),
            similarity: kept.similarity,
            containment: kept.containment,
        })
    }
}

/// One row for each document that was dropped in favour of another.
///
/// # Errors
/// None is known.
pub fn clusters(decisions: &[Decision]) -> Result<MemoryTable, ArrowError> {
    let mut rows: Vec<ClusterRow<'_>> = decisions.iter().filter_map(ClusterRow::of).collect();
    // Decisions are in the order of their documents. Sorted, the rows of a cluster are together.
    rows.sort_by_key(|row| {
        let representative = (row.representative_file, row.representative);
        (representative, row.member_file, row.member)
    });
    let fields = vec![
        text("representative_file"),
        number("representative"),
        text("representative_id"),
        text("member_file"),
        number("member"),
        text("member_id"),
        text("relation"),
        share("similarity"),
        share("containment"),
    ];
    table_of(fields, &rows)
}

/// A row of the table of cuts, for a run over a table in memory. `kept_…` are about the copy that
/// is kept. Offsets are in bytes, unless the name says that they are in characters.
#[derive(Serialize)]
struct CutRow<'d> {
    record: u64,
    id: Option<&'d str>,
    start: usize,
    end: usize,
    start_char: usize,
    end_char: usize,
    text: String,
    reason: &'static str,
    rule: &'d str,
    detail: Option<&'d str>,
    evidence: f64,
    kept_record: Option<u64>,
    kept_id: Option<&'d str>,
    kept_start: Option<usize>,
    kept_end: Option<usize>,
    kept_start_char: Option<usize>,
    kept_end_char: Option<usize>,
    similarity: Option<f64>,
}

/// Converts offsets in texts from bytes to characters, which Python counts.
struct CharacterCounter<'t> {
    texts: &'t RowTexts,
    /// The texts that were needed last, by record. Kept copies are often in the same few documents.
    cached: HashMap<u64, String>,
}

impl CharacterCounter<'_> {
    /// If more texts are cached, all are removed before the next is added, so that they do not fill
    /// the memory.
    const MAX_CACHED: usize = 64;

    /// The text of a record.
    fn text(&mut self, record: u64) -> &str {
        if self.cached.len() > Self::MAX_CACHED && !self.cached.contains_key(&record) {
            self.cached.clear();
        }
        let texts = self.texts;
        // A number that is too large becomes the largest index, at which no table has a row.
        let row = usize::try_from(record).unwrap_or(usize::MAX);
        let text = self.cached.entry(record);
        text.or_insert_with(|| texts.get(row).unwrap_or_default())
    }

    /// The number of characters before a byte of a record's text; 0 if the text has no such byte,
    /// which does not happen with decisions about these texts.
    fn at(&mut self, record: u64, byte: usize) -> usize {
        let before = self.text(record).get(..byte);
        before.map_or(0, |before| before.chars().count())
    }
}

/// One row for each cut of a run over a table in memory, with its text, and its offsets in bytes
/// and in characters.
///
/// # Errors
/// None is known.
pub fn cuts(decisions: &[Decision], texts: &RowTexts) -> Result<MemoryTable, ArrowError> {
    let cached = HashMap::new();
    let mut characters = CharacterCounter { texts, cached };
    let mut rows = Vec::new();
    for decision in decisions {
        for edit in &decision.edits {
            let record = decision.record;
            let kept = edit.kept.as_ref();
            let cut = characters
                .text(record)
                .get(edit.start..edit.end)
                .unwrap_or_default()
                .to_owned();
            rows.push(CutRow {
                record,
                id: decision.id.as_deref(),
                start: edit.start,
                end: edit.end,
                start_char: characters.at(record, edit.start),
                end_char: characters.at(record, edit.end),
                text: cut,
                reason: edit.reason.name(),
                rule: &edit.rule,
                detail: edit.detail.as_deref(),
                evidence: edit.evidence,
                kept_record: kept.map(|kept| kept.record),
                kept_id: kept.and_then(|kept| kept.id.as_deref()),
                kept_start: kept.map(|kept| kept.start),
                kept_end: kept.map(|kept| kept.end),
                kept_start_char: kept.map(|kept| characters.at(kept.record, kept.start)),
                kept_end_char: kept.map(|kept| characters.at(kept.record, kept.end)),
                similarity: kept.map(|kept| kept.similarity),
            });
        }
    }
    let fields = vec![
        number("record"),
        text("id"),
        number("start"),
        number("end"),
        number("start_char"),
        number("end_char"),
        text("text"),
        text("reason"),
        text("rule"),
        text("detail"),
        share("evidence"),
        number("kept_record"),
        text("kept_id"),
        number("kept_start"),
        number("kept_end"),
        number("kept_start_char"),
        number("kept_end_char"),
        share("similarity"),
    ];
    table_of(fields, &rows)
}

/// A row of the table of cuts, for a run over files. The fields are those of [`CutRow`], with files
/// and without the text.
#[derive(Serialize)]
struct FileCutRow<'d> {
    file: &'d str,
    record: u64,
    id: Option<&'d str>,
    start: usize,
    end: usize,
    start_char: Option<usize>,
    end_char: Option<usize>,
    reason: &'static str,
    rule: &'d str,
    detail: Option<&'d str>,
    evidence: f64,
    kept_file: Option<&'d str>,
    kept_record: Option<u64>,
    kept_id: Option<&'d str>,
    kept_start: Option<usize>,
    kept_end: Option<usize>,
    kept_start_char: Option<usize>,
    kept_end_char: Option<usize>,
    similarity: Option<f64>,
}

/// One row for each cut of a run over files, with its offsets in bytes and in characters, but
/// without its text.
///
/// # Errors
/// None is known.
pub fn cuts_in_files(
    decisions: &[Decision],
    offsets: &CharacterOffsets,
) -> Result<MemoryTable, ArrowError> {
    let mut rows = Vec::new();
    for decision in decisions {
        for edit in &decision.edits {
            let kept = edit.kept.as_ref();
            rows.push(FileCutRow {
                file: &decision.file,
                record: decision.record,
                id: decision.id.as_deref(),
                start: edit.start,
                end: edit.end,
                start_char: offsets.at(&decision.file, decision.record, edit.start),
                end_char: offsets.at(&decision.file, decision.record, edit.end),
                reason: edit.reason.name(),
                rule: &edit.rule,
                detail: edit.detail.as_deref(),
                evidence: edit.evidence,
                kept_file: kept.map(|kept| &*kept.file),
                kept_record: kept.map(|kept| kept.record),
                kept_id: kept.and_then(|kept| kept.id.as_deref()),
                kept_start: kept.map(|kept| kept.start),
                kept_end: kept.map(|kept| kept.end),
                kept_start_char: kept
                    .and_then(|kept| offsets.at(&kept.file, kept.record, kept.start)),
                kept_end_char: kept.and_then(|kept| offsets.at(&kept.file, kept.record, kept.end)),
                similarity: kept.map(|kept| kept.similarity),
            });
        }
    }
    let fields = vec![
        text("file"),
        number("record"),
        text("id"),
        number("start"),
        number("end"),
        number("start_char"),
        number("end_char"),
        text("reason"),
        text("rule"),
        text("detail"),
        share("evidence"),
        text("kept_file"),
        number("kept_record"),
        text("kept_id"),
        number("kept_start"),
        number("kept_end"),
        number("kept_start_char"),
        number("kept_end_char"),
        share("similarity"),
    ];
    table_of(fields, &rows)
}
