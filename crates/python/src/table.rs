//! Tables, which are exchanged with Python as capsules of the Arrow C data interface.

use crate::errors::Failure;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{
    ArrayRef, LargeStringArray, RecordBatch, RecordBatchIterator, RecordBatchOptions,
    RecordBatchReader, StructArray,
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use copydesk_pipeline::MemoryTable;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use std::sync::Arc;

/// A table in memory, which other Arrow libraries can read without a copy.
#[pyclass(frozen, module = "copydesk._native")]
pub struct Table(pub MemoryTable);

impl Table {
    /// A table of one batch.
    ///
    /// # Errors
    /// None is known: a batch fits its own schema.
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

    /// A table of strings, from the name and the values of each column.
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
        // The number of rows is given, because a table without columns does not know it.
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let schema = Arc::new(Schema::new(fields));
        let batch = RecordBatch::try_new_with_options(schema, arrays, &options);
        Ok(batch.and_then(Self::of).map_err(Failure::from)?)
    }

    /// The number of rows.
    #[getter]
    fn num_rows(&self) -> usize {
        self.0.rows()
    }

    /// The names of the columns, in order.
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
        // The interface allows a producer to ignore the requested schema.
        let _ = requested_schema;
        let batches: Vec<Result<RecordBatch, ArrowError>> =
            self.0.batches().iter().cloned().map(Ok).collect();
        let reader = RecordBatchIterator::new(batches, Arc::clone(self.0.schema()));
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.0.schema().as_ref()).map_err(Failure::from)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }
}

impl Table {
    /// The table of all batches in a stream, which is read to its end. Its data is not copied.
    #[expect(
        unsafe_code,
        reason = "the Arrow C stream interface hands over pointers"
    )]
    fn of_stream(py: Python<'_>, capsule: &Bound<'_, PyCapsule>) -> PyResult<Self> {
        let pointer = capsule.pointer_checked(Some(c"arrow_array_stream"))?;
        // SAFETY: a capsule with this name holds a valid stream, which is moved out of it. The
        // stream that is left in the capsule is marked as released, as the interface demands.
        let reader = unsafe { RecordBatchStreamReader::from_raw(pointer.as_ptr().cast()) };
        let reader = reader.map_err(Failure::from)?;
        let schema = reader.schema();
        // The interpreter's lock is released, because a producer that is written in Python takes it
        // while its stream is read.
        let batches: Result<Vec<RecordBatch>, ArrowError> = py.detach(|| reader.collect());
        let table = batches.and_then(|batches| MemoryTable::new(schema, batches));
        Ok(Self(table.map_err(Failure::from)?))
    }

    /// The table whose rows are the structs of an array.
    #[expect(unsafe_code, reason = "the Arrow C data interface hands over pointers")]
    fn of_array(capsules: &Bound<'_, PyTuple>) -> PyResult<Self> {
        let (schema, array) = (capsules.get_item(0)?, capsules.get_item(1)?);
        let schema = schema
            .cast::<PyCapsule>()?
            .pointer_checked(Some(c"arrow_schema"))?;
        let array = array
            .cast::<PyCapsule>()?
            .pointer_checked(Some(c"arrow_array"))?;
        // SAFETY: capsules with these names hold a valid schema and an array with that schema. Both
        // are moved out of the capsules, where they are left marked as released.
        let imported = unsafe {
            let schema = FFI_ArrowSchema::from_raw(schema.as_ptr().cast());
            let array = FFI_ArrowArray::from_raw(array.as_ptr().cast());
            from_ffi(array, &schema)
        };
        let data = imported.map_err(Failure::from)?;
        if !matches!(data.data_type(), DataType::Struct(_)) {
            let message = format!(
                "an array of {} is not a table; hand over a record batch, or an array of structs",
                data.data_type()
            );
            return Err(Failure::Usage(message).into());
        }
        let batch = RecordBatch::from(StructArray::from(data));
        Ok(Self::of(batch).map_err(Failure::from)?)
    }
}
