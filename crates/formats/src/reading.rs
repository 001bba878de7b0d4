//! Which parts of each row are read from a table that is stored column by column.

use crate::fields::Fields;
use std::sync::Arc;

/// Which parts of each row are read. A *field* is a column with a role, such as the text or the
/// date; all other columns are the *rest* of a row, and only copied.
#[derive(Clone, Debug)]
pub(crate) enum Reading {
    /// All columns, as JSON, to choose the fields. No column counts as rest yet.
    Look,
    /// The fields only.
    Fields(Arc<Fields>),
    /// The fields and the rest.
    Whole(Arc<Fields>),
}
