//! Which of two copies one would rather keep.

use crate::completeness::incompleteness;
use crate::date;
use crate::origin::{Origin, spelled};
use crate::policy::Prefer;
use copydesk_boilerplate::{RuleBook, Rules};
use copydesk_text::Document;

/// What the order of preference looks at beside the id, which comes between `date` and `content`.
/// Smaller is preferred, and none of it depends on where the record is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Order {
    /// What the user prefers, as a number.
    pub choice: u64,
    /// Seconds since 1970; the last moment for those without a date. Negated where the newest is
    /// preferred.
    pub date: i64,
    /// A hash of the record.
    pub content: u128,
}

/// The user's preference.
pub struct Preference<'c> {
    prefer: &'c Prefer,
    rules: Option<Rules>,
    /// What the user calls the preferred sources, spelled as sites are.
    sources: Vec<Option<String>>,
}

impl<'c> Preference<'c> {
    /// A preference, made once for many documents.
    #[must_use]
    pub fn new(prefer: &'c Prefer) -> Self {
        let typed = match prefer {
            Prefer::Source(list) => list.as_slice(),
            _ => &[],
        };
        Self {
            prefer,
            sources: typed.iter().map(|name| spelled(name)).collect(),
            rules: (*prefer == Prefer::Complete).then(Rules::new),
        }
    }

    /// The same preference, with the rules of a book beside the built-in ones.
    #[must_use]
    pub fn with_rules(self, book: &RuleBook) -> Self {
        let rules = self.rules.map(|_| Rules::with(book));
        Self { rules, ..self }
    }

    /// Where a document stands in the order of preference. `site` is that of its origin, `content`
    /// a hash of its record; the document is asked for only if the order depends on it.
    pub fn order<'d>(
        &self,
        origin: &Origin<'_>,
        site: &str,
        text: &str,
        document: impl FnOnce() -> &'d Document<'d>,
        content: u128,
    ) -> Order {
        let choice = match self.prefer {
            Prefer::Earliest | Prefer::Newest | Prefer::First => 0,
            Prefer::Longest => u64::MAX - text.len() as u64,
            Prefer::Complete => self
                .rules
                .as_ref()
                .map_or(0, |rules| incompleteness(document(), rules)),
            Prefer::Source(_) => self.place(origin, site),
        };
        Order {
            choice,
            date: self.date(origin.date.and_then(date::seconds)),
            content,
        }
    }

    /// The place of a document's source or site in the user's list, however they are spelled; after
    /// the last if it is not in it.
    fn place(&self, origin: &Origin<'_>, site: &str) -> u64 {
        let source = origin.source_name();
        for (place, name) in self.sources.iter().enumerate() {
            // What the user typed may be no name of a source.
            let Some(name) = name.as_deref() else {
                continue;
            };
            if source.as_deref() == Some(name) || name == site {
                return place as u64;
            }
        }
        self.sources.len() as u64
    }

    /// Undated documents come last.
    fn date(&self, seconds: Option<i64>) -> i64 {
        match seconds {
            None => i64::MAX,
            Some(seconds) if *self.prefer == Prefer::Newest => {
                seconds.checked_neg().unwrap_or(i64::MAX)
            }
            Some(seconds) => seconds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_has_its_order() {
        let document = Document::new("The ferry left.");
        let order = |prefer: &Prefer, origin: &Origin<'_>, text: &str| {
            let found =
                Preference::new(prefer).order(origin, &origin.site(), text, || &document, 0);
            (found.choice, found.date)
        };
        let early = Origin {
            date: Some("2022-03-02"),
            source: Some("Harbour Post"),
            ..Origin::default()
        };
        let late = Origin {
            date: Some("2022-03-09"),
            source: Some("Island News"),
            ..Origin::default()
        };
        let undated = Origin::default();
        assert!(order(&Prefer::Earliest, &early, "") < order(&Prefer::Earliest, &late, ""));
        assert!(order(&Prefer::Newest, &late, "") < order(&Prefer::Newest, &early, ""));
        assert!(order(&Prefer::Newest, &early, "") < order(&Prefer::Newest, &undated, ""));
        assert!(
            order(&Prefer::Longest, &early, "longer") < order(&Prefer::Longest, &early, "long")
        );
        let source = Prefer::Source(vec!["island news".to_owned()]);
        assert!(order(&source, &late, "") < order(&source, &early, ""));
    }
}
