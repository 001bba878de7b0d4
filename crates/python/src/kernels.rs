//! Functions that turn a batch of rows into another, so that a framework for distributed data can
//! call them inside its tasks. They have no global state, and give the same results on every
//! machine.

use crate::errors::Failure;
use crate::running::without_lock;
use crate::table::Table;
use arrow_array::builder::{
    BooleanBuilder, FixedSizeBinaryBuilder, Float64Builder, LargeStringBuilder, ListBuilder,
    StringBuilder, StructBuilder, UInt32Builder, UInt64Builder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_array::{ArrayRef, RecordBatch, UInt64Array};
use arrow_schema::{ArrowError, DataType, Field, Fields as ArrowFields};
use copydesk::{Fingerprint, Span, Spans, cut};
use copydesk_neardup::{Comparison, ShingleSet, Story, VersionOrder};
use copydesk_pipeline::{Fields, MemoryTable, Role, RowTexts};
use copydesk_text::Document;
use pyo3::prelude::*;
use std::sync::Arc;

/// The texts in a column of strings.
struct Texts {
    texts: RowTexts,
    rows: usize,
}

impl Texts {
    /// The texts in the column with this name.
    fn new(table: &MemoryTable, column: &str) -> Result<Self, Failure> {
        let fields = Fields::none().with(Role::Text, column);
        let texts = RowTexts::new(table, &fields)?;
        let rows = table.rows();
        Ok(Self { texts, rows })
    }

    /// The texts, in order. A row without a text has an empty one.
    fn iter(&self) -> impl Iterator<Item = String> {
        (0..self.rows).map(|row| self.texts.get(row).unwrap_or_default())
    }
}

/// A table of one batch with these columns.
fn batch_of(columns: Vec<(&str, ArrayRef)>) -> Result<Table, Failure> {
    Ok(Table::of(RecordBatch::try_from_iter(columns)?)?)
}

/// The number of bytes in a fingerprint.
const FINGERPRINT_BYTES: i32 = 16;

/// Appends a fingerprint to a column of fingerprints.
fn append_fingerprint(
    column: &mut FixedSizeBinaryBuilder,
    fingerprint: Fingerprint,
) -> Result<(), ArrowError> {
    // Big-endian, so that the bytes sort as the numbers do.
    column.append_value(fingerprint.bits().to_be_bytes())
}

/// An offset, a count or the number of a row, for a column of 32 bits.
fn as_u32(number: usize) -> u32 {
    // Texts of 4 GiB and more are refused, so only the number of a row could be too large.
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// One row for each segment (paragraph or line) of each text: its position, its length in effective
/// words, whether it is near the top or the bottom of the page, and a key that equal segments have
/// in common.
#[pyfunction]
pub fn segments(py: Python<'_>, texts: &Table) -> PyResult<Table> {
    let name = first_column(texts)?;
    without_lock(py, || {
        let (mut rows, mut starts) = (UInt32Builder::new(), UInt32Builder::new());
        let (mut ends, mut words) = (UInt32Builder::new(), UInt32Builder::new());
        let mut at_edge = BooleanBuilder::new();
        let mut keys = FixedSizeBinaryBuilder::new(FINGERPRINT_BYTES);
        for (row, text) in Texts::new(&texts.0, &name)?.iter().enumerate() {
            let document = Document::new(text);
            for (number, segment) in document.segments().iter().enumerate() {
                let content = segment.content();
                rows.append_value(as_u32(row));
                starts.append_value(as_u32(content.start()));
                ends.append_value(as_u32(content.end()));
                words.append_value(as_u32(document.effective_words_of(number)));
                at_edge.append_value(document.is_at_edge(number));
                append_fingerprint(&mut keys, document.key(number))?;
            }
        }
        batch_of(vec![
            ("row", Arc::new(rows.finish())),
            ("start", Arc::new(starts.finish())),
            ("end", Arc::new(ends.finish())),
            ("words", Arc::new(words.finish())),
            ("at_edge", Arc::new(at_edge.finish())),
            ("key", Arc::new(keys.finish())),
        ])
    })
}

/// One row for each text, which is analysed alone: the cuts, and of the text that is kept its
/// length in words, its fingerprint, and the keys by which texts that share much are found.
#[pyfunction]
pub fn analyse(py: Python<'_>, texts: &Table, flags: Vec<String>) -> PyResult<Table> {
    let config = copydesk_cli::config_of(&flags).map_err(Failure::Usage)?;
    let name = first_column(texts)?;
    without_lock(py, || {
        let analyser = config.analyser()?;
        let cut_fields = ArrowFields::from(vec![
            Field::new("start", DataType::UInt32, true),
            Field::new("end", DataType::UInt32, true),
            Field::new("reason", DataType::Utf8, true),
            Field::new("rule", DataType::Utf8, true),
        ]);
        let mut cuts = ListBuilder::new(StructBuilder::from_fields(cut_fields, 0));
        let mut words = UInt32Builder::new();
        let mut contents = FixedSizeBinaryBuilder::new(FINGERPRINT_BYTES);
        let mut band_keys = ListBuilder::new(UInt64Builder::new());
        let mut passages = ListBuilder::new(UInt64Builder::new());
        for text in Texts::new(&texts.0, &name)?.iter() {
            // `None`: a batch does not show what recurs on a site.
            let analysis = analyser.analyse(&Document::new(text), None);
            for finding in &analysis.findings {
                let cut_builder = cuts.values();
                let offsets = [finding.span.start(), finding.span.end()];
                // Each `if let` succeeds, because `cut_fields` has these four fields. Arrow knows
                // their types only at run time.
                for (field, offset) in offsets.into_iter().enumerate() {
                    if let Some(builder) = cut_builder.field_builder::<UInt32Builder>(field) {
                        builder.append_value(as_u32(offset));
                    }
                }
                let names = [finding.reason.name(), finding.evidence_kind.name()];
                for (field, name) in names.into_iter().enumerate() {
                    // The fields with names follow those with offsets.
                    let field = offsets.len() + field;
                    if let Some(builder) = cut_builder.field_builder::<StringBuilder>(field) {
                        builder.append_value(name);
                    }
                }
                cut_builder.append(true);
            }
            cuts.append(true);
            words.append_value(analysis.words);
            append_fingerprint(&mut contents, analysis.content)?;
            band_keys.append_value(analysis.band_keys.into_iter().map(Some));
            passages.append_value(analysis.passages.into_iter().map(Some));
        }
        batch_of(vec![
            ("cuts", Arc::new(cuts.finish())),
            ("words", Arc::new(words.finish())),
            ("content", Arc::new(contents.finish())),
            ("band_keys", Arc::new(band_keys.finish())),
            ("passages", Arc::new(passages.finish())),
        ])
    })
}

/// A table with the texts of two tables side by side, in the columns `left` and `right`.
#[pyfunction]
pub fn paired(py: Python<'_>, left: &Table, right: &Table) -> PyResult<Table> {
    let names = [first_column(left)?, first_column(right)?];
    if left.0.rows() != right.0.rows() {
        let message = format!("{} texts have {} partners", left.0.rows(), right.0.rows());
        return Err(Failure::Usage(message).into());
    }
    without_lock(py, || {
        batch_of(vec![
            ("left", column_of(left, &names[0])?),
            ("right", column_of(right, &names[1])?),
        ])
    })
}

/// The texts of a column, whatever its type of strings, as a column of Arrow's large strings (with
/// offsets of 64 bits).
fn column_of(table: &Table, name: &str) -> Result<ArrayRef, Failure> {
    let mut texts = LargeStringBuilder::new();
    for text in Texts::new(&table.0, name)?.iter() {
        texts.append_value(text);
    }
    Ok(Arc::new(texts.finish()))
}

/// One row for each pair of texts, which are in the columns `left` and `right`: the similarity and
/// the containment of their shingle sets, and the relation of their stories. `shingle` is the width
/// of a shingle, in words.
#[pyfunction]
pub fn relate(py: Python<'_>, pairs: &Table, shingle: usize) -> PyResult<Table> {
    if shingle == 0 {
        return Err(Failure::Usage("a shingle holds at least one word".to_owned()).into());
    }
    without_lock(py, || {
        let (mut jaccards, mut containments) = (Float64Builder::new(), Float64Builder::new());
        let mut relations = StringBuilder::new();
        let lefts = Texts::new(&pairs.0, "left")?;
        let rights = Texts::new(&pairs.0, "right")?;
        for (left, right) in lefts.iter().zip(rights.iter()) {
            let [left, right] = [left, right].map(Document::new);
            let sets = [&left, &right].map(|text| ShingleSet::new(text.words(), shingle));
            let overlap = sets[0].overlap(&sets[1]);
            let comparison = Comparison::of(&Story::of(&left), &Story::of(&right));
            jaccards.append_value(overlap.jaccard());
            containments.append_value(overlap.containment());
            relations.append_value(comparison.verdict(VersionOrder::Unknown).relation.name());
        }
        batch_of(vec![
            ("jaccard", Arc::new(jaccards.finish())),
            ("containment", Arc::new(containments.finish())),
            ("relation", Arc::new(relations.finish())),
        ])
    })
}

/// The texts without the given spans. `spans` has the columns `row`, `start` and `end`; offsets are
/// bytes.
#[pyfunction]
pub fn rewrite(py: Python<'_>, texts: &Table, spans: &Table) -> PyResult<Table> {
    let name = first_column(texts)?;
    without_lock(py, || {
        let mut spans_by_row: Vec<Vec<Span>> = vec![Vec::new(); texts.0.rows()];
        for batch in spans.0.batches() {
            let [rows, starts, ends] = ["row", "start", "end"].map(|name| numbers(batch, name));
            let (rows, starts, ends) = (rows?, starts?, ends?);
            for index in 0..batch.num_rows() {
                let (start, end) = (starts.value(index) as usize, ends.value(index) as usize);
                match spans_by_row.get_mut(rows.value(index) as usize) {
                    Some(spans) if start <= end => spans.push(Span::new(start, end)),
                    _ => return Err(no_such_span(rows.value(index), start, end)),
                }
            }
        }
        let mut clean = LargeStringBuilder::new();
        for (row, (text, spans)) in Texts::new(&texts.0, &name)?
            .iter()
            .zip(spans_by_row)
            .enumerate()
        {
            for span in &spans {
                if text.get(span.start()..span.end()).is_none() {
                    return Err(no_such_span(row as u64, span.start(), span.end()));
                }
            }
            clean.append_value(cut(&text, &Spans::union(spans)));
        }
        batch_of(vec![(name.as_str(), Arc::new(clean.finish()))])
    })
}

/// The error for a span that is not in its text.
fn no_such_span(row: u64, start: usize, end: usize) -> Failure {
    Failure::Usage(format!(
        "record {row} has no span {start}..{end}; give rows from 0, and offsets in bytes on the \
         boundaries of characters"
    ))
}

/// The column of whole numbers with this name.
fn numbers(batch: &RecordBatch, name: &str) -> Result<UInt64Array, Failure> {
    let Some(column) = batch.column_by_name(name) else {
        return Err(Failure::Usage(format!(
            "the spans have no column `{name}`; it holds numbers"
        )));
    };
    // Frameworks use numbers of different widths, signed and unsigned.
    let whole = arrow_cast::cast(column, &DataType::UInt64)?;
    Ok(whole.as_primitive::<UInt64Type>().clone())
}

/// The name of the first column, which holds the texts.
fn first_column(table: &Table) -> Result<String, Failure> {
    let field = table.0.schema().fields().first();
    let name = field.map(|field| field.name().clone());
    name.ok_or_else(|| Failure::Usage("the table has no column; the first holds texts".to_owned()))
}
