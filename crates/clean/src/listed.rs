//! Lines of a site that the user lists, in a rules file, as kept or cut, whatever rules and
//! recurrence find.
//!
//! A list decides about the lines in it and about no others. Lines that are furniture because of
//! the lines beside them are found as if there were no list.

use crate::finding::{EvidenceKind, Finding};
use crate::origin::{Origin, normal_spelling};
use crate::reason::Reason;
use ahash::{AHashMap, AHashSet};
use copydesk_boilerplate::{RuleBook, SiteLines};
use copydesk_text::{Document, Fingerprint, Span};

/// The lines that are listed for one site.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ListedLines {
    /// The name of the site, as the user wrote it. It is shown as the reason for a cut.
    site: String,
    /// The keys of the lines that are kept.
    keep: AHashSet<Fingerprint>,
    /// The keys of the lines that are cut.
    cut: AHashSet<Fingerprint>,
}

/// The lists of all sites, by the name of the site.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct SiteLists(AHashMap<String, ListedLines>);

/// The names that a site may have in a dump, if a user calls it `typed`: that name as it is, and
/// in the normal spelling of sites.
///
/// ```
/// use copydesk_clean::names_of_site;
///
/// assert_eq!(names_of_site("www.Harbour.example"), ["www.Harbour.example", "harbour.example"]);
/// assert_eq!(names_of_site("harbour.example"), ["harbour.example"]);
/// ```
#[must_use]
pub fn names_of_site(typed: &str) -> Vec<String> {
    // The name as it is, because a site may also be a file or folder, whose name is not changed.
    let mut names = vec![typed.to_owned()];
    if let Some(name) = normal_spelling(typed)
        && name != typed
    {
        names.push(name);
    }
    names
}

impl SiteLists {
    /// The lists in a book of rules. A site may have several lists there, and several spellings.
    pub fn of(book: &RuleBook) -> Self {
        let mut lists = Self::default();
        for lines in book.sites() {
            for site in names_of_site(lines.name()) {
                lists.add(lines, &site);
            }
        }
        lists
    }

    /// Adds the lines of one entry of a rules file to the list of a site.
    fn add(&mut self, lines: &SiteLines, site: &str) {
        let list = self.0.entry(site.to_owned()).or_default();
        lines.name().clone_into(&mut list.site);
        list.keep.extend(lines.keep());
        list.cut.extend(lines.cut());
    }

    /// The lines that are listed for the site of a document, if there are any.
    pub fn of_site(&self, origin: &Origin<'_>) -> Option<&ListedLines> {
        // Usually there is no rules file. To compute the site would be a waste of time then.
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&origin.site())
    }
}

impl ListedLines {
    /// The furniture of a document after the list is applied. Like `furniture`, the result is in
    /// order and disjoint. A line that is listed as both kept and cut is kept.
    pub(crate) fn apply_to(
        &self,
        document: &Document<'_>,
        furniture: Vec<Finding>,
    ) -> Vec<Finding> {
        let kept = self.kept(document);
        // A listed line is cut as a whole. This replaces everything that was found in it.
        let mut cut = lines_in(document, &self.cut);
        cut.retain(|content| !kept.contains(content));
        let mut out = Vec::with_capacity(furniture.len() + cut.len());
        for finding in furniture {
            if !overlaps_any(finding.span, &kept) && !overlaps_any(finding.span, &cut) {
                out.push(finding);
            }
        }
        for content in cut {
            out.push(self.cut_finding(content));
        }
        out.sort_by_key(|finding| finding.span);
        out
    }

    /// The lines of a document that are listed as kept.
    pub(crate) fn kept(&self, document: &Document<'_>) -> Vec<Span> {
        lines_in(document, &self.keep)
    }

    /// The finding for a line that is listed as cut.
    fn cut_finding(&self, span: Span) -> Finding {
        Finding {
            span,
            reason: Reason::FurnitureRule,
            evidence_kind: EvidenceKind::Listed,
            detail: Some(format!("listed as cut for {}", self.site)),
            evidence: 1.0,
            kept: None,
        }
    }
}

/// Whether the span of a finding overlaps one of these lines.
fn overlaps_any(span: Span, lines: &[Span]) -> bool {
    lines.iter().any(|line| line.overlaps(span))
}

/// The lines of a document whose keys are in `listed`.
fn lines_in(document: &Document<'_>, listed: &AHashSet<Fingerprint>) -> Vec<Span> {
    let mut out = Vec::new();
    // For most sites nothing is listed, and it takes time to compute the keys of segments.
    if listed.is_empty() {
        return out;
    }
    for (number, segment) in document.segments().iter().enumerate() {
        if listed.contains(&document.key(number)) && !segment.content().is_empty() {
            out.push(segment.content());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Analyser, Cleaner};

    const PAGE: &str = "Sign up for our newsletter here.\n\nThe ferry sank at noon.\n\nTide and Time\n\nShare this story";

    fn book(source: &str) -> RuleBook {
        let mut book = RuleBook::default();
        book.add(source).unwrap();
        book
    }

    /// What is left of the page if it has this URL. Its lines are separated by slashes.
    fn cleaned_page(book: &RuleBook, url: &str) -> String {
        let cleaner = Cleaner::default().with_rules(book);
        let origin = Origin {
            url: Some(url),
            ..Origin::default()
        };
        cleaner
            .clean_from(PAGE, &origin)
            .text
            .replace("\n\n", " / ")
    }

    #[test]
    fn a_list_decides_about_its_lines_and_about_no_others() {
        let book = book(
            "[sites.\"www.harbour.example\"]\n\
             keep = [\"SIGN UP for our  newsletter here.\"]\ncut = [\"tide and time\"]\n\
             [sites.Sarrow]\ncut = [\"The ferry sank at noon.\"]",
        );
        assert_eq!(
            cleaned_page(&book, "https://m.harbour.example/a"),
            "Sign up for our newsletter here. / The ferry sank at noon."
        );
        assert_eq!(
            cleaned_page(&book, "https://times.harbour.example/a"),
            "The ferry sank at noon. / Tide and Time"
        );
    }

    #[test]
    fn without_a_rules_file_a_site_has_no_list() {
        let analyser = Analyser::default();
        assert!(analyser.site_of(&Origin::default()).lines.is_none());
    }

    #[test]
    fn keep_wins_over_cut() {
        let both = "[sites.harbour]\nkeep = [\"One\"]\n[sites.HARBOUR]\ncut = [\"One\"]";
        let lists = SiteLists::of(&book(both));
        let page = Document::new("One\nTwo");
        let origin = Origin {
            source: Some("Harbour"),
            ..Origin::default()
        };
        let lines = lists.of_site(&origin).unwrap();
        assert!(lines.apply_to(&page, Vec::new()).is_empty());
    }

    #[test]
    fn no_rule_can_have_the_name_of_another_kind_of_evidence() {
        for evidence_kind in EvidenceKind::all()
            .filter(|evidence_kind| !matches!(evidence_kind, EvidenceKind::Rule(_)))
        {
            let rule = format!("[[rule]]\nname = {:?}", evidence_kind.name());
            let refused = RuleBook::default().add(&rule).unwrap_err();
            assert!(refused.message().contains("choose another"), "{refused}");
        }
    }
}
