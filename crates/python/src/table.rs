//! Tables that are exchanged with Python, as PyCapsules of the Arrow C data interface.

use crate::errors::Failure;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{
    ArrayRef, LargeStringArray, RecordBatch, RecordBatchIterator, RecordBatchOptions,
    RecordBatchReader, StructArray,
};
use arrow_schema::ffi::FFI_ArrowSchema as FfiSchema;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use copydesk_pipeline::MemoryTable;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use std::sync::Arc;

/// A table in memory, which other Arrow libraries take as one of theirs.
#[pyclass(frozen, module = "copydesk._native")]
pub struct Table(pub MemoryTable);

impl Table {
    /// A table of one batch.
    ///
    /// # Errors
    /// None: a batch fits its own schema.
    pub fn of(batch: RecordBatch) -> Result<Self, ArrowError> {
        MemoryTable::new(batch.schema(), vec![batch]).map(Self)
    }
}

#[pymethods]
impl Table {
    /// The table of an object with `__arrow_c_stream__` or `__arrow_c_array__`.
    #[staticmethod]
    fn of_arrow(py: Python<'_>, data: &Bound<'_, PyAny>) -> PyResult<Self> {
        if data.hasattr("__arrow_c_stream__")? {
            let capsule = data.call_method0("__arrow_c_stream__")?;
            return Self::of_stream(py, capsule.cast::<PyCapsule>()?);
        }
        let capsules = data.call_method0("__arrow_c_array__")?;
        Self::of_array(capsules.cast::<PyTuple>()?)
    }

    /// A table of strings: for each column its name, and its values.
    #[staticmethod]
    fn of_strings(columns: Vec<(String, Vec<Option<String>>)>) -> PyResult<Self> {
        let rows = columns.first().map_or(0, |(_, values)| values.len());
        let fields: Vec<Field> = columns
            .iter()
            .map(|(name, _)| Field::new(name, DataType::LargeUtf8, true))
            .collect();
        let arrays = columns
            .into_iter()
            .map(|(_, values)| Arc::new(LargeStringArray::from(values)) as ArrayRef)
            .collect();
        // Without any column the number of rows would not be known.
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new_with_options(schema, arrays, &options);
        Ok(batch.and_then(Self::of).map_err(Failure::from)?)
    }

    #[getter]
    fn num_rows(&self) -> usize {
        self.0.rows()
    }

    #[getter]
    fn column_names(&self) -> Vec<String> {
        let fields = self.0.schema().fields().iter();
        fields.map(|field| field.name().clone()).collect()
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface allows a producer to ignore the schema that is asked for.
        let _ = requested_schema;
        let batches: Vec<Result<RecordBatch, ArrowError>> =
            self.0.batches().iter().cloned().map(Ok).collect();
        let reader = RecordBatchIterator::new(batches, Arc::clone(self.0.schema()));
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FfiSchema::try_from(self.0.schema().as_ref()).map_err(Failure::from)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }
}

impl Table {
    /// Reads a stream to its end. Its data is not copied.
    #[expect(
        unsafe_code,
        reason = "the Arrow C stream interface hands over pointers"
    )]
    fn of_stream(py: Python<'_>, capsule: &Bound<'_, PyCapsule>) -> PyResult<Self> {
        let pointer = capsule.pointer_checked(Some(c"arrow_array_stream"))?;
        // SAFETY: a capsule of this name holds a valid stream, which is moved out of it: the
        // stream that is left in the capsule is a released one, as the interface asks for.
        let reader = unsafe { RecordBatchStreamReader::from_raw(pointer.as_ptr().cast()) };
        let reader = reader.map_err(Failure::from)?;
        let schema = reader.schema();
        // The interpreter's lock is released, because a producer written in Python takes it while
        // it is read.
        let batches: Result<Vec<RecordBatch>, ArrowError> = py.detach(|| reader.collect());
        let table = batches.and_then(|batches| MemoryTable::new(schema, batches));
        Ok(Self(table.map_err(Failure::from)?))
    }

    /// The rows of an array of structs.
    #[expect(unsafe_code, reason = "the Arrow C data interface hands over pointers")]
    fn of_array(capsules: &Bound<'_, PyTuple>) -> PyResult<Self> {
        let (schema, array) = (capsules.get_item(0)?, capsules.get_item(1)?);
        let schema = schema
            .cast::<PyCapsule>()?
            .pointer_checked(Some(c"arrow_schema"))?;
        let array = array
            .cast::<PyCapsule>()?
            .pointer_checked(Some(c"arrow_array"))?;
        // SAFETY: capsules of these names hold a valid schema and an array of it; both are moved
        // out of the capsules, and what is left there is released.
        let imported = unsafe {
            let schema = FFI_ArrowSchema::from_raw(schema.as_ptr().cast());
            let array = FFI_ArrowArray::from_raw(array.as_ptr().cast());
            from_ffi(array, &schema)
        };
        let data = imported.map_err(Failure::from)?;
        if !matches!(data.data_type(), DataType::Struct(_)) {
            let message = format!(
                "an array of {} is no table; hand over a record batch, or an array of structs",
                data.data_type()
            );
            return Err(Failure::Usage(message).into());
        }
        let batch = RecordBatch::from(StructArray::from(data));
        Ok(Self::of(batch).map_err(Failure::from)?)
    }
}
