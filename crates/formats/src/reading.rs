//! Which parts of the records are read from a table in columns.

use crate::fields::Fields;
use std::sync::Arc;

/// Which parts of each row are read.
#[derive(Clone, Debug)]
pub(crate) enum Reading {
    /// All columns, as JSON, to choose the fields. No rest is read.
    Look,
    /// The fields with a role.
    Fields(Arc<Fields>),
    /// The fields with a role, and the rest.
    Whole(Arc<Fields>),
}
