//! One article in, the clean article out.

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

/// Cleans articles one by one: removes site furniture and what an article says twice.
///
/// It is made once and used for many articles, from any number of threads. What several documents
/// share is not looked at; for that, clean a dump. If a
/// [`RecurrenceTable`](copydesk_boilerplate::RecurrenceTable) of the article's site is given, lines
/// that recur on the site are removed too.
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

/// What became of an article.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Cleaned {
    /// Keep if nothing was cut, edit if something was, drop if no word is left.
    pub verdict: Verdict,
    /// What is left.
    pub text: String,
    /// What was cut, in order and disjoint: spans of the raw text, each with its reason and, unless
    /// it is furniture, the copy that stays, in the raw text as well.
    pub cuts: Vec<Finding>,
}

impl Cleaner {
    /// A cleaner with these settings. Of them only the furniture policy matters to one article: the
    /// others say when two documents are alike.
    ///
    /// # Errors
    /// If a setting is out of range.
    pub fn new(settings: Settings) -> Result<Self, ConfigError> {
        Analyser::new(settings).map(|analyser| Self { analyser })
    }

    /// The same cleaner, with the rules of a book beside the built-in ones, and the lines that it
    /// lists for sites: see [`Self::clean_from`].
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

    /// Cleans an article from this address or source: lines that a book of rules lists for its site
    /// are kept or cut.
    #[must_use]
    pub fn clean_from(&self, text: &str, origin: &Origin<'_>) -> Cleaned {
        self.clean_of(text, self.analyser.site_of(origin))
    }

    /// Cleans an article of a site that is known.
    #[must_use]
    pub fn clean_of<'s>(&self, text: &str, site: impl Into<Site<'s>>) -> Cleaned {
        let document = Document::new(text);
        let findings = self.analyser.findings(&document, site);
        let is_empty = is_emptied(&document, &findings);
        let cuts = settle(text, document.segments(), findings);
        let spans = spans_of(&cuts);
        let verdict = match cuts.is_empty() {
            _ if is_empty => Verdict::Drop,
            true => Verdict::Keep,
            false => Verdict::Edit,
        };
        Cleaned {
            verdict,
            text: cut(text, &spans),
            cuts,
        }
    }
}

/// Whether the findings leave no word of a document.
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
