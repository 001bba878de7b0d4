//! Cleans single articles.
//!
//! A [`Cleaner`] is a thin layer over an [`Analyser`]: it finds furniture and repeats, cuts them,
//! and returns the text. It does nothing that needs other documents (duplicates, shared
//! paragraphs).

use crate::analysis::Analyser;
use crate::decision::Verdict;
use crate::finding::{Finding, settle, spans_of};
use crate::furniture::Site;
use crate::origin::Origin;
use crate::rewrite::cut;
use crate::settings::Settings;
use copydesk_boilerplate::RuleBook;
use copydesk_neardup::ConfigError;
use copydesk_text::Document;

/// Cleans single articles: removes site furniture, and text that an article has twice.
///
/// One cleaner is used for many articles, from any number of threads. It does not find what
/// articles have in common; for that, clean a dump. With a
/// [`RecurrenceTable`](copydesk_boilerplate::RecurrenceTable) of the article's site
/// ([`Self::clean_of`]), it also removes lines that recur on the site.
///
/// ```
/// use copydesk_clean::{Cleaner, Reason};
///
/// let cleaner = Cleaner::default();
/// let cleaned = cleaner.clean("The bridge stays closed.\n\nSign up for our newsletter here.");
/// assert_eq!(cleaned.text, "The bridge stays closed.");
/// assert_eq!(cleaned.cuts[0].reason, Reason::FurnitureRule);
/// ```
#[derive(Default)]
pub struct Cleaner {
    analyser: Analyser,
}

/// The result of cleaning one article.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Cleaned {
    /// [`Verdict::Keep`] if nothing was cut, [`Verdict::Edit`] if something was, [`Verdict::Drop`]
    /// if no word is left.
    pub verdict: Verdict,
    /// The text without the cuts.
    pub text: String,
    /// The cuts, in order and disjoint. All spans, also those of kept copies, are in the raw text.
    pub cuts: Vec<Finding>,
}

impl Cleaner {
    /// A cleaner with these settings. For single articles only the policies for furniture and for
    /// repeats inside a document ([`Policy::captions`](crate::Policy::captions)) matter. The other
    /// settings are about the comparison of documents.
    ///
    /// # Errors
    /// If a setting is out of range.
    pub fn new(settings: Settings) -> Result<Self, ConfigError> {
        let analyser = Analyser::new(settings)?;
        Ok(Self { analyser })
    }

    /// Adds a user's rules to the built-in ones, and uses the lines that the user lists for sites
    /// (see [`Self::clean_from`]).
    ///
    /// ```
    /// use copydesk_boilerplate::RuleBook;
    /// use copydesk_clean::{Cleaner, Origin};
    ///
    /// let mut book = RuleBook::default();
    /// book.add("[sites.\"harbour.example\"]\ncut = [\"Tide and Time\"]")?;
    /// let cleaner = Cleaner::default().with_rules(&book);
    /// let origin = Origin { url: Some("https://harbour.example/1"), ..Origin::default() };
    /// let cleaned = cleaner.clean_from("Tide and Time\n\nThe bridge stays closed.", &origin);
    /// assert_eq!(cleaned.text, "The bridge stays closed.");
    /// # Ok::<(), copydesk_boilerplate::RulesError>(())
    /// ```
    #[must_use]
    pub fn with_rules(self, book: &RuleBook) -> Self {
        Self {
            analyser: self.analyser.with_rules(book),
        }
    }

    /// Cleans an article.
    #[must_use]
    pub fn clean(&self, text: &str) -> Cleaned {
        self.clean_of(text, None)
    }

    /// Cleans an article with this URL or source. Lines that the user lists for its site are kept
    /// or cut.
    #[must_use]
    pub fn clean_from(&self, text: &str, origin: &Origin<'_>) -> Cleaned {
        self.clean_of(text, self.analyser.site_of(origin))
    }

    /// Cleans an article of a known site, whose recurring lines or listed lines are given.
    #[must_use]
    pub fn clean_of<'s>(&self, text: &str, site: impl Into<Site<'s>>) -> Cleaned {
        let document = Document::new(text);
        let findings = self.analyser.findings(&document, site);
        // Computed before `settle` consumes the findings.
        let is_empty = is_emptied(&document, &findings);
        let cuts = settle(text, document.segments(), findings);
        let spans = spans_of(&cuts);
        // An article without words is dropped even if nothing was cut in it.
        let verdict = if is_empty {
            Verdict::Drop
        } else if cuts.is_empty() {
            Verdict::Keep
        } else {
            Verdict::Edit
        };
        Cleaned {
            verdict,
            text: cut(text, &spans),
            cuts,
        }
    }
}

/// Whether no word of a document is left when its findings are cut.
///
/// ```
/// use copydesk_clean::is_emptied;
/// use copydesk_text::Document;
///
/// assert!(is_emptied(&Document::new("* * *"), &[]));
/// assert!(!is_emptied(&Document::new("Good morning"), &[]));
/// ```
#[must_use]
pub fn is_emptied(document: &Document<'_>, findings: &[Finding]) -> bool {
    let cut = spans_of(findings);
    document.without(&cut).words().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::put_back;
    use proptest::prelude::*;

    #[test]
    fn an_article_of_furniture_alone_is_dropped() {
        let cleaned = Cleaner::default().clean("Sign up for our newsletter here.");
        assert_eq!(
            (cleaned.verdict, cleaned.text.as_str()),
            (Verdict::Drop, "")
        );
        assert_eq!(
            Cleaner::default().clean("The bridge stays closed.").verdict,
            Verdict::Keep
        );
    }

    proptest! {
        #[test]
        fn what_was_cut_can_be_put_back(pieces in proptest::collection::vec(prop_oneof![
            Just("The bridge in Varn stays closed after the storm of Monday night."),
            Just("Sign up for our newsletter here."),
            Just("\n"), Just("\n\n"), Just(" "), Just("“"), Just("© 2031 Harbour Post"), Just("他来了。"),
        ], 0..12)) {
            let text = pieces.concat();
            let cleaned = Cleaner::default().clean(&text);
            let removed: Vec<_> = cleaned.cuts.iter().map(|cut| (cut.span.start(), cut.span.slice(&text))).collect();
            prop_assert_eq!(put_back(&cleaned.text, &removed), Some(text));
        }
    }
}
