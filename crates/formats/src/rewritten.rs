//! Makes a clean table from a table in memory: without the rows that are dropped, and without the
//! parts of texts that are cut. The record of a row has a JSON object as its body.

use crate::columnar::{RowRecords, body_of, is_string, text_place, with_text};
use crate::fields::{Fields, Role};
use crate::reading::Reading;
use crate::table::MemoryTable;
use arrow_array::cast::AsArray;
use arrow_array::{ArrayRef, BooleanArray, LargeStringArray, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType};
use arrow_select::filter::filter_record_batch;
use serde_json::Value;
use std::sync::Arc;

/// What becomes of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// The row stays as it is.
    Keep,
    /// The row is removed.
    Drop,
    /// The row stays, but its text becomes that of this record, from which [`Record::splice`] has
    /// cut spans.
    ///
    /// [`Record::splice`]: crate::Record::splice
    Edit(Vec<u8>),
}

/// A row that stays with another text.
struct EditedRow {
    /// Index of the row in its batch, after the dropped rows were removed.
    row: usize,
    /// The body of its record, in which the text was cut.
    body: Value,
}

impl MemoryTable {
    /// The clean table, in batches. `fates` says what becomes of each row, and `fields` which
    /// column holds the text. All other columns, the order of the rows, the schema with its
    /// metadata, and the division into batches stay as they are.
    ///
    /// # Errors
    /// If there are more or fewer fates than rows, or if the record of an edited row does not fit
    /// the table.
    pub fn rewritten(
        &self,
        fields: &Fields,
        fates: &[Fate],
    ) -> Result<Vec<RecordBatch>, ArrowError> {
        if fates.len() != self.rows() {
            let message = format!("{} fates for {} rows", fates.len(), self.rows());
            return Err(ArrowError::InvalidArgumentError(message));
        }
        let mut remaining_fates = fates;
        let mut rewritten = Vec::with_capacity(self.batches().len());
        for batch in self.batches() {
            let (fates_of_batch, later_fates) = remaining_fates.split_at(batch.num_rows());
            rewritten.push(self.rewritten_batch(batch, fields, fates_of_batch)?);
            remaining_fates = later_fates;
        }
        Ok(rewritten)
    }

    /// One batch of [`Self::rewritten`]. `fates` are those of its rows.
    fn rewritten_batch(
        &self,
        batch: &RecordBatch,
        fields: &Fields,
        fates: &[Fate],
    ) -> Result<RecordBatch, ArrowError> {
        let stays: BooleanArray = fates
            .iter()
            .map(|fate| Some(!matches!(fate, Fate::Drop)))
            .collect();
        let kept = match stays.true_count() == batch.num_rows() {
            true => batch.clone(),
            false => filter_record_batch(batch, &stays)?,
        };
        let mut edited = Vec::new();
        let mut row = 0;
        for fate in fates {
            match fate {
                Fate::Drop => continue,
                Fate::Keep => {}
                Fate::Edit(record) => {
                    let body = body_value(record)?;
                    edited.push(EditedRow { row, body });
                }
            }
            row += 1;
        }
        // If no field holds the text, no row can have been edited.
        let text_name = fields.name(Role::Text).unwrap_or_default();
        // The column with the text, and the names of the struct fields that lead to it inside.
        let Some((column, path_inside)) = text_place(self.schema(), text_name) else {
            return Ok(kept);
        };
        if edited.is_empty() {
            return Ok(kept);
        }
        let mut columns = kept.columns().to_vec();
        let data_type = self.schema().field(column).data_type();
        columns[column] = match path_inside.is_empty() && is_string(data_type) {
            true => strings_with(&columns[column], data_type, text_name, &edited)?,
            false => self.nested_with((&kept, column), &path_inside, text_name, edited)?,
        };
        RecordBatch::try_new(kept.schema(), columns)
    }

    /// The column at index `column` of `kept`, in which the edited rows have their new texts. The
    /// text is a list of strings, or inside structs, or both. `path_inside` are the names of the
    /// struct fields that lead to it. `text_name` is the name of the text's field.
    fn nested_with(
        &self,
        (kept, column): (&RecordBatch, usize),
        path_inside: &[String],
        text_name: &str,
        edited: Vec<EditedRow>,
    ) -> Result<ArrayRef, ArrowError> {
        // Makes a record of each row, with the text as its only field.
        let only_text = Arc::new(Fields::none().with(Role::Text, text_name));
        let reading = Reading::Fields(only_text);
        let records = RowRecords::new(Arc::clone(self.schema()), &reading)
            .map_err(ArrowError::SchemaError)?;
        // The records of all rows, one after the other, and the range of each body in them.
        let mut bytes = Vec::new();
        let mut bodies = Vec::with_capacity(kept.num_rows());
        // The whole column is made anew, so the texts of all rows are needed.
        let text_column = kept.project(&records.columns())?;
        records.write(&text_column, &mut bytes, |written| {
            bodies.push(written.body);
        })?;
        let mut values = bodies
            .into_iter()
            .map(|body| body_value(&bytes[body]))
            .collect::<Result<Vec<Value>, ArrowError>>()?;
        for EditedRow { row, body } in edited {
            values[row] = body;
        }
        let field = self.schema().field(column);
        // In a record, a text inside structs is under the name of its column.
        let key = if path_inside.is_empty() {
            text_name
        } else {
            field.name()
        };
        let texts: Vec<Option<&Value>> = values.iter().map(|body| body.get(key)).collect();
        with_text(
            Some(kept.column(column)),
            field.data_type(),
            path_inside,
            &texts,
        )
    }
}

/// A column of strings, in which the edited rows have their new texts. `text_name` is the name of
/// the text's field, and `data_type` the type of the column.
fn strings_with(
    column: &ArrayRef,
    data_type: &DataType,
    text_name: &str,
    edited: &[EditedRow],
) -> Result<ArrayRef, ArrowError> {
    // All string types are handled as one. At the end the column gets its own type again.
    let plain = cast(column, &DataType::LargeUtf8)?;
    let mut edits = edited.iter().peekable();
    let before = plain.as_string::<i64>();
    let strings: LargeStringArray = before
        .iter()
        .enumerate()
        .map(|(row, text)| match edits.next_if(|edit| edit.row == row) {
            Some(edit) => edit.body.get(text_name).and_then(Value::as_str),
            None => text,
        })
        .collect();
    cast(&strings, data_type)
}

/// The body of a record, parsed as JSON.
fn body_value(record: &[u8]) -> Result<Value, ArrowError> {
    serde_json::from_slice(&record[body_of(record)])
        .map_err(|e| ArrowError::JsonError(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Inputs, read_batches};
    use arrow_array::types::Int8Type;
    use arrow_array::{
        Array, DictionaryArray, Int64Array, ListArray, StringArray, StringViewArray, StructArray,
    };
    use arrow_schema::{Field, Schema};
    use std::collections::HashMap;

    /// A table with these columns of four rows, in batches of one and three rows.
    fn table_of(columns: Vec<(&str, ArrayRef)>) -> MemoryTable {
        let fields: Vec<Field> = columns
            .iter()
            .map(|(name, column)| Field::new(*name, column.data_type().clone(), true))
            .collect();
        let metadata = HashMap::from([("made by".to_owned(), "a test".to_owned())]);
        let schema = Arc::new(Schema::new_with_metadata(fields, metadata));
        let columns = columns.into_iter().map(|(_, column)| column).collect();
        let batch = RecordBatch::try_new(Arc::clone(&schema), columns).unwrap();
        MemoryTable::new(schema, vec![batch.slice(0, 1), batch.slice(1, 3)]).unwrap()
    }

    /// Four texts in a column of each kind that strings come in.
    fn columns_of_strings() -> Vec<ArrayRef> {
        let texts = ["One.", "Two. Too.", "Three.", "Four."];
        let dictionary: DictionaryArray<Int8Type> = texts.into_iter().collect();
        vec![
            Arc::new(StringArray::from(texts.to_vec())),
            Arc::new(LargeStringArray::from(texts.to_vec())),
            Arc::new(StringViewArray::from(texts.to_vec())),
            Arc::new(dictionary),
        ]
    }

    /// The second of four rows is edited, and the third is dropped.
    fn fates() -> [Fate; 4] {
        let edited = Fate::Edit(b"{\"text\":\"Two.\"}".to_vec());
        [Fate::Keep, edited, Fate::Drop, Fate::Keep]
    }

    #[test]
    fn rows_that_stay_are_unchanged_except_for_their_text() {
        for texts in columns_of_strings() {
            let data_type = texts.data_type().clone();
            let numbers: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None, Some(3), None]));
            let table = table_of(vec![("number", numbers), ("text", texts)]);
            let clean = table.rewritten(&Fields::default(), &fates()).unwrap();
            assert_eq!(clean.len(), 2, "{data_type}: the batches stay");
            assert_eq!(clean[1].schema(), *table.schema());
            let strings = cast(clean[1].column(1), &DataType::Utf8).unwrap();
            let strings: Vec<_> = strings.as_string::<i32>().iter().flatten().collect();
            assert_eq!(strings, ["Two.", "Four."], "{data_type}");
            let numbers: &Int64Array = clean[1].column(0).as_primitive();
            // The numbers of the second and the fourth row.
            assert!(numbers.is_null(0) && numbers.is_null(1));
        }
    }

    #[test]
    fn lists_of_paragraphs_and_nested_texts_are_cut_where_they_are() {
        let mut lists =
            arrow_array::builder::ListBuilder::new(arrow_array::builder::StringBuilder::new());
        for paragraphs in [
            ["One.", "Uno."],
            ["Two.", "Too."],
            ["Three.", "Tre."],
            ["Four.", ""],
        ] {
            lists.values().append_value(paragraphs[0]);
            lists.values().append_value(paragraphs[1]);
            lists.append(true);
        }
        let lists: ListArray = lists.finish();
        let field = Arc::new(Field::new("text", lists.data_type().clone(), true));
        let nested = StructArray::from(vec![(field, Arc::new(lists) as ArrayRef)]);
        let table = table_of(vec![("body", Arc::new(nested))]);
        let fields = Fields::none().with(Role::Text, "body.text");
        let edited = Fate::Edit(b"{\"body\":{\"text\":[\"Two.\"]}}".to_vec());
        let fates = [Fate::Keep, edited, Fate::Drop, Fate::Keep];
        let clean = table.rewritten(&fields, &fates).unwrap();
        let lists = clean[1].column(0).as_struct().column(0).as_list::<i32>();
        let strings = |row: usize| {
            let value = lists.value(row);
            let strings = value.as_string::<i32>().iter().flatten().map(str::to_owned);
            strings.collect::<Vec<String>>()
        };
        assert_eq!(
            (strings(0), strings(1)),
            (vec!["Two.".into()], vec!["Four.".into(), "".into()])
        );
    }

    #[test]
    fn rows_are_read_as_those_of_an_arrow_file_are() {
        let texts = columns_of_strings().remove(0);
        let table = table_of(vec![("text", texts)]);
        let mut file = Vec::new();
        let mut writer = arrow_ipc::writer::FileWriter::try_new(&mut file, table.schema()).unwrap();
        table
            .batches()
            .iter()
            .for_each(|batch| writer.write(batch).unwrap());
        writer.finish().unwrap();
        drop(writer);
        let bodies = |inputs: Inputs| {
            let mut bodies = Vec::new();
            read_batches(&inputs, 0, |batch| {
                let records = batch
                    .records
                    .iter()
                    .filter(|record| !record.belongs_to_no_record());
                bodies.extend(records.map(|record| batch.bytes[record.body.clone()].to_vec()));
                Ok(true)
            })
            .unwrap();
            bodies
        };
        let of_file = bodies(
            Inputs::in_memory([("t.arrow".to_owned(), file)])
                .unwrap()
                .reading_only_fields(),
        );
        assert_eq!(of_file.len(), 4);
        assert_eq!(
            bodies(Inputs::table("t.arrow", table.clone()).reading_only_fields()),
            of_file
        );
        assert_eq!(
            bodies(Inputs::table("t.arrow", table)).len(),
            4,
            "with all columns"
        );
    }

    #[test]
    fn as_many_fates_as_rows_are_needed() {
        let table = table_of(vec![("text", columns_of_strings().remove(0))]);
        assert!(table.rewritten(&Fields::default(), &[Fate::Keep]).is_err());
    }
}
