//! Finds the furniture of one document: text that belongs to the site and not to the story.
//!
//! Each line (each segment of the document) is classified by up to four kinds of evidence, in this
//! order:
//!
//! 1. **Rules** recognise furniture by its words ([`lines_with_rule_findings`]).
//! 2. **Recurrence** is the number of distinct stories of the site that have the line. A count
//!    alone is not enough ([`Page::add_recurring`]). The document must have a story of its own
//!    beside the line, because a document in which all lines recur is a form report (a results
//!    table, a weather report). And the line must not be the heading of a part of the story.
//! 3. **Neighbours**: a line that recurs too rarely to be cut for this alone is cut if the lines
//!    around it are furniture ([`Page::add_between`]).
//! 4. **The page as a whole**: the *forest*, a set of decision trees, classifies the remaining
//!    lines ([`add_by_page`]).
//!
//! The order matters. Each step relies on what the earlier ones found, and an earlier step is more
//! certain than a later one.

use crate::finding::{EvidenceKind, Finding};
use crate::listed::ListedLines;
use crate::reason::Reason;
use copydesk_boilerplate::{
    Certainty, Forest, Furniture, LineEvidence, PARAGRAPH_WORDS, PageLines, Recurrence,
    RecurrenceTable, RuleName, line_features, may_be_heading,
};
use copydesk_text::{Document, Fingerprint, SiteId, Span, ends_in_full_stop};

/// A document has a story of its own if at least this many of its effective words are in lines that
/// occur nowhere else on the site. A headline is about as long.
const MIN_OWN_WORDS: usize = 8;

/// Number of reasons that are recorded for a line that the forest classifies as furniture.
const REASONS_PER_LINE: usize = 3;

/// How segments recur on the site of a document.
#[derive(Clone, Copy, Debug)]
pub struct SiteRecurrence<'t> {
    /// How segments recur, for all sites.
    pub table: &'t RecurrenceTable,
    /// The document's site.
    pub site: SiteId,
}

/// The site of a document: how its lines recur, and which of them the user lists. Both may be
/// unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Site<'s> {
    /// How the site's segments recur.
    pub recurrence: Option<SiteRecurrence<'s>>,
    /// The lines of the site that the user lists, in a rules file, as kept or cut.
    pub lines: Option<&'s ListedLines>,
}

impl Site<'_> {
    /// The lines of a document that the user wants kept.
    pub(crate) fn kept_lines(&self, document: &Document<'_>) -> Vec<Span> {
        match self.lines {
            Some(lines) => lines.kept(document),
            None => Vec::new(),
        }
    }
}

impl<'s> From<Option<SiteRecurrence<'s>>> for Site<'s> {
    fn from(recurrence: Option<SiteRecurrence<'s>>) -> Self {
        Self {
            recurrence,
            lines: None,
        }
    }
}

/// How segments recur on the site of a document, with the keys by which its segments are looked up.
#[derive(Clone, Copy)]
pub(crate) struct KnownSite<'k> {
    recurrence: SiteRecurrence<'k>,
    /// A key for each segment of the document; empty if the policy does not need them.
    keys: &'k [Fingerprint],
}

impl<'k> KnownSite<'k> {
    /// The recurrence with the keys; `None` if nothing is known of the site.
    pub fn of(recurrence: Option<SiteRecurrence<'k>>, keys: &'k [Fingerprint]) -> Option<Self> {
        let recurrence = recurrence?;
        Some(Self { recurrence, keys })
    }
}

/// How a segment recurs on the site of its document, if it does. `segment` is its number.
pub(crate) fn recurrence_of(known: Option<KnownSite<'_>>, segment: usize) -> Option<Recurrence> {
    let KnownSite { recurrence, keys } = known?;
    let key = *keys.get(segment)?;
    recurrence.table.get(recurrence.site, key).copied()
}

/// How a segment recurs on the site with other numbers in place of its own (`© 2019`, `© 2020`), if
/// it does.
fn template_of(
    known: Option<KnownSite<'_>>,
    document: &Document<'_>,
    segment: usize,
) -> Option<Recurrence> {
    let recurrence = known?.recurrence;
    let key = document.template_key(segment)?;
    recurrence.table.get_template(recurrence.site, key).copied()
}

/// The furniture of a document, in order and disjoint. `by_rule` is what rules found, in order.
/// Evidence that is less certain than `least` does not count.
pub(crate) fn furniture(
    document: &Document<'_>,
    by_rule: Vec<Furniture>,
    known: Option<KnownSite<'_>>,
    least: Certainty,
    forest: &Forest,
) -> Vec<Finding> {
    let mut lines = lines_before_forest(document, by_rule, known, least);
    add_by_page(document, &mut lines, forest, least);
    let mut findings = Vec::new();
    for line in lines {
        findings.extend(line.found);
    }
    findings
}

/// The features of the lines of a document that are not furniture by rules or recurrence. They are
/// the input of the forest.
pub(crate) fn features_of_rest(
    document: &Document<'_>,
    by_rule: Vec<Furniture>,
    known: Option<KnownSite<'_>>,
) -> PageLines {
    let lines = lines_before_forest(document, by_rule, known, Certainty::Cut);
    line_features(document, &evidence(&lines))
}

/// The lines of a document, with the furniture that is found before the forest is asked: by rules,
/// recurrence and neighbours.
fn lines_before_forest(
    document: &Document<'_>,
    by_rule: Vec<Furniture>,
    known: Option<KnownSite<'_>>,
    least: Certainty,
) -> Vec<Line> {
    let mut lines = lines_with_rule_findings(document, by_rule, known, least);
    if lines.iter().any(Line::recurs) {
        let page = Page {
            text: document.text(),
            least,
        };
        page.add_recurring(&mut lines);
        page.add_between(&mut lines);
    }
    lines
}

/// The evidence about each line that the forest uses.
fn evidence(lines: &[Line]) -> Vec<LineEvidence> {
    lines.iter().map(Line::evidence).collect()
}

/// Adds the lines that the forest takes for furniture, by the features of the page as a whole.
fn add_by_page(document: &Document<'_>, lines: &mut [Line], forest: &Forest, least: Certainty) {
    for score in forest.scores(document, &evidence(lines)) {
        let line = &mut lines[score.segment];
        // Findings of rules and recurrence are more certain and explain themselves better.
        if score.certainty >= least && line.found.is_empty() {
            let reasons = forest.reasons(&score.features, REASONS_PER_LINE);
            line.found = vec![Finding {
                span: line.content,
                reason: Reason::FurnitureRule,
                evidence_kind: EvidenceKind::Rule(RuleName::Page),
                detail: Some(reasons.join("; ")),
                evidence: rounded(score.probability()),
                kept: None,
            }];
        }
    }
}

/// A line, with the evidence on whether it is furniture.
struct Line {
    content: Span,
    /// Length in effective words.
    words: usize,
    /// How the line recurs on the site, if it does.
    recurrence: Option<Recurrence>,
    /// How the line recurs with other numbers in it, if it does.
    template: Option<Recurrence>,
    /// The certainty of a rule that matches the whole line but is not certain enough to cut it.
    suspicion: Option<Certainty>,
    /// The findings in the line: one for the whole line, or some for single sentences.
    found: Vec<Finding>,
}

impl Line {
    /// Whether the whole line is cut.
    fn is_cut(&self) -> bool {
        self.found
            .iter()
            .any(|finding| finding.span == self.content)
    }

    /// Whether the line recurs on the site, with the same or other numbers.
    fn recurs(&self) -> bool {
        self.recurrence.is_some() || self.template.is_some()
    }

    /// Whether the line belongs to this document alone: it occurs nowhere else on the site, not
    /// even with other numbers, and is not cut as a whole.
    fn is_own(&self) -> bool {
        !self.recurs() && !self.is_cut()
    }
}

/// The lines of a document, with the furniture that rules found in them. `by_rule` is in order.
///
/// A finding of a rule that is not certain enough may be confirmed if the line recurs, with the
/// same or other numbers.
fn lines_with_rule_findings(
    document: &Document<'_>,
    by_rule: Vec<Furniture>,
    known: Option<KnownSite<'_>>,
    least: Certainty,
) -> Vec<Line> {
    let mut by_rule = by_rule.into_iter().peekable();
    let mut out = Vec::with_capacity(document.segments().len());
    for (number, segment) in document.segments().iter().enumerate() {
        let content = segment.content();
        let recurrence = recurrence_of(known, number);
        let template = template_of(known, document, number);
        let recurrence_or_template = recurrence.or(template);
        let mut found = Vec::new();
        let mut suspicion = None;
        // Lines and `by_rule` are both in order, so each is read once.
        while let Some(next) = by_rule.next_if(|f| f.span.start() < content.end()) {
            // What recurs is the whole line. This confirms nothing about a single sentence in it.
            let is_whole = next.span == content;
            let is_confirmed = match recurrence_or_template {
                Some(recurrence) if is_whole => recurrence.confirms_suspicion(next.certainty),
                _ => false,
            };
            if next.certainty >= least || is_confirmed {
                found.push(from_rule(&next));
            } else if is_whole {
                suspicion = Some(next.certainty);
            }
        }
        out.push(Line {
            content,
            words: document.effective_words_of(number),
            recurrence,
            template,
            suspicion,
            found,
        });
    }
    out
}

/// A document in which some lines recur on its site.
struct Page<'d> {
    text: &'d str,
    /// Evidence that is less certain than this does not count.
    least: Certainty,
}

impl Page<'_> {
    /// Adds the lines that are furniture because they recur.
    fn add_recurring(&self, lines: &mut [Line]) {
        let mut own_words = 0;
        for line in &*lines {
            if line.is_own() {
                own_words += line.words;
            }
        }
        let has_story = own_words >= MIN_OWN_WORDS;
        // All headings are found before the first line is cut here, so that the result does not
        // depend on the order in which lines are cut.
        let mut are_headings = Vec::with_capacity(lines.len());
        for number in 0..lines.len() {
            are_headings.push(self.is_heading_of_story(lines, number));
        }
        for (line, is_heading) in lines.iter_mut().zip(are_headings) {
            if line.is_cut() {
                continue;
            }
            let recurrence_is_enough = has_story && !is_heading;
            if let Some(found) = self.finding_by_recurrence(line, recurrence_is_enough) {
                // This replaces what rules found in single sentences, because the whole line
                // recurs.
                line.found = vec![found];
            }
        }
    }

    /// The finding for a line that is furniture because it recurs; `None` if it is not. If
    /// `recurrence_is_enough` is false, a rule must also have found something in the line.
    fn finding_by_recurrence(&self, line: &Line, recurrence_is_enough: bool) -> Option<Finding> {
        let content = line.content.slice(self.text);
        // The callers skip lines that are cut as a whole, so a rule found only a part of this one.
        let has_rule = !line.found.is_empty();
        if let Some(recurrence) = &line.recurrence {
            let is_certain = match recurrence.certainty(content) {
                Some(certainty) => certainty >= self.least,
                None => false,
            };
            let is_enough = recurrence_is_enough && is_certain;
            if is_enough || (has_rule && recurrence.confirms_rule()) {
                return Some(from_recurrence(line.content, recurrence, ""));
            }
        }
        let template = line.template.as_ref()?;
        if recurrence_is_enough && !has_rule && template.makes_template_furniture(content) {
            let how = "with other numbers ";
            return Some(from_recurrence(line.content, template, how));
        }
        None
    }

    /// Whether a line is the heading of a part of the story: a few words that are not a sentence,
    /// not at the top of the page, and followed by text of the story. That is a sentence, or a line
    /// that belongs to this document alone.
    ///
    /// Such a heading may recur on every page of a site (`Ingredients`) and is not furniture.
    fn is_heading_of_story(&self, lines: &[Line], number: usize) -> bool {
        let line = &lines[number];
        let is_first = lines[..number].iter().all(|line| line.words == 0);
        if is_first || line.words >= PARAGRAPH_WORDS {
            return false;
        }
        let Some(next) = lines[number + 1..].iter().find(|line| line.words > 0) else {
            return false;
        };
        // After a line that recurs only with other numbers, a short line is not evidence enough.
        let may_be_short = line.recurrence.is_some();
        let is_own_text = next.is_own() && (may_be_short || next.words >= PARAGRAPH_WORDS);
        let leads_to_story = is_own_text || self.is_sentence_of_story(next);
        leads_to_story && may_be_heading(line.content.slice(self.text))
    }

    /// Whether a line is a sentence that is not furniture, even if it recurs: `Heat the oven to
    /// 160°C.`
    fn is_sentence_of_story(&self, line: &Line) -> bool {
        let recurrence_is_enough = true;
        ends_in_full_stop(line.content.slice(self.text))
            && !line.is_cut()
            && self
                .finding_by_recurrence(line, recurrence_is_enough)
                .is_none()
    }

    /// Adds recurring lines that are between furniture and furniture, or between furniture and the
    /// end of the page.
    fn add_between(&self, lines: &mut [Line]) {
        // The first line after the nearest furniture above. `None` if there is no furniture above,
        // if it may be in the middle of a story, or if a line since then must not be cut.
        let mut start: Option<usize> = None;
        for number in 0..lines.len() {
            let line = &lines[number];
            // Blank lines do not separate furniture from what is beside it.
            if line.content.is_empty() {
                continue;
            }
            if line.is_cut() {
                // Asked before `lines` is borrowed for the cut.
                let is_outside_story = line.is_outside_story();
                if let Some(first) = start {
                    self.cut_neighbours(&mut lines[first..number]);
                }
                // After furniture in the middle of a story, the story continues.
                start = is_outside_story.then_some(number + 1);
            } else if !self.may_be_between(line) {
                start = None;
            }
        }
        // The end of the page counts as furniture.
        if let Some(first) = start {
            self.cut_neighbours(&mut lines[first..]);
        }
    }

    /// Whether a line recurs often enough to be cut if it is between furniture.
    fn may_be_between(&self, line: &Line) -> bool {
        match &line.recurrence {
            Some(recurrence) => recurrence.confirms_neighbours(line.content.slice(self.text)),
            None => false,
        }
    }

    /// Cuts all of these lines. The caller has found that they are between furniture.
    fn cut_neighbours(&self, lines: &mut [Line]) {
        for line in lines {
            if let Some(recurrence) = &line.recurrence
                && !line.content.is_empty()
            {
                let how = "beside other furniture, ";
                line.found = vec![from_recurrence(line.content, recurrence, how)];
            }
        }
    }
}

impl Line {
    /// Whether the whole line is furniture of a kind that sites put before or after a story. Beside
    /// furniture of the other kinds, which they put in the middle, a line may belong to the story.
    fn is_outside_story(&self) -> bool {
        if !self.is_cut() {
            return false;
        }
        for finding in &self.found {
            if let EvidenceKind::Rule(rule) = finding.evidence_kind
                && rule.is_printed_in_stories()
            {
                return false;
            }
        }
        true
    }

    /// The evidence about the line that the forest uses.
    fn evidence(&self) -> LineEvidence {
        LineEvidence {
            is_cut: self.is_cut(),
            is_of_page: self.is_outside_story(),
            suspicion: self.suspicion,
        }
    }
}

/// The finding for furniture that a rule found.
fn from_rule(furniture: &Furniture) -> Finding {
    Finding {
        span: furniture.span,
        reason: Reason::FurnitureRule,
        evidence_kind: EvidenceKind::Rule(furniture.rule),
        detail: None,
        evidence: rounded(furniture.evidence),
        kept: None,
    }
}

/// The finding for a line that recurs. `how` is put before the counts in its detail.
fn from_recurrence(span: Span, recurrence: &Recurrence, how: &str) -> Finding {
    let Recurrence {
        stories,
        of_stories,
        ..
    } = recurrence;
    Finding {
        span,
        reason: Reason::RecurringFurniture,
        evidence_kind: EvidenceKind::Recurrence,
        detail: Some(format!(
            "{how}in {stories} of {of_stories} stories of the site"
        )),
        evidence: rounded(recurrence.evidence()),
        kept: None,
    }
}

/// Evidence, rounded to three digits. It is an estimate, and more digits would suggest a
/// measurement.
fn rounded(evidence: f32) -> f64 {
    (f64::from(evidence) * 1000.0).round() / 1000.0
}
