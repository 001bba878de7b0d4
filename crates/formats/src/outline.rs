//! An [`Outline`] of a file: which fields its first records have, and what they hold. From it the
//! fields are chosen that copydesk reads ([`Outline::choose`], in another module).

use crate::fields::Fields;
use crate::producers::is_known_name;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// After this many fields, an outline takes in only fields with names that dumps are known to use
/// ([`is_known_name`]) or that the user gave. No article has that many fields, and the names of a
/// million would take much memory.
const MAX_UNKNOWN_FIELDS: usize = 10_000;

/// The kind of value that a field has in one record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ValueKind {
    /// A string, with its approximate length in bytes.
    String(usize),
    /// A list of strings, with their approximate length in bytes together.
    List(usize),
    /// A number or a truth value.
    Scalar,
    /// Null.
    Null,
    /// An object, or a list of other things than strings.
    Other,
}

/// The fields of some records. A field is known by its name, and a nested one by the names that
/// lead to it, with dots between them: `source.name`.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    fields: BTreeMap<String, FieldOutline>,
    /// Number of records that could be read.
    records: u64,
    /// The names of fields that the user gave, each for its role, such as text or date. `None` if
    /// the outline was not made by [`Self::looking_for`].
    asked: Option<Box<Fields>>,
}

/// What one field holds in the records of an outline.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FieldOutline {
    /// Approximate length in bytes of all texts of the field together. A text is a string, or a
    /// list of strings, that is not empty.
    pub text_bytes: u64,
    /// Number of records in which the field is a text.
    pub texts: u64,
    /// Number of records in which the field is a number, a truth value, or a string that is not
    /// empty.
    pub scalars: u64,
    /// Number of records in which the field is anything but a string, a list of strings or null.
    pub others: u64,
}

impl Outline {
    /// An outline of no record yet. `asked` are the names of fields that the user gave.
    #[must_use]
    pub fn looking_for(asked: &Fields) -> Self {
        Self {
            asked: Some(Box::new(asked.clone())),
            ..Self::default()
        }
    }

    /// Whether a field with this name is taken in after `fields_before` other fields.
    pub(crate) fn looks_at(&self, fields_before: usize, name: &str) -> bool {
        if fields_before < MAX_UNKNOWN_FIELDS || is_known_name(name) {
            return true;
        }
        match &self.asked {
            Some(asked) => asked.has_role(name),
            None => false,
        }
    }

    /// Adds a record, given the name of each field and the kind of its value.
    pub fn add(&mut self, fields: impl IntoIterator<Item = (String, ValueKind)>) {
        self.records += 1;
        for (name, seen) in fields {
            if !self.fields.contains_key(&name) && !self.looks_at(self.fields.len(), &name) {
                continue;
            }
            let field = self.fields.entry(name).or_default();
            match seen {
                // A list may be a text, but no id, date or URL, so it does not count as a scalar.
                ValueKind::String(length) | ValueKind::List(length) => {
                    field.text_bytes += length as u64;
                    field.texts += u64::from(length > 0);
                    field.scalars += u64::from(length > 0 && matches!(seen, ValueKind::String(_)));
                }
                ValueKind::Scalar => {
                    // A number may be an id or a date, but no text.
                    field.scalars += 1;
                    field.others += 1;
                }
                ValueKind::Other => field.others += 1,
                ValueKind::Null => {}
            }
        }
    }

    /// Number of records that could be read.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records
    }

    pub(crate) fn field(&self, name: &str) -> Option<&FieldOutline> {
        self.fields.get(name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// The fields that hold texts, with the mean length of their texts in bytes, longest first.
    #[must_use]
    pub fn strings(&self) -> Vec<(&str, u64)> {
        let mut strings = Vec::new();
        for (name, field) in &self.fields {
            if field.texts > 0 {
                strings.push((name.as_str(), field.mean_length()));
            }
        }
        strings.sort_by_key(|&(name, length)| (Reverse(length), name));
        strings
    }

    /// The largest mean length, in bytes, of a field's texts. 0 if no field holds a text.
    pub(crate) fn longest(&self) -> u64 {
        match self.strings().first() {
            Some(&(_, length)) => length,
            None => 0,
        }
    }
}

impl FieldOutline {
    /// Mean length in bytes of the field's texts, of which there must be at least one.
    fn mean_length(&self) -> u64 {
        self.text_bytes / self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Role;

    #[test]
    fn after_very_many_fields_only_those_with_known_names_are_taken_in() {
        let asked = Fields::none().with(Role::Title, "the-headline");
        let mut outline = Outline::looking_for(&asked);
        let many = (0..2 * MAX_UNKNOWN_FIELDS).map(|n| n.to_string());
        let names = many.chain(["maintext".into(), "the-headline".into(), "other".into()]);
        outline.add(names.map(|name| (name, ValueKind::String(9))));
        assert_eq!(outline.fields.len(), MAX_UNKNOWN_FIELDS + 2);
        let fields = outline.choose(&asked).unwrap().to_string();
        assert_eq!(fields, "text from `maintext`, title from `the-headline`");
    }
}
