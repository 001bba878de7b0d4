//! Writing record batches to an Arrow file or stream, with the dictionaries that the batches of a
//! file share.

use crate::column_files::{Head, Table, WriteColumns};
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

/// Begins a file or stream.
pub(crate) fn begin<'s>(
    sink: Box<dyn Sink + 's>,
    _: Spill<'_>,
    head: &[u8],
) -> io::Result<Table<'s>> {
    let (head, without) = Head::read(head)?;
    let mut reader =
        FileReader::try_new(Cursor::new(without.to_vec()), None).map_err(io::Error::other)?;
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
    let sample = reader.next().transpose().map_err(io::Error::other)?;
    // No file has so many rows, so this is the number of groups.
    let is_divided = head.table.groups.group_of(u64::MAX) > 1;
    // All batches of a file share its dictionaries, since the format of files does not allow
    // replacing one. A stream may replace them, and a single batch has its own.
    let sample = sample.filter(|_| is_divided && !head.table.is_stream);
    let dictionaries = match &sample {
        Some(sample) => Dictionary::all(sample).map_err(io::Error::other)?,
        None => Vec::new(),
    };
    let out = if head.table.is_stream {
        Out::Stream(
            StreamWriter::try_new_with_options(sink, &schema, options).map_err(io::Error::other)?,
        )
    } else {
        let mut writer =
            FileWriter::try_new_with_options(sink, &schema, options).map_err(io::Error::other)?;
        for (key, value) in metadata {
            writer.write_metadata(key, value);
        }
        Out::File(writer)
    };
    Ok(Table {
        columns: Box::new(Batches {
            out,
            schema,
            dictionaries,
            sample,
            group: Vec::new(),
        }),
        records,
        groups: head.table.groups,
    })
}

/// What is written.
enum Out<'s> {
    File(FileWriter<Box<dyn Sink + 's>>),
    Stream(StreamWriter<Box<dyn Sink + 's>>),
}

/// Record batches on their way out.
struct Batches<'s> {
    out: Out<'s>,
    schema: SchemaRef,
    /// The dictionaries that all batches share.
    dictionaries: Vec<Dictionary>,
    /// No rows, with those dictionaries: written if no rows are, so that the dictionaries are in
    /// the file when its rows come back.
    sample: Option<RecordBatch>,
    /// The rows of the batch that was begun.
    group: Vec<RecordBatch>,
}

impl Batches<'_> {
    fn write_group(&mut self) -> Result<(), ArrowError> {
        if self.group.is_empty() {
            return Ok(());
        }
        let mut batch = concat_batches(&self.schema, &self.group)?;
        self.group.clear();
        if !self.dictionaries.is_empty() {
            let mut columns = batch.columns().to_vec();
            for dictionary in &self.dictionaries {
                let column = &mut columns[dictionary.column];
                *column = dictionary.encoded(column)?;
            }
            batch = RecordBatch::try_new(Arc::clone(&self.schema), columns)?;
        }
        // Dictionaries are written with the first batch, which this is.
        self.sample = None;
        self.write_batch(&batch)
    }

    fn write_batch(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        match &mut self.out {
            Out::File(writer) => writer.write(batch),
            Out::Stream(writer) => writer.write(batch),
        }
    }
}

impl WriteColumns for Batches<'_> {
    fn write(&mut self, rows: &RecordBatch) -> io::Result<()> {
        self.group.push(rows.clone());
        Ok(())
    }

    fn end_group(&mut self) -> io::Result<()> {
        self.write_group().map_err(io::Error::other)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.write_group().map_err(io::Error::other)?;
        if let Some(sample) = self.sample.take() {
            self.write_batch(&sample).map_err(io::Error::other)?;
        }
        let sink = match self.out {
            Out::File(writer) => writer.into_inner(),
            Out::Stream(writer) => writer.into_inner(),
        };
        sink.map_err(io::Error::other)?.finish()
    }
}

/// The dictionary of a column.
struct Dictionary {
    column: usize,
    values: ArrayRef,
    converter: RowConverter,
    keys: AHashMap<Vec<u8>, i64>,
}

impl Dictionary {
    /// The dictionaries of the columns of a batch.
    fn all(batch: &RecordBatch) -> Result<Vec<Self>, ArrowError> {
        let mut all = Vec::new();
        for (column, array) in batch.columns().iter().enumerate() {
            if let Some(dictionary) = array.as_any_dictionary_opt() {
                let values = Arc::clone(dictionary.values());
                let of = values.data_type().clone();
                // As rows, values of any type can be compared by their bytes.
                let converter = RowConverter::new(vec![SortField::new(of)])?;
                let rows = converter.convert_columns(&[Arc::clone(&values)])?;
                let mut keys = AHashMap::new();
                for (key, row) in rows.iter().enumerate() {
                    // A dictionary may hold a value twice.
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

    /// A column with this dictionary instead of its own.
    fn encoded(&self, array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        let DataType::Dictionary(key_type, value_type) = array.data_type() else {
            return Ok(Arc::clone(array));
        };
        let values = cast(array, value_type)?;
        let rows = self.converter.convert_columns(&[Arc::clone(&values)])?;
        let mut keys = Vec::with_capacity(values.len());
        for (place, row) in rows.iter().enumerate() {
            let key = match values.is_null(place) {
                true => None,
                false => Some(
                    self.keys
                        .get(row.data())
                        .copied()
                        // Only texts change, and a file with texts in shared dictionaries is
                        // refused (`check_dictionaries`), so every value is found.
                        .ok_or_else(|| ArrowError::DictionaryKeyOverflowError)?,
                ),
            };
            keys.push(key);
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
            _ => self.with_keys::<UInt64Type>(&keys),
        }
    }

    fn with_keys<K: ArrowDictionaryKeyType>(
        &self,
        keys: &ArrayRef,
    ) -> Result<ArrayRef, ArrowError> {
        let keys = keys.as_primitive::<K>().clone();
        let array = DictionaryArray::<K>::try_new(keys, Arc::clone(&self.values))?;
        Ok(Arc::new(array))
    }
}
