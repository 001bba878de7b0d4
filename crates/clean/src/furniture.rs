//! The furniture of one document.
//!
//! Each line is classified by up to four kinds of evidence, in this order:
//!
//! 1. **Rules** recognise furniture by its words ([`lines`]).
//! 2. **Recurrence** is the number of distinct stories of the site that have the line. A count
//!    alone is not enough: the document must have a story of its own beside the line, because a
//!    document all of whose lines recur is a form (a results table, a weather report), and the line
//!    must not be the heading of a part of that story ([`Page::add_recurring`]).
//! 3. **Neighbours**: a line that recurs too rarely to be cut alone is cut if it is between lines
//!    that are ([`Page::add_between`]).
//! 4. **The page as a whole**: a forest of decision trees classifies the lines that are left
//!    ([`add_by_page`]).
//!
//! The order matters. Each step relies on what the earlier ones found, and an earlier step is more
//! certain than a later one.

use crate::finding::{Finding, Seen};
use crate::listed::ListedLines;
use crate::reason::Reason;
use copydesk_boilerplate::{
    Certainty, Forest, Furniture, LineEvidence, PARAGRAPH_WORDS, PageLines, Recurrence,
    RecurrenceTable, RuleName, line_features, may_be_heading,
};
use copydesk_text::{Document, Fingerprint, SiteId, Span, ends_in_full_stop};

/// A document with this many effective words that occur nowhere else on the site has a story. It is
/// the length of a headline.
const WORDS_OF_STORY: usize = 8;

/// Number of reasons that are recorded for a line that the forest classifies as furniture.
const REASONS: usize = 3;

/// Recurrence on the site that a document comes from.
#[derive(Clone, Copy, Debug)]
pub struct SiteRecurrence<'t> {
    /// How segments recur on all sites.
    pub table: &'t RecurrenceTable,
    /// The document's site.
    pub site: SiteId,
}

/// The site of a document: how its lines recur, and which of them the user lists. Both may be
/// unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Site<'s> {
    /// How segments recur.
    pub recurrence: Option<SiteRecurrence<'s>>,
    /// The lines that the user lists.
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

/// Recurrence on the site of a document, with the keys of the document's segments.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k> {
    site: SiteRecurrence<'k>,
    /// A key for each segment of the document, or none if the policy does not need them.
    keys: &'k [Fingerprint],
}

impl<'k> Known<'k> {
    /// `None` if nothing is known of the site.
    pub fn of(site: Option<SiteRecurrence<'k>>, keys: &'k [Fingerprint]) -> Option<Self> {
        Some(Self { site: site?, keys })
    }
}

/// How a segment recurs on the site of its document, if it does.
pub(crate) fn recurrence_of(known: Option<Known<'_>>, segment: usize) -> Option<Recurrence> {
    let Known { site, keys } = known?;
    site.table.get(site.site, *keys.get(segment)?).copied()
}

/// How a segment recurs on the site with other numbers in it, if it does.
fn template_of(
    known: Option<Known<'_>>,
    document: &Document<'_>,
    segment: usize,
) -> Option<Recurrence> {
    let site = known?.site;
    let key = document.template_key(segment)?;
    site.table.get_template(site.site, key).copied()
}

/// What is furniture in a document, in order and disjoint. Evidence that is less certain than
/// `least` does not count.
pub(crate) fn furniture(
    document: &Document<'_>,
    by_rule: Vec<Furniture>,
    known: Option<Known<'_>>,
    least: Certainty,
    forest: &Forest,
) -> Vec<Finding> {
    let mut lines = known_lines(document, by_rule, known, least);
    add_by_page(document, &mut lines, forest, least);
    let mut findings = Vec::new();
    for line in lines {
        findings.extend(line.found);
    }
    findings
}

/// The features of the lines of a document that rules and recurrence leave. They are the input of
/// the forest.
pub(crate) fn features_of_rest(
    document: &Document<'_>,
    by_rule: Vec<Furniture>,
    known: Option<Known<'_>>,
) -> PageLines {
    let lines = known_lines(document, by_rule, known, Certainty::Cut);
    line_features(document, &evidence(&lines))
}

/// The lines of a document, with what rules, recurrence and neighbours found in them.
fn known_lines(
    document: &Document<'_>,
    by_rule: Vec<Furniture>,
    known: Option<Known<'_>>,
    least: Certainty,
) -> Vec<Line> {
    let mut lines = lines(document, by_rule, known, least);
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

/// What the forest is given about each line.
fn evidence(lines: &[Line]) -> Vec<LineEvidence> {
    lines.iter().map(Line::evidence).collect()
}

/// Adds the lines that are furniture by the features of the page as a whole.
fn add_by_page(document: &Document<'_>, lines: &mut [Line], forest: &Forest, least: Certainty) {
    for score in forest.scores(document, &evidence(lines)) {
        let line = &mut lines[score.segment];
        // What rules and recurrence found is more certain, and has a better explanation.
        if score.certainty >= least && line.found.is_empty() {
            let reasons = forest.reasons(&score.features, REASONS);
            line.found = vec![Finding {
                span: line.content,
                reason: Reason::FurnitureRule,
                seen: Seen::Rule(RuleName::Page),
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
    /// How it recurs on the site, if it does.
    recurrence: Option<Recurrence>,
    /// How it recurs with other numbers in it, if it does.
    template: Option<Recurrence>,
    /// The certainty of a rule that matches all of it but is not certain enough.
    suspicion: Option<Certainty>,
    /// What is cut of it: all of it, or some of its sentences.
    found: Vec<Finding>,
}

impl Line {
    /// Whether all of it is cut.
    fn is_cut(&self) -> bool {
        self.found
            .iter()
            .any(|finding| finding.span == self.content)
    }

    /// Whether it recurs on the site, with the same or other numbers.
    fn recurs(&self) -> bool {
        self.recurrence.is_some() || self.template.is_some()
    }

    /// Whether it occurs nowhere else on the site, not even with other numbers, and no rule matches
    /// all of it.
    fn is_own(&self) -> bool {
        !self.recurs() && !self.is_cut()
    }
}

/// The lines of a document, with what rules found in them. `by_rule` is in order.
///
/// A rule that is not certain enough is confirmed if the line recurs, with the same or other
/// numbers.
fn lines(
    document: &Document<'_>,
    by_rule: Vec<Furniture>,
    known: Option<Known<'_>>,
    least: Certainty,
) -> Vec<Line> {
    let mut by_rule = by_rule.into_iter().peekable();
    let mut out = Vec::with_capacity(document.segments().len());
    for (number, segment) in document.segments().iter().enumerate() {
        let content = segment.content();
        let recurrence = recurrence_of(known, number);
        let template = template_of(known, document, number);
        let counted = recurrence.or(template);
        let mut found = Vec::new();
        let mut suspicion = None;
        // Lines and `by_rule` are both in order, so each is read once.
        while let Some(next) = by_rule.next_if(|f| f.span.start() < content.end()) {
            // The line is what recurs, which says nothing of one sentence in it.
            let is_whole = next.span == content;
            let is_confirmed = match counted {
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

/// A document of a site with recurrence.
struct Page<'d> {
    text: &'d str,
    /// Evidence that is less certain does not count.
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
        let has_story = own_words >= WORDS_OF_STORY;
        // Found for all lines before any is cut here, so that the result does not depend on the
        // order in which they are cut.
        let mut are_headings = Vec::with_capacity(lines.len());
        for at in 0..lines.len() {
            are_headings.push(self.is_heading_of_story(lines, at));
        }
        for (line, is_heading) in lines.iter_mut().zip(are_headings) {
            if line.is_cut() {
                continue;
            }
            let counts = has_story && !is_heading;
            if let Some(found) = self.recurring(line, counts) {
                // Replaces what rules found in single sentences of the line: all of it recurs.
                line.found = vec![found];
            }
        }
    }

    /// The line as furniture that recurs, if it is. Without a rule, recurrence is enough only if
    /// `counts`.
    fn recurring(&self, line: &Line, counts: bool) -> Option<Finding> {
        let content = line.content.slice(self.text);
        // The caller skips lines that are cut as a whole, so what a rule found is a part of this
        // one.
        let has_rule = !line.found.is_empty();
        if let Some(recurrence) = &line.recurrence {
            let is_certain = match recurrence.certainty(content) {
                Some(certainty) => certainty >= self.least,
                None => false,
            };
            if counts && is_certain || has_rule && recurrence.confirms_rule() {
                return Some(from_recurrence(line.content, recurrence, ""));
            }
        }
        let template = line.template.as_ref()?;
        if counts && !has_rule && template.makes_template_furniture(content) {
            let how = "with other numbers ";
            return Some(from_recurrence(line.content, template, how));
        }
        None
    }

    /// Whether a line is the heading of a part of the story: a few words that are not a sentence,
    /// after other lines and before a paragraph that is the document's own.
    ///
    /// Such a heading may recur on every page of a site (`Ingredients`) and is not furniture.
    fn is_heading_of_story(&self, lines: &[Line], at: usize) -> bool {
        let line = &lines[at];
        let is_first = lines[..at].iter().all(|line| line.words == 0);
        if is_first || line.words >= PARAGRAPH_WORDS {
            return false;
        }
        let Some(next) = lines[at + 1..].iter().find(|line| line.words > 0) else {
            return false;
        };
        let is_long = next.words >= PARAGRAPH_WORDS || line.recurrence.is_some();
        let leads_to_story = next.is_own() && is_long || self.is_sentence_of_story(next);
        leads_to_story && may_be_heading(line.content.slice(self.text))
    }

    /// Whether a line is a sentence that may recur (`Heat the oven to 160°C.`) but not furniture.
    fn is_sentence_of_story(&self, line: &Line) -> bool {
        ends_in_full_stop(line.content.slice(self.text))
            && !line.is_cut()
            && self.recurring(line, true).is_none()
    }

    /// Adds recurring lines that are between furniture and furniture, or between furniture and the
    /// end of the page.
    fn add_between(&self, lines: &mut [Line]) {
        // The first line after furniture, as long as all lines since then may be cut.
        let mut start: Option<usize> = None;
        for at in 0..lines.len() {
            let line = &lines[at];
            // Blank lines do not separate furniture from what is beside it.
            if line.content.is_empty() {
                continue;
            }
            if line.is_cut() {
                // Taken before `lines` is borrowed for the cut.
                let bounds = line.bounds();
                if let Some(first) = start {
                    self.cut_neighbours(&mut lines[first..at]);
                }
                // Furniture that is put into a story closes a range, but does not open one.
                start = bounds.then_some(at + 1);
            } else if !self.may_be_between(line) {
                start = None;
            }
        }
        // The end of the page counts as furniture.
        if let Some(first) = start {
            self.cut_neighbours(&mut lines[first..]);
        }
    }

    /// Whether a line is cut if it is between furniture.
    fn may_be_between(&self, line: &Line) -> bool {
        match &line.recurrence {
            Some(recurrence) => recurrence.confirms_neighbours(line.content.slice(self.text)),
            None => false,
        }
    }

    /// Cuts all of these lines, which are between furniture.
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
    /// Whether the line is furniture of a kind that is put before or after a story. Furniture of
    /// other kinds is put in the middle of one, so the lines beside it may be the story's.
    fn bounds(&self) -> bool {
        if !self.is_cut() {
            return false;
        }
        for finding in &self.found {
            if let Seen::Rule(rule) = finding.seen
                && rule.stands_amid_stories()
            {
                return false;
            }
        }
        true
    }

    /// The evidence that the forest is given.
    fn evidence(&self) -> LineEvidence {
        LineEvidence {
            is_cut: self.is_cut(),
            is_of_page: self.bounds(),
            suspicion: self.suspicion,
        }
    }
}

/// What a rule found, as a finding.
fn from_rule(furniture: &Furniture) -> Finding {
    Finding {
        span: furniture.span,
        reason: Reason::FurnitureRule,
        seen: Seen::Rule(furniture.rule),
        detail: None,
        evidence: rounded(furniture.evidence),
        kept: None,
    }
}

/// A line that recurs as a finding. `how` is put before the counts in the detail.
fn from_recurrence(span: Span, recurrence: &Recurrence, how: &str) -> Finding {
    let Recurrence {
        stories,
        of_stories,
        ..
    } = recurrence;
    Finding {
        span,
        reason: Reason::RecurringFurniture,
        seen: Seen::Recurrence,
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
