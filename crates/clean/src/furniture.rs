//! The furniture of one document: what rules and recurrence say of each line, and what the lines
//! around it say to that.
//!
//! A rule knows furniture by its words. Recurrence counts, and a count alone is not believed: it
//! needs a story that the line stands beside, since a document all of whose lines recur is a report
//! form, and the line must not introduce a part of it.

use crate::finding::{Finding, Seen};
use crate::listed::ListedLines;
use crate::reason::Reason;
use copydesk_boilerplate::{
    Certainty, Forest, Furniture, LineEvidence, PARAGRAPH_WORDS, PageLines, Recurrence,
    RecurrenceTable, RuleName, line_features, may_be_heading,
};
use copydesk_text::{Document, Fingerprint, SiteId, Span, ends_in_full_stop};

/// Words that stand nowhere else on the site and make a document a story, in effective words: a
/// headline has as many.
const WORDS_OF_STORY: usize = 8;

/// Reasons that are given for a line that is cut because of its neighbours.
const REASONS: usize = 3;

/// What is known of the site that a document comes from.
#[derive(Clone, Copy, Debug)]
pub struct SiteRecurrence<'t> {
    /// How segments recur on all sites.
    pub table: &'t RecurrenceTable,
    /// The document's site.
    pub site: SiteId,
}

/// What is known of the site of a document, and what the user says of its lines.
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
        self.lines
            .map_or_else(Vec::new, |lines| lines.kept(document))
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

/// The same, beside the keys of the document.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k> {
    /// The site.
    pub site: SiteRecurrence<'k>,
    /// A key for each segment of the document.
    pub keys: &'k [Fingerprint],
}

impl Known<'_> {
    /// How a segment recurs on the site, if it does.
    pub fn recurrence(&self, segment: usize) -> Option<Recurrence> {
        let SiteRecurrence { table, site } = self.site;
        table.get(site, *self.keys.get(segment)?).copied()
    }

    fn template(&self, document: &Document<'_>, segment: usize) -> Option<Recurrence> {
        let SiteRecurrence { table, site } = self.site;
        let key = document.template_key(segment)?;
        table.get_template(site, key).copied()
    }
}

/// What is furniture in a document, in order and disjoint. `least` is how sure a witness must be.
pub(crate) fn furniture(
    document: &Document<'_>,
    by_rule: Vec<Furniture>,
    known: Option<Known<'_>>,
    least: Certainty,
    forest: &Forest,
) -> Vec<Finding> {
    let mut lines = known_lines(document, by_rule, known, least);
    add_by_page(document, &mut lines, forest, least);
    lines.into_iter().flat_map(|line| line.found).collect()
}

/// The features of the lines of a document that rules and recurrence leave, as a forest is asked
/// about them.
pub(crate) fn features_of_rest(
    document: &Document<'_>,
    by_rule: Vec<Furniture>,
    known: Option<Known<'_>>,
) -> PageLines {
    let lines = known_lines(document, by_rule, known, Certainty::Cut);
    line_features(document, &evidence(&lines))
}

/// The lines of a document, with what rules and recurrence say of them.
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

fn evidence(lines: &[Line]) -> Vec<LineEvidence> {
    lines.iter().map(Line::evidence).collect()
}

/// Adds the lines that are furniture by what stands around them.
fn add_by_page(document: &Document<'_>, lines: &mut [Line], forest: &Forest, least: Certainty) {
    for score in forest.scores(document, &evidence(lines)) {
        let line = &mut lines[score.segment];
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

/// A line while it is asked whether it is furniture.
struct Line {
    content: Span,
    words: usize,
    recurrence: Option<Recurrence>,
    /// How it recurs with other numbers.
    template: Option<Recurrence>,
    /// What a rule suspects of all of it.
    suspicion: Option<Certainty>,
    found: Vec<Finding>,
}

impl Line {
    /// Whether all of it is cut.
    fn is_cut(&self) -> bool {
        self.found
            .iter()
            .any(|finding| finding.span == self.content)
    }

    fn recurs(&self) -> bool {
        self.recurrence.is_some() || self.template.is_some()
    }

    /// Whether it stands nowhere else on the site, not even with other numbers, and no rule knows
    /// it.
    fn is_own(&self) -> bool {
        !self.recurs() && !self.is_cut()
    }
}

/// The lines of a document, with what rules say of them.
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
        let recurrence = known.and_then(|known| known.recurrence(number));
        let template = known.and_then(|known| known.template(document, number));
        let counted = recurrence.or(template);
        let mut found = Vec::new();
        let mut suspicion = None;
        while let Some(next) = by_rule.next_if(|f| f.span.start() < content.end()) {
            let is_confirmed = next.span == content
                && counted.is_some_and(|r| r.confirms_suspicion(next.certainty));
            if next.certainty >= least || is_confirmed {
                found.push(from_rule(&next));
            } else if next.span == content {
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

/// A page of a known site.
struct Page<'d> {
    text: &'d str,
    /// How sure a witness must be.
    least: Certainty,
}

impl Page<'_> {
    /// Adds the lines that recurrence is sure of.
    fn add_recurring(&self, lines: &mut [Line]) {
        let own: usize = lines.iter().filter(|l| l.is_own()).map(|l| l.words).sum();
        let has_story = own >= WORDS_OF_STORY;
        let introduces: Vec<bool> = (0..lines.len())
            .map(|at| self.introduces(lines, at))
            .collect();
        for (line, introduces) in lines.iter_mut().zip(introduces) {
            if line.is_cut() {
                continue;
            }
            let counts = has_story && !introduces;
            if let Some(found) = self.recurring(line, counts) {
                // Recurrence speaks of the whole line, a rule perhaps of one of its sentences.
                line.found = vec![found];
            }
        }
    }

    /// The line as furniture that recurs, if it is. What only counts say is heard if `counts`.
    fn recurring(&self, line: &Line, counts: bool) -> Option<Finding> {
        let content = line.content.slice(self.text);
        let has_rule = !line.found.is_empty();
        if let Some(recurrence) = &line.recurrence {
            let is_certain = recurrence
                .certainty(content)
                .is_some_and(|certainty| certainty >= self.least);
            if counts && is_certain || has_rule && recurrence.confirms_rule() {
                return Some(from_recurrence(line.content, recurrence, ""));
            }
        }
        let template = line.template.as_ref()?;
        let is_furniture = counts && !has_rule && template.makes_template_furniture(content);
        is_furniture.then(|| from_recurrence(line.content, template, "with other numbers "))
    }

    /// Whether a line is a heading of what comes after it: a few words that are no sentence, not
    /// the first of the page, with a paragraph after them that is the document's own.
    fn introduces(&self, lines: &[Line], at: usize) -> bool {
        let is_short = lines[at].words < PARAGRAPH_WORDS;
        let is_first = lines[..at].iter().all(|line| line.words == 0);
        let next = lines[at + 1..].iter().find(|line| line.words > 0);
        let leads_to_story = next.is_some_and(|next| {
            let is_long = next.words >= PARAGRAPH_WORDS || lines[at].recurrence.is_some();
            next.is_own() && is_long || self.is_sentence_of_story(next)
        });
        is_short
            && !is_first
            && leads_to_story
            && may_be_heading(lines[at].content.slice(self.text))
    }

    /// Whether a line is a sentence that may recur (`Heat the oven to 160°C.`) but is no furniture.
    fn is_sentence_of_story(&self, line: &Line) -> bool {
        ends_in_full_stop(line.content.slice(self.text))
            && !line.is_cut()
            && self.recurring(line, true).is_none()
    }

    /// Adds recurring lines that stand between furniture and furniture, or between furniture and
    /// the end of the page.
    fn add_between(&self, lines: &mut [Line]) {
        let mut start: Option<usize> = None;
        for at in 0..=lines.len() {
            let line = lines.get(at).filter(|line| !line.content.is_empty());
            let is_end = at == lines.len();
            if line.is_none() && !is_end {
                continue;
            }
            let is_cut = line.is_some_and(Line::is_cut);
            let may_go_on = line.is_some_and(|line| self.may_be_between(line));
            let bounds = line.is_some_and(Line::bounds);
            if let Some(first) = start.filter(|_| is_end || is_cut) {
                self.cut_neighbours(&mut lines[first..at]);
            }
            if is_cut {
                start = bounds.then_some(at + 1);
            } else if !may_go_on {
                start = None;
            }
        }
    }

    fn may_be_between(&self, line: &Line) -> bool {
        let content = line.content.slice(self.text);
        line.recurrence
            .is_some_and(|recurrence| recurrence.confirms_neighbours(content))
    }

    fn cut_neighbours(&self, lines: &mut [Line]) {
        for line in lines.iter_mut().filter(|line| !line.content.is_empty()) {
            if let Some(recurrence) = &line.recurrence {
                let how = "beside other furniture, ";
                line.found = vec![from_recurrence(line.content, recurrence, how)];
            }
        }
    }
}

impl Line {
    /// Whether furniture like this is no part of the story's flow, so that what comes after it need
    /// not be either.
    fn bounds(&self) -> bool {
        let mut rules = self.found.iter().filter_map(|finding| match finding.seen {
            Seen::Rule(rule) => Some(rule),
            _ => None,
        });
        self.is_cut() && !rules.any(|rule| rule.stands_amid_stories())
    }

    /// What the page as a whole is judged by.
    fn evidence(&self) -> LineEvidence {
        LineEvidence {
            is_cut: self.is_cut(),
            is_of_page: self.bounds(),
            suspicion: self.suspicion,
        }
    }
}

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

/// Evidence is a judgement, not a measurement: three digits are more than it is worth.
fn rounded(evidence: f32) -> f64 {
    (f64::from(evidence) * 1000.0).round() / 1000.0
}
