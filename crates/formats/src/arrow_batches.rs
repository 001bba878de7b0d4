//! Writes record batches to an Arrow file or stream.
//!
//! In a column with a dictionary, the rows have keys and the dictionary has the value of each key.
//! All batches of a file must share the dictionary of a column; in a stream each batch may have its
//! own. The output has the batches of the input, without the rows that are dropped. A batch is
//! called a *group* where Arrow and Parquet share code.

use crate::column_files::{Head, OutputTable, WriteRows};
use crate::columnar::RowRecords;
use crate::compression::Sink;
use crate::reading::Reading;
use crate::write::Spill;
use ahash::AHashMap;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, DictionaryArray, Int64Array, RecordBatch};
use arrow_cast::cast;
use arrow_ipc::CompressionType;
use arrow_ipc::reader::FileReader;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use arrow_row::{RowConverter, SortField};
use arrow_schema::{ArrowError, DataType, SchemaRef};
use arrow_select::concat::concat_batches;
use std::io::{self, Cursor};
use std::sync::Arc;

/// Begins a file or stream of the clean dump. `head` are the bytes of a [`Head`]. It describes the
/// input: schema, metadata, dictionaries, compression, and the sizes of its batches. The [`Spill`]
/// is for parts of a file that cannot be written yet; in Arrow there are none.
pub(crate) fn begin<'s>(
    sink: Box<dyn Sink + 's>,
    _: Spill,
    head: &[u8],
) -> io::Result<OutputTable<'s>> {
    let (head, file_without_rows) = Head::read(head)?;
    let mut reader = FileReader::try_new(Cursor::new(file_without_rows.to_vec()), None)
        .map_err(io::Error::other)?;
    let schema = reader.schema();
    let reading = Reading::Whole(Arc::new(head.fields));
    let records = RowRecords::new(Arc::clone(&schema), &reading).map_err(io::Error::other)?;
    let codec = match head.table.codecs.first().map(String::as_str) {
        Some("zstd") => Some(CompressionType::ZSTD),
        Some("lz4") => Some(CompressionType::LZ4_FRAME),
        _ => None,
    };
    let options = IpcWriteOptions::default()
        .try_with_compression(codec)
        .map_err(io::Error::other)?;
    let metadata: Vec<(String, String)> = reader
        .custom_metadata()
        .iter()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    // The file without rows has a batch only if a column has a dictionary.
    let empty_batch = reader.next().transpose().map_err(io::Error::other)?;
    // No table has a row with this number, so `group_of` returns the number of groups.
    let is_divided = head.table.groups.group_of(u64::MAX) > 1;
    // Only the batches of a file share a dictionary. In a stream, each batch may replace it.
    let shares_dictionaries = is_divided && !head.table.is_stream;
    let empty_batch = empty_batch.filter(|_| shares_dictionaries);
    let dictionaries = match &empty_batch {
        Some(batch) => Dictionary::all(batch).map_err(io::Error::other)?,
        None => Vec::new(),
    };
    let writer = if head.table.is_stream {
        ArrowWriter::Stream(
            StreamWriter::try_new_with_options(sink, &schema, options).map_err(io::Error::other)?,
        )
    } else {
        let mut writer =
            FileWriter::try_new_with_options(sink, &schema, options).map_err(io::Error::other)?;
        for (key, value) in metadata {
            writer.write_metadata(key, value);
        }
        ArrowWriter::File(writer)
    };
    Ok(OutputTable {
        writer: Box::new(BatchWriter {
            writer,
            schema,
            dictionaries,
            empty_batch,
            rows: Vec::new(),
        }),
        records,
        groups: head.table.groups,
    })
}

/// The writer of a file or of a stream.
enum ArrowWriter<'s> {
    File(FileWriter<Box<dyn Sink + 's>>),
    Stream(StreamWriter<Box<dyn Sink + 's>>),
}

/// Writes rows in batches. Each batch has those rows of a batch of the input that stay.
struct BatchWriter<'s> {
    writer: ArrowWriter<'s>,
    schema: SchemaRef,
    /// The dictionaries that all batches share. Empty if each batch has its own.
    dictionaries: Vec<Dictionary>,
    /// A batch without rows that has the shared dictionaries. It is written if no row of the file
    /// stays, so that the dictionaries are in the output when the input is restored. `None` if
    /// nothing is shared, or after a batch was written.
    empty_batch: Option<RecordBatch>,
    /// The rows of the next batch so far.
    rows: Vec<RecordBatch>,
}

impl BatchWriter<'_> {
    /// Writes the next batch, if it has any rows.
    fn write_group(&mut self) -> Result<(), ArrowError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut batch = concat_batches(&self.schema, &self.rows)?;
        self.rows.clear();
        if !self.dictionaries.is_empty() {
            let mut columns = batch.columns().to_vec();
            for dictionary in &self.dictionaries {
                let column = &mut columns[dictionary.column];
                *column = dictionary.encoded(column)?;
            }
            batch = RecordBatch::try_new(Arc::clone(&self.schema), columns)?;
        }
        // The dictionaries are written with the first batch.
        self.empty_batch = None;
        self.write_batch(&batch)
    }

    fn write_batch(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        match &mut self.writer {
            ArrowWriter::File(writer) => writer.write(batch),
            ArrowWriter::Stream(writer) => writer.write(batch),
        }
    }
}

impl WriteRows for BatchWriter<'_> {
    fn write(&mut self, rows: &RecordBatch) -> io::Result<()> {
        self.rows.push(rows.clone());
        Ok(())
    }

    fn end_group(&mut self) -> io::Result<()> {
        self.write_group().map_err(io::Error::other)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.write_group().map_err(io::Error::other)?;
        if let Some(batch) = self.empty_batch.take() {
            self.write_batch(&batch).map_err(io::Error::other)?;
        }
        let sink = match self.writer {
            ArrowWriter::File(writer) => writer.into_inner(),
            ArrowWriter::Stream(writer) => writer.into_inner(),
        };
        sink.map_err(io::Error::other)?.finish()
    }
}

/// The dictionary of a column, which all batches share.
struct Dictionary {
    /// Index of the column.
    column: usize,
    values: ArrayRef,
    /// Converts values to bytes (an Arrow *row*), so that values of any type can be looked up.
    converter: RowConverter,
    /// The key of each value, by the value's bytes.
    keys: AHashMap<Vec<u8>, i64>,
}

impl Dictionary {
    /// The dictionary of each column of a batch that has a dictionary.
    fn all(batch: &RecordBatch) -> Result<Vec<Self>, ArrowError> {
        let mut all = Vec::new();
        for (column, array) in batch.columns().iter().enumerate() {
            if let Some(dictionary) = array.as_any_dictionary_opt() {
                let values = Arc::clone(dictionary.values());
                let value_type = values.data_type().clone();
                let converter = RowConverter::new(vec![SortField::new(value_type)])?;
                let rows = converter.convert_columns(&[Arc::clone(&values)])?;
                let mut keys = AHashMap::new();
                for (key, row) in rows.iter().enumerate() {
                    // A dictionary may have a value twice. Then the first key is used.
                    keys.entry(row.data().to_vec()).or_insert(key as i64);
                }
                all.push(Self {
                    column,
                    values,
                    converter,
                    keys,
                });
            }
        }
        Ok(all)
    }

    /// The column `array` with this dictionary in place of its own. Each row keeps its value, but
    /// gets the key that the value has in this dictionary.
    fn encoded(&self, array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        let DataType::Dictionary(key_type, value_type) = array.data_type() else {
            return Ok(Arc::clone(array));
        };
        let values = cast(array, value_type)?;
        let rows = self.converter.convert_columns(&[Arc::clone(&values)])?;
        let mut keys = Vec::with_capacity(values.len());
        for (index, row) in rows.iter().enumerate() {
            if values.is_null(index) {
                keys.push(None);
                continue;
            }
            // Every value is found: only texts change, and a file with texts in shared dictionaries
            // is refused (`check_dictionaries` in `formats/arrow.rs`).
            match self.keys.get(row.data()) {
                Some(&key) => keys.push(Some(key)),
                None => return Err(ArrowError::DictionaryKeyOverflowError),
            }
        }
        let keys: ArrayRef = Arc::new(Int64Array::from(keys));
        let keys = cast(&keys, key_type)?;
        match **key_type {
            DataType::Int8 => self.with_keys::<Int8Type>(&keys),
            DataType::Int16 => self.with_keys::<Int16Type>(&keys),
            DataType::Int32 => self.with_keys::<Int32Type>(&keys),
            DataType::Int64 => self.with_keys::<Int64Type>(&keys),
            DataType::UInt8 => self.with_keys::<UInt8Type>(&keys),
            DataType::UInt16 => self.with_keys::<UInt16Type>(&keys),
            DataType::UInt32 => self.with_keys::<UInt32Type>(&keys),
            // No other type of key is left.
            _ => self.with_keys::<UInt64Type>(&keys),
        }
    }

    /// A column with these keys, which are of type `K`, and the values of this dictionary.
    fn with_keys<K: ArrowDictionaryKeyType>(
        &self,
        keys: &ArrayRef,
    ) -> Result<ArrayRef, ArrowError> {
        let keys = keys.as_primitive::<K>().clone();
        let array = DictionaryArray::<K>::try_new(keys, Arc::clone(&self.values))?;
        Ok(Arc::new(array))
    }
}
