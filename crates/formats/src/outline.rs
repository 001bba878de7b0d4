//! Which fields the records of a file have, by its first records.

use crate::fields::Fields;
use crate::producers::is_known_name;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// So many fields are looked at, whatever they are called; of more, those with a name that is
/// known. No record of an article has as many, and the names of a million take much memory.
const MOST_UNKNOWN: usize = 10_000;

/// What a field of a record was seen to hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seen {
    /// A string of about so many bytes.
    String(usize),
    /// A list of strings, of about so many bytes together.
    List(usize),
    /// A number or a truth value.
    Scalar,
    /// Nothing.
    Null,
    /// An object, or a list of other things than strings.
    Other,
}

/// The fields of some records, by name; nested ones by their paths, with dots.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    fields: BTreeMap<String, FieldOutline>,
    /// Records that could be read.
    records: u64,
    /// The names that a user gave.
    asked: Option<Box<Fields>>,
}

/// What one field was seen to hold.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FieldOutline {
    /// Bytes of strings and of lists of strings, and how many were not empty.
    pub text_bytes: u64,
    pub texts: u64,
    /// Records in which it was a string or a number.
    pub scalars: u64,
    /// Records in which it was something that is neither text nor nothing.
    pub others: u64,
}

impl Outline {
    /// Of no record yet; `asked` are the names that a user gave.
    #[must_use]
    pub fn looking_for(asked: &Fields) -> Self {
        Self {
            asked: Some(Box::new(asked.clone())),
            ..Self::default()
        }
    }

    /// Whether a field is looked at that comes after so many others.
    pub(crate) fn looks_at(&self, others: usize, name: &str) -> bool {
        if others < MOST_UNKNOWN || is_known_name(name) {
            return true;
        }
        match &self.asked {
            Some(asked) => asked.has_role(name),
            None => false,
        }
    }

    /// Adds a record by the names of its fields and what they hold.
    pub fn add(&mut self, fields: impl IntoIterator<Item = (String, Seen)>) {
        self.records += 1;
        for (name, seen) in fields {
            if !self.fields.contains_key(&name) && !self.looks_at(self.fields.len(), &name) {
                continue;
            }
            let field = self.fields.entry(name).or_default();
            match seen {
                // A list is no id, date or address, so it counts as text only.
                Seen::String(length) | Seen::List(length) => {
                    field.text_bytes += length as u64;
                    field.texts += u64::from(length > 0);
                    field.scalars += u64::from(length > 0 && matches!(seen, Seen::String(_)));
                }
                Seen::Scalar => {
                    // A number may be an id or a date, but it is no text.
                    field.scalars += 1;
                    field.others += 1;
                }
                Seen::Other => field.others += 1,
                Seen::Null => {}
            }
        }
    }

    /// Records that could be read.
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

    /// The fields that hold strings, with the mean length of those in bytes, longest first.
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

    /// Mean length of the longest text, in bytes; 0 if there is none.
    pub(crate) fn longest(&self) -> u64 {
        match self.strings().first() {
            Some(&(_, length)) => length,
            None => 0,
        }
    }
}

impl FieldOutline {
    /// Mean length of its texts that are not empty, in bytes; there is one at least.
    fn mean_length(&self) -> u64 {
        self.text_bytes / self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Role;

    #[test]
    fn of_very_many_fields_those_that_may_be_meant_are_kept() {
        let asked = Fields::none().with(Role::Title, "the-headline");
        let mut outline = Outline::looking_for(&asked);
        let many = (0..2 * MOST_UNKNOWN).map(|n| n.to_string());
        let names = many.chain(["maintext".into(), "the-headline".into(), "other".into()]);
        outline.add(names.map(|name| (name, Seen::String(9))));
        assert_eq!(outline.fields.len(), MOST_UNKNOWN + 2);
        let fields = outline.choose(&asked).unwrap().to_string();
        assert_eq!(fields, "text from `maintext`, title from `the-headline`");
    }
}
