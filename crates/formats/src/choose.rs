//! Chooses which field of a file has which role: a field that the user named, a field of a producer
//! that is recognised, or a field with a usual name.
//!
//! Roles are filled in the order of [`Role::ALL`], the text first, and a field has one role only.
//! Names alone do not decide: a field that is called `content` may hold an object or nothing. A
//! field gets a role only if it holds what the role needs in the first records. An [`Outline`] says
//! which fields these records have, and what they hold.

use crate::fields::{Fields, Role};
use crate::outline::Outline;
use crate::producers::{PRODUCERS, Producer, SUMMARIES, aliases};

impl Outline {
    /// The names of the fields for all roles in these records. `asked` are the names that the user
    /// gave. `None` if no field can hold the text.
    ///
    /// ```
    /// use copydesk_formats::{Fields, Outline, Role, ValueKind};
    ///
    /// let mut outline = Outline::default();
    /// outline.add([
    ///     ("content".to_owned(), ValueKind::String(900)),
    ///     ("publishedAt".to_owned(), ValueKind::String(20)),
    /// ]);
    /// let fields = outline.choose(&Fields::none()).expect("a usual name");
    /// assert_eq!(fields.to_string(), "text from `content`, date from `publishedAt`");
    /// assert_eq!(outline.choose(&Fields::none().with(Role::Text, "body")), None);
    /// ```
    #[must_use]
    pub fn choose(&self, asked: &Fields) -> Option<Fields> {
        let mut choice = Choice {
            outline: self,
            producer: PRODUCERS
                .iter()
                .find(|producer| self.has_fields_of(producer)),
            asked,
            chosen: Fields::none(),
        };
        for role in Role::ALL {
            let name = match asked.name(role) {
                Some(name) => Some(name),
                None => choice.find(role),
            };
            choice.chosen.set(role, name.map(str::to_owned));
        }
        let text = choice.chosen.text()?;
        // A name that the user gave is checked too. A wrong name should be an error; otherwise
        // every record would be read with an empty text.
        match self.may_be_text(text) {
            true => Some(choice.chosen),
            false => None,
        }
    }

    /// Whether the records have every field by which this producer is recognised.
    fn has_fields_of(&self, producer: &Producer) -> bool {
        producer.known_by.iter().all(|name| self.has(name))
    }

    /// Whether a field holds what a role needs. For the role of the text, it must hold a text in
    /// some record, and nothing but texts and nulls in the others. For the other roles, one string
    /// or scalar is enough.
    fn holds(&self, role: Role, name: &str) -> bool {
        match (self.field(name), role) {
            (Some(field), Role::Text) => field.texts > 0 && field.others == 0,
            (Some(field), _) => field.scalars > 0,
            (None, _) => false,
        }
    }

    /// Whether a field occurs, and is a text, empty, null or missing in some record.
    fn may_be_text(&self, name: &str) -> bool {
        match self.field(name) {
            Some(field) => field.texts > 0 || field.others < self.records(),
            None => false,
        }
    }

    /// Whether [`Self::choose`] finds a field for the text of an article, and not only for its
    /// summary.
    pub(crate) fn has_known_text(&self) -> bool {
        let Some(fields) = self.choose(&Fields::none()) else {
            return false;
        };
        match fields.text() {
            Some(name) => !SUMMARIES.contains(&name),
            None => false,
        }
    }
}

/// The fields of a file while they are chosen, role by role.
struct Choice<'a> {
    outline: &'a Outline,
    /// The producer of the file. `None` if no producer was recognised.
    producer: Option<&'a Producer>,
    /// The names that the user gave.
    asked: &'a Fields,
    /// The fields that were chosen so far.
    chosen: Fields,
}

impl<'a> Choice<'a> {
    /// The field for a role for which the user gave no name.
    fn find(&self, role: Role) -> Option<&'a str> {
        if let Some(producer) = self.producer {
            let chosen = self.first_fit(role, producer.names_of(role));
            // In the records of this producer, a usual name may mean something else. So the only
            // other name that is tried is the role's own. But the text is searched under all usual
            // names, because nothing can be read without it.
            if chosen.is_some() || role != Role::Text {
                return chosen.or_else(|| self.first_fit(role, &[role.name()]));
            }
        }
        match self.first_fit(role, aliases(role)) {
            None if role == Role::Text => self.first_fit(role, SUMMARIES),
            chosen => chosen,
        }
    }

    /// The first of these names whose field has no role yet and holds what `role` needs. For the
    /// text, if there is no such name, the first whose field may hold a text in later records.
    fn first_fit<'n>(&self, role: Role, names: &[&'n str]) -> Option<&'n str> {
        let mut possible = None;
        for &name in names {
            if !self.is_free(name) {
                continue;
            }
            if self.outline.holds(role, name) {
                return Some(name);
            }
            if possible.is_none() && role == Role::Text && self.outline.may_be_text(name) {
                possible = Some(name);
            }
        }
        possible
    }

    /// Whether a field has no role yet, and the user gave it none.
    fn is_free(&self, name: &str) -> bool {
        !self.asked.has_role(name) && !self.chosen.has_role(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::ValueKind;

    fn outline(fields: &[(&str, ValueKind)]) -> Outline {
        let mut outline = Outline::default();
        outline.add(
            fields
                .iter()
                .map(|(name, seen)| ((*name).to_owned(), *seen)),
        );
        outline
    }

    fn chosen(fields: &[(&str, ValueKind)]) -> String {
        let outline = outline(fields);
        outline
            .choose(&Fields::none())
            .unwrap_or(Fields::none())
            .to_string()
    }

    #[test]
    fn every_producer_is_recognised_by_its_fields() {
        for producer in PRODUCERS {
            let mut outline = Outline::default();
            let names = producer.names.iter().map(|(_, names)| names[0]);
            let all: std::collections::BTreeSet<&str> =
                producer.known_by.iter().copied().chain(names).collect();
            outline.add(
                all.into_iter()
                    .map(|name| (name.to_owned(), ValueKind::String(9))),
            );
            let fields = outline.choose(&Fields::none()).unwrap();
            for (role, names) in producer.names {
                assert_eq!(
                    fields.name(*role),
                    Some(names[0]),
                    "{:?}",
                    producer.known_by
                );
            }
        }
    }

    #[test]
    fn the_raw_text_of_one_producer_and_the_address_of_another_are_not_mistaken() {
        let news_please = [
            ("maintext", ValueKind::String(900)),
            ("text", ValueKind::String(5_000)),
            ("date_download", ValueKind::String(19)),
            ("date_publish", ValueKind::Null),
            ("source_domain", ValueKind::String(9)),
        ];
        assert_eq!(
            chosen(&news_please),
            "text from `maintext`, date from `date_download`, source from `source_domain`"
        );
        let trafilatura = [
            ("text", ValueKind::String(900)),
            ("source", ValueKind::String(30)),
            ("fingerprint", ValueKind::String(16)),
            ("hostname", ValueKind::String(9)),
        ];
        assert_eq!(
            chosen(&trafilatura),
            "text from `text`, id from `fingerprint`, url from `source`, source from `hostname`"
        );
    }

    #[test]
    fn a_field_with_a_text_is_preferred_to_an_empty_one_and_an_object_has_no_role() {
        let fields = [
            ("text", ValueKind::Null),
            ("content", ValueKind::String(900)),
            ("source", ValueKind::Other),
        ];
        assert_eq!(chosen(&fields), "text from `content`");
        assert_eq!(chosen(&[("text", ValueKind::Null)]), "text from `text`");
        assert_eq!(chosen(&[("story", ValueKind::Scalar)]), "");
        assert_eq!(
            chosen(&[("summary", ValueKind::String(90))]),
            "text from `summary`"
        );
    }
}
