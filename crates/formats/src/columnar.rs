//! Converts the rows of a table that is stored column by column to records, and back.
//!
//! The raw bytes of a record in other formats are bytes of the file. A row is not a run of bytes in
//! its file, so the raw bytes of its record are made from the row. They have two parts, with a line
//! break between them:
//!
//! 1. *The body*: a JSON object on one line with the fields that have a [`Role`], such as the text,
//!    the date or the address. It is parsed and cut like a record of a JSON file. So paths to
//!    fields, lists of paragraphs and escapes need no code here.
//! 2. *The rest*: a checksum, and the columns in the row format of `arrow-row`, from which each
//!    column is restored exactly. If the text is a column of strings, the rest does not have that
//!    column. If the row will not be written again, there is no rest, and only the columns of the
//!    body are read.
//!
//! A [`Reading`] says whether there is a rest, and which fields have roles. Before the roles are
//! chosen, the body has all columns.
//!
//! When a record is converted back, the text of the row comes from the body, and all else from the
//! rest.

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

/// Converts the rows of a table to records, and back.
pub(crate) struct RowRecords {
    schema: SchemaRef,
    /// The fields in a body. `None` if a body holds all columns.
    body_fields: Option<Vec<BodyField>>,
    /// Indices of the columns in the rest.
    rest_columns: Vec<usize>,
    /// Converts the columns of the rest to their row format, and back.
    converter: RowConverter,
    /// Whether records have a rest.
    has_rest: bool,
}

/// A field with a role.
#[derive(Clone, Debug)]
struct BodyField {
    /// The key of the field in the body.
    key: String,
    path: ColumnPath,
    is_text: bool,
}

/// Where a field is in a row.
#[derive(Clone, PartialEq, Eq, Debug)]
struct ColumnPath {
    /// Index of the column that is the field, or that contains it.
    column: usize,
    /// The names of the struct fields that lead from the column to the field. Empty if the field is
    /// the column itself.
    inside: Vec<String>,
}

/// The place in a buffer at which a record was written.
pub(crate) struct Written {
    pub(crate) body: Range<usize>,
    /// All bytes of the record.
    pub(crate) range: Range<usize>,
}

/// A column from which one key of the body is written, with its value.
struct BodyColumn<'a> {
    key: &'a str,
    values: ArrayRef,
    /// The field in the column. `None` if the value is that of the whole column, with everything
    /// inside it.
    field: Option<&'a BodyField>,
}

/// Length in bytes of the checksum, with which the rest begins.
const CHECKSUM_BYTES: usize = 8;

impl RowRecords {
    /// A converter for the rows of a table with this schema.
    ///
    /// # Errors
    /// If a column has a type that cannot be converted.
    pub(crate) fn new(schema: SchemaRef, reading: &Reading) -> Result<Self, String> {
        let body_fields = match reading {
            // The roles are not chosen yet.
            Reading::Look => None,
            Reading::Fields(fields) | Reading::Whole(fields) => {
                Some(fields_of_body(&schema, fields))
            }
        };
        let has_rest = matches!(reading, Reading::Whole(_));
        let text = body_fields.iter().flatten().find(|field| field.is_text);
        // A column that is nothing but the text is in the body already.
        let text_column = match text.map(|field| &field.path) {
            Some(path) if path.inside.is_empty() => {
                let is_only_text = is_string(schema.field(path.column).data_type());
                is_only_text.then_some(path.column)
            }
            _ => None,
        };
        let (mut rest_columns, mut types) = (Vec::new(), Vec::new());
        if has_rest {
            for (column, field) in schema.fields().iter().enumerate() {
                if Some(column) != text_column {
                    rest_columns.push(column);
                    types.push(SortField::new(field.data_type().clone()));
                }
            }
        }
        let converter = RowConverter::new(types).map_err(|e| e.to_string())?;
        Ok(Self {
            schema,
            body_fields,
            rest_columns,
            converter,
            has_rest,
        })
    }

    /// Indices of the columns that must be read, in order.
    pub(crate) fn columns(&self) -> Vec<usize> {
        let all = 0..self.schema.fields().len();
        match &self.body_fields {
            Some(fields) if !self.has_rest => all
                .filter(|column| fields.iter().any(|field| field.path.column == *column))
                .collect(),
            _ => all.collect(),
        }
    }

    /// Appends the records of some rows to `out`, and calls `each` with the place of each record.
    /// `rows` has only the columns that must be read.
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
        let body_columns = self.body_columns(rows, &columns)?;
        let mut rest_arrays = Vec::with_capacity(self.rest_columns.len());
        for &column in &self.rest_columns {
            rest_arrays.push(Arc::clone(column_of(rows, &columns, column)));
        }
        let rests = match rest_arrays.is_empty() {
            true => None,
            false => Some(self.converter.convert_columns(&rest_arrays)?),
        };
        for row in 0..rows.num_rows() {
            let start = out.len();
            write_body(&body_columns, row, out)?;
            let body = start..out.len();
            if self.has_rest {
                out.push(b'\n');
                // If the text is the only column, the rest has no columns.
                let bytes = rests
                    .as_ref()
                    .map_or(&[][..], |rests| rests.row(row).data());
                out.extend_from_slice(&copydesk_text::hash64(bytes).to_le_bytes());
                out.extend_from_slice(bytes);
            }
            let range = start..out.len();
            each(Written { body, range });
        }
        Ok(())
    }

    /// The columns from which bodies are written. `columns` are the indices in the schema of the
    /// columns of `rows`.
    fn body_columns(
        &self,
        rows: &RecordBatch,
        columns: &[usize],
    ) -> Result<Vec<BodyColumn<'_>>, ArrowError> {
        let mut body_columns = Vec::new();
        match &self.body_fields {
            Some(fields) => {
                for field in fields {
                    let values = column_of(rows, columns, field.path.column);
                    body_columns.push(BodyColumn {
                        key: &field.key,
                        values: without_dictionaries(values)?,
                        field: Some(field),
                    });
                }
            }
            None => {
                for &column in columns {
                    let values = column_of(rows, columns, column);
                    body_columns.push(BodyColumn {
                        key: self.schema.field(column).name(),
                        values: without_dictionaries(values)?,
                        field: None,
                    });
                }
            }
        }
        Ok(body_columns)
    }

    /// Appends the records of some rows of a file to a batch. `file` is the index of the file, and
    /// `number` the number of the next record, which is advanced.
    ///
    /// # Errors
    /// If a column cannot be read.
    pub(crate) fn add_to_batch(
        &self,
        rows: &RecordBatch,
        batch: &mut Batch,
        file: usize,
        number: &mut u64,
    ) -> Result<(), ArrowError> {
        let Batch { bytes, records, .. } = batch;
        self.write(rows, bytes, |written| {
            records.push(RawRecord {
                file,
                number: *number,
                // A row is not a run of bytes in the file.
                offset: 0,
                line: *number + 1,
                range: written.range,
                // The row is in memory already, so it is rejected as a whole and not in pieces.
                fault: (written.body.len() > LONGEST_RECORD)
                    .then(|| Limits::default().whole_reason()),
                body: written.body,
            });
            *number += 1;
        })
    }

    /// Converts records back to rows.
    ///
    /// # Errors
    /// If a record does not hold a row of this table.
    pub(crate) fn rows_of(&self, records: &[Vec<u8>]) -> Result<RecordBatch, String> {
        let mut bodies = Vec::with_capacity(records.len());
        let mut rests = Vec::with_capacity(records.len());
        for record in records {
            let (body, rest) = split_record(record).ok_or("a record holds no row of the table")?;
            bodies.push(body);
            rests.push(rest);
        }
        let parser = self.converter.parser();
        let rows = rests.iter().map(|rest| parser.parse(rest));
        let mut columns: Vec<Option<ArrayRef>> = vec![None; self.schema.fields().len()];
        if !self.rest_columns.is_empty() {
            let arrays = self
                .converter
                .convert_rows(rows)
                .map_err(|e| e.to_string())?;
            for (&column, array) in self.rest_columns.iter().zip(arrays) {
                let data_type = self.schema.field(column).data_type();
                // The row format has the values of a dictionary, but not the dictionary.
                let array = match array.data_type() == data_type {
                    true => array,
                    false => cast(&array, data_type).map_err(|e| e.to_string())?,
                };
                columns[column] = Some(array);
            }
        }
        let mut fields = self.body_fields.iter().flatten();
        if let Some(text) = fields.find(|field| field.is_text) {
            let column = &mut columns[text.path.column];
            let data_type = self.schema.field(text.path.column).data_type();
            let texts = match text.path.inside.is_empty() && is_string(data_type) {
                true => strings_of(&bodies, &text.key, data_type),
                false => nested_texts(&bodies, text, column.as_ref(), data_type),
            };
            *column = Some(texts?);
        }
        // Every column is set now: it is in the rest, or is the text.
        let columns: Vec<ArrayRef> = columns.into_iter().flatten().collect();
        let options = RecordBatchOptions::new().with_row_count(Some(records.len()));
        RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)
            .map_err(|e| e.to_string())
    }
}

/// The column of `rows` that has the index `column` in the schema. `rows` need not have all columns
/// of the schema: `columns` are the indices of those that it has, in order.
fn column_of<'r>(rows: &'r RecordBatch, columns: &[usize], column: usize) -> &'r ArrayRef {
    // The callers ask only for columns that `rows` has, so the search never fails.
    rows.column(columns.binary_search(&column).unwrap_or_default())
}

/// Writes the body of the record of a row.
fn write_body(columns: &[BodyColumn<'_>], row: usize, out: &mut Vec<u8>) -> Result<(), ArrowError> {
    out.push(b'{');
    for (index, column) in columns.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_string(column.key, out);
        out.push(b':');
        match column.field {
            Some(field) => {
                let (values, inside) = (&column.values, &field.path.inside);
                // The lists and structs around a text are needed, because the text is put back into
                // them after the cut.
                write_inside(values, row, inside, field.is_text, out)?;
            }
            None => write_all(&column.values, row, out)?,
        }
    }
    out.push(b'}');
    Ok(())
}

/// A column of type `data_type`, made of the strings that the bodies hold under this key.
///
/// The bodies are not parsed, only searched for the key. This must be fast: all threads wait while
/// one thread makes the rows of a file.
fn strings_of(bodies: &[&[u8]], key: &str, data_type: &DataType) -> Result<ArrayRef, String> {
    let bytes = bodies.iter().copied().map(<[u8]>::len).sum();
    let mut strings = LargeStringBuilder::with_capacity(bodies.len(), bytes);
    for &body in bodies {
        let value = sonic_rs::get(body, [key]).map_err(|e| e.to_string())?;
        let text = value.as_str();
        // In a sound record this is a string, or null if the row has no text.
        if text.is_none() && !value.is_null() {
            return Err(format!("`{key}` of a record holds no text"));
        }
        strings.append_option(text);
    }
    cast(&strings.finish(), data_type).map_err(|e| e.to_string())
}

/// A column with texts inside lists or structs. The texts are those of the bodies; see
/// [`with_text`] for the other parameters.
fn nested_texts(
    bodies: &[&[u8]],
    text: &BodyField,
    column: Option<&ArrayRef>,
    data_type: &DataType,
) -> Result<ArrayRef, String> {
    let mut parsed = Vec::with_capacity(bodies.len());
    for body in bodies {
        parsed.push(serde_json::from_slice::<Value>(body).map_err(|e| e.to_string())?);
    }
    let values: Vec<Option<&Value>> = parsed.iter().map(|body| body.get(&text.key)).collect();
    with_text(column, data_type, &text.path.inside, &values).map_err(|e| e.to_string())
}

/// The body of a record, and its rest without the checksum. `None` if the record has no rest, or if
/// the checksum is wrong.
fn split_record(record: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr(b'\n', record)?;
    let (body, rest) = (&record[..end], &record[end + 1..]);
    let (checksum, rest) = rest.split_at_checked(CHECKSUM_BYTES)?;
    // `arrow-row` may panic on bytes that it did not write.
    let is_unchanged = checksum == copydesk_text::hash64(rest).to_le_bytes();
    is_unchanged.then_some((body, rest))
}

/// The range of the body in the raw bytes of a record.
pub(crate) fn body_of(record: &[u8]) -> Range<usize> {
    0..memchr::memchr(b'\n', record).unwrap_or(record.len())
}

/// The fields with a role that the schema has.
fn fields_of_body(schema: &SchemaRef, fields: &Fields) -> Vec<BodyField> {
    let mut out: Vec<BodyField> = Vec::new();
    for (role, name) in fields.named() {
        let is_text = role == Role::Text;
        let Some(path) = path_of(schema, name) else {
            continue;
        };
        // A nested text is in the body with the structs and lists around it, so its key is the name
        // of the column.
        let is_nested_text = is_text && !path.inside.is_empty();
        let key = match is_nested_text {
            true => schema.field(path.column).name().clone(),
            false => name.to_owned(),
        };
        // A field with several roles is written once.
        if out.iter().all(|field| field.key != key) {
            out.push(BodyField { key, path, is_text });
        }
    }
    out
}

/// Where the field with this name or path is. `None` if the schema does not have it.
fn path_of(schema: &SchemaRef, path: &str) -> Option<ColumnPath> {
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

/// Where the text with this name or path is: the index of its column, and the names of the struct
/// fields that lead from the column to it. `None` if the schema does not have it.
pub(crate) fn text_place(schema: &SchemaRef, path: &str) -> Option<(usize, Vec<String>)> {
    path_of(schema, path).map(|path| (path.column, path.inside))
}

/// The names of the struct fields on a path inside values of this type. They are not simply the
/// parts between the dots, because a name may contain dots. `None` if there is no such path.
fn inside_of(data_type: &DataType, path: &str) -> Option<Vec<String>> {
    match data_type {
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
pub(crate) fn is_string(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_string(values),
        _ => false,
    }
}

/// The same type without dictionaries. (In a column with a *dictionary* the dictionary holds the
/// distinct values, and the rows refer to them by number.)
fn plain_type(data_type: &DataType) -> DataType {
    match data_type {
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

/// The same values, each stored in its row and not in a dictionary.
fn without_dictionaries(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let plain = plain_type(array.data_type());
    match plain == *array.data_type() {
        true => Ok(Arc::clone(array)),
        false => cast(array, &plain),
    }
}

/// Writes a JSON string.
fn write_string(string: &str, out: &mut Vec<u8>) {
    // Writing a string to memory cannot fail.
    let _ = sonic_rs::to_writer(out, string);
}

/// Writes a field that is nested in a value. `inside` are the names of the struct fields that lead
/// to the field. If there are none, writes the value itself.
///
/// If `keeps_nesting` is true, the lists and structs around the field are written too, but not the
/// other fields of these structs. If it is false, only the value of the field is written; null is
/// written in its place if the value is a list or a struct, or is in a list.
fn write_inside(
    array: &dyn Array,
    row: usize,
    inside: &[String],
    keeps_nesting: bool,
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
        if !keeps_nesting {
            out.extend_from_slice(b"null");
            return Ok(());
        }
        out.push(b'[');
        for member in 0..members.len() {
            if member > 0 {
                out.push(b',');
            }
            write_inside(&members, member, inside, keeps_nesting, out)?;
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
            if !keeps_nesting {
                return write_inside(child, row, deeper, keeps_nesting, out);
            }
            out.push(b'{');
            write_string(name, out);
            out.push(b':');
            write_inside(child, row, deeper, keeps_nesting, out)?;
            out.push(b'}');
            Ok(())
        }
        (None, DataType::Struct(_)) => {
            // The path ends at this struct, so none of its fields is on the path.
            out.extend_from_slice(if keeps_nesting { b"{}" } else { b"null" });
            Ok(())
        }
        _ => write_scalar(array, row, out),
    }
}

/// Writes a value with everything inside it.
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
            for (index, (field, child)) in
                fields.iter().zip(array.as_struct().columns()).enumerate()
            {
                if index > 0 {
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

/// Writes a string, a number, a boolean or a date. Writes null for a value of any other type.
fn write_scalar(array: &dyn Array, row: usize, out: &mut Vec<u8>) -> Result<(), ArrowError> {
    let data_type = array.data_type();
    match data_type {
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
        _ if data_type.is_integer() => {
            out.extend_from_slice(array_value_to_string(array, row)?.as_bytes());
        }
        _ if data_type.is_numeric() => {
            let number = array_value_to_string(array, row)?;
            // JSON has no NaN and no infinity. The number is parsed only to check that, because the
            // parsed number may have fewer digits.
            let is_number = number.parse::<f64>().is_ok_and(f64::is_finite);
            let number = if is_number { number.as_str() } else { "null" };
            out.extend_from_slice(number.as_bytes());
        }
        _ => out.extend_from_slice(b"null"),
    }
    Ok(())
}

/// A column of type `data_type` with the texts of `values`. All else is copied from `column`, which
/// may be `None` for a column of strings, because there is nothing else in it.
///
/// `inside` are the names of the struct fields that lead to the texts. `values` has a JSON value
/// for each row. It holds the texts of the row, inside the same lists and structs as in the column.
pub(crate) fn with_text(
    column: Option<&ArrayRef>,
    data_type: &DataType,
    inside: &[String],
    values: &[Option<&Value>],
) -> Result<ArrayRef, ArrowError> {
    if is_string(data_type) {
        let strings: LargeStringArray = values
            .iter()
            .map(|value| value.and_then(Value::as_str))
            .collect();
        return cast(&strings, data_type);
    }
    let Some(column) = column else {
        return Err(ArrowError::SchemaError("a record has no text".into()));
    };
    match data_type {
        DataType::List(field) => list_with_text::<i32>(column, field, inside, values),
        DataType::LargeList(field) => list_with_text::<i64>(column, field, inside, values),
        DataType::Struct(fields) => {
            let Some((name, deeper)) = inside.split_first() else {
                return Ok(Arc::clone(column));
            };
            let nested = column.as_struct();
            let mut children = nested.columns().to_vec();
            if let Some(index) = fields.iter().position(|field| field.name() == name) {
                let values: Vec<Option<&Value>> = values
                    .iter()
                    .map(|value| value.and_then(|value| value.get(name)))
                    .collect();
                let data_type = fields[index].data_type();
                children[index] = with_text(Some(&children[index]), data_type, deeper, &values)?;
            }
            let array = StructArray::try_new(fields.clone(), children, nested.nulls().cloned())?;
            Ok(Arc::new(array))
        }
        // A value of any other type is not a text, so it was not cut.
        _ => Ok(Arc::clone(column)),
    }
}

/// Does the work of [`with_text`] for a column of lists. `field` describes their members.
fn list_with_text<O: OffsetSizeTrait>(
    column: &ArrayRef,
    field: &FieldRef,
    inside: &[String],
    values: &[Option<&Value>],
) -> Result<ArrayRef, ArrowError> {
    let list = column.as_list::<O>();
    let (mut lengths, mut members) = (Vec::with_capacity(values.len()), Vec::new());
    for (row, value) in values.iter().enumerate() {
        match value {
            Some(Value::Array(array)) => {
                lengths.push(array.len());
                members.extend(array.iter().map(Some));
            }
            _ => {
                // In Arrow a list that is null may still have members. Their number must stay.
                let length = list.value_length(row).as_usize();
                lengths.push(length);
                members.extend(std::iter::repeat_n(None, length));
            }
        }
    }
    // If the column is a slice of a longer one, its array also has members of other rows.
    let offsets = list.value_offsets();
    let (start, end) = (offsets[0].as_usize(), offsets[list.len()].as_usize());
    let old_members = list.values().slice(start, end - start);
    // A list of strings is made from the record alone, so a cut may have made it shorter. Members
    // of other types are changed one by one, so the record must have as many as the row.
    if !is_string(field.data_type()) && old_members.len() != members.len() {
        let message = "a list in a record is of another length than in its row";
        return Err(ArrowError::SchemaError(message.into()));
    }
    let new_members = with_text(Some(&old_members), field.data_type(), inside, &members)?;
    let offsets = OffsetBuffer::<O>::from_lengths(lengths);
    let nulls = list.nulls().cloned();
    let array = GenericListArray::<O>::try_new(Arc::clone(field), offsets, new_members, nulls)?;
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
