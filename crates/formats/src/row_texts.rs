//! The text of any row of a table in memory.
//!
//! A row is converted to a record ([`RowRecords`]), whose *body* is a JSON object with the fields
//! of the row. The body is parsed like a record of a JSON file.

use crate::columnar::RowRecords;
use crate::fields::Fields;
use crate::json_article::parse_object;
use crate::reading::Reading;
use crate::table::MemoryTable;
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use std::sync::Arc;

/// The texts of the rows of a table in memory. They are read as for cleaning, so a list of
/// paragraphs is one text.
pub struct RowTexts {
    /// The batches of the table, with only the columns that are read.
    batches: Vec<RecordBatch>,
    /// The index in the table of the first row of each batch.
    starts: Vec<usize>,
    /// Converts the rows to records.
    records: RowRecords,
    fields: Fields,
}

impl RowTexts {
    /// The texts of a table. `fields` says which column holds the text.
    ///
    /// # Errors
    /// If the columns have types that cannot be read.
    pub fn new(table: &MemoryTable, fields: &Fields) -> Result<Self, ArrowError> {
        let reading = Reading::Fields(Arc::new(fields.clone()));
        let records = RowRecords::new(Arc::clone(table.schema()), &reading)
            .map_err(ArrowError::SchemaError)?;
        let columns = records.columns();
        let mut starts = Vec::with_capacity(table.batches().len());
        let mut rows = 0;
        for batch in table.batches() {
            starts.push(rows);
            rows += batch.num_rows();
        }
        let projected = table.batches().iter().map(|batch| batch.project(&columns));
        Ok(Self {
            batches: projected.collect::<Result<_, ArrowError>>()?,
            starts,
            records,
            fields: fields.clone(),
        })
    }

    /// The text of the row with this index, from 0. A null is an empty text. `None` if there is no
    /// such row, or if its text cannot be read.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<String> {
        // The last batch that starts at this row or before it. Batches with the same start are
        // empty, except for the last of them.
        let batch_index = self
            .starts
            .partition_point(|&start| start <= row)
            .checked_sub(1)?;
        let batch = &self.batches[batch_index];
        let row_in_batch = row - self.starts[batch_index];
        if row_in_batch >= batch.num_rows() {
            return None;
        }
        let mut bytes = Vec::new();
        let mut body = 0..0;
        let only_row = batch.slice(row_in_batch, 1);
        let written = self
            .records
            .write(&only_row, &mut bytes, |place| body = place.body);
        written.ok()?;
        let body = std::str::from_utf8(&bytes[body]).ok()?;
        let article = parse_object(body, &self.fields).ok()?;
        Some(article.text.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{ArrayRef, StringArray};

    #[test]
    fn texts_are_found_by_the_index_of_their_row() {
        let texts: ArrayRef = Arc::new(StringArray::from(vec![Some("A \"b\"."), None, Some("C.")]));
        let batch = RecordBatch::try_from_iter_with_nullable([("text", texts, true)]).unwrap();
        // The first batch is empty.
        let batches = vec![batch.slice(0, 0), batch.slice(0, 2), batch.slice(2, 1)];
        let table = MemoryTable::new(batch.schema(), batches).unwrap();
        let texts = RowTexts::new(&table, &Fields::default()).unwrap();
        let found: Vec<Option<String>> = (0..4).map(|row| texts.get(row)).collect();
        assert_eq!(
            found,
            [
                Some("A \"b\".".into()),
                Some(String::new()),
                Some("C.".into()),
                None
            ]
        );
    }
}
