//! One document, looked at by itself: what is cut in it, and what the rest is known by.

use crate::background::is_background;
use crate::finding::{Finding, KeptCopy, Seen};
use crate::policy::{CutOrKeep, FurniturePolicy, RepeatsPolicy};
use crate::reason::Reason;
use crate::settings::{PASSAGE_GRAM, Settings};
use copydesk_boilerplate::{Certainty, Furniture, Recurrence, RecurrenceTable, Rules};
use copydesk_neardup::{Banding, ConfigError, Repeat, RepeatKind, Signer, Winnowing, repeats};
use copydesk_text::{Document, Fingerprint, SiteId, Span, Spans};

/// What is known of the site that a document comes from.
#[derive(Clone, Copy, Debug)]
pub struct SiteRecurrence<'t> {
    /// How segments recur on all sites.
    pub table: &'t RecurrenceTable,
    /// The document's site.
    pub site: SiteId,
}

/// A paragraph of which nothing is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeptParagraph {
    /// Equal keys mean equal words.
    pub key: Fingerprint,
    /// Where it is.
    pub span: Span,
    /// Length in words.
    pub words: u32,
    /// Whether it may be cut as background: see [`is_background`](crate::is_background).
    pub may_be_background: bool,
}

/// What is known of a document after it was looked at alone.
#[derive(Clone, PartialEq, Debug)]
pub struct Analysis {
    /// What is cut in it, in order and disjoint.
    pub findings: Vec<Finding>,
    /// Kept paragraphs that are long enough to be cut if another document has them too. Empty unless the site is known and
    /// repeats across documents are cut.
    pub paragraphs: Vec<KeptParagraph>,
    /// Fingerprint of the kept words.
    pub content: Fingerprint,
    /// Number of kept words.
    pub words: u32,
    /// Keys of the LSH buckets of the kept text.
    pub band_keys: Vec<u64>,
    /// Fingerprints of its passages, ascending.
    pub passages: Vec<u64>,
}

/// Looks at documents one by one. It is made once and used for many; it keeps nothing of them.
pub struct Analyser {
    settings: Settings,
    rules: Rules,
    banding: Banding,
    signer: Signer,
    winnowing: Winnowing,
}

impl Analyser {
    /// An analyser with these settings.
    ///
    /// # Errors
    /// If a setting is out of range.
    pub fn new(settings: Settings) -> Result<Self, ConfigError> {
        settings.validate()?;
        Ok(Self::of(settings))
    }

    /// An analyser with settings that are in range.
    fn of(settings: Settings) -> Self {
        let banding = Banding::for_threshold(settings.threshold);
        Self {
            settings,
            rules: Rules::new(),
            banding,
            signer: Signer::new(banding.signature_len()),
            winnowing: Winnowing::new(PASSAGE_GRAM, settings.passage_words),
        }
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is cut in a document for what it is itself: furniture, and repeats inside it. Without knowledge of its site
    /// furniture is found by rules alone.
    #[must_use]
    pub fn findings(
        &self,
        document: &Document<'_>,
        site: Option<SiteRecurrence<'_>>,
    ) -> Vec<Finding> {
        self.findings_with(document, site, &self.keys(document, site))
    }

    /// What [`Self::findings`] leave of a document.
    #[must_use]
    pub fn kept<'d>(
        &self,
        document: &'d Document<'_>,
        site: Option<SiteRecurrence<'_>>,
    ) -> Document<'d> {
        let findings = self.findings(document, site);
        document.without(&Spans::union(findings.iter().map(|finding| finding.span)))
    }

    /// The findings, and what the rest of the document is known by.
    #[must_use]
    pub fn analyse(&self, document: &Document<'_>, site: Option<SiteRecurrence<'_>>) -> Analysis {
        let keys = self.keys(document, site);
        let findings = self.findings_with(document, site, &keys);
        let cut = Spans::union(findings.iter().map(|finding| finding.span));
        let kept = document.without(&cut);
        let policy = self.settings.policy;
        let asks_for_passages =
            policy.repeats != RepeatsPolicy::Keep || policy.duplicates == CutOrKeep::Cut;
        let words = kept.words();
        let mut band_keys = Vec::new();
        if !words.is_empty() {
            band_keys = self
                .banding
                .keys(&self.signer.sign_words(words, self.settings.shingle));
        }
        Analysis {
            paragraphs: self.paragraphs(document, &keys, &cut),
            content: Fingerprint::of(words),
            words: words.len() as u32,
            band_keys,
            passages: if asks_for_passages {
                self.winnowing.fingerprints(words)
            } else {
                Vec::new()
            },
            findings,
        }
    }

    /// The keys of the document's segments, if they are asked for; otherwise none.
    fn keys(&self, document: &Document<'_>, site: Option<SiteRecurrence<'_>>) -> Vec<Fingerprint> {
        let is_asked_for = site.is_some() && self.settings.policy.asks_for_segments();
        if is_asked_for {
            document.keys()
        } else {
            Vec::new()
        }
    }

    fn findings_with(
        &self,
        document: &Document<'_>,
        site: Option<SiteRecurrence<'_>>,
        keys: &[Fingerprint],
    ) -> Vec<Finding> {
        let furniture = self.furniture(document, site, keys);
        let removed = Spans::union(furniture.iter().map(|finding| finding.span));
        if self.settings.policy.captions == CutOrKeep::Keep {
            return furniture;
        }
        let again = repeats(document, &removed)
            .into_iter()
            .map(|repeat| from_repeat(&repeat, &removed));
        let mut findings: Vec<Finding> = furniture.into_iter().chain(again).collect();
        findings.retain(|finding| !finding.span.is_empty());
        findings.sort_by_key(|finding| finding.span);
        findings
    }

    fn furniture(
        &self,
        document: &Document<'_>,
        site: Option<SiteRecurrence<'_>>,
        keys: &[Fingerprint],
    ) -> Vec<Finding> {
        let least = match self.settings.policy.furniture {
            FurniturePolicy::Keep => return Vec::new(),
            FurniturePolicy::Cut => Certainty::Cut,
            FurniturePolicy::CutUnsure => Certainty::CutIfAsked,
        };
        let mut by_rule = self.rules.find(document).into_iter().peekable();
        let mut out = Vec::new();
        for number in 0..document.segments().len() {
            let line = Line {
                document,
                number,
                least,
                content: document.segments()[number].content(),
            };
            let mut found: Vec<Furniture> = Vec::new();
            while let Some(next) = by_rule.next_if(|f| f.span.start() < line.content.end()) {
                found.push(next);
            }
            out.append(&mut line.furniture(&found, site, keys));
        }
        out
    }

    /// Long paragraphs of which nothing is cut.
    fn paragraphs(
        &self,
        document: &Document<'_>,
        keys: &[Fingerprint],
        cut: &Spans,
    ) -> Vec<KeptParagraph> {
        if self.settings.policy.repeats == RepeatsPolicy::Keep {
            return Vec::new();
        }
        let is_long =
            |number: usize| document.effective_words_of(number) >= self.settings.paragraph_words;
        let mut out = Vec::new();
        for (number, &key) in keys.iter().enumerate() {
            let span = document.segments()[number].content();
            if is_long(number) && !cut.overlap(span) {
                out.push(KeptParagraph {
                    key,
                    span,
                    words: document.words_of(number).len() as u32,
                    may_be_background: is_background(document, number, cut),
                });
            }
        }
        out
    }
}

impl Default for Analyser {
    fn default() -> Self {
        Self::of(Settings::default())
    }
}

/// A segment while it is asked whether it is furniture.
struct Line<'d> {
    document: &'d Document<'d>,
    number: usize,
    content: Span,
    /// How sure a witness must be.
    least: Certainty,
}

impl Line<'_> {
    fn text(&self) -> &str {
        self.content.slice(self.document.text())
    }

    /// What rules and recurrence say together of this segment.
    fn furniture(
        &self,
        by_rule: &[Furniture],
        site: Option<SiteRecurrence<'_>>,
        keys: &[Fingerprint],
    ) -> Vec<Finding> {
        let key = keys.get(self.number);
        let recurrence = site
            .zip(key)
            .and_then(|(known, &key)| known.table.get(known.site, key).copied());
        let wanted = by_rule
            .iter()
            .filter(|f| f.certainty >= self.least || self.is_confirmed(f, recurrence));
        let mut found: Vec<Finding> = wanted.map(from_rule).collect();
        if found.is_empty() {
            found.extend(self.recurring_template(site));
        }
        // Recurrence speaks of the whole segment, a rule perhaps of one of its sentences.
        let is_known_whole = found.iter().any(|finding| finding.span == self.content);
        match recurrence {
            Some(recurrence)
                if !is_known_whole && self.is_furniture(&recurrence, !found.is_empty()) =>
            {
                vec![from_recurrence(self.content, &recurrence)]
            }
            _ => found,
        }
    }

    /// Whether recurrence confirms what a rule only suspects.
    fn is_confirmed(&self, suspect: &Furniture, recurrence: Option<Recurrence>) -> bool {
        suspect.span == self.content
            && recurrence.is_some_and(|r| r.confirms_suspicion(suspect.certainty))
    }

    /// Whether recurrence makes furniture of the segment: alone, or beside a rule that knows a part of it.
    fn is_furniture(&self, recurrence: &Recurrence, has_rule: bool) -> bool {
        let is_certain = recurrence
            .certainty(self.text())
            .is_some_and(|certainty| certainty >= self.least);
        is_certain || has_rule && recurrence.confirms_rule()
    }

    /// The segment, if it recurs but for its numbers and that makes it furniture.
    fn recurring_template(&self, site: Option<SiteRecurrence<'_>>) -> Option<Finding> {
        let known = site?;
        let template = known
            .table
            .get_template(known.site, self.document.template_key(self.number)?)?;
        if !template.makes_template_furniture(self.text()) {
            return None;
        }
        let Recurrence {
            stories,
            of_stories,
            ..
        } = template;
        let detail = format!("with other numbers in {stories} of {of_stories} stories of the site");
        Some(Finding {
            detail: Some(detail),
            ..from_recurrence(self.content, template)
        })
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

fn from_recurrence(span: Span, recurrence: &Recurrence) -> Finding {
    Finding {
        span,
        reason: Reason::RecurringFurniture,
        seen: Seen::Recurrence,
        detail: Some(format!(
            "in {} of {} stories of the site",
            recurrence.stories, recurrence.of_stories
        )),
        evidence: rounded(recurrence.evidence()),
        kept: None,
    }
}

fn from_repeat(repeat: &Repeat, removed: &Spans) -> Finding {
    Finding {
        span: outside(repeat.cut, removed),
        reason: match repeat.kind {
            RepeatKind::Equal => Reason::RepeatedInDocument,
            RepeatKind::Contained => Reason::ContainedInDocument,
        },
        seen: Seen::copy(repeat.agreement),
        detail: None,
        evidence: repeat.agreement.coverage(),
        kept: Some(KeptCopy {
            document: None,
            span: repeat.kept,
            agreement: repeat.agreement,
        }),
    }
}

/// Evidence is a judgement, not a measurement: three digits are more than it is worth.
fn rounded(evidence: f32) -> f64 {
    (f64::from(evidence) * 1000.0).round() / 1000.0
}

/// The part of a span that is in front of or after the spans that are cut already.
fn outside(span: Span, removed: &Spans) -> Span {
    let mut left = span;
    for cut in removed.overlapping(span) {
        left = if cut.start() <= left.start() {
            Span::new(cut.end().min(left.end()), left.end())
        } else {
            Span::new(left.start(), cut.start())
        };
    }
    left
}
