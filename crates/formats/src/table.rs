//! Arrow tables in memory. Such a table can be an input: it need not be written to a file first.

use crate::layout::{Groups, TableLayout};
use crate::table_parts::TablePages;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, OffsetSizeTrait, RecordBatch, RecordBatchOptions};
use arrow_schema::{ArrowError, DataType, SchemaRef};
use std::sync::Arc;

/// The batches of a table in memory, which share one schema.
///
/// In the example, a [`Fate`](crate::Fate) says what becomes of a row.
///
/// ```
/// use arrow_array::{RecordBatch, StringArray, cast::AsArray};
/// use copydesk_formats::{Fate, Fields, MemoryTable};
/// use std::sync::Arc;
///
/// let texts = StringArray::from(vec!["Rain.", "Caption. Snow.", "Rain."]);
/// let batch = RecordBatch::try_from_iter([("text", Arc::new(texts) as _)])?;
/// let table = MemoryTable::new(batch.schema(), vec![batch])?;
/// let fates = [Fate::Keep, Fate::Edit(br#"{"text":"Snow."}"#.to_vec()), Fate::Drop];
/// let clean = table.rewritten(&Fields::default(), &fates)?;
/// let texts: Vec<_> = clean[0].column(0).as_string::<i32>().iter().flatten().collect();
/// assert_eq!(texts, ["Rain.", "Snow."]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct MemoryTable {
    schema: SchemaRef,
    batches: Arc<[RecordBatch]>,
}

/// How many rows are converted to records at a time. Slicing a batch copies nothing, so the number
/// can be small.
const ROWS_AT_A_TIME: usize = 64;

impl MemoryTable {
    /// A table of these batches. The columns take their names from `schema`.
    ///
    /// # Errors
    /// If the columns of a batch do not fit the schema.
    pub fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Result<Self, ArrowError> {
        let batches = batches.into_iter().map(|batch| with_schema(batch, &schema));
        let batches = batches.collect::<Result<_, ArrowError>>()?;
        Ok(Self { schema, batches })
    }

    /// The names and types of the columns.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The batches.
    #[must_use]
    pub fn batches(&self) -> &[RecordBatch] {
        &self.batches
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// About how many bytes the columns take. See [`bytes_of`].
    pub(crate) fn bytes(&self) -> u64 {
        self.batches.iter().map(bytes_of).sum()
    }

    /// How the table is divided into batches.
    pub(crate) fn layout(&self) -> TableLayout {
        let rows = self.batches.iter().map(|batch| batch.num_rows() as u64);
        TableLayout {
            groups: Groups::new(rows),
            codecs: vec!["uncompressed".to_owned()],
            // As in a stream, each batch may have its own dictionaries (the distinct values of a
            // column, to which the rows refer by number).
            is_stream: true,
            memory: 0,
            row_bytes: 0,
            pages: TablePages::default(),
        }
    }

    /// The rows of the table, a few at a time and with only the columns that have these indices.
    pub(crate) fn pieces(
        &self,
        columns: Vec<usize>,
    ) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send + use<> {
        let batches = Arc::clone(&self.batches);
        (0..batches.len()).flat_map(move |index| {
            let batch = batches[index].project(&columns);
            let rows = batches[index].num_rows();
            let starts = (0..rows).step_by(ROWS_AT_A_TIME);
            starts.map(move |start| match &batch {
                Ok(batch) => Ok(batch.slice(start, ROWS_AT_A_TIME.min(rows - start))),
                Err(e) => Err(ArrowError::SchemaError(e.to_string())),
            })
        })
    }
}

/// The batch with the columns named as in the schema.
fn with_schema(batch: RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, ArrowError> {
    let (_, columns, rows) = batch.into_parts();
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
}

/// About how many bytes the columns of a batch take. If the batch is a slice of a larger batch,
/// only the rows of the slice count.
pub(crate) fn bytes_of(batch: &RecordBatch) -> u64 {
    let columns = batch.columns().iter();
    columns.map(|column| column_bytes(column) as u64).sum()
}

fn column_bytes(column: &ArrayRef) -> usize {
    match column.data_type() {
        // Only the bytes of the strings themselves count.
        DataType::Utf8 => string_bytes::<i32>(column),
        DataType::LargeUtf8 => string_bytes::<i64>(column),
        DataType::Utf8View => column.as_string_view().total_bytes_len(),
        // A value without a fixed width, such as a list, counts as eight bytes.
        other => column.len() * other.primitive_width().unwrap_or(size_of::<u64>()),
    }
}

fn string_bytes<O: OffsetSizeTrait>(column: &ArrayRef) -> usize {
    let offsets = column.as_string::<O>().value_offsets();
    match (offsets.first(), offsets.last()) {
        (Some(first), Some(last)) => last.as_usize() - first.as_usize(),
        _ => 0,
    }
}
