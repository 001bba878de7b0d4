//! The lines that recur on the largest sites, and what becomes of them: a part of the summary.
//!
//! The lines are chosen before the write pass. The write pass counts what becomes of each line,
//! page by page (a *page* is a document as the site shows it). A page counts once for a line,
//! however often the line is on it. Here, the *story* of a page begins with the first and ends with
//! the last paragraph that is kept and that no other page of the site has.

use copydesk_clean::{EvidenceKind, Finding};
use copydesk_text::{Rank, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A site, and the recurring lines that are in the most stories of the site.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RecurringSite {
    /// The site's name.
    pub site: String,
    /// Number of documents from it that could be read.
    pub documents: u64,
    /// Number of distinct stories that these documents tell.
    pub stories: u32,
    /// The lines, those in the most stories first.
    pub lines: Vec<RecurringLine>,
}

/// A line that recurs on a site. The counts `before`, `inside`, `after` and `alone` add up to the
/// number of pages that hold the line. So do the counts of what becomes of it, from `cut_by_rule`
/// to `kept`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RecurringLine {
    /// The beginning of the line, as the most preferred page spells it.
    pub text: String,
    /// Length in effective words. In a script without spaces between words, a letter is half an
    /// effective word.
    pub words: u16,
    /// Number of distinct stories of the site that hold the line.
    pub stories: u32,
    /// Pages on which it is before the story.
    pub before: u64,
    /// Pages on which it is between two paragraphs of the story.
    pub inside: u64,
    /// Pages on which it is after the story.
    pub after: u64,
    /// Pages without any paragraph of a story.
    pub alone: u64,
    /// Pages on which a rule cuts it, by the names of the rules. Lines that the user lists as cut
    /// count under `listed`.
    pub cut_by_rule: BTreeMap<String, u64>,
    /// Pages on which it is cut because it recurs.
    pub cut_by_count: u64,
    /// Pages on which it is cut as a repeat. One copy is kept elsewhere.
    pub one_copy: u64,
    /// Pages that are dropped as a whole.
    pub dropped: u64,
    /// Pages on which the line, or a part of it, is kept.
    pub kept: u64,
    /// Why the line is cut, kept or dropped on most pages, in words.
    pub why: String,
}

/// The part of a page in which a line is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum PagePart {
    Before,
    Inside,
    After,
    /// The page has no paragraph of a story.
    Alone,
}

impl PagePart {
    pub(crate) const ALL: [Self; 4] = [Self::Before, Self::Inside, Self::After, Self::Alone];
}

/// What becomes of a line on a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum LineFate {
    /// Cut as furniture, by the rule of this name or for another kind of evidence of this name,
    /// such as `listed`.
    Rule(String),
    /// Cut because it recurs.
    Count,
    /// Cut as a repeat. One copy is kept elsewhere.
    Copy,
    /// Its page is dropped.
    Dropped,
    /// The line, or a part of it, is kept.
    Kept,
}

impl LineFate {
    /// What becomes of the line at this span, in a kept document from which `findings` are cut.
    pub(crate) fn of(line: Span, findings: &[Finding]) -> Self {
        let mut fate = Self::Kept;
        for cut in findings {
            if !cut.span.contains(line) {
                continue;
            }
            // If findings overlap, furniture has precedence, as in `copydesk_clean::settle`.
            if cut.reason.is_furniture() {
                return match cut.evidence_kind {
                    EvidenceKind::Recurrence => Self::Count,
                    evidence_kind => Self::Rule(evidence_kind.name().to_owned()),
                };
            }
            fate = Self::Copy;
        }
        fate
    }
}

/// One of the chosen lines, on one page.
pub(crate) struct LineOnPage {
    /// The number of the line among the chosen lines of all sites.
    pub line: u16,
    pub part: PagePart,
    pub fate: LineFate,
    /// The rank of the page's document; 0 is preferred to all others.
    pub rank: Rank,
    /// The line as this page spells it.
    pub text: String,
}

/// The counts for one line, of all pages so far. They have the names that they have in
/// [`RecurringLine`].
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct LineTally {
    /// The rank of the most preferred page so far, and the line as that page spells it.
    text: Option<(Rank, String)>,
    /// Number of pages for each [`PagePart`].
    parts: [u64; PagePart::ALL.len()],
    cut_by_rule: BTreeMap<String, u64>,
    cut_by_count: u64,
    one_copy: u64,
    dropped: u64,
    kept: u64,
}

/// What becomes of a line on most of the pages that are not dropped. `Dropped` if all are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MostlyBecomes<'t> {
    CutByRule(&'t str),
    CutByCount,
    OneCopy,
    Dropped,
    Kept,
}

impl LineTally {
    /// Adds a page that holds the line.
    pub(crate) fn add(&mut self, page: LineOnPage) {
        self.parts[page.part as usize] += 1;
        let count = match page.fate {
            LineFate::Rule(name) => self.cut_by_rule.entry(name).or_default(),
            LineFate::Count => &mut self.cut_by_count,
            LineFate::Copy => &mut self.one_copy,
            LineFate::Dropped => &mut self.dropped,
            LineFate::Kept => &mut self.kept,
        };
        *count += 1;
        match &self.text {
            // The text is from a page that is preferred to this one.
            Some((rank, _)) if *rank <= page.rank => {}
            _ => self.text = Some((page.rank, page.text)),
        }
    }

    /// Adds what was counted on other pages.
    pub(crate) fn absorb(&mut self, other: Self) {
        for (count, more) in self.parts.iter_mut().zip(other.parts) {
            *count += more;
        }
        for (name, more) in other.cut_by_rule {
            *self.cut_by_rule.entry(name).or_default() += more;
        }
        self.cut_by_count += other.cut_by_count;
        self.one_copy += other.one_copy;
        self.dropped += other.dropped;
        self.kept += other.kept;
        // The rank decides, so that the spelling does not depend on which thread counted which
        // page.
        match (&self.text, &other.text) {
            (_, None) => {}
            (Some((rank, _)), Some((other_rank, _))) if rank <= other_rank => {}
            _ => self.text = other.text,
        }
    }

    /// The line as the most preferred page spells it.
    pub(crate) fn text(&self) -> &str {
        match &self.text {
            Some((_, text)) => text,
            None => "",
        }
    }

    /// What becomes of the line on most of the pages that are not dropped. Between equal counts,
    /// rules are first, then the count, then copies.
    pub(crate) fn mostly(&self) -> MostlyBecomes<'_> {
        let by_rules: u64 = self.cut_by_rule.values().sum();
        let most = by_rules
            .max(self.cut_by_count)
            .max(self.one_copy)
            .max(self.kept);
        if most == 0 {
            // Every page that holds the line is dropped.
            return MostlyBecomes::Dropped;
        }
        // `max_by_key` returns the last of equal maxima. The names are in reverse order, so that
        // the first name in the alphabet wins.
        let main_rule = self
            .cut_by_rule
            .iter()
            .rev()
            .max_by_key(|(_, count)| **count);
        match main_rule {
            Some((name, _)) if by_rules == most => MostlyBecomes::CutByRule(name),
            _ if self.cut_by_count == most => MostlyBecomes::CutByCount,
            _ if self.one_copy == most => MostlyBecomes::OneCopy,
            _ => MostlyBecomes::Kept,
        }
    }

    /// The line as the summary shows it. The caller knows what is not counted here: the length of
    /// the line in effective `words`, the number of `stories` that hold it, and the reason `why`.
    pub(crate) fn shown(&self, words: u16, stories: u32, why: String) -> RecurringLine {
        let [before, inside, after, alone] = self.parts;
        RecurringLine {
            text: self.text().to_owned(),
            words,
            stories,
            before,
            inside,
            after,
            alone,
            cut_by_rule: self.cut_by_rule.clone(),
            cut_by_count: self.cut_by_count,
            one_copy: self.one_copy,
            dropped: self.dropped,
            kept: self.kept,
            why,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_boilerplate::RuleName;
    use copydesk_clean::Reason;

    fn finding(start: usize, end: usize, reason: Reason, evidence_kind: EvidenceKind) -> Finding {
        Finding {
            span: Span::new(start, end),
            reason,
            evidence_kind,
            detail: None,
            evidence: 1.0,
            kept: None,
        }
    }

    #[test]
    fn a_line_counts_as_cut_only_if_all_of_it_is_cut() {
        let line = Span::new(10, 20);
        let copy = finding(8, 30, Reason::RepeatedAcrossDocuments, EvidenceKind::Equal);
        let part = finding(
            15,
            20,
            Reason::FurnitureRule,
            EvidenceKind::Rule(RuleName::Tips),
        );
        let rule = finding(
            10,
            20,
            Reason::FurnitureRule,
            EvidenceKind::Rule(RuleName::Tips),
        );
        let count = finding(10, 20, Reason::RecurringFurniture, EvidenceKind::Recurrence);
        assert_eq!(
            LineFate::of(line, std::slice::from_ref(&part)),
            LineFate::Kept
        );
        assert_eq!(LineFate::of(line, &[copy.clone(), part]), LineFate::Copy);
        assert_eq!(
            LineFate::of(line, &[copy, rule]),
            LineFate::Rule("tips".to_owned())
        );
        assert_eq!(LineFate::of(line, &[count]), LineFate::Count);
    }

    #[test]
    fn counts_do_not_depend_on_the_order_of_pages() {
        // The page with rank 0 is dropped.
        let page = |rank: u32| LineOnPage {
            line: 0,
            part: PagePart::After,
            fate: match rank {
                0 => LineFate::Dropped,
                _ => LineFate::Count,
            },
            rank: Rank::new(rank),
            text: format!("line {rank}"),
        };
        let tally = |ranks: &[u32]| {
            let mut tally = LineTally::default();
            for &rank in ranks {
                tally.add(page(rank));
            }
            tally
        };
        let (one, other) = (tally(&[2, 0, 1]), tally(&[1, 2, 0]));
        assert_eq!(one, other);
        assert_eq!(one.text(), "line 0");
        assert_eq!(one.mostly(), MostlyBecomes::CutByCount);
        assert_eq!(
            one.parts,
            [0, 0, 3, 0],
            "all three pages have it after the story"
        );
    }
}
