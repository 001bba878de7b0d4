//! One document, looked at by itself: what is cut in it, and what the rest is known by.
//!
//! The order of the steps matters. Furniture is found first, on the whole document. Repeats are
//! looked for in what is left: two menus are not two copies of a story's text, and a caption must
//! not be kept because furniture repeats it. Whatever is compared with other documents later (band
//! keys, fingerprints of passages, paragraphs) is computed from what is left after both, so that
//! two pages of one site do not look alike because of their header and footer.
//!
//! An [`Analysis`] holds no text. A pass over a dump can keep it for every document and give the
//! document itself back.

use crate::background::{is_background, is_quotation};
use crate::finding::{Finding, KeptCopy, Seen, spans_of};
use crate::furniture::{Known, Site, SiteRecurrence, features_of_rest, furniture};
use crate::listed::SiteLists;
use crate::origin::Origin;
use crate::policy::{CutOrKeep, FurniturePolicy, RepeatsPolicy};
use crate::reason::Reason;
use crate::settings::{PASSAGE_GRAM, Settings};
use copydesk_boilerplate::{Certainty, Forest, PageLines, RuleBook, Rules};
use copydesk_neardup::{
    Banding, ConfigError, MinHasher, Repeat, RepeatKind, Winnowing, is_gallery, repeats,
};
use copydesk_text::{Document, Fingerprint, Span, Spans};

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
    /// Whether it is text of the site, of which one copy is enough: it recurs in distinct stories.
    pub is_site_text: bool,
    /// Whether it is a gallery of the site, which belongs to no one story.
    pub is_gallery: bool,
}

/// What is known of a document after it was looked at alone.
#[derive(Clone, PartialEq, Debug)]
pub struct Analysis {
    /// What is cut in it, in order and disjoint.
    pub findings: Vec<Finding>,
    /// Kept paragraphs that are cut if another document has them too: those that are long, and
    /// shorter ones that recur on the site. Empty unless the site is known and repeats across
    /// documents are cut.
    pub paragraphs: Vec<KeptParagraph>,
    /// A key for each segment of the document: see [`Document::key`]. Empty unless the site is
    /// known.
    pub keys: Vec<Fingerprint>,
    /// Fingerprint of the kept words.
    pub content: Fingerprint,
    /// Number of kept words.
    pub words: u32,
    /// Keys of the LSH buckets of the kept text.
    pub band_keys: Vec<u64>,
    /// Fingerprints of its passages, ascending.
    pub passages: Vec<u64>,
}

/// Looks at documents one by one. It is made once and used for many, also by several threads at a
/// time; it keeps nothing of them.
///
/// ```
/// use copydesk_clean::{Analyser, Settings, Site};
/// use copydesk_text::Document;
///
/// let analyser = Analyser::new(Settings::default())?;
/// let text = "The ferry sank at dawn off Port Ambry.\n\nSign up for our newsletter";
/// let page = Document::new(text);
/// let analysis = analyser.analyse(&page, Site::default());
/// assert_eq!(analysis.findings.len(), 1);
/// assert_eq!(analysis.words, 8);
/// # Ok::<(), copydesk_clean::ConfigError>(())
/// ```
pub struct Analyser {
    settings: Settings,
    rules: Rules,
    /// Lines that a user's rules files keep or cut on single sites.
    lists: SiteLists,
    /// Judges the lines of a page together.
    forest: Forest,
    /// Follows from the threshold of the settings, as does the length of the hasher's signatures.
    banding: Banding,
    hasher: MinHasher,
    /// Chooses the fingerprints of passages.
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
            lists: SiteLists::default(),
            forest: Forest::shipped(),
            banding,
            hasher: MinHasher::new(banding.signature_len()),
            winnowing: Winnowing::new(PASSAGE_GRAM, settings.passage_words),
        }
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is cut in a document for what it is itself: furniture, and repeats inside it. Without
    /// knowledge of its site furniture is found by rules alone.
    #[must_use]
    pub fn findings<'s>(&self, document: &Document<'_>, site: impl Into<Site<'s>>) -> Vec<Finding> {
        let site = site.into();
        self.findings_with(document, site, &self.keys(document, site.recurrence))
    }

    /// What [`Self::findings`] leave of a document.
    #[must_use]
    pub fn kept<'d, 's>(
        &self,
        document: &'d Document<'_>,
        site: impl Into<Site<'s>>,
    ) -> Document<'d> {
        let findings = self.findings(document, site);
        document.without(&spans_of(&findings))
    }

    /// The findings, and what the rest of the document is known by.
    #[must_use]
    pub fn analyse<'s>(&self, document: &Document<'_>, site: impl Into<Site<'s>>) -> Analysis {
        self.analyse_for(document, site, |_| true)
    }

    /// The same, but of the kept paragraphs only those are looked at whose key is wanted: those that
    /// another document may have too.
    #[must_use]
    pub fn analyse_for<'s>(
        &self,
        document: &Document<'_>,
        site: impl Into<Site<'s>>,
        is_wanted: impl Fn(Fingerprint) -> bool,
    ) -> Analysis {
        let site = site.into();
        let keys = self.keys(document, site.recurrence);
        let findings = self.findings_with(document, site, &keys);
        let cut = spans_of(&findings);
        let kept = document.without(&cut);
        let policy = self.settings.policy;
        let asks_for_passages =
            policy.repeats != RepeatsPolicy::Keep || policy.duplicates == CutOrKeep::Cut;
        let words = kept.words();
        let mut band_keys = Vec::new();
        if !words.is_empty() {
            band_keys = self
                .banding
                .keys(&self.hasher.sketch_words(words, self.settings.shingle));
        }
        Analysis {
            paragraphs: self.paragraphs(document, site, (&keys, is_wanted), &cut),
            content: Fingerprint::of(words),
            words: words.len() as u32,
            band_keys,
            passages: if asks_for_passages {
                self.winnowing.fingerprints(words)
            } else {
                Vec::new()
            },
            findings,
            keys,
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
        site: Site<'_>,
        keys: &[Fingerprint],
    ) -> Vec<Finding> {
        let furniture = self.furniture(document, site, keys);
        if self.settings.policy.captions == CutOrKeep::Keep {
            return furniture;
        }
        let removed = spans_of(&furniture);
        let mut findings = furniture;
        for repeat in repeats(document, &removed) {
            findings.push(from_repeat(&repeat, &removed));
        }
        // A repeat of furniture is cut as furniture, even where the user keeps the line.
        let kept = site.kept_lines(document);
        findings.retain(|finding| {
            let is_kept = finding.reason.is_furniture()
                && kept.iter().any(|line| line.overlaps(finding.span));
            !finding.span.is_empty() && !is_kept
        });
        findings.sort_by_key(|finding| finding.span);
        findings
    }

    fn furniture(
        &self,
        document: &Document<'_>,
        site: Site<'_>,
        keys: &[Fingerprint],
    ) -> Vec<Finding> {
        let least = match self.settings.policy.furniture {
            FurniturePolicy::Keep => return Vec::new(),
            FurniturePolicy::Cut => Certainty::Cut,
            FurniturePolicy::CutUnsure => Certainty::CutIfAsked,
        };
        let known = site.recurrence.map(|site| Known { site, keys });
        let found = furniture(
            document,
            self.rules.find(document),
            known,
            least,
            &self.forest,
        );
        match site.lines {
            Some(lines) => lines.rule_on(document, found),
            None => found,
        }
    }

    /// The same analyser, with the rules of a book beside the built-in ones, and the lines that it
    /// lists for sites.
    #[must_use]
    pub fn with_rules(self, book: &RuleBook) -> Self {
        Self {
            rules: Rules::with(book),
            lists: SiteLists::of(book),
            ..self
        }
    }

    /// What the user says of the lines of the site that a document comes from.
    #[must_use]
    pub fn site_of(&self, origin: &Origin<'_>) -> Site<'_> {
        Site {
            recurrence: None,
            lines: self.lists.of_site(origin),
        }
    }

    /// The same analyser, with another forest to judge the page as a whole.
    #[must_use]
    pub fn with_forest(self, forest: Forest) -> Self {
        Self { forest, ..self }
    }

    /// The lines that rules and recurrence leave, with their features: what a forest is made from.
    #[must_use]
    pub fn line_features(
        &self,
        document: &Document<'_>,
        site: Option<SiteRecurrence<'_>>,
    ) -> PageLines {
        let keys = self.keys(document, site);
        let known = site.map(|site| Known { site, keys: &keys });
        features_of_rest(document, self.rules.find(document), known)
    }

    /// Paragraphs of which nothing is cut, that are long or recur on the site, and whose keys are
    /// wanted.
    fn paragraphs(
        &self,
        document: &Document<'_>,
        site: Site<'_>,
        (keys, is_wanted): (&[Fingerprint], impl Fn(Fingerprint) -> bool),
        cut: &Spans,
    ) -> Vec<KeptParagraph> {
        if self.settings.policy.repeats == RepeatsPolicy::Keep {
            return Vec::new();
        }
        let known = site.recurrence.map(|site| Known { site, keys });
        let listed = site.kept_lines(document);
        let keeps_furniture = self.settings.policy.furniture == FurniturePolicy::Keep;
        let mut out = Vec::new();
        for (number, &key) in keys.iter().enumerate().filter(|&(_, &key)| is_wanted(key)) {
            let span = document.segments()[number].content();
            let recurrence = known.and_then(|known| known.recurrence(number));
            let recurs = recurrence.is_some_and(|r| r.leaves_one_copy(document.content_of(number)));
            let is_listed = listed.contains(&span);
            let is_site_text = recurs && !is_listed;
            let is_long = document.effective_words_of(number) >= self.settings.paragraph_words;
            if !cut.overlap(span) && (is_long || is_site_text) {
                out.push(KeptParagraph {
                    key,
                    span,
                    words: document.words_of(number).len() as u32,
                    may_be_background: is_background(document, number, cut),
                    is_site_text: is_site_text && !is_quotation(document, number),
                    is_gallery: !keeps_furniture
                        && !is_listed
                        && is_gallery(document.words_of(number)),
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

fn from_repeat(repeat: &Repeat, removed: &Spans) -> Finding {
    if repeat.kind == RepeatKind::Signature {
        return Finding {
            span: outside(repeat.cut, removed),
            reason: Reason::FurnitureRule,
            seen: Seen::Signature,
            detail: None,
            evidence: repeat.overlap.coverage(),
            kept: None,
        };
    }
    Finding {
        span: outside(repeat.cut, removed),
        reason: match repeat.kind {
            RepeatKind::Equal => Reason::RepeatedInDocument,
            RepeatKind::Contained | RepeatKind::Signature => Reason::ContainedInDocument,
        },
        seen: Seen::copy(repeat.overlap),
        detail: None,
        evidence: repeat.overlap.coverage(),
        kept: Some(KeptCopy {
            document: None,
            span: repeat.kept,
            overlap: repeat.overlap,
        }),
    }
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
