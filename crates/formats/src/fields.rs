//! Which fields of a record copydesk reads, and what they are called.
//!
//! A [`Role`] is what a field is needed for, and [`Fields`] says which field of a record has which
//! role. Only fields with a role are parsed; all others are bytes that are passed through.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a field is needed for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    /// The article's text.
    Text,
    /// Its id.
    Id,
    /// The URL of its page, which also tells the site.
    Url,
    /// When it was published.
    Date,
    /// The site or publisher that it came from. It counts as the site if there is no URL.
    Source,
    /// Its headline.
    Title,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::Text,
        Self::Id,
        Self::Url,
        Self::Date,
        Self::Source,
        Self::Title,
    ];

    /// The name of the role, which is also the usual name of the field.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Id => "id",
            Self::Url => "url",
            Self::Date => "date",
            Self::Source => "source",
            Self::Title => "title",
        }
    }

    /// The index of the role in [`Self::ALL`].
    fn index(self) -> usize {
        self as usize
    }
}

/// The name of the field for each role, in the order of [`Role::ALL`]. A role may have no field.
///
/// A name is the key of a field, or a path into nested objects: keys with dots between them, as in
/// `thread.site`. If a record has both a field with the key `thread.site` and a field at that path,
/// the key is preferred. A path that leads to an array is followed into each member of the array.
///
/// ```
/// use copydesk_formats::{Fields, Role};
///
/// let fields = Fields::default();
/// assert_eq!(fields.name(Role::Date), Some("date"));
/// let named = Fields::none().with(Role::Text, "maintext");
/// assert_eq!(serde_json::to_string(&named)?, r#"{"text":"maintext"}"#);
/// assert_eq!(named.to_string(), "text from `maintext`");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(from = "Named", into = "Named")]
pub struct Fields([Option<String>; Role::ALL.len()]);

impl Default for Fields {
    /// The usual names.
    fn default() -> Self {
        Self(Role::ALL.map(|role| Some(role.name().to_owned())))
    }
}

impl Fields {
    /// No names.
    #[must_use]
    pub fn none() -> Self {
        Self(Default::default())
    }

    /// These names, with `name` for `role`.
    #[must_use]
    pub fn with(mut self, role: Role, name: impl Into<String>) -> Self {
        self.set(role, Some(name.into()));
        self
    }

    /// Sets the name of the field for a role, or that the role has no field.
    pub fn set(&mut self, role: Role, name: Option<String>) {
        self.0[role.index()] = name;
    }

    /// The name of the field for a role. `None` if the role has no field.
    #[must_use]
    pub fn name(&self, role: Role) -> Option<&str> {
        self.0[role.index()].as_deref()
    }

    /// The name of the field that holds the text. `None` if no field does.
    pub(crate) fn text(&self) -> Option<&str> {
        self.name(Role::Text)
    }

    /// All roles that have a field, each with the field's name.
    pub fn named(&self) -> impl Iterator<Item = (Role, &str)> {
        Role::ALL
            .into_iter()
            .filter_map(|role| Some((role, self.name(role)?)))
    }

    /// Whether a field of this name has a role.
    pub(crate) fn has_role(&self, name: &str) -> bool {
        for (_, named) in self.named() {
            if named == name {
                return true;
            }
        }
        false
    }

    /// These names, and the names in `other` for the roles that have none here.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (role, name) in other.named() {
            if both.name(role).is_none() {
                both.set(role, Some(name.to_owned()));
            }
        }
        both
    }
}

/// The names as a phrase for the user: ``text from `maintext`, title from `headline` ``.
impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (role, name)) in self.named().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{} from `{name}`", role.name())?;
        }
        Ok(())
    }
}

/// [`Fields`] as they are written to `summary.json`: an object with a key for each role that has a
/// name.
#[derive(Serialize, Deserialize)]
struct Named {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
}

impl From<Named> for Fields {
    fn from(named: Named) -> Self {
        let Named {
            text,
            id,
            url,
            date,
            source,
            title,
        } = named;
        Self([text, id, url, date, source, title])
    }
}

impl From<Fields> for Named {
    fn from(Fields([text, id, url, date, source, title]): Fields) -> Self {
        Self {
            text,
            id,
            url,
            date,
            source,
            title,
        }
    }
}
