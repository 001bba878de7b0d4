//! What is read of the records of a table in columns.

use crate::fields::Fields;
use std::sync::Arc;

/// What is read of each row.
#[derive(Clone, Debug)]
pub(crate) enum Reading {
    /// All columns as JSON and no rest, to choose the fields.
    Look,
    /// The fields with a role.
    Fields(Arc<Fields>),
    /// The fields with a role, and the rest.
    Whole(Arc<Fields>),
}
