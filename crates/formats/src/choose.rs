//! Which fields of a file are looked at: those a user named, those of a producer that is
//! recognised, or those with a usual name.

use crate::fields::{Fields, Role};
use crate::outline::Outline;
use crate::producers::{PRODUCERS, Producer, SUMMARIES, aliases};

impl Outline {
    /// The names for all roles in these records; `asked` are those that a user named. `None` if no
    /// field holds the text.
    ///
    /// ```
    /// use copydesk_formats::{Fields, Outline, Role, Seen};
    ///
    /// let mut outline = Outline::default();
    /// outline.add([
    ///     ("content".to_owned(), Seen::String(900)),
    ///     ("publishedAt".to_owned(), Seen::String(20)),
    /// ]);
    /// let fields = outline.choose(&Fields::none()).expect("a usual name");
    /// assert_eq!(fields.to_string(), "text from `content`, date from `publishedAt`");
    /// assert_eq!(outline.choose(&Fields::none().with(Role::Text, "body")), None);
    /// ```
    #[must_use]
    pub fn choose(&self, asked: &Fields) -> Option<Fields> {
        let producer = PRODUCERS.iter().find(|producer| self.is_by(producer));
        let mut chosen = Fields::none();
        for role in Role::ALL {
            let name = match asked.name(role) {
                Some(name) => Some(name.to_owned()),
                None => self.find(role, producer, asked, &chosen),
            };
            chosen.set(role, name);
        }
        let text = chosen.name(Role::Text)?;
        self.may_be_text(text).then_some(chosen)
    }

    fn is_by(&self, producer: &Producer) -> bool {
        producer.known_by.iter().all(|name| self.has(name))
    }

    /// The field for a role, of those that have no other.
    fn find(
        &self,
        role: Role,
        producer: Option<&Producer>,
        asked: &Fields,
        chosen: &Fields,
    ) -> Option<String> {
        let is_free = |name: &&str| !asked.has_role(name) && !chosen.has_role(name);
        let of_producer = producer.and_then(|producer| {
            let (_, names) = producer.names.iter().find(|(named, _)| *named == role)?;
            self.first_of(role, names.iter().copied().filter(is_free))
        });
        let name = of_producer.or_else(|| match producer {
            // What the producer calls so under another name has been taken by another role.
            Some(_) if role != Role::Text => {
                self.first_of(role, [role.name()].into_iter().filter(is_free))
            }
            _ => {
                let names = aliases(role).iter().copied().filter(is_free);
                self.first_of(role, names).or_else(|| {
                    let summaries = SUMMARIES.iter().copied().filter(is_free);
                    (role == Role::Text)
                        .then(|| self.first_of(role, summaries))
                        .flatten()
                })
            }
        });
        name.map(str::to_owned)
    }

    /// The first of some names under which there is something in these records; for the text, else
    /// the first under which there could be.
    fn first_of<'n>(
        &self,
        role: Role,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> Option<&'n str> {
        let first = names.clone().find(|name| self.holds(role, name));
        let mut others = names;
        match role {
            Role::Text => first.or_else(|| others.find(|name| self.may_be_text(name))),
            _ => first,
        }
    }

    /// Whether a field holds what a role needs in some record; for the text, in all.
    fn holds(&self, role: Role, name: &str) -> bool {
        self.field(name).is_some_and(|field| match role {
            Role::Text => field.texts > 0 && field.others == 0,
            _ => field.scalars > 0,
        })
    }

    /// Whether a field is there, and holds text or nothing in some record.
    fn may_be_text(&self, name: &str) -> bool {
        self.field(name)
            .is_some_and(|field| field.texts > 0 || field.others < self.records())
    }

    /// Whether the records hold the text of an article in a field that is known for it.
    pub(crate) fn has_known_text(&self) -> bool {
        let fields = self.choose(&Fields::none());
        let name = fields.as_ref().and_then(|fields| fields.name(Role::Text));
        name.is_some_and(|name| !SUMMARIES.contains(&name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::Seen;

    fn outline(fields: &[(&str, Seen)]) -> Outline {
        let mut outline = Outline::default();
        outline.add(
            fields
                .iter()
                .map(|(name, seen)| ((*name).to_owned(), *seen)),
        );
        outline
    }

    fn chosen(fields: &[(&str, Seen)]) -> String {
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
                    .map(|name| (name.to_owned(), Seen::String(9))),
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
        let please = [
            ("maintext", Seen::String(900)),
            ("text", Seen::String(5_000)),
            ("date_download", Seen::String(19)),
            ("date_publish", Seen::Null),
            ("source_domain", Seen::String(9)),
        ];
        assert_eq!(
            chosen(&please),
            "text from `maintext`, date from `date_download`, source from `source_domain`"
        );
        let trafilatura = [
            ("text", Seen::String(900)),
            ("source", Seen::String(30)),
            ("fingerprint", Seen::String(16)),
            ("hostname", Seen::String(9)),
        ];
        assert_eq!(
            chosen(&trafilatura),
            "text from `text`, id from `fingerprint`, url from `source`, source from `hostname`"
        );
    }

    #[test]
    fn a_field_that_holds_nothing_gives_way_and_one_with_an_object_is_none() {
        let fields = [
            ("text", Seen::Null),
            ("content", Seen::String(900)),
            ("source", Seen::Other),
        ];
        assert_eq!(chosen(&fields), "text from `content`");
        assert_eq!(chosen(&[("text", Seen::Null)]), "text from `text`");
        assert_eq!(chosen(&[("story", Seen::Scalar)]), "");
        assert_eq!(
            chosen(&[("summary", Seen::String(90))]),
            "text from `summary`"
        );
    }
}
