//! The second walk: what goes in each document by itself, and what the rest is made of.

use super::drafts::{DraftEdit, Edits, Keeper};
use super::examination::{Examination, Intake};
use super::{Survey, Walk};
use crate::config::{Config, PASSAGE_GRAM};
use crate::page::Page;
use copydesk_boilerplate::{Certainty, Furniture, Recurrence, Rules};
use copydesk_clean::{CutOrKeep, FurniturePolicy, Reason};
use copydesk_formats::{Batch, RawRecord};
use copydesk_neardup::{Banding, RepeatKind, Signer, Winnowing, repeats};
use copydesk_store::Result;
use copydesk_text::{Fingerprint, Span, Spans, effective_words};
use std::ops::Range;

/// A kept paragraph that other documents have too.
#[derive(Clone, Copy)]
pub(crate) struct SharedParagraph {
    pub key: u128,
    pub span: Span,
    pub words: u32,
}

/// What is known of a document after it was read alone.
pub(crate) struct Examined {
    pub edits: Vec<DraftEdit>,
    pub shared: Vec<SharedParagraph>,
    /// Fingerprint of the kept words.
    pub content: u128,
    /// Number of kept words.
    pub words: u32,
    /// Band keys of the kept text.
    pub keys: Vec<u64>,
    /// Fingerprints of its passages.
    pub prints: Vec<u64>,
}

/// Examines documents one by one.
pub(crate) struct Examiner<'a> {
    config: &'a Config,
    survey: Option<&'a Survey>,
    rules: Rules,
    banding: Banding,
    signer: Signer,
    winnowing: Winnowing,
}

impl<'a> Examiner<'a> {
    /// An examiner that knows what the survey found, or, in document scope, nothing.
    pub(crate) fn new(config: &'a Config, survey: Option<&'a Survey>) -> Self {
        let banding = Banding::for_threshold(config.threshold);
        let winnowing = Winnowing::new(PASSAGE_GRAM, config.passage_words);
        Self { config, survey, rules: Rules::new(), banding, signer: Signer::new(banding.signature_len()), winnowing }
    }

    /// What goes in a page by itself.
    pub(crate) fn edits(&self, page: &Page<'_>, site: u32) -> Vec<DraftEdit> {
        self.edits_with(page, site, self.keys(page).as_deref())
    }

    /// The keys of the page's segments, if somebody asks for them.
    fn keys(&self, page: &Page<'_>) -> Option<Vec<u128>> {
        self.survey.filter(|_| self.config.policy.asks_for_segments()).map(|_| page.keys())
    }

    fn edits_with(&self, page: &Page<'_>, site: u32, keys: Option<&[u128]>) -> Vec<DraftEdit> {
        let furniture = self.furniture(page, site, keys);
        let spans: Vec<Span> = furniture.iter().map(|edit| edit.span).collect();
        let (gone, ranges) = what_is_left(page, &spans);
        let found = repeats(page.text, &page.segments, &page.words, &ranges, &gone);
        let again = found.into_iter().map(|repeat| DraftEdit {
            span: outside(repeat.cut, &spans),
            reason: match repeat.kind {
                RepeatKind::Equal => Reason::RepeatedInDocument,
                RepeatKind::Contained => Reason::ContainedInDocument,
            },
            rule: if repeat.agreement.similarity() >= 1.0 { "equal" } else { "near" },
            detail: None,
            evidence: repeat.agreement.coverage(),
            kept: Some(Keeper { document: None, span: repeat.kept, agreement: repeat.agreement }),
        });
        let mut edits: Vec<DraftEdit> = furniture.into_iter().chain(again).filter(|edit| !edit.span.is_empty()).collect();
        edits.sort_by_key(|edit| edit.span);
        edits
    }

    fn furniture(&self, page: &Page<'_>, site: u32, keys: Option<&[u128]>) -> Vec<DraftEdit> {
        let least = match self.config.policy.furniture {
            FurniturePolicy::Keep => return Vec::new(),
            FurniturePolicy::Cut => Certainty::Cut,
            FurniturePolicy::CutUnsure => Certainty::CutIfAsked,
        };
        let recurring = |i: usize| self.survey?.recurrence.get(site, keys?[i]).copied();
        let mut by_rule = self.rules.find(page.text, &page.segments, &page.words, &page.ranges).into_iter().peekable();
        let mut edits = Vec::new();
        for (i, segment) in page.segments.iter().enumerate() {
            let (content, recurrence) = (segment.content(), recurring(i));
            let is_confirmed = |f: &Furniture| {
                f.span == content && recurrence.is_some_and(|recurrence| recurrence.confirms_suspicion(f.certainty))
            };
            let here = std::iter::from_fn(|| by_rule.next_if(|f| f.span.start() < content.end()));
            let wanted = here.filter(|f| f.certainty >= least || is_confirmed(f));
            let mut found: Vec<DraftEdit> = wanted.map(|f| from_rule(&f)).collect();
            if let Some(shape) = self.recurring_shape(page, site, i).filter(|_| found.is_empty()) {
                let detail = format!("with other numbers in {} of {} stories of the site", shape.stories, shape.of_stories);
                found.push(DraftEdit { detail: Some(detail), ..from_recurrence(content, &shape) });
            }
            let is_furniture = |recurrence: &Recurrence| {
                let is_certain = recurrence.certainty(content.slice(page.text)).is_some_and(|certainty| certainty >= least);
                is_certain || !found.is_empty() && recurrence.confirms_rule()
            };
            // Recurrence speaks of the whole segment, a rule perhaps of one of its sentences.
            let is_known_whole = found.iter().any(|edit| edit.span == content);
            if let Some(recurrence) = recurrence.filter(is_furniture).filter(|_| !is_known_whole) {
                found = vec![from_recurrence(content, &recurrence)];
            }
            edits.append(&mut found);
        }
        edits
    }

    /// How a segment recurs but for its numbers, if that makes it furniture.
    fn recurring_shape(&self, page: &Page<'_>, site: u32, i: usize) -> Option<Recurrence> {
        let shape = self.survey?.recurrence.get_shape(site, page.shape_key(i)?)?;
        shape.makes_shape_furniture(page.segments[i].content().slice(page.text)).then_some(*shape)
    }

    /// What a document's kept text is made of.
    pub(crate) fn examine(&self, page: &Page<'_>, site: u32) -> Examined {
        let keys = self.keys(page);
        let edits = self.edits_with(page, site, keys.as_deref());
        let spans: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
        let words = page.words_outside(&spans);
        let sign = || self.banding.keys(&self.signer.sign_words(&words, self.config.shingle));
        let band_keys = if words.is_empty() { Vec::new() } else { sign() };
        let content = Fingerprint::of(&words).bits();
        let policy = self.config.policy;
        let asks_for_prints = policy.repeats == CutOrKeep::Cut || policy.duplicates == CutOrKeep::Cut;
        let prints = if asks_for_prints { self.winnowing.fingerprints(&words) } else { Vec::new() };
        Examined {
            shared: keys.map(|keys| self.shared(page, &keys, &spans)).unwrap_or_default(),
            edits,
            content,
            words: words.len() as u32,
            keys: band_keys,
            prints,
        }
    }

    /// Kept paragraphs that the survey saw in other documents too.
    fn shared(&self, page: &Page<'_>, keys: &[u128], cut: &[Span]) -> Vec<SharedParagraph> {
        let Some(survey) = self.survey.filter(|_| self.config.policy.repeats == CutOrKeep::Cut) else { return Vec::new() };
        let (cut, mut out) = (Spans::of(cut), Vec::new());
        for (i, segment) in page.segments.iter().enumerate() {
            let key = keys[i];
            let is_long = || effective_words(page.words_of(i)) >= self.config.paragraph_words;
            let is_cut = || cut.overlap(segment.content());
            if survey.shared.contains(key) && is_long() && !is_cut() {
                out.push(SharedParagraph { key, span: segment.content(), words: page.words_of(i).len() as u32 });
            }
        }
        out
    }
}

fn from_rule(furniture: &Furniture) -> DraftEdit {
    DraftEdit {
        span: furniture.span,
        reason: Reason::FurnitureRule,
        rule: furniture.rule,
        detail: None,
        evidence: rounded(furniture.evidence),
        kept: None,
    }
}

fn from_recurrence(span: Span, recurrence: &Recurrence) -> DraftEdit {
    DraftEdit {
        span,
        reason: Reason::RecurringFurniture,
        rule: "recurrence",
        detail: Some(format!("in {} of {} stories of the site", recurrence.stories, recurrence.of_stories)),
        evidence: rounded(recurrence.evidence()),
        kept: None,
    }
}

/// Evidence is a judgement, not a measurement: three digits are more than it is worth.
fn rounded(evidence: f32) -> f64 {
    (f64::from(evidence) * 1000.0).round() / 1000.0
}

/// Which segments the spans leave nothing of, and which words they leave of the others.
fn what_is_left(page: &Page<'_>, cut: &[Span]) -> (Vec<bool>, Vec<Range<usize>>) {
    let spans = Spans::of(cut);
    let left = |range: &Range<usize>| {
        let is_cut = |i: &usize| spans.contain(page.words[*i].span);
        let start = range.clone().find(|i| !is_cut(i)).unwrap_or(range.end);
        let end = (start..range.end).rev().find(|i| !is_cut(i)).map_or(start, |last| last + 1);
        start..end
    };
    if cut.is_empty() {
        return (vec![false; page.segments.len()], page.ranges.clone());
    }
    let ranges: Vec<Range<usize>> = page.ranges.iter().map(left).collect();
    let gone = page.segments.iter().map(|segment| spans.contain(segment.content())).collect();
    (gone, ranges)
}

/// The part of a span that lies in front of or behind the spans that are cut already.
fn outside(span: Span, cut: &[Span]) -> Span {
    Spans::of(cut).overlapping(span).iter().fold(span, |span, c| {
        if c.start() <= span.start() { Span::new(c.end().min(span.end()), span.end()) } else { Span::new(span.start(), c.start()) }
    })
}

/// Walks the dump and examines every document.
pub(crate) fn examine(walk: &Walk<'_>, survey: &Survey) -> Result<Examination> {
    let examiner = Examiner::new(walk.config, Some(survey));
    let mut taken = Intake::new(walk);
    let each = |batch: &Batch, record: &RawRecord, number: usize| {
        let site = survey.documents[number].site;
        let article = walk.parse(batch, record).ok().filter(|_| !survey.rejected.contains_key(&(number as u32)));
        article.map(|article| {
            let examined = examiner.examine(&Page::new(&article.text), site);
            (Edits::pack(&examined.edits), examined)
        })
    };
    walk.again(survey, "examine", each, |examined| taken.take_in(survey, examined))?;
    walk.step("sort", || taken.finish(walk))
}
