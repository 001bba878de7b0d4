//! What the content of a file tells of how its records are laid out, beyond its format.

use crate::dialect::Dialect;
use serde::{Deserialize, Serialize};

/// What the content of a file tells of how its records are laid out, beyond its format.
///
/// It is found out once, before the first record is read, and written to the summary, so that the clean file is
/// read the same way when the input is restored.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Layout {
    /// The keys that lead to the records, from the outermost object inwards; none in most files. The
    /// records of `{"articles": {"results": [...]}}` are under `articles` and `results`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub under: Vec<String>,
    /// How the cells of a table are told apart, if the records are its rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<Dialect>,
}
