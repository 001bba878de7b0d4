//! Names of the fields that are looked at.

use serde::{Deserialize, Serialize};

/// Names of the fields that are looked at. All other fields pass through untouched.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fields {
    /// The article's text.
    pub text: String,
    /// Its id.
    pub id: String,
    /// Its address; the site is taken from it.
    pub url: String,
    /// When it was published.
    pub date: String,
    /// Where it came from, if it has no address.
    pub source: String,
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            text: "text".into(),
            id: "id".into(),
            url: "url".into(),
            date: "date".into(),
            source: "source".into(),
        }
    }
}

impl Fields {
    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [&self.text, &self.id, &self.url, &self.date, &self.source]
            .into_iter()
            .map(String::as_str)
    }
}
