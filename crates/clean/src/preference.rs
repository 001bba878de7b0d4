//! The order of preference: which of two copies is kept.
//!
//! The order depends on the content of documents and never on their place in the input, so the same
//! copy is kept if input files are reordered. (The exception is `--prefer first`, for which the
//! caller ranks documents by their place.) Each document gets an [`Order`], which is compared field
//! by field.

use crate::completeness::incompleteness;
use crate::date;
use crate::origin::{Origin, normal_spelling};
use crate::policy::Prefer;
use copydesk_boilerplate::{RuleBook, Rules};
use copydesk_text::Document;

/// The sort key of a document in the order of preference. Of two documents the one with the smaller
/// key is preferred.
///
/// The caller compares the ids of the documents after `date` and before `content`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Order {
    /// How well the document fits the user's choice; smaller is better. 0 if the choice is a date
    /// or the order of the input.
    pub choice: u64,
    /// Seconds since 1970, negated if the newest copy is preferred; `i64::MAX` for a document
    /// without a date.
    pub date: i64,
    /// A hash of the record, which decides between documents that are equal in all else.
    pub content: u128,
}

/// The user's preference, by which the sort keys of documents are made.
pub struct Preference<'c> {
    prefer: &'c Prefer,
    /// The furniture rules. `None` unless the choice is [`Prefer::Complete`], because rules are
    /// slow to build.
    rules: Option<Rules>,
    /// The preferred sources in the normal spelling of sites; `None` for a blank name, which keeps
    /// its place in the list.
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
            sources: typed.iter().map(|name| normal_spelling(name)).collect(),
            rules: (*prefer == Prefer::Complete).then(Rules::new),
        }
    }

    /// Adds the rules of a book to the built-in ones.
    #[must_use]
    pub fn with_rules(self, book: &RuleBook) -> Self {
        let rules = self.rules.map(|_| Rules::with(book));
        Self { rules, ..self }
    }

    /// The sort key of a document. `text` is its raw text, `site` the site of its origin, and
    /// `content` a hash of its record. `document` returns the document with its words, which are
    /// found only if the key depends on them.
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
            Prefer::Complete => match &self.rules {
                Some(rules) => incompleteness(document(), rules),
                // Does not happen: `new` makes rules for this preference.
                None => 0,
            },
            Prefer::Source(_) => self.position_in_list(origin, site),
        };
        Order {
            choice,
            date: self.date(origin.date.and_then(date::seconds)),
            content,
        }
    }

    /// The position of a document's source or site in the user's list, in any spelling. The length
    /// of the list if neither is in it.
    fn position_in_list(&self, origin: &Origin<'_>, site: &str) -> u64 {
        let source = origin.source_name();
        for (position, name) in self.sources.iter().enumerate() {
            if name.is_some() && (*name == source || name.as_deref() == Some(site)) {
                return position as u64;
            }
        }
        self.sources.len() as u64
    }

    /// The sort key of a date in seconds since 1970: see [`Order::date`].
    fn date(&self, seconds: Option<i64>) -> i64 {
        match seconds {
            None => i64::MAX,
            Some(seconds) if *self.prefer == Prefer::Newest => {
                // The smallest `i64` cannot be negated.
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
