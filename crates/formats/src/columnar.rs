//! The rows of a table in columns, as records.
//!
//! A record is bytes, and a row is none, so a row is written down in two parts, with a line break
//! between them:
//!
//! 1. *What is looked at*, as a JSON object on one line: the text and the other fields that have a
//!    role. This is the body of the record. All that is known of records of JSON holds for it:
//!    paths, lists of paragraphs, escapes, cuts.
//! 2. *The rest*: a checksum, and all columns in the row format of `arrow-row`, which brings each
//!    back as it was. Left out is the column of the text if it is a string. Readers that will not
//!    write leave out all of it, and need not read the columns.
//!
//! A row is made of it again by taking the rest, and the text from the body.

use crate::batch::{Batch, RawRecord};
use crate::fields::{Fields, Role};
use crate::long_record::{LONGEST_RECORD, Limits};
use crate::reading::Reading;
use arrow_array::builder::LargeStringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, GenericListArray, LargeStringArray, OffsetSizeTrait, RecordBatch,
    RecordBatchOptions, StructArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_cast::cast;
use arrow_cast::display::array_value_to_string;
use arrow_row::{RowConverter, SortField};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields as ArrowFields, SchemaRef};
use serde_json::Value;
use sonic_rs::JsonValueTrait;
use std::ops::Range;
use std::sync::Arc;

/// How rows of one table are written down as records, and read again.
pub(crate) struct RowRecords {
    schema: SchemaRef,
    /// What the body holds; none if it holds all columns.
    looked_at: Option<Vec<LookedAt>>,
    /// The columns of which the rest is made.
    rest: Vec<usize>,
    converter: RowConverter,
    /// Whether records have a rest.
    is_whole: bool,
}

/// A field with a role.
#[derive(Clone, Debug)]
struct LookedAt {
    /// Its key in the body.
    key: String,
    place: ColumnPath,
    is_text: bool,
}

/// Where a field is: the index of its column, and the names of the nested fields that lead to it.
#[derive(Clone, PartialEq, Eq, Debug)]
struct ColumnPath {
    column: usize,
    inside: Vec<String>,
}

/// A row as it is in a batch: where its record ends, and where the body of it does.
pub(crate) struct Written {
    pub(crate) body: Range<usize>,
    pub(crate) range: Range<usize>,
}

/// Bytes of the checksum in front of the rest.
const CHECKSUM: usize = 8;

impl RowRecords {
    /// Rows of a table with this schema.
    ///
    /// # Errors
    /// If columns have types that cannot be written down.
    pub(crate) fn new(schema: SchemaRef, reading: &Reading) -> Result<Self, String> {
        let looked_at = match reading {
            Reading::Look => None,
            Reading::Fields(fields) | Reading::Whole(fields) => Some(looked_at(&schema, fields)),
        };
        let is_whole = matches!(reading, Reading::Whole(_));
        let text = looked_at.iter().flatten().find(|field| field.is_text);
        // The column that is nothing but the text is in the record already.
        let of_text = match text.map(|field| &field.place) {
            Some(place) if place.inside.is_empty() => {
                let is_string = is_string(schema.field(place.column).data_type());
                is_string.then_some(place.column)
            }
            _ => None,
        };
        let (mut rest, mut types) = (Vec::new(), Vec::new());
        if is_whole {
            for (column, field) in schema.fields().iter().enumerate() {
                if Some(column) != of_text {
                    rest.push(column);
                    types.push(SortField::new(field.data_type().clone()));
                }
            }
        }
        let converter = RowConverter::new(types).map_err(|e| e.to_string())?;
        Ok(Self {
            schema,
            looked_at,
            rest,
            converter,
            is_whole,
        })
    }

    /// The columns that must be read, in order.
    pub(crate) fn columns(&self) -> Vec<usize> {
        let all = 0..self.schema.fields().len();
        match &self.looked_at {
            Some(fields) if !self.is_whole => all
                .filter(|column| fields.iter().any(|field| field.place.column == *column))
                .collect(),
            _ => all.collect(),
        }
    }

    /// Appends the rows of a batch, which has the columns that must be read.
    ///
    /// # Errors
    /// If a column cannot be read.
    pub(crate) fn write(
        &self,
        rows: &RecordBatch,
        out: &mut Vec<u8>,
        mut each: impl FnMut(Written),
    ) -> Result<(), ArrowError> {
        let columns = self.columns();
        // The batch has only the columns that are read, so the index of a column in it may be
        // another than in the schema.
        let array = |column: usize| {
            let place = columns.binary_search(&column).unwrap_or_default();
            rows.column(place)
        };
        let shown: Vec<(String, ArrayRef, Option<&LookedAt>)> = match &self.looked_at {
            Some(fields) => fields
                .iter()
                .map(|field| {
                    let shown = without_dictionaries(array(field.place.column))?;
                    Ok((field.key.clone(), shown, Some(field)))
                })
                .collect::<Result<_, ArrowError>>()?,
            None => columns
                .iter()
                .map(|&column| {
                    let name = self.schema.field(column).name().clone();
                    Ok((name, without_dictionaries(array(column))?, None))
                })
                .collect::<Result<_, ArrowError>>()?,
        };
        let rest: Vec<ArrayRef> = self.rest.iter().map(|&c| Arc::clone(array(c))).collect();
        let rest = match rest.is_empty() {
            true => None,
            false => Some(self.converter.convert_columns(&rest)?),
        };
        for row in 0..rows.num_rows() {
            let start = out.len();
            out.push(b'{');
            for (place, (key, array, field)) in shown.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                write_string(key, out);
                out.push(b':');
                match field {
                    Some(field) => {
                        // A text keeps the lists and objects around it, because what is left of it
                        // is put into them again. Of any other field only the value is needed.
                        let through = field.is_text;
                        write_inside(array, row, &field.place.inside, through, !through, out)?;
                    }
                    None => write_all(array, row, out)?,
                }
            }
            out.push(b'}');
            let body = start..out.len();
            if self.is_whole {
                out.push(b'\n');
                let bytes = rest.as_ref().map_or(&[][..], |rest| rest.row(row).data());
                out.extend_from_slice(&copydesk_text::hash64(bytes).to_le_bytes());
                out.extend_from_slice(bytes);
            }
            let range = start..out.len();
            each(Written { body, range });
        }
        Ok(())
    }

    /// The rows of these records.
    ///
    /// # Errors
    /// If a record is none of a row of this table.
    pub(crate) fn read(&self, records: &[Vec<u8>]) -> Result<RecordBatch, String> {
        let mut bodies = Vec::with_capacity(records.len());
        let mut rests = Vec::with_capacity(records.len());
        for record in records {
            let (body, rest) = parts_of(record).ok_or("a record holds no row of the table")?;
            bodies.push(body);
            rests.push(rest);
        }
        let parser = self.converter.parser();
        let rows = rests.iter().map(|rest| parser.parse(rest));
        let mut columns: Vec<Option<ArrayRef>> = vec![None; self.schema.fields().len()];
        if !self.rest.is_empty() {
            let arrays = self
                .converter
                .convert_rows(rows)
                .map_err(|e| e.to_string())?;
            for (&column, array) in self.rest.iter().zip(arrays) {
                let wanted = self.schema.field(column).data_type();
                // The row format brings back the values of a dictionary, but not the dictionary.
                let array = match array.data_type() == wanted {
                    true => array,
                    false => cast(&array, wanted).map_err(|e| e.to_string())?,
                };
                columns[column] = Some(array);
            }
        }
        if let Some(text) = self.looked_at.iter().flatten().find(|field| field.is_text) {
            let column = &mut columns[text.place.column];
            let wanted = self.schema.field(text.place.column).data_type();
            let inside = &text.place.inside;
            let texts = match inside.is_empty() && is_string(wanted) {
                true => strings_of(&bodies, &text.key, wanted),
                false => nested_texts(&bodies, text, column.as_ref(), wanted),
            };
            *column = Some(texts?);
        }
        let columns: Vec<ArrayRef> = columns.into_iter().flatten().collect();
        let options = RecordBatchOptions::new().with_row_count(Some(records.len()));
        RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)
            .map_err(|e| e.to_string())
    }
}

/// A column of strings, given the bodies that hold one each under this key.
///
/// Nothing else of a body is parsed: rows come to the writer one after the other, so all threads
/// wait for this.
fn strings_of(bodies: &[&[u8]], key: &str, of: &DataType) -> Result<ArrayRef, String> {
    let bytes = bodies.iter().copied().map(<[u8]>::len).sum();
    let mut strings = LargeStringBuilder::with_capacity(bodies.len(), bytes);
    for &body in bodies {
        let value = sonic_rs::get(body, [key]).map_err(|e| e.to_string())?;
        let text = value.as_str();
        // A row without a text has `null`. Anything else that is not a string was cut wrongly.
        if text.is_none() && !value.is_null() {
            return Err(format!("`{key}` of a record holds no text"));
        }
        strings.append_option(text);
    }
    cast(&strings.finish(), of).map_err(|e| e.to_string())
}

/// A column with texts inside of lists or structs, given the bodies that hold them.
fn nested_texts(
    bodies: &[&[u8]],
    text: &LookedAt,
    column: Option<&ArrayRef>,
    of: &DataType,
) -> Result<ArrayRef, String> {
    let mut parsed = Vec::with_capacity(bodies.len());
    for body in bodies {
        parsed.push(serde_json::from_slice::<Value>(body).map_err(|e| e.to_string())?);
    }
    let values: Vec<Option<&Value>> = parsed.iter().map(|body| body.get(&text.key)).collect();
    with_text(column, of, &text.place.inside, &values).map_err(|e| e.to_string())
}

/// Body and rest of a record; `None` if it has none, or was changed.
fn parts_of(record: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr(b'\n', record)?;
    let (body, rest) = (&record[..end], &record[end + 1..]);
    let (checksum, rest) = rest.split_at_checked(CHECKSUM)?;
    // `arrow-row` may panic on bytes that it did not write.
    let is_whole = checksum == copydesk_text::hash64(rest).to_le_bytes();
    is_whole.then_some((body, rest))
}

/// Where the body of a record ends.
pub(crate) fn body_of(record: &[u8]) -> Range<usize> {
    0..memchr::memchr(b'\n', record).unwrap_or(record.len())
}

/// Rows that were written down, on their way into a batch.
pub(crate) struct IntoBatch<'b> {
    pub(crate) batch: &'b mut Batch,
    pub(crate) file: usize,
    /// Number of the next record.
    pub(crate) number: &'b mut u64,
}

impl IntoBatch<'_> {
    /// Adds the rows of a batch of columns.
    pub(crate) fn add(self, rows: &RowRecords, columns: &RecordBatch) -> Result<(), ArrowError> {
        let Batch { bytes, records, .. } = self.batch;
        rows.write(columns, bytes, |written| {
            records.push(RawRecord {
                file: self.file,
                number: *self.number,
                // A row has no bytes in the file.
                offset: 0,
                line: *self.number + 1,
                range: written.range,
                // The row is in memory already, so it is rejected as a whole and not in pieces.
                fault: (written.body.len() > LONGEST_RECORD)
                    .then(|| Limits::default().whole_reason()),
                body: written.body,
            });
            *self.number += 1;
        })
    }
}

fn looked_at(schema: &SchemaRef, fields: &Fields) -> Vec<LookedAt> {
    let mut out: Vec<LookedAt> = Vec::new();
    for (role, name) in fields.named() {
        let is_text = role == Role::Text;
        let Some(place) = place_of(schema, name) else {
            continue;
        };
        // A nested text keeps the objects and lists that lead to it, so that each list of
        // paragraphs stays one.
        let is_nested = is_text && !place.inside.is_empty();
        let key = match is_nested {
            true => schema.field(place.column).name().clone(),
            false => name.to_owned(),
        };
        // Several roles may have the same field, which is written once.
        if out.iter().all(|field| field.key != key) {
            out.push(LookedAt {
                key,
                place,
                is_text,
            });
        }
    }
    out
}

/// Where the field with this name or path is.
fn place_of(schema: &SchemaRef, path: &str) -> Option<ColumnPath> {
    let fields = schema.fields();
    if let Some(column) = fields.iter().position(|field| field.name() == path) {
        let inside = Vec::new();
        return Some(ColumnPath { column, inside });
    }
    fields.iter().enumerate().find_map(|(column, field)| {
        let rest = path
            .strip_prefix(field.name().as_str())?
            .strip_prefix('.')?;
        let inside = inside_of(field.data_type(), rest)?;
        Some(ColumnPath { column, inside })
    })
}

/// The column that holds the text with this name or path, and the nested fields that lead to it.
pub(crate) fn text_place(schema: &SchemaRef, path: &str) -> Option<(usize, Vec<String>)> {
    place_of(schema, path).map(|place| (place.column, place.inside))
}

fn inside_of(of: &DataType, path: &str) -> Option<Vec<String>> {
    match of {
        DataType::List(field) | DataType::LargeList(field) => inside_of(field.data_type(), path),
        DataType::Struct(fields) => {
            if fields.iter().any(|field| field.name() == path) {
                return Some(vec![path.to_owned()]);
            }
            fields.iter().find_map(|field| {
                let rest = path
                    .strip_prefix(field.name().as_str())?
                    .strip_prefix('.')?;
                let mut inside = inside_of(field.data_type(), rest)?;
                inside.insert(0, field.name().clone());
                Some(inside)
            })
        }
        _ => None,
    }
}

/// Whether values of this type are strings.
pub(crate) fn is_string(of: &DataType) -> bool {
    match of {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_string(values),
        _ => false,
    }
}

/// The type without dictionaries in it.
fn plain_type(of: &DataType) -> DataType {
    match of {
        DataType::Dictionary(_, values) => plain_type(values),
        DataType::List(field) => DataType::List(plain_field(field)),
        DataType::LargeList(field) => DataType::LargeList(plain_field(field)),
        DataType::Struct(fields) => {
            DataType::Struct(fields.iter().map(plain_field).collect::<ArrowFields>())
        }
        other => other.clone(),
    }
}

fn plain_field(field: &FieldRef) -> FieldRef {
    Arc::new(Field::clone(field).with_data_type(plain_type(field.data_type())))
}

fn without_dictionaries(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let plain = plain_type(array.data_type());
    match plain == *array.data_type() {
        true => Ok(Arc::clone(array)),
        false => cast(array, &plain),
    }
}

fn write_string(string: &str, out: &mut Vec<u8>) {
    // Writing a string to memory cannot fail.
    let _ = sonic_rs::to_writer(out, string);
}

/// Writes what is at a place inside of a value: through structs, and through lists if
/// `through_lists`. A list that is met where that is not so, or where `is_scalar` is asked for, is
/// null.
fn write_inside(
    array: &dyn Array,
    row: usize,
    inside: &[String],
    through_lists: bool,
    is_scalar: bool,
    out: &mut Vec<u8>,
) -> Result<(), ArrowError> {
    if array.is_null(row) {
        out.extend_from_slice(b"null");
        return Ok(());
    }
    let members = match array.data_type() {
        DataType::List(_) => Some(array.as_list::<i32>().value(row)),
        DataType::LargeList(_) => Some(array.as_list::<i64>().value(row)),
        _ => None,
    };
    if let Some(members) = members {
        if !through_lists {
            out.extend_from_slice(b"null");
            return Ok(());
        }
        out.push(b'[');
        for member in 0..members.len() {
            if member > 0 {
                out.push(b',');
            }
            write_inside(&members, member, inside, through_lists, is_scalar, out)?;
        }
        out.push(b']');
        return Ok(());
    }
    match (inside.split_first(), array.data_type()) {
        (Some((name, deeper)), DataType::Struct(_)) => {
            let Some(child) = array.as_struct().column_by_name(name) else {
                out.extend_from_slice(b"null");
                return Ok(());
            };
            if is_scalar {
                return write_inside(child, row, deeper, through_lists, is_scalar, out);
            }
            out.push(b'{');
            write_string(name, out);
            out.push(b':');
            write_inside(child, row, deeper, through_lists, is_scalar, out)?;
            out.push(b'}');
            Ok(())
        }
        (None, DataType::Struct(_)) => {
            out.extend_from_slice(if is_scalar { b"null" } else { b"{}" });
            Ok(())
        }
        _ => write_scalar(array, row, out),
    }
}

/// Writes a value with all that is in it.
fn write_all(array: &dyn Array, row: usize, out: &mut Vec<u8>) -> Result<(), ArrowError> {
    if array.is_null(row) {
        out.extend_from_slice(b"null");
        return Ok(());
    }
    let members = match array.data_type() {
        DataType::List(_) => array.as_list::<i32>().value(row),
        DataType::LargeList(_) => array.as_list::<i64>().value(row),
        DataType::Struct(fields) => {
            out.push(b'{');
            for (place, (field, child)) in
                fields.iter().zip(array.as_struct().columns()).enumerate()
            {
                if place > 0 {
                    out.push(b',');
                }
                write_string(field.name(), out);
                out.push(b':');
                write_all(child, row, out)?;
            }
            out.push(b'}');
            return Ok(());
        }
        _ => return write_scalar(array, row, out),
    };
    out.push(b'[');
    for member in 0..members.len() {
        if member > 0 {
            out.push(b',');
        }
        write_all(&members, member, out)?;
    }
    out.push(b']');
    Ok(())
}

/// Writes a string, a number, a truth value, a date; null for what has no such form.
fn write_scalar(array: &dyn Array, row: usize, out: &mut Vec<u8>) -> Result<(), ArrowError> {
    let of = array.data_type();
    match of {
        DataType::Utf8 => write_string(array.as_string::<i32>().value(row), out),
        DataType::LargeUtf8 => write_string(array.as_string::<i64>().value(row), out),
        DataType::Utf8View => write_string(array.as_string_view().value(row), out),
        DataType::Boolean => {
            let value = array.as_boolean().value(row);
            out.extend_from_slice(if value { b"true" } else { b"false" });
        }
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => {
            write_string(&array_value_to_string(array, row)?, out);
        }
        _ if of.is_integer() => {
            out.extend_from_slice(array_value_to_string(array, row)?.as_bytes());
        }
        _ if of.is_numeric() => {
            let number = array_value_to_string(array, row)?;
            // JSON has no NaN and no infinity. What is written is not the parsed number, which may
            // have fewer digits.
            let is_number = number.parse::<f64>().is_ok_and(f64::is_finite);
            let number = if is_number { number.as_str() } else { "null" };
            out.extend_from_slice(number.as_bytes());
        }
        _ => out.extend_from_slice(b"null"),
    }
    Ok(())
}

/// A column with the texts of these values in the place of those that it has.
pub(crate) fn with_text(
    column: Option<&ArrayRef>,
    of: &DataType,
    inside: &[String],
    values: &[Option<&Value>],
) -> Result<ArrayRef, ArrowError> {
    if is_string(of) {
        let strings: LargeStringArray = values
            .iter()
            .map(|value| value.and_then(Value::as_str))
            .collect();
        return cast(&strings, of);
    }
    let Some(column) = column else {
        return Err(ArrowError::SchemaError("a record has no text".into()));
    };
    match of {
        DataType::List(field) => list_with_text::<i32>(column, field, inside, values),
        DataType::LargeList(field) => list_with_text::<i64>(column, field, inside, values),
        DataType::Struct(fields) => {
            let Some((name, deeper)) = inside.split_first() else {
                return Ok(Arc::clone(column));
            };
            let nested = column.as_struct();
            let mut children = nested.columns().to_vec();
            if let Some(place) = fields.iter().position(|field| field.name() == name) {
                let values: Vec<Option<&Value>> = values
                    .iter()
                    .map(|value| value.and_then(|value| value.get(name)))
                    .collect();
                let of = fields[place].data_type();
                children[place] = with_text(Some(&children[place]), of, deeper, &values)?;
            }
            let array = StructArray::try_new(fields.clone(), children, nested.nulls().cloned())?;
            Ok(Arc::new(array))
        }
        // A text that is no string was not cut.
        _ => Ok(Arc::clone(column)),
    }
}

fn list_with_text<O: OffsetSizeTrait>(
    column: &ArrayRef,
    field: &FieldRef,
    inside: &[String],
    values: &[Option<&Value>],
) -> Result<ArrayRef, ArrowError> {
    let list = column.as_list::<O>();
    let (mut lengths, mut members) = (Vec::with_capacity(values.len()), Vec::new());
    // The column may be a slice, whose values are not all those of the array.
    let (start, end) = (list.value_offsets()[0], list.value_offsets()[list.len()]);
    for (row, value) in values.iter().enumerate() {
        let before = list.value_length(row).as_usize();
        match value {
            Some(Value::Array(array)) => {
                lengths.push(array.len());
                members.extend(array.iter().map(Some));
            }
            _ => {
                // A list that is null may still have members, whose number must stay.
                lengths.push(before);
                members.extend(std::iter::repeat_n(None, before));
            }
        }
    }
    let before = list
        .values()
        .slice(start.as_usize(), end.as_usize() - start.as_usize());
    // A list of strings is made of the record alone, so a cut may have made it shorter. Other
    // members are those of the row, and each must have its own in the record.
    if !is_string(field.data_type()) && before.len() != members.len() {
        let message = "a list in a record is of another length than in its row";
        return Err(ArrowError::SchemaError(message.into()));
    }
    let children = with_text(Some(&before), field.data_type(), inside, &members)?;
    let offsets = OffsetBuffer::<O>::from_lengths(lengths);
    let nulls = list.nulls().cloned();
    let array = GenericListArray::<O>::try_new(Arc::clone(field), offsets, children, nulls)?;
    Ok(Arc::new(array))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_written_as_serde_json_writes_them() {
        let mut all: String = (0..0x180).filter_map(char::from_u32).collect();
        all.push_str("\u{2028}\u{feff}\u{1F6A2}");
        let mut written = Vec::new();
        write_string(&all, &mut written);
        assert_eq!(written, serde_json::to_vec(&all).unwrap());
    }
}
